/** Opens a composer and hands it what it needs of the thread. */

import { actingSpeaker } from "./acting-strings";
import { findComment, idOf } from "./comments";
import { Composer, type Task } from "./composer/composer";
import { explain } from "./explain";
import { receive } from "./own";
import type { Thread } from "./thread";
import type { Comment, Decision, Posted } from "./wire";

/** A new comment, a reply `under` a comment, or a change to one's own; ids as in the page's address. */
export interface Wish {
  under?: string;
  editing?: string;
}

export async function compose(thread: Thread, wish: Wish): Promise<void> {
  const id = wish.under || wish.editing;
  if (id && !findComment(thread.section, id)) await thread.turn({ comment: id });
  const comment = id ? findComment(thread.section, id) : null;
  if (id && !comment) return;
  const place = comment ?? thread.bar;
  const opened = place.querySelector<Composer>(":scope > parley-composer");
  if (opened) {
    opened.focus();
    return;
  }
  try {
    const edits = wish.editing && comment;
    const task = edits ? await editTask(thread, comment) : postTask(thread, comment);
    show(thread, comment, new Composer(task));
  } catch (error) {
    thread.bar.fail(explain(error, actingSpeaker(thread.place.lang)), () => compose(thread, wish));
  }
}

function show(thread: Thread, comment: HTMLElement | null, composer: Composer): void {
  const { editing } = composer.task;
  composer.whenClosed = () => {
    composer.remove();
    if (!comment) thread.bar.writing = false;
    else comment.querySelector("parley-controls")?.focusOn(editing ? "edit" : "reply");
  };
  composer.whenSent = async (posted) => {
    composer.whenClosed();
    await receive(thread, posted);
    const said = posted.comment.state === "held" ? "held" : editing ? "saved" : "posted";
    thread.bar.announce(actingSpeaker(thread.place.lang)(said));
  };
  if (comment) comment.append(composer);
  else {
    thread.bar.writing = true;
    thread.bar.append(composer);
  }
  composer.focus();
}

/** What is true of a new comment, a reply and a change alike. */
function commonTask(thread: Thread, comment: HTMLElement | null, editing: boolean) {
  const { me, api, place, articleId, section } = thread;
  const id = comment && Number(idOf(comment));
  const hash = id ? `#parley-reply-${id}` : "#parley-compose";
  const about = editing ? { editing: id } : { parent: id };
  const where = articleId ? { article: Number(articleId) } : { url: place.url };
  return {
    id,
    where,
    lang: place.lang,
    signedIn: Boolean(me?.user),
    signInLink: me ? thread.returning(me.sign_in_url, hash) : "",
    premoderated: section.dataset.state === "premoderated",
    check: (text: string, signal: AbortSignal) =>
      api.send<Decision>("POST", "check", { text, ...where, ...about }, signal),
  };
}

function postTask(thread: Thread, parent: HTMLElement | null): Task {
  const { id, where, ...common } = commonTask(thread, parent, false);
  return {
    ...common,
    to: parent?.querySelector(".parley-author")?.textContent ?? "",
    editing: false,
    original: "",
    draft: `${thread.place.url} ${id ?? ""}`,
    send: (text, idempotency_key, send_to_moderator) =>
      thread.api.send<Posted>("POST", "comments", {
        ...where,
        parent_id: id,
        text,
        idempotency_key,
        send_to_moderator,
      }),
  };
}

async function editTask(thread: Thread, comment: HTMLElement): Promise<Task> {
  const { id, where, ...common } = commonTask(thread, comment, true);
  return {
    ...common,
    to: "",
    editing: true,
    original: await sourceOf(thread, Number(id)),
    draft: `${thread.place.url} edit ${id}`,
    send: (text, _, send_to_moderator) =>
      thread.api.send<Posted>("PATCH", `comments/${id}`, { text, send_to_moderator }),
  };
}

/** A comment as its author wrote it. */
async function sourceOf(thread: Thread, id: number): Promise<string> {
  // The random revision gets past caches: one's own last change must be in it.
  const query = new URLSearchParams({
    article: thread.articleId,
    comment: String(id),
    rev: String(Date.now()),
  });
  const isIt = (comment: Comment) => comment.id === id;
  const held = thread.me?.held.find(isIt);
  if (held) return held.text;
  const { comments } = await thread.api.get<{ comments: Comment[] }>(`thread?${query}`);
  return comments.find(isIt)?.text ?? "";
}

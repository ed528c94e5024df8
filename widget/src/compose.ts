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
  if (!wish.editing && !mayWrite(thread)) return;
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
    if (id) forgetReply(thread, id);
  } catch (error) {
    thread.bar.fail(explain(error, actingSpeaker(thread.place.lang)), () => compose(thread, wish));
  }
}

/** A stranger may, and signs in to post. */
function mayWrite({ me, section }: Thread): boolean {
  return section.dataset.state !== "closed" && (!me?.user || me.may_comment);
}

/** Opened once, the reply of the server's own page is one like any other: whoever signs in to
    write something else must not come back to it. */
function forgetReply({ host }: Thread, id: string): void {
  if (host.dataset.reply !== id) return;
  delete host.dataset.reply;
  const here = new URL(location.href);
  here.searchParams.delete("reply");
  here.hash = `#parley-reply-${id}`;
  history.replaceState(history.state, "", here);
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
    guidelines: me?.guidelines_url ?? "",
    premoderated: section.dataset.state === "premoderated",
    maxLength: me?.max_length ?? Number.POSITIVE_INFINITY,
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
    original: typedBefore(thread, id),
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

/** What was typed into the server's plain form, about the same comment, before the script came. */
function typedBefore({ host }: Thread, parent: number | null): string {
  const form = host.querySelector<HTMLFormElement>(".parley-plain form");
  if (!form) return "";
  const typed = new FormData(form);
  if ((typed.get("parent") ?? "") !== String(parent ?? "")) return "";
  form.reset();
  return String(typed.get("text") ?? "");
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

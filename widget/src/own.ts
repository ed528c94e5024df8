/** One's own comments, those that wait for a moderator among them, put where they belong. */
import { actingSpeaker } from "./acting-strings";
import { findComment } from "./comments";
import { tell } from "./dom";
import { listIn, placeComment } from "./merge";
import type { Thread } from "./thread";
import type { Posted } from "./wire";

/** Milliseconds; a busy server makes its snapshots late. */
const RENEWED_AFTER = [0, 1000, 3000];

/** Shows what was just posted or changed, and brings it before its author. */
export async function receive(thread: Thread, { comment }: Posted): Promise<void> {
  if (thread.articleId) {
    await thread.greet();
    await showOwn(thread, comment.id, comment.state);
  } else {
    // The first comment of all made the article; now it can be asked for and listened to.
    await thread.open(thread.fragments.page({ rev: String(comment.id) }));
  }
  tell(thread.host, "parley-posted", { id: comment.id, state: comment.state });
  await thread.reveal(String(comment.id));
  if (comment.state === "published") renew(thread, comment.id).catch(() => null);
}

/**
 * What the browser keeps of the thread is without the comment, and would be shown to its author
 * on coming back. So is what the server gives until its next snapshot: it is asked once more.
 */
async function renew(thread: Thread, id: number): Promise<void> {
  for (const wait of RENEWED_AFTER) {
    await new Promise((done) => window.setTimeout(done, wait));
    const kept = await fetch(thread.fragments.address({}), { cache: "reload" });
    if ((await kept.text()).includes(`data-id="${id}"`)) return;
  }
}

/** Those of this reader's comments that no snapshot holds. */
export async function showHeld(thread: Thread): Promise<void> {
  const isFirstPage = thread.section.dataset.page === "1";
  for (const { id, parent_id, state } of thread.me?.held ?? []) {
    const belongs = parent_id ? findComment(thread.section, parent_id) : isFirstPage;
    if (belongs && !findComment(thread.section, id)) await showOwn(thread, id, state);
  }
}

/** Fetches one comment and puts it where it belongs, or where it stands already. */
async function showOwn(thread: Thread, id: number, state?: string): Promise<void> {
  const comment = thread.copy(await thread.fragments.comment(id), ".parley-comment");
  const here = findComment(thread.section, id);
  if (here) here.replaceWith(comment);
  else placeComment(listIn(thread.section), comment);
  if (state !== "published") comment.classList.add("parley-held");
  // Of one that was sent back, the server's own words say why.
  if (state === "held") {
    const note = document.createElement("p");
    note.className = "parley-waiting";
    note.textContent = actingSpeaker(thread.place.lang)("waiting");
    comment.querySelector(".parley-body")?.after(note);
  }
  thread.weave(comment);
}

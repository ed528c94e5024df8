/** Puts newly fetched comments among those on the page without disturbing them. */

import { commentsIn, findComment, idOf } from "./comments";
import type { Thread } from "./thread";
import type { VoteResult } from "./wire";

/** Where the comments stand; made where there were none. */
export function listIn(section: HTMLElement): HTMLElement {
  const here = section.querySelector<HTMLElement>(".parley-list");
  if (here) return here;
  const list = document.createElement("div");
  list.className = "parley-list";
  const empty = section.querySelector(".parley-empty");
  if (empty) empty.replaceWith(list);
  else section.append(list);
  return list;
}

/** The comments of `fetched` that `list` lacks, put where the server has them; a conversation that
    chance has put elsewhere is passed over, but takes its own replies. */
export function mergeComments(list: HTMLElement, fetched: ParentNode): HTMLElement[] {
  const added: HTMLElement[] = [];
  let before: Element | null = null;
  let onward: Element | null = null;
  let isDrawn = false;
  for (const comment of commentsIn(fetched)) {
    const here = findComment(list, idOf(comment));
    if (!comment.dataset.parent) {
      before = onward;
      isDrawn = Boolean(here?.classList.contains("parley-drawn"));
    }
    if (!here) {
      if (before) before.after(comment);
      else list.prepend(comment);
      added.push(comment);
    }
    before = here ?? comment;
    if (!isDrawn) onward = before;
  }
  return added;
}

/** The place after a comment's last reply: replies follow their parent and lie deeper. */
export function endOfReplies(parent: HTMLElement): HTMLElement {
  const depth = Number(parent.dataset.depth);
  let last = parent;
  let next = parent.nextElementSibling;
  while (next instanceof HTMLElement && Number(next.dataset.depth) > depth) {
    last = next;
    next = next.nextElementSibling;
  }
  return last;
}

/** Puts one comment under its parent, or, where it has none, first; false where its parent is on another page. */
export function placeComment(list: HTMLElement, comment: HTMLElement): boolean {
  const parentId = comment.dataset.parent;
  if (!parentId) {
    list.prepend(comment);
    return true;
  }
  const parent = findComment(list, parentId);
  if (parent) endOfReplies(parent).after(comment);
  return parent !== null;
}

/** Takes over another version's text and byline, leaving the node, its controls and its place. */
export function updateComment(here: HTMLElement, fetched: HTMLElement): void {
  for (const part of [".parley-meta", ".parley-body"]) {
    const fresh = fetched.querySelector(part);
    if (fresh) here.querySelector(part)?.replaceWith(fresh);
  }
}

/** Empties a comment in place: what stands below it does not move up under the reader's eyes. */
export function makeStub(comment: HTMLElement, sentence: string): void {
  comment.classList.add("parley-stub");
  comment.removeAttribute("aria-labelledby");
  const said = document.createElement("p");
  said.className = "parley-removed";
  said.textContent = sentence;
  comment.replaceChildren(said);
}

/** Shows how many respect a comment now and how many disagree, and one's own vote among them. */
export function updateVotes(
  thread: Thread,
  comment: HTMLElement,
  { respect, disagree }: Pick<VoteResult, "respect" | "disagree">,
): void {
  const footer = comment.querySelector<HTMLElement>(".parley-actions");
  if (footer) Object.assign(footer.dataset, { respect, disagree });
  thread.weave(comment);
}

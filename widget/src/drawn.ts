/** Conversations that chance shows to this reader, put among the others of the first page. */
import buttonStyles from "./button.css?inline";
import { commentsIn, findComment, idOf } from "./comments";
import { button, h, shadow } from "./dom";
import styles from "./drawn.css?inline";
import { endOfReplies, mergeComments } from "./merge";
import { speaker } from "./strings";
import type { Thread } from "./thread";
import { fetchPage } from "./turning";

/** The fourth conversation and every tenth after it: a tenth of the places. */
const [first, every] = [4, 10];

const en = {
  chance: "Shown to you by chance, to hear what all kinds of readers think of it.",
  why: "Why?",
  because:
    "Each day a few comments are drawn by lot for every reader. The answers to them come from all kinds of readers, and not only from those who came for one comment. If you have no opinion, say that you can’t say, or read on.",
  replies: { one: "Show {n} reply", other: "Show {n} replies" },
};

/** <parley-chance>: above a comment, that it is there by chance, and why, for those who ask. */
class Chance extends HTMLElement {
  readonly #say: (key: keyof typeof en, values?: { n: number }) => string;
  readonly #line: HTMLElement;

  constructor(lang: string) {
    super();
    this.#say = speaker({ en }, lang);
    const because = h("p", { id: "because", hidden: true }, this.#say("because"));
    const toggle = () => {
      because.hidden = !because.hidden;
      why.ariaExpanded = String(!because.hidden);
    };
    const why = button(this.#say("why"), toggle, "plain");
    why.ariaExpanded = "false";
    why.setAttribute("aria-controls", because.id);
    this.#line = h("p", {}, this.#say("chance"), " ", why);
    shadow(this, buttonStyles, styles).append(this.#line, because);
  }

  /** Offers the replies to a comment that came without them. */
  offer(n: number, show: () => Promise<void>): void {
    const press = async () => {
      await show();
      offered.remove();
    };
    const offered = button(this.#say("replies", { n }), press, "plain");
    if (n) this.#line.append(" ", offered);
  }
}

if (!customElements.get("parley-chance")) customElements.define("parley-chance", Chance);

export async function showDrawn(thread: Thread): Promise<void> {
  const { section, me } = thread;
  const list = section.querySelector<HTMLElement>(".parley-list");
  if (!me || !list) return;
  const drawn = (me.drawn ?? []).filter((id) => !me.own[id]);
  const fetching = drawn.map((id) => (findComment(list, id) ? null : fetchOne(thread, id)));
  for (const [n, id] of drawn.entries()) {
    const fetched = await fetching[n];
    // Meanwhile the reader may have turned the page, or something else have put it here.
    if (!list.isConnected || section.dataset.page !== "1") return;
    const comment = findComment(list, id) ?? fetched;
    if (!comment || comment.matches(".parley-drawn,.parley-stub")) continue;
    place(list, comment, first + every * n);
    comment.classList.add("parley-drawn");
    thread.weave(comment);
    if (isSeen(comment)) continue;
    const chance = new Chance(thread.place.lang);
    comment.prepend(chance);
    if (comment === fetched) offerReplies(thread, comment, chance);
  }
  thread.dress();
}

/** Null for one that was removed since it was drawn: its place stays another's. */
async function fetchOne(thread: Thread, id: number): Promise<HTMLElement | null> {
  try {
    return thread.copy(await thread.fragments.comment(id), ".parley-comment");
  } catch {
    return null;
  }
}

function offerReplies(thread: Thread, comment: HTMLElement, chance: Chance): void {
  const footer = comment.querySelector<HTMLElement>(".parley-actions");
  chance.offer(Number(footer?.dataset.replies), async () => {
    const page = await fetchPage(thread, { comment: idOf(comment) });
    const root = findComment(page, idOf(comment));
    const [list, found] = [comment.parentElement, h("div", {})];
    found.append(...(root ? conversationOf(root) : []));
    if (!list) return;
    const added = mergeComments(list, found);
    await thread.weaveAll();
    added[0]?.querySelector("parley-controls")?.focusOn("respect");
  });
}

/** Only upwards, and nothing moves that the reader has before them or has read. */
function place(list: HTMLElement, comment: HTMLElement, slot: number): void {
  const roots = commentsIn(list).filter(({ dataset }) => dataset.depth === "0");
  const at = roots.indexOf(comment);
  const moved = conversationOf(comment);
  if (at < 0) {
    const next = roots.slice(slot - 1).find((root) => !isSeen(root));
    if (next) next.before(...moved);
    else list.append(...moved);
    return;
  }
  const next = roots.slice(slot - 1, at).find((root) => !isSeen(root));
  const isInUse = (one: HTMLElement) =>
    one.contains(document.activeElement) || one.querySelector("parley-composer");
  if (next && !moved.some(isInUse)) next.before(...moved);
}

/** Who has not scrolled has only begun; later, what has come into view is what one reads. */
function isSeen(comment: HTMLElement): boolean {
  const { top, height } = comment.getBoundingClientRect();
  return window.scrollY > 0 && height > 0 && top < window.innerHeight;
}

function conversationOf(root: HTMLElement): HTMLElement[] {
  const last = endOfReplies(root);
  const all = [root];
  for (let one = root; one !== last; all.push(one)) one = one.nextElementSibling as HTMLElement;
  return all;
}

/** New comments wait behind a button; only numbers and texts already on the page change by themselves. */
import { actingSpeaker } from "./acting-strings";
import { commentsIn, findComment, idOf } from "./comments";
import { adopt, button } from "./dom";
import type { Hear, Heard } from "./live";
import { listIn, makeStub, mergeComments, placeComment, updateComment, updateVotes } from "./merge";
import styles from "./news.css?inline";
import type { Thread } from "./thread";
import { fetchPage } from "./turning";

/** The comment that another answers; null for one that begins a conversation. */
type Parent = string | number | null;

/** Readers of one thread ask for a change within this time of one another, in milliseconds. */
const spread = 2000;

export class News {
  readonly #thread: Thread;
  readonly #pending = new Map<string, Parent>();
  readonly #changed = new Set<string>();
  readonly #button = button("", () => this.#show());
  readonly #pill = document.createElement("div");
  #timer = 0;

  constructor(thread: Thread) {
    adopt(styles);
    this.#thread = thread;
    this.#pill.className = "parley-fresh";
    this.#pill.append(this.#button);
  }

  close(): void {
    window.clearTimeout(this.#timer);
    this.clear();
  }

  clear(): void {
    this.#pending.clear();
    this.#pill.remove();
  }

  hear: Hear = (type, data) => this.#reactions[type](data);

  readonly #reactions: { [K in keyof Heard]: (data: Heard[K]) => void } = {
    comment: ({ id, parent_id }) => this.#expect(id, parent_id),
    update: ({ id }) => {
      if (!this.#find(id)) return;
      this.#changed.add(String(id));
      this.#soon();
    },
    remove: ({ id }) => {
      this.#pending.delete(String(id));
      const comment = this.#find(id);
      // One that its author has just deleted here says so already.
      if (comment && !comment.classList.contains("parley-stub"))
        makeStub(comment, actingSpeaker(this.#thread.place.lang)("removed"));
      this.#count();
    },
    counts: (data) => {
      if ("comment_count" in data) {
        const title = this.#thread.section.querySelector(".parley-title");
        if (title) title.textContent = this.#thread.say("comments", { n: data.comment_count });
        return;
      }
      const comment = this.#find(data.id);
      if (comment) updateVotes(this.#thread, comment, data);
    },
    reset: () => this.#catchUp(),
  };

  #find(id: number): HTMLElement | null {
    return findComment(this.#thread.section, id);
  }

  /** Replies to comments of another page are not counted: the button could not show them. */
  #expect(id: number, parent: number | null): void {
    if (this.#find(id) || (parent !== null && !this.#find(parent))) return;
    this.#pending.set(String(id), parent);
    this.#soon();
  }

  /** Says how many wait; one's own comment, once it is on the page, waits no longer. */
  #count(): void {
    for (const id of this.#pending.keys())
      if (findComment(this.#thread.section, id)) this.#pending.delete(id);
    this.#button.textContent = this.#thread.say("fresh", { n: this.#pending.size });
    if (this.#pending.size === 0) this.#pill.remove();
    else if (!this.#pill.isConnected) listIn(this.#thread.section).before(this.#pill);
  }

  /** One announcement and one request for all that happens within a moment. */
  #soon(): void {
    this.#timer ||= window.setTimeout(
      () => {
        this.#timer = 0;
        this.#count();
        if (this.#pending.size) this.#thread.bar.announce(this.#button.textContent ?? "");
        if (this.#changed.size) this.#refresh();
      },
      spread * (0.5 + Math.random()),
    );
  }

  /** Takes over changed texts, but not under the hands of one who is editing. */
  async #refresh(): Promise<void> {
    const page = await this.#fetch();
    if (!page) return; // They stay noted, and come with the next news.
    const ids = [...this.#changed];
    this.#changed.clear();
    for (const id of ids) {
      const here = findComment(this.#thread.section, id);
      const fetched = here && (findComment(page, id) ?? (await this.#fetchOne(id)));
      if (here && fetched && !here.querySelector("parley-composer")) updateComment(here, fetched);
    }
    this.#thread.dress();
  }

  /** The page shown as it is now; null while it cannot be had. */
  #fetch(): Promise<HTMLElement | null> {
    return fetchPage(this.#thread).catch(() => null);
  }

  /** A comment that stands on no page shown, such as one that chance has put here. */
  async #fetchOne(id: string): Promise<HTMLElement | null> {
    const { fragments } = this.#thread;
    try {
      return this.#thread.copy(await fragments.comment(Number(id)), ".parley-comment");
    } catch {
      return null; // Removed since, or out of reach: it comes with the next page.
    }
  }

  async #catchUp(): Promise<void> {
    const page = await this.#fetch();
    for (const comment of page ? commentsIn(page) : []) {
      const id = idOf(comment);
      const here = findComment(this.#thread.section, id);
      if (here) this.#changed.add(id);
      else this.#pending.set(id, comment.dataset.parent || null);
    }
    this.#soon();
  }

  /** Puts every one of these where the server has it, or below what it answers; false where it cannot. */
  async #insert(wanted: Map<string, Parent>): Promise<boolean> {
    const page = await this.#fetch();
    if (!page) return false;
    const { section } = this.#thread;
    const elsewhere = [...wanted].filter(([id]) => !findComment(page, id));
    if (elsewhere.some(([, parent]) => parent === null || !findComment(section, parent)))
      return false;
    mergeComments(listIn(section), page);
    for (const [id] of elsewhere) {
      const reply = await this.#fetchOne(id);
      if (reply && !findComment(section, id)) placeComment(listIn(section), reply);
    }
    return true;
  }

  /** Where one new comment belongs to no conversation here, the newest are opened instead: in
      every other order it stands where its time or its votes put it. */
  async #show(): Promise<void> {
    const thread = this.#thread;
    const pending = new Map(this.#pending);
    const wanted = [...pending.keys()];
    this.clear();
    if (!(await this.#insert(pending))) await thread.turn({ sort: "newest", page: 1 });
    await thread.weaveAll();
    const shown = wanted.map((id) => findComment(thread.section, id)).filter((it) => it !== null);
    for (const comment of shown) comment.classList.add("parley-new");
    const first = shown.sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1))[0];
    if (first) await thread.reveal(idOf(first));
  }
}

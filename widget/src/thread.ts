/** One discussion on a page: brings its parts together and weaves in what this reader alone may see. */
import { copySafely } from "./allow-list";
import { Api, type Refusal } from "./api";
import { Bar } from "./bar";
import { commentsIn, idOf } from "./comments";
import type { Wish } from "./compose";
import { Controls, type Deed } from "./controls";
import { adopt, tell } from "./dom";
import type { Fragments, Place, View } from "./fragment";
import { Live } from "./live";
import type { News } from "./news";
import { reading, type Say, speaker } from "./strings";
import styles from "./thread.css?inline";
import { wanted, wantedBy } from "./wanted";
import type { Me } from "./wire";

/** For the loader, which knows only this file's name. */
export async function fillCounts(base: string): Promise<void> {
  await (await import("./counts")).fillCounts(base);
}

export class Thread {
  readonly api: Api;
  readonly say: Say;
  readonly bar = new Bar();
  readonly host: HTMLElement;
  readonly place: Place;
  readonly fragments: Fragments;
  section!: HTMLElement;
  me: Me | null = null;
  live: Live | undefined;
  news: News | undefined;
  #closed = new AbortController();

  constructor(host: HTMLElement, fragments: Fragments) {
    const { place } = fragments;
    this.fragments = fragments;
    this.host = host;
    this.place = place;
    this.api = new Api(place.base);
    this.say = speaker(reading, place.lang);
    this.bar.say = this.say;
    this.bar.mine = `${place.base}/me/`;
    this.bar.returning = (address) => this.returning(address, "#parley-compose");
    this.bar.onwrite = () => this.write({});
    const { signal } = this.#closed;
    host.addEventListener("click", (event) => this.#onClick(event), { signal });
    window.addEventListener("hashchange", () => this.#followHash(), { signal });
  }

  /** Shows the fragment `first` brings, or the one the page already has. */
  async open(first: Promise<Document> | null): Promise<void> {
    adopt(styles);
    try {
      const fetched = first && this.copy(await first);
      if (fetched) this.host.replaceChildren(fetched);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#closed.signal.aborted) return;
    const section = this.host.querySelector<HTMLElement>(".parley-thread");
    if (!section) return;
    this.section = section;
    section.querySelector(".parley-head")?.after(this.bar);
    this.host.toggleAttribute("ready", true);
    this.#seek();
    this.dress();
    await this.greet();
    if (this.#closed.signal.aborted) return;
    this.#attend();
    // The server's own page says in the element which comment it was opened to answer.
    const under = this.host.dataset.reply ?? wantedBy(location.hash).compose;
    if (under !== undefined) this.write({ under });
    tell(this.host, "parley-ready", { article: this.articleId });
  }

  close(): void {
    this.#closed.abort();
    this.live?.close();
    this.news?.close();
    this.section?.remove();
  }

  get articleId(): string {
    return this.section.dataset.article ?? "";
  }

  /** Replaces the comments by another page or order. */
  async turn(view: View): Promise<void> {
    await (await import("./turning")).turn(this, view);
  }

  /** Asks who is reading, and shows what follows from it. */
  async greet(): Promise<void> {
    const query = new URLSearchParams(
      this.articleId ? { article: this.articleId } : { url: this.place.url },
    );
    try {
      this.me = await this.api.get<Me>(`me?${query}`);
      // The newspaper may know a reader whom Parley does not.
      if (this.host.matches("[sign-on-url],[sso-token]"))
        await (await import("./sign-on")).signOn(this, query);
    } catch (error) {
      this.bar.fail(this.explain(error), () => this.greet());
      return;
    }
    this.api.csrf = this.me.csrf;
    this.bar.show(this.me, this.section.dataset.state);
    await this.weaveAll();
  }

  /** Adds to the comments on the page what is for this reader alone. */
  async weaveAll(): Promise<void> {
    for (const comment of commentsIn(this.section)) this.weave(comment);
    if (this.me?.held.length) await (await import("./own")).showHeld(this);
    if (this.me?.drawn?.length && this.section.dataset.page === "1")
      import("./drawn").then(({ showDrawn }) => showDrawn(this));
    this.dress();
  }

  /** Makes what the server marked as common ground answer a reader who asks why. */
  async dress(): Promise<void> {
    const marked = this.section.querySelector("span.parley-ground");
    if (marked) (await import("./ground")).dress(this.section);
  }

  /** Gives one comment the controls this reader may use. */
  weave(comment: HTMLElement): void {
    const footer = comment.querySelector<HTMLElement>(".parley-actions");
    if (!footer || !this.me) return;
    let controls = footer.querySelector("parley-controls");
    if (!controls) {
      controls = new Controls();
      controls.say = this.say;
      const own = controls;
      own.ondeed = async (deed) => (await import("./deeds")).deeds[deed](this, comment, own);
      footer.replaceChildren(controls);
    }
    controls.show({
      name: comment.querySelector(".parley-author")?.textContent ?? "",
      respect: Number(footer.dataset.respect),
      disagree: Number(footer.dataset.disagree),
      vote: this.me.votes[idOf(comment)] ?? 0,
      deeds: this.#deedsFor(comment, this.me),
    });
  }

  #deedsFor(comment: HTMLElement, me: Me): Deed[] {
    const id = idOf(comment);
    const own = me.own[id];
    const held = comment.classList.contains("parley-held");
    const mute = held || this.section.dataset.state === "closed" || (me.user && !me.may_comment);
    const reply: Deed[] = mute ? [] : ["reply"];
    if (!own && !held)
      return ["respect", "disagree", ...this.#passFor(id, me), ...reply, "link", "report"];
    const until = own?.edit_until;
    const left = until ? Date.parse(until) - Date.now() : 0;
    if (left > 0) window.setTimeout(() => this.weave(comment), left);
    return [
      ...reply,
      ...(held ? [] : ["link" as const]),
      ...(left > 0 ? ["edit" as const] : []),
      "delete",
    ];
  }

  /** Two answers are enough until one was taken back; of a comment drawn by lot, all three are asked. */
  #passFor(id: string, { votes, drawn }: Me): Deed[] {
    const doubts = votes[id] === 0 || votes[id] === "pass" || drawn?.includes(Number(id));
    return doubts ? ["pass"] : [];
  }

  /** Opens the composer, whose code is loaded the first time somebody wants to write. */
  async write(wish: Wish): Promise<void> {
    await (await import("./compose")).compose(this, wish);
  }

  /** Brings a comment before the reader: on this page, or by opening the page that has it. */
  async reveal(id: string): Promise<boolean> {
    return (await import("./former")).reveal(this, id);
  }

  #seek(): void {
    if (wanted.test(location.hash)) import("./former").then(({ seek }) => seek(this));
  }

  /** An address of Parley's, from which the reader comes back to this page with `hash`. */
  returning(address: string, hash: string): string {
    const there = new URL(address);
    there.searchParams.set("next", location.href.split("#", 1)[0] + hash);
    return there.href;
  }

  /** What to do with news is loaded when there is some. */
  #attend(): void {
    this.live?.close();
    if (!this.articleId) return;
    const address = `${this.api.base}events?article=${this.articleId}`;
    this.live = new Live(address, async (type, data) => {
      const { News } = await import("./news");
      this.news ??= new News(this);
      this.news.hear(type, data);
    });
  }

  copy(fetched: Document, selector = ".parley-thread"): HTMLElement {
    const source = fetched.querySelector(selector);
    const copy = source && copySafely(source);
    if (!copy) throw new Error("The answer held no discussion.");
    return copy;
  }

  explain(error: unknown): string {
    return (error as Partial<Refusal>).problem?.detail || this.say("unreachable");
  }

  #fail(error: unknown): void {
    this.host.replaceChildren(this.bar);
    this.host.toggleAttribute("ready", true);
    const again = () => this.open(this.fragments.page({}));
    this.bar.fail(this.explain(error), again);
  }

  /** Follows the fragment's own links in place; a click meant for a new tab is left alone. */
  #onClick(event: MouseEvent): void {
    const anchor = (event.target as Element).closest("a");
    if (!anchor || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const followed = this.#follow(anchor);
    if (!followed) return;
    event.preventDefault();
    // Where our code for it cannot be had, the server's own page does as well.
    followed.catch(() => location.assign(anchor.href));
  }

  /** What a link of the fragment leads to here; undefined for all others. */
  #follow(anchor: HTMLAnchorElement): Promise<unknown> | undefined {
    const { sort, page } = anchor.dataset;
    const target = /#comment-(\d+)$/.exec(anchor.href)?.[1];
    if (anchor.closest(".parley-sorts") && sort) return this.#leaf({ sort, page: 1 });
    if (anchor.closest(".parley-pages") && page) return this.#leaf({ page: Number(page) });
    if (anchor.closest(".parley-meta") && target) return this.reveal(target);
    if (anchor.matches(".parley-agreement"))
      return import("./picture").then(({ openPicture }) => openPicture(this));
    return undefined;
  }

  async #leaf(view: View): Promise<void> {
    await (await import("./turning")).leaf(this, view);
  }

  #followHash(): void {
    this.#seek();
    const under = wantedBy(location.hash).compose;
    if (under !== undefined) this.write({ under });
  }
}

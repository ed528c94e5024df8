/** <parley-comments>: notices when its reader comes near, and only then loads the discussion. */
import { adopt } from "./dom";
import { Fragments, type Place } from "./fragment";
import type * as threads from "./thread";
import { wanted, wantedBy } from "./wanted";

/** The thread's file, below Parley's address; the build knows its name. */
declare const __THREAD__: string;

/** About two screens ahead: loaded before it is seen, not before it is likely to be. */
const nearness = "1200px";

/** The height kept free until the discussion is there, so that nothing below it jumps. */
const reserve = `
parley-comments { display: block }
parley-comments:not([ready]) { min-block-size: var(--parley-reserve, 24rem) }
parley-comments[theme="light"] { color-scheme: light }
parley-comments[theme="dark"] { color-scheme: dark }
parley-comments[theme="auto"] { color-scheme: light dark }
`;

export class ParleyComments extends HTMLElement {
  static observedAttributes = ["url", "article-id", "sort", "lang", "base"];
  static defaultBase = "";

  #observer: IntersectionObserver | undefined;
  #thread: threads.Thread | undefined;
  #shown = "";
  #turn = 0;

  connectedCallback(): void {
    adopt(reserve);
    this.#settle();
  }

  disconnectedCallback(): void {
    this.#settle();
  }

  attributeChangedCallback(): void {
    this.#settle();
  }

  /** All code but this; by its full address, for a script of another origin has no base to be relative to. */
  static load(base = ParleyComments.defaultBase): Promise<typeof threads> {
    return import(/* @vite-ignore */ `${base}/${__THREAD__}`);
  }

  /** The discussion this element is of, as its attributes and the page say it. */
  get place(): Place {
    const canonical = document.querySelector<HTMLLinkElement>('link[rel="canonical"]')?.href;
    const language = this.closest<HTMLElement>("[lang]")?.lang || navigator.language;
    return {
      base: this.getAttribute("base")?.replace(/\/$/, "") ?? ParleyComments.defaultBase,
      url: new URL(this.getAttribute("url") ?? canonical ?? location.href, document.baseURI).href,
      articleId: this.getAttribute("article-id"),
      sort: this.getAttribute("sort"),
      lang: language,
    };
  }

  /** Any number of changes in one task, a move within the page among them, start it once or not at all. */
  #settle(): void {
    const turn = ++this.#turn;
    queueMicrotask(() => {
      if (turn !== this.#turn) return;
      const place = this.isConnected ? JSON.stringify(this.place) : "";
      if (place === this.#shown) return;
      this.#stop();
      this.#shown = place;
      if (place) this.#wait();
    });
  }

  #stop(): void {
    this.#observer?.disconnect();
    this.#thread?.close();
    this.#thread = undefined;
    this.removeAttribute("ready");
  }

  #wait(): void {
    if (wanted.test(location.hash)) {
      this.#begin();
      return;
    }
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#observer?.disconnect();
        this.#begin();
      },
      { rootMargin: `${nearness} 0px` },
    );
    this.#observer.observe(this);
  }

  /** Asks for the code and the comments at the same time. */
  async #begin(): Promise<void> {
    const fragments = new Fragments(this.place);
    const shown = this.#shown;
    const { comment = "" } = wantedBy(location.hash);
    const included = this.querySelector(".parley-thread");
    const first = included ? null : fragments.page({ comment });
    first?.catch(() => {}); // Told by the thread, which awaits the same promise.
    const { Thread } = await ParleyComments.load(fragments.place.base);
    if (shown !== this.#shown) return;
    this.#thread = new Thread(this, fragments);
    await this.#thread.open(first);
  }
}

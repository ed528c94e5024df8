/** <parley-picture>: where readers agree and where not, drawn by the server and opened above the comments. */
import buttonStyles from "./button.css?inline";
import { button, h, shadow } from "./dom";
import styles from "./picture.css?inline";
import { copyPicture } from "./picture-parts";
import { speaker } from "./strings";
import type { Thread } from "./thread";

const en = {
  title: "Where readers agree",
  loading: "Drawing the pictures…",
  none: "No common ground found here yet.",
  failed: "The pictures could not be reached.",
  again: "Try again",
  close: "Close",
};

class Picture extends HTMLElement {
  /** Called when the reader has seen enough. */
  onclosed: () => void = () => {};
  /** Called with the number of a comment that the reader wants to see. */
  onseek: (id: string) => Promise<unknown> = () => Promise.resolve();
  readonly #say: (key: keyof typeof en) => string;
  readonly #address: string;
  readonly #state = h("p", { role: "status" });
  readonly #drawn = h("div", { className: "drawn" });
  readonly #frame = h("div", { className: "frame", role: "group", tabIndex: -1 });

  constructor(address: string, lang: string) {
    super();
    this.#address = address;
    this.#say = speaker({ en }, lang);
    this.#frame.ariaLabel = this.#say("title");
    const close = () => button(this.#say("close"), () => this.onclosed(), "close plain");
    this.#frame.append(close(), this.#state, this.#drawn);
    this.#drawn.addEventListener("click", (event) => this.#onClick(event));
    shadow(this, buttonStyles, styles).append(this.#frame);
  }

  override focus(): void {
    this.#frame.focus();
    this.#frame.scrollIntoView({ block: "nearest" });
  }

  async load(): Promise<void> {
    this.#drawn.ariaBusy = "true";
    this.#state.textContent = this.#say("loading");
    try {
      const copy = await request(this.#address);
      this.#drawn.replaceChildren(...(copy ? [copy] : []));
      this.#state.textContent = copy ? "" : this.#say("none");
    } catch {
      const again = () => {
        this.focus(); // The button goes with the sentence.
        this.load();
      };
      this.#state.replaceChildren(
        `${this.#say("failed")} `,
        button(this.#say("again"), again, "plain"),
      );
    } finally {
      this.#drawn.ariaBusy = null;
    }
  }

  /** A comment is shown in the discussion below; a click meant for a new tab is left alone. */
  #onClick(event: MouseEvent): void {
    const href = (event.target as Element).closest("a")?.getAttribute("href") ?? "";
    const id = /#comment-(\d+)$/.exec(href)?.[1];
    if (!id || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    this.onseek(id).catch(() => location.assign(href));
  }
}

if (!customElements.get("parley-picture")) customElements.define("parley-picture", Picture);

/** As a document, which runs nothing; null where the server has none to show. */
function request(address: string): Promise<Element | null> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onloadend = () => {
      const { status, responseXML } = request;
      const found = status === 200 && responseXML?.querySelector("section");
      const copy = found ? copyPicture(found) : null;
      if (copy || status === 404) resolve(copy);
      else reject(new Error(address));
    };
    request.send();
  });
}

/** Opens the pictures, or leads to them where they are open already. */
export async function openPicture(thread: Thread): Promise<void> {
  const { section, place, articleId, bar } = thread;
  const opened = section.querySelector<Picture>("parley-picture");
  if (opened) {
    opened.focus();
    return;
  }
  const address = `${place.base}/api/v1/ground.html?article=${articleId}`;
  const picture = new Picture(address, place.lang);
  picture.onclosed = () => {
    picture.remove();
    section.querySelector<HTMLElement>(".parley-agreement")?.focus();
  };
  picture.onseek = (id) => thread.reveal(id);
  bar.after(picture);
  picture.focus();
  await picture.load();
}

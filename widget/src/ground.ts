/** <parley-ground>: the badge of common ground, which says why when it is pointed at, reached or pressed. */
import buttonStyles from "./button.css?inline";
import { button, h, shadow } from "./dom";
import styles from "./ground.css?inline";

/** On the way from the badge to its sentence the pointer may leave both for this long, in milliseconds. */
const patience = 250;

export class Ground extends HTMLElement {
  #pinned = false;
  #timer = 0;
  #why = h("span", { id: "why", role: "tooltip", hidden: true });

  constructor() {
    super();
    const mark = button(h("slot"), () => this.#press());
    mark.setAttribute("aria-describedby", "why");
    shadow(this, buttonStyles, styles).append(mark, this.#why);
    this.addEventListener("focusin", () => this.#open());
    this.addEventListener("focusout", () => this.#close());
    this.addEventListener("pointerenter", (event) => this.#hover(event, () => this.#open()));
    this.addEventListener("pointerleave", (event) => this.#hover(event, () => this.#leave()));
  }

  disconnectedCallback(): void {
    this.#close();
  }

  set why(sentence: string) {
    this.#why.textContent = sentence;
  }

  /** A finger does not hover: it enters and leaves with every tap. */
  #hover(event: PointerEvent, react: () => void): void {
    window.clearTimeout(this.#timer);
    if (event.pointerType !== "touch") react();
  }

  #leave(): void {
    const stays = this.#pinned || this.matches(":focus-within");
    if (!stays) this.#timer = window.setTimeout(() => this.#close(), patience);
  }

  /** The first press keeps open what pointing or the focus has opened, the second closes it. */
  #press(): void {
    if (this.#pinned) this.#close();
    else {
      this.#open();
      this.#pinned = true;
    }
  }

  #open(): void {
    if (!this.#why.hidden) return;
    this.#why.hidden = false;
    this.#keepInside();
    document.addEventListener("pointerdown", this.#onElsewhere);
    document.addEventListener("keydown", this.#onKey);
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#pinned = false;
    this.#why.hidden = true;
    document.removeEventListener("pointerdown", this.#onElsewhere);
    document.removeEventListener("keydown", this.#onKey);
  }

  #onElsewhere = (event: Event) => {
    if (!event.composedPath().includes(this)) this.#close();
  };

  #onKey = ({ key }: KeyboardEvent) => {
    if (key === "Escape") this.#close();
  };

  /** Moves the sentence back over what the discussion covers of the page. */
  #keepInside(): void {
    this.#why.style.translate = "";
    const edge = this.closest(".parley-thread")?.getBoundingClientRect();
    const box = this.#why.getBoundingClientRect();
    if (!edge) return;
    const shift = Math.min(0, edge.right - box.right) || Math.max(0, edge.left - box.left);
    this.#why.style.translate = `${shift}px`;
  }
}

if (!customElements.get("parley-ground")) customElements.define("parley-ground", Ground);

/** Gives the server's badges, whose sentence is a title, and in a text for those who listen, the means to show it. */
export function dress(part: ParentNode): void {
  for (const drawn of part.querySelectorAll<HTMLElement>("span.parley-ground")) {
    const beside = drawn.nextElementSibling;
    const unseen =
      drawn.querySelector(".parley-unseen") ?? (beside?.matches(".parley-unseen") ? beside : null);
    const why = drawn.title || unseen?.textContent || "";
    unseen?.remove();
    const ground = h("parley-ground", { className: drawn.className, why }, drawn.textContent ?? "");
    drawn.replaceWith(ground);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "parley-ground": Ground;
  }
}

/** <parley-controls>: what a reader can do with one comment; it shows and asks, the thread acts. */
import buttonStyles from "./button.css?inline";
import styles from "./controls.css?inline";
import { button, type Child, h, shadow } from "./dom";
import type { ReadingTable, Say } from "./strings";
import type { Vote } from "./wire";

/** The answers to a comment, and the deeds that give them. */
export const answers = { respect: 1, disagree: -1, pass: "pass" } as const;
type Answer = keyof typeof answers;

export type Deed = Answer | "reply" | "link" | "report" | "edit" | "delete";

/** Everything the controls of one comment show. */
export interface Standing {
  name: string;
  respect: number;
  disagree: number;
  vote: Vote;
  /** The deeds open to this reader, in the order shown. */
  deeds: Deed[];
}

export class Controls extends HTMLElement {
  say!: Say;
  /** Called with what the reader asks for. */
  ondeed: (deed: Deed) => void = () => {};
  #root = shadow(this, buttonStyles, styles);
  #row = h("div", { className: "row" });
  #note = h("p", { className: "note", role: "status" });

  constructor() {
    super();
    this.#root.append(this.#row, this.#note);
  }

  show(standing: Standing): void {
    const focused = this.#focusedDeed();
    const buttons = standing.deeds.map((deed) => this.#button(deed, standing));
    this.#row.replaceChildren(...this.#counts(standing), ...buttons);
    if (focused) this.focusOn(focused);
  }

  /** Says something beside the buttons, where the reader is looking. */
  note(...said: Child[]): void {
    this.#note.replaceChildren(...said);
  }

  focusOn(deed: Deed): void {
    this.#root.querySelector<HTMLElement>(`[data-deed="${deed}"]`)?.focus();
  }

  /** The votes on a comment of one's own: to be seen, not to be cast. */
  #counts(standing: Standing): HTMLElement[] {
    const kinds = (["respect", "disagree"] as const).filter(
      (kind) => standing[kind] > 0 && !standing.deeds.includes(kind),
    );
    return kinds.map((kind) =>
      h("span", { className: "count" }, `${this.say(kind)} ${standing[kind]}`),
    );
  }

  #focusedDeed(): Deed | undefined {
    return (this.#root.activeElement as HTMLElement | null)?.dataset.deed as Deed | undefined;
  }

  /** The visible word first, then, for those who do not see where it stands, whose comment it is. */
  #button(deed: Deed, standing: Standing): HTMLButtonElement {
    const { name, vote } = standing;
    const n = deed === "respect" || deed === "disagree" ? standing[deed] : 0;
    const whose = this.say(`${deed}Of` satisfies keyof ReadingTable, { name });
    const made = button(this.say(deed), () => this.ondeed(deed), deed);
    made.dataset.deed = deed;
    made.append(h("span", { className: "unseen" }, whose));
    if (deed in answers) made.ariaPressed = String(vote === answers[deed as Answer]);
    if (n) made.append(h("span", { className: "count" }, ` ${n}`));
    return made;
  }
}

if (!customElements.get("parley-controls")) customElements.define("parley-controls", Controls);

declare global {
  interface HTMLElementTagNameMap {
    "parley-controls": Controls;
  }
}

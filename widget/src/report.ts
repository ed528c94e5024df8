/** <parley-report>: the form in which a reader says what is wrong with a comment. */
import { type ActingSay, actingSpeaker } from "./acting-strings";
import buttonStyles from "./button.css?inline";
import { button, h, shadow } from "./dom";
import formStyles from "./form.css?inline";
import styles from "./report.css?inline";

const reasons = [
  "abuse",
  "personal",
  "off_topic",
  "spam",
  "false",
  "privacy",
  "illegal",
  "other",
] as const;

export interface Complaint {
  reason: string;
  detail: string;
}

export class Report extends HTMLElement {
  readonly #say: ActingSay;
  readonly #dialog = h("dialog");
  readonly #detail = h("textarea", { rows: 3, maxLength: 2000, dir: "auto" });

  constructor(lang: string) {
    super();
    this.#say = actingSpeaker(lang);
    const title = h("h2", { id: "title" }, this.#say("reportTitle"));
    this.#dialog.setAttribute("aria-labelledby", "title");
    this.#dialog.append(h("form", { method: "dialog" }, title, ...this.#parts()));
    shadow(this, buttonStyles, formStyles, styles).append(this.#dialog);
  }

  /** Asks in a dialog; null where the reader thinks better of it. */
  ask(): Promise<Complaint | null> {
    const dialog = this.#dialog;
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => {
        const reason = dialog.querySelector<HTMLInputElement>("input:checked")?.value;
        const sent = dialog.returnValue === "send" && reason;
        resolve(sent ? { reason, detail: this.#detail.value } : null);
      });
    });
  }

  #parts(): HTMLElement[] {
    const say = this.#say;
    const choices = reasons.map((value) => {
      const radio = h("input", { type: "radio", name: "reason", value, required: true });
      return h("label", { className: "choice" }, radio, say(`report_${value}`));
    });
    return [
      h("p", {}, say("reportAbout")),
      h("fieldset", { ariaLabel: say("reportTitle") }, ...choices),
      h("label", { className: "detail" }, say("reportDetail"), this.#detail),
      h(
        "div",
        { className: "foot" },
        h("button", { type: "submit", className: "main", value: "send" }, say("reportSend")),
        button(say("cancel"), () => this.#dialog.close(), "plain"),
      ),
    ];
  }
}

if (!customElements.get("parley-report")) customElements.define("parley-report", Report);

declare global {
  interface HTMLElementTagNameMap {
    "parley-report": Report;
  }
}

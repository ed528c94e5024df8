/** <parley-composer>: where a comment is written, advised upon and sent. */
import { type ActingSay, actingSpeaker } from "../acting-strings";
import { Refusal, Unreachable } from "../api";
import buttonStyles from "../button.css?inline";
import { button, type Child, h, link, shadow } from "../dom";
import formStyles from "../form.css?inline";
import type { Decision, Posted } from "../wire";
import { type AdviceView, listAdvice, paint, titleOf } from "./advice";
import { Advisor, type Check } from "./advisor";
import styles from "./composer.css?inline";
import { Draft } from "./draft";
import {
  applyEdit,
  type Edit,
  editBetween,
  type Mark,
  marksOf,
  shiftMarks,
  suggestedEdit,
} from "./spans";

/** Everything a composer needs to know of the world. */
export interface Task {
  lang: string;
  /** Whom one answers; empty where it is no reply. */
  to: string;
  editing: boolean;
  /** The comment as it stands, when editing. */
  original: string;
  /** What the draft is kept under. */
  draft: string;
  /** Where one signs in and comes back from to this draft. */
  signInLink: string;
  signedIn: boolean;
  guidelines: string;
  premoderated: boolean;
  /** The most characters, as a reader counts them; the policy itself has the last word. */
  maxLength: number;
  check: Check;
  send(text: string, key: string, toModerator: boolean): Promise<Posted>;
}

/** From here on one is told how much is left. */
const nearEnd = 300;

export class Composer extends HTMLElement {
  readonly task: Task;
  whenSent: (posted: Posted) => void = () => {};
  whenClosed: () => void = () => {};

  readonly #say: ActingSay;
  readonly #draft: Draft;
  readonly #advisor: Advisor;
  readonly #mirror = h("div", { className: "mirror", ariaHidden: "true", dir: "auto" });
  readonly #field = h("textarea", { rows: 3, dir: "auto", id: "text" });
  readonly #advice = h("div", { className: "advice", id: "advice" });
  /** Says how many things there are; the list itself would be read out at each key. */
  readonly #found = h("p", { className: "unseen", role: "status" });
  readonly #status = h("p", { className: "status", role: "alert" });
  readonly #counter = h("span", { className: "counter" });
  readonly #actions = h("span", { className: "actions" });
  readonly #send: HTMLElement;
  readonly #ask: HTMLElement;
  #text: string;
  #marks: Mark[] = [];
  #decision: Decision | null = null;
  /** The text that the decision is about. */
  #judged = "";
  #mended = false;
  #refused = false;
  #sending = false;

  constructor(task: Task) {
    super();
    this.task = task;
    this.#say = actingSpeaker(task.lang);
    this.#draft = new Draft(task.draft, task.original);
    this.#advisor = new Advisor(task.check, (text, decision) => this.#advise(text, decision));
    this.#text = this.#draft.text;
    this.#field.value = this.#text;
    this.#field.setAttribute("aria-describedby", "advice");
    this.#send = this.#sendButton();
    this.#ask = button(this.#say("toModerator"), () => this.#post(true), "plain");
    this.#build();
    this.#show();
    this.#advisor.consider(this.#text);
  }

  disconnectedCallback(): void {
    this.#advisor.stop();
    window.removeEventListener("online", this.#onOnline);
  }

  override focus(): void {
    this.#field.focus();
  }

  #build(): void {
    const { to, editing, premoderated, signedIn } = this.task;
    const label = to
      ? this.#say("replyTo", { name: to })
      : this.#say(editing ? "yourChange" : "yourComment");
    const field = h("div", { className: "field" }, this.#mirror, this.#field);
    const close = button(this.#say("close"), () => this.whenClosed(), "plain");
    const form = h(
      "form",
      {},
      h("label", { htmlFor: "text" }, label),
      field,
      this.#found,
      this.#advice,
      this.#status,
      h("div", { className: "foot" }, this.#actions, close, this.#counter),
    );
    if (premoderated) form.append(h("p", { className: "key" }, this.#say("premoderated")));
    if (!signedIn) form.append(h("p", { className: "key" }, this.#say("keepsDraft")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#post();
    });
    this.#field.addEventListener("input", () => this.#changed());
    form.addEventListener("keydown", (event) => this.#onKey(event));
    this.#actions.append(this.#send);
    shadow(this, buttonStyles, formStyles, styles).append(form);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { key, altKey, ctrlKey, metaKey } = event;
    const next = this.#marks.find((mark) => suggestedEdit(mark));
    if (key === "Escape") this.whenClosed();
    else if (key === "Enter" && (ctrlKey || metaKey)) this.#post();
    else if (key === "Enter" && altKey && next) this.#use(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #changed(): void {
    const text = this.#field.value;
    this.#marks = shiftMarks(this.#marks, editBetween(this.#text, text));
    this.#text = text;
    this.#refused = false;
    this.#draft.save(text);
    window.removeEventListener("online", this.#onOnline);
    this.#tell();
    this.#advisor.consider(text);
    this.#show();
  }

  #advise(text: string, decision: Decision): void {
    this.#decision = decision;
    this.#judged = text;
    const marks = marksOf(text, decision.reasons);
    this.#marks = text === this.#text ? marks : shiftMarks(marks, editBetween(text, this.#text));
    this.#show();
    this.#found.textContent = titleOf(this.#say, this.#view(decision));
    this.#mended ||= marks.length > 0;
  }

  #use(mark: Mark): void {
    const edit = suggestedEdit(mark);
    if (edit) this.#edit(edit);
  }

  /** Types the change rather than setting it, so that the browser's own Undo takes it back. */
  #edit({ at, removed, inserted }: Edit): void {
    const wanted = applyEdit(this.#text, { at, removed, inserted });
    this.#field.focus();
    this.#field.setSelectionRange(at, at + removed);
    document.execCommand?.(inserted ? "insertText" : "delete", false, inserted);
    if (this.#field.value !== wanted) this.#field.value = wanted;
    if (this.#text !== wanted) this.#changed();
  }

  #view(decision: Decision): AdviceView {
    return {
      text: this.#text,
      decision,
      marks: this.#marks,
      changed: this.#text !== this.#judged,
      mended: this.#mended,
      refused: this.#refused,
      guidelines: this.task.guidelines,
      use: (mark) => this.#use(mark),
      select: ({ start, end }) => {
        this.#field.focus();
        this.#field.setSelectionRange(start, end);
      },
      useAll: (text) => this.#edit(editBetween(this.#text, text)),
    };
  }

  #show(): void {
    paint(this.#mirror, this.#text, this.#marks);
    const decision = this.#decision;
    this.#replaceAdvice(decision ? listAdvice(this.#say, this.#view(decision)) : []);
    const mayAsk = this.#refused && decision?.outcome === "revise";
    this.#send.ariaDisabled = String(this.#sending);
    if (mayAsk) this.#actions.append(this.#ask);
    else this.#ask.remove();
    const left = this.#charactersLeft();
    const counted = left < 0 ? this.#say("over", { n: -left }) : this.#say("left", { n: left });
    this.#counter.textContent = left < nearEnd ? counted : "";
  }

  /** An answer may come while one is on a button of the last: one must not be thrown out of the form. */
  #replaceAdvice(advice: Child[]): void {
    const held = this.shadowRoot?.activeElement;
    const within = held instanceof HTMLElement && this.#advice.contains(held);
    this.#advice.replaceChildren(...advice);
    this.#advice.classList.toggle("refused", this.#refused);
    this.#advice.classList.toggle("ready", this.#marks.length === 0);
    if (!within) return;
    const again = [...this.#advice.querySelectorAll<HTMLElement>("button, a")];
    (again.find(({ textContent }) => textContent === held.textContent) ?? this.#field).focus();
  }

  /** As a reader counts them: a letter with its accents, or a family emoji, is one. */
  #charactersLeft(): number {
    const { lang, maxLength } = this.task;
    const atLeast = maxLength - this.#text.length;
    if (atLeast > nearEnd) return atLeast; // Far from the end nobody is told, so nothing is counted.
    return maxLength - [...new Intl.Segmenter(lang).segment(this.#text)].length;
  }

  #sendButton(): HTMLElement {
    const { signedIn, editing, to } = this.task;
    if (!signedIn) return this.#signIn("main");
    const word = this.#say(editing ? "saveChanges" : to ? "postReply" : "post");
    return h("button", { type: "submit", className: "main" }, word);
  }

  async #post(toModerator = false): Promise<void> {
    if (this.#sending || !this.task.signedIn || !this.#text.trim()) return;
    this.#sending = true;
    // What was typed now would be neither in the comment nor in the draft.
    this.#field.readOnly = true;
    this.#show();
    this.#advisor.stop();
    window.removeEventListener("online", this.#onOnline);
    this.#tell(this.#say("sending"));
    try {
      const posted = await this.task.send(this.#text, this.#draft.key, toModerator);
      this.#draft.forget();
      this.whenSent(posted);
    } catch (error) {
      if (error instanceof Unreachable) this.#lost();
      else if (error instanceof Refusal) this.#refusedBy(error);
      else throw error;
    } finally {
      this.#sending = false;
      this.#field.readOnly = false;
      this.#show();
    }
  }

  /** The draft and its key stay: trying again, by hand or when back online, posts it once. */
  #lost(): void {
    const again = button(this.#say("again"), () => this.#post(), "plain");
    const offline = !navigator.onLine;
    this.#tell(this.#say(offline ? "offline" : "unreachable"), " ", again);
    if (offline) window.addEventListener("online", this.#onOnline);
  }

  #onOnline = () => this.#post();

  #refusedBy({ problem, retryAfter }: Refusal): void {
    const { decision, status, detail } = problem;
    this.#tell();
    if (decision) {
      this.#refused = true;
      this.#advise(this.#text, decision);
    } else if (status === 429 && retryAfter) {
      const time = new Date(Date.now() + retryAfter * 1000);
      this.#tell(this.#say("later", { time: time.toLocaleTimeString() }));
    } else if (status === 401) this.#tell(this.#say("keepsDraft"), " ", this.#signIn("plain"));
    else this.#tell(detail || this.#say("unreachable"));
  }

  #signIn(className: string): HTMLAnchorElement {
    return link(this.task.signInLink, this.#say("signIn"), className);
  }

  #tell(...said: Child[]): void {
    this.#status.replaceChildren(...said);
  }
}

if (!customElements.get("parley-composer")) customElements.define("parley-composer", Composer);

declare global {
  interface HTMLElementTagNameMap {
    "parley-composer": Composer;
  }
}

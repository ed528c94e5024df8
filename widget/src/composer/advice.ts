/** How advice is shown: marks behind the text, and a list that names each rule in words. */
import type { ActingSay } from "../acting-strings";
import { button, type Child, h, link } from "../dom";
import type { Decision } from "../wire";
import { isGap, type Mark, type Span, suggestedEdit } from "./spans";

/** Draws the text into `mirror`, which lies exactly behind the text field, with its marked words. */
export function paint(mirror: HTMLElement, text: string, marks: readonly Mark[]): void {
  const spans = marks.flatMap(({ span, reason }) =>
    span ? [{ ...span, className: `${reason.severity}${isGap(span) ? " gap" : ""}` }] : [],
  );
  const parts: Child[] = [];
  let from = 0;
  for (const { start, end, className } of spans) {
    if (start < from) continue; // Two rules about the same words: one mark shows them.
    parts.push(text.slice(from, start), h("mark", { className }, text.slice(start, end)));
    from = end;
  }
  // A last line that is still empty has no height without something on it.
  mirror.replaceChildren(...parts, text.slice(from), "\u200b");
}

/** More of a passage would only repeat what stands above. */
const mostQuoted = 40;

export interface AdviceView {
  text: string;
  decision: Decision;
  marks: readonly Mark[];
  /** The text has been changed since it was judged. */
  changed: boolean;
  /** There was something to look at in this draft before. */
  mended: boolean;
  /** After a try to post: then it is no longer advice. */
  refused: boolean;
  /** Where the rules stand in words. */
  guidelines: string;
  use(mark: Mark): void;
  select(span: Span): void;
  useAll(text: string): void;
}

/** What is found, in one line. */
export function titleOf(say: ActingSay, view: AdviceView): string {
  const { decision, marks, refused, changed, mended } = view;
  const { outcome } = decision;
  if (refused && outcome !== "publish") return say(outcome === "reject" ? "refused" : "ask");
  if (marks.length === 0) return mended && !changed && outcome === "publish" ? say("ready") : "";
  const counted = say("advice", { n: marks.length });
  return outcome === "hold" ? `${counted}. ${say("readFirst")}` : counted;
}

export function listAdvice(say: ActingSay, view: AdviceView): Child[] {
  const { decision, marks, changed, useAll } = view;
  const title = titleOf(say, view);
  if (!title) return [];
  const items = marks.map((mark) =>
    h("li", { className: mark.reason.severity }, ...item(say, mark, view)),
  );
  // What was suggested for an earlier text would undo what has been typed since.
  const all = changed || marks.length === 0 ? null : decision.suggested_text;
  return [
    h("p", { className: "title" }, h("span", {}, title)),
    ...(items.length ? [h("ul", {}, ...items)] : []),
    ...(all === null ? [] : [button(say("useAll"), () => useAll(all), "plain")]),
    ...(marks.some(suggestedEdit) ? [keyHint(say)] : []),
  ];
}

function item(say: ActingSay, mark: Mark, view: AdviceView): Child[] {
  const { rule, message } = mark.reason;
  const why = link(`${view.guidelines}#rule-${rule}`, say("why"));
  // One reads it and comes back to the draft.
  why.target = "_blank";
  const deed = deedOf(say, mark, view);
  const words = [h("strong", {}, ruleName(say, rule)), " ", h("span", {}, message), " "];
  return [...words, ...(deed ? [deed, " "] : []), why];
}

/** Takes over what is suggested; without a suggestion, leads to the words. */
function deedOf(say: ActingSay, mark: Mark, view: AdviceView): Child | null {
  const { span, reason } = mark;
  if (!span) return null;
  if (suggestedEdit(mark)) {
    const text = reason.suggestion ?? "";
    const label = text ? say(isGap(span) ? "add" : "use", { text }) : say("useNothing");
    return button(label, () => view.use(mark), "plain");
  }
  const words = view.text.slice(span.start, span.end).trim();
  if (!words) return null;
  const text = words.length > mostQuoted ? `${words.slice(0, mostQuoted).trim()}…` : words;
  return button(say("change", { text }), () => view.select(span), "plain");
}

/** A rule that a newer server knows and this table does not goes by its own name. */
function ruleName(say: ActingSay, rule: string): string {
  return say(`rule_${rule}` as Parameters<ActingSay>[0]) || rule;
}

/** The same keys are written on them differently: Option on a Mac, Alt elsewhere. */
function keyHint(say: ActingSay): HTMLElement {
  const alt = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "Option" : "Alt";
  const key = h("kbd", {}, `${alt} + Enter`);
  const [before, after] = say("nextKey", { key: "\n" }).split("\n");
  return h("p", { className: "key" }, before ?? "", key, after ?? "");
}

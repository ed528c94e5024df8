/** How advice is shown: marks behind the text, and a list that names each rule in words. */
import type { ActingSay } from "../acting-strings";
import { button, type Child, h, link } from "../dom";
import type { Decision } from "../wire";
import { type Mark, suggestedEdit } from "./spans";

/** Draws the text into `mirror`, which lies exactly behind the text field, with its marked words. */
export function paint(mirror: HTMLElement, text: string, marks: readonly Mark[]): void {
  const spans = marks.flatMap(({ span, reason }) =>
    span ? [{ ...span, severity: reason.severity }] : [],
  );
  const parts: Child[] = [];
  let from = 0;
  for (const { start, end, severity } of spans) {
    if (start < from) continue; // Two rules about the same words: one mark shows them.
    parts.push(text.slice(from, start), h("mark", { className: severity }, text.slice(start, end)));
    from = end;
  }
  // A last line that is still empty has no height without something on it.
  mirror.replaceChildren(...parts, text.slice(from), "\u200b");
}

export interface AdviceView {
  decision: Decision;
  marks: readonly Mark[];
  /** After a try to post: then it is no longer advice. */
  refused: boolean;
  /** Where the rules stand in words. */
  guidelines: string;
  use(mark: Mark): void;
  useAll(text: string): void;
}

export function listAdvice(say: ActingSay, view: AdviceView): Child[] {
  const { decision, marks, refused, useAll } = view;
  if (marks.length === 0) return [];
  const title = refused
    ? say(decision.outcome === "reject" ? "refused" : "ask")
    : say("advice", { n: marks.length });
  const items = marks.map((mark) =>
    h("li", { className: mark.reason.severity }, ...item(say, mark, view)),
  );
  const all = decision.suggested_text;
  return [
    h("p", { className: "title" }, title),
    h("ul", {}, ...items),
    ...(all === null ? [] : [button(say("useAll"), () => useAll(all), "plain")]),
    ...(marks.some(suggestedEdit) ? [keyHint(say)] : []),
  ];
}

function item(say: ActingSay, mark: Mark, view: AdviceView): Child[] {
  const { rule, message, suggestion } = mark.reason;
  const why = link(`${view.guidelines}#rule-${rule}`, say("why"));
  // One reads it and comes back to the draft.
  why.target = "_blank";
  const words = [h("strong", {}, ruleName(say, rule)), " ", message, " ", why];
  if (!suggestedEdit(mark)) return words;
  const label = suggestion ? say("use", { text: suggestion }) : say("useNothing");
  return [...words, " ", button(label, () => view.use(mark), "plain")];
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

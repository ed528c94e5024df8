// The forms on a card, sent in the background; without this script they are plain forms.

import { NoAnswer, sendForm } from "./asking.js";
import { explain } from "./cards.js";
import { chosen } from "./choosing.js";
import { decide, leave } from "./deciding.js";
import { sync } from "./filling.js";
import { phrase, say } from "./speaking.js";

/** Opens the reasons for rejecting this card, or all that are chosen. */
export function askWhy(card) {
  const summary = card?.querySelector('[data-key="r"]');
  if (!summary) return;
  open(summary);
  summary.parentElement.querySelector("select").focus();
}

/** Opens the form that the summary or a field of it belongs to. */
export function open(element) {
  element.closest("details").open = true;
  element.closest("details").querySelector("form")?.scrollIntoView({ block: "nearest" });
  const many = chosen().length;
  const told = element.closest("details").querySelector("[data-for-many]");
  if (!told) return;
  told.hidden = !many;
  told.textContent = many ? phrase("forMany", { n: many }) : "";
}

/** The n-th house rule of the open form; the next press of Enter sends it. */
export function chooseRule(form, number) {
  const select = form.querySelector("select[name=rule]");
  if (!select || number >= select.options.length) return;
  select.selectedIndex = number;
  form.querySelector("button").focus();
}

function onSubmit(event) {
  const form = event.target;
  const card = form.closest("[data-desk] > .card");
  if (!card) return;
  event.preventDefault();
  if (!form.dataset.outcome) return deed(card, form);
  const fields = new FormData(form);
  const rule = fields.get("rule") ?? "";
  const note = (fields.get("words") ?? "").trim();
  if (form.dataset.outcome === "reject" && !rule && !note) return say(phrase("noReason"));
  form.reset();
  decide(card, form.dataset.outcome, { rule, note });
}

async function deed(card, form) {
  try {
    const { done, batch } = await sendForm(form);
    explain(card, "");
    form.reset();
    const details = form.closest("details");
    const inside = details?.contains(document.activeElement);
    if (details) details.open = false;
    if (inside) card.focus();
    if (batch) leave(card, batch);
    say(done ?? phrase("done"));
    sync();
  } catch (error) {
    const why = error instanceof NoAnswer ? phrase("offline", { n: 0 }) : error.message;
    explain(card, phrase("failed", { why }));
  }
}

export function startForms() {
  document.addEventListener("submit", onSubmit);
  const onToggle = (event) => {
    if (event.target.open && event.target.closest(".decide")) open(event.target);
  };
  document.addEventListener("toggle", onToggle, true);
  document.querySelector("[data-approve-chosen]").addEventListener("click", () => {
    decide(chosen()[0], "publish");
  });
  document.querySelector("[data-reject-chosen]").addEventListener("click", () => {
    askWhy(chosen()[0]);
  });
}

// The forms on a card, sent in the background; without this script they are plain forms.

import { NoAnswer, sendForm } from "./asking.js";
import { explain, keyOf } from "./cards.js";
import { chosen } from "./choosing.js";
import { decide, leave } from "./deciding.js";
import { renew } from "./filling.js";
import { enter } from "./keys.js";
import { phrase, say } from "./speaking.js";

/** Opens the reasons for rejecting this card, or all that are chosen. */
export function askWhy(card) {
  const summary = card?.querySelector('[data-key="reject"]');
  if (summary) enter(summary);
  else if (card) say(phrase("unavailable"));
}

/** Whom it is for, as soon as it opens. */
function onToggle(event) {
  const told = event.target.open && event.target.querySelector("[data-for-many]");
  if (!told) return;
  const many = chosen().length;
  told.hidden = !many;
  told.textContent = many ? phrase("forMany", { n: many }) : "";
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
  const law = (fields.get("legal_ground") ?? "").trim();
  if (form.dataset.outcome === "reject" && !rule && !note) return say(phrase("noReason"));
  form.reset();
  decide(card, form.dataset.outcome, law ? { rule, note, legal_ground: law } : { rule, note });
}

async function deed(card, form) {
  card.dataset.busy = "1";
  try {
    const { done, batch } = await sendForm(form);
    explain(card, "");
    form.reset();
    const inside = card.querySelector(".decide").contains(document.activeElement);
    for (const details of card.querySelectorAll(".decide details[open]")) details.open = false;
    if (inside) card.focus();
    if (batch) leave(card, batch);
    say(done ?? phrase("done"));
    await renew([keyOf(card)]);
  } catch (error) {
    const why = error instanceof NoAnswer ? phrase("offline", { n: 0 }) : error.message;
    explain(card, phrase("failed", { why }));
    say(phrase("failed", { why }));
  } finally {
    delete card.dataset.busy;
  }
}

export function startForms() {
  document.addEventListener("submit", onSubmit);
  document.addEventListener("toggle", onToggle, true);
  document.querySelector("[data-approve-chosen]").addEventListener("click", () => {
    decide(chosen()[0], "publish");
  });
  document.querySelector("[data-reject-chosen]").addEventListener("click", () => {
    askWhy(chosen()[0]);
  });
}

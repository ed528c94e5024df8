// Chooses several cards, for one decision about all of them.

import { cards } from "./cards.js";
import { phrase, say } from "./speaking.js";

const bar = document.querySelector("[data-bulk]");
const number = bar.querySelector("[data-chosen]");
let last = null;

const boxOf = (card) => card.querySelector("[data-choose]");

export const chosen = () => cards().filter((card) => boxOf(card)?.checked);

/** Turns one, or with `far` all from the last one on to it. */
export function choose(card, far = false) {
  const all = cards();
  const from = all.indexOf(last);
  const to = all.indexOf(card);
  const wanted = !boxOf(card).checked;
  const range = far && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [card];
  for (const one of range) boxOf(one).checked = far ? true : wanted;
  last = card;
  tell();
}

export function chooseAll(wanted) {
  for (const card of cards()) boxOf(card).checked = wanted;
  last = null;
  tell();
}

/** How many are chosen is seen, and heard. */
export function tell(quietly = false) {
  const many = chosen().length;
  number.textContent = many ? phrase("chosen", { n: many }) : "";
  for (const button of bar.querySelectorAll(
    "[data-choose-none], [data-approve-chosen], [data-reject-chosen]",
  ))
    button.hidden = !many;
  for (const card of cards()) card.classList.toggle("chosen", boxOf(card).checked);
  if (!quietly) say(many ? phrase("chosen", { n: many }) : phrase("chosenNone"));
}

export function startChoosing() {
  bar.hidden = false;
  bar.querySelector("[data-choose-all]").addEventListener("click", () => chooseAll(true));
  bar.querySelector("[data-choose-none]").addEventListener("click", () => chooseAll(false));
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-choose]")) return;
    last = event.target.closest(".card");
    tell();
  });
}

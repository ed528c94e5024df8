// Keys for the queue. Everything they do can be done without them, and they can be switched off.

import { current, step } from "./cards.js";
import { choose, chooseAll, chosen } from "./choosing.js";
import { undo } from "./deciding.js";
import { askWhy, chooseRule, open } from "./forms.js";
import { phrase, say } from "./speaking.js";

const OFF = "parley-keys-off";
const bar = document.querySelector("[data-keys]");
const help = document.querySelector("[data-keys-help]");
const turner = bar.querySelector("[data-turn]");
let on = true;

const press = (card, key) => reach(card, `[data-key="${key}"]`, (found) => found.click());

const write = (card, key) =>
  reach(card, `[data-field="${key}"]`, (found) => {
    open(found);
    found.focus();
  });

const deeds = {
  j: () => step(1),
  k: () => step(-1),
  a: (card) => press(card ?? chosen()[0], "a"),
  r: (card) => askWhy(card ?? chosen()[0]),
  x: (card) => card && choose(card),
  X: (card) => card && choose(card, true),
  u: () => undo(),
  e: (card) => write(card, "e"),
  n: (card) => write(card, "n"),
  p: (card) => press(card, "p"),
  s: (card) =>
    reach(card, '[data-key="s"]', (summary) => {
      open(summary);
      summary.parentElement.querySelector("select").focus();
    }),
  t: (card) =>
    reach(card, "details[data-thread]", (details) => {
      details.open = !details.open;
    }),
  "/": () => {
    const filters = document.querySelector("details.filters");
    filters.open = true;
    filters.querySelector("[name=q]").focus();
  },
  "?": () => help.showModal(),
};

function reach(card, selector, act) {
  const found = card?.querySelector(selector);
  if (found) act(found);
  else if (card) say(phrase("unavailable"));
}

/** The button always says what it would do. */
function turn(wanted) {
  if (wanted !== on) {
    const other = turner.dataset.other;
    turner.dataset.other = turner.textContent;
    turner.textContent = other;
  }
  on = wanted;
  bar.querySelector("p").hidden = !on;
}

/** Out of what is open, or the choice is given up. */
function leave(event) {
  const opened = event.target.closest("details[open]");
  if (opened) {
    opened.open = false;
    const card = opened.closest(".card");
    (card ?? opened.querySelector("summary")).focus();
  } else if (chosen().length) chooseAll(false);
}

function onKey(event) {
  if (help.open) return;
  if (event.key === "Escape") return leave(event);
  if (!on || event.ctrlKey || event.metaKey || event.altKey) return;
  const form = event.target.closest('form[data-outcome="reject"]');
  const writing = event.target.closest("textarea, input:not([type=checkbox])");
  if (form && !writing && /^[1-9]$/.test(event.key)) {
    event.preventDefault();
    return chooseRule(form, Number(event.key));
  }
  if (writing || event.target.closest("select")) return;
  if (!Object.hasOwn(deeds, event.key)) return;
  event.preventDefault();
  deeds[event.key](current());
}

export function startKeys() {
  turn(localStorage.getItem(OFF) === null);
  bar.hidden = false;
  bar.querySelector("[data-help]").addEventListener("click", () => help.showModal());
  turner.addEventListener("click", () => {
    turn(!on);
    say(phrase(on ? "keysOn" : "keysOff"));
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", onKey);
}

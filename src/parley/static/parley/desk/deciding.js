// A decision: the cards go at once, and come back where the server says no, or one undoes it.

import { send } from "./asking.js";
import { cardOf, cards, explain, focus, keyOf, remove, restore, setSeen } from "./cards.js";
import { chosen, tell } from "./choosing.js";
import { fill, sync } from "./filling.js";
import { cancel, post } from "./outbox.js";
import { hush, phrase, say } from "./speaking.js";

const desk = document.querySelector("[data-desk]");
const undoButton = document.querySelector("[data-toast] button");
const WINDOW = 10_000;
// What has just changed before one's eyes is not decided by a key that was meant for what it was.
const LOOK = 1_000;
// What can still be taken back, the latest last.
let undoable = [];

/** About the chosen cards if there are any, else about this one. */
export function decide(card, outcome, why = {}) {
  const about = chosen().length ? chosen() : [card];
  const changed = about.find((one) => performance.now() - (one.changedAt ?? -LOOK) < LOOK);
  if (changed) return say(phrase("changed"));
  const entry = {
    key: newKey(),
    comments: about.map((one) => ({ comment: keyOf(one), seen: Number(one.dataset.seen) })),
    cards: about,
    outcome,
    why,
  };
  for (const one of about) {
    explain(one, "");
    one.querySelector("[data-choose]").checked = false;
    one.classList.remove("chosen");
  }
  remove(about);
  tell(true);
  offerUndo(entry);
  const name = outcome === "publish" ? "approved" : "rejected";
  say(about.length > 1 ? phrase(`${name}Many`, { n: about.length }) : phrase(name));
  post(entry).then(
    (answer) => settle(entry, answer),
    (error) => fail(entry, error),
  );
  fill();
}

/** A deed that took the card's comment out of the queue, and can be undone by its batch. */
export function leave(card, batch) {
  remove([card]);
  offerUndo({ batch, cards: [card], answered: Promise.resolve() });
  fill();
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function settle(entry, answer) {
  entry.batch = answer.decided.length ? answer.batch : "";
  for (const { comment, why } of answer.stale) {
    const card = entry.cards.find((one) => keyOf(one) === comment);
    if (card) bringBack(card, why);
  }
  if (answer.stale.length) say(phrase("failed", { why: answer.stale[0].why }));
  if (!entry.batch) forget(entry);
  // Whether colleagues have the rest, the server knows.
  if (!cards().length) sync();
}

function fail(entry, error) {
  for (const card of entry.cards) bringBack(card, phrase("failed", { why: error.message }));
  say(phrase("failed", { why: error.message }));
  forget(entry);
}

/** The one who reads on is not torn away. */
function bringBack(card, why) {
  const alone = !cards().length;
  restore(card, why);
  if (alone) focus(card);
}

function offerUndo(entry) {
  undoable.push(entry);
  undoButton.hidden = false;
  setTimeout(() => forget(entry), WINDOW);
}

function forget(entry) {
  undoable = undoable.filter((other) => other !== entry);
  undoButton.hidden = !undoable.length;
}

/** Takes back the latest decision, sent or not; the next time the one before it. */
export async function undo() {
  const entry = undoable.at(-1);
  if (!entry) return say(phrase("tooLate"));
  forget(entry);
  if (cancel(entry)) return backAgain(entry.cards);
  say(phrase("loading"));
  try {
    await entry.answered;
    const { undone, stale } = await send(desk.dataset.undo, { batch: entry.batch });
    for (const { comment, seen } of undone) {
      setSeen(
        entry.cards.find((card) => keyOf(card) === comment),
        seen,
      );
    }
    const keys = undone.map((one) => one.comment);
    backAgain(entry.cards.filter((card) => keys.includes(keyOf(card))));
    if (stale.length) say(phrase("failed", { why: stale[0].why }));
  } catch (error) {
    say(phrase("failed", { why: error.message || phrase("fault") }));
  }
}

function backAgain(found) {
  for (const card of found) restore(card);
  if (found.length) focus(cardOf(keyOf(found[0])));
  hush();
  const left = undoable.length;
  say(left ? phrase("undoneMore", { n: left }) : phrase("undone"));
  sync();
}

export function startDeciding() {
  undoButton.addEventListener("click", undo);
}

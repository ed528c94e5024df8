// Fetches further cards before they are needed, and learns which have gone to colleagues.

import { page } from "./asking.js";
import { append, cardOf, cards, current, explain, keyOf, remove } from "./cards.js";
import { unsentKeys } from "./outbox.js";
import { phrase, say } from "./speaking.js";

const desk = document.querySelector("[data-desk]");
// With fewer cards than this, more are fetched: at the pace of a key a second they come in time.
const LEAST = 12;
const STEP = 8;
const RENEWED_EVERY = 120_000;
let asking = null;
let exhausted = false;

/** There may be something new: ask again where nothing was left. */
export function awaken() {
  exhausted = false;
  fill();
}

export function fill() {
  if (asking || exhausted || cards().length >= LEAST) return;
  ask(STEP);
}

/** Renews what is here, and takes away what is not ours any more. */
export const sync = () => ask(0);

async function ask(count) {
  if (asking) return;
  const held = [...cards().map(keyOf), ...unsentKeys()].join(",");
  asking = page(desk.dataset.more, { count: String(count), held });
  try {
    const answer = (await asking).querySelector("[data-gone]");
    const found = [...answer.querySelectorAll(":scope > .card")];
    const unsent = unsentKeys();
    const fresh = append(found.filter((card) => !unsent.includes(keyOf(card))));
    desk.dataset.until = answer.dataset.until;
    if (count && found.length < count) exhausted = true;
    leave(answer.dataset.gone.split(",").filter(Boolean));
    asking = null;
    if (fresh) fill();
  } catch {
    // The next decision, event or minute asks again.
    asking = null;
  }
}

/** These are decided, or before a colleague. What one is reading stays, and says so. */
function leave(keys) {
  const gone = keys.map(cardOf).filter(Boolean);
  const read = current();
  if (gone.includes(read)) explain(read, phrase("gone"));
  const others = gone.filter((card) => card !== read);
  if (!others.length) return;
  remove(others);
  say(others.length > 1 ? phrase("goneMany", { n: others.length }) : phrase("gone"));
}

export function startFilling() {
  fill();
  setInterval(() => document.hidden || sync(), RENEWED_EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || sync());
  window.addEventListener("pageshow", (event) => event.persisted && sync());
  window.addEventListener("pagehide", () => {
    const body = { comments: cards().map(keyOf), until: Number(desk.dataset.until) };
    const headers = { "Content-Type": "application/json", "X-CSRFToken": desk.dataset.token };
    const options = { method: "POST", keepalive: true, headers, body: JSON.stringify(body) };
    fetch(desk.dataset.giveBack, options).catch(() => {});
  });
}

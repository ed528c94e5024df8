// Fetches further cards before they are needed, and learns which have gone to colleagues.

import { page } from "./asking.js";
import {
  append,
  cardOf,
  cards,
  current,
  explain,
  insert,
  keyOf,
  remove,
  replace,
  showNothing,
} from "./cards.js";
import { unsentKeys } from "./outbox.js";
import { phrase, say } from "./speaking.js";

const desk = document.querySelector("[data-desk]");
// With fewer cards than this, more are fetched: at the pace of a key a second they come in time.
const LEAST = 12;
const STEP = 8;
const RENEWED_EVERY = 120_000;
let asking = null;
let exhausted = false;
// What is to be asked for with the next request, which waits until the one under way is done.
const stale = new Set();
let urgent = false;
let again = false;

/** There may be something new: ask again where nothing was left. */
export function awaken() {
  exhausted = false;
  fill();
}

export function fill() {
  if (asking || exhausted || cards().length >= LEAST) return;
  ask(STEP);
}

/** Holds on to what is here, and takes away what is not ours any more. */
export const sync = () => ask(0);

/** Shows these as they are now. */
export function renew(keys) {
  for (const key of keys) if (cardOf(key)) stale.add(key);
  return sync();
}

/** What is urgent comes before what else is here. */
export function askUrgent() {
  urgent = true;
  return sync();
}

async function ask(count) {
  if (asking) {
    again = true;
    return asking;
  }
  const asked = {
    count: String(urgent ? STEP : count),
    held: [...cards().map(keyOf), ...unsentKeys()].join(","),
    fresh: [...stale].join(","),
    urgent: urgent ? "1" : "",
  };
  again = urgent = false;
  stale.clear();
  asking = answered(asked);
  const fresh = await asking;
  asking = null;
  if (again) await ask(0);
  else if (fresh) fill();
}

/** How many came. */
async function answered(asked) {
  try {
    const found = await page(desk.dataset.more, asked);
    const given = cardsIn(found, "[data-given]");
    const unsent = unsentKeys();
    const fresh = given.filter((card) => !unsent.includes(keyOf(card)));
    const many = asked.urgent ? insert(fresh) : append(fresh);
    if (asked.urgent && many) say(phrase("urgent"));
    if (!asked.urgent && asked.count !== "0" && given.length < Number(asked.count))
      exhausted = true;
    const place = found.querySelector("[data-gone]");
    desk.dataset.until = place.dataset.until;
    leave(place.dataset.gone.split(",").filter(Boolean));
    for (const card of cardsIn(found, "[data-renewed]")) tell(card, replace(card));
    showNothing(found.querySelector("[data-why-nothing]"));
    return many;
  } catch {
    // The next decision, event or minute asks again.
    return 0;
  }
}

const cardsIn = (page, place) => [...page.querySelectorAll(`${place} > .card`)];

/** Whoever reads a card hears that it is not what it was, unless it was their own doing. */
function tell(fresh, news) {
  const card = cardOf(keyOf(fresh));
  if (!news || card.dataset.busy) return;
  card.changedAt = performance.now();
  if (card === current()) say(phrase("changed"));
}

/** These are decided, or before a colleague. What one is reading stays, and says so. */
function leave(keys) {
  const found = keys.map(cardOf).filter(Boolean);
  const own = found.filter((card) => card.dataset.busy);
  if (own.length) remove(own);
  const gone = found.filter((card) => !own.includes(card));
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

// The cards on the desk: which one is in focus, which come and go.

const desk = document.querySelector("[data-desk]");
const nothing = document.querySelector("[data-nothing]");
let arrived = 0;

export const cards = () => [...desk.querySelectorAll(":scope > .card")];

export const current = () => document.activeElement?.closest("[data-desk] > .card") ?? null;

export const cardOf = (pk) => desk.querySelector(`:scope > #comment-${Number(pk)}`);

export const keyOf = (card) => Number(card.dataset.comment);

/** In the order of arrival, which a card keeps when it comes back. */
export function welcome(card) {
  card.dataset.order ??= String(arrived++);
  for (const label of card.querySelectorAll(".choose")) label.hidden = false;
}

/** Adds what is not there yet; how many that were. */
export function append(found) {
  const fresh = found.filter((card) => !cardOf(keyOf(card)));
  const idle = document.activeElement === nothing;
  for (const card of fresh) {
    desk.append(document.adoptNode(card));
    welcome(card);
  }
  // Whoever had decided about everything goes on with the first.
  if (idle && fresh.length) focus(fresh[0]);
  nothing.hidden = cards().length > 0;
  return fresh.length;
}

/** Puts urgent ones before what is read next; how many that were. */
export function insert(found) {
  const fresh = found.filter((card) => !cardOf(keyOf(card)));
  const here = current();
  const next = here ? here.nextElementSibling : cards()[0];
  if (!next) return append(fresh);
  const to = Number(next.dataset.order);
  const from = here ? Number(here.dataset.order) : to - 1;
  fresh.forEach((card, at) => {
    card.dataset.order = String(from + ((to - from) * (at + 1)) / (fresh.length + 1));
    desk.insertBefore(document.adoptNode(card), next);
    welcome(card);
  });
  return fresh.length;
}

const CONTENT = ":scope > :not(.refused, .fetched, .decide)";
const isTyped = (field) =>
  field.matches("textarea, input:not([type=hidden])") && field.value !== field.defaultValue;

/** Shows a card as it is now; what is open, typed or focused in it stays. True if one has to read
 *  it anew. */
export function replace(fresh) {
  const card = cardOf(keyOf(fresh));
  if (!card) return false;
  const said = (one) => [...one.querySelectorAll(".text, .why")].map((each) => each.textContent);
  const news = String(said(card)) !== String(said(fresh));
  const inside = card.contains(document.activeElement) && document.activeElement;
  const wasChosen = card.querySelector("[data-choose]").checked;
  for (const old of card.querySelectorAll(CONTENT)) old.remove();
  const before = card.querySelector(":scope > .fetched");
  for (const part of [...fresh.querySelectorAll(CONTENT)]) card.insertBefore(part, before);
  const decide = card.querySelector(":scope > .decide");
  const busy =
    decide.querySelector("details[open]") ||
    decide.contains(inside) ||
    [...decide.querySelectorAll("textarea, input")].some(isTyped);
  if (!busy) decide.replaceWith(fresh.querySelector(":scope > .decide"));
  setSeen(card, fresh.dataset.seen);
  welcome(card);
  card.querySelector("[data-choose]").checked = wasChosen;
  if (inside && !inside.isConnected) {
    const same = inside.matches("[data-choose]") ? "[data-choose]" : "";
    focus(same ? card.querySelector(same) : card);
  }
  return news;
}

/** Takes cards away; the focus goes on to the next one, at once. */
export function remove(gone) {
  const all = cards();
  const last = Math.max(...gone.map((card) => all.indexOf(card)));
  const rest = all.filter((card) => !gone.includes(card));
  const next = all.slice(last + 1).find((card) => rest.includes(card)) ?? rest.at(-1);
  const had = gone.some((card) => card.contains(document.activeElement));
  for (const card of gone) card.remove();
  nothing.hidden = rest.length > 0;
  if (had) focus(next ?? nothing);
}

/** Puts a card back where it was, with the reason why. */
export function restore(card, why = "") {
  const order = Number(card.dataset.order);
  for (const details of card.querySelectorAll("details[open]")) details.open = false;
  const after = cards().find((other) => Number(other.dataset.order) > order);
  cardOf(keyOf(card))?.remove();
  desk.insertBefore(card, after?.isConnected ? after : null);
  nothing.hidden = true;
  explain(card, why);
}

/** Says on the card what went wrong. */
export function explain(card, why) {
  const place = card.querySelector("[data-refused]");
  place.textContent = why;
  place.hidden = !why;
}

/** After an undoing, its last decision is another one. */
export function setSeen(card, seen) {
  card.dataset.seen = seen;
  for (const field of card.querySelectorAll("input[name=seen]")) field.value = seen;
}

/** Why nothing is here, as the server knows it. */
export function showNothing(why) {
  if (why) nothing.replaceChildren(...why.childNodes);
}

export function focus(element) {
  element.focus();
}

export function step(by) {
  const all = cards();
  if (!all.length) return;
  const at = all.indexOf(current());
  const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  focus(all[to]);
}

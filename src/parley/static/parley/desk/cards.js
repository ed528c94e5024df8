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

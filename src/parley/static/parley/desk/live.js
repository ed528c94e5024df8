// Follows the queue while others work: by a stream, or by asking where there is none.

import { send } from "./asking.js";
import { cardOf, cards } from "./cards.js";
import { askUrgent, awaken, renew, sync } from "./filling.js";
import { phrase, say } from "./speaking.js";

const desk = document.querySelector("[data-desk]");
const STREAM = "/moderate/events";
const POLLED_EVERY = 30_000;
const FIRST_PAUSE = 2_000;
// Others may decide many times a second; numbers need not.
const COUNTED_AFTER = 1_500;
let polling = 0;
let counting = 0;
let pause = FIRST_PAUSE;

async function follow() {
  try {
    const { ticket } = await send(desk.dataset.ticket, {});
    const source = new EventSource(`${STREAM}?ticket=${encodeURIComponent(ticket)}`);
    source.onopen = () => {
      pause = FIRST_PAUSE;
      clearInterval(polling);
      polling = 0;
      countSoon();
    };
    source.addEventListener("queue", (event) => changed(JSON.parse(event.data)));
    source.addEventListener("reset", poll);
    source.onerror = () => {
      // The ticket was for once.
      source.close();
      again();
    };
  } catch {
    again();
  }
}

function again() {
  polling ||= setInterval(poll, POLLED_EVERY);
  setTimeout(follow, pause);
  pause = Math.min(pause * 2, POLLED_EVERY);
}

function poll() {
  if (document.hidden) return;
  countSoon();
  sync().then(awaken);
}

function changed({ entered = [], left = [], changed: other = [], urgent = [] }) {
  countSoon();
  if (other.some(cardOf)) renew(other);
  // Also one that waited already, and was escalated.
  if (urgent.some((pk) => !cardOf(pk))) askUrgent();
  // An event may be older than an undoing of ours, so that the server is asked how it is now.
  if (left.some(cardOf)) sync();
  if (!entered.length) return;
  if (!cards().length) say(phrase("arrived"));
  awaken();
}

function countSoon() {
  if (!counting) counting = setTimeout(count, COUNTED_AFTER);
}

async function count() {
  counting = 0;
  const response = await fetch(desk.dataset.counts).catch(() => null);
  if (!response?.ok) return;
  const numbers = await response.json();
  for (const link of document.querySelectorAll("[data-count]")) {
    const number = numbers[link.dataset.count];
    link.querySelector(".count").textContent = number;
    if (number) link.hidden = false;
  }
}

export function startLive() {
  follow();
}

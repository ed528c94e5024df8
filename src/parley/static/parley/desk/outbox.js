// Decisions on their way to the server: one after the other, kept while there is no connection.

import { NoAnswer, send } from "./asking.js";
import { phrase, say } from "./speaking.js";

const desk = document.querySelector("[data-desk]");
const notice = document.querySelector("[data-unsent]");
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;
const unsent = [];
let busy = false;
let hurry = () => {};

/** What is decided and not yet known to the server; such comments are still ours. */
export const unsentKeys = () => unsent.flatMap((entry) => entry.comments.map((one) => one.comment));

/** Sends it as soon as possible; `entry.answered` is the answer, or why there is none. */
export function post(entry) {
  entry.answered = new Promise((resolve, reject) => {
    entry.resolve = resolve;
    entry.reject = reject;
  });
  entry.answered.catch(() => {});
  unsent.push(entry);
  work();
  return entry.answered;
}

/** Takes back what has not been sent; false where it has. */
export function cancel(entry) {
  const at = unsent.indexOf(entry);
  if (at < 0 || entry.sent) return false;
  unsent.splice(at, 1);
  hurry();
  return true;
}

async function work() {
  if (busy) return;
  busy = true;
  let pause = FIRST_PAUSE;
  while (unsent.length) {
    const entry = unsent[0];
    try {
      entry.sent = true;
      const { comments, outcome, why, key } = entry;
      const answer = await send(desk.dataset.decide, { comments, outcome, ...why, key });
      unsent.splice(unsent.indexOf(entry), 1);
      entry.resolve(answer);
      if (!notice.hidden && !unsent.length) say(phrase("online"));
      pause = FIRST_PAUSE;
      tell("");
    } catch (error) {
      if (error instanceof NoAnswer || error.status === 401) {
        // It may have been done all the same: its key lets it be sent again.
        entry.sent = error instanceof NoAnswer && navigator.onLine;
        tell(error.status === 401 ? error.message : phrase("offline", { n: unsent.length }));
        await waiting(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE);
      } else {
        unsent.splice(unsent.indexOf(entry), 1);
        entry.reject(error);
        tell("");
      }
    }
  }
  tell("");
  busy = false;
}

function waiting(pause) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, pause);
    hurry = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

function tell(text) {
  notice.hidden = !text;
  notice.querySelector("span").textContent = text;
}

export function startSending() {
  window.addEventListener("online", () => hurry());
  notice.querySelector("button").addEventListener("click", () => hurry());
  window.addEventListener("beforeunload", (event) => {
    if (unsent.length) event.preventDefault();
  });
}

// What the desk says, in the words that the page brought: aloud, and where one can read it.

const phrases = JSON.parse(document.getElementById("desk-phrases").textContent);
const bar = document.querySelector("[data-toast]");
const region = bar.querySelector("[data-says]");
const SHOWN = 10_000;
let timer = 0;

/** A phrase by its name, with its "{n}" or "{why}" filled in. */
export function phrase(name, values = {}) {
  return Object.entries(values).reduce(
    (text, [key, value]) => text.replaceAll(`{${key}}`, value),
    phrases[name],
  );
}

/** Shown for ten seconds, which is for how long a decision can be undone. */
export function say(text) {
  clearTimeout(timer);
  bar.classList.add("shown");
  region.textContent = text;
  timer = setTimeout(hush, SHOWN);
}

export function hush() {
  clearTimeout(timer);
  bar.classList.remove("shown");
  region.textContent = "";
}

// The thread around a comment and its author's record, fetched when they are opened.

import { page } from "./asking.js";
import { phrase } from "./speaking.js";

async function load(details) {
  const place = details.querySelector("p, .around");
  const link = place.cloneNode(true);
  place.textContent = phrase("loading");
  try {
    const part = (await page(details.dataset.part)).querySelector(".around");
    place.replaceWith(document.adoptNode(part));
    details.dataset.loaded = "1";
  } catch {
    // Without it there is still the link.
    place.replaceWith(link);
  }
}

export function startParts() {
  const onToggle = (event) => {
    const details = event.target;
    if (details.open && details.dataset.part && !details.dataset.loaded) load(details);
  };
  // It does not bubble.
  document.addEventListener("toggle", onToggle, true);
}

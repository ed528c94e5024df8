// Keys on the other pages of the desk: they lead to forms, and none of them sends anything.

import { enter, lead, startKeys } from "./keys.js";

const main = document.querySelector("main");
const stops = [...main.querySelectorAll("[data-stop]")];
const form = main.querySelector("[data-keyed]");

function step(by) {
  if (!stops.length) return;
  const at = stops.indexOf(document.activeElement);
  stops[at < 0 ? 0 : Math.min(Math.max(at + by, 0), stops.length - 1)].focus();
}

/** To the reason while there is none, then to the button. */
function decide(act) {
  const button = main.querySelector(`[data-key="${act}"]`);
  if (!button) return;
  const reason = button.form?.querySelector("textarea[required], [data-first]");
  (reason && !reason.value.trim() ? reason : button).focus();
}

// Where a link leads to a form, the form is open; the browser looks for the place before.
const named = document.getElementById(location.hash.slice(1))?.querySelector(":scope > summary");
if (named) window.addEventListener("load", () => requestAnimationFrame(() => enter(named)));

startKeys({
  deeds: {
    next: () => step(1),
    previous: () => step(-1),
    grant: () => decide("grant"),
    keep: () => decide("keep"),
    // Out of the reason, so that keys are keys again.
    leave: () => document.activeElement.blur(),
    reject: () => (form ? decide("reject") : lead(main, "reject")),
  },
  form,
  place: () => main,
});

// Keys for the moderators' queue: j and k move between comments, a approves, r rejects.
// Everything they do can be done without them, and they can be switched off.

const OFF = "parley-keys-off";
const bar = document.querySelector("[data-keys]");
const cards = [...document.querySelectorAll(".card")];
let on = true;

const current = () => cards.indexOf(document.activeElement?.closest(".card") ?? null);

const deeds = {
  j: () => cards[Math.min(current() + 1, cards.length - 1)].focus(),
  k: () => cards[Math.max(current() - 1, 0)].focus(),
  a: (card) => card?.querySelector('[data-key="a"]')?.click(),
  r: (card) => {
    const summary = card?.querySelector('[data-key="r"]');
    if (!summary) return;
    summary.parentElement.open = true;
    summary.parentElement.querySelector("select").focus();
  },
};

/** The button always says what it would do. */
function turn(wanted) {
  const button = bar.querySelector("button");
  if (wanted !== on) {
    const other = button.dataset.other;
    button.dataset.other = button.textContent;
    button.textContent = other;
  }
  on = wanted;
  bar.querySelector("p").hidden = !on;
}

/** Back from an opened form to the button that opened it. */
function close(details) {
  details.open = false;
  details.querySelector("summary").focus();
}

function onKey(event) {
  const opened = event.target.closest("details[open]");
  if (event.key === "Escape" && opened) close(opened);
  const typing = event.target.closest("input, select, textarea");
  if (!on || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const deed = Object.hasOwn(deeds, event.key) ? deeds[event.key] : null;
  if (!deed) return;
  event.preventDefault();
  deed(cards[current()]);
}

if (bar && cards.length) {
  turn(localStorage.getItem(OFF) === null);
  bar.hidden = false;
  bar.querySelector("button").addEventListener("click", () => {
    turn(!on);
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", onKey);
  // After a decision the address names the next comment; the keys go on from there.
  cards.find((card) => `#${card.id}` === location.hash)?.focus();
}

// The keys of a page: those that its help shows, and no others. Everything can be done without
// them, and they can be switched off.

const OFF = "parley-keys-off";
const bar = document.querySelector("[data-keys]");
const help = document.querySelector("[data-keys-help]");
const turner = bar.querySelector("[data-turn]");
// A key held down goes on through the list; it decides nothing.
const REPEATED = new Set(["next", "previous"]);
const acts = new Map();
let on = true;

for (const row of help.querySelectorAll("[data-act]"))
  for (const name of row.dataset.names.split(" ")) acts.set(name, row.dataset.act);

/** To the form, button or link for this act; nothing is sent but what says that it may be. */
export function lead(place, act) {
  const found = place?.querySelector(`[data-key="${act}"]`);
  if (!found) return false;
  if (found.matches("[data-tab]")) window.open(found.href, "_blank", "noopener");
  else if (found.matches("a, [data-at-once]")) found.click();
  else enter(found);
  return true;
}

/** Opens what it is in, and focuses it, or the first field of the form that it opens. */
export function enter(found) {
  const details = found.closest("details");
  const form = found.matches("summary") ? details.querySelector("form") : found.closest("form");
  if (found.matches("summary") && !form) {
    details.open = !details.open;
    return;
  }
  for (let each = details; each; each = each.parentElement.closest("details")) each.open = true;
  form?.scrollIntoView({ block: "nearest" });
  const field = form?.querySelector("select, textarea, input:not([type=hidden])");
  (found.matches("summary") ? (field ?? found) : found).focus();
}

/** The n-th house rule of the form; the next press of Enter sends it. */
function chooseRule(form, number) {
  const select = form.querySelector("select[name=rule]");
  if (number >= select.options.length) return;
  select.selectedIndex = number;
  (form.querySelector("button[data-key=reject]") ?? form.querySelector("button")).focus();
}

const isText = (field) =>
  field.matches("textarea, input:not([type=checkbox], [type=radio], [type=hidden])");

/** Somebody writes, or has begun to in this form: a slip must not throw it away. */
function writes(target) {
  if (target.isContentEditable || isText(target) || target.matches("select")) return true;
  const fields = [...(target.closest("form")?.elements ?? [])];
  return fields.some((field) => isText(field) && field.value.trim());
}

/** Out of all that is open around it. */
function leave(target, emptied) {
  const opened = [];
  for (let each = target.closest("details[open]"); each; each = outer(each)) opened.push(each);
  for (const details of opened) details.open = false;
  if (!opened.length) return emptied?.();
  const last = opened.at(-1);
  (last.closest("[data-desk] > .card") ?? last.querySelector("summary")).focus();
}

const outer = (details) => details.parentElement.closest("details[open]");

/** The button always says what it would do. */
function turn(wanted) {
  if (wanted !== on) {
    const other = turner.dataset.other;
    turner.dataset.other = turner.textContent;
    turner.textContent = other;
  }
  on = wanted;
  const few = bar.querySelector("p");
  if (few) few.hidden = !on;
}

/** `deeds` are the page's own, by their names in the table; `place` is where the others look. */
export function startKeys({ deeds, place, form: only, unavailable = () => {}, turned = () => {} }) {
  const all = { help: () => help.showModal(), ...deeds };
  const onKey = (event) => {
    if (document.querySelector("dialog[open]") || event.isComposing) return;
    const act = acts.get(event.key);
    if (act === "leave") return leave(event.target, all.leave);
    if (!act || !on || event.ctrlKey || event.metaKey || event.altKey) return;
    if (act === "rule") {
      const form = event.target.closest("form:has(select[name=rule])") ?? only;
      if (!form || isText(event.target)) return;
      event.preventDefault();
      return chooseRule(form, Number(event.key));
    }
    if (writes(event.target)) return;
    event.preventDefault();
    if (event.repeat && !REPEATED.has(act)) return;
    const here = place();
    if (Object.hasOwn(all, act)) all[act](here);
    else if (!lead(here, act) && here) unavailable();
  };
  turn(localStorage.getItem(OFF) === null);
  bar.hidden = false;
  bar.querySelector("[data-help]").addEventListener("click", () => help.showModal());
  turner.addEventListener("click", () => {
    turn(!on);
    turned(on);
    if (on) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
  document.addEventListener("keydown", onKey);
}

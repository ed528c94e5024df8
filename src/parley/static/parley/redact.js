// On the page of a comment: words that are selected in its text come into the field of those to
// hide. Without this they are copied by hand.

const form = document.querySelector("[data-redact]");
const source = form?.querySelector("[data-source]");
const field = form?.querySelector("textarea");

document.addEventListener("mouseup", take);
document.addEventListener("keyup", take);

function take() {
  const chosen = document.getSelection();
  if (!source || !chosen || chosen.isCollapsed) return;
  if (!source.contains(chosen.anchorNode) || !source.contains(chosen.focusNode)) return;
  const known = field.value.split("\n").filter(Boolean);
  const words = chosen.toString().split("\n").filter((line) => line.trim());
  field.value = [...new Set([...known, ...words])].join("\n");
}

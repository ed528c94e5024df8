// While somebody types into a list of words: what the new lines would stop, from the server.
// Without this the button does the same.

const PAUSE = 400;
const form = document.querySelector("[data-words]");
const trial = document.getElementById("words-trial");
let timer = 0;
let request = null;

const linesOf = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

/** Lines that are in no list as it was served. */
function added() {
  const lists = [...form.querySelectorAll("textarea")];
  const known = new Set(lists.flatMap((list) => linesOf(list.defaultValue)));
  return lists.flatMap((list) => linesOf(list.value)).filter((line) => !known.has(line));
}

/** As a document, because the page may not make markup of text by itself. */
function ask() {
  request?.abort();
  request = new XMLHttpRequest();
  request.open("POST", form.dataset.words);
  request.responseType = "document";
  request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
  request.addEventListener("load", (event) => {
    const { status, response } = event.target;
    if (status === 200 && response) trial.replaceChildren(...response.body.childNodes);
  });
  request.send(new URLSearchParams({ added: added().join("\n") }));
}

form?.addEventListener("input", (event) => {
  if (!event.target.matches("textarea")) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});

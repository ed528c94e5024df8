import { beforeEach, describe, expect, test, vi } from "vitest";
import { findComment } from "../src/comments";
import { drawComment, drawThread, openPage } from "./discussion";

const link =
  '<a class="parley-agreement" href="https://comments.paper.example/discussion/1/ground/">See where readers agree</a>';
const drawn = drawThread({ comments: drawComment(7), head: link, more: 'data-ground="1"' });
const address = "https://comments.paper.example/discussion/1/?comment=7#comment-7";
const pictures = `<section class="parley-pictures"><h2>Common ground</h2><svg><a href="${address}"><circle r="1"></circle></a></svg><p><a href="${address}">Meera</a></p></section>`;

/** What the server answers in turn: a status and a page, or nothing when it is out of reach. */
let answers: [number, string][] = [];
const asked: string[] = [];

class Request {
  status = 0;
  responseXML: Document | null = null;
  onloadend = () => {};
  open(_method: string, url: string) {
    asked.push(url);
  }
  send() {
    const [status, html] = answers.shift() ?? [0, ""];
    this.status = status;
    this.responseXML = html ? new DOMParser().parseFromString(html, "text/html") : null;
    queueMicrotask(() => this.onloadend());
  }
}

beforeEach(() => {
  answers = [[200, pictures]];
  asked.length = 0;
  vi.stubGlobal("XMLHttpRequest", Request);
});

async function openPictures() {
  const { host, thread } = await openPage({ drawn, answer: () => drawn });
  const press = () => host.querySelector<HTMLElement>(".parley-agreement")?.click();
  press();
  const root = await vi.waitUntil(() => host.querySelector("parley-picture")?.shadowRoot);
  await vi.waitUntil(() => !root.querySelector("[aria-busy]"));
  const buttons = () =>
    new Map([...root.querySelectorAll("button")].map((it) => [it.textContent, it]));
  return { host, thread, root, press, buttons };
}

test("The pictures open above the comments, and the focus goes to them.", async () => {
  const { host, thread, root } = await openPictures();
  expect(asked).toEqual(["https://comments.paper.example/api/v1/ground.html?article=1"]);
  expect(root.querySelector("h2")?.textContent).toBe("Common ground");
  expect(thread.bar.nextElementSibling?.localName).toBe("parley-picture");
  expect(document.activeElement).toBe(host.querySelector("parley-picture"));
});

test("Pressing the link again leads back to them, and fetches nothing.", async () => {
  const { host, press } = await openPictures();
  (document.activeElement as HTMLElement).blur();
  press();
  await vi.waitUntil(() => document.activeElement?.localName === "parley-picture");
  expect(host.querySelectorAll("parley-picture").length).toBe(1);
  expect(asked.length).toBe(1);
});

test("Closed, they give the focus back to the link.", async () => {
  const { host, buttons } = await openPictures();
  buttons().get("Close")?.click();
  expect(host.querySelector("parley-picture")).toBeNull();
  expect(document.activeElement?.className).toBe("parley-agreement");
});

test("They stay while the reader turns pages, and close to the new link.", async () => {
  const { host, thread, buttons } = await openPictures();
  await thread.turn({ page: 2 });
  expect(host.querySelector("parley-picture")).not.toBeNull();
  buttons().get("Close")?.click();
  expect(document.activeElement).toBe(host.querySelector(".parley-agreement"));
});

test.each(["svg a", "p a"])("A comment is shown in the discussion: %s.", async (selector) => {
  const { host, root } = await openPictures();
  const pressed = new MouseEvent("click", { bubbles: true, cancelable: true, composed: true });
  root.querySelector(selector)?.dispatchEvent(pressed);
  expect(pressed.defaultPrevented).toBe(true);
  await vi.waitUntil(() => document.activeElement === findComment(host, 7));
});

test("A comment opened in a new tab is left to the browser.", async () => {
  const { root } = await openPictures();
  const pressed = new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: true });
  let left = false;
  root.addEventListener("click", (event) => {
    left = !event.defaultPrevented;
    event.preventDefault(); // jsdom opens no tabs.
  });
  root.querySelector("p a")?.dispatchEvent(pressed);
  expect(left).toBe(true);
});

describe("where there are none", () => {
  test("the server's own sentence is shown", async () => {
    answers = [[200, '<section><p class="parley-empty">Not enough votes yet.</p></section>']];
    const { root } = await openPictures();
    expect(root.textContent).toContain("Not enough votes yet.");
  });

  test("or ours, where it says nothing", async () => {
    answers = [[404, ""]];
    const { root, buttons } = await openPictures();
    expect(root.querySelector("[role=status]")?.textContent).toBe(
      "No common ground found here yet.",
    );
    expect(buttons().has("Try again")).toBe(false);
  });
});

test.each<[string, [number, string]]>([
  ["out of reach", [0, ""]],
  ["in trouble", [503, "<h1>Bad gateway</h1>"]],
  ["something else altogether", [200, "<form></form>"]],
])("A server that is %s is asked again when the reader wants it.", async (_name, answer) => {
  answers = [answer, [200, pictures]];
  const { host, root, buttons } = await openPictures();
  expect(root.querySelector("[role=status]")?.textContent).toContain("could not be reached");
  buttons().get("Try again")?.click();
  expect(document.activeElement).toBe(host.querySelector("parley-picture"));
  expect(root.querySelector("[aria-busy]")).not.toBeNull();
  await vi.waitUntil(() => root.querySelector("h2"));
  expect(root.querySelector("[role=status]")?.textContent).toBe("");
});

import { afterEach, describe, expect, test, vi } from "vitest";
import { commentsIn, findComment, idOf } from "../src/comments";
import { drawComment, drawThread, openPage, reader } from "./discussion";

const ids = (host: HTMLElement) => commentsIn(host).map(idOf).join(" ");
const chanceOf = (host: HTMLElement, id: number) =>
  findComment(host, id)?.querySelector("parley-chance")?.shadowRoot;
const buttonsOf = (root: ShadowRoot | null | undefined) =>
  new Map([...(root?.querySelectorAll("button") ?? [])].map((it) => [it.textContent, it]));

/** Conversations 1 to n, the second of which has a reply, number 100. */
function thread(n: number, more: Partial<Parameters<typeof drawThread>[0]> = {}) {
  const numbers = Array.from({ length: n }, (_, index) => index + 1);
  const comments = numbers.map((id) => drawComment(id));
  comments.splice(2, 0, drawComment(100, { parent: 2, depth: 1 }));
  return drawThread({ comments: comments.join(""), pages: 2, ...more });
}

const single = (id: number) => drawComment(id, { by: "Omar", replies: 2 });
const withDrawn = (...drawn: number[]) => ({ me: { ...reader, drawn }, single });

async function openDrawn(opened: Parameters<typeof openPage>[0]) {
  const { host, thread } = await openPage(opened);
  await vi.waitUntil(() => host.querySelector(".parley-drawn"));
  return { host, thread };
}

afterEach(() => {
  vi.restoreAllMocks();
  window.scrollY = 0;
});

test("Nothing is drawn for strangers, nor by an older server.", async () => {
  const { host } = await openPage({ drawn: thread(3) });
  expect(host.querySelector(".parley-drawn")).toBeNull();
});

test("What stands further down is moved to the fourth place, and not doubled.", async () => {
  const { host } = await openDrawn({ ...withDrawn(6), drawn: thread(7) });
  expect(ids(host)).toBe("1 2 100 3 6 4 5 7");
});

test("What stands on no page shown is fetched, one for every tenth place.", async () => {
  const { host } = await openDrawn({ ...withDrawn(71, 72), drawn: thread(20) });
  await vi.waitUntil(() => findComment(host, 72));
  expect(ids(host)).toBe("1 2 100 3 71 4 5 6 7 8 9 10 11 12 72 13 14 15 16 17 18 19 20");
});

test("What the server has further up stays there, and says why three answers are asked.", async () => {
  const { host } = await openDrawn({ ...withDrawn(2), drawn: thread(7) });
  expect(ids(host)).toBe("1 2 100 3 4 5 6 7");
  expect(chanceOf(host, 2)?.textContent).toContain("Shown to you by chance");
});

test("Replies move with what they answer.", async () => {
  const comments = [1, 3, 4, 5].map((id) => drawComment(id)).join("");
  const two = drawComment(2) + drawComment(9, { parent: 2, depth: 1 });
  const { host } = await openDrawn({
    ...withDrawn(2),
    drawn: drawThread({ comments: comments + two }),
  });
  expect(ids(host)).toBe("1 3 4 2 9 5");
});

test("Where there are fewer places, it comes last.", async () => {
  const { host } = await openDrawn({ ...withDrawn(71), drawn: thread(2) });
  expect(ids(host)).toBe("1 2 100 71");
});

test("One that was removed leaves its place to another.", async () => {
  const gone = (id: number) => (id === 71 ? "<p>Not here.</p>" : single(id));
  const { host } = await openDrawn({ ...withDrawn(71, 72), single: gone, drawn: thread(5) });
  expect(ids(host)).toBe("1 2 100 3 4 5 72");
});

test("All three answers are asked of it.", async () => {
  const { host } = await openDrawn({ ...withDrawn(71), drawn: thread(5) });
  const controls = findComment(host, 71)?.querySelector("parley-controls")?.shadowRoot;
  expect(buttonsOf(controls).has("Can’t say about Omar’s comment")).toBe(true);
});

test("The reader is told why, when they ask.", async () => {
  const { host } = await openDrawn({ ...withDrawn(71), drawn: thread(5) });
  const chance = chanceOf(host, 71);
  const why = buttonsOf(chance).get("Why?");
  const because = chance?.getElementById("because");
  expect([because?.hidden, why?.ariaExpanded]).toEqual([true, "false"]);
  why?.click();
  expect([because?.hidden, why?.ariaExpanded]).toEqual([false, "true"]);
});

test("Its replies, which another page has, are shown when asked for.", async () => {
  const reply = drawComment(73, { parent: 71, depth: 1 });
  const answer = vi.fn(() => drawThread({ comments: drawComment(70) + drawComment(71) + reply }));
  const { host } = await openDrawn({ ...withDrawn(71), answer, drawn: thread(5) });
  buttonsOf(chanceOf(host, 71)).get("Show 2 replies")?.click();
  await vi.waitUntil(() => !buttonsOf(chanceOf(host, 71)).has("Show 2 replies"));
  expect(ids(host)).toBe("1 2 100 3 71 73 4 5");
  expect(answer).toHaveBeenCalledWith(expect.objectContaining({ comment: "71" }));
});

describe("on turning the page", () => {
  test("it is on the first page of every order, and on no other", async () => {
    const answer = ({ page = 1, sort = "" }) => thread(6, { page, sort });
    const { host, thread: opened } = await openDrawn({
      ...withDrawn(71),
      answer,
      drawn: thread(5),
    });
    await opened.turn({ page: 2 });
    expect(ids(host)).toBe("1 2 100 3 4 5 6");
    await opened.turn({ sort: "ground", page: 1 });
    await vi.waitUntil(() => findComment(host, 71));
    expect(ids(host)).toBe("1 2 100 3 71 4 5 6");
  });

  test("one that comes too late for its page is not shown", async () => {
    const answer = () => thread(6, { page: 2 });
    const opened = await openPage({ ...withDrawn(71), answer, drawn: thread(5) });
    await opened.thread.turn({ page: 2 });
    await new Promise((done) => setTimeout(done, 50));
    expect(ids(opened.host)).toBe("1 2 100 3 4 5 6");
  });
});

describe("for a reader who has scrolled", () => {
  /** A conversation is a hundred pixels high, and the window shows `from` to `to` of them. */
  function scroll(host: () => HTMLElement, from: number, to: number) {
    window.scrollY = 500;
    vi.stubGlobal("innerHeight", (to - from) * 100);
    vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(function (
      this: HTMLElement,
    ) {
      const at = commentsIn(host()).indexOf(this);
      return new DOMRect(0, (at - from) * 100, 700, at < 0 ? 0 : 100);
    });
  }
  const host = () => document.body;

  test("it comes below what is in view", async () => {
    scroll(host, 3, 8);
    const { host: here } = await openDrawn({ ...withDrawn(71), drawn: thread(12) });
    // Eight comments, the reply among them, are above the window's lower edge.
    expect(ids(here)).toBe("1 2 100 3 4 5 6 7 71 8 9 10 11 12");
  });

  test("what is in view is not moved away", async () => {
    scroll(host, 3, 8);
    const { host: here } = await openDrawn({ ...withDrawn(6), drawn: thread(12) });
    expect(ids(here)).toBe("1 2 100 3 4 5 6 7 8 9 10 11 12");
    expect(chanceOf(here, 6)).toBeUndefined();
  });

  test("nor is what one writes a reply to", async () => {
    const { host: here, thread: opened } = await openPage({ drawn: thread(7) });
    await opened.write({ under: "6" });
    opened.me = { ...(opened.me as NonNullable<typeof opened.me>), drawn: [6] };
    await opened.weaveAll();
    await vi.waitUntil(() => here.querySelector(".parley-drawn"));
    expect(ids(here)).toBe("1 2 100 3 4 5 6 7");
  });
});

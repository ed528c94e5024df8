import { describe, expect, test, vi } from "vitest";
import { commentsIn, findComment, idOf } from "../src/comments";
import { News } from "../src/news";
import { drawComment, drawThread, openPage, reader } from "./discussion";

const ids = (host: HTMLElement) => commentsIn(host).map(idOf).join(" ");
const roots = (...numbers: number[]) => numbers.map((id) => drawComment(id)).join("");

/** Hears of new comments, and presses the button that they wait behind. */
async function hear(thread: Awaited<ReturnType<typeof openPage>>["thread"], ...heard: object[]) {
  vi.spyOn(Math, "random").mockReturnValue(-0.49);
  thread.news = new News(thread);
  for (const data of heard) thread.news.hear("comment", { id: 0, parent_id: null, ...data });
  const press = () => thread.section.querySelector<HTMLElement>(".parley-fresh button");
  (await vi.waitUntil(press)).click();
  vi.restoreAllMocks();
}

describe.each(["newest", "oldest", "respected", "ground"])("in the order %s", (sort) => {
  test("a new comment comes where the server has it", async () => {
    const answer = () => drawThread({ comments: roots(1, 2, 9, 3), sort });
    const drawn = drawThread({ comments: roots(1, 2, 3), sort });
    const { host, thread } = await openPage({ drawn, answer });
    await hear(thread, { id: 9 });
    await vi.waitUntil(() => findComment(host, 9));
    expect(ids(host)).toBe("1 2 9 3");
    expect(thread.section.dataset.sort).toBe(sort);
  });

  test("one that is on another page opens the newest", async () => {
    const answer = ({ sort: asked = "" }) =>
      drawThread({ comments: asked === "newest" ? roots(9, 3) : roots(1, 2), sort: asked });
    const { host, thread } = await openPage({
      drawn: drawThread({ comments: roots(1, 2), sort: sort === "newest" ? "oldest" : sort }),
      answer,
    });
    await hear(thread, { id: 9 });
    await vi.waitUntil(() => findComment(host, 9));
    expect(ids(host)).toBe("9 3");
  });
});

describe("below a comment that chance has brought", () => {
  const me = { ...reader, drawn: [71] };
  const answer = () => drawThread({ comments: roots(1, 2, 3, 4) });
  const single = (id: number) =>
    id === 71 ? drawComment(71) : drawComment(id, { parent: 71, depth: 1 });

  async function openDrawn() {
    const drawn = answer();
    const { host, thread } = await openPage({ me, drawn, answer, single });
    await vi.waitUntil(() => findComment(host, 71));
    return { host, thread };
  }

  test("a new reply is shown, and the page stays", async () => {
    const { host, thread } = await openDrawn();
    await hear(thread, { id: 72, parent_id: 71 });
    await vi.waitUntil(() => findComment(host, 72));
    expect(ids(host)).toBe("1 2 3 71 72 4");
  });

  test("a changed text is taken over", async () => {
    const { host, thread } = await openDrawn();
    const body = findComment(host, 71)?.querySelector(".parley-body") as HTMLElement;
    body.textContent = "before";
    vi.spyOn(Math, "random").mockReturnValue(-0.49);
    thread.news = new News(thread);
    thread.news.hear("update", { id: 71 });
    const text = () => findComment(host, 71)?.querySelector(".parley-body")?.textContent;
    await vi.waitUntil(() => text() === "Text 71");
    expect(findComment(host, 71)?.querySelector("parley-chance")).not.toBeNull();
    vi.restoreAllMocks();
  });
});

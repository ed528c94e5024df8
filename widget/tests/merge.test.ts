import { describe, expect, test } from "vitest";
import { commentsIn, findComment, idOf } from "../src/comments";
import { makeStub, mergeComments, placeComment, updateComment } from "../src/merge";

/** A list of comments from lines such as "1", "2<1": number and parent. */
function listOf(...lines: string[]): HTMLElement {
  const list = document.createElement("div");
  const depths = new Map<string, number>();
  for (const line of lines) {
    const [id = "", parent = ""] = line.split("<");
    const depth = parent ? (depths.get(parent) ?? 0) + 1 : 0;
    depths.set(id, depth);
    const comment = document.createElement("article");
    comment.className = "parley-comment";
    Object.assign(comment.dataset, { id, parent, depth });
    const [meta, body] = [document.createElement("header"), document.createElement("div")];
    meta.className = "parley-meta";
    body.className = "parley-body";
    body.textContent = `text ${id}`;
    comment.append(meta, body);
    list.append(comment);
  }
  return list;
}

const ids = (list: HTMLElement) => commentsIn(list).map(idOf).join(" ");

test("New comments come in where the server has them.", () => {
  const list = listOf("1", "2<1", "5");
  mergeComments(list, listOf("9", "1", "2<1", "7<1", "5", "8<5"));
  expect(ids(list)).toBe("9 1 2 7 5 8");
});

test("Comments already there stay the same nodes.", () => {
  const list = listOf("1", "2<1");
  const before = commentsIn(list);
  mergeComments(list, listOf("3", "1", "2<1"));
  expect(commentsIn(list).slice(1)).toEqual(before);
});

test("Merging tells what it added, and adds nothing twice.", () => {
  const list = listOf("1");
  expect(mergeComments(list, listOf("2", "1")).map(idOf)).toEqual(["2"]);
  expect(mergeComments(list, listOf("2", "1"))).toEqual([]);
});

describe("a conversation that chance has put elsewhere", () => {
  const drawn = (list: HTMLElement) => findComment(list, 5)?.classList.add("parley-drawn");

  test("takes its replies, and draws no other conversation along", () => {
    const list = listOf("1", "5", "6<5", "2", "3");
    drawn(list);
    mergeComments(list, listOf("1", "2", "3", "5", "6<5", "7<5", "4", "8<4"));
    expect(ids(list)).toBe("1 5 6 7 2 3 4 8");
  });

  test("leaves what the server has before it where it stood", () => {
    const list = listOf("1", "5", "2");
    drawn(list);
    mergeComments(list, listOf("9", "1", "4<1", "5", "8", "2"));
    expect(ids(list)).toBe("9 1 4 8 5 2");
  });
});

test("One's own waiting comment, which no snapshot has, is kept.", () => {
  const list = listOf("100", "1");
  mergeComments(list, listOf("2", "1"));
  expect(ids(list).split(" ").sort()).toEqual(["1", "100", "2"]);
});

test("A reply goes after the replies its parent already has.", () => {
  const list = listOf("1", "2<1", "3<2", "4");
  const [reply] = commentsIn(listOf("1", "9<1")).slice(1);
  placeComment(list, reply as HTMLElement);
  expect(ids(list)).toBe("1 2 3 9 4");
});

test("A reply whose parent is on another page is not placed.", () => {
  const list = listOf("1");
  const reply = commentsIn(listOf("50", "51<50"))[1] as HTMLElement;
  expect(placeComment(list, reply)).toBe(false);
  expect(ids(list)).toBe("1");
});

test("An update replaces the text and leaves what else is there.", () => {
  const list = listOf("1");
  const comment = findComment(list, 1) as HTMLElement;
  const footer = comment.appendChild(document.createElement("footer"));
  const fetched = listOf("1");
  (fetched.querySelector(".parley-body") as HTMLElement).textContent = "new";
  updateComment(comment, findComment(fetched, 1) as HTMLElement);
  expect(comment.querySelector(".parley-body")?.textContent).toBe("new");
  expect(comment.lastElementChild).toBe(footer);
});

test("A removed comment becomes a stub in its place.", () => {
  const list = listOf("1", "2<1");
  makeStub(findComment(list, 1) as HTMLElement, "Removed.");
  expect(ids(list)).toBe("1 2");
  expect(findComment(list, 1)?.textContent).toBe("Removed.");
});

test("An id from outside never becomes part of a selector.", () => {
  expect(findComment(listOf("1"), '1"], .parley-comment[data-id="')).toBeNull();
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Draft } from "../src/composer/draft";

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

test("A draft survives a reload, its key with it.", () => {
  const first = new Draft("https://paper.example/ferry ");
  first.save("Half a thought");
  const again = new Draft("https://paper.example/ferry ");
  expect([again.text, again.key]).toEqual(["Half a thought", first.key]);
});

test("The key stays the same while the text changes.", () => {
  const draft = new Draft("a");
  const { key } = draft;
  draft.save("one");
  draft.save("one two");
  expect(draft.key).toBe(key);
});

test("Drafts of different places do not meet.", () => {
  new Draft("article 1").save("on the article");
  expect(new Draft("article 2").text).toBe("");
});

test("What is posted is forgotten, and the next comment has a key of its own.", () => {
  const draft = new Draft("a");
  const { key } = draft;
  draft.save("posted");
  draft.forget();
  expect(new Draft("a").text).toBe("");
  expect(draft.key).not.toBe(key);
});

test("An emptied draft leaves nothing behind.", () => {
  const draft = new Draft("a");
  draft.save("word");
  draft.save("  ");
  expect(localStorage.length).toBe(0);
});

test("An edit begins with the comment as it stands.", () => {
  expect(new Draft("edit 7", "As it stands.").text).toBe("As it stands.");
});

test("Where storage is forbidden a draft still lasts as long as the page.", () => {
  const forbidden = () => {
    throw new DOMException("denied", "SecurityError");
  };
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(forbidden);
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(forbidden);
  const draft = new Draft("a");
  draft.save("kept");
  expect(draft.text).toBe("kept");
});

test.each(["{", "null", "[]", '{"text": 1, "key": "x"}'])(
  "Rubbish in storage (%s) is no draft.",
  (it) => {
    localStorage.setItem("parley draft a", it);
    expect(new Draft("a").text).toBe("");
  },
);

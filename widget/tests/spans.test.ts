import { describe, expect, test } from "vitest";
import {
  applyEdit,
  editBetween,
  type Mark,
  marksOf,
  shiftMarks,
  suggestedEdit,
  utf16Offset,
} from "../src/composer/spans";
import type { Reason } from "../src/wire";

function reason(start: number | null, end: number | null, suggestion: string | null): Reason {
  const fixed = { rule: "sentences", code: "text_speak", message: "", severity: "revise" } as const;
  return { ...fixed, start, end, suggestion };
}

const words = (text: string, marks: Mark[]) =>
  marks.map(({ span }) => span && text.slice(span.start, span.end));

describe("code points become UTF-16 units", () => {
  test.each([
    ["plain letters", "abc", 2, 2],
    ["after an emoji", "😀 u", 2, 3],
    ["after a family of joined emoji", "👨‍👩‍👧u", 5, 8],
    ["after a combining accent", "e\u0301u", 2, 2],
    ["past the end", "ab", 9, 2],
    ["a lone surrogate counts as one", "\ud83du", 1, 1],
  ])("%s", (_name, text, codePoints, units) => {
    expect(utf16Offset(text, codePoints)).toBe(units);
  });
});

describe("marks", () => {
  test("stand where the reasons point, in the order of the text", () => {
    const text = "😀 u and ur";
    const reasons = [reason(null, null, null), reason(8, 10, "your"), reason(2, 3, "you")];
    expect(words(text, marksOf(text, reasons))).toEqual(["u", "ur", null]);
  });

  test("follow the text when something is typed before them", () => {
    const before = "u see ur";
    const after = "Well, u see ur";
    const marks = marksOf(before, [reason(0, 1, "you"), reason(6, 8, "your")]);
    expect(words(after, shiftMarks(marks, editBetween(before, after)))).toEqual(["u", "ur"]);
  });

  test("stay when something is typed after them", () => {
    const marks = marksOf("u", [reason(0, 1, "you")]);
    expect(words("u.", shiftMarks(marks, editBetween("u", "u.")))).toEqual(["u"]);
  });

  test("go when their word grows into another", () => {
    const marks = marksOf("u", [reason(0, 1, "you")]);
    expect(shiftMarks(marks, editBetween("u", "us"))).toEqual([]);
  });

  test("go when their word is changed or removed", () => {
    const marks = marksOf("see ur dog", [reason(4, 6, "your")]);
    expect(shiftMarks(marks, editBetween("see ur dog", "see dog"))).toEqual([]);
  });
});

test("Taking every suggestion in turn gives the suggested text, whatever their lengths.", () => {
  let text = "pls 😀 u read ur mail 2 me";
  const found = [
    ["pls", "please"],
    ["u", "you"],
    ["ur", "your"],
    ["2", ""],
  ] as const;
  const points = [...text].join("|");
  expect(points).toContain("😀");
  let marks = marksOf(text, [
    reason(0, 3, found[0][1]),
    reason(6, 7, found[1][1]),
    reason(13, 15, found[2][1]),
    reason(21, 22, found[3][1]),
  ]);
  expect(words(text, marks)).toEqual(found.map(([word]) => word));
  for (let mark = marks[0]; mark; mark = marks[0]) {
    const edit = suggestedEdit(mark);
    if (!edit) break;
    text = applyEdit(text, edit);
    marks = shiftMarks(marks, edit);
  }
  expect(text).toBe("please 😀 you read your mail  me");
});

test.each([
  ["", "a"],
  ["aaa", "aa"],
  ["abc", "axc"],
  ["same", "same"],
  ["ab ab", "ab"],
])("The edit between %j and %j leads from one to the other.", (before, after) => {
  expect(applyEdit(before, editBetween(before, after))).toBe(after);
});

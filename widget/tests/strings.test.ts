import { expect, test } from "vitest";
import { speaker, type Table } from "../src/strings";

const en = {
  comments: { one: "{n} comment", other: "{n} comments" },
  reply: "Reply to {name}",
} satisfies Table;
const pl: Partial<typeof en> = {
  comments: { one: "{n} komentarz", few: "{n} komentarze", other: "{n} komentarzy" },
} as Partial<typeof en>;

test.each([
  [0, "0 comments"],
  [1, "1 comment"],
  [2, "2 comments"],
  [1512, "1,512 comments"],
])("English says %i rightly.", (n, said) => {
  expect(speaker({ en }, "en-GB")("comments", { n })).toBe(said);
});

test.each([
  [1, "1 komentarz"],
  [3, "3 komentarze"],
  [5, "5 komentarzy"],
])("A language with more forms says %i rightly.", (n, said) => {
  expect(speaker({ en, pl }, "pl")("comments", { n })).toBe(said);
});

test("What a language lacks is said in English.", () => {
  expect(speaker({ en, pl }, "pl-PL")("reply", { name: "Ada" })).toBe("Reply to Ada");
});

test.each(["", "x", "de", "not a language", "en_GB"])(
  "The page language %j is no obstacle.",
  (lang) => {
    expect(speaker({ en }, lang)("comments", { n: 1 })).toContain("comment");
  },
);

test("A value that looks like a placeholder is left as it is.", () => {
  expect(speaker({ en }, "en")("reply", { name: "{n} $& $1" })).toBe("Reply to {n} $& $1");
});

import { expect, test } from "vitest";
import { wantedBy } from "../src/wanted";

test.each([
  ["#comment-12", { comment: "12" }],
  ["#parley-compose", { compose: "" }],
  ["#parley-reply-12", { compose: "12" }],
  ["#comment-12x", {}],
  ["#comments", {}],
  ["", {}],
])("The address %j is understood.", (hash, wanted) => {
  expect(wantedBy(hash)).toEqual(wanted);
});

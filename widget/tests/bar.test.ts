import { expect, test } from "vitest";
import { Bar } from "../src/bar";
import { reading, speaker } from "../src/strings";
import type { Me } from "../src/wire";
import { reader } from "./discussion";

const desk = "https://comments.paper.example/moderate/?site=paper.example";

const me: Me = { ...reader, article: null };

function linksOf(who: Me, state: string): Record<string, string> {
  const bar = new Bar();
  bar.say = speaker(reading, "en");
  bar.show(who, state);
  const links = [...(bar.shadowRoot?.querySelectorAll("a") ?? [])];
  return Object.fromEntries(links.map(({ textContent, href }) => [textContent, href]));
}

test.each(["open", "premoderated", "closed"])(
  "A moderator is led to the desk from a discussion that is %s.",
  (state) => {
    expect(linksOf({ ...me, moderate_url: desk }, state)).toHaveProperty("Moderate", desk);
  },
);

test("Nobody else is.", () => {
  expect(linksOf(me, "open")).not.toHaveProperty("Moderate");
});

test("Whose older comments were found is led to where they are claimed.", () => {
  const user = { name: "Asha", guidelines_accepted: true, suspended_until: null } as Me["user"];
  const links = linksOf({ ...me, user, claimable: 214 }, "open");
  expect(links).toHaveProperty("We found 214 comments of yours");
  expect(linksOf({ ...me, user }, "open")).not.toHaveProperty("We found 0 comments of yours");
});

import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Composer } from "../src/composer/composer";
import { openPage, page, reader, stranger, suspended } from "./discussion";

const composersIn = (part: ParentNode) => [...part.querySelectorAll<Composer>("parley-composer")];
const labelOf = (composer?: Composer) => composer?.shadowRoot?.querySelector("label")?.textContent;
const textIn = (composer?: Composer) => composer?.shadowRoot?.querySelector("textarea")?.value;

describe("a page opened to answer a comment", () => {
  beforeEach(() => history.replaceState(null, "", `${page}?sort=oldest&reply=7#parley-compose`));

  test("opens a reply below it, and no other composer", async () => {
    const { host } = await openPage({ reply: "7" });
    await vi.waitFor(() => expect(composersIn(host).length).toBe(1));
    const below = host.querySelector(".parley-comment > parley-composer") as Composer;
    expect(labelOf(below)).toBe("Your reply to Meera");
  });

  test("does so without a hash too", async () => {
    history.replaceState(null, "", `${page}?reply=7`);
    const { host } = await openPage({ reply: "7" });
    await vi.waitFor(() => expect(labelOf(composersIn(host)[0])).toBe("Your reply to Meera"));
  });

  test("has from then on the address of that reply", async () => {
    const { host } = await openPage({ reply: "7" });
    await vi.waitFor(() => expect(composersIn(host).length).toBe(1));
    expect(location.pathname + location.search + location.hash).toBe(
      `${page}?sort=oldest#parley-reply-7`,
    );
  });

  test("keeps what was typed before the widget came", async () => {
    const { host } = await openPage({ reply: "7", typed: "I was there, and" });
    await vi.waitFor(() => expect(textIn(composersIn(host)[0])).toBe("I was there, and"));
  });

  test("does not give what was typed as a reply to another composer", async () => {
    const { thread } = await openPage({ reply: "7", typed: "I was there, and" });
    await thread.write({});
    expect(labelOf(composersIn(thread.bar)[0])).toBe("Your comment");
    expect(textIn(composersIn(thread.bar)[0])).toBe("");
  });
});

test("A page opened to write opens a comment of one's own.", async () => {
  history.replaceState(null, "", `${page}#parley-compose`);
  const { host, thread } = await openPage({ typed: "Half a thought" });
  await vi.waitFor(() => expect(composersIn(host).length).toBe(1));
  expect(labelOf(composersIn(thread.bar)[0])).toBe("Your comment");
  expect(textIn(composersIn(thread.bar)[0])).toBe("Half a thought");
});

describe("a composer opens", () => {
  test.each([
    ["for a reader", { me: reader }, 1],
    ["for a stranger, who signs in to post", { me: stranger }, 1],
    ["not for somebody suspended", { me: suspended }, 0],
    ["not where the discussion is closed", { state: "closed" }, 0],
  ])("%s", async (_who, opened, composers) => {
    const { host, thread } = await openPage(opened);
    await thread.write({ under: "7" });
    expect(composersIn(host).length).toBe(composers);
  });
});

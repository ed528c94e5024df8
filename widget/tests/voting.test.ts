import { describe, expect, test, vi } from "vitest";
import { findComment } from "../src/comments";
import { openPage, reader } from "./discussion";

/** The buttons of comment 7, by their names as a screen reader says them. */
function buttonsOf(host: HTMLElement): Map<string, HTMLButtonElement> {
  const root = findComment(host, 7)?.querySelector("parley-controls")?.shadowRoot;
  const buttons = [...(root?.querySelectorAll<HTMLButtonElement>(".row button") ?? [])];
  return new Map(buttons.map((button) => [button.textContent?.replace(/ \d+$/, "") ?? "", button]));
}

const [respect, pass] = ["Respect Meera’s comment", "Can’t say about Meera’s comment"];

/** A server that takes every vote; the bodies it was sent. */
function takeVotes() {
  const sent: unknown[] = [];
  vi.stubGlobal("fetch", async (_address: string, { body }: { body: string }) => {
    sent.push(JSON.parse(body).value);
    return Response.json({ respect: 0, disagree: 0, ...JSON.parse(body) });
  });
  return sent;
}

test("Two answers are shown, and no third.", async () => {
  const { host } = await openPage({});
  expect([...buttonsOf(host).keys()].slice(0, 3)).toEqual([
    respect,
    "Disagree with Meera’s comment",
    "Reply to Meera",
  ]);
});

describe("that one cannot say", () => {
  test("can be said once a vote was taken back", async () => {
    const { host } = await openPage({ me: { ...reader, votes: { 7: 1 } } });
    expect(buttonsOf(host).has(pass)).toBe(false);
    const sent = takeVotes();
    buttonsOf(host).get(respect)?.click();
    await vi.waitFor(() => expect(buttonsOf(host).has(pass)).toBe(true));
    buttonsOf(host).get(pass)?.click();
    await vi.waitFor(() => expect(buttonsOf(host).get(pass)?.ariaPressed).toBe("true"));
    expect(sent).toEqual([0, "pass"]);
    expect(buttonsOf(host).get(respect)?.ariaPressed).toBe("false");
  });

  test("comes after the two answers, and keeps the focus when pressed", async () => {
    const { host } = await openPage({ me: { ...reader, votes: { 7: "pass" } } });
    expect([...buttonsOf(host).keys()].indexOf(pass)).toBe(2);
    takeVotes();
    buttonsOf(host).get(pass)?.focus();
    buttonsOf(host).get(pass)?.click();
    await vi.waitFor(() => expect(buttonsOf(host).get(pass)?.ariaPressed).toBe("false"));
    const root = findComment(host, 7)?.querySelector("parley-controls")?.shadowRoot;
    expect(root?.activeElement).toBe(buttonsOf(host).get(pass));
  });

  test("is not asked of one's own comment", async () => {
    const own = { 7: { edit_until: null } };
    const { host } = await openPage({ me: { ...reader, own, votes: { 7: "pass" } } });
    expect(buttonsOf(host).has(pass)).toBe(false);
  });
});

import { describe, expect, test, vi } from "vitest";
import { copySafely } from "../src/allow-list";
import type { Ground } from "../src/ground";
import { drawComment, drawThread, openPage } from "./discussion";

const why =
  "Shown first because readers who usually vote differently from each other both respected it.";
const more = `<span class="parley-ground" title="${why}">Common ground<span class="parley-unseen">: ${why}</span></span>`;
const drawn = drawThread({ comments: drawComment(7, { more }), more: 'data-ground="1"' });

async function openBadge() {
  const { host } = await openPage({ drawn });
  const badge = await vi.waitUntil(() => host.querySelector<Ground>("parley-ground"));
  const tip = badge.shadowRoot?.querySelector<HTMLElement>("[role=tooltip]") as HTMLElement;
  const mark = badge.shadowRoot?.querySelector("button") as HTMLButtonElement;
  return { badge, tip, mark };
}

const point = (type: string, pointerType: string) => new PointerEvent(type, { pointerType });
const pressEscape = () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));

test("The server's badge comes through with its sentence.", () => {
  const parsed = new DOMParser().parseFromString(drawn, "text/html");
  const copy = copySafely(parsed.querySelector("section") as HTMLElement);
  expect(copy?.querySelector<HTMLElement>(".parley-ground")?.title).toBe(why);
});

test("The badge says its two words, and describes itself by the sentence.", async () => {
  const { badge, tip, mark } = await openBadge();
  expect(badge.textContent).toBe("Common ground");
  expect(mark.getAttribute("aria-describedby")).toBe(tip.id);
  expect(tip.textContent).toBe(why);
});

test("A badge that news brought answers as well.", async () => {
  const { host, thread } = await openPage({});
  host.querySelector(".parley-meta")?.insertAdjacentHTML("beforeend", more);
  await thread.dress();
  expect(host.querySelectorAll("parley-ground").length).toBe(1);
});

describe("the sentence", () => {
  test("waits unseen", async () => {
    expect((await openBadge()).tip.hidden).toBe(true);
  });

  test("is shown to a mouse, until it has gone", async () => {
    const { badge, tip } = await openBadge();
    badge.dispatchEvent(point("pointerenter", "mouse"));
    expect(tip.hidden).toBe(false);
    badge.dispatchEvent(point("pointerleave", "mouse"));
    await vi.waitUntil(() => tip.hidden);
  });

  test("stays while the mouse passes over to it", async () => {
    const { badge, tip } = await openBadge();
    vi.useFakeTimers();
    badge.dispatchEvent(point("pointerenter", "mouse"));
    badge.dispatchEvent(point("pointerleave", "mouse"));
    badge.dispatchEvent(point("pointerenter", "mouse"));
    vi.runAllTimers();
    vi.useRealTimers();
    expect(tip.hidden).toBe(false);
  });

  test("is shown to the keyboard, and goes with the focus", async () => {
    const { tip, mark } = await openBadge();
    mark.focus();
    expect(tip.hidden).toBe(false);
    mark.blur();
    expect(tip.hidden).toBe(true);
  });

  test("is shown by a tap, and goes with a second one", async () => {
    const { badge, tip, mark } = await openBadge();
    badge.dispatchEvent(point("pointerenter", "touch"));
    expect(tip.hidden).toBe(true);
    mark.click();
    badge.dispatchEvent(point("pointerleave", "touch"));
    expect(tip.hidden).toBe(false);
    mark.click();
    expect(tip.hidden).toBe(true);
  });

  test("goes with a tap elsewhere, and not with one on itself", async () => {
    const { tip, mark } = await openBadge();
    mark.click();
    tip.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, composed: true }));
    expect(tip.hidden).toBe(false);
    document.body.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true }));
    expect(tip.hidden).toBe(true);
  });

  test("goes with Escape, while the focus stays", async () => {
    const { badge, tip, mark } = await openBadge();
    mark.focus();
    pressEscape();
    expect(tip.hidden).toBe(true);
    expect(badge.shadowRoot?.activeElement).toBe(mark);
  });
});

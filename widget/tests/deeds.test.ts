import { expect, test } from "vitest";
import { findComment } from "../src/comments";
import type { Controls } from "../src/controls";
import { deeds } from "../src/deeds";
import { openPage } from "./discussion";

/** Presses Delete, then the answer; gives the comment as it then stands. */
async function answerDelete(answer: string): Promise<HTMLElement> {
  const { thread } = await openPage({});
  const comment = findComment(thread.section, 7) as HTMLElement;
  const controls = comment.querySelector("parley-controls") as Controls;
  const done = deeds.delete(thread, comment, controls);
  const buttons = [...(controls.shadowRoot?.querySelectorAll<HTMLElement>(".note button") ?? [])];
  expect(controls.shadowRoot?.activeElement?.textContent).toBe("Keep it");
  buttons.find(({ textContent }) => textContent === answer)?.click();
  await done;
  return comment;
}

test("A comment is deleted once its author is sure.", async () => {
  const comment = await answerDelete("Delete");
  expect(comment.textContent).toBe("You deleted this comment.");
});

test("A comment is kept when its author thinks better of it.", async () => {
  const comment = await answerDelete("Keep it");
  expect(comment.querySelector(".parley-author")?.textContent).toBe("Meera");
});

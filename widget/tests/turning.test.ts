import { expect, test, vi } from "vitest";
import { commentsIn, idOf } from "../src/comments";
import { drawComment, drawThread, openPage } from "./discussion";

const pager = '<nav class="parley-pages"><a data-page="2" href="https://a.example/">Next</a></nav>';
const first = drawThread({ comments: drawComment(7), pages: 2, sort: "respected", head: pager });

function press(host: HTMLElement, selector: string): void {
  host.querySelector<HTMLElement>(selector)?.click();
}

test("The next page is shown in place, in the same order, and read from its title on.", async () => {
  const answer = vi.fn(() => drawThread({ comments: drawComment(3), page: 2, pages: 2 }));
  const { host, thread } = await openPage({ drawn: first, answer });
  press(host, ".parley-pages a");
  await vi.waitFor(() => expect(document.activeElement?.className).toBe("parley-title"));
  expect(commentsIn(host).map(idOf)).toEqual(["3"]);
  expect(answer).toHaveBeenCalledWith({ sort: "respected", page: 2, rev: "" });
  expect(thread.bar.shadowRoot?.querySelector("[role=status]")?.textContent).toBe("Page 2 of 2");
});

test("A page that cannot be had leaves the one shown, and can be tried again.", async () => {
  const { host, thread } = await openPage({ drawn: first });
  press(host, ".parley-pages a");
  await vi.waitFor(() => expect(thread.bar.shadowRoot?.textContent).toContain("Try again"));
  expect(commentsIn(host).map(idOf)).toEqual(["7"]);
});

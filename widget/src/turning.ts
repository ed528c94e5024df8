/** Leafing through a discussion: fetches another page or order, and shows it in place. */
import type { View } from "./fragment";
import type { Thread } from "./thread";

/** The page shown (or, with `view`, another) as it is now. */
export async function fetchPage(thread: Thread, view: View = {}): Promise<HTMLElement> {
  const { sort = "", page } = thread.section.dataset;
  const here = { sort, page: view.comment ? 0 : Number(page), rev: thread.live?.rev ?? "" };
  return thread.copy(await thread.fragments.page({ ...here, ...view }));
}

/** Replaces the comments by another page or order; the bar and an open composer stay. */
export async function turn(thread: Thread, view: View): Promise<void> {
  const { section } = thread;
  section.ariaBusy = "true";
  try {
    const fresh = await fetchPage(thread, view);
    const isOwn = (child: Element) => child.localName.startsWith("parley-");
    for (const child of [...section.children]) if (!isOwn(child)) child.remove();
    section.prepend(...fresh.querySelectorAll(".parley-head"));
    section.append(...fresh.children);
    Object.assign(section.dataset, fresh.dataset);
    thread.news?.clear();
    await thread.weaveAll();
  } catch (error) {
    thread.bar.fail(thread.explain(error), () => turn(thread, view));
  } finally {
    section.ariaBusy = null;
  }
}

/** Turns for a reader who pressed a link, and takes them to the beginning of what came. */
export async function leaf(thread: Thread, view: View): Promise<void> {
  await turn(thread, view);
  const title = thread.section.querySelector<HTMLElement>(".parley-title");
  if (!title) return;
  title.tabIndex = -1;
  title.focus();
  const { page = "1", pages = "1" } = thread.section.dataset;
  thread.bar.announce(thread.say("page", { page: Number(page), pages: Number(pages) }));
}

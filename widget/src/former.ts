/** Goes to a comment, such as the one that the page's address names; loaded when there is one. */
import { findComment } from "./comments";
import type { Thread } from "./thread";
import { wantedBy } from "./wanted";

/** Our number counts first, then the name that the former system knew a comment by. */
export async function seek(thread: Thread): Promise<void> {
  const { comment, compose } = wantedBy(location.hash);
  if (compose !== undefined) return;
  if (comment && (await thread.reveal(comment))) return;
  const here = await known(thread, location.hash.slice(1));
  if (here) thread.reveal(String(here));
}

/** Whether the comment is there, and before the reader now. */
export async function reveal(thread: Thread, id: string): Promise<boolean> {
  if (!findComment(thread.section, id)) await thread.turn({ comment: id });
  const comment = findComment(thread.section, id);
  if (!comment) return false;
  for (const other of thread.section.querySelectorAll(".parley-target"))
    other.classList.remove("parley-target");
  comment.classList.add("parley-target");
  comment.tabIndex = -1;
  comment.scrollIntoView();
  comment.focus({ preventScroll: true });
  return true;
}

async function known({ api, fragments }: Thread, former: string): Promise<number | undefined> {
  const { url, articleId } = fragments.place;
  const query = new URLSearchParams({ url, former });
  if (articleId) query.set("article_id", articleId);
  try {
    return (await api.get<{ comment: number }>(`permalink?${query}`)).comment;
  } catch {
    // Neither here nor there: the discussion is shown from its beginning.
    return undefined;
  }
}

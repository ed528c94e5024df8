/** Goes to the comment that the page's address names; loaded when it names one. */
import type { Thread } from "./thread";
import { wantedBy } from "./wanted";

/** Our number counts first, then the name that the former system knew a comment by. */
export async function seek(thread: Thread): Promise<void> {
  const { comment } = wantedBy(location.hash);
  if (comment && (await thread.reveal(comment))) return;
  const here = await known(thread, location.hash.slice(1));
  if (here) thread.reveal(String(here));
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

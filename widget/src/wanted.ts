/** What the page's own address asks of the discussion on it. */

/** A comment, by our number or as the former system named it (#isso-3, #IDComment4), or the composer. */
export const wanted = /^#(parley-|\w*(comm|isso))/i;

/** Which comment or composer the page's address asks for, if any. */
export function wantedBy(hash: string): { comment?: string; compose?: string } {
  const comment = /^#comment-(\d+)$/.exec(hash)?.[1];
  if (comment) return { comment };
  const reply = /^#parley-(?:compose|reply-(\d+))$/.exec(hash);
  return reply ? { compose: reply[1] ?? "" } : {};
}

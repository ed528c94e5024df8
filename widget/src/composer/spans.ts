/** Where a reason points in the text, and how that moves when the text is changed. */
import type { Reason } from "../wire";

/** A reason with its place in UTF-16 units, as text fields count; null where the whole text is meant.
    A place without length is one where something is missing. */
export interface Mark {
  reason: Reason;
  span: Span | null;
}

export interface Span {
  start: number;
  end: number;
}

/** `removed` units at `at` gave way to `inserted`. */
export interface Edit {
  at: number;
  removed: number;
  inserted: string;
}

/** The server counts code points, a text field counts UTF-16 units: an emoji is one of those, two of these. */
export function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (const character of text) {
    if (codePoints-- <= 0) break;
    offset += character.length;
  }
  return offset;
}

/** In the order of the text, what is about the whole of it last. */
export function marksOf(text: string, reasons: readonly Reason[]): Mark[] {
  const marks = reasons.map((reason): Mark => {
    const { start, end } = reason;
    if (start === null || end === null || end < start) return { reason, span: null };
    return { reason, span: { start: utf16Offset(text, start), end: utf16Offset(text, end) } };
  });
  const place = ({ span }: Mark) => span?.start ?? text.length;
  return marks.sort((a, b) => place(a) - place(b));
}

/** The smallest single change that leads from one text to the other. */
export function editBetween(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let at = 0;
  while (at < shorter && before[at] === after[at]) at++;
  let tail = 0;
  while (tail < shorter - at && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return {
    at,
    removed: before.length - at - tail,
    inserted: after.slice(at, after.length - tail),
  };
}

/** The marks as they stand after an edit; those it touched, if only by growing the word, are gone until the next check. */
export function shiftMarks(marks: readonly Mark[], { at, removed, inserted }: Edit): Mark[] {
  const end = at + removed;
  const by = inserted.length - removed;
  const growsLeft = /^[\p{L}\p{N}]/u.test(inserted);
  const growsRight = /[\p{L}\p{N}]$/u.test(inserted);
  return marks.flatMap((mark) => {
    const { span } = mark;
    if (span && isGap(span) && at <= span.end && span.start <= end) return [];
    if (!span || span.end < at || (span.end === at && !growsLeft)) return [mark];
    if (span.start < end || (span.start === end && growsRight)) return [];
    return [{ ...mark, span: { start: span.start + by, end: span.end + by } }];
  });
}

export const isGap = ({ start, end }: Span): boolean => start === end;

/** The edit that puts a mark's suggestion in its place; null where it has none. */
export function suggestedEdit({ reason, span }: Mark): Edit | null {
  if (!span || reason.suggestion === null) return null;
  return { at: span.start, removed: span.end - span.start, inserted: reason.suggestion };
}

export function applyEdit(text: string, { at, removed, inserted }: Edit): string {
  return text.slice(0, at) + inserted + text.slice(at + removed);
}

/** Comments as they stand in the page. */

export function idOf(comment: HTMLElement): string {
  return comment.dataset.id ?? "";
}

export function commentsIn(part: ParentNode): HTMLElement[] {
  return [...part.querySelectorAll<HTMLElement>(".parley-comment")];
}

/** By number, so that nothing from an event or an address becomes part of a selector. */
export function findComment(part: ParentNode, id: string | number): HTMLElement | null {
  return part.querySelector(`.parley-comment[data-id="${Number(id)}"]`);
}

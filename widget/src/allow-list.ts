/** Copies a fetched fragment node by node, keeping only what is named here. */
import { isWebAddress } from "./dom";

const xhtml = "http://www.w3.org/1999/xhtml";

type Rule = RegExp | ((value: string) => boolean);

/** What may stand in one part of the fragment: element names, and attributes with the values they may have. */
interface Part {
  tags: Set<string>;
  attributes: Map<RegExp, Rule>;
}

const anywhere: [RegExp, Rule][] = [
  [/^lang$/, /^[\w-]+$/],
  [/^dir$/, /^(auto|ltr|rtl)$/],
  [/^href$/, isWebAddress],
  [/^rel$/, /^[a-z ]+$/],
  [/^start$/, /^\d+$/],
];

/** What Markdown may become. No class and no id: a comment cannot pose as a part of the page. */
const comment: Part = {
  tags: new Set("p br strong em del mark a blockquote code pre ul ol li".split(" ")),
  attributes: new Map(anywhere),
};

/** The frame that the server draws around the comments. */
const thread: Part = {
  tags: new Set("section article header footer nav div h2 h3 p span bdi strong time a".split(" ")),
  attributes: new Map<RegExp, Rule>([
    ...anywhere,
    [/^class$/, /^parley-[a-z-]+( parley-[a-z-]+)*$/],
    [/^id$/, /^(comment|parley-by)-\d+$/],
    [/^aria-(label|labelledby|current)$/, /^/],
    [/^(datetime|title)$/, /^/],
    [/^data-[a-z]+$/, /^\w*$/],
  ]),
};

function permits(part: Part, name: string, value: string): boolean {
  for (const [names, rule] of part.attributes) {
    if (names.test(name)) return rule instanceof RegExp ? rule.test(value) : rule(value);
  }
  return false;
}

function copyElement(source: Element, part: Part): HTMLElement | null {
  if (source.namespaceURI !== xhtml || !part.tags.has(source.localName)) return null;
  const copy = document.createElement(source.localName);
  for (const { name, value } of source.attributes) {
    if (permits(part, name, value)) copy.setAttribute(name, value);
  }
  const inside = copy.classList.contains("parley-body") ? comment : part;
  if (part === comment && copy.localName === "a") copy.setAttribute("rel", "nofollow ugc noopener");
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.nodeValue ?? "");
    else if (child.nodeType === Node.ELEMENT_NODE) {
      const kept = copyElement(child as Element, inside);
      if (kept) copy.append(kept);
    }
  }
  return copy;
}

/** A safe copy of a part of a Parley fragment; null where its very root is not one of ours. */
export function copySafely(source: Element): HTMLElement | null {
  return copyElement(source, thread);
}

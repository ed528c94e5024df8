/** Copies the pictures of common ground node by node, keeping only what is named here; they hold SVG as well. */
import { isWebAddress } from "./dom";

type Rule = RegExp | ((value: string) => boolean);

interface Part {
  tags: Set<string>;
  attributes: [RegExp, Rule][];
}

const [xhtml, svg] = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg"];

const color = String.raw`none|transparent|currentcolor|#[\da-f]{3,8}`;

const anywhere: [RegExp, Rule][] = [
  [/^(class|id|aria-(labelledby|describedby))$/, /^parley-[a-z-]+( parley-[a-z-]+)*$/],
  [/^aria-(label|hidden)$/, /^/],
  [/^role$/, /^(img|group|region|list|listitem|presentation|none)$/],
  [/^href$/, (value) => isWebAddress(value) || /^#[\w-]*$/.test(value)],
  [/^lang$/, /^[\w-]+$/],
  [/^dir(ection)?$/, /^(auto|ltr|rtl)$/],
  [/^tabindex$/, /^(0|-1)$/],
];

const words: Part = {
  tags: new Set(
    "section div h2 h3 h4 p span strong em bdi br ul ol li blockquote q figure figcaption details summary table caption thead tbody tr th td a".split(
      " ",
    ),
  ),
  attributes: [...anywhere, [/^scope$/, /^(col|row)(group)?$/], [/^(col|row)span$/, /^\d+$/]],
};

/** No value names another resource: a colour is none of url(), and nothing has a style. */
const shapes: Part = {
  tags: new Set(
    "svg g title desc circle ellipse rect line polyline polygon path text tspan a".split(" "),
  ),
  attributes: [
    ...anywhere,
    [/^([cr]?[xy]|[xy][12]|d[xy]|r|width|height|font-size)$/, /^-?[\d.]+(%|em|px)?$/],
    [/^((fill-|stroke-)?opacity|stroke-width)$/, /^[\d.]+$/],
    [/^(fill|stroke)$/, RegExp(`^(${color}|var\\(--parley-[a-z-]+(, ?(${color}))?\\))$`, "i")],
    [/^(viewBox|points|stroke-dasharray)$/, /^[\d\s,.-]*$/],
    [/^d$/, /^[\d\s,.+\-aceHhLlMmqstvVzZACQST]*$/],
    [/^transform$/, /^([a-z]+\([\d\s,.-]*\)\s*)*$/],
    [
      /^(text-anchor|dominant-baseline|font-(weight|family|style)|stroke-line(cap|join)|paint-order|pointer-events)$/,
      /^[\w-]+$/,
    ],
  ],
};

function permits({ attributes }: Part, name: string, value: string): boolean {
  const rule = attributes.find(([names]) => names.test(name))?.[1];
  return rule instanceof RegExp ? rule.test(value) : (rule?.(value) ?? false);
}

/** Within a picture there is nothing but pictures: HTML in one would be a way around its list. */
function copyElement(source: Element, within: Part): Element | null {
  const part = source.namespaceURI === svg ? shapes : words;
  if (part === words && (within === shapes || source.namespaceURI !== xhtml)) return null;
  if (!part.tags.has(source.localName)) return null;
  const copy = document.createElementNS(source.namespaceURI, source.localName);
  for (const { name, value } of source.attributes) {
    if (permits(part, name, value)) copy.setAttribute(name, value);
  }
  for (const child of source.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.nodeValue ?? "");
    else if (child.nodeType === Node.ELEMENT_NODE) {
      const kept = copyElement(child as Element, part);
      if (kept) copy.append(kept);
    }
  }
  return copy;
}

/** A safe copy of the pictures; null where their very root is not one of ours. */
export function copyPicture(source: Element): Element | null {
  return copyElement(source, words);
}

/** The few ways in which the widget makes nodes: no markup is ever parsed from text. */

export type Child = Node | string;

/** An element with properties (not attributes) set and children appended. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Partial<HTMLElementTagNameMap[K]> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Only the web: no javascript:, data:, blob:, nor an address within the publisher's page. */
export function isWebAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** Leads nowhere when given what is no web address. */
export function link(href: string, text: string, className = ""): HTMLAnchorElement {
  return h("a", { className, ...(isWebAddress(href) && { href }) }, text);
}

export function button(
  text: Child,
  onclick: (event: MouseEvent) => void,
  className = "",
): HTMLButtonElement {
  return h("button", { type: "button", onclick, className }, text);
}

/** An event that publishers' scripts may listen for, at the element or at the document. */
export function tell(element: HTMLElement, type: string, detail: object): void {
  element.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
}

const sheets = new Map<string, CSSStyleSheet>();

/** The stylesheet of `css`, made once: a CSP that forbids inline styles does not forbid these. */
export function sheet(css: string): CSSStyleSheet {
  let made = sheets.get(css);
  if (!made) {
    made = new CSSStyleSheet();
    made.replaceSync(css);
    sheets.set(css, made);
  }
  return made;
}

/** Adds `css` to the page itself, once however many elements ask. */
export function adopt(css: string): void {
  const made = sheet(css);
  if (!document.adoptedStyleSheets.includes(made)) document.adoptedStyleSheets.push(made);
}

/** An open shadow root dressed in `styles`. */
export function shadow(element: HTMLElement, ...styles: string[]): ShadowRoot {
  const root = element.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = styles.map(sheet);
  return root;
}

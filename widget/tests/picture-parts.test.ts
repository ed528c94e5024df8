import { describe, expect, test } from "vitest";
import { copyPicture } from "../src/picture-parts";

/** As XMLHttpRequest would parse it: a document that runs nothing. */
function copyOf(html: string): Element | null {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const source = parsed.body.firstElementChild;
  return source && copyPicture(source);
}

const inSection = (html: string) => copyOf(`<section>${html}</section>`)?.innerHTML;
const inSvg = (markup: string) => copyOf(`<section><svg>${markup}</svg></section>`)?.innerHTML;

describe("a fragment of ours", () => {
  test.each([
    [
      "a map",
      '<svg class="parley-map" viewBox="0 0 400 244.5" role="img" direction="ltr" aria-labelledby="parley-map-title" aria-describedby="parley-map-about" font-size="13" font-family="inherit" width="100%"><title id="parley-map-title">The map</title><desc id="parley-map-about">Readers by their votes.</desc><rect x="0.5" y="0.5" width="399" height="1" rx="3" fill="currentColor" fill-opacity="0.035" stroke="currentColor" stroke-opacity="0.22"></rect><circle cx="114.2" cy="9" r="5" fill="var(--parley-ground-left, #b0771a)"><title>4 readers</title></circle><text x="0" y="7" text-anchor="middle" fill="currentColor" paint-order="stroke" stroke-linejoin="round" pointer-events="none"><tspan fill="var(--parley-ground-mixed, #8a8478)">●</tspan> mixed</text></svg>',
    ],
    [
      "marks with links",
      '<svg viewBox="0 0 14 14" aria-hidden="true"><a href="https://comments.paper.example/discussion/1/?comment=7#comment-7" tabindex="-1"><path d="M42 10.5l4 4 -4 4zH3V1" stroke="var(--parley-ground-soft, currentColor)" stroke-dasharray="2 4" fill="none"></path><title>“Quoted”</title></a></svg>',
    ],
    [
      "words and tables",
      '<h2 id="parley-pictures-head">Common ground</h2><figure class="parley-figure"><figcaption>Dots.</figcaption></figure><ul class="parley-quotes"><li><blockquote><p dir="auto">“Words”</p></blockquote><p class="parley-by"><bdi>Asha</bdi></p></li></ul><details class="parley-numbers"><summary>Tables</summary><div class="parley-scroll" role="region" tabindex="0" aria-label="Readers"><table><caption>Readers</caption><thead><tr><th scope="col">Place</th></tr></thead><tbody><tr><th scope="row">Left</th><td>4</td></tr></tbody></table></div></details>',
    ],
  ])("comes through as it is: %s", (_name, html) => {
    expect(inSection(html)).toBe(html);
  });

  test("stays a picture: what it holds is SVG, not HTML of the same names", () => {
    const circle = copyOf("<section><svg><circle r='1'></circle></svg></section>")?.querySelector(
      "circle",
    );
    expect(circle?.namespaceURI).toBe("http://www.w3.org/2000/svg");
  });
});

describe("a hostile picture loses", () => {
  test.each([
    ["scripts", "<script>alert(1)</script>"],
    ["scripts by address", '<script href="https://evil.example/x.js"></script>'],
    ["styles", "<style>@import url(https://evil.example/)</style>"],
    [
      "foreign objects",
      "<foreignObject><iframe src='javascript:alert(1)'></iframe></foreignObject>",
    ],
    ["uses", '<use href="https://evil.example/x.svg#a"></use>'],
    ["uses of data", '<use xlink:href="data:image/svg+xml,<svg id=a onload=alert(1)/>#a"></use>'],
    ["images", '<image href="https://evil.example/pixel"></image>'],
    ["images of filters", '<filter><feImage href="https://evil.example/"></feImage></filter>'],
    ["animations", '<animate attributeName="href" to="javascript:alert(1)"></animate>'],
    ["settings", '<set attributeName="href" to="javascript:alert(1)"></set>'],
    ["handlers", '<handler type="text/javascript">alert(1)</handler>'],
    ["patterns", '<pattern><rect width="9"></rect></pattern>'],
  ])("%s", (_name, markup) => {
    expect(inSvg(`<g></g>${markup}`)).toBe("<svg><g></g></svg>");
  });

  test.each([
    ["a title", "title"],
    ["a description", "desc"],
  ])("HTML in %s", (_name, tag) => {
    const markup = `<${tag}>a<img src=x onerror=alert(1)><p>b</p><script>alert(1)</script></${tag}>`;
    expect(inSvg(markup)).toBe(`<svg><${tag}>a</${tag}></svg>`);
  });

  test("HTML that leads to a picture in a picture's title", () => {
    expect(inSvg("<title><div><svg><script>alert(1)</script></svg></div></title>")).toBe(
      "<svg><title></title></svg>",
    );
  });

  test.each([
    "onload",
    "onclick",
    "onbegin",
    "onfocusin",
    "style",
    "filter",
    "clip-path",
    "mask",
    "marker-end",
    "cursor",
    "xlink:href",
    "xml:base",
    "target",
    "ping",
    "slot",
    "part",
  ])("the attribute %s", (name) => {
    expect(inSvg(`<circle r="1" ${name}="x"></circle>`)).toBe('<svg><circle r="1"></circle></svg>');
  });

  test.each([
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://a.example/1",
    "vbscript:x",
    "//evil.example",
    "/logout",
    "#a/javascript:alert(1)",
  ])("the address %j", (address) => {
    const link = document.createElementNS("http://www.w3.org/2000/svg", "a");
    link.setAttribute("href", address);
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.append(link);
    const section = document.createElement("section");
    section.append(svg);
    expect(copyPicture(section)?.querySelector("a")?.hasAttribute("href")).toBe(false);
  });

  test.each([
    ["fill", "url(https://evil.example/#a)"],
    ["fill", "var(--parley-x, url(https://evil.example/))"],
    ["stroke", "url('javascript:alert(1)')"],
    ["fill", "var(--page-secret)"],
    ["d", "M0 0 url(x)"],
    ["transform", "translate(url(x))"],
    ["font-family", "x;background:url(y)"],
    ["r", "expression(alert(1))"],
    ["class", "admin-panel"],
    ["id", "getElementById"],
    ["role", "button"],
    ["tabindex", "9"],
  ])("%s=%j", (name, value) => {
    expect(inSvg(`<path ${name}="${value}"></path>`)).toBe("<svg><path></path></svg>");
  });

  test.each([
    ["frames", "<iframe srcdoc='<script>alert(1)</script>'></iframe>"],
    ["forms", '<form action="https://evil.example"><input name="password"></form>'],
    ["images", '<img src="x" onerror="alert(1)">'],
    [
      "MathML",
      '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>',
    ],
    ["styles", "<style>*{display:none}</style>"],
    ["templates", "<template><script>alert(1)</script></template>"],
    ["custom elements", "<parley-comments></parley-comments>"],
    ["slots", "<slot></slot>"],
  ])("%s beside it", (_name, html) => {
    expect(inSection(`<p>a</p>${html}`)).toBe("<p>a</p>");
  });
});

test("A root that is not ours is no picture.", () => {
  expect(copyOf("<form></form>")).toBeNull();
});

import { describe, expect, test } from "vitest";
import { copySafely } from "../src/allow-list";
import { link } from "../src/dom";

/** A fragment as XMLHttpRequest would parse it: a document that runs nothing. */
function copyOf(html: string): HTMLElement | null {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const source = parsed.body.firstElementChild;
  return source && copySafely(source);
}

const inBody = (html: string) =>
  copyOf(`<div class="parley-body" dir="auto">${html}</div>`)?.innerHTML;

describe("a fragment of ours", () => {
  test("comes through as it is", () => {
    const html =
      '<article class="parley-comment" id="comment-7" data-id="7" data-parent="" data-depth="0" aria-labelledby="parley-by-7"><header class="parley-meta"><h3 class="parley-byline" id="parley-by-7"><bdi class="parley-author">Asha</bdi></h3><a class="parley-permalink" href="https://comments.paper.example/discussion/1/?comment=7#comment-7"><time datetime="2026-11-24T02:36:26Z">today</time></a></header><div class="parley-body" dir="auto"><p>One<br>two <strong>three</strong> <em>four</em></p><blockquote><p>five</p></blockquote><ol start="3"><li><code>six</code></li></ol></div></article>';
    expect(copyOf(html)?.outerHTML).toBe(html);
  });

  test("keeps its text as text, markup characters included", () => {
    expect(inBody("<p>1 &lt; 2 &amp; &lt;b&gt;</p>")).toBe("<p>1 &lt; 2 &amp; &lt;b&gt;</p>");
  });

  test("marks every link in a comment as the reader's", () => {
    expect(inBody('<a href="https://a.example/" rel="opener">x</a>')).toBe(
      '<a href="https://a.example/" rel="nofollow ugc noopener">x</a>',
    );
  });
});

describe("a hostile fragment loses", () => {
  test.each([
    ["scripts", "<script>alert(1)</script>"],
    ["styles", "<style>*{display:none}</style>"],
    ["images", '<img src="x" onerror="alert(1)">'],
    ["frames", '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
    ["SVG, links in it too", '<svg><a href="javascript:alert(1)"><text>x</text></a></svg>'],
    ["MathML", '<math><mtext><a href="https://a.example">x</a></mtext></math>'],
    ["templates", "<template><script>alert(1)</script></template>"],
    ["forms", '<form action="https://evil.example"><input name="password"></form>'],
    ["custom elements", "<parley-comments></parley-comments>"],
    ["comments", "<!-- <script> -->"],
    ["bases", '<base href="https://evil.example/">'],
    ["metas", '<meta http-equiv="refresh" content="0;url=https://evil.example">'],
  ])("%s", (_name, html) => {
    expect(inBody(`<p>a</p>${html}`)).toBe("<p>a</p>");
  });

  test.each([
    "onclick",
    "onpointerenter",
    "style",
    "srcdoc",
    "is",
    "slot",
    "popover",
    "contenteditable",
    "tabindex",
    "name",
    "target",
    "ping",
  ])("the attribute %s", (name) => {
    expect(inBody(`<p ${name}="x">a</p>`)).toBe("<p>a</p>");
  });

  test.each([
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "JAVASCRIPT:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "blob:https://a.example/1",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    "/logout",
    "",
  ])("the address %j", (address) => {
    const link = document.createElement("a");
    link.setAttribute("href", address);
    const body = document.createElement("div");
    body.className = "parley-body";
    body.append(link);
    expect(copySafely(body)?.querySelector("a")?.hasAttribute("href")).toBe(false);
  });

  test.each(["body", "getElementById", "parley-compose", "comment-1 x"])("the id %s", (id) => {
    expect(copyOf(`<article id="${id}"></article>`)?.id).toBe("");
  });

  test("classes that are not ours", () => {
    expect(copyOf('<p class="parley-empty admin-panel">x</p>')?.className).toBe("");
  });
});

test("A comment cannot pose as another part of the page.", () => {
  const posed =
    '<article class="parley-comment" id="comment-1"><h3 class="parley-byline">Editor</h3></article><p class="parley-badge" id="comment-2">Staff</p>';
  expect(inBody(posed)).toBe("<p>Staff</p>");
});

test("An address that the API names is held to the same.", () => {
  expect(link("javascript:alert(1)", "Guidelines").hasAttribute("href")).toBe(false);
});

test("A root that is not ours is no fragment.", () => {
  expect(copyOf("<form></form>")).toBeNull();
});

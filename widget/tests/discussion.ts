/** The server's own page of a discussion, with a real thread at work on it. */
import { afterEach, beforeEach, vi } from "vitest";
import { Fragments, type View } from "../src/fragment";
import { Thread } from "../src/thread";
import type { Me } from "../src/wire";

const base = "https://comments.paper.example";
export const page = "/discussion/1/";

export const stranger = {
  user: null,
  sign_on_wanted: true,
  csrf: "",
  sign_in_url: `${base}/accounts/login/`,
  register_url: `${base}/accounts/signup/`,
  guidelines_url: `${base}/guidelines/`,
  moderate_url: null,
  may_comment: false,
  max_length: 5000,
  votes: {},
  own: {},
  held: [],
  notices: 0,
  claimable: 0,
} satisfies Partial<Me>;
const user = { id: 1, name: "Asha", guidelines_accepted: true, suspended_until: null };
export const reader = { ...stranger, user, sign_on_wanted: false, may_comment: true };
export const suspended = { ...stranger, user };

const plainForm = (parent: string) =>
  `<div class="parley-plain"><form><input name="parent" value="${parent}"><textarea name="text"></textarea></form></div>`;

/** One comment as the server draws it; `more` is added to its meta line. */
export function drawComment(
  id: number,
  { parent = 0, depth = 0, by = "Meera", more = "", replies = 0 } = {},
) {
  return `<article class="parley-comment" id="comment-${id}" data-id="${id}" data-parent="${parent || ""}" data-depth="${depth}">
    <header class="parley-meta"><bdi class="parley-author">${by}</bdi>${more}</header>
    <div class="parley-body"><p>Text ${id}</p></div>
    <footer class="parley-actions" data-respect="0" data-disagree="0" data-replies="${replies}"></footer></article>`;
}

interface Drawn {
  comments: string;
  page?: number;
  pages?: number;
  sort?: string;
  state?: string;
  /** What else stands in the head, and in the section's own tag. */
  head?: string;
  more?: string;
}

/** A page of a thread as the server draws it. */
export function drawThread(thread: Drawn): string {
  const { comments, page = 1, pages = 1, sort = "newest", state = "open", head = "" } = thread;
  return `<section class="parley-thread" data-article="1" data-page="${page}" data-pages="${pages}"
    data-sort="${sort}" data-state="${state}" ${thread.more ?? ""}>
    <header class="parley-head"><h2 class="parley-title">9 comments</h2>${head}</header>
    <div class="parley-list">${comments}</div></section>`;
}

interface Opened {
  me?: object;
  state?: string;
  /** What the server says of the comment that the page was opened to answer. */
  reply?: string;
  /** The section, where it is to be another than that of one comment. */
  drawn?: string;
  /** What the server answers to a request for a page, and for a single comment. */
  answer?: (view: View) => string;
  single?: (id: number) => string;
  /** What was typed into the plain form before the widget came. */
  typed?: string;
}

/** Fragments that come from the test instead of a server. */
class Pretended extends Fragments {
  readonly #opened: Opened;

  constructor(opened: Opened) {
    const url = "https://paper.example/ferry";
    super({ base, url, articleId: null, sort: null, lang: "en" });
    this.#opened = opened;
  }

  override page = async (view: View) => parse(this.#opened.answer?.(view));
  override comment = async (id: number) => parse(this.#opened.single?.(id));
}

function parse(html: string | undefined): Document {
  if (html === undefined) throw new Error("Nobody expected this request.");
  return new DOMParser().parseFromString(html, "text/html");
}

/** The server's own page of a discussion, unless told otherwise with one comment, number 7, by Meera. */
export async function openPage(opened: Opened) {
  const { me = reader, state = "open", reply = "", typed = "" } = opened;
  vi.stubGlobal("fetch", async () => Response.json(me));
  const host = document.createElement("div");
  const section = opened.drawn ?? drawThread({ comments: drawComment(7), state });
  host.innerHTML = plainForm(reply) + section;
  const field = host.querySelector("textarea");
  if (field) field.value = typed;
  if (reply) host.dataset.reply = reply;
  document.body.append(host);
  const thread = new Thread(host, new Pretended(opened));
  await thread.open(null);
  return { host, thread };
}

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("EventSource", EventTarget);
  history.replaceState(null, "", page);
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

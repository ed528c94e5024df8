/** The server's own page of a discussion, with a real thread at work on it. */
import { afterEach, beforeEach, vi } from "vitest";
import { Fragments } from "../src/fragment";
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

interface Opened {
  me?: object;
  state?: string;
  /** What the server says of the comment that the page was opened to answer. */
  reply?: string;
  /** What was typed into the plain form before the widget came. */
  typed?: string;
}

/** The server's own page of a discussion with one comment, number 7, by Meera. */
export async function openPage({ me = reader, state = "open", reply = "", typed = "" }: Opened) {
  vi.stubGlobal("fetch", async () => Response.json(me));
  const host = document.createElement("div");
  host.innerHTML = `${plainForm(reply)}
    <section class="parley-thread" data-article="1" data-page="1" data-state="${state}">
    <header class="parley-head"></header><div class="parley-list">
    <article class="parley-comment" data-id="7" data-depth="0">
    <bdi class="parley-author">Meera</bdi><footer class="parley-actions"></footer></article>
    </div></section>`;
  const field = host.querySelector("textarea");
  if (field) field.value = typed;
  if (reply) host.dataset.reply = reply;
  document.body.append(host);
  const url = "https://paper.example/ferry";
  const place = { base, url, articleId: null, sort: null, lang: "en" };
  const thread = new Thread(host, new Fragments(place));
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

/** For looking only: a publisher's page under a strict CSP, and beside it a pretended Parley with the built widget. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { article, comments, drawn, pictures, thread } from "./fixture.mjs";

const [page, parley] = ["http://127.0.0.1:8101", "http://127.0.0.1:8102"];
const built = new URL("../../src/parley/static/parley/widget/", import.meta.url);
const csp = `default-src 'none'; script-src 'self' ${parley}; connect-src ${parley}; style-src 'self'; require-trusted-types-for 'script'; base-uri 'none'`;
const listeners = new Set();
const posted = new Map();

const styles = `html { color-scheme: light dark; background: light-dark(#fdfcf9, #161512); color: light-dark(#1e1c19, #e7e3da) }
body { margin: 0 auto; padding: 1.5rem 1rem 6rem; max-inline-size: 46rem; font: 1.0625rem/1.6 Georgia, "Noto Serif", serif }
h1 { font-size: 2rem; line-height: 1.15 } .stand { font-size: 1.2rem } .filler { block-size: var(--gap, 0) }`;

function publisherPage(query) {
  const theme = query.get("theme") ? ` theme="${query.get("theme")}"` : "";
  const gap = query.has("far") ? "<p>The article goes on.</p>".repeat(60) : "";
  return `<!doctype html><html lang="en" dir="${query.get("dir") ?? "ltr"}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>The ferry that never left</title><link rel="stylesheet" href="/page.css"><script src="${parley}/embed.js" async></script>
<main><h1>The ferry that never left</h1><p class="stand">Two boats were ordered for the island. Its people are still waiting for the first.</p>${gap}
<parley-comments url="${page}/ferry"${theme}><p>The discussion needs JavaScript here; <a href="${parley}/discussion/12/">read it on its own page</a>.</p></parley-comments></main>
<footer><p>© The Paper</p></footer></html>`;
}

function decision(text) {
  const reasons = [];
  for (const [word, better] of [
    ["u", "you"],
    ["ur", "your"],
    ["pls", "please"],
  ]) {
    for (const { index } of text.matchAll(new RegExp(`\\b${word}\\b`, "g"))) {
      const start = [...text.slice(0, index)].length;
      reasons.push({
        rule: "sentences",
        code: "text_speak",
        message: `Please write “${better}” for “${word}”.`,
        start,
        end: start + word.length,
        suggestion: better,
        severity: "revise",
      });
    }
  }
  if (!/[.!?]\s*$/.test(text))
    reasons.push({
      rule: "sentences",
      code: "no_end",
      message: "Please end the last sentence with a full stop.",
      start: null,
      end: null,
      suggestion: null,
      severity: "advise",
    });
  const revise = reasons.some(({ severity }) => severity === "revise");
  return {
    outcome: revise ? "revise" : "publish",
    reasons,
    suggested_text: revise
      ? text
          .replace(/\bu\b/g, "you")
          .replace(/\bur\b/g, "your")
          .replace(/\bpls\b/g, "please")
      : null,
  };
}

function publish(type, data) {
  for (const listener of listeners)
    listener.write(`id: ${Date.now()}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`);
}

function me(signedOut) {
  const user = { id: 7, name: "Maya Iyer", guidelines_accepted: true, suspended_until: null };
  const own = Object.fromEntries(
    [...posted.values()].map(({ id }) => [
      id,
      { edit_until: new Date(Date.now() + 3e5).toISOString() },
    ]),
  );
  return {
    user: signedOut ? null : user,
    csrf: "t",
    sign_in_url: `${parley}/accounts/login/?next=x`,
    register_url: `${parley}/accounts/signup/?next=x`,
    guidelines_url: `${parley}/guidelines/`,
    votes: { 1: 1 },
    drawn: signedOut ? [] : [drawn.id],
    own,
    held: [...posted.values()].filter(({ state }) => state === "held"),
    may_comment: !signedOut,
    notices: 2,
    claimable: 214,
    article: { id: 12, state: "open" },
  };
}

function post({ text, idempotency_key: key, parent_id: parent, send_to_moderator: ask }) {
  const judged = decision(text);
  if (judged.outcome === "revise" && !ask)
    return [422, { status: 422, code: "revise", detail: "Please change it.", decision: judged }];
  if (!posted.has(key))
    posted.set(key, {
      id: 100 + posted.size,
      parent: parent ?? null,
      parent_id: parent ?? null,
      depth: parent ? comments.find(({ id }) => id === parent).depth + 1 : 0,
      author: { name: "Maya Iyer" },
      text,
      html: `<p>${text.replace(/[&<]/g, "")}</p>`,
      state: ask ? "held" : "published",
    });
  const comment = posted.get(key);
  return [ask ? 202 : 201, { comment, decision: judged }];
}

function threadPage(query) {
  const extra = [...posted.values()]
    .filter(({ state, parent }) => state === "published" && !parent)
    .map((it) => ({ ...it, author: it.author.name ?? it.author }));
  const [sort, page] = [query.get("sort") ?? "ground", Number(query.get("page") ?? 1)];
  return thread(parley, { sort, page, extra });
}

function answer(path, query, body, method) {
  const one = /^comments\/(\d+)(\.html)?(?:\/(\w+))?$/.exec(path);
  if (path === "thread.html") return [200, threadPage(query)];
  if (path === "thread") return [200, { comments: [...posted.values()] }];
  if (path === "ground.html") return [200, pictures(parley)];
  if (path === "me") return [200, me(query.get("article") === "12" && process.env.SIGNED_OUT)];
  if (path === "check") return [200, decision(body.text)];
  if (path === "counts")
    return [200, { counts: Object.fromEntries(query.getAll("url").map((url) => [url, 512])) }];
  if (path === "comments") return post(body);
  if (one?.[2]) {
    const it = [drawn, ...posted.values()].find(({ id }) => id === Number(one[1]));
    return [
      200,
      `<!doctype html>${article(parley, { ...it, author: it.author.name ?? it.author })}`,
    ];
  }
  if (one?.[3] === "vote") return [200, { respect: 25, disagree: 3, value: body.value }];
  if (one?.[3] === "report") return [201, {}];
  if (one && method === "DELETE") return [204, null];
  if (path === "news") {
    // For trying live updates by hand: a comment by somebody else.
    posted.set(Math.random(), {
      id: 200 + posted.size,
      parent: null,
      parent_id: null,
      depth: 0,
      author: { name: "Jonas Weber" },
      text: "New.",
      html: "<p>The authority has just answered: the boat is to sail in May.</p>",
      state: "published",
    });
    const it = [...posted.values()].at(-1);
    publish("comment", it);
    return [200, {}];
  }
  return [404, { status: 404, code: "not_found", detail: "There is nothing here." }];
}

createServer((request, response) => {
  const url = new URL(request.url, page);
  if (url.pathname === "/page.css")
    return response.setHeader("Content-Type", "text/css").end(styles);
  response
    .setHeader("Content-Type", "text/html; charset=utf-8")
    .setHeader("Content-Security-Policy", csp);
  response.end(publisherPage(url.searchParams));
}).listen(8101, "127.0.0.1");

createServer(async (request, response) => {
  const url = new URL(request.url, parley);
  const path = url.pathname.replace("/api/v1/", "");
  response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "*");
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Allow-Headers", "content-type, x-csrftoken");
  response.setHeader("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
  if (request.method === "OPTIONS") return response.end();
  const file = /^\/(?:widget\/)?([\w-]+\.js)$/.exec(url.pathname)?.[1];
  if (file)
    return response
      .setHeader("Content-Type", "text/javascript")
      .end(readFileSync(new URL(file, built)));
  if (path === "events") {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).flushHeaders();
    listeners.add(response);
    return request.on("close", () => listeners.delete(response));
  }
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString();
  const [status, body] = answer(
    path,
    url.searchParams,
    text ? JSON.parse(text) : {},
    request.method,
  );
  const html = typeof body === "string";
  response.writeHead(status, {
    "Content-Type": html ? "text/html; charset=utf-8" : "application/json",
  });
  response.end(body === null ? undefined : html ? body : JSON.stringify(body));
}).listen(8102, "127.0.0.1");

console.log(page);

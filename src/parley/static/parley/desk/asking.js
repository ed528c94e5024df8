// Asks the server in the background; pages come as documents, in which no script runs.

import { phrase } from "./speaking.js";

const desk = document.querySelector("[data-desk]");
const AWAY = new Set([502, 503, 504]);

/** There was no answer: nobody knows whether it was done, and it can be sent again. */
export class NoAnswer extends Error {}

/** The server has said no, and why. */
export class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The answer to a JSON document. Raises NoAnswer or Refused. */
export async function send(address, body, options = {}) {
  let response = await post(address, JSON.stringify(body), "application/json", options);
  if (response.status === 403 && !isJson(response)) {
    // The page is older than the session, as after signing in again elsewhere.
    const now = await page(location.href);
    desk.dataset.token = now.querySelector("[data-desk]")?.dataset.token ?? "";
    response = await post(address, JSON.stringify(body), "application/json", options);
  }
  return read(response);
}

/** What came of a form; the server may also answer with a page, which is not looked at. */
export async function sendForm(form) {
  const response = await post(form.action, new URLSearchParams(new FormData(form)), null);
  return response.ok && !isJson(response) ? {} : read(response);
}

async function post(address, body, type, options = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": desk.dataset.token };
  if (type) headers["Content-Type"] = type;
  try {
    return await fetch(address, { method: "POST", headers, body, ...options });
  } catch {
    throw new NoAnswer();
  }
}

async function read(response) {
  if (AWAY.has(response.status)) throw new NoAnswer();
  const answer = isJson(response) ? await response.json().catch(() => null) : null;
  if (response.ok && answer) return answer;
  if (response.status === 401) throw new Refused(phrase("signedOut"), 401);
  throw new Refused(answer?.detail ?? phrase("fault"), response.status);
}

function isJson(response) {
  return (response.headers.get("Content-Type") ?? "").includes("json");
}

/** A page or a fragment of one. Raises NoAnswer or Refused. */
export function page(address, fields = null) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(fields ? "POST" : "GET", address);
    request.responseType = "document";
    request.setRequestHeader("Parley-Fragment", "1");
    if (fields) request.setRequestHeader("X-CSRFToken", desk.dataset.token);
    request.onerror = () => reject(new NoAnswer());
    request.onload = () => {
      if (request.status === 200 && request.response) resolve(request.response);
      else reject(new Refused(phrase("fault"), request.status));
    };
    request.send(fields && new URLSearchParams(fields));
  });
}

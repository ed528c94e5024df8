/** Publisher sign-on: the newspaper's own page knows its reader and gives a token for them. */
import type { Refusal } from "./api";
import { tell } from "./dom";
import type { Thread } from "./thread";
import type { Me } from "./wire";

/** Milliseconds: the reader waits for the controls meanwhile, though not for the comments. */
const PATIENCE = 5000;

/** Signs the reader on if it can, and says so in the thread; `query` is what it asks `me` with.
    Nothing of it is kept here: the session is a cookie's. */
export async function signOn(thread: Thread, query: URLSearchParams): Promise<void> {
  const { host, api, me } = thread;
  // For the page, after its reader has signed in or out there without a new page.
  Object.assign(host, { signOn: () => thread.greet() });
  if (!me?.sign_on_wanted) return;
  const given = host.getAttribute("sso-token");
  // It serves once; what stays in the page could only be read by others.
  host.removeAttribute("sso-token");
  const done = (given && (await exchange(thread, given))) || (await askAndExchange(thread));
  if (done) thread.me = await api.get<Me>(`me?${query}`);
}

async function askAndExchange(thread: Thread): Promise<boolean> {
  const address = thread.host.getAttribute("sign-on-url");
  const token = address && (await ask(new URL(address, document.baseURI)));
  return Boolean(token) && exchange(thread, String(token));
}

/** The newspaper's answer to its own reader; "" for somebody whom it does not know either. */
async function ask(address: URL): Promise<string> {
  // Another origin has no business to say who reads this page.
  if (address.origin !== location.origin) return "";
  try {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(address, { cache: "no-store", redirect: "error", signal });
    return answer.status === 200 ? String((await answer.json()).token ?? "") : "";
  } catch {
    // Down, slow, or no JSON: its reader can still sign in.
    return "";
  }
}

async function exchange({ api, host }: Thread, token: string): Promise<boolean> {
  let code = "";
  try {
    await api.send("POST", "session/sso", { token });
  } catch (error) {
    code = (error as Partial<Refusal>).problem?.code || "unreachable";
  }
  tell(host, "parley-sign-on", { code });
  return !code;
}

import { expect, test, vi } from "vitest";
import { signOn } from "../src/sign-on";
import type { Thread } from "../src/thread";
import { openPage, reader, stranger } from "./discussion";

const refusal = (code: string) =>
  new Response(JSON.stringify({ code, detail: "No." }), {
    status: 403,
    headers: { "Content-Type": "application/problem+json" },
  });

/** A page of the newspaper with these attributes; `answers` by the beginning of a path. */
async function opened(attributes: Record<string, string>, answers: Record<string, () => Response>) {
  const { host, thread } = await openPage({ me: stranger });
  for (const [name, value] of Object.entries(attributes)) host.setAttribute(name, value);
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (address: string | URL, init?: RequestInit) => {
    const { pathname } = new URL(address, location.href);
    asked.push({ path: pathname, body: init?.body ?? null });
    const all = { "/api/v1/me": () => Response.json(reader), ...answers };
    const answer = Object.entries(all).find(([path]) => pathname.startsWith(path))?.[1];
    if (!answer) throw new TypeError("down");
    return answer();
  });
  const codes: string[] = [];
  host.addEventListener("parley-sign-on", (event) =>
    codes.push((event as CustomEvent<{ code: string }>).detail.code),
  );
  return { host, thread, asked, codes };
}

const token = () => Response.json({ token: "a.b.c" });
/** Whether the reader was signed on, and the thread knows. */
async function signedOn(thread: Thread): Promise<boolean> {
  await signOn(thread, new URLSearchParams({ article: "1" }));
  return Boolean(thread.me?.user);
}

const taken = () => Response.json({ user: reader.user, csrf: "x" });

test("A reader whom the newspaper knows is signed on.", async () => {
  const { thread, asked, codes } = await opened(
    { "sign-on-url": "/parley-token" },
    { "/parley-token": token, "/api/v1/session/sso": taken },
  );
  expect(await signedOn(thread)).toBe(true);
  expect(asked.map(({ path }) => path)).toEqual([
    "/parley-token",
    "/api/v1/session/sso",
    "/api/v1/me",
  ]);
  expect(asked[1]?.body).toBe('{"token":"a.b.c"}');
  expect(codes).toEqual([""]);
});

test("Greeting asks for it, and shows who one is now.", async () => {
  const me = vi.fn(() => Response.json(me.mock.calls.length > 1 ? reader : stranger));
  const { thread } = await opened(
    { "sign-on-url": "/parley-token" },
    { "/parley-token": token, "/api/v1/session/sso": taken, "/api/v1/me": me },
  );
  await thread.greet();
  expect(thread.me?.user?.name).toBe("Asha");
});

test("Somebody signed in here is asked nothing.", async () => {
  const { thread, asked } = await opened(
    { "sign-on-url": "/parley-token" },
    { "/api/v1/me": () => Response.json(reader) },
  );
  await thread.greet();
  expect(asked.map(({ path }) => path)).toEqual(["/api/v1/me"]);
});

test("The page may ask anew, when its reader has signed in without a new page.", async () => {
  let known = false;
  let here: object = stranger;
  const { host, thread } = await opened(
    { "sign-on-url": "/parley-token" },
    {
      "/parley-token": () => (known ? token() : new Response(null, { status: 204 })),
      "/api/v1/session/sso": () => {
        here = reader;
        return taken();
      },
      "/api/v1/me": () => Response.json(here),
    },
  );
  expect(await signedOn(thread)).toBe(false);
  known = true;
  await (host as unknown as { signOn: () => Promise<void> }).signOn();
  expect(thread.me?.user?.name).toBe("Asha");
});

test("A token in the element serves once, and does not stay there.", async () => {
  const { host, thread, asked } = await opened(
    { "sso-token": "d.e.f" },
    { "/api/v1/session/sso": taken },
  );
  expect(await signedOn(thread)).toBe(true);
  expect(asked[0]?.body).toBe('{"token":"d.e.f"}');
  expect(host.hasAttribute("sso-token")).toBe(false);
});

test("Where it is refused, the newspaper is asked for another one.", async () => {
  let given = 0;
  const { thread, codes } = await opened(
    { "sso-token": "d.e.f", "sign-on-url": "/parley-token" },
    {
      "/parley-token": token,
      "/api/v1/session/sso": () => (given++ ? taken() : refusal("sso_expired")),
    },
  );
  expect(await signedOn(thread)).toBe(true);
  expect(codes).toEqual(["sso_expired", ""]);
});

test.each<[string, () => Response]>([
  ["204", () => new Response(null, { status: 204 })],
  ["401", () => new Response("{}", { status: 401 })],
  ["a page", () => new Response("<!doctype html>")],
  ["no token", () => Response.json({})],
  ["null", () => Response.json(null)],
])("The newspaper's answer %s leaves one a stranger, and nothing breaks.", async (_, answer) => {
  const { thread, asked } = await opened(
    { "sign-on-url": "/parley-token" },
    { "/parley-token": answer },
  );
  expect(await signedOn(thread)).toBe(false);
  expect(asked).toHaveLength(1);
});

test.each(["https://evil.example/token", "//evil.example/token"])(
  "Another origin is not asked: %s.",
  async (address) => {
    const { thread, asked } = await opened({ "sign-on-url": address }, { "/token": token });
    expect(await signedOn(thread)).toBe(false);
    expect(asked).toEqual([]);
  },
);

test("Nothing is kept in the browser's storage.", async () => {
  const { thread } = await opened({ "sso-token": "d.e.f" }, { "/api/v1/session/sso": taken });
  await signedOn(thread);
  expect(localStorage.length + sessionStorage.length).toBe(0);
  expect(document.cookie).toBe("");
});

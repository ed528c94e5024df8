/** Talks JSON with Parley; a refusal and a lost connection are different errors. */
import type { Problem } from "./wire";

/** The server answered, and said no. */
export class Refusal extends Error {
  readonly problem: Problem;
  /** Seconds to wait before another try; null where the server named none. */
  readonly retryAfter: number | null;

  constructor(problem: Problem, retryAfter: number | null) {
    super(problem.detail);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** No answer came: it is not known whether the request arrived. */
export class Unreachable extends Error {}

export class Api {
  csrf = "";
  readonly base: string;

  constructor(base: string) {
    this.base = `${base}/api/v1/`;
  }

  get<T>(path: string): Promise<T> {
    return this.#ask<T>(path, {});
  }

  send<T>(method: string, path: string, body?: object, signal?: AbortSignal): Promise<T> {
    const headers: Record<string, string> = { "X-CSRFToken": this.csrf };
    if (body) headers["Content-Type"] = "application/json";
    return this.#ask<T>(path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : null,
      signal: signal ?? null,
    });
  }

  async #ask<T>(path: string, init: RequestInit): Promise<T> {
    const [response, text] = await this.#reach(path, init);
    if (response.ok) return (text ? JSON.parse(text) : undefined) as T;
    const problem = { status: response.status, code: "", detail: "", ...problemIn(response, text) };
    throw new Refusal(problem, Number(response.headers.get("Retry-After")) || null);
  }

  /** The whole answer: one cut off on its way counts as none. */
  async #reach(path: string, init: RequestInit): Promise<[Response, string]> {
    try {
      const response = await fetch(this.base + path, { credentials: "include", ...init });
      return [response, await response.text()];
    } catch (error) {
      // fetch() reports a lost connection as a TypeError; an abort is the caller's own.
      if (error instanceof TypeError) throw new Unreachable(error.message);
      throw error;
    }
  }
}

/** A proxy's error page is no problem document, and has no sentence for a reader. */
function problemIn(response: Response, text: string): Partial<Problem> {
  const isJson = response.headers.get("Content-Type")?.includes("json");
  return isJson ? JSON.parse(text) : {};
}

/** Turns an error into the sentence a reader sees. */
import type { ActingSay } from "./acting-strings";
import { Refusal } from "./api";

export function explain(error: unknown, say: ActingSay): string {
  if (!(error instanceof Refusal)) return say("failed");
  const { status, detail } = error.problem;
  if (status === 401) return say("signInFirst");
  if (status === 429 && error.retryAfter) {
    const time = new Date(Date.now() + error.retryAfter * 1000);
    return say("later", { time: time.toLocaleTimeString([], { timeStyle: "short" }) });
  }
  return detail || say("failed");
}

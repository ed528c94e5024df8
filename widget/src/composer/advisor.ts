/** Asks the house policy what it thinks of a text, once its author pauses. */
import { Refusal, Unreachable } from "../api";
import type { Decision } from "../wire";

/** After the last key, in milliseconds. */
const pause = 400;

export type Check = (text: string, signal: AbortSignal) => Promise<Decision>;

export class Advisor {
  readonly #check: Check;
  readonly #onadvice: (text: string, decision: Decision) => void;
  #timer = 0;
  #request = new AbortController();

  constructor(check: Check, onadvice: (text: string, decision: Decision) => void) {
    this.#check = check;
    this.#onadvice = onadvice;
  }

  /** Forgets an earlier question, also one already on its way. */
  stop(): void {
    window.clearTimeout(this.#timer);
    this.#request.abort();
  }

  consider(text: string): void {
    this.stop();
    if (text.trim()) this.#timer = window.setTimeout(() => this.#ask(text), pause);
  }

  async #ask(text: string): Promise<void> {
    const request = new AbortController();
    this.#request = request;
    try {
      const decision = await this.#check(text, request.signal);
      if (!request.signal.aborted) this.#onadvice(text, decision);
    } catch (error) {
      // Advice is a courtesy: without it the comment is still judged when it is posted.
      const expected =
        request.signal.aborted || error instanceof Refusal || error instanceof Unreachable;
      if (!expected) throw error;
    }
  }
}

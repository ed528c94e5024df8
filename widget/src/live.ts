/** Hears of changes while the page is in view; EventSource itself sees to reconnecting. */

/** What may be heard, as the server sends it; `reset` means that something may have been missed. */
export interface Heard {
  comment: { id: number; parent_id: number | null };
  update: { id: number };
  remove: { id: number };
  counts: { id: number; respect: number; disagree: number } | { comment_count: number };
  reset: object;
}

export type Hear = <K extends keyof Heard>(type: K, data: Heard[K]) => void;

/** A page nobody looks at for this long gives its connection back, in milliseconds. */
const patience = 60_000;

export class Live {
  /** Names the newest change heard of. */
  rev = "";
  readonly #address: string;
  readonly #hear: Hear;
  #source: EventSource | undefined;
  #timer = 0;

  constructor(address: string, hear: Hear) {
    this.#address = address;
    this.#hear = hear;
    document.addEventListener("visibilitychange", this.#onVisibility);
    this.#connect();
  }

  close(): void {
    document.removeEventListener("visibilitychange", this.#onVisibility);
    this.#disconnect();
  }

  #onVisibility = () => {
    window.clearTimeout(this.#timer);
    if (document.hidden) {
      this.#timer = window.setTimeout(() => this.#disconnect(), patience);
    } else if (!this.#source) {
      this.#connect();
      if (!this.rev) this.#hear("reset", {});
    }
  };

  #disconnect(): void {
    window.clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }

  #connect(): void {
    const source = new EventSource(this.#address + (this.rev && `&last_event_id=${this.rev}`));
    for (const type of ["comment", "update", "remove", "counts", "reset"] as const) {
      source.addEventListener(type, (event: MessageEvent<string>) => {
        this.rev = event.lastEventId || this.rev;
        this.#hear(type, JSON.parse(event.data));
      });
    }
    this.#source = source;
  }
}

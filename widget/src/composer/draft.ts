/** What a reader has written and not yet posted, kept on the publisher's own origin until it is. */

interface Kept {
  text: string;
  /** Sent with every try to post this draft, so that two tries post once. */
  key: string;
}

const prefix = "parley draft ";

export class Draft {
  readonly #name: string;
  #kept: Kept;

  constructor(name: string, original = "") {
    this.#name = prefix + name;
    this.#kept = read(this.#name) ?? { text: original, key: newKey() };
  }

  get text(): string {
    return this.#kept.text;
  }

  get key(): string {
    return this.#kept.key;
  }

  save(text: string): void {
    this.#kept = { ...this.#kept, text };
    if (text.trim()) write(this.#name, JSON.stringify(this.#kept));
    else write(this.#name, null);
  }

  /** Once it is posted the next words are another comment. */
  forget(): void {
    write(this.#name, null);
    this.#kept = { text: "", key: newKey() };
  }
}

/** crypto.randomUUID() is missing on pages served without TLS, as a newsroom's intranet may be. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function isKept(value: unknown): value is Kept {
  const { text, key } = (value ?? {}) as Partial<Kept>;
  return typeof text === "string" && typeof key === "string";
}

function read(name: string): Kept | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
    return isKept(value) ? value : null;
  } catch (error) {
    // Storage may be forbidden, and what is in it may be another program's.
    if (error instanceof DOMException || error instanceof SyntaxError) return null;
    throw error;
  }
}

function write(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch (error) {
    // Forbidden or full: the draft then lasts as long as the page.
    if (!(error instanceof DOMException)) throw error;
  }
}

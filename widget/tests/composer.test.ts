import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refusal, Unreachable } from "../src/api";
import { Composer, type Task } from "../src/composer/composer";
import type { Decision, Posted } from "../src/wire";

const published: Posted = {
  comment: { id: 1, parent_id: null, author: { name: "Asha" }, text: "" },
  decision: { outcome: "publish", reasons: [], suggested_text: null },
};

const revise: Decision = {
  outcome: "revise",
  suggested_text: "Do you see?",
  reasons: [
    {
      rule: "sentences",
      code: "text_speak",
      message: "Please write “you” for “u”.",
      severity: "revise",
      start: 3,
      end: 4,
      suggestion: "you",
    },
  ],
};

/** Advice of three kinds: a word to replace, words to rewrite, and a mark that is missing. */
const several: Decision = {
  outcome: "revise",
  suggested_text: "You are a fool.",
  reasons: [
    { ...found("text_speak", 0, 1), suggestion: "You" },
    found("insult", 8, 12),
    { ...found("no_end_mark", 12, 12), suggestion: "." },
  ],
};

function found(code: string, start: number, end: number): Decision["reasons"][number] {
  const rule = code === "insult" ? "abuse" : "sentences";
  return {
    rule,
    code,
    message: `About ${code}.`,
    severity: "revise",
    start,
    end,
    suggestion: null,
  };
}

/** A server that notes what it is sent and answers as told, once for each answer. */
function server(...answers: (Posted | Error)[]) {
  const sent: { text: string; key: string; toModerator: boolean }[] = [];
  const send: Task["send"] = async (text, key, toModerator) => {
    sent.push({ text, key, toModerator });
    const answer = answers.shift() ?? published;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { sent, send };
}

function open(task: Partial<Task>): { composer: Composer; field: HTMLTextAreaElement } {
  const composer = new Composer({
    lang: "en",
    to: "",
    editing: false,
    original: "",
    draft: "article",
    signInLink: "https://comments.paper.example/accounts/login/",
    signedIn: true,
    guidelines: "https://comments.paper.example/guidelines/",
    premoderated: false,
    maxLength: 5000,
    check: async () => published.decision,
    send: server().send,
    ...task,
  });
  document.body.append(composer);
  const field = composer.shadowRoot?.querySelector("textarea") as HTMLTextAreaElement;
  return { composer, field };
}

function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input"));
}

function press(composer: Composer, label: string): void {
  const buttons = [...(composer.shadowRoot?.querySelectorAll("button") ?? [])];
  buttons.find(({ textContent }) => textContent === label)?.click();
}

const shown = (composer: Composer) => composer.shadowRoot?.textContent ?? "";
const refused = () =>
  new Refusal({ status: 422, code: "revise", detail: "", decision: revise }, null);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe("advice", () => {
  test("is asked for once, when the writer pauses, and about the last text", async () => {
    const check = vi.fn(async () => revise);
    const { field } = open({ check });
    type(field, "Do");
    await vi.advanceTimersByTimeAsync(300);
    type(field, "Do u see?");
    await vi.advanceTimersByTimeAsync(400);
    expect(check.mock.calls.map(([text]: unknown[]) => text)).toEqual(["Do u see?"]);
  });

  test("names the rule, marks the word and takes its suggestion", async () => {
    const { composer, field } = open({ check: async () => revise });
    type(field, "Do u see?");
    await vi.advanceTimersByTimeAsync(400);
    expect(shown(composer)).toContain("Full sentences Please write “you” for “u”.");
    expect(composer.shadowRoot?.querySelector("mark")?.textContent).toBe("u");
    press(composer, "Use “you”");
    expect(field.value).toBe("Do you see?");
  });

  test("leads to the rule in the guidelines", async () => {
    const { composer, field } = open({ check: async () => revise });
    type(field, "Do u see?");
    await vi.advanceTimersByTimeAsync(400);
    const why = composer.shadowRoot?.querySelector<HTMLAnchorElement>(".advice a");
    expect(why?.textContent).toBe("Why?");
    expect(why?.href).toBe("https://comments.paper.example/guidelines/#rule-sentences");
    expect(why?.target).toBe("_blank");
  });

  test("is taken with one key", async () => {
    const { field } = open({ check: async () => revise });
    type(field, "Do u see?");
    await vi.advanceTimersByTimeAsync(400);
    field.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", altKey: true, bubbles: true }),
    );
    expect(field.value).toBe("Do you see?");
  });

  test("adds a mark that is missing, and says where", async () => {
    const { composer, field } = open({ check: async () => several });
    type(field, "u are a fool");
    await vi.advanceTimersByTimeAsync(400);
    expect(composer.shadowRoot?.querySelectorAll("mark.gap")).toHaveLength(1);
    press(composer, "Add “.”");
    expect(field.value).toBe("u are a fool.");
    expect(shown(composer)).not.toContain("no_end_mark");
  });

  test("forgets a missing mark as soon as one types in its place", async () => {
    const { composer, field } = open({ check: async () => several });
    type(field, "u are a fool");
    await vi.advanceTimersByTimeAsync(400);
    type(field, "u are a fool!");
    expect(shown(composer)).not.toContain("no_end_mark");
  });

  test("leads to words for which nothing can be suggested", async () => {
    const { composer, field } = open({ check: async () => several });
    type(field, "u are a fool");
    await vi.advanceTimersByTimeAsync(400);
    press(composer, "Change “fool”");
    expect(composer.shadowRoot?.activeElement).toBe(field);
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe("fool");
  });

  test("does not offer what was suggested for an earlier text", async () => {
    const { composer, field } = open({ check: async () => several });
    type(field, "u are a fool");
    await vi.advanceTimersByTimeAsync(400);
    expect(shown(composer)).toContain("Use the suggested text");
    type(field, "u are a fool and");
    expect(shown(composer)).not.toContain("Use the suggested text");
    await vi.advanceTimersByTimeAsync(400);
    expect(shown(composer)).toContain("Use the suggested text");
  });

  test("says when nothing is left to change, but praises no first try", async () => {
    const answers = [published.decision, several, published.decision];
    const { composer, field } = open({ check: async () => answers.shift() as Decision });
    const said: boolean[] = [];
    for (const text of ["You are right.", "u are a fool", "You are wrong."]) {
      type(field, text);
      await vi.advanceTimersByTimeAsync(400);
      said.push(shown(composer).includes("It can be posted like this."));
    }
    expect(said).toEqual([false, false, true]);
  });

  test("says beforehand that a moderator would read it", async () => {
    const { composer, field } = open({ check: async () => ({ ...several, outcome: "hold" }) });
    type(field, "u are a fool");
    await vi.advanceTimersByTimeAsync(400);
    expect(shown(composer)).toContain("As it is, a moderator reads it before it appears.");
  });

  test("that comes while one is on a button of the last leaves one there", async () => {
    const { composer, field } = open({ check: async () => several });
    type(field, "u are a fool");
    await vi.advanceTimersByTimeAsync(400);
    type(field, "u are a fool ");
    const words = () =>
      [...(composer.shadowRoot?.querySelectorAll<HTMLElement>(".advice button") ?? [])].find(
        ({ textContent }) => textContent === "Change “fool”",
      );
    words()?.focus();
    await vi.advanceTimersByTimeAsync(400);
    expect(composer.shadowRoot?.activeElement).toBe(words());
  });

  test("that fails to come does not stand in the way", async () => {
    const { composer, field } = open({ check: () => Promise.reject(new Unreachable()) });
    type(field, "Fine.");
    await vi.advanceTimersByTimeAsync(400);
    expect(shown(composer)).not.toContain("Not sent");
  });
});

describe("posting", () => {
  test("hands over what was posted and forgets the draft", async () => {
    const { composer, field } = open({ draft: "here" });
    const whenSent = vi.fn();
    composer.whenSent = whenSent;
    type(field, "A whole sentence.");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    expect(whenSent).toHaveBeenCalledExactlyOnceWith(published);
    expect(localStorage.length).toBe(0);
  });

  test("lets nothing be typed that would be in neither comment nor draft", async () => {
    let answer = (_: Posted) => {};
    const send = () => new Promise<Posted>((resolve) => (answer = resolve));
    const { composer, field } = open({ send });
    type(field, "Well said.");
    press(composer, "Post comment");
    expect(field.readOnly).toBe(true);
    answer(published);
    await vi.advanceTimersByTimeAsync(0);
    expect(field.readOnly).toBe(false);
  });

  test("that is refused leaves one on the button", async () => {
    const { composer, field } = open({ send: server(refused()).send });
    type(field, "Do u see?");
    const post = composer.shadowRoot?.querySelector<HTMLElement>(".main");
    post?.focus();
    post?.click();
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(composer)).toContain("Please change this before it is posted");
    expect(composer.shadowRoot?.activeElement).toBe(post);
  });

  test("twice in a row sends once", async () => {
    const { sent, send } = server();
    const { composer, field } = open({ send });
    type(field, "A whole sentence.");
    press(composer, "Post comment");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.length).toBe(1);
  });

  test("of what must be revised can go to a moderator instead", async () => {
    const { sent, send } = server(refused(), published);
    const { composer, field } = open({ send });
    type(field, "Do u see?");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(composer)).toContain("Please change this before it is posted");
    press(composer, "Send to a moderator instead");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.map(({ toModerator }) => toModerator)).toEqual([false, true]);
  });

  test("without a session points to signing in, and keeps the text", async () => {
    const problem = { status: 401, code: "sign_in_needed", detail: "" };
    const { composer, field } = open({ send: server(new Refusal(problem, null)).send });
    type(field, "A whole sentence.");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    expect(composer.shadowRoot?.querySelector(".status a")?.textContent).toBe("Sign in to post");
    expect(field.value).toBe("A whole sentence.");
  });
});

describe("a lost connection", () => {
  test("loses nothing: trying again sends the same text under the same key", async () => {
    const { sent, send } = server(new Unreachable());
    const { composer, field } = open({ send });
    type(field, "A whole sentence.");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    press(composer, "Try again");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.length).toBe(2);
    expect(sent[0]).toEqual(sent[1]);
  });

  test("is mended by itself when one is online again", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const { sent, send } = server(new Unreachable());
    const { composer, field } = open({ send });
    type(field, "A whole sentence.");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(composer)).toContain("you are offline");
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.length).toBe(2);
  });

  test("does not send by itself what has been changed since", async () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const { sent, send } = server(new Unreachable());
    const { composer, field } = open({ send });
    type(field, "A whole sentence.");
    press(composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    type(field, "A whole sentence, and half");
    window.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.length).toBe(1);
  });

  test("outlasts a reload: the draft posts under the key it had", async () => {
    const { sent, send } = server(new Unreachable());
    const before = open({ send, draft: "same" });
    type(before.field, "A whole sentence.");
    press(before.composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    before.composer.remove();
    const after = open({ send, draft: "same" });
    press(after.composer, "Post comment");
    await vi.advanceTimersByTimeAsync(0);
    expect(sent[0]).toEqual(sent[1]);
  });
});

describe("the counter", () => {
  const counter = (composer: Composer) =>
    composer.shadowRoot?.querySelector(".counter")?.textContent;

  test.each([
    [200, "", "200 characters left"],
    [5000, "A whole sentence.", ""],
    [5000, "a".repeat(4701), "299 characters left"],
    [12, "A whole sentence.", "5 characters too long"],
    [10, "Família 👨‍👩‍👧‍👦", "1 character left"],
  ])("of a site that allows %i says of %j: %j", (maxLength, text, said) => {
    const { composer, field } = open({ maxLength });
    type(field, text);
    expect(counter(composer)).toBe(said);
  });

  test("says nothing where the limit is not known", () => {
    const { composer, field } = open({ maxLength: Number.POSITIVE_INFINITY });
    type(field, "a".repeat(20_000));
    expect(counter(composer)).toBe("");
  });
});

test("Escape closes and keeps the draft.", () => {
  const { composer, field } = open({ draft: "here" });
  const whenClosed = vi.fn();
  composer.whenClosed = whenClosed;
  type(field, "Not done");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  expect(whenClosed).toHaveBeenCalledOnce();
  expect(open({ draft: "here" }).field.value).toBe("Not done");
});

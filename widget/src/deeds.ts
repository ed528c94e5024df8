/** What each control of a comment does. */
import { type ActingSay, actingSpeaker } from "./acting-strings";
import { Refusal } from "./api";
import { idOf } from "./comments";
import { answers, type Controls, type Deed } from "./controls";
import { button, link } from "./dom";
import { explain } from "./explain";
import { makeStub, updateVotes } from "./merge";
import type { Thread } from "./thread";
import type { Vote, VoteResult } from "./wire";

type Act = (thread: Thread, comment: HTMLElement, controls: Controls) => Promise<void>;

/** Says beside the controls what went wrong; where signing in would mend it, offers that. */
async function attempt(
  thread: Thread,
  comment: HTMLElement,
  controls: Controls,
  work: () => Promise<void>,
): Promise<void> {
  controls.note();
  try {
    await work();
  } catch (error) {
    const mayHelp = error instanceof Refusal && error.problem.status === 401 && thread.me;
    const address = mayHelp && thread.returning(mayHelp.sign_in_url, `#${comment.id}`);
    const signIn = address ? [" ", link(address, thread.say("signIn"))] : [];
    controls.note(explain(error, actingSpeaker(thread.place.lang)), ...signIn);
  }
}

/** A second press takes the vote back. */
function vote(value: Vote): Act {
  return (thread, comment, controls) =>
    attempt(thread, comment, controls, async () => {
      const { me } = thread;
      const id = idOf(comment);
      if (!me) return;
      const wanted = me.votes[id] === value ? 0 : value;
      const result = await thread.api.send<VoteResult>("POST", `comments/${id}/vote`, {
        value: wanted,
      });
      me.votes[id] = result.value;
      updateVotes(thread, comment, result);
    });
}

const copyLink: Act = (thread, comment, controls) =>
  attempt(thread, comment, controls, async () => {
    const { base, url } = thread.place;
    const permalink = comment.querySelector<HTMLAnchorElement>(".parley-permalink")?.href;
    const standsAlone = location.href.startsWith(`${base}/discussion/`);
    const address = `${url.split("#", 1)[0]}#comment-${idOf(comment)}`;
    await navigator.clipboard.writeText((standsAlone && permalink) || address);
    controls.note(actingSpeaker(thread.place.lang)("copied"));
  });

const report: Act = (thread, comment, controls) =>
  attempt(thread, comment, controls, async () => {
    const { Report } = await import("./report");
    const form = new Report(thread.place.lang);
    thread.section.append(form);
    const complaint = await form.ask();
    form.remove();
    controls.focusOn("report");
    if (!complaint) return;
    await thread.api.send("POST", `comments/${idOf(comment)}/report`, complaint);
    controls.note(actingSpeaker(thread.place.lang)("reported"));
  });

/** Asks before deleting; true when the reader means it. */
function isSure(controls: Controls, say: ActingSay): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (sure: boolean) => () => {
      controls.note();
      controls.focusOn("delete");
      resolve(sure);
    };
    const keep = button(say("keep"), answer(false), "plain");
    const sure = button(controls.say("delete"), answer(true), "plain danger");
    controls.note(`${say("sure")} `, sure, " ", keep);
    keep.focus();
  });
}

const remove: Act = async (thread, comment, controls) => {
  const say = actingSpeaker(thread.place.lang);
  if (!(await isSure(controls, say))) return;
  await attempt(thread, comment, controls, async () => {
    await thread.api.send("DELETE", `comments/${idOf(comment)}`);
    makeStub(comment, say("deleted"));
    comment.tabIndex = -1;
    comment.focus();
  });
};

export const deeds: Record<Deed, Act> = {
  respect: vote(answers.respect),
  disagree: vote(answers.disagree),
  pass: vote(answers.pass),
  reply: (thread, comment) => thread.write({ under: idOf(comment) }),
  edit: (thread, comment) => thread.write({ editing: idOf(comment) }),
  link: copyLink,
  report,
  delete: remove,
};

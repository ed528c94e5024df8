"""What each figure says, in one sentence."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parley.actions.figures.decisions import Decisions, Reversed
from parley.actions.figures.outcomes import Fate, Outcomes
from parley.actions.figures.people import Authors
from parley.actions.figures.queue import Queue
from parley.actions.figures.rules import RuleOverTime
from parley.actions.figures.words import duration, number, percent, rule_name

# From fewer decisions, a share of false alarms says little.
_ENOUGH = 10


def of_outcomes(found: Outcomes) -> str:
    if not found.posted:
        return _("Nobody has commented in these days.")
    fates = found.fates
    public = fates[Fate.AT_ONCE] + fates[Fate.AFTER_A_LOOK]
    refused = fates[Fate.REMOVED] + fates[Fate.REJECTED] + fates[Fate.BY_MACHINE]
    return ngettext(
        "Of %(posted)s comment, %(public)s is public now and %(refused)s was refused.",
        "Of %(posted)s comments, %(public)s are public now and %(refused)s were refused.",
        found.posted,
    ) % {
        "posted": number(found.posted),
        "public": percent(public / found.posted),
        "refused": percent(refused / found.posted),
    }


def of_machine(found: Outcomes) -> str:
    if not found.decided:
        return _("Nothing has been decided about comments of these days.")
    return _("The machine alone decided %(share)s of the comments; people decided the rest.") % {
        "share": percent(found.alone / found.decided)
    }


def of_waits(found: Decisions) -> str:
    if found.wait.median is None:
        return _("No moderator has decided about a waiting comment in these days.")
    return _("Half of the decisions came within %(median)s, nine in ten within %(most)s.") % {
        "median": duration(found.wait.median),
        "most": duration(found.wait.most),
    }


def of_queue(found: Queue) -> str:
    if found.oldest is None:
        return _("Nothing is waiting.")
    return ngettext(
        "%(count)s comment is waiting, for %(oldest)s.",
        "%(count)s comments are waiting, the oldest for %(oldest)s.",
        found.waiting,
    ) % {"count": number(found.waiting), "oldest": duration(found.oldest.total_seconds())}


def of_rules(found: tuple[RuleOverTime, ...]) -> str:
    if not found:
        return _("The machine has stopped nothing in these days.")
    return _("What it stopped most often was for “%(rule)s”: %(count)s times.") % {
        "rule": rule_name(found[0].rule),
        "count": number(found[0].total),
    }


def of_refusals(found: tuple[RuleOverTime, ...]) -> str:
    if not found:
        return _("Moderators have refused nothing in these days.")
    return _("Most often they named “%(rule)s”: %(count)s times.") % {
        "rule": rule_name(found[0].rule),
        "count": number(found[0].total),
    }


def of_alarms(found: Decisions) -> str:
    if not found.stopped.whole:
        return _("No moderator has decided yet about what the machine stopped in these days.")
    enough = [each for each in found.by_rule if each.alarms.whole >= _ENOUGH]
    said = _("Moderators published %(share)s of what the machine had stopped.") % {
        "share": percent(found.stopped.share)
    }
    if not enough:
        return said
    worst = max(enough, key=lambda each: each.alarms.interval.low)
    return f"{said} " + _("Wrong most often: “%(rule)s”, with %(share)s.") % {
        "rule": rule_name(worst.rule),
        "share": percent(worst.alarms.share),
    }


def of_reversals(found: Reversed) -> str:
    if not found.appeal.whole:
        return _("No moderator has decided anything in these days.")
    changed = found.appeal.part + found.another.part
    return ngettext(
        "Of %(all)s decision of moderators, %(changed)s was changed later.",
        "Of %(all)s decisions of moderators, %(changed)s were changed later.",
        found.appeal.whole,
    ) % {"all": number(found.appeal.whole), "changed": number(changed)}


def of_authors(found: Authors) -> str:
    if not found.new + found.returning:
        return _("Nobody's comment of these days is public.")
    return _("%(new)s authors were published for the first time, %(returning)s came back.") % {
        "new": number(found.new),
        "returning": number(found.returning),
    }

"""The parts of a transparency report that are lists of indicators: 7, 8 and 11."""

from collections.abc import Iterator

from parley.actions import transparency_counts as counts
from parley.actions.transparency_counts import Period, middle
from parley.actions.transparency_template import ALL, HOSTING, PLATFORMS
from parley.models.appeal import AppealOutcome
from parley.models.sections.law import DigitalServices
from parley.models.site import Site

# Section, indicator, scope, value, contextual information; behind whom it applies to.
Indicator = tuple[str, tuple[str, str, str, object, str]]

_COMPLAINTS = "Internal complaints mechanism"
_SUBMITTED = "Number of complaints submitted to the internal-complaints mechanism"
_RESTRICTED = (
    "Complaint regarding a decision to remove or disable access to or restrict visibility of "
    "information"
)
_NO_ACTION = "Complaint regarding a decision not to take action on a notice submitted"
# Parley's appeals are against none of these.
_OTHER_DECISIONS = (
    "Complaint regarding a decision to suspend or terminate the provision of the service",
    "Complaint regarding a decision to suspend or terminate an account ",
    "Complaint regarding a decision to restrict the ability to monetise information",
    f"{_NO_ACTION} in accordance with Article 16",
    f"{_NO_ACTION} by a Trusted Flagger in accordance with Article 16",
)
_OUTCOMES = ("Decisions upheld", "Decisions partially reversed", "Decisions reversed")
_BODIES = "Out-of-court dispute settlement bodies"
_DISPUTES = "Number of disputes submitted to out-of-court dispute settlement bodies"
_MISUSE = "Suspensions imposed on repeated offenders"
_MISUSES = (
    "Number of suspensions enacted for the provision of manifestly illegal content ",
    "Number of suspensions enacted for the provision of manifestly unfounded notices",
    "Number of suspensions enacted for the provision of manifestly unfounded complaints",
)
_AUTOMATED = "Use of automated means for content moderation"
_ACCURACY = "Accuracy of the automated means - "
_TOTAL = "Total number"
_MODERATION = "content moderation engaged in at the providers' own initiative"
_ACCURACIES = "indicators of accuracy and possible rate of error of automated means"

_BY_DEFAULT = (
    "Before a comment is published, a program on the newspaper's own machines reads it by the "
    "published house rules. It publishes it, asks its author to change it, or holds it for a "
    "moderator. Its models score abuse, personal attacks and spam; they run without any service "
    "of others."
)
_SAFEGUARDS = (
    "A comment that is held is decided about by a person. Authors are told which rule was meant "
    "and may send the comment to a moderator at once. Decisions about published comments are "
    "made by people, and can be appealed."
)
_PURPOSES = "To find what breaks the house rules before it is published; to order the queue."
_RATE = (
    "The share of the program's alarms after which a person refused the comment is in part 8 as "
    "precision; the rest were false alarms, or the comment was stopped as a precaution."
)


def appeals(site: Site, period: Period) -> Iterator[Indicator]:
    """Part 7. All appeals are against decisions about comments."""
    outcomes, passed = counts.complaints(site, period)
    total = sum(outcomes.values())
    told: list[object] = [outcomes[AppealOutcome.KEPT], 0, outcomes[AppealOutcome.REVERSED]]
    in_hours = "in hours" if passed else ""
    yield ALL, (_COMPLAINTS, _SUBMITTED, _TOTAL, total, "")
    for scope, value in zip(_OUTCOMES, told, strict=True):
        yield PLATFORMS, (_COMPLAINTS, _SUBMITTED, scope, value, "")
    yield PLATFORMS, (_COMPLAINTS, _SUBMITTED, "Median time", middle(passed), in_hours)
    omitted = outcomes[AppealOutcome.WITHDRAWN]
    yield PLATFORMS, (_COMPLAINTS, _SUBMITTED, "Decision omitted", omitted, "")
    imposed = "Number of restrictions newly imposed as a result of an internal complaint"
    yield PLATFORMS, (_COMPLAINTS, imposed, _TOTAL, 0, "")
    yield PLATFORMS, (_COMPLAINTS, _RESTRICTED, _TOTAL, total, "")
    for scope, value in zip(_OUTCOMES, told, strict=True):
        yield PLATFORMS, (_COMPLAINTS, _RESTRICTED, scope, value, "")
    yield PLATFORMS, (_COMPLAINTS, _RESTRICTED, "Median time", middle(passed), in_hours)
    for indicator in _OTHER_DECISIONS:
        for scope in (_TOTAL, *_OUTCOMES, "Median time"):
            yield PLATFORMS, (_COMPLAINTS, indicator, scope, "", "")
    ends = ("Median time", "Decision omitted", "Percentage of outcomes implemented")
    for scope in (_TOTAL, *_OUTCOMES, *ends):
        yield PLATFORMS, (_BODIES, _DISPUTES, scope, "", "")
    for indicator in _MISUSES:
        yield PLATFORMS, (_MISUSE, indicator, _TOTAL, "", "")


def automated(site: Site, period: Period) -> Iterator[Indicator]:
    """Part 8. Notices are never decided about by a program."""
    for scope, own in ((_TOTAL, False), ("Own-initiative ", True)):
        found = counts.automation(site, period, own=own)
        solely = "Number of measures solely taken by automated means "
        yield ALL, (_AUTOMATED, solely, scope, found.alone, "")
        people = "Number of measures not taken by automated means"
        yield ALL, (_AUTOMATED, people, scope, found.by_people, "")
        yield ALL, (_AUTOMATED, _ACCURACY + "Accuracy", scope, "", "")
        precision = f"{found.stopped / found.held:.4f}" if found.held else ""
        note = f"Of {found.held} comments that a program stopped, people refused {found.stopped}."
        yield ALL, (_AUTOMATED, _ACCURACY + "Precision", scope, precision, note)
        yield ALL, (_AUTOMATED, _ACCURACY + "Recall", scope, "", "")
    everybody = counts.notices(site, period)["TOTAL"]
    scopes = ((HOSTING, "NAM Total"), (PLATFORMS, "NAM Trusted Flagger"))
    for (applicability, scope), papers in zip(scopes, everybody, strict=True):
        solely = "Number of notices solely processed by automated means "
        yield applicability, (_AUTOMATED, solely, scope, 0, "")
        people = "Number of notices not processed by automated means"
        yield applicability, (_AUTOMATED, people, scope, papers.received, "")
        for measure in ("Accuracy", "Precision", "Recall"):
            yield applicability, (_AUTOMATED, _ACCURACY + measure, scope, "", "")


def qualitative(site: Site) -> Iterator[tuple[str, str]]:
    """Part 11: what Parley does, or what the publisher says of it; to be read before it is
    published."""
    automation = DigitalServices.of(site).automation or _BY_DEFAULT
    yield (
        "Summary of the content moderation engaged in at the providers’ own initiative",
        automation,
    )
    yield f"Meaningful and comprehensible information regarding {_MODERATION}", automation
    yield "Qualitative description of the automated means", automation
    yield f"Qualitative description of {_ACCURACIES}", _RATE
    yield "Specification of the precise purposes to apply automated means", _PURPOSES
    yield "Safeguards applied to the use of automated means", _SAFEGUARDS

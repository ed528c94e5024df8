"""What a site's training learns from: each comment that people have decided about, once."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from parley.actions.rejudging import submission_of
from parley.models.api_key import ApiKey
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.suggestion import ScoreSuggestion
from parley.policy.decision import Outcome
from parley.policy.submission import Submission
from parley.policy.suggested import rejected

# The newest are enough to learn from, and fit into memory as a matrix.
MOST_LABELS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A comment, and whether people rejected it; `suggested` by another program's moderators."""

    submission: Submission
    rejected: bool
    suggested: bool
    at: datetime


def labels_of(site: Site, *, keys: Collection[ApiKey] | None) -> Sequence[Label]:
    """The last word on each comment, newest first.

    Suggestions of these keys count; None: of every key that the site has or had. Where the
    site's own moderators have decided about the same text, theirs is the last word, and no
    text that was learnt from as a suggestion is tried on as a decision.
    """
    decided = list(_by_moderators(site))
    known = {_spoken(label.submission.text) for label in decided}
    suggested = (
        label
        for label in _by_suggestions(site, keys)
        if _spoken(label.submission.text) not in known
    )
    both = sorted((*decided, *suggested), key=lambda label: label.at, reverse=True)
    return both[:MOST_LABELS]


def _by_moderators(site: Site) -> Iterator[Label]:
    rows = (
        Decision.objects.filter(site=site, by_machine=False, undone_at=None)
        .filter(outcome__in=(Outcome.PUBLISH, Outcome.REJECT))
        .exclude(comment__text="")
        .select_related("comment__site", "comment__article", "comment__author")
        .select_related("comment__parent__author")
        .order_by("-created_at", "-pk")[:MOST_LABELS]
    )
    seen: set[int] = set()
    for row in rows:
        if row.comment_id not in seen:
            seen.add(row.comment_id)
            yield Label(
                submission=replace(submission_of(row.comment), earlier=()),
                rejected=row.outcome == Outcome.REJECT,
                suggested=False,
                at=row.created_at,
            )


def _by_suggestions(site: Site, keys: Collection[ApiKey] | None) -> Iterator[Label]:
    """A text is all that is known of a comment elsewhere, so one text is one comment.

    What was suggested for it in one request belongs together; the latest request counts.
    """
    rows = ScoreSuggestion.objects.filter(site=site).exclude(text="")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    newest = rows.order_by("-created_at", "key_id", "text", "-pk")[:MOST_LABELS]
    seen: set[str] = set()
    for (at, _key, text), group in groupby(
        newest, key=lambda row: (row.created_at, row.key_id, row.text)
    ):
        verdict = rejected({row.attribute: row.value for row in group})
        if verdict is None or _spoken(text) in seen:
            continue
        seen.add(_spoken(text))
        submission = Submission(text=text, now=at)
        yield Label(submission=submission, rejected=verdict, suggested=True, at=at)


def _spoken(text: str) -> str:
    """By which the same words are known again, however they are spaced."""
    return " ".join(text.casefold().split())

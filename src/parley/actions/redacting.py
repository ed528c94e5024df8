"""Hides personal data in a comment behind a visible mark; not a word of it is changed otherwise.

The words stay with moderators (`Redaction`), and with their author, whose own export has them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from parley import markup
from parley.actions import auditing, changes, copies, hooking, notices
from parley.actions.auditing import Deed
from parley.actions.notices import Told
from parley.actions.own_comments import refuse_own
from parley.errors import BadField, Conflict
from parley.models.comment import Comment, CommentState, Redaction
from parley.models.decision import NoticeKind
from parley.models.outbox import ChangeKind
from parley.models.permission import Permission
from parley.models.site import Site
from parley.models.viewer import Viewer
from parley.policy import hiding
from parley.policy.hiding import Hiding

LONGEST_REASON = 500
# More than the telephone numbers of one comment; whoever wants to hide more rejects it.
MOST_SPANS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hidden:
    spans: tuple[tuple[int, int], ...]
    before: str
    after: str
    mark: str


Spans = Sequence[tuple[int, int]]


def redact(
    viewer: Viewer, comment: Comment, *, spans: Spans, why: str, now: datetime, seen: str = ""
) -> Comment:
    """Put the mark in place of these spans of the text (code points), and tell its author.

    `seen` is `text_digest` of the comment as the moderator was shown it; "" is `comment` itself.
    Raises BadField for spans that are none, or without a reason; Conflict where its author has
    changed the comment since it was read, or deleted it.
    """
    user = viewer.require(Permission.REDACT)
    why = why.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise BadField("why", _("Say why, in at most 500 characters: its author is told."))
    with transaction.atomic():
        row = Comment.objects.locked(comment.pk)
        refuse_own(viewer, row, right=Permission.REDACT)
        _refuse_another(row, seen or comment.text_digest())
        hidden = _hidden(row, spans)
        made = Redaction.objects.create(
            comment=row,
            before=hidden.before,
            after=hidden.after,
            spans=[list(span) for span in hidden.spans],
            why=why,
            made_at=now,
            made_by=user,
        )
        _replace(row, hidden)
        hooking.forget(row)
        if row.state == CommentState.PUBLISHED:
            changes.announce(row.article, ChangeKind.UPDATE, now=now, comment=row)
        notices.tell(row.author, Told(kind=NoticeKind.REDACTED, comment=row, text=why), now=now)
        # The words and the reason are in the redaction alone, which goes when the comment does.
        after = {"redaction": made.pk, "places": len(hidden.spans)}
        auditing.write(viewer, Deed(verb="redact", of=row, after=after), now=now)
    return row


def _refuse_another(row: Comment, digest: str) -> None:
    """Conflict where the text is no longer the one that was read."""
    if row.state == CommentState.DELETED:
        raise Conflict(_("Its author has deleted this comment."))
    if row.text_digest() != digest:
        raise Conflict(
            _("This comment was changed, or a colleague hid words of it, while you read it.")
        )


def mark_of(site: Site) -> str:
    """What readers of the site see in place of hidden words."""
    with override(site.language):
        return _("[redacted]")


def drawn(text: str, redactions: Iterable[Redaction], *, site: Site) -> str:
    """The HTML of a comment's text, with the mark made visible where words of it were hidden."""
    done = [
        Hiding(each.before, each.after, [(start, end) for start, end in each.spans])
        for each in redactions
    ]
    return markup.render(text, hidden=hiding.marks(done, text, mark=mark_of(site)))


def _hidden(row: Comment, spans: Spans) -> _Hidden:
    """Raises BadField."""
    if not 0 < len(spans) <= MOST_SPANS:
        raise BadField("spans", _("Choose the words to hide."))
    for start, end in spans:
        if not 0 <= start < end <= len(row.text) or not row.text[start:end].strip():
            raise BadField("spans", _("These words are not in the comment."))
    mark = mark_of(row.site)
    return _Hidden(
        spans=tuple(sorted(spans)),
        before=row.text,
        after=hiding.replaced(row.text, spans, mark=mark),
        mark=mark,
    )


def _replace(row: Comment, hidden: _Hidden) -> None:
    row.text, row.html = hidden.after, drawn(hidden.after, row.redactions.all(), site=row.site)
    row.save(update_fields=["text", "html"])
    copies.remember(row)
    # They are shown with the words that they are about, by where these stand in the text; those
    # before an edit are about another one.
    judged = row.decisions.filter(by_machine=True, created_at__gte=row.edited_at or row.created_at)
    for decision in judged:
        for reason in decision.reasons:
            reason["start"], reason["end"] = hiding.moved(
                (reason["start"], reason["end"]), hidden.spans, text=hidden.before, mark=hidden.mark
            )
        decision.save(update_fields=["reasons"])

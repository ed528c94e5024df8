"""Makes an imported author a reader's and takes it back: names, votes, bans, and the log of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions import brought_votes, changes, notices
from parley.actions.authors import writing_author
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import CommentState
from parley.models.decision import NoticeKind
from parley.models.outbox import ChangeKind
from parley.models.user import Role, User
from parley.models.viewer import role_of

# Long enough for the owner of the old address to be back from a weekend and say that it was
# not them; until then nothing is changed that could not be changed back.
HOLD = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """Why and how an author is handed over. `asked` is the request that a moderator grants."""

    basis: ClaimBasis
    keep_names: bool = True
    decided_by: User | None = None
    note: str = ""
    asked: Claim | None = None


def hand_over(author: Author, user: User, *, grant: Grant, now: datetime) -> Claim:
    """Make the imported author the user's. Raises Conflict when it is somebody's already."""
    with transaction.atomic():
        # Comments, then authors, then articles: as everybody locks them (`actions.publishing`).
        locked = brought_votes.lock([author])
        row = Author.objects.select_for_update().get(pk=author.pk)
        if row.user_id is not None or not row.source:
            raise Conflict(_("These comments are somebody's already."))
        if not brought_votes.are_among(locked, row):
            raise Conflict(_("Somebody has just given these comments back. Please try again."))
        before: dict[str, Any] = {
            "name": row.display_name,
            "votes": brought_votes.move(row, user),
            "suspension": _bring_ban(row, user, now=now),
        }
        row.user = user
        if not grant.keep_names:
            row.display_name = user.display_name
        row.save(update_fields=["user", "display_name"])
        articles = brought_votes.articles_of(before["votes"], only_dropped=True)
        if row.display_name != before["name"]:
            articles |= _shown_on(row)
        _announce(articles, now)
        return _granted(row, user, grant=grant, before=before, now=now)


def take_back(claim: Claim, *, by: User | None, note: str, now: datetime) -> None:
    """Undo a granted claim: nobody's author again, under the old name, with its votes.

    What the reader has deleted or changed since the hold was over stays so. Raises Conflict
    for a claim that is not in force.
    """
    before = Claim.objects.values_list("before", flat=True).get(pk=claim.pk)
    kept = before.get("votes", [])
    with transaction.atomic():
        brought_votes.lock_kept(kept)
        row = Claim.objects.select_for_update().get(pk=claim.pk)
        if row.state != ClaimState.GRANTED or row.author_id is None:
            raise Conflict(_("This claim is not in force."))
        author = Author.objects.select_for_update().get(pk=row.author_id)
        user, author.user = author.user, None
        brought_votes.move_back(author, user, kept=kept)
        if user is not None:
            _lift_ban(row, user)
        articles = brought_votes.articles_of(kept)
        if author.display_name != row.before["name"]:
            author.display_name = row.before["name"]
            articles |= _shown_on(author)
        author.save(update_fields=["user", "display_name"])
        _announce(articles, now)
        row.state, row.reversed_at, row.reversed_by = ClaimState.REVERSED, now, by
        row.reversal_note = note
        row.save(update_fields=["state", "reversed_at", "reversed_by", "reversal_note"])
    claim.refresh_from_db()


def _granted(
    author: Author, user: User, *, grant: Grant, before: dict[str, Any], now: datetime
) -> Claim:
    claim = grant.asked or Claim(
        site_id=author.site_id, user=user, claimed_name=before["name"], asked_at=now
    )
    claim.author, claim.basis, claim.state = author, grant.basis, ClaimState.GRANTED
    claim.decided_at, claim.decided_by, claim.note = now, grant.decided_by, grant.note
    claim.full_rights_at, claim.before = now + HOLD, before
    claim.save()
    return claim


def _bring_ban(author: Author, user: User, *, now: datetime) -> dict[str, Any] | None:
    """The later end counts. Answers what stood before, None where nothing was changed.

    Nobody suspends staff (`actions.moderating.suspend`), and so does no claim.
    """
    until = author.suspended_until
    if until is None or until <= now or role_of(user, author.site) != Role.READER:
        return None
    own = writing_author(user, author.site)
    if own.suspended_until is not None and own.suspended_until >= until:
        return None
    before = {
        "until": own.suspended_until.isoformat() if own.suspended_until else None,
        "reason": own.suspension_reason,
        "became": until.isoformat(),
    }
    own.suspended_until = until
    own.suspension_reason = author.suspension_reason or _(
        "You were suspended where your older comments come from."
    )
    own.save(update_fields=["suspended_until", "suspension_reason"])
    told = notices.Told(kind=NoticeKind.SUSPENDED, text=own.suspension_reason)
    notices.tell(own, told, now=now)
    return before


def _lift_ban(claim: Claim, user: User) -> None:
    """As before the claim, unless a moderator has decided about it since."""
    before = claim.before.get("suspension")
    own = Author.objects.writing_as(claim.site, user).first()
    if before is None or own is None or own.suspended_until is None:
        return
    if own.suspended_until.isoformat() != before["became"]:
        return
    own.suspended_until = datetime.fromisoformat(before["until"]) if before["until"] else None
    own.suspension_reason = before["reason"]
    own.save(update_fields=["suspended_until", "suspension_reason"])


def _shown_on(author: Author) -> set[int]:
    shown = author.comments.filter(state=CommentState.PUBLISHED)
    return set(shown.values_list("article_id", flat=True).distinct())


def _announce(articles: set[int], now: datetime) -> None:
    # By key, so that two at once lock them in the same order.
    for pk in sorted(articles):
        changes.announce(Article.objects.get(pk=pk), ChangeKind.ARTICLE, now=now)

"""Gives readers their older comments back, where it is sure whose they are.

Sure is what the publisher's own sign-on says, and an address that the reader has verified here.
A name never is. Everything else is asked of a moderator (`actions.claim_requests`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parley.actions import claim_mail, handing_over, notices
from parley.actions.handing_over import Grant
from parley.actions.import_identity import email_hash
from parley.errors import Conflict
from parley.models.author import Author, AuthorQuerySet
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import Comment, CommentState
from parley.models.decision import NoticeKind
from parley.models.sign_on import SignOnIdentity
from parley.models.site import Site
from parley.models.user import User


class Found(NamedTuple):
    """An imported author who is the reader, and why; `first` and `last` are None where they
    have written nothing that is still there."""

    author: Author
    basis: ClaimBasis
    comments: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Offer:
    """What a reader may have at once."""

    found: tuple[Found, ...]

    @property
    def comments(self) -> int:
        return sum(one.comments for one in self.found)

    @property
    def names(self) -> list[str]:
        """Under which they were written, each once."""
        return list(dict.fromkeys(one.author.display_name for one in self.found))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """By what a user is recognised: names at publishers, by site, and verified addresses."""

    subjects: set[tuple[int, str]]
    hashes: list[str]
    address_counts_at: list[int]


def offer(user: User, sites: Sequence[Site]) -> Offer:
    """The older comments that are surely the user's on these sites."""
    known = _known(user, sites)
    matching = _matching(known)
    if matching is None:
        return Offer(())
    still_there = ~Q(comments__state=CommentState.DELETED)
    authors: Any = matching.select_related("site").annotate(  # Any: annotations are not typed
        written=Count("comments", filter=still_there),
        first=Min("comments__created_at", filter=still_there),
        last=Max("comments__created_at", filter=still_there),
    )
    return Offer(
        tuple(
            Found(author, _basis(author, known), author.written, author.first, author.last)
            for author in authors.order_by("site", "-written", "pk")
        )
    )


def count(user: User, site: Site) -> int:
    """How many comments an offer would have, for an answer that is given often."""
    matching = _matching(_known(user, [site]))
    if matching is None:
        return 0
    comments = Comment.objects.filter(author__in=matching.values("pk"))
    return comments.exclude(state=CommentState.DELETED).count()


def claim(user: User, sites: Sequence[Site], *, keep_names: bool, now: datetime) -> list[Claim]:
    """Make all that is offered the user's, author by author; broken off, a second call goes on.

    The notice says how many; the owners of the old addresses are written to.
    """
    by_site: dict[Site, list[Claim]] = {}
    for one in offer(user, sites).found:
        grant = Grant(basis=one.basis, keep_names=keep_names)
        try:
            made = handing_over.hand_over(one.author, user, grant=grant, now=now)
        except Conflict:
            # Somebody with the same sign-on or address was quicker by a moment.
            continue
        by_site.setdefault(one.author.site, []).append(made)
    for site, claims in by_site.items():
        claim_mail.tell_old_addresses(claims, user)
        notices.leave(user, site, kind=NoticeKind.CLAIM_GRANTED, text=summary(claims), now=now)
    return [made for claims in by_site.values() for made in claims]


def summary(claims: Iterable[Claim]) -> str:
    """Like "214 comments, written as Asha M., asha_m"; for a notice."""
    authors = [each.author for each in claims if each.author is not None]
    comments = Comment.objects.filter(author__in=authors).exclude(state=CommentState.DELETED)
    names = dict.fromkeys(str(each.before["name"]) for each in claims)
    number = comments.count()
    said = ngettext("%(n)d comment", "%(n)d comments", number) % {"n": number}
    return _("%(comments)s, written as %(names)s.") % {
        "comments": said,
        "names": ", ".join(names),
    }


def verified_hashes(user: User) -> list[str]:
    """Of the addresses that are the user's beyond doubt at this moment."""
    verified = EmailAddress.objects.filter(user=user, verified=True)
    return [email_hash(address) for address in verified.values_list("email", flat=True)]


def _known(user: User, sites: Sequence[Site]) -> _Known:
    identities = SignOnIdentity.objects.filter(user=user).exclude(subject="")
    rows = list(identities.values_list("site", "subject", "linked_at"))
    asked = {site.pk for site in sites}
    # Of an account that a publisher's sign-on has made, the address is that publisher's word:
    # it counts for nothing at another newspaper.
    made_by = {site for site, _subject, linked_at in rows if linked_at is None}
    return _Known(
        subjects={(site, subject) for site, subject, _linked_at in rows if site in asked},
        hashes=verified_hashes(user),
        address_counts_at=sorted(asked & made_by if made_by else asked),
    )


def _matching(known: _Known) -> AuthorQuerySet | None:
    """None where nothing is known by which anybody could be found."""
    if not known.hashes and not known.subjects:
        return None
    same = Q(site__in=known.address_counts_at, email_hash__in=known.hashes) & ~Q(email_hash="")
    for site, subject in known.subjects:
        same |= Q(site=site, publisher_user_id=subject) & ~Q(publisher_user_id="")
    disputed = Claim.objects.filter(
        author=OuterRef("pk"), state=ClaimState.REVERSED, disputed_at__isnull=False
    )
    found: AuthorQuerySet = Author.objects.unclaimed().filter(same).exclude(Exists(disputed))
    return found


def _basis(author: Author, known: _Known) -> ClaimBasis:
    if (author.site_id, author.publisher_user_id) in known.subjects:
        return ClaimBasis.SIGN_ON
    return ClaimBasis.ADDRESS

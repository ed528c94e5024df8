"""Keeps fingerprints of what was said lately, by which copies of it are recognised."""

from datetime import datetime

from parley.models.author import Author
from parley.models.comment import Comment, Fingerprint
from parley.models.site import Site
from parley.policy import copies
from parley.policy.submission import RecentText

# Of one text as many copies as this tell what a thousand would.
MOST_ALIKE = 200

# The sign of a column of 64 bits.
_SIGN = 1 << 63


def of_others(
    text: str, site: Site, *, author: Author | None, now: datetime
) -> tuple[RecentText, ...]:
    """What other people have posted on the site lately that may be like this text."""
    own = copies.fingerprint(text)
    if own is None:
        return ()
    alike = Fingerprint.objects.like(site, copies.bands(own), since=now - copies.LATELY)
    if author is not None:
        alike = alike.exclude(author=author)
    rows = alike.values_list("comment_id", "author_id", "bits", "created_at")[:MOST_ALIKE]
    # A comment has a row for each band that it shares.
    return tuple(
        RecentText(author=author_id, fingerprint=bits + _SIGN, created_at=created_at)
        for _comment, author_id, bits, created_at in sorted(set(rows))
    )


def remember(comment: Comment) -> None:
    """Keep the fingerprint of a comment's text, and of no earlier one."""
    forget(comment)
    own = copies.fingerprint(comment.text)
    if own is None:
        return
    Fingerprint.objects.bulk_create(
        Fingerprint(
            comment=comment,
            site_id=comment.site_id,
            author_id=comment.author_id,
            band=band,
            bits=own - _SIGN,
            created_at=comment.created_at,
        )
        for band in copies.bands(own)
    )


def forget(comment: Comment) -> None:
    """Keep none of a comment that is no more."""
    comment.fingerprints.all().delete()

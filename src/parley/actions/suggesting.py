"""Keeps what other programs' moderators say that a comment should have scored."""

from collections.abc import Mapping
from datetime import datetime

from parley.models.api_key import ApiKey
from parley.models.suggestion import ScoreSuggestion

# PostgreSQL has no place for it in a text.
_NUL, _INSTEAD = "\0", "\N{REPLACEMENT CHARACTER}"


def suggest_scores(
    key: ApiKey, scores: Mapping[str, float], *, text: str, community_id: str, now: datetime
) -> None:
    """One row for each attribute, in the name of the key's site. An empty text: it is not
    to be stored. A moderator who thinks better of it sends another; the later one counts."""
    ScoreSuggestion.objects.bulk_create(
        ScoreSuggestion(
            site_id=key.site_id,
            key=key,
            text=text.replace(_NUL, _INSTEAD),
            attribute=attribute,
            value=value,
            community_id=community_id.replace(_NUL, _INSTEAD),
            created_at=now,
        )
        for attribute, value in scores.items()
    )

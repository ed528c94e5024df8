"""Draws a discussion's picture, of no more than its scores have shown, and of no one reader.

Two pictures in a row must not differ by what one or two readers have done, for the difference
would tell on which side they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from parley.actions.ground_showing import SHOWN_AFTER
from parley.actions.ground_votes import Camps, Cast, Judgement
from parley.models.article import Article
from parley.models.common_ground import CommentFooting, ThreadGround
from parley.ranking import picture_held

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at the whole has told. `prior` is the score of a comment without votes."""

    camps: Camps
    rates: NDArray[np.float64]
    enough: bool
    counted: Sequence[Cast]
    placed: int
    judgement: Judgement
    prior: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture, None for none, and when its map of readers was drawn."""

    picture: dict[str, Any] | None
    mapped_at: datetime | None


def draw(
    article: Article, look: Look, *, footings: Sequence[CommentFooting], now: datetime
) -> Drawn:
    """The picture of the discussion as it has been shown by now."""
    shown = {one.pk: one.shown_at for one in footings if one.shown_at is not None}
    visible = [cast for cast in look.counted if cast.cast_at <= shown.get(cast.comment, _NEVER)]
    comments = [one.pk for one in footings]
    made = look.camps.picture(visible, comments) if look.enough else None
    if made is None:
        return Drawn(picture=None, mapped_at=None)
    ground: ThreadGround | None = getattr(article, "common_ground", None)
    former, mapped_at = (ground.picture, ground.mapped_at) if ground is not None else (None, None)
    held = {one.pk for one in footings if one.gone}
    picture = picture_held.with_held(made, former, held=held)
    if picture is None or former is None or not picture_held.comparable(made, former):
        return Drawn(picture=picture, mapped_at=now)
    came = _came(visible, since=mapped_at or _NEVER)
    # As far as their number tells who went: of them nothing is kept.
    went = abs(int(former["readers"]) - (int(made["readers"]) - came))
    if 0 < came + went < SHOWN_AFTER:
        return Drawn(picture=picture_held.with_map_of(picture, former), mapped_at=mapped_at)
    return Drawn(picture=picture, mapped_at=now)


def _came(visible: Sequence[Cast], *, since: datetime) -> int:
    """How many readers are new to the map."""
    known = {cast.reader for cast in visible if cast.cast_at <= since}
    return len({cast.reader for cast in visible} - known)

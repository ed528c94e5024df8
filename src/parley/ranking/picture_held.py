"""Keeps a picture from telling, beside the one before it, what one or two readers have done.

A picture is composed of many votes, and yet who has the one before it and knows that a single
vote has changed since would learn from the difference on which side that reader stands.
"""

from collections.abc import Collection
from typing import Any

from parley.ranking.picture import LISTS, from_common

Picture = dict[str, Any]

# What tells how many readers there are, and where.
_MAP = ("readers", "height", "step", "cells", "apart")


def comparable(made: Picture, former: Picture | None) -> bool:
    """Whether parts of the former picture may stand in the new one."""
    return former is not None and all(former[key] == made[key] for key in ("version", "camps"))


def with_held(made: Picture, former: Picture | None, *, held: Collection[int]) -> Picture | None:
    """With the former numbers of these comments, or without them where there are none."""
    then = former if former is not None and comparable(made, former) else None
    kept = [one for one in then["comments"] if one["id"] in held] if then else []
    names = {one["id"] for one in kept}
    lists = {}
    for name in LISTS:
        lists[name] = [pk for pk in made[name] if pk not in held]
        for place, pk in enumerate(then[name] if then else ()):
            if pk in names:
                lists[name].insert(place, pk)
    shown = [one for one in made["comments"] if one["id"] not in held] + kept
    return {**made, "comments": sorted(shown, key=from_common), **lists} if shown else None


def with_map_of(made: Picture, former: Picture) -> Picture:
    """With the readers of the former picture."""
    return {**made, **{key: former[key] for key in _MAP}}

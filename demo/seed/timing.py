"""When each comment of a discussion was written: a rush at first, then ever slower."""

import random
from datetime import datetime, timedelta

from demo.seed.threads import Thread

# The first readers need to have read the article.
READING_TIME = timedelta(minutes=6)
# Half of the replies come within this time; a few take most of a day.
TYPICAL_REPLY = timedelta(minutes=21)
SLOWEST_REPLY = timedelta(hours=9)
# Above 1: the more, the more of the conversations begin early.
RUSH = 1.5
# Nothing happens in the very moment in which a reader opens the page.
LATEST = timedelta(seconds=40)


def moments(thread: Thread, *, start: datetime, now: datetime, seed: str) -> list[datetime]:
    """A time for each remark, in their order; the same seed gives the same times.

    Replies to one comment follow each other, since the later ones may refer to the earlier.
    """
    chance = random.Random(seed)
    latest = now - LATEST
    begun = _beginnings(thread, chance)
    times: list[datetime] = []
    last_reply: dict[int, datetime] = {}
    for place, remark in enumerate(thread.remarks):
        if remark.parent is None:
            time = min(start + begun[place], latest)
        else:
            since = last_reply.get(remark.parent, times[remark.parent])
            time = since + (remark.after or _reply_time(chance))
            if time > latest:
                time = since + max(latest - since, timedelta()) * chance.uniform(0.3, 0.9)
            last_reply[remark.parent] = time
        times.append(time)
    return times


def _beginnings(thread: Thread, chance: random.Random) -> dict[int, timedelta]:
    """How long after the article each conversation begins, in order."""
    tops = [place for place, remark in enumerate(thread.remarks) if remark.parent is None]
    return {
        place: READING_TIME + thread.span * ((index + chance.random()) / len(tops)) ** RUSH
        for index, place in enumerate(tops)
    }


def _reply_time(chance: random.Random) -> timedelta:
    return min(TYPICAL_REPLY * chance.lognormvariate(0, 1.1), SLOWEST_REPLY)

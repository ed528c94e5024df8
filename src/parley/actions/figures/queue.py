"""What waits now, and for how long it has."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, Min, Value, When
from django.db.models.fields import IntegerField

from parley.models.queue import Waiting
from parley.models.site import Site

# From an hour, which nobody notices, to a week, after which the discussion is over.
AGES = (
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """Comments that have waited from `least` to less than `most`; None: without end. `held`
    are not public; `public` are, and wait since readers reported them or staff passed them on."""

    least: timedelta
    most: timedelta | None
    held: int
    public: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The queue at this moment; `oldest` is for how long the oldest has waited."""

    ages: tuple[Age, ...]
    oldest: timedelta | None

    @property
    def waiting(self) -> int:
        return sum(age.held + age.public for age in self.ages)


def queue_now(site: Site, now: datetime) -> Queue:
    """In one query."""
    bounds = [When(since__gt=now - age, then=Value(number)) for number, age in enumerate(AGES)]
    rows = (
        Waiting.objects.filter(site=site)
        .annotate(age=Case(*bounds, default=Value(len(AGES)), output_field=IntegerField()))
        .values_list("age", "held")
        .annotate(count=Count("pk"), since=Min("since"))
        .order_by()
    )
    counts: dict[tuple[int, bool], int] = {}
    since: list[datetime] = []
    for age, held, count, oldest in rows:
        counts[age, held] = count
        since.append(oldest)
    edges = (timedelta(0), *AGES, None)
    return Queue(
        ages=tuple(
            Age(
                least=edges[number] or timedelta(0),
                most=edges[number + 1],
                held=counts.get((number, True), 0),
                public=counts.get((number, False), 0),
            )
            for number in range(len(AGES) + 1)
        ),
        oldest=now - min(since) if since else None,
    )

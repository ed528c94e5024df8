"""Places a site's readers anew, from the votes that they have cast lately."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from numpy.typing import NDArray

from parley.actions import ground_refreshing, ground_showing
from parley.actions.ground_votes import BATCH, NOWHERE, reader_key
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.reader_axis import ReaderAxis, ReaderPlace
from parley.models.site import Site
from parley.models.user import User
from parley.models.vote import Vote
from parley.ranking.axis import Axis, fit_axis
from parley.ranking.camps import Camps
from parley.ranking.copies import copied
from parley.ranking.votes import VoteTable

# What readers thought a season ago says less of them, and nobody's habit outweighs the others.
LATELY, MOST_OF_READER = timedelta(days=90), 300
# An axis is fitted anew after so many votes, or so large a part of what it was fitted to; and
# not more often than once an hour.
LEAST_NEW, PART_NEW, INTERVAL = 200, 0.02, timedelta(hours=1)
# How often a worker looks whether a site is due.
LOOK_INTERVAL = timedelta(minutes=5)
# A job may take two minutes (`jobs.LEASE`). A million votes of 20,000 readers took one, of two
# cores that had other work as well, and 400 MB.
MOST_BY_JOB = 1_000_000
CHUNK = 10_000

logger = logging.getLogger(__name__)

_VOTE = np.dtype(
    [("pk", "i8"), ("reader", "i8"), ("comment", "i8"), ("value", "i1"), ("by_chance", "?")]
)
Rows = NDArray[np.void]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What a fit has come to."""

    votes: int
    readers: int
    placed: int
    camps: int


@task()
def fit_site(site_id: int) -> None:
    """Fit the site's axis if it is due; run twice, the second finds that it is not."""
    site = Site.objects.filter(pk=site_id).first()
    if site is not None and _is_due(site, timezone.now()):
        fit(site, now=timezone.now())


def enqueue_due(now: datetime) -> None:
    """Have every site's axis fitted that is due, unless that is under way."""
    for site in Site.objects.filter(common_ground=True):
        if _is_due(site, now) and not _is_under_way(site):
            fit_site.enqueue(site.pk)


def fit(site: Site, *, now: datetime) -> Fitted:
    """Fit the axis, keep it, and have the discussions of the last two weeks looked at anew."""
    newest = Vote.objects.filter(site=site).aggregate(newest=Max("pk"))["newest"] or 0
    rows = _recent_votes(site, now)
    readers, reader = np.unique(rows["reader"], return_inverse=True)
    comments, comment = np.unique(rows["comment"], return_inverse=True)
    votes = VoteTable(
        reader=reader.astype(np.int32),
        comment=comment.astype(np.int32),
        value=rows["value"],
        by_chance=rows["by_chance"],
        readers=len(readers),
        comments=len(comments),
    )
    own = ~copied(votes, discussion=_discussions(comments))
    axis = fit_axis(votes, start=_former(site, readers), independent=own)
    _keep_places(site, axis, readers=readers)
    _keep_axis(site, axis, votes=votes, newest=newest, now=now)
    _refresh_threads(site, now)
    return Fitted(
        votes=votes.count,
        readers=votes.readers,
        placed=int(axis.placed.sum()),
        camps=axis.camps.count,
    )


def _is_due(site: Site, now: datetime) -> bool:
    axis = ReaderAxis.objects.filter(site=site).first()
    if not site.common_ground or (axis is not None and axis.fitted_at > now - INTERVAL):
        return False
    seen, newest = (axis.votes, axis.newest_vote) if axis is not None else (0, 0)
    new = Vote.objects.filter(site=site, pk__gt=newest)[: MOST_BY_JOB + 1].count()
    if max(seen, new) > MOST_BY_JOB:
        logger.warning("%s has too many votes for a job; run `parley fit-axis`.", site.domain)
        return False
    return new >= max(LEAST_NEW, seen * PART_NEW)


def _is_under_way(site: Site) -> bool:
    jobs = DBTaskResult.objects.filter(
        task_path=fit_site.module_path,
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
        args_kwargs={"args": [site.pk], "kwargs": {}},
    )
    return jobs.exists()


def _recent_votes(site: Site, now: datetime) -> Rows:
    """The site's votes lately, of each reader the most recent."""
    votes = Vote.objects.filter(site=site, cast_at__gte=now - LATELY).order_by("-cast_at", "-pk")
    columns = votes.values_list("pk", "user_id", "author_id", "comment_id", "value", "by_chance")
    rows = np.fromiter(
        (
            (pk, reader_key(user, author), comment, value, by_chance)
            for pk, user, author, comment, value, by_chance in columns.iterator(CHUNK)
        ),
        _VOTE,
    )
    by_reader = np.argsort(rows["reader"], kind="stable")
    reader = rows["reader"][by_reader]
    begins = np.searchsorted(reader, reader)
    recent: Rows = rows[by_reader[np.arange(len(reader)) - begins < MOST_OF_READER]]
    return recent


def _discussions(comments: NDArray[np.int64]) -> NDArray[np.int64]:
    """The article of each comment."""
    found: dict[int, int] = {}
    for batch in _batches(comments.tolist()):
        rows = Comment.objects.filter(pk__in=batch).values_list("pk", "article_id")
        found.update(rows)
    return np.array([found.get(pk, 0) for pk in comments.tolist()], np.int64)


def _former(site: Site, readers: NDArray[np.int64]) -> Axis | None:
    """The last fit, its readers numbered as `readers` are; new ones are nowhere in it."""
    axis = ReaderAxis.objects.filter(site=site).first()
    if axis is None:
        return None
    positions = np.full((len(readers), 2), np.nan)
    of_reader = np.full(len(readers), NOWHERE, np.int8)
    places = ReaderPlace.objects.filter(site=site).values_list(
        "user_id", "author_id", "camp", "x", "y"
    )
    for user, author, camp, *floats in places.iterator(CHUNK):
        key = reader_key(user, author)
        place = int(np.searchsorted(readers, key))
        if place < len(readers) and readers[place] == key:
            positions[place] = floats
            of_reader[place] = NOWHERE if camp is None else camp
    return Axis(
        positions=positions,
        placed=~np.isnan(positions[:, 0]),
        independent=np.ones(len(readers), np.bool_),
        camps=Camps(
            count=axis.camps,
            centres=np.array(axis.centres, np.float64).reshape(axis.camps, 2),
            of_reader=of_reader,
            candidate=axis.candidate,
            agreed=axis.agreed,
        ),
    )


def _keep_places(site: Site, axis: Axis, *, readers: NDArray[np.int64]) -> None:
    """Write where the placed readers are, and forget the places of all others."""
    # Until all is written, no discussion takes the places for those that it was counted by.
    ReaderAxis.objects.filter(site=site).update(version=F("version") + 1)
    fields = {
        int(readers[number]): _place(axis, number)
        for number in np.flatnonzero(axis.placed).tolist()
    }
    rows = ReaderPlace.objects.filter(site=site).values_list("pk", "user_id", "author_id")
    gone = [pk for pk, user, author in rows if reader_key(user, author) not in fields]
    for batch in _batches(gone):
        ReaderPlace.objects.filter(pk__in=batch).delete()
    for batch in _batches(reader for reader in fields if reader > 0):
        with transaction.atomic():
            # An account that is being erased takes its place along.
            users = User.objects.select_for_update(no_key=True).filter(pk__in=batch)
            there = users.order_by("pk").values_list("pk", flat=True)
            _write([ReaderPlace(site=site, user_id=pk, **fields[pk]) for pk in there], "user")
    for batch in _batches(-reader for reader in fields if reader < 0):
        with transaction.atomic():
            # One who was erased meanwhile has no votes any more, or is somebody's by now.
            voters = Exists(Vote.objects.filter(author=OuterRef("pk")))
            authors = Author.objects.select_for_update(no_key=True).filter(voters, pk__in=batch)
            known = authors.order_by("pk").values_list("pk", flat=True)
            _write([ReaderPlace(site=site, author_id=pk, **fields[-pk]) for pk in known], "author")


def _place(axis: Axis, number: int) -> dict[str, Any]:
    camp = int(axis.camps.of_reader[number])
    return {
        "x": float(axis.positions[number, 0]),
        "y": float(axis.positions[number, 1]),
        "camp": None if camp == NOWHERE else camp,
    }


def _write(places: Sequence[ReaderPlace], whose: str) -> None:
    ReaderPlace.objects.bulk_create(
        places,
        update_conflicts=True,
        unique_fields=["site", whose],
        update_fields=["x", "y", "camp"],
    )


def _keep_axis(site: Site, axis: Axis, *, votes: VoteTable, newest: int, now: datetime) -> None:
    before = ReaderAxis.objects.filter(site=site).values_list("version", flat=True).first() or 0
    ReaderAxis.objects.update_or_create(
        site=site,
        defaults={
            "fitted_at": now,
            "version": before + 1,
            "camps": axis.camps.count,
            "centres": axis.camps.centres.tolist(),
            "candidate": axis.camps.candidate,
            "agreed": axis.camps.agreed,
            "votes": votes.count,
            "placed": int(axis.placed.sum()),
            "newest_vote": newest,
        },
    )


def _refresh_threads(site: Site, now: datetime) -> None:
    """Those that are not frozen and on which anybody has voted."""
    since = now - ground_showing.FROZEN_AFTER
    lately = Q(published_at__gt=since) | Q(published_at=None, created_at__gt=since)
    voted = Vote.objects.filter(site=site).values("article")
    for pk in Article.objects.filter(lately, site=site, pk__in=voted).values_list("pk", flat=True):
        ground_refreshing.refresh_thread.enqueue(pk)


def _batches(items: Iterable[int]) -> Iterator[list[int]]:
    rest = list(items)
    for start in range(0, len(rest), BATCH):
        yield rest[start : start + BATCH]

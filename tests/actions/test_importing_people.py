"""What an import keeps of people: names, bans, votes, and addresses that only Parley can read."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from parley.actions import erasing
from parley.actions.importing import Export, import_records
from parley.actions.sealing import unseal
from parley.importers.record import (
    FOREVER,
    ImportedAuthor,
    ImportedVote,
    Kind,
    Record,
    SourceState,
)
from parley.importers.report import Account, Report
from parley.models import Author, Comment, Site, Vote
from tests import factories
from tests.actions.exports import MOMENT, Run, post, stored, thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return factories.site()


@pytest.fixture
def run(site: Site) -> Callable[..., Report]:
    def import_these(*records: Record, dry_run: bool = False) -> Report:
        export = Export("remark42", records, "backup.gz")
        return import_records(site, export, now=timezone.now(), dry_run=dry_run)

    return import_these


def by(user_id: str, name: str = "", **more: object) -> ImportedAuthor:
    return ImportedAuthor(name=name, user_id=user_id, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("first", [True, False])
def test_a_name_told_apart_from_the_comments_is_found(run: Run, *, first: bool) -> None:
    alone, comment = by("u1", "Asha Rao", email="asha@mail.example"), post("1", author=by("u1"))
    run(thread(), *([alone, comment] if first else [comment, alone]))
    author = stored("1").author
    assert (author.display_name, author.source_id) == ("Asha Rao", "user:u1")
    assert unseal(author.email_sealed) == "asha@mail.example"


def test_people_who_said_nothing_are_left_out(run: Run) -> None:
    report = run(thread(), by("u2", "Silent"), post("1"))
    assert not Author.objects.filter(display_name="Silent").exists()
    assert report.accounts[Kind.AUTHOR] == Account(read=1, imported=1)


def test_an_address_is_sealed_and_hashed(run: Run) -> None:
    run(thread(), post("1", author=by("u1", "Asha", email="asha@mail.example")))
    author = Author.objects.get()
    assert "asha@" not in str(Author.objects.values().get())
    assert unseal(author.email_sealed) == "asha@mail.example"


def test_the_publishers_own_id_of_a_person_is_kept(run: Run) -> None:
    run(thread(), post("1", author=by("u1", "Asha", publisher_user_id="reader-7")))
    assert Author.objects.get().publisher_user_id == "reader-7"


@pytest.mark.parametrize("until", [datetime(2030, 1, 1, tzinfo=UTC), FOREVER])
def test_bans_come_along(run: Run, until: datetime) -> None:
    run(thread(), post("1", author=by("u1", "Asha", suspended_until=until)))
    author = Author.objects.get()
    assert author.suspended_until == until
    assert author.suspension_reason


def test_votes_come_along_with_who_cast_them(run: Run) -> None:
    votes = (
        ImportedVote(voter=by("u2", "Dinesh"), value=1, cast_at=MOMENT),
        ImportedVote(voter=by("u3"), value=-1),
    )
    report = run(thread(), post("1", votes=votes, respect=4, disagree=1))
    comment = stored("1")
    assert (comment.respect, comment.disagree) == (4, 1)
    assert not Vote.objects.exclude(user=None).exists()
    cast = Vote.objects.order_by("pk").values_list("author__source_id", "value", "cast_at")
    assert list(cast) == [("user:u2", 1, MOMENT), ("user:u3", -1, comment.created_at)]
    assert report.accounts[Kind.AUTHOR] == Account(read=3, imported=3)


def test_two_votes_of_one_person_are_one(run: Run) -> None:
    run(thread(), post("1", votes=(ImportedVote(voter=by("u2"), value=1),) * 2, respect=1))
    assert Vote.objects.count() == 1


def test_votes_are_not_stored_again(run: Run) -> None:
    records = [thread(), post("1", votes=(ImportedVote(voter=by("u2"), value=1),), respect=1)]
    run(*records)
    run(*records)
    assert Vote.objects.count() == 1


def test_nobody_is_made_for_votes_on_what_is_not_taken(run: Run) -> None:
    votes = (ImportedVote(voter=by("u2", "Dinesh"), value=1),)
    run(thread(), post("1", votes=votes, article_id="unknown"), post("2"))
    assert not Author.objects.filter(display_name="Dinesh").exists()


def test_of_a_deleted_comment_no_votes_are_kept(run: Run) -> None:
    votes = (ImportedVote(voter=by("u2", "Dinesh"), value=1),)
    run(thread(), post("1", state=SourceState.DELETED, votes=votes), post("2", "1"))
    assert not Vote.objects.exists()
    assert Comment.objects.count() == 2


def test_names_that_fall_together_are_told_without_addresses(run: Run) -> None:
    report = run(
        thread(),
        post("1", author=by("u1", "Asha")),
        post("2", author=by("u2", "asha")),
        post("3", author=ImportedAuthor(name="Bina", email="b@mail.example")),
        post("4", author=ImportedAuthor(name="Nightbird", email="b@mail.example")),
    )
    told = report.as_dict()["collisions"]
    assert told["names_with_several_accounts"] == 1
    assert told["addresses_with_several_names"] == 1
    assert told["names"] == ["Asha"]
    assert "@" not in str(told)


@pytest.mark.parametrize("user_id", ["", "ravi77"])
def test_whoever_was_erased_does_not_come_back(run: Run, user_id: str) -> None:
    export = (thread(), post("1", author=by(user_id, "Ravi 77", email="ravi@old.example")))
    run(*export)
    erasing.erase_authors(list(Author.objects.all()), timezone.now())
    run(*export)
    assert (stored("1").text, stored("1").author.display_name) == ("", "Deleted reader")
    assert Author.objects.count() == 1

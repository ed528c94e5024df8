"""What an import keeps beside words and times, and how it copes with tangles."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions.importing import Export, import_records
from parley.actions.sealing import unseal
from parley.importers.record import (
    ImportedRevision,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.report import Account, Report
from parley.models import Article, ArticleAlias, Comment, Decision, QuarantinedRecord, Site
from parley.models.comment import CommentState
from tests import factories
from tests.actions.exports import MOMENT, Run, post, stored, thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return factories.site()


@pytest.fixture
def run(site: Site) -> Callable[..., Report]:
    def import_these(*records: Record, dry_run: bool = False) -> Report:
        export = Export("disqus", records, "export.xml")
        return import_records(site, export, now=timezone.now(), dry_run=dry_run)

    return import_these


def test_edits_picks_and_earlier_texts_come_along(run: Run) -> None:
    later = MOMENT + timedelta(hours=1)
    earlier = ImportedRevision(text="Helo", replaced_at=later)
    run(thread(), post("1", edited_at=later, picked=True, revisions=(earlier,)))
    comment = stored("1")
    assert (comment.edited_at, comment.picked) == (later, True)
    assert list(comment.revisions.values_list("text", "replaced_at")) == [("Helo", later)]


def test_what_else_the_source_knew_is_kept(run: Run) -> None:
    run(thread(extra={"rating": 4}), post("1", extra={"score": 7, "badge": "Fan"}))
    assert stored("1").source_data == {"score": 7, "badge": "Fan"}
    assert Article.objects.get().source_data == {"rating": 4}


def test_what_was_rejected_stays_rejected(run: Run) -> None:
    report = run(thread(), post("1", state=SourceState.REJECTED), post("2"))
    assert stored("1").state == CommentState.REJECTED
    assert Decision.objects.get().reasons[0]["code"] == "imported_rejected"
    assert report.as_dict()["outcomes"] == {
        "published": 1,
        "held": 0,
        "rejected": 1,
        "stubbed": 0,
    }


def test_articles_of_one_page_are_told_as_collisions(run: Run, site: Site) -> None:
    known = factories.article(site, "/known")
    report = run(
        thread("a"), thread("b", url="https://paper.example/a/"), thread("c", url=known.url)
    )
    assert report.as_dict()["collisions"]["articles"] == [
        {"record": "b", "with": "a"},
        {"record": "c", "with": f"article {known.pk} of this site"},
    ]


def test_other_addresses_of_an_article_lead_to_it(run: Run, site: Site) -> None:
    run(thread(other_urls=("https://paper.example/old", "no address")))
    assert Article.objects.find(site, "https://paper.example/old") == Article.objects.get()


def test_an_article_is_known_again_by_its_source_when_its_address_is_not(run: Run) -> None:
    run(thread(), post("1"))
    ArticleAlias.objects.all().delete()
    report = run(thread(), post("1"), post("2"))
    assert report.accounts[Kind.ARTICLE] == Account(read=1, unchanged=1)
    assert stored("2").article == stored("1").article
    assert ArticleAlias.objects.exists()


def test_a_conversation_of_any_depth_is_stored(run: Run) -> None:
    depth = 3_000
    report = run(thread(), *(post(str(n), str(n - 1) if n else "") for n in reversed(range(depth))))
    assert report.accounts[Kind.COMMENT] == Account(read=depth, imported=depth)
    assert stored(str(depth - 1)).depth == depth - 1


def test_many_circles_are_opened_in_one_pass(run: Run) -> None:
    selves = [post(f"s{n}", f"s{n}") for n in range(2_000)]
    ring = [post(f"r{n}", f"r{(n + 1) % 2_000}") for n in range(2_000)]
    report = run(thread(), *selves, *ring)
    assert "2001 comments answer themselves" in report.warnings[0]
    assert Comment.objects.filter(parent=None).count() == 2_001


def test_damaged_encoding_is_told_and_nothing_is_guessed(run: Run) -> None:
    report = run(
        thread(),
        post("1", text="Itâ€™s true.", record="dsq:id 1"),
        post("2", text="Lost \ufffd letters.", record="dsq:id 2"),
        post("3", text="Größe, naïve, ГОСТ, ಕನ್ನಡ — “fine”."),
    )
    [told] = report.warnings
    assert told.startswith("2 texts look as if their encoding was damaged")
    assert "(dsq:id 1, dsq:id 2)" in told
    assert stored("1").text == "Itâ€™s true."


def test_what_is_in_quarantine_already_is_not_kept_twice(run: Run) -> None:
    record = Quarantined(
        kind=Kind.COMMENT,
        record="dsq:id 9",
        trouble=Trouble.BAD_DATE,
        raw="<post/>",
        email="asha@mail.example",
    )
    run(thread(), record)
    run(thread(), record)
    kept = QuarantinedRecord.objects.get()
    assert unseal(kept.email_sealed) == "asha@mail.example"


def test_a_later_import_counts_replies_to_what_was_here(run: Run) -> None:
    run(thread(), post("1"))
    run(thread(), post("2", "1"), post("3", "1", state=SourceState.HELD))
    assert stored("1").replies == 1


def test_another_comment_under_the_same_id_is_kept_aside(run: Run) -> None:
    run(thread(), post("1"))
    report = run(thread(), post("1", created_at=MOMENT + timedelta(days=3)))
    assert report.accounts[Kind.COMMENT] == Account(read=1, quarantined=1)
    assert report.quarantine[0].trouble == Trouble.ID_TAKEN
    assert "--as" in report.quarantine[0].detail


def test_another_page_under_the_same_id_is_another_article(run: Run) -> None:
    run(thread("5"), post("1", article_id="5"))
    run(thread("5", url="https://paper.example/sport/"), post("2", article_id="5"))
    assert stored("2").article != stored("1").article


def test_a_page_that_has_moved_to_another_domain_is_the_same(run: Run) -> None:
    run(thread(url="http://old.example/a"), post("1"))
    run(thread(url="http://older.example/a"), post("2"))
    assert stored("2").article == stored("1").article


def test_zero_characters_are_dropped_wherever_they_stand(run: Run) -> None:
    run(
        thread(headline="\0One\0"),
        post("1\0", text="a\0\0b \\u0000 c\\\0d", extra={"badge\0": "\0Fan"}),
    )
    comment = stored("1")
    assert comment.text == "ab \\u0000 c\\d"
    assert comment.source_data == {"badge": "Fan"}
    assert comment.article.headline == "One"

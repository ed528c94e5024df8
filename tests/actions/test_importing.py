"""What an import stores, and that its account is true."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import import_identity
from parley.actions.importing import Export, import_records
from parley.errors import ImportFailed
from parley.importers.record import (
    Damage,
    ImportedAuthor,
    Kind,
    Quarantined,
    Record,
    SourceState,
    Trouble,
)
from parley.importers.report import Account, Report
from parley.models import (
    Article,
    ArticleAlias,
    Author,
    Change,
    Comment,
    Decision,
    ImportRun,
    Site,
)
from parley.models.comment import CommentState
from parley.models.queue import Waiting
from parley.policy.submission import ArticleState
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


def test_a_comment_keeps_its_time_its_text_and_its_source(run: Run) -> None:
    run(thread(), post("1", text="**Hello**", original="<b>Hello</b>"))
    comment = stored("1")
    assert (comment.created_at, comment.text, comment.source_text, comment.source) == (
        MOMENT,
        "**Hello**",
        "<b>Hello</b>",
        "disqus",
    )


def test_a_comment_is_rendered_by_the_one_renderer(run: Run) -> None:
    run(thread(), post("1", text="**Hello** <script>"))
    assert stored("1").html == "<p><strong>Hello</strong> &lt;script&gt;</p>"


def test_a_comment_is_published_without_being_judged(run: Run) -> None:
    run(thread(), post("1", text="u r all wrong"))
    assert stored("1").state == CommentState.PUBLISHED
    assert not Decision.objects.exists()


def test_replies_find_their_parents_in_any_order(run: Run) -> None:
    run(post("3", "2"), post("2", "1"), post("1"), thread())
    assert [(stored(i).parent_id, stored(i).depth) for i in "123"] == [
        (None, 0),
        (stored("1").pk, 1),
        (stored("2").pk, 2),
    ]


def test_a_deleted_comment_is_a_stub_that_keeps_its_replies(run: Run) -> None:
    report = run(thread(), post("1", state=SourceState.DELETED), post("2", "1"))
    assert (stored("1").state, stored("1").text, stored("1").source_text) == ("deleted", "", "")
    assert stored("2").parent == stored("1")
    assert report.accounts[Kind.COMMENT] == Account(read=2, imported=1, stubbed=1)


def test_a_deleted_comment_says_nothing_of_who_wrote_it(run: Run) -> None:
    author = ImportedAuthor(name="Secret Name", email="secret@mail.example")
    run(thread(), post("1", state=SourceState.DELETED, author=author))
    assert Author.objects.get().source_id == "deleted"


def test_spam_is_kept_but_never_published(run: Run) -> None:
    run(thread(), post("1", state=SourceState.SPAM))
    assert stored("1").state == CommentState.REJECTED
    assert Decision.objects.get().reasons[0]["code"] == "imported_spam"


def test_what_was_pending_waits_in_the_queue(run: Run, site: Site) -> None:
    run(thread(), post("1", state=SourceState.HELD))
    waiting = Waiting.objects.of_site(site)
    assert list(waiting.values_list("comment__source_id", flat=True)) == ["1"]


def test_counters_are_true(run: Run) -> None:
    run(
        thread(),
        post("1"),
        post("2", "1", created_at=MOMENT + timedelta(days=1)),
        post("3", "1", state=SourceState.SPAM),
        post("4", "1", state=SourceState.DELETED),
    )
    article = Article.objects.get()
    assert (article.comment_count, article.last_comment_at) == (2, MOMENT + timedelta(days=1))
    assert (stored("1").replies, stored("2").replies) == (1, 0)
    assert Author.objects.get(source_id="user:asha").published_count == 2


def test_snapshots_learn_of_each_discussion_once(run: Run) -> None:
    run(thread(), post("1"), post("2"))
    assert list(Change.objects.values_list("article_id", "kind")) == [
        (Article.objects.get().pk, "article")
    ]


def test_importing_again_changes_nothing(run: Run) -> None:
    records = [thread(), post("1"), post("2", "1", state=SourceState.DELETED), post("3", "2")]
    run(*records)
    before = [list(model.objects.values()) for model in (Article, Author, Comment, Change)]
    report = run(*records)
    assert [list(model.objects.values()) for model in (Article, Author, Comment, Change)] == before
    assert report.accounts[Kind.COMMENT] == Account(read=3, unchanged=3)
    assert report.accounts[Kind.ARTICLE] == Account(read=1, unchanged=1)
    assert report.accounts[Kind.AUTHOR] == Account(read=1, unchanged=1)


def test_a_moderators_later_decision_stands(run: Run) -> None:
    run(thread(), post("1"))
    Comment.objects.update(state=CommentState.REJECTED)
    run(thread(), post("1"))
    assert stored("1").state == CommentState.REJECTED


def test_a_later_export_adds_what_is_new_under_what_is_here(run: Run) -> None:
    run(thread(), post("1"))
    report = run(thread(), post("1"), post("2", "1"))
    assert (stored("2").parent, stored("1").pk) == (stored("1"), stored("2").parent_id)
    assert report.accounts[Kind.COMMENT] == Account(read=2, imported=1, unchanged=1)
    assert Article.objects.get().comment_count == 2


def test_an_export_cut_in_two_is_put_together(run: Run) -> None:
    run(thread(), post("1"))
    run(post("2", "1"))
    assert (stored("2").parent, stored("2").article) == (stored("1"), stored("1").article)


def test_a_comment_of_an_unknown_thread_is_quarantined(run: Run) -> None:
    report = run(thread(), post("1", article_id="elsewhere", line=7))
    assert report.accounts[Kind.COMMENT] == Account(read=1, quarantined=1)
    assert (report.quarantine[0].trouble, report.quarantine[0].line) == ("unknown_thread", 7)


def test_quarantine_names_a_record_as_its_export_does(run: Run) -> None:
    bad = thread(url="javascript:alert(1)", record="dsq:id 100")
    report = run(bad, post("1", record="dsq:id 1"))
    assert [record.record for record in report.quarantine] == ["dsq:id 100", "dsq:id 1"]


def test_comments_of_a_deleted_thread_are_not_published(run: Run) -> None:
    report = run(thread(deleted=True), post("1"))
    assert [record.trouble for record in report.quarantine] == ["deleted_thread"] * 2
    assert not Comment.objects.exists()


def test_a_thread_without_a_possible_address_is_quarantined_with_its_comments(run: Run) -> None:
    report = run(thread(url="javascript:alert(1)"), post("1"))
    assert [record.trouble for record in report.quarantine] == ["bad_address", "unknown_thread"]


def test_quarantined_records_are_kept_with_the_run(run: Run) -> None:
    record = Quarantined(
        kind=Kind.COMMENT, record="dsq:id 9", trouble=Trouble.BAD_DATE, raw="<post/>", line=88
    )
    report = run(thread(), record)
    kept = ImportRun.objects.get().quarantine.get()
    assert (kept.record, kept.reason, kept.raw, kept.line) == (
        "dsq:id 9",
        "bad_date",
        "<post/>",
        88,
    )
    assert report.accounts[Kind.COMMENT] == Account(read=1, quarantined=1)


def test_a_reply_whose_parent_is_missing_stands_at_the_top(run: Run) -> None:
    report = run(thread(), post("1", "nobody knows"))
    assert stored("1").parent is None
    assert "1 replies stand at the top level" in report.warnings[0]


def test_a_reply_to_a_comment_of_another_thread_stands_at_the_top(run: Run) -> None:
    run(thread(), thread("t2"), post("1"), post("2", "1", article_id="t2"))
    assert stored("2").parent is None


def test_circles_are_opened_and_reported(run: Run) -> None:
    report = run(
        thread(), post("1", "1"), post("2", "3"), post("3", "2"), post("4", "3"), post("5", "4")
    )
    assert report.accounts[Kind.COMMENT] == Account(read=5, imported=5)
    assert "2 comments answer themselves" in report.warnings[0]
    assert (stored("4").parent, stored("5").depth - stored("4").depth) == (stored("3"), 1)


def test_a_comment_that_comes_twice_is_stored_once_as_its_less_public_self(run: Run) -> None:
    report = run(thread(), post("1"), post("1", state=SourceState.DELETED))
    assert report.accounts[Kind.COMMENT] == Account(read=2, stubbed=1, merged=1)
    assert stored("1").text == ""


def test_two_pages_told_apart_by_their_query_stay_apart(run: Run) -> None:
    run(thread("a", "https://paper.example/?p=1"), thread("b", "https://paper.example/?p=2"))
    assert Article.objects.count() == 2


def test_two_threads_of_one_page_are_merged(run: Run) -> None:
    report = run(
        thread("t1", "http://www.paper.example/story"),
        thread("t2", "https://paper.example/story/?utm_source=feed"),
        post("1"),
        post("2", "1", article_id="t2"),
    )
    assert report.accounts[Kind.ARTICLE] == Account(read=2, imported=1, merged=1)
    assert stored("2").parent == stored("1")


def test_merged_threads_import_no_article_the_second_time(run: Run) -> None:
    records = [thread("t1", "https://paper.example/s"), thread("t2", "http://paper.example/s")]
    run(*records)
    assert run(*records).accounts[Kind.ARTICLE] == Account(read=2, unchanged=1, merged=1)


def test_a_thread_is_matched_by_the_publishers_identifier_first(run: Run, site: Site) -> None:
    known = factories.article(site, "/new-address/", publisher_id="story-7")
    other = factories.article(site, "/t1")
    run(thread(identifier="story-7"), post("1"))
    assert stored("1").article == known
    assert other.comments.count() == 0


def test_a_thread_is_matched_by_its_address_next(run: Run, site: Site) -> None:
    known = factories.article(site, "/t1", headline="Ours")
    report = run(thread(identifier="unheard of", headline="Theirs"), post("1"))
    assert (stored("1").article, Article.objects.get().headline) == (known, "Ours")
    assert report.accounts[Kind.ARTICLE] == Account(read=1, merged=1)


def test_a_thread_of_an_older_domain_is_matched_by_its_path(run: Run, site: Site) -> None:
    known = factories.article(site, "/2011/story")
    run(thread(url="http://old.example/2011/story"), post("1"))
    assert stored("1").article == known


def test_an_article_of_an_older_domain_is_found_on_the_new_one(run: Run, site: Site) -> None:
    report = run(thread(url="http://old.example/2011/story"), post("1"))
    assert Article.objects.find(site, "https://paper.example/2011/story") == stored("1").article
    assert Article.objects.find(site, "https://old.example/2011/story/") == stored("1").article
    assert "old.example" in report.warnings[0]


def test_two_foreign_domains_are_not_merged_for_a_common_path(run: Run) -> None:
    run(thread("a", "http://one.example/story"), thread("b", "http://two.example/story"))
    assert Article.objects.count() == 2


def test_a_foreign_front_page_is_not_the_sites_own(run: Run, site: Site) -> None:
    run(thread(url="http://old.example/"))
    assert list(ArticleAlias.objects.values_list("url_key", flat=True)) == ["old.example"]


def test_an_address_within_an_identifier_is_an_alias(run: Run, site: Site) -> None:
    run(thread(identifier="1234 https://paper.example/?p=1234"))
    assert Article.objects.find(site, "https://paper.example/?p=1234") == Article.objects.get()


def test_a_closed_thread_is_a_closed_discussion(run: Run) -> None:
    run(thread(closed=True, headline="One\u202e"))
    assert (Article.objects.get().state, Article.objects.get().headline) == (
        ArticleState.CLOSED,
        "One",
    )


def test_an_account_is_one_author_whatever_its_name_was(run: Run) -> None:
    run(
        thread(),
        post("1", author=ImportedAuthor(name="Asha", user_id="asha")),
        post("2", author=ImportedAuthor(name="Asha Rao", user_id="asha")),
    )
    assert stored("1").author == stored("2").author


def test_an_address_is_kept_as_a_keyed_hash_only(run: Run) -> None:
    run(thread(), post("1", author=ImportedAuthor(name="Asha", email="asha@mail.example")))
    author = stored("1").author
    assert author.email_hash == import_identity.email_hash(" Asha@mail.example")
    assert "asha@mail.example" not in str(Author.objects.values().get())


def test_two_names_of_one_address_are_not_shown_to_be_one_person(run: Run) -> None:
    run(
        thread(),
        post("1", author=ImportedAuthor(name="Asha Rao", email="asha@mail.example")),
        post("2", author=ImportedAuthor(name="Nightbird", email="asha@mail.example")),
    )
    first, second = stored("1").author, stored("2").author
    assert (first.display_name, second.display_name) == ("Asha Rao", "Nightbird")
    assert first.email_hash == second.email_hash


def test_a_nameless_guest_has_a_name_to_show(run: Run) -> None:
    run(thread(), post("1", author=ImportedAuthor(name=" \u202e ")))
    assert stored("1").author.display_name == "Guest"


def test_imported_authors_have_no_user(run: Run) -> None:
    factories.user(email="asha@mail.example")
    run(thread(), post("1", author=ImportedAuthor(name="Asha", email="asha@mail.example")))
    assert stored("1").author.user is None


def test_a_dry_run_reports_the_same_and_changes_nothing(run: Run) -> None:
    records = [thread(), post("1"), post("2", "nobody", article_id="elsewhere")]
    dry = run(*records, dry_run=True)
    assert [model.objects.count() for model in (Article, Author, ImportRun)] == [0, 0, 0]
    assert run(*records).as_dict() == {**dry.as_dict(), "dry_run": False}


def test_damage_of_the_file_is_told_and_counted_nowhere(run: Run) -> None:
    report = run(thread(), Damage("The archive ends early."))
    assert report.warnings == ["The archive ends early."]


def test_the_run_keeps_its_report(run: Run) -> None:
    report = run(thread(), post("1"))
    kept = ImportRun.objects.get()
    assert (kept.report, kept.file_name) == (report.as_dict(), "export.xml")
    assert kept.finished_at is not None


def test_more_than_a_batch_is_stored_whole(run: Run) -> None:
    posts = [post(str(number), str(number - 1) if number % 7 else "") for number in range(1200)]
    report = run(thread(), *reversed(posts))
    assert report.accounts[Kind.COMMENT] == Account(read=1200, imported=1200)
    assert Comment.objects.filter(parent=None).count() == len(range(0, 1200, 7))
    assert Article.objects.get().comment_count == 1200


def _broken_off(records: Iterable[Record]) -> Iterable[Record]:
    yield from records
    raise ImportFailed("The disk was pulled out.")


def test_an_export_that_cannot_be_read_to_its_end_changes_nothing(site: Site) -> None:
    export = Export("disqus", _broken_off([thread(), post("1")]))
    with pytest.raises(ImportFailed):
        import_records(site, export, now=timezone.now())
    assert not Article.objects.exists()


def test_what_a_killed_run_left_is_finished_by_the_next(run: Run) -> None:
    run(thread(), post("1"), post("2", "1"))
    # As if it had been killed after the first batch: no second comment, counters untouched.
    stored("2").delete()
    Article.objects.update(comment_count=0, last_comment_at=None)
    Comment.objects.update(replies=0)
    report = run(thread(), post("1"), post("2", "1"))
    assert report.accounts[Kind.COMMENT] == Account(read=2, imported=1, unchanged=1)
    assert (Article.objects.get().comment_count, stored("1").replies) == (2, 1)


def test_counters_that_a_killed_run_left_behind_are_mended(run: Run) -> None:
    run(thread(), post("1"), post("2", "1"))
    Article.objects.update(comment_count=0)
    Comment.objects.update(replies=0)
    run(thread(), post("1"), post("2", "1"))
    assert (Article.objects.get().comment_count, stored("1").replies) == (2, 1)

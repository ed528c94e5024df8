"""What a moderator looks up without leaving the queue: the thread, and the author's record."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.console.around import MOST_BELOW
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, BanKind, SeenAddress
from parley.models.comment import Comment, CommentState
from parley.models.site import Site
from parley.models.user import User
from tests import factories


@pytest.fixture
def client(moderator: User) -> Client:
    return factories.browser(moderator)


def part(client: Client, address: str) -> str:
    """As the desk's script asks for it."""
    response = client.get(address, headers={"Parley-Fragment": "1"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "<html" not in html
    return html


def seen(author: Author, digest: str) -> None:
    now = timezone.now()
    SeenAddress.objects.create(site=author.site, author=author, digest=digest, last_seen=now)


def test_the_thread_shows_what_led_to_it_and_what_stands_before_it(
    client: Client, article: Article
) -> None:
    first = factories.comment(article, text="The first of all.")
    second = factories.comment(article, text="An answer to it.", parent=first)
    day_before = timezone.now() - timedelta(days=1)
    factories.comment(article, text="Another answer.", parent=second, created_at=day_before)
    factories.comment(
        article, text="A refused one.", parent=second, created_at=day_before, state="rejected"
    )
    comment = factories.comment(article, parent=second, state=CommentState.HELD)
    factories.comment(article, text="Came later.", parent=second)
    factories.comment(article, text="A reply.", parent=comment)
    factories.comment(article, text="A refused reply.", parent=comment, state="rejected")
    factories.comment(article, text="A deleted reply.", parent=comment, state="deleted")

    html = part(client, f"/moderate/comment/{comment.pk}/thread/")

    assert html.index("The first of all.") < html.index("An answer to it.")
    assert html.index("An answer to it.") < html.index("Another answer.")
    assert "A refused one." not in html
    assert "Came later." not in html
    replies = html.partition("Another answer.")[2]
    assert replies.index("A reply.") < replies.index("A refused reply.")
    assert '<span class="tag rejected">rejected</span>' in replies
    assert "A deleted reply." not in html


def test_of_many_replies_the_first_are_shown(client: Client, article: Article) -> None:
    comment = factories.comment(article)
    for number in range(MOST_BELOW + 1):
        factories.comment(article, text=f"Reply {number}.", parent=comment)

    html = part(client, f"/moderate/comment/{comment.pk}/thread/")

    assert f"Reply {MOST_BELOW - 1}." in html
    assert f"Reply {MOST_BELOW}." not in html


def test_the_record_shows_who_the_author_is(client: Client, site: Site, article: Article) -> None:
    author = factories.author(
        site, factories.user("Ravi Shenoy"), published_count=7, rejected_count=2, trusted=True
    )
    factories.comment(article, author, text="What I wrote last.")
    AuthorNote.objects.create(
        site=site, author=author, text="Knows the harbour.", made_at=timezone.now()
    )
    Ban.objects.create(
        site=site,
        author=author,
        kind=BanKind.ACCOUNT,
        value=str(author.user_id),
        reason="Came back again.",
        made_at=timezone.now(),
    )

    html = part(client, f"/moderate/author/{author.pk}/record/")

    for words in ("Knows the harbour.", "Came back again.", "Trusted", "What I wrote last."):
        assert words in html


def test_accounts_of_one_network_address_are_linked_on_this_site_alone(
    client: Client, site: Site
) -> None:
    author, twin = factories.author(site), factories.author(site, display_name="The Twin")
    elsewhere = factories.author(factories.site("other.example"), display_name="Somebody Else")
    stranger = factories.author(site, display_name="A Stranger")
    for each in (author, twin, elsewhere):
        seen(each, "same")
    seen(stranger, "another")

    html = part(client, f"/moderate/author/{author.pk}/record/?site=paper.example")

    assert "The Twin" in html
    assert "Somebody Else" not in html
    assert "A Stranger" not in html


def test_without_the_script_they_are_pages(client: Client, article: Article) -> None:
    comment = factories.comment(article)
    for address in (f"comment/{comment.pk}/thread/", f"author/{comment.author_id}/record/"):
        html = client.get(f"/moderate/{address}").content.decode()
        assert "<h1>" in html
        assert 'class="around"' in html


def test_the_page_of_a_thread_shows_the_comment_itself(client: Client, article: Article) -> None:
    comment = factories.comment(article, text="The ferry should run later.")
    assert comment.text in client.get(f"/moderate/comment/{comment.pk}/thread/").content.decode()
    assert comment.text not in part(client, f"/moderate/comment/{comment.pk}/thread/")


@pytest.mark.parametrize("address", ["comment/{0.pk}/thread/", "author/{0.author_id}/record/"])
def test_of_another_site_there_is_nothing(client: Client, site: Site, address: str) -> None:
    theirs = factories.comment(factories.article(factories.site("other.example")))
    path = "/moderate/" + address.format(theirs) + f"?site={site.domain}"
    assert client.get(path).status_code == 404


def test_a_record_costs_the_same_however_long_it_is(client: Client, article: Article) -> None:
    def queries(comment: Comment) -> int:
        with CaptureQueriesContext(connection) as found:
            part(client, f"/moderate/author/{comment.author_id}/record/")
        return len(found)

    small = factories.comment(article)
    large = factories.comment(article)
    for _ in range(6):
        factories.comment(article, large.author)
        twin = factories.author(article.site)
        seen(twin, "same")
        AuthorNote.objects.create(
            site=article.site, author=large.author, text="Note.", made_at=timezone.now()
        )
    for author in (small.author, large.author):
        seen(author, f"of {author.pk}")
    seen(large.author, "same")
    seen(factories.author(article.site), f"of {small.author_id}")
    queries(small)

    assert queries(large) == queries(small)


def claimed(article: Article) -> tuple[Comment, Author]:
    """An imported author's comment, and the reader who has claimed them."""
    reader = factories.user("Meera Nair", accepted=article.site)
    writer = factories.author(article.site, reader, trusted=True)
    writer.suspended_until = timezone.now() + timedelta(days=2)
    writer.save()
    Ban.objects.create(
        site=article.site,
        kind=BanKind.ACCOUNT,
        value=str(reader.pk),
        author=writer,
        reason="Threats.",
        made_at=timezone.now(),
    )
    for_moderators = {"site": article.site, "made_at": timezone.now()}
    AuthorNote.objects.create(author=writer, text="Writes elsewhere too.", **for_moderators)
    old = factories.imported_author(article.site, user=reader)
    return factories.comment(article, old, state=CommentState.HELD), writer


def test_of_a_claimed_author_the_card_shows_who_writes_now(
    client: Client, article: Article
) -> None:
    row, _writer = claimed(article)
    html = client.get(f"/moderate/comment/{row.pk}/").content.decode()
    for said in ("suspended", "banned", "trusted", "1 note"):
        assert f">{said}<" in html, said


def test_and_so_does_the_record(client: Client, article: Article) -> None:
    row, _writer = claimed(article)
    html = part(client, f"/moderate/author/{row.author_id}/record/")
    for said in ("Suspended until", "Threats.", "Trusted", "Writes elsewhere too."):
        assert said in html, said


def test_cards_of_claimed_authors_cost_no_more(
    client: Client, article: Article, django_assert_max_num_queries: Any
) -> None:
    claimed(article)
    with CaptureQueriesContext(connection) as one:
        client.get("/moderate/")
    Ban.objects.all().delete()
    for _each in range(5):
        user = factories.user(accepted=article.site)
        factories.author(article.site, user)
        old = factories.imported_author(article.site, user=user)
        factories.comment(article, old, state=CommentState.HELD)
    with django_assert_max_num_queries(len(one)):
        client.get("/moderate/")


def test_a_reason_that_tells_little_does_not_close_the_queue(
    client: Client, article: Article
) -> None:
    comment = factories.comment(article, text="A thin one.", state=CommentState.HELD)
    comment.decisions.create(
        site=article.site,
        outcome="hold",
        reasons=[{"rule": "abuse", "severity": "hold", "code": "x"}],
        created_at=timezone.now(),
    )
    assert client.get("/moderate/").status_code == 200
    assert client.get(f"/moderate/comment/{comment.pk}/").status_code == 200

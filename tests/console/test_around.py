"""What a moderator looks up without leaving the queue: the thread, and the author's record."""

from datetime import timedelta

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

"""The desk's buttons by plain forms, and the same addresses for programs."""

import json
import re
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import deciding, editing, moderating, standing
from parley.actions.deciding import Choice
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban, SeenAddress
from parley.models.comment import Comment, CommentState
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.decision import Outcome
from tests import factories

TEXT = "The mayor should answer. Call his office at 080 2345 6789 tomorrow."


@pytest.fixture
def author(article: Article) -> Author:
    reader = factories.user("Ravi Shenoy", accepted=article.site, email="ravi@spam.example")
    return factories.author(article.site, reader)


@pytest.fixture
def comment(article: Article, author: Author) -> Comment:
    return factories.comment(article, author, text=TEXT)


@pytest.fixture
def desk(moderator: User) -> Client:
    return factories.browser(moderator)


def to_comment(desk: Client, comment: Comment, verb: str, **given: str) -> Any:
    return desk.post(f"/moderate/comment/{comment.pk}/{verb}/", given)


def to_author(desk: Client, author: Author, verb: str, **given: str) -> Any:
    return desk.post(f"/moderate/author/{author.pk}/{verb}/", given)


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def page_of(desk: Client, what: Comment | Author) -> str:
    kind = "comment" if isinstance(what, Comment) else "author"
    return desk.get(f"/moderate/{kind}/{what.pk}/").content.decode()


def test_a_form_goes_on_where_it_says(desk: Client, comment: Comment) -> None:
    response = to_comment(desk, comment, "pick", next="/moderate/?page=2")
    assert (response.status_code, response.headers["Location"]) == (303, "/moderate/?page=2")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example"]
)
def test_it_leads_nobody_elsewhere(desk: Client, comment: Comment, elsewhere: str) -> None:
    response = to_comment(desk, comment, "pick", next=elsewhere)
    assert response.headers["Location"] == f"/moderate/comment/{comment.pk}/"


def test_a_program_is_answered_in_json(desk: Client, comment: Comment) -> None:
    path = f"/moderate/comment/{comment.pk}/pin/"
    done = desk.post(path, headers={"Accept": "application/json"})
    again = desk.post(path, headers={"Accept": "application/json"})

    assert (done.status_code, list(done.json())) == (200, ["done"])
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert again.headers["Content-Type"] == "application/problem+json"


def test_a_program_without_business_here_is_told_nothing(comment: Comment) -> None:
    reader = factories.browser(factories.user())
    path = f"/moderate/comment/{comment.pk}/pin/"
    refused = reader.post(path, headers={"Accept": "application/json"})
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_staff_pick_and_do_no_more(article: Article, comment: Comment) -> None:
    journalist = factories.browser(factories.member(article.site, Role.STAFF))
    to_comment(journalist, comment, "pick")

    comment.refresh_from_db()
    assert comment.picked
    assert to_comment(journalist, comment, "pin").status_code == 404


def test_a_comment_is_sent_back_for_a_house_rule(desk: Client, comment: Comment) -> None:
    to_comment(desk, comment, "return", rule="privacy", words="Leave the number out.")

    comment.refresh_from_db()
    decision = comment.decisions.get()
    assert comment.state == CommentState.RETURNED
    assert (decision.rule, decision.note.endswith("Leave the number out.")) == ("privacy", True)


def test_the_page_shows_what_its_author_changed(desk: Client, comment: Comment) -> None:
    to_comment(desk, comment, "return", words="Leave the number out.")
    comment.refresh_from_db()
    text = "The mayor should answer. Call his office tomorrow."
    writer = factories.viewer(comment.site, comment.author.user)
    editing.edit_comment(writer, comment, text=text, now=timezone.now())

    html = page_of(desk, comment)
    assert "<del>" in html
    assert "080" in html.partition("<del>")[2].partition("</del>")[0]
    assert Waiting.objects.filter(comment=comment).exists()


def test_what_was_sent_back_can_be_undone_on_its_page(
    site: Site, moderator: User, desk: Client, comment: Comment
) -> None:
    to_comment(desk, comment, "return", words="Leave the number out.")
    found = re.search(r'/take-back/.*?name="batch" value="(\w+)"', page_of(desk, comment))
    assert found is not None
    colleague = factories.browser(factories.member(site, Role.MODERATOR))
    assert "/take-back/" not in page_of(colleague, comment)
    assert said(to_comment(colleague, comment, "take-back", batch=found[1])) == [
        "There is nothing to undo."
    ]

    to_comment(desk, comment, "take-back", batch=found[1])

    comment.refresh_from_db()
    assert comment.state == CommentState.PUBLISHED
    assert not comment.author.user.notices.exists()  # type: ignore[union-attr]
    assert "/take-back/" not in page_of(desk, comment)


def test_its_page_undoes_that_comment_alone(
    site: Site, article: Article, moderator: User, desk: Client
) -> None:
    rows = [factories.comment(article, state=CommentState.HELD) for _each in range(3)]
    first, second, third = rows
    viewer, why = factories.viewer(site, moderator), Why(note="Rude.")
    choices = [Choice(row.pk, 0) for row in rows]
    now = timezone.now()
    done = deciding.decide(viewer, choices, outcome=Outcome.REJECT, why=why, now=now)
    colleague = factories.viewer(site, factories.member(site, Role.MODERATOR))
    moderating.approve(colleague, third, now=now)

    undone = to_comment(desk, first, "take-back", batch=done.batch)
    refused = to_comment(desk, third, "take-back", batch=done.batch)

    assert said(undone) == ["Undone. It stands as before, and nobody was told."]
    assert "nothing was undone" in said(refused)[-1]
    states = Comment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [CommentState.HELD, CommentState.REJECTED, CommentState.PUBLISHED]
    # What is left of the batch is undone as before.
    assert deciding.undo(viewer, done.batch, now=now).decided == (second.pk,)


def test_whoever_gives_what_is_escalated_is_told_that_others_have_it_too(
    site: Site, desk: Client, comment: Comment
) -> None:
    to_comment(desk, comment, "escalate", why="A threat.")
    colleague = factories.member(site, Role.MODERATOR, "Anand Rao")
    told = said(to_comment(desk, comment, "assign", to=str(colleague.pk)))
    assert told[-1] == "Anand Rao has it now. It is escalated, so that others are given it too."


def test_a_script_is_told_how_to_undo_it(desk: Client, comment: Comment) -> None:
    path = f"/moderate/comment/{comment.pk}/return/"
    answer = desk.post(path, {"words": "Shorter."}, headers={"Accept": "application/json"}).json()
    sent = json.dumps({"batch": answer["batch"]})
    undone = desk.post("/moderate/undo/", sent, content_type="application/json").json()
    assert [each["comment"] for each in undone["undone"]] == [comment.pk]


def test_words_are_hidden_wherever_they_stand(desk: Client, comment: Comment) -> None:
    to_comment(desk, comment, "redact", words="080 2345 6789\r\nmayor", why="Private.")

    comment.refresh_from_db()
    assert comment.text == "The [redacted] should answer. Call his office at [redacted] tomorrow."
    html = page_of(desk, comment)
    assert TEXT in html
    assert "redact" in html


def test_words_that_are_not_there_hide_nothing(desk: Client, comment: Comment) -> None:
    response = to_comment(desk, comment, "redact", words="mayor\nminister", why="Private.")

    comment.refresh_from_db()
    assert comment.text == TEXT
    assert said(response) == ["“minister” is not in the comment."]


def test_words_of_another_text_than_was_shown_are_not_hidden(
    desk: Client, comment: Comment
) -> None:
    seen = re.search(r'data-redact>.*?name="seen" value="(\w+)"', page_of(desk, comment), re.DOTALL)
    assert seen is not None
    Comment.objects.filter(pk=comment.pk).update(text=f"He said so. {TEXT}")
    to_comment(desk, comment, "redact", spans="4-9", why="Private.", seen=seen[1])

    comment.refresh_from_db()
    assert comment.text == f"He said so. {TEXT}"
    to_comment(desk, comment, "redact", spans="4-9", why="Private.", seen=comment.text_digest())
    comment.refresh_from_db()
    assert "[redacted]" in comment.text


@pytest.mark.parametrize(
    ("spans", "after"), [("4-9", "The [redacted] should"), ("9-4", "The mayor")]
)
def test_a_program_says_places(desk: Client, comment: Comment, spans: str, after: str) -> None:
    to_comment(desk, comment, "redact", spans=spans, why="Private.")

    comment.refresh_from_db()
    assert comment.text.startswith(after)


def test_a_comment_is_moved_by_the_address_of_the_article(desk: Client, comment: Comment) -> None:
    other = factories.article(comment.site, "/city/trams/")
    to_comment(desk, comment, "move", to="https://paper.example/city/trams/?utm_source=x")

    comment.refresh_from_db()
    assert comment.article == other


@pytest.mark.parametrize(
    "address", ["https://paper.example/nothing/", "nonsense", "999999", "https://other.example/a/"]
)
def test_it_is_moved_nowhere_else(desk: Client, comment: Comment, address: str) -> None:
    factories.article(factories.site("other.example"), "/a/")
    named = f"/moderate/comment/{comment.pk}/move/?site=paper.example"
    assert said(desk.post(named, {"to": address})) == ["There is no discussion at this address."]


def test_a_colleague_is_given_it(desk: Client, article: Article) -> None:
    held = factories.comment(article, state=CommentState.HELD)
    colleague = factories.member(article.site, Role.MODERATOR, "Anand Rao")
    assert "Anand Rao" in page_of(desk, held)
    to_comment(desk, held, "assign", to=str(colleague.pk))
    assert Waiting.objects.get().assigned_to == colleague

    to_comment(desk, held, "assign", to=str(factories.user().pk))
    assert Waiting.objects.get().assigned_to == colleague


def test_a_comment_is_escalated(desk: Client, comment: Comment) -> None:
    to_comment(desk, comment, "escalate", why="A threat, I think.")
    assert Waiting.objects.get().escalated
    assert "A threat, I think." in page_of(desk, comment)

    assert "Take the escalation back" in page_of(desk, comment)
    to_comment(desk, comment, "lower")
    assert not Waiting.objects.exists()


def test_notes_and_warnings_stand_on_the_page(desk: Client, author: Author) -> None:
    to_author(desk, author, "note", text="Writes at night.")
    to_author(desk, author, "warn", text="Please stop.")

    html = page_of(desk, author)
    assert AuthorNote.objects.get().text in html
    assert "<dt>Warnings</dt><dd>1</dd>" in html
    assert "<strong>warn</strong>" in html


def test_trust_and_a_closer_look_are_given_and_taken(desk: Client, author: Author) -> None:
    for verb, marks in (
        ("trust", (True, False)),
        ("premoderate", (False, True)),
        ("unpremoderate", (False, False)),
    ):
        to_author(desk, author, verb)
        author.refresh_from_db()
        assert (author.trusted, author.premoderated) == marks


@pytest.mark.parametrize("named", ["abc", "9" * 19])
def test_a_ban_that_is_named_wrongly_lifts_none(desk: Client, author: Author, named: str) -> None:
    to_author(desk, author, "ban", kind="account", period="7", reason="Insults.")
    to_author(desk, author, "unban", ban=named)
    assert Ban.objects.get().lifted_at is None


def test_an_account_is_banned_at_once_and_unbanned(desk: Client, author: Author) -> None:
    to_author(desk, author, "ban", kind="account", period="forever", reason="Spam.")
    assert Ban.objects.get().until is None
    assert "Ravi Shenoy" in desk.get("/moderate/bans/").content.decode()

    to_author(desk, author, "unban", ban=str(Ban.objects.get().pk))
    assert Ban.objects.get().lifted_at is not None
    assert "Nobody is banned." in desk.get("/moderate/bans/").content.decode()


def test_a_domain_is_banned_after_its_reach_was_seen(desk: Client, author: Author) -> None:
    factories.author(author.site, factories.user(email="b@spam.example"))
    given = {"kind": "domain", "period": "7", "reason": "Spam."}
    html = to_author(desk, author, "ban", **given).content.decode()
    assert "2 accounts here have an address at <bdi>spam.example</bdi>" in html
    assert not Ban.objects.exists()

    to_author(desk, author, "ban", **given, confirmed_accounts="2")
    assert Ban.objects.get().value == "spam.example"


def test_a_program_is_asked_too(desk: Client, author: Author) -> None:
    path = f"/moderate/author/{author.pk}/ban/"
    given = {"kind": "domain", "period": "7", "reason": "Spam."}
    response = desk.post(path, given, headers={"Accept": "application/json"})
    assert response.status_code == 409
    assert "confirmed_accounts=1" in response.json()["detail"]


def test_linked_accounts_are_shown(desk: Client, author: Author) -> None:
    other = factories.author(author.site, factories.user("Ravi Again"))
    for each in (author, other):
        SeenAddress.objects.create(
            site=author.site, author=each, digest="d" * 64, last_seen=timezone.now()
        )
    assert "Ravi Again" in page_of(desk, author)


def test_a_discussion_is_slowed(desk: Client, article: Article) -> None:
    desk.post(f"/moderate/article/{article.pk}/", {"state": "premoderated", "slow_seconds": "300"})
    article.refresh_from_db()
    assert (article.state, article.slow_seconds) == ("premoderated", 300)


@pytest.mark.parametrize("slow", ["7", "-60", "soon"])
def test_a_pace_that_is_none_changes_nothing(desk: Client, article: Article, slow: str) -> None:
    desk.post(f"/moderate/article/{article.pk}/", {"state": "closed", "slow_seconds": slow})
    article.refresh_from_db()
    assert (article.state, article.slow_seconds) == ("open", 0)


def test_queries_do_not_grow_with_what_was_done(
    desk: Client, author: Author, moderator: User
) -> None:
    viewer = factories.viewer(author.site, moderator)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(path).status_code == 200
        return len(captured)

    def do_more(number: int) -> None:
        standing.note(viewer, author, text=f"Note {number}.", now=timezone.now())
        other = factories.author(author.site, factories.user())
        Ban.objects.create(
            site=author.site,
            kind="account",
            value=str(number),
            author=author,
            reason="Spam.",
            made_at=timezone.now(),
            made_by=moderator,
        )
        for each in (author, other):
            SeenAddress.objects.update_or_create(
                author=each,
                digest="d" * 64,
                defaults={"site": author.site, "last_seen": timezone.now()},
            )

    do_more(0)
    pages = (f"/moderate/author/{author.pk}/", "/moderate/bans/")
    before = [queries(page) for page in pages]
    for number in range(1, 6):
        do_more(number)
    assert [queries(page) for page in pages] == before


def test_from_where_somebody_posts_is_remembered(article: Article, author: Author) -> None:
    assert author.user is not None
    factories.browser(author.user).post(
        "/api/v1/comments",
        {"article": article.pk, "text": factories.PROPER},
        content_type="application/json",
    )
    assert SeenAddress.objects.get().author == author


def test_staff_who_pick_go_on_where_they_may_be(site: Site, article: Article) -> None:
    row = factories.comment(article)
    browser = factories.browser(factories.member(site, Role.STAFF))
    answer = browser.post(f"/moderate/comment/{row.pk}/pick/", {}, follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/newsroom/article/{article.pk}/")
    assert answer.status_code == 200

"""What a moderator chooses from the queue, by its address."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.queue import SavedView, Waiting
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories
from tests.console.test_queue import queue


@pytest.fixture
def other(article: Article) -> Comment:
    """Waits too, and is never what is looked for."""
    return waits(article, "Some other comment.", rules=",spam,", score=0.1, attribute="SPAM")


def waits(article: Article, text: str, **entry: Any) -> Comment:
    entry = {"new_author": False, **entry}
    comment = factories.comment(article, text=text, state=CommentState.HELD)
    Waiting.objects.filter(comment=comment).update(**entry)
    return comment


@pytest.mark.parametrize(
    ("query", "entry"),
    [
        ("rule=abuse", {"rules": ",links,abuse,"}),
        ("attribute=INSULT", {"attribute": "INSULT"}),
        ("least=0.8", {"score": 0.8}),
        ("attribute=INSULT&least=0.5", {"scores": {"TOXICITY": 0.9, "INSULT": 0.6}}),
        ("reported=on", {"reports": 2}),
        ("new=on", {"new_author": True}),
        ("escalated=on", {"escalated": True}),
        ("language=ml", {"language": "ml"}),
    ],
)
@pytest.mark.usefixtures("other")
def test_only_what_was_asked_for_is_shown(
    article: Article, moderator: User, query: str, entry: dict[str, Any]
) -> None:
    waits(article, "What is looked for.", **entry)

    html = queue(moderator, f"?{query}")

    assert "What is looked for." in html
    assert "Some other comment." not in html


@pytest.mark.parametrize("scores", [{"TOXICITY": 0.9, "INSULT": 0.4}, {"TOXICITY": 0.9}, {}])
def test_a_score_below_what_was_asked_for_is_not_shown(
    article: Article, moderator: User, scores: dict[str, float]
) -> None:
    waits(article, "Some other comment.", scores=scores, score=0.9, attribute="TOXICITY")
    assert "Some other comment." not in queue(moderator, "?attribute=INSULT&least=0.5")


@pytest.mark.usefixtures("other")
def test_by_section_article_and_former_system(site: Site, moderator: User) -> None:
    sport = factories.article(site, section="Sport")
    comment = waits(sport, "What is looked for.")
    Comment.objects.filter(pk=comment.pk).update(source="disqus", source_id="9")

    one = (f"article={sport.pk}", f"author={comment.author_id}")
    for query in ("section=Sport", *one, "source=disqus"):
        html = queue(moderator, f"?{query}")
        assert "What is looked for." in html
        assert "Some other comment." not in html


@pytest.mark.usefixtures("other")
def test_a_card_leads_to_the_others_of_its_discussion_and_author(
    site: Site, moderator: User
) -> None:
    comment = waits(factories.article(site), "What is looked for.")
    html = queue(moderator)
    for only in (f"?article={comment.article_id}", f"?author={comment.author_id}"):
        assert f'href="/moderate/{only}"' in html
        assert "What is looked for." in queue(moderator, only)
        assert "Some other comment." not in queue(moderator, only)


@pytest.mark.usefixtures("other")
def test_by_words_in_the_comment(article: Article, moderator: User) -> None:
    waits(article, "The ferry is what is looked for.")
    assert "Some other comment." not in queue(moderator, "?q=FERRY+is")
    assert "what is looked for" in queue(moderator, "?q=FERRY+is")


@pytest.mark.usefixtures("other")
def test_what_is_mine_to_decide(article: Article, moderator: User) -> None:
    waits(article, "What is looked for.", assigned_to=moderator)
    html = queue(moderator, "?mine=on")
    assert "What is looked for." in html
    assert "Some other comment." not in html


@pytest.mark.parametrize(
    "query", ["rule=nonsense", "least=much", "article=x", f"author={10**30}", "q=%00"]
)
def test_what_cannot_be_read_is_left_out(other: Comment, moderator: User, query: str) -> None:
    assert other.text in queue(moderator, f"?{query}")


def test_empty_fields_do_not_stand_in_the_address(site: Site, moderator: User) -> None:
    response = factories.browser(moderator).get("/moderate/?rule=spam&attribute=&q=")
    assert response["Location"] == "/moderate/?rule=spam"


def test_the_numbers_stay_true_while_others_work(
    article: Article, moderator: User, other: Comment
) -> None:
    waits(article, "One more.", rules=",abuse,", reports=1)
    colleague = factories.browser(factories.member(article.site, Role.MODERATOR))
    colleague.get("/moderate/")
    colleague.post(f"/moderate/comment/{other.pk}/approve/", {"seen": "0"})

    numbers = factories.browser(moderator).get("/moderate/counts/").json()

    assert (numbers["all"], numbers["reported"], numbers["mine"]) == (1, 1, 0)
    assert (numbers["rule=abuse"], numbers["rule=spam"]) == (1, 0)


def test_the_numbers_tell_what_colleagues_have(article: Article, moderator: User) -> None:
    colleague = factories.member(article.site, Role.MODERATOR)
    now = timezone.now()
    later, before = now + timedelta(minutes=2), now - timedelta(minutes=2)
    waits(article, "Assigned, and before them too.", assigned_to=colleague, lease_by=colleague)
    waits(article, "Before them.", lease_by=colleague, lease_until=later)
    waits(article, "Was before them.", lease_by=colleague, lease_until=before)
    waits(article, "Before me.", lease_by=moderator, lease_until=later)
    waits(article, "Mine to decide.", assigned_to=moderator)
    waits(article, "Nobody has it.")

    numbers = factories.browser(moderator).get("/moderate/counts/").json()

    assert (numbers["all"], numbers["free"]) == (6, 4)
    assert (numbers["assigned"], numbers["hand"], numbers["mine"]) == (1, 1, 1)
    shown = Waiting.objects.free_for(moderator.pk, now)
    assert shown.count() == numbers["free"]


def test_a_filter_is_kept_as_a_view_of_ones_own(site: Site, moderator: User) -> None:
    colleague = factories.member(site, Role.MODERATOR)
    sent = {"name": " Insults ", "query": "site=paper.example&attribute=INSULT&page=2"}
    response = factories.browser(moderator).post("/moderate/views/", sent)

    assert response["Location"] == "/moderate/?attribute=INSULT"
    assert 'href="?attribute=INSULT"><bdi>Insults</bdi>' in queue(moderator)
    assert "Insults" not in queue(colleague)


def test_a_view_of_everybodys_is_there_for_colleagues_of_the_site_alone(
    site: Site, moderator: User
) -> None:
    sent = {"name": "Ferry", "query": "q=ferry", "shared": "on"}
    factories.browser(moderator).post("/moderate/views/", sent)
    other = factories.site("other.example")
    stranger = factories.member(other, Role.MODERATOR)

    assert "Ferry" in queue(factories.member(site, Role.MODERATOR), "?site=paper.example")
    assert "Ferry" not in queue(stranger, "?site=other.example")
    view = SavedView.objects.get()
    address = f"/moderate/views/{view.pk}/remove/?site=other.example"
    assert factories.browser(stranger).post(address).status_code == 404


def test_a_view_is_removed_by_its_owner_alone(site: Site, moderator: User) -> None:
    factories.browser(moderator).post("/moderate/views/", {"name": "Mine", "query": "mine=on"})
    view = SavedView.objects.get()
    colleague = factories.browser(factories.member(site, Role.MODERATOR))

    assert colleague.post(f"/moderate/views/{view.pk}/remove/").status_code == 404
    factories.browser(moderator).post(f"/moderate/views/{view.pk}/remove/")
    assert not SavedView.objects.exists()


@pytest.fixture
def shared(site: Site, moderator: User) -> SavedView:
    """Everybody's, made by the moderator."""
    sent = {"name": "Ferry", "query": "q=ferry", "shared": "on"}
    factories.browser(moderator).post("/moderate/views/", sent)
    return SavedView.objects.get()


@pytest.mark.parametrize(("deed", "given"), [("remove", {}), ("rename", {"name": "Boats"})])
def test_everybodys_view_is_changed_by_its_maker_or_an_administrator(
    site: Site, moderator: User, shared: SavedView, deed: str, given: dict[str, str]
) -> None:
    address = f"/moderate/views/{shared.pk}/{deed}/"
    colleague = factories.member(site, Role.MODERATOR)
    assert address not in queue(colleague)
    factories.browser(colleague).post(address, given)
    assert [view.name for view in SavedView.objects.all()] == ["Ferry"]

    assert address in queue(moderator)
    administrator = factories.member(site, Role.ADMINISTRATOR)
    assert address in queue(administrator)
    factories.browser(administrator).post(address, given)
    assert not SavedView.objects.filter(name="Ferry").exists()


def test_nobody_saves_over_a_colleagues_view_of_everybodys(site: Site, shared: SavedView) -> None:
    sent = {"name": "Ferry", "query": "rule=spam", "shared": "on"}
    factories.browser(factories.member(site, Role.MODERATOR)).post("/moderate/views/", sent)
    assert SavedView.objects.get().query == "q=ferry"


def test_of_what_is_no_filter_nothing_is_kept(moderator: User) -> None:
    sent = {"name": "Jane", "query": "rule=spam&Jane+Doe+of+Main+Street=1"}
    factories.browser(moderator).post("/moderate/views/", sent)
    assert SavedView.objects.get().query == "rule=spam"
    assert AuditEntry.objects.get(verb="save_view").after["filters"] == ["rule"]


def test_a_view_is_renamed_and_the_audit_knows(moderator: User, shared: SavedView) -> None:
    address = f"/moderate/views/{shared.pk}/rename/"
    response = factories.browser(moderator).post(address, {"name": " Boats "})
    assert response["Location"] == "/moderate/?q=ferry"
    assert SavedView.objects.get().name == "Boats"
    entry = AuditEntry.objects.get(verb="rename_view")
    # Who did it, and to which view; a name may be a reader's.
    assert (entry.object_id, entry.after) == (shared.pk, {"shared": True, "filters": ["q"]})


@pytest.mark.parametrize("name", ["", "Taken", "x" * 61])
def test_not_every_name_is_taken(moderator: User, shared: SavedView, name: str) -> None:
    sent = {"name": "Taken", "query": "rule=spam", "shared": "on"}
    factories.browser(moderator).post("/moderate/views/", sent)
    factories.browser(moderator).post(f"/moderate/views/{shared.pk}/rename/", {"name": name})
    shared.refresh_from_db()
    assert shared.name == "Ferry"


def test_a_view_needs_a_name(site: Site, moderator: User) -> None:
    factories.browser(moderator).post("/moderate/views/", {"name": " ", "query": "mine=on"})
    assert not SavedView.objects.exists()


def test_what_is_escalated_is_for_everybody_also_in_the_numbers(
    article: Article, moderator: User
) -> None:
    colleague = factories.member(article.site, Role.MODERATOR)
    waits(article, "Escalated, and a colleague's.", assigned_to=colleague, escalated=True)
    numbers = factories.browser(moderator).get("/moderate/counts/").json()
    assert (numbers["free"], numbers["assigned"], numbers["escalated"]) == (1, 0, 1)
    assert Waiting.objects.free_for(moderator.pk, timezone.now()).count() == 1

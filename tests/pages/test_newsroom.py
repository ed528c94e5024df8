"""The journalists' pages."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley import names
from parley.models.article import Article
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.guidelines import GuidelinesAcceptance
from parley.models.newsroom import ArticleVisit, Byline, Mention
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories

ASKS = "The bridge is old. Who has paid for it?"
ANSWER = "The city has paid for the bridge, as its accounts say."


def byline(site: Site, who: User, name: str) -> None:
    Byline.objects.create(site=site, user=who, name=name, key=names.fold(name))


@pytest.fixture
def journalist(site: Site) -> User:
    who = factories.member(site, Role.STAFF, "Meera Nair")
    byline(site, who, "Meera Nair")
    return who


@pytest.fixture
def mine(site: Site) -> Article:
    return factories.article(site, headline="The bridge", byline="By Meera Nair")


def page(by: User, path: str = "/newsroom/") -> str:
    response = factories.browser(by).get(path)
    assert response.status_code == 200
    return response.content.decode()


def at(article: Article, show: str = "") -> str:
    return f"/newsroom/article/{article.pk}/" + (f"?show={show}" if show else "")


def answer(by: User, to: Comment, **given: Any) -> Any:
    form = {"parent": to.pk, "text": ANSWER, "key": "k", **given}
    return factories.browser(by).post(at(to.article), form)


def test_one_s_articles_are_listed_with_what_is_to_do(
    site: Site, mine: Article, journalist: User
) -> None:
    factories.article(site, headline="The tunnel", byline="Tom Hughes")
    factories.comment(mine, text=ASKS)
    html = page(journalist)
    assert "The bridge" in html
    assert "1 question unanswered" in html
    assert "1 new" in html
    assert "The tunnel" not in html


def test_what_was_discussed_last_comes_first(site: Site, journalist: User) -> None:
    now = timezone.now()
    factories.article(site, headline="Never", byline="Meera Nair")
    factories.article(site, headline="Lately", byline="Meera Nair", last_comment_at=now)
    html = page(journalist)
    assert html.index("Lately") < html.index("Never")


def test_without_a_byline_one_is_told_who_gives_one(site: Site) -> None:
    assert "An administrator says" in page(factories.member(site, Role.STAFF))


def test_a_visit_is_remembered(mine: Article, journalist: User) -> None:
    factories.comment(mine)
    page(journalist, at(mine))
    assert ArticleVisit.objects.get().user == journalist
    assert "1 new" not in page(journalist)


def test_questions_that_wait_come_before_those_that_do_not(
    site: Site, mine: Article, journalist: User
) -> None:
    done = factories.comment(mine, text="Is it done?", respect=50)
    factories.comment(mine, factories.author(site, journalist), parent=done)
    factories.comment(mine, text="Does it wait?")
    factories.comment(mine, text="It asks nothing.")
    html = page(journalist, at(mine))
    assert html.index("Does it wait?") < html.index("Is it done?")
    assert "It asks nothing." not in html


@pytest.mark.parametrize(
    ("show", "first"), [("respected", "Liked."), ("newest", "Latest."), ("picked", "Chosen.")]
)
def test_there_are_other_orders(mine: Article, journalist: User, show: str, first: str) -> None:
    factories.comment(mine, text="Liked.", respect=9)
    factories.comment(mine, text="Chosen.", picked=True)
    factories.comment(mine, text="Latest.")
    html = page(journalist, at(mine, show))
    texts = [text for text in ("Liked.", "Chosen.", "Latest.") if text in html]
    assert min(texts, key=html.index) == first


def test_one_s_own_answers_are_found_again(site: Site, mine: Article, journalist: User) -> None:
    by_me, by_another = factories.comment(mine, text="Mine?"), factories.comment(mine, text="His?")
    factories.comment(mine, factories.author(site, journalist), parent=by_me, text=ANSWER)
    other = factories.author(site, factories.member(site, Role.STAFF))
    factories.comment(mine, other, parent=by_another)
    html = page(journalist, at(mine, "answered"))
    assert "Mine?" in html
    assert ANSWER in html
    assert "His?" not in html


def test_an_answer_is_posted_with_the_badge(mine: Article, journalist: User) -> None:
    question = factories.comment(mine, text=ASKS)
    response = answer(journalist, question)
    assert response["Location"] == f"{at(mine)}#comment-{question.pk}"
    posted = Comment.objects.get(parent=question)
    assert (posted.state, posted.author.badge) == (CommentState.PUBLISHED, "Staff")
    assert "0 questions unanswered" in page(journalist, at(mine))


def test_the_same_answer_sent_twice_is_posted_once(mine: Article, journalist: User) -> None:
    question = factories.comment(mine, text=ASKS)
    answer(journalist, question)
    answer(journalist, question)
    assert Comment.objects.filter(parent=question).count() == 1


def test_a_refused_answer_is_kept_with_the_reasons(mine: Article, journalist: User) -> None:
    question = factories.comment(mine, text=ASKS)
    response = answer(journalist, question, text="NOBODY HAS PAID FOR ANY OF IT")
    assert response.status_code == 422
    html = response.content.decode()
    assert "NOBODY HAS PAID FOR ANY OF IT</textarea>" in html
    assert 'role="alert"' in html
    assert not Comment.objects.filter(parent=question).exists()


def test_an_answer_to_what_has_gone_meanwhile_is_kept(mine: Article, journalist: User) -> None:
    question = factories.comment(mine, text=ASKS)
    Comment.objects.filter(pk=question.pk).update(state=CommentState.REJECTED)
    response = answer(journalist, question)
    assert response.status_code == 404
    assert f"{ANSWER}</textarea>" in response.content.decode()


def test_before_the_guidelines_are_accepted_the_answer_is_kept(
    mine: Article, journalist: User
) -> None:
    GuidelinesAcceptance.objects.all().delete()
    response = answer(journalist, factories.comment(mine, text=ASKS))
    assert response.status_code == 403
    html = response.content.decode()
    assert f"{ANSWER}</textarea>" in html
    assert "/guidelines/" in html


def test_an_answer_can_be_looked_at_before(mine: Article, journalist: User) -> None:
    response = answer(journalist, factories.comment(mine, text=ASKS), do="preview")
    assert "As readers would see it" in response.content.decode()
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("parent", ["", "x", "-1", "9" * 30, "٣"])
def test_an_answer_to_nothing_is_refused(mine: Article, journalist: User, parent: str) -> None:
    question = factories.comment(mine, text=ASKS)
    response = answer(journalist, question, parent=parent)
    assert response.status_code in {400, 404, 422}
    assert f"{ANSWER}</textarea>" in response.content.decode()


def test_an_answer_to_another_article_s_comment_is_refused(
    site: Site, mine: Article, journalist: User
) -> None:
    elsewhere = factories.comment(factories.article(site))
    form = {"parent": elsewhere.pk, "text": ANSWER}
    factories.browser(journalist).post(at(mine), form)
    assert Comment.objects.count() == 1


def test_a_comment_is_picked_and_unpicked(mine: Article, journalist: User) -> None:
    comment, browser = factories.comment(mine), factories.browser(journalist)
    there = f"/newsroom/comment/{comment.pk}/"
    response = browser.post(there + "pick/", {"show": "newest"})
    assert response["Location"] == f"{at(mine, 'newest')}#comment-{comment.pk}"
    assert Comment.objects.get().picked
    browser.post(there + "unpick/")
    assert not Comment.objects.get().picked


def test_what_a_colleague_has_picked_already_is_told(mine: Article, journalist: User) -> None:
    comment = factories.comment(mine, picked=True)
    browser = factories.browser(journalist)
    response = browser.post(f"/newsroom/comment/{comment.pk}/pick/", follow=True)
    assert response.status_code == 200
    assert "A colleague has done so already." in response.content.decode()


def test_signed_out_one_is_asked_to_sign_in(mine: Article) -> None:
    for path in ("/newsroom/", "/newsroom/mentions/", at(mine)):
        assert factories.browser().get(path).status_code in {302, 401}


@pytest.mark.parametrize("method", ["get", "post"])
def test_readers_and_another_site_s_staff_find_nothing(
    site: Site, mine: Article, method: str
) -> None:
    comment = factories.comment(mine)
    there = [at(mine), f"/newsroom/?site={site.domain}", f"/newsroom/mentions/?site={site.domain}"]
    if method == "post":
        there = [at(mine), f"/newsroom/comment/{comment.pk}/pick/"]
    theirs = factories.member(factories.site("other.example"), Role.ADMINISTRATOR)
    for who in (theirs, factories.user(accepted=site)):
        browser = factories.browser(who)
        for path in there:
            assert (
                getattr(browser, method)(path, {} if method == "post" else None).status_code == 404
            )
    assert not Comment.objects.get().picked


def test_staff_of_two_sites_stay_on_the_one_they_asked_for(
    site: Site, mine: Article, journalist: User
) -> None:
    other = factories.site("other.example", name="The Other")
    journalist.memberships.create(site=other, role=Role.STAFF)
    byline(other, journalist, "M. Nair")
    factories.article(other, headline="Elsewhere", byline="M. Nair")
    html = page(journalist, "/newsroom/?site=other.example")
    assert "Elsewhere" in html
    assert "The bridge" not in html


def test_the_queries_grow_neither_with_articles_nor_with_comments(
    site: Site, mine: Article, journalist: User
) -> None:
    staff, by = factories.author(site, journalist), factories.author(site)
    browser = factories.browser(journalist)

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(path).status_code == 200
        return len(captured)

    def fill(article: Article) -> None:
        question = factories.comment(article, by, text=ASKS)
        factories.comment(article, staff, parent=question, text=ANSWER)
        Mention.objects.create(site=site, user=journalist, comment=question, made_at=timezone.now())

    fill(mine)
    paths = ["/newsroom/", at(mine), "/newsroom/mentions/"]
    for path in paths:
        queries(path)
    before = [queries(path) for path in paths]
    for _ in range(5):
        fill(mine)
        fill(factories.article(site, byline="Meera Nair"))
    assert [queries(path) for path in paths] == before


def test_the_masthead_leads_there_and_counts_unread_mentions(
    mine: Article, journalist: User, site: Site
) -> None:
    Mention.objects.create(
        site=site, user=journalist, comment=factories.comment(mine), made_at=timezone.now()
    )
    assert "1 mention<" in page(journalist, f"/discussion/{mine.pk}/")
    assert "Newsroom" not in page(factories.user(accepted=site), f"/discussion/{mine.pk}/")


def test_mentions_are_read_and_those_that_came_since_stay_unread(
    mine: Article, journalist: User, site: Site
) -> None:
    by = Author.objects.create(site=site, display_name="Asha Rao")
    comment = factories.comment(mine, by, text="Meera Nair is right.")
    mention = Mention.objects.create(
        site=site, user=journalist, comment=comment, made_at=timezone.now()
    )
    html = page(journalist, "/newsroom/mentions/")
    assert "Meera Nair is right." in html
    assert f'name="mention" value="{mention.pk}"' in html
    later = Mention.objects.create(
        site=site, user=journalist, comment=factories.comment(mine), made_at=timezone.now()
    )
    browser = factories.browser(journalist)
    browser.post("/newsroom/mentions/seen/", {"mention": [mention.pk, "x", "9" * 40]})
    assert list(Mention.objects.filter(seen_at=None)) == [later]


def test_a_mention_in_what_was_taken_down_is_not_shown(
    mine: Article, journalist: User, site: Site
) -> None:
    comment = factories.comment(mine, text="Meera Nair is wrong.", state=CommentState.REJECTED)
    Mention.objects.create(site=site, user=journalist, comment=comment, made_at=timezone.now())
    assert "Nobody has named you yet." in page(journalist, "/newsroom/mentions/")

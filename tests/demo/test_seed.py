"""Filling an empty database, once."""

from collections import Counter
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db.models import Count, F, Q
from pytest_django import Settings

from demo.seed import discussions
from demo.seed.articles import stories
from demo.seed.load import seed
from demo.seed.people import ACCOUNTS, PASSWORD, Person, people
from demo.seed.reading import BadSeed
from demo.seed.threads import parse, threads
from demo.seed.voters import silent_readers
from parley.actions import claiming, guidelines
from parley.models.article import Article, ArticleAlias
from parley.models.author import Author
from parley.models.comment import Comment, CommentState, Revision
from parley.models.decision import Decision, Notice, NoticeKind
from parley.models.import_run import ImportRun
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from parley.models.viewer import Viewer
from parley.models.vote import Vote
from parley.policy.decide import POLICY_VERSION
from parley.policy.decision import Outcome
from tests.demo.conftest import NOW


def counts() -> dict[str, int]:
    models = (Site, User, Author, Article, ArticleAlias, Comment, Vote, Decision, Report, Notice)
    return {model.__name__: model._default_manager.count() for model in models}


def test_a_second_time_changes_nothing(newsroom: Site) -> None:
    before = counts()
    assert not seed(NOW + timedelta(hours=3))
    assert counts() == before


def test_every_remark_became_a_comment(newsroom: Site) -> None:
    written = sum(len(thread.remarks) for thread in threads().values())
    assert Comment.objects.filter(site=newsroom, source="").count() == written


def test_an_article_counts_its_public_comments(newsroom: Site) -> None:
    for article in Article.objects.filter(site=newsroom):
        public = article.comments.filter(state=CommentState.PUBLISHED)
        newest = public.order_by("-created_at").first()
        assert article.comment_count == public.count()
        assert newest is not None
        assert article.last_comment_at == newest.created_at


def test_a_comment_counts_its_votes(newsroom: Site) -> None:
    for value, counter in ((1, "respect"), (-1, "disagree")):
        wrong = (
            Comment.objects.filter(votes__value=value)
            .annotate(votes_cast=Count("votes"))
            .exclude(votes_cast=F(counter))
        )
        assert not wrong.exists()


def test_a_comment_counts_its_public_replies(newsroom: Site) -> None:
    public = Comment.objects.filter(children__state=CommentState.PUBLISHED)
    assert not public.annotate(shown=Count("children")).exclude(shown=F("replies")).exists()


def test_nobody_votes_on_what_they_wrote(newsroom: Site) -> None:
    assert not Vote.objects.filter(user=F("comment__author__user")).exists()


def test_most_who_vote_never_wrote(newsroom: Site) -> None:
    silent = User.objects.filter(votes__isnull=False, authors=None).distinct()
    assert silent.count() > User.objects.filter(votes__isnull=False).distinct().count() / 2


def test_some_votes_are_passes_and_some_were_cast_by_chance(newsroom: Site) -> None:
    assert Vote.objects.filter(value=0).exists()
    by_chance = Vote.objects.filter(by_chance=True).count()
    assert 0.08 < by_chance / Vote.objects.count() < 0.12


def test_no_vote_is_older_than_its_comment_or_in_the_future(newsroom: Site) -> None:
    assert not Vote.objects.filter(cast_at__lt=F("comment__created_at")).exists()
    assert not Vote.objects.filter(cast_at__gt=NOW).exists()


def test_a_reply_is_younger_than_what_it_replies_to(newsroom: Site) -> None:
    replies = Comment.objects.filter(parent__isnull=False)
    assert not replies.filter(created_at__lt=F("parent__created_at")).exists()


def test_nothing_was_written_before_its_article_or_in_the_future(newsroom: Site) -> None:
    assert not Comment.objects.filter(created_at__lt=F("article__published_at")).exists()
    assert not Comment.objects.filter(created_at__gte=NOW).exists()


def test_a_deleted_comment_keeps_no_words(newsroom: Site) -> None:
    deleted = Comment.objects.filter(state=CommentState.DELETED)
    assert set(deleted.values_list("text", "html")) == {("", "")}


def test_an_edited_comment_keeps_what_it_said(newsroom: Site) -> None:
    edited = Comment.objects.filter(edited_at__isnull=False)
    assert edited.exists()
    assert Revision.objects.filter(comment__in=edited).count() == edited.count()


def test_the_queue_has_held_and_reported_comments(newsroom: Site) -> None:
    waiting = Waiting.objects.of_site(newsroom)
    assert waiting.filter(held=True).exists()
    assert waiting.filter(held=False, reports__gt=0).exists()


def test_every_comment_was_judged_by_the_house_policy(newsroom: Site) -> None:
    unjudged = Comment.objects.filter(source="").exclude(decisions__by_machine=True)
    assert not unjudged.exists()
    assert set(
        Decision.objects.filter(by_machine=True, comment__source="").values_list(
            "policy_version", flat=True
        )
    ) == {POLICY_VERSION}


def test_the_desk_has_what_waits_and_since_when(newsroom: Site) -> None:
    waiting = Comment.objects.filter(site=newsroom).filter(
        Q(state=CommentState.HELD) | Q(state=CommentState.PUBLISHED, open_reports__gt=0)
    )
    entries = Waiting.objects.of_site(newsroom).select_related("comment")

    assert {entry.pk for entry in entries} == {comment.pk for comment in waiting}
    assert all(entry.since >= entry.comment.created_at for entry in entries)
    assert len({entry.risk for entry in entries}) > 1


def test_what_is_held_was_held_by_the_house_policy(newsroom: Site) -> None:
    held = Decision.objects.filter(comment__state=CommentState.HELD)
    codes = Counter(reason["code"] for decision in held for reason in decision.reasons)
    assert set(codes) == {
        "advertising",
        "article_premoderated",
        "other_language",
        "phone_number",
        "suspect_words",
    }


def test_what_is_public_was_published_by_the_policy_or_by_a_moderator(newsroom: Site) -> None:
    public = Comment.objects.filter(state=CommentState.PUBLISHED, source="")
    assert not public.exclude(decisions__outcome=Outcome.PUBLISH).exists()


def test_what_the_policy_does_not_publish_is_no_public_remark(
    newsroom: Site,
) -> None:
    article = Article.objects.get(publisher_id="night-train")
    shouted = parse("axis: 1\nspan: 2d\n\n* asha n0\nALL OF THIS IS SHOUTED AT YOU.")
    silent = {handle: person for handle, (person, _voter) in silent_readers().items()}
    users = {
        handle: User.objects.get(email=one.email) for handle, one in {**people(), **silent}.items()
    }
    authors = {handle: Author.objects.get(user=users[handle]) for handle in people()}
    with pytest.raises(BadSeed, match="does not publish"):
        discussions.write(article, shouted, users=users, authors=authors, now=NOW)


def test_who_was_rejected_was_told_why(newsroom: Site) -> None:
    rejected = Comment.objects.filter(state=CommentState.REJECTED, source="")
    told = Notice.objects.exclude(text="").filter(comment__in=rejected, kind=NoticeKind.REJECTED)
    assert told.count() == rejected.count()


def test_nobody_commented_before_they_joined(newsroom: Site) -> None:
    recent = Comment.objects.exclude(article__publisher_id="ebook-lending").exclude(text="")
    assert not recent.filter(created_at__lt=F("author__created_at")).exists()


def test_an_advertiser_is_suspended(newsroom: Site) -> None:
    assert Author.objects.filter(suspended_until__gt=NOW).count() == 1


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.handle)
def test_a_demo_account_can_sign_in_and_write(newsroom: Site, account: Person) -> None:
    user = User.objects.get(email=account.email)
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.filter(user=user, verified=True).exists()
    assert guidelines.accepted(Viewer(site=newsroom, user=user))


def test_nobody_signs_in_as_an_invented_reader(newsroom: Site) -> None:
    demo = [account.email for account in ACCOUNTS]
    readers = User.objects.exclude(email__in=demo)
    assert not any(user.has_usable_password() for user in readers)


def test_every_role_has_an_account(newsroom: Site) -> None:
    roles = Membership.objects.filter(site=newsroom).values_list("role", flat=True)
    assert set(roles) == {Role.STAFF, Role.MODERATOR, Role.ADMINISTRATOR}


def test_staff_carry_a_badge(newsroom: Site) -> None:
    assert Author.objects.get(display_name="Malavika Shenoy").badge == "Staff"


def test_articles_follow_the_address_at_which_we_are_reached(
    newsroom: Site, settings: Settings
) -> None:
    settings.BASE_URL = "http://127.0.0.1:8123"
    seed(NOW)
    for slug in stories():
        found = Article.objects.find(
            newsroom, f"http://localhost:8123/articles/{slug}/", publisher_id=slug
        )
        assert found is not None
        assert found.url == f"http://127.0.0.1:8123/articles/{slug}/"


def test_after_a_move_the_new_and_the_local_domain_are_registered(
    newsroom: Site, settings: Settings
) -> None:
    settings.BASE_URL = "http://127.0.0.1:8123"
    seed(NOW)
    hosts = set(newsroom.domains.values_list("host", flat=True))
    assert {"127.0.0.1:8123", "localhost:8123"} <= hosts


def test_older_comments_came_from_the_former_system(newsroom: Site) -> None:
    run = ImportRun.objects.get(site=newsroom)
    assert run.report["comments"] == {
        "read": 7,
        "imported": 5,
        "unchanged": 0,
        "merged": 0,
        "stubbed": 1,
        "quarantined": 1,
    }
    article = Article.objects.get(publisher_id="crown-talkies")
    assert article.comments.filter(source="disqus").count() == 6


def test_a_reader_finds_her_older_comments(newsroom: Site) -> None:
    rukmini = User.objects.get(email="rukmini@meridian.example")
    assert claiming.offer(rukmini, [newsroom]).comments == 3

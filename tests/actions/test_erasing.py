"""Erasing an account: nothing of it remains, and the threads stay readable."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from parley.actions import claim_requests, editing, erasing, handing_over, reporting, voting
from parley.errors import Conflict
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import Comment, CommentState, Revision
from parley.models.decision import Decision
from parley.models.report import Report, ReportReason
from parley.models.site import Site
from parley.models.user import Role, User
from parley.policy.decision import Outcome
from tests import factories


@pytest.fixture
def asha(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site)


@pytest.fixture
def comment(article: Article, asha: User) -> Comment:
    return factories.comment(article, factories.author(article.site, asha))


def erase(user: User) -> None:
    erasing.erase_user(user, timezone.now())


def test_the_account_is_gone(asha: User) -> None:
    EmailAddress.objects.create(user=asha, email=asha.email)
    erase(asha)
    assert not User.objects.exists()
    assert not EmailAddress.objects.exists()


def test_the_text_is_gone_and_a_stub_stays(asha: User, comment: Comment) -> None:
    erase(asha)
    comment.refresh_from_db()
    assert (comment.text, comment.html, comment.state) == ("", "", CommentState.DELETED)


def test_replies_of_others_stay(asha: User, comment: Comment) -> None:
    reply = factories.comment(comment.article, parent=comment)
    erase(asha)
    reply.refresh_from_db()
    assert reply.state == CommentState.PUBLISHED


def test_nobody_can_be_recognised_by_what_remains(asha: User, comment: Comment) -> None:
    erase(asha)
    author = Author.objects.get(pk=comment.author_id)
    assert (author.user, author.display_name, author.email_hash) == (None, "Deleted reader", "")


@pytest.mark.parametrize("state", [CommentState.HELD, CommentState.REJECTED])
def test_what_was_never_shown_is_emptied_too(
    asha: User, article: Article, state: CommentState
) -> None:
    hidden = factories.comment(article, factories.author(article.site, asha), state=state)
    erase(asha)
    hidden.refresh_from_db()
    assert hidden.text == ""


def test_earlier_texts_and_what_was_decided_are_gone(
    site: Site, asha: User, comment: Comment
) -> None:
    editing.edit_comment(
        factories.viewer(site, asha), comment, text="The council should wait.", now=timezone.now()
    )
    Decision.objects.create(
        site=site, comment=comment, outcome=Outcome.PUBLISH, created_at=timezone.now()
    )
    erase(asha)
    assert not Revision.objects.exists()
    assert not Decision.objects.exists()


def test_the_counts_follow(asha: User, comment: Comment) -> None:
    erase(asha)
    assert Article.objects.get(pk=comment.article_id).comment_count == 0


def test_votes_are_taken_back(site: Site, asha: User, article: Article) -> None:
    liked, disliked = factories.comment(article), factories.comment(article)
    viewer = factories.viewer(site, asha)
    voting.cast_vote(viewer, liked, value=1, now=timezone.now())
    voting.cast_vote(viewer, disliked, value=-1, now=timezone.now())
    erase(asha)
    counts = Comment.objects.order_by("pk").values_list("respect", "disagree")
    assert list(counts) == [(0, 0), (0, 0)]


def test_votes_of_others_stay(site: Site, asha: User, article: Article) -> None:
    liked = factories.comment(article)
    for viewer in (factories.viewer(site, asha), factories.viewer(site)):
        voting.cast_vote(viewer, liked, value=1, now=timezone.now())
    erase(asha)
    liked.refresh_from_db()
    assert liked.respect == 1


def test_reports_are_taken_back(site: Site, asha: User, article: Article) -> None:
    reported = factories.comment(article)
    viewer = factories.viewer(site, asha)
    reporting.report_comment(
        viewer, reported, reason=ReportReason.SPAM, detail="Why", now=timezone.now()
    )
    erase(asha)
    reported.refresh_from_db()
    assert reported.open_reports == 0
    assert not Report.objects.exists()


def test_readers_of_the_thread_are_told(asha: User, comment: Comment) -> None:
    before = Article.objects.get(pk=comment.article_id).rev
    erase(asha)
    assert Article.objects.get(pk=comment.article_id).rev > before


def test_of_the_sources_id_no_name_is_left(site: Site, asha: User) -> None:
    author = factories.author(
        site, asha, source="disqus", source_id="guest::Asha Menon", email_hash="ab"
    )
    erase(asha)
    author.refresh_from_db()
    assert (author.source, author.email_hash) == ("disqus", "")
    assert author.source_id.startswith("erased:")
    assert "Asha" not in author.source_id


def test_the_last_administrator_cannot_go(site: Site) -> None:
    with pytest.raises(Conflict):
        erase(factories.member(site, Role.ADMINISTRATOR))


def test_another_account_is_left_alone(site: Site, asha: User, article: Article) -> None:
    other = factories.user("Jonas Weber", accepted=site)
    kept = factories.comment(article, factories.author(site, other))
    erase(asha)
    kept.refresh_from_db()
    assert kept.text == factories.PROPER


def claimed(user: User, *, ago: timedelta) -> Author:
    """An imported author whom the user has claimed so long ago."""
    site = Site.objects.get()
    old = factories.imported_author(site, "asha@old.example", display_name="asha_m")
    grant = handing_over.Grant(basis=ClaimBasis.ADDRESS)
    handing_over.hand_over(old, user, grant=grant, now=timezone.now() - ago)
    old.refresh_from_db()
    return old


def test_claimed_comments_are_erased_too(asha: User, article: Article) -> None:
    old = claimed(asha, ago=timedelta(days=4))
    written = factories.comment(article, old)
    erase(asha)
    written.refresh_from_db()
    old.refresh_from_db()
    assert written.text == ""
    assert (old.display_name, old.email_sealed, old.email_hash) == ("Deleted reader", "", "")


def test_comments_that_were_claimed_lately_are_given_back_unharmed(
    asha: User, article: Article
) -> None:
    old = claimed(asha, ago=timedelta(hours=71))
    written = factories.comment(article, old)
    erase(asha)
    written.refresh_from_db()
    old.refresh_from_db()
    assert written.text == factories.PROPER
    assert (old.user, old.display_name) == (None, "asha_m")
    assert old.email_hash


def test_the_record_of_a_claim_stays_without_the_reader(asha: User) -> None:
    claimed(asha, ago=timedelta(days=4))
    erase(asha)
    row = Claim.objects.get()
    assert (row.user, row.claimed_name, row.before) == (None, "", {})


def test_an_open_request_is_closed(site: Site, asha: User) -> None:
    claim_requests.ask(asha, site, name="asha_m", evidence="I am.", now=timezone.now())
    erase(asha)
    assert (Claim.objects.get().state, Claim.objects.get().evidence) == (ClaimState.REFUSED, "")

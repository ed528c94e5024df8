"""Who of the staff a comment names."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from parley import names
from parley.actions import editing, mentioning, moderating, posting
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.newsroom import Byline, Mention
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from tests import factories

NOW = timezone.now()
NAMED = "I would like to hear what Meera Nair says about the figures."


@pytest.fixture
def journalist(site: Site) -> User:
    who = factories.member(site, Role.STAFF, "Meera Nair")
    Byline.objects.create(site=site, user=who, name="Meera Nair", key=names.fold("Meera Nair"))
    return who


def post(article: Article, text: str = NAMED, who: User | None = None) -> Comment:
    viewer = factories.viewer(article.site, who)
    posted = posting.post_comment(viewer, Draft(text=text, article=article), now=NOW)
    assert posted.comment is not None
    return posted.comment


def shown(who: User, site: Site) -> list[Comment]:
    return [mention.comment for mention in Mention.objects.shown_to(who, site)]


def test_whoever_is_named_finds_it(article: Article, journalist: User) -> None:
    comment = post(article)
    post(article, "The council should publish the figures before it decides.")
    assert shown(journalist, article.site) == [comment]


def test_a_held_comment_names_nobody_until_it_is_published(
    article: Article, journalist: User
) -> None:
    held = factories.comment(article, text=NAMED, state=CommentState.HELD)
    assert not Mention.objects.exists()
    moderator = factories.viewer(article.site, factories.member(article.site, Role.MODERATOR))
    moderating.approve(moderator, held, now=NOW)
    assert shown(journalist, article.site) == [held]


def test_what_is_taken_down_disappears_and_comes_back_once(
    article: Article, journalist: User
) -> None:
    comment = post(article)
    moderator = factories.viewer(article.site, factories.member(article.site, Role.MODERATOR))
    moderating.reject(moderator, comment, why=Why(note="It is off the subject."), now=NOW)
    assert shown(journalist, article.site) == []
    moderating.approve(moderator, comment, now=NOW)
    assert shown(journalist, article.site) == [comment]


def test_one_s_own_comments_do_not_count(article: Article, journalist: User) -> None:
    post(article, who=journalist)
    assert not Mention.objects.exists()


def test_who_has_left_the_house_is_not_told(article: Article, journalist: User) -> None:
    Membership.objects.filter(user=journalist).delete()
    post(article)
    assert not Mention.objects.exists()


def test_another_site_s_journalist_is_not_told(article: Article, journalist: User) -> None:
    other = factories.article(factories.site("other.example"))
    post(other)
    assert not Mention.objects.exists()


def test_an_edit_that_names_somebody_counts_and_one_that_does_not_takes_it_back(
    article: Article, journalist: User
) -> None:
    who = factories.user(accepted=article.site)
    comment = post(article, "I would like to hear what she says about the figures.", who=who)
    viewer = factories.viewer(article.site, who)
    for text, count in ((NAMED, 1), ("I would like to hear more about the figures.", 0)):
        row = Comment.objects.with_facts().get(pk=comment.pk)
        editing.edit_comment(viewer, row, text=text, now=NOW + timedelta(seconds=1))
        assert len(shown(journalist, article.site)) == count


def test_a_site_without_bylines_pays_one_query(
    article: Article, django_assert_num_queries: Any
) -> None:
    comment = factories.comment(article, text=NAMED)
    with django_assert_num_queries(1):
        mentioning.note(comment, NOW)


def test_the_queries_do_not_grow_with_the_staff(
    article: Article, journalist: User, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        who = factories.member(article.site, Role.STAFF)
        Byline.objects.create(site=article.site, user=who, name=f"No {number}", key=f"k{number}")
    comment = factories.comment(article, text="It names nobody at all.")
    with django_assert_num_queries(2):
        mentioning.note(comment, NOW)


def test_no_mail_is_sent_unless_the_site_wants_it(article: Article, journalist: User) -> None:
    post(article)
    mentioning.mail_mention.func(Mention.objects.get().pk)
    assert mail.outbox == []


def test_a_mail_says_who_said_what_and_where(article: Article, journalist: User) -> None:
    article.site.desk = {"newsroom": {"mail_mentions": True}}
    article.site.save()
    comment = post(article)
    mentioning.mail_mention.func(Mention.objects.get().pk)
    [letter] = mail.outbox
    assert letter.to == [journalist.email]
    assert NAMED in letter.body
    assert f"comment={comment.pk}" in letter.body


def test_a_mail_is_not_sent_about_what_was_taken_down_meanwhile(
    article: Article, journalist: User
) -> None:
    article.site.desk = {"newsroom": {"mail_mentions": True}}
    article.site.save()
    comment = post(article)
    Comment.objects.filter(pk=comment.pk).update(state=CommentState.REJECTED)
    mentioning.mail_mention.func(Mention.objects.get().pk)
    assert mail.outbox == []


def test_what_is_marked_as_seen_is_one_s_own(article: Article, journalist: User) -> None:
    post(article)
    mention, stranger = Mention.objects.get(), factories.member(article.site, Role.STAFF)
    mentioning.mark_seen(stranger, article.site, mentions=[mention.pk], now=NOW)
    assert Mention.objects.filter(seen_at=None).exists()
    mentioning.mark_seen(journalist, article.site, mentions=[mention.pk], now=NOW)
    assert not Mention.objects.filter(seen_at=None).exists()

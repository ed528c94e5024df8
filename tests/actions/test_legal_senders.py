"""What anybody may bring about by sending papers, signed out or under a name that is not theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import assigning, banning, legal_cases, legal_priority, moderating, queueing
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.legal import CaseOutcome, LegalCase
from parley.models.legal_categories import LegalCategory
from parley.models.queue import Waiting
from parley.models.user import User
from parley.policy.risk import Risk
from tests import factories, legal


@pytest.fixture
def comment(article: Article) -> Comment:
    author = factories.author(article.site, factories.user("Asha Menon", accepted=article.site))
    return factories.comment(article, author)


@pytest.fixture
def reader(article: Article) -> User:
    return factories.verified(factories.user("Jana Novak", accepted=article.site))


def entry(comment: Comment) -> Waiting:
    found: Waiting = Waiting.objects.get(comment=comment)
    return found


def test_nobody_learns_by_typing_an_address_what_it_has_sent(comment: Comment) -> None:
    first = legal.notice(comment)
    again = legal.notice(comment, text="Nonsense.")
    assert again.reference != first.reference


def test_nobody_keeps_anothers_notice_from_being_read(comment: Comment) -> None:
    legal.notice(comment, text="Nonsense, in another's name.")
    legal.notice(comment, text="This is what I have to say.")
    assert LegalCase.objects.filter(text="This is what I have to say.").exists()


def test_who_is_signed_in_and_presses_twice_has_sent_it_once(
    comment: Comment, reader: User
) -> None:
    first = legal.notice(comment, reader)
    assert legal.notice(comment, reader).pk == first.pk
    assert len(mail.outbox) == 1
    assert legal.notice(comment, reader, text="And one thing more.").pk != first.pk


def test_a_mailbox_gets_a_few_mails_a_day_and_everything_is_kept(article: Article) -> None:
    addresses = ["jana@mail.example", "jana+shop@mail.example"]
    for number in range(legal_cases.MAILS + 1):
        legal.notice(factories.comment(article), from_email=addresses[number % 2])
    assert len(mail.outbox) == legal_cases.MAILS
    assert LegalCase.objects.latest("pk").facts["unconfirmed"]
    assert legal.notice(factories.comment(article), from_email="ja@mail.example").pk
    assert len(mail.outbox) == legal_cases.MAILS + 1

    tomorrow = timezone.now() + legal_cases.MAILS_PER + timedelta(minutes=1)
    legal.notice(factories.comment(article), now=tomorrow)
    assert len(mail.outbox) == legal_cases.MAILS + 2


def test_what_another_newspaper_received_does_not_count(article: Article) -> None:
    for _each in range(legal_cases.MAILS):
        legal.notice(factories.comment(article))
    other = factories.article(factories.site("other.example"), "/a/")
    assert "unconfirmed" not in legal.notice(factories.comment(other)).facts


def test_a_verified_account_puts_a_comment_before_all_others(
    comment: Comment, reader: User
) -> None:
    case = legal.notice(comment, reader)
    assert (entry(comment).escalated, entry(comment).risk) == (True, Risk.URGENT)
    assert case.facts["escalated"]


def test_so_does_whoever_reports_an_offence_against_a_child(comment: Comment) -> None:
    legal.notice(comment, from_name="", from_email="", category=LegalCategory.MINORS)
    assert entry(comment).risk == Risk.URGENT


def test_who_is_kept_out_or_has_verified_nothing_does_not(
    comment: Comment, article: Article, reader: User
) -> None:
    author = factories.author(article.site, reader)
    banning.ban(
        legal.moderator(article.site),
        author,
        terms=banning.Terms(kind="account", until=None, reason="Insults."),
        now=timezone.now(),
    )
    legal.notice(comment, reader)
    legal.notice(comment, factories.user(accepted=article.site), text="I too.")
    assert (entry(comment).escalated, entry(comment).risk) == (False, Risk.MEDIUM)


def test_others_are_looked_at_by_their_number_up_to_a_limit(comment: Comment) -> None:
    risks = []
    for number in range(9):
        legal.notice(comment, from_email=f"{number}@mail.example")
        risks.append(entry(comment).risk)
    assert risks == [Risk.MEDIUM] * 2 + [Risk.HIGH] * 7


def test_what_was_looked_at_does_not_come_back_by_itself(comment: Comment) -> None:
    legal.notice(comment)
    moderating.approve(legal.moderator(comment.site), comment, now=timezone.now())
    queueing.keep(comment, timezone.now())
    assert not Waiting.objects.exists()


def test_a_settled_case_lets_the_comment_go(comment: Comment) -> None:
    first, second = legal.notice(comment), legal.notice(comment, text="I too.")
    moderator = legal.moderator(comment.site)
    legal_cases.decide(moderator, first, verdict=legal.kept(), now=timezone.now())
    assert entry(comment).risk == Risk.MEDIUM
    legal_cases.decide(moderator, second, verdict=legal.kept(), now=timezone.now())
    assert not Waiting.objects.exists()


def test_a_notice_frees_the_comment_from_whom_it_is_given_to_and_not_from_who_reads_it(
    comment: Comment, reader: User
) -> None:
    Comment.objects.filter(pk=comment.pk).update(state=CommentState.HELD)
    queueing.keep(comment, timezone.now())
    moderator, until = legal.moderator(comment.site), timezone.now() + timedelta(minutes=5)
    assigning.assign(moderator, comment, to=moderator.user, now=timezone.now())
    Waiting.objects.update(lease_by=moderator.user, lease_until=until)
    legal.notice(comment, reader)
    found = entry(comment)
    assert (found.escalated, found.assigned_to) == (True, None)
    # Or two would have the same comment before them.
    assert (found.lease_by, found.lease_until) == (moderator.user, until)


def ahead(article: Article, by: User | None, **fields: Any) -> bool:
    """Whether a notice about another comment puts that before all others."""
    about = factories.comment(article)
    legal.notice(about, by, **fields)
    return entry(about).escalated


def test_no_account_decides_what_moderators_read_first(article: Article, reader: User) -> None:
    most = legal_priority.MOST_OF_ACCOUNT
    assert [ahead(article, reader) for _each in range(most + 1)] == [True] * most + [False]
    moderator = legal.moderator(article.site)
    legal_cases.decide(
        moderator, LegalCase.objects.earliest("pk"), verdict=legal.kept(), now=timezone.now()
    )
    assert ahead(article, reader)


def test_nor_do_many_accounts(
    article: Article, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legal_priority, "MOST_OF_ACCOUNTS", 1)
    others = factories.verified(factories.user("Ravi Iyer", accepted=article.site))
    assert (ahead(article, others), ahead(article, reader)) == (True, False)
    elsewhere = factories.article(factories.site("other.example"), "/a/")
    assert ahead(elsewhere, reader)


def test_nor_does_whoever_says_that_all_is_about_children(
    article: Article, reader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legal_priority, "MOST_ABOUT_CHILDREN", 2)
    found = [ahead(article, None, category=LegalCategory.MINORS) for _each in range(3)]
    assert found == [True, True, False]
    assert ahead(article, reader)


def test_nor_does_who_is_suspended(article: Article, reader: User) -> None:
    author = factories.author(article.site, reader)
    author.suspended_until = timezone.now() + timedelta(days=1)
    author.save(update_fields=["suspended_until"])
    assert not ahead(article, reader)
    # That anybody may say, whom nobody knows.
    assert ahead(article, reader, category=LegalCategory.MINORS)


@pytest.mark.parametrize(("outcomes", "believed"), [("u", False), ("uk", False), ("ukk", True)])
def test_nor_does_who_has_cried_wolf(
    article: Article, reader: User, outcomes: str, believed: bool
) -> None:
    verdicts = {"k": legal.kept(), "u": legal.kept(outcome=CaseOutcome.UNFOUNDED)}
    for each in outcomes:
        case = legal.notice(factories.comment(article), reader)
        moderator = legal.moderator(article.site)
        legal_cases.decide(moderator, case, verdict=verdicts[each], now=timezone.now())
    assert ahead(article, reader) is believed


def test_what_a_colleague_escalated_since_then_stays_so(comment: Comment, reader: User) -> None:
    case = legal.notice(comment, reader)
    moderator, later = legal.moderator(comment.site), timezone.now() + timedelta(minutes=1)
    moderating.approve(moderator, comment, now=later)
    assigning.escalate(moderator, comment, why="Look again.", now=later)
    legal_cases.decide(moderator, case, verdict=legal.kept(), now=later)
    assert entry(comment).escalated

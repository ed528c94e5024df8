"""Asking a moderator for older comments, and what the moderator decides."""

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import claim_requests
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.author import Author
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.decision import Notice, NoticeKind
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from tests import factories

EVIDENCE = "I wrote about the lake in 2014 and signed as AM."


@pytest.fixture
def asha(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site)


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR, "Meera Pillai"))


@pytest.fixture
def old(site: Site) -> Author:
    return factories.imported_author(site, "asha@old.example", display_name="asha_m")


def ask(user: User, name: str = "asha_m", evidence: str = EVIDENCE) -> Claim:
    site = Site.objects.order_by("pk")[0]
    return claim_requests.ask(user, site, name=name, evidence=evidence, now=timezone.now())


def grant(moderator: Viewer, asked: Claim, *authors: Author, note: str = "") -> list[Claim]:
    return claim_requests.grant(moderator, asked, authors=authors, note=note, now=timezone.now())


def refuse(moderator: Viewer, asked: Claim, reason: str = "The dates differ.") -> Claim:
    return claim_requests.refuse(moderator, asked, reason=reason, now=timezone.now())


def reverse(moderator: Viewer, made: Claim, reason: str = "A mistake.") -> Claim:
    return claim_requests.reverse(moderator, made, reason=reason, now=timezone.now())


def test_a_request_waits_for_a_moderator(asha: User, site: Site) -> None:
    asked = ask(asha)
    assert list(Claim.objects.asked(site)) == [asked]
    assert (asked.author, asked.claimed_name, asked.evidence) == (None, "asha_m", EVIDENCE)


@pytest.mark.parametrize(
    ("name", "evidence"),
    [("", EVIDENCE), ("x" * 121, EVIDENCE), ("asha_m", "  "), ("asha_m", "x" * 4_001)],
)
def test_a_request_says_who_and_why(asha: User, name: str, evidence: str) -> None:
    with pytest.raises(BadField):
        ask(asha, name, evidence)


def test_one_name_is_asked_for_once_at_a_time(asha: User, moderator: Viewer) -> None:
    asked = ask(asha)
    with pytest.raises(Conflict):
        ask(asha, "ASHA_M")
    refuse(moderator, asked)
    ask(asha)


def test_nobody_floods_the_desk(asha: User) -> None:
    for number in range(claim_requests.MOST_OPEN):
        ask(asha, f"Name {number}")
    with pytest.raises(Conflict):
        ask(asha, "One more")


def test_several_authors_are_granted_in_one_decision(
    asha: User, moderator: Viewer, old: Author, site: Site
) -> None:
    second = factories.imported_author(site, display_name="Asha M.")
    grant(moderator, ask(asha), old, second)
    assert set(asha.authors.filter(source="disqus")) == {old, second}
    rows = Claim.objects.values_list("author", "state", "basis", "decided_by", "evidence")
    assert set(rows) == {
        (pk, ClaimState.GRANTED, ClaimBasis.MODERATOR, moderator.require_user().pk, EVIDENCE)
        for pk in (old.pk, second.pk)
    }


def test_granted_ones_can_be_changed_after_three_days_too(
    asha: User, moderator: Viewer, old: Author
) -> None:
    grant(moderator, ask(asha), old)
    assert Claim.objects.fresh(timezone.now()).exists()


def test_the_old_address_is_told(asha: User, moderator: Viewer, old: Author) -> None:
    grant(moderator, ask(asha), old)
    assert [message.to for message in mail.outbox] == [["asha@old.example"], [asha.email]]


def test_the_reader_is_told_what_they_get(asha: User, moderator: Viewer, old: Author) -> None:
    grant(moderator, ask(asha), old, note="Welcome back.")
    told = Notice.objects.get(user=asha)
    assert told.kind == NoticeKind.CLAIM_GRANTED
    assert told.text == "0 comments, written as asha_m. Welcome back."


def test_nothing_is_granted_without_an_author(asha: User, moderator: Viewer) -> None:
    with pytest.raises(BadField):
        grant(moderator, ask(asha))


def test_of_several_either_all_are_granted_or_none(
    asha: User, moderator: Viewer, old: Author, site: Site
) -> None:
    taken = factories.imported_author(site, user=factories.user())
    asked = ask(asha)
    with pytest.raises(Conflict):
        grant(moderator, asked, old, taken)
    old.refresh_from_db()
    asked.refresh_from_db()
    assert (old.user, asked.state) == (None, ClaimState.ASKED)


def test_a_refusal_tells_the_reader_why(asha: User, moderator: Viewer) -> None:
    refuse(moderator, ask(asha))
    told = Notice.objects.get(user=asha)
    assert (told.kind, told.text) == (NoticeKind.CLAIM_REFUSED, "The dates differ.")
    assert Claim.objects.get().state == ClaimState.REFUSED


def test_a_refusal_needs_a_reason(asha: User, moderator: Viewer) -> None:
    with pytest.raises(BadField):
        refuse(moderator, ask(asha), " ")


def test_what_is_decided_is_not_decided_again(asha: User, moderator: Viewer, old: Author) -> None:
    asked = ask(asha)
    refuse(moderator, asked)
    with pytest.raises(Conflict):
        grant(moderator, asked, old)


def test_a_granted_one_is_taken_back(asha: User, moderator: Viewer, old: Author) -> None:
    [made] = grant(moderator, ask(asha), old)
    reverse(moderator, made)
    old.refresh_from_db()
    row = Claim.objects.get()
    assert old.user is None
    assert (row.state, row.reversal_note, row.reversed_by) == (
        ClaimState.REVERSED,
        "A mistake.",
        moderator.user,
    )
    assert Notice.objects.filter(user=asha, kind=NoticeKind.CLAIM_REVERSED).exists()


def test_a_dispute_can_be_settled_for_the_reader(
    asha: User, moderator: Viewer, old: Author, site: Site
) -> None:
    [made] = grant(moderator, ask(asha), old)
    Claim.objects.update(disputed_at=timezone.now())
    claim_requests.uphold(moderator, made)
    assert not Claim.objects.disputed(site).exists()


def test_moderators_do_not_decide_for_themselves(moderator: Viewer, old: Author) -> None:
    asked = ask(moderator.require_user())
    with pytest.raises(NotAllowed):
        grant(moderator, asked, old)


def test_a_reader_decides_nothing(asha: User, site: Site, old: Author) -> None:
    with pytest.raises(NotAllowed):
        grant(factories.viewer(site), ask(asha), old)

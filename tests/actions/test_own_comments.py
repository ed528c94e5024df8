"""A moderator leaves own comments to colleagues, wherever one decides about comments."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from parley.actions import (
    deciding,
    leasing,
    legal_cases,
    moderating,
    own_comments,
    picking,
    redacting,
    returning,
)
from parley.actions.deciding import Choice
from parley.actions.legal_cases import Verdict
from parley.actions.moderating import Why
from parley.console import filters
from parley.errors import NotAllowed
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState
from parley.models.decision import Decision
from parley.models.legal import CaseKind, CaseOutcome, LegalCase
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.policy.decision import Outcome
from tests import factories

WHY = Why(note="No.")


@pytest.fixture
def asha(site: Site) -> User:
    return factories.member(site, Role.MODERATOR, "Asha Rao")


@pytest.fixture
def viewer(site: Site, asha: User) -> Viewer:
    return factories.viewer(site, asha)


def own(site: Site, asha: User, state: CommentState = CommentState.HELD) -> Comment:
    author = site.authors.filter(user=asha).first() or factories.author(site, asha)
    return factories.comment(factories.article(site), author, state=state)


def reported(row: Comment) -> Comment:
    Report.objects.create(
        site=row.site,
        comment=row,
        reporter=factories.user(),
        reason="abuse",
        created_at=row.created_at,
    )
    row.open_reports = 1
    row.save(update_fields=["open_reports"])
    return row


def settle(viewer: Viewer, row: Comment) -> None:
    case = LegalCase.objects.create(
        site=row.site,
        kind=CaseKind.NOTICE,
        reference="N-1",
        comment=row,
        text="-",
        received_at=row.created_at,
    )
    verdict = Verdict(outcome=CaseOutcome.KEPT, answer="It stays.")
    legal_cases.decide(viewer, case, verdict=verdict, now=timezone.now())


def dismiss(viewer: Viewer, row: Comment) -> None:
    moderating.approve(viewer, reported(row), now=timezone.now())


Deed = Callable[[Viewer, Comment], Any]
ON_HELD: dict[str, Deed] = {
    "approve": lambda viewer, row: moderating.approve(viewer, row, now=timezone.now()),
    "reject": lambda viewer, row: moderating.reject(viewer, row, why=WHY, now=timezone.now()),
    "return": lambda viewer, row: returning.send_back(viewer, row, why=WHY, now=timezone.now()),
}
ON_PUBLIC: dict[str, Deed] = {
    "dismiss": dismiss,
    "take down": ON_HELD["reject"],
    "pick": lambda viewer, row: picking.set_picked(viewer, row, picked=True, now=timezone.now()),
    "pin": lambda viewer, row: picking.set_pinned(viewer, row, pinned=True, now=timezone.now()),
    "redact": lambda viewer, row: redacting.redact(
        viewer, row, spans=[(0, 3)], why="A name.", now=timezone.now()
    ),
    "settle": settle,
}
DEEDS = [(deed, CommentState.HELD) for deed in ON_HELD.values()]
DEEDS += [(deed, CommentState.PUBLISHED) for deed in ON_PUBLIC.values()]
NAMES = [*ON_HELD, *ON_PUBLIC]


@pytest.mark.parametrize(("deed", "state"), DEEDS, ids=NAMES)
def test_it_is_refused_while_there_is_a_colleague(
    site: Site, asha: User, viewer: Viewer, *, deed: Deed, state: CommentState
) -> None:
    factories.member(site, Role.MODERATOR)
    row = own(site, asha, state)
    with pytest.raises(NotAllowed, match="yourself"):
        deed(viewer, row)
    row.refresh_from_db()
    assert (row.state, row.picked, row.pinned, row.text) == (state, False, False, factories.PROPER)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(("deed", "state"), DEEDS, ids=NAMES)
def test_whoever_is_alone_may(
    site: Site, asha: User, viewer: Viewer, *, deed: Deed, state: CommentState
) -> None:
    factories.member(factories.site("other.example"), Role.MODERATOR)
    deed(viewer, own(site, asha, state))
    assert AuditEntry.objects.exists()


def test_one_whose_account_is_shut_is_no_colleague(site: Site, asha: User) -> None:
    gone = factories.member(site, Role.MODERATOR)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert not own_comments.has_colleague(site, asha)


def test_of_a_batch_with_an_own_one_nothing_is_done(site: Site, asha: User, viewer: Viewer) -> None:
    factories.member(site, Role.MODERATOR)
    rows = [factories.comment(factories.article(site), state=CommentState.HELD), own(site, asha)]
    choices = [Choice(row.pk, 0) for row in rows]
    with pytest.raises(NotAllowed, match=f"number {rows[1].pk}"):
        deciding.decide(
            viewer, choices, outcome=Outcome.PUBLISH, why=None, now=timezone.now(), key="a" * 32
        )
    assert not Decision.objects.filter(by_machine=False).exists()
    assert set(Comment.objects.values_list("state", flat=True)) == {CommentState.HELD}


@pytest.mark.parametrize("alone", [True, False])
def test_own_ones_are_neither_given_nor_counted(
    site: Site, asha: User, viewer: Viewer, *, alone: bool
) -> None:
    if not alone:
        factories.member(site, Role.ADMINISTRATOR)
    row = own(site, asha)
    others = factories.comment(row.article, state=CommentState.HELD)
    waiting = Waiting.objects.of_site(site)
    hand = leasing.take(viewer, waiting, count=5, now=timezone.now())
    expected = {others.pk, row.pk} if alone else {others.pk}
    assert set(hand.given) == expected
    assert filters.counts(site, asha, now=timezone.now())["all"] == len(expected)


@pytest.mark.parametrize("alone", [True, False])
def test_its_page_shows_buttons_only_where_they_work(
    site: Site, asha: User, *, alone: bool
) -> None:
    if not alone:
        factories.member(site, Role.MODERATOR)
    row = own(site, asha)
    page = factories.browser(asha).get(f"/moderate/comment/{row.pk}/").content.decode()
    assert (f"/moderate/comment/{row.pk}/approve/" in page) is alone
    assert (f"/moderate/comment/{row.pk}/return/" in page) is alone
    assert ("You wrote this yourself." in page) is not alone


def test_who_reported_is_named_to_nobody(site: Site, asha: User) -> None:
    row = factories.comment(factories.article(site))
    reported(row)
    names = set(Report.objects.values_list("reporter__display_name", flat=True))
    page = factories.browser(asha).get(f"/moderate/comment/{row.pk}/").content.decode()
    assert "a reader" in page
    assert not [name for name in names if name in page]


def test_who_sent_a_notice_is_not_named_to_the_author(site: Site, asha: User) -> None:
    colleague = factories.member(site, Role.MODERATOR)
    case = LegalCase.objects.create(
        site=site,
        kind=CaseKind.NOTICE,
        reference="N-1",
        comment=own(site, asha, CommentState.PUBLISHED),
        from_name="Meera Nair",
        from_email="meera@mail.example",
        text="-",
        received_at=timezone.now(),
    )
    for who, told in ((asha, False), (colleague, True)):
        for path in ("/moderate/law/", f"/moderate/law/{case.pk}/"):
            page = factories.browser(who).get(path).content.decode()
            assert case.reference in page
            assert ("Meera Nair" in page) is told, path

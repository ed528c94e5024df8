"""Every list of the desk's API: its pages miss and repeat nothing, its queries do not grow."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import auditing
from parley.actions.auditing import Deed
from parley.models.appeal import Appeal
from parley.models.ban import Ban, BanKind
from parley.models.claim import Claim, ClaimBasis, ClaimState
from parley.models.comment import CommentState
from parley.models.decision import Decision
from parley.models.hook import Delivery, Hook
from parley.models.legal import CaseKind, LegalCase
from parley.models.queue import SavedView
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Role
from tests import factories
from tests.api.conftest import Caller, caller

NOW = timezone.now()

Make = Callable[[Site, int], None]


@pytest.fixture
def bot(site: Site) -> Caller:
    return caller(site, Role.ADMINISTRATOR)


def report(site: Site, number: int) -> None:
    Report.objects.create(
        site=site,
        comment=factories.comment(factories.article(site)),
        reporter=factories.user(accepted=site),
        reason="spam",
        created_at=NOW + timedelta(seconds=number),
    )


def appeal(site: Site, number: int) -> None:
    comment = factories.comment(factories.article(site), state=CommentState.REJECTED)
    decision = Decision.objects.create(site=site, comment=comment, outcome="reject", created_at=NOW)
    Appeal.objects.create(
        site=site, comment=comment, decision=decision, text="-", opened_at=NOW, due_at=NOW
    )


def entry(site: Site, number: int) -> None:
    viewer = factories.viewer(site, factories.member(site, Role.MODERATOR))
    auditing.write(viewer, Deed(verb="wink", of=site, after={"n": number}), now=NOW)


def author(site: Site, number: int) -> None:
    factories.author(site, factories.user(accepted=site))


def ban(site: Site, number: int) -> None:
    Ban.objects.create(
        site=site,
        kind=BanKind.DOMAIN,
        value=f"spam{number}.example",
        author=factories.author(site, factories.user(accepted=site)),
        reason="Spam.",
        made_at=NOW,
    )


def case(site: Site, number: int) -> None:
    LegalCase.objects.create(
        site=site,
        kind=CaseKind.GRIEVANCE,
        reference=f"G-{number}",
        text="-",
        comment=factories.comment(factories.article(site)),
        received_at=NOW,
    )


def claim(site: Site, number: int) -> None:
    Claim.objects.create(
        site=site,
        author=factories.imported_author(site),
        user=factories.user(accepted=site),
        basis=ClaimBasis.MODERATOR,
        state=ClaimState.ASKED,
        asked_at=NOW,
    )


def delivery(site: Site, number: int) -> None:
    hook = Hook.objects.filter(site=site).first()
    hook = hook or Hook.objects.create(site=site, form="standard", name="A", created_at=NOW)
    Delivery.objects.create(
        site=site, hook=hook, message=f"m{number}", kind="hook.test", payload={}, created_at=NOW
    )


def hook(site: Site, number: int) -> None:
    Hook.objects.create(site=site, form="standard", name=f"H{number}", created_at=NOW)


def view(site: Site, number: int) -> None:
    SavedView.objects.create(site=site, name=f"V{number}", query="", created_at=NOW)


PAGED: dict[str, Make] = {
    "reports": report,
    "appeals": appeal,
    "audit": entry,
    "authors": author,
    "bans": ban,
    "cases": case,
    "claims": claim,
    "deliveries": delivery,
}
WHOLE: dict[str, Make] = {"hooks": hook, "views": view}
MEMBERS = {"audit": "entries"}


def address(site: Site, name: str) -> str:
    if name == "deliveries":
        return f"/moderation/hooks/{Hook.objects.get(site=site).pk}/deliveries"
    return f"/moderation/{name}"


def counted(bot: Caller, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert bot.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", [*PAGED, *WHOLE])
def test_queries_do_not_grow_with_the_rows(site: Site, bot: Caller, name: str) -> None:
    make = (PAGED | WHOLE)[name]
    make(site, 1)
    few = counted(bot, address(site, name))
    for number in range(2, 9):
        make(site, number)
    assert counted(bot, address(site, name)) == few


@pytest.mark.parametrize("name", PAGED)
def test_pages_miss_and_repeat_nothing(site: Site, bot: Caller, name: str) -> None:
    for number in range(5):
        PAGED[name](site, number)
    path, member = address(site, name), MEMBERS.get(name, name)
    whole = [row["id"] for row in bot.get(f"{path}?limit=100").json()[member]]
    found = list[int]()
    cursor: str | None = ""
    while cursor is not None:
        page = bot.get(f"{path}?limit=2&cursor={cursor}").json()
        found += [row["id"] for row in page[member]]
        cursor = page["next"]
    assert found == whole
    assert len(found) == len(set(found)) >= 5


@pytest.mark.parametrize("name", PAGED)
@pytest.mark.parametrize("cursor", ["x", "W10=", "WyJhIiwxXQ=="])
def test_a_cursor_of_ones_own_is_refused(site: Site, bot: Caller, name: str, cursor: str) -> None:
    PAGED[name](site, 1)
    answer = bot.get(f"{address(site, name)}?cursor={cursor}")
    assert (answer.status_code, answer.json()["field"]) == (422, "cursor")

"""Granting and revoking roles, and what readers see of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from parley.actions import roles
from parley.errors import BadField, Conflict
from parley.models.article import Article
from parley.models.comment import CommentState
from parley.models.legal import CaseKind, LegalCase
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from parley.models.viewer import role_of
from tests import factories


def test_a_role_is_held_on_one_site_only(site: Site) -> None:
    other, user = factories.site("other.example"), factories.user()
    roles.grant_role(user, site, role=Role.MODERATOR, now=timezone.now())
    assert (role_of(user, site), role_of(user, other)) == (Role.MODERATOR, Role.READER)


def test_a_new_role_takes_the_place_of_the_old(site: Site) -> None:
    user = factories.member(site, Role.STAFF)
    roles.grant_role(user, site, role=Role.MODERATOR, now=timezone.now())
    assert list(user.memberships.values_list("role", flat=True)) == [Role.MODERATOR]


def test_staff_wear_a_badge(site: Site) -> None:
    user = factories.user()
    author = factories.author(site, user)
    roles.grant_role(user, site, role=Role.STAFF, now=timezone.now())
    author.refresh_from_db()
    assert author.badge == "Staff"


def test_readers_see_the_badge_at_once(site: Site) -> None:
    user, article = factories.user(), factories.article(site)
    factories.comment(article, factories.author(site, user))
    before = Article.objects.get(pk=article.pk).rev
    roles.grant_role(user, site, role=Role.STAFF, now=timezone.now())
    assert Article.objects.get(pk=article.pk).rev > before


def test_the_badge_goes_with_the_role(site: Site) -> None:
    user = factories.member(site, Role.STAFF)
    author = factories.author(site, user, badge="Staff")
    roles.revoke_role(user, site, now=timezone.now())
    author.refresh_from_db()
    assert author.badge == ""
    assert not Membership.objects.filter(user=user).exists()


def test_the_last_administrator_keeps_the_role(site: Site) -> None:
    user = factories.member(site, Role.ADMINISTRATOR)
    with pytest.raises(Conflict):
        roles.revoke_role(user, site, now=timezone.now())


def test_one_of_two_administrators_may_go(site: Site) -> None:
    user, _other = (factories.member(site, Role.ADMINISTRATOR) for _ in range(2))
    roles.revoke_role(user, site, now=timezone.now())
    assert role_of(user, site) == Role.READER


def test_an_unknown_role_is_refused(site: Site) -> None:
    with pytest.raises(BadField):
        roles.grant_role(factories.user(), site, role="owner", now=timezone.now())


@pytest.mark.parametrize(
    ("role", "kept"),
    [
        (Role.READER, set()),
        (Role.STAFF, set()),
        (Role.MODERATOR, {"comment", CaseKind.NOTICE}),
        (Role.ADMINISTRATOR, {"comment", CaseKind.NOTICE, CaseKind.REQUEST}),
    ],
)
def test_what_was_given_to_who_may_no_longer_is_everybodys(
    site: Site, role: Role, kept: set[str]
) -> None:
    user, now = factories.member(site, Role.ADMINISTRATOR), timezone.now()
    factories.member(site, Role.ADMINISTRATOR)
    given_to(user, site)
    roles.grant_role(user, site, role=role, now=now)
    assert what_is_with(user) == kept


def test_so_it_is_where_the_account_is_closed(site: Site) -> None:
    user = factories.member(site, Role.MODERATOR)
    given_to(user, site)
    roles.give_back(user)
    assert what_is_with(user) == set()


def given_to(user: User, site: Site) -> None:
    factories.comment(factories.article(site), state=CommentState.HELD)
    Waiting.objects.update(assigned_to=user)
    for kind in (CaseKind.NOTICE, CaseKind.REQUEST):
        LegalCase.objects.create(
            site=site,
            kind=kind,
            reference=f"{kind}-1",
            text="-",
            received_at=timezone.now(),
            assigned_to=user,
        )


def what_is_with(user: User) -> set[str]:
    cases = LegalCase.objects.filter(assigned_to=user).values_list("kind", flat=True)
    return {*cases, *(["comment"] if Waiting.objects.filter(assigned_to=user).exists() else [])}


def test_what_is_given_back_is_locked_in_the_order_of_a_batch_of_decisions(
    site: Site, article: Article
) -> None:
    user = factories.member(site, Role.MODERATOR)
    factories.author(site, user, badge="Staff")
    for _ in range(2):
        factories.comment(article, state=CommentState.HELD)
    Waiting.objects.update(assigned_to=user)
    with CaptureQueriesContext(connection) as queries:
        roles.revoke_role(user, site, now=timezone.now())

    said = [each["sql"] for each in queries]
    steps = [
        next(number for number, sql in enumerate(said) if sql.startswith(begin) and end in sql)
        for begin, end in (
            ('SELECT "parley_comment"."id"', "DESC"),
            ('UPDATE "parley_waiting"', "assigned_to"),
            ('UPDATE "parley_author"', "badge"),
        )
    ]
    assert steps == sorted(steps)

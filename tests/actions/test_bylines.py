"""Under which names the staff write, and what they wrote."""

import pytest
from django.utils import timezone

from parley.actions import bylines
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.newsroom import Byline
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from tests import factories

NOW = timezone.now()


@pytest.fixture
def journalist(site: Site) -> User:
    return factories.member(site, Role.STAFF, "Meera Nair")


def add(site: Site, who: User, name: str = "Meera Nair", by: Role = Role.ADMINISTRATOR) -> Byline:
    viewer = factories.viewer(site, factories.member(site, by))
    return bylines.add(viewer, who.pk, name=name, now=NOW)


def signed(site: Site, byline: str) -> Article:
    return factories.article(site, byline=byline)


def test_one_s_articles_are_those_one_has_signed(site: Site, journalist: User) -> None:
    mine = {signed(site, "By MEERA NAIR in Delhi"), signed(site, "Tom Hughes and Meera Nair")}
    signed(site, "Meera Nairobi")
    signed(site, "")
    add(site, journalist)
    assert set(bylines.articles_of(journalist, site)) == mine


def test_another_site_s_articles_are_not_among_them(site: Site, journalist: User) -> None:
    signed(factories.site("other.example"), "Meera Nair")
    add(site, journalist)
    assert not bylines.articles_of(journalist, site).exists()


def test_who_has_left_the_house_has_none(site: Site, journalist: User) -> None:
    signed(site, "Meera Nair")
    add(site, journalist)
    Membership.objects.filter(user=journalist).delete()
    assert not bylines.articles_of(journalist, site).exists()


def test_finding_them_takes_as_many_queries_for_many_names_as_for_one(
    site: Site, journalist: User, django_assert_num_queries: object
) -> None:
    for number in range(30):
        signed(site, f"Somebody {number}")
        signed(site, "Meera Nair")
    add(site, journalist)
    add(site, journalist, "M. Nair")
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(bylines.articles_of(journalist, site)) == 30


def test_it_is_audited(site: Site, journalist: User) -> None:
    byline = add(site, journalist)
    viewer = factories.viewer(site, factories.member(site, Role.ADMINISTRATOR))
    bylines.remove(viewer, byline, now=NOW)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "object_id")
    assert list(verbs) == [("add_byline", journalist.pk), ("remove_byline", journalist.pk)]


@pytest.mark.parametrize("role", [Role.STAFF, Role.MODERATOR])
def test_only_an_administrator_may(site: Site, journalist: User, role: Role) -> None:
    with pytest.raises(NotAllowed):
        add(site, journalist, by=role)


def test_nobody_else_s_account_has_a_byline(site: Site) -> None:
    stranger = factories.member(factories.site("other.example"), Role.STAFF)
    for who in (stranger, factories.user()):
        with pytest.raises(BadField):
            add(site, who)


@pytest.mark.parametrize(
    "name", ["", "  ", "?!", "A and B", "By Meera Nair", "x" * 121, "Me\0era", "Me\u202era Nair"]
)
def test_what_is_no_name_is_refused(site: Site, journalist: User, name: str) -> None:
    with pytest.raises(BadField):
        add(site, journalist, name)


def test_a_name_that_looks_like_another_s_byline_is_refused(site: Site, journalist: User) -> None:
    add(site, journalist)
    with pytest.raises(Conflict, match="Meera Nair"):
        add(site, factories.member(site, Role.STAFF), "МEERA NAIR")


def test_staff_whose_names_stand_above_articles_are_suggested(site: Site, journalist: User) -> None:
    factories.member(site, Role.STAFF, "Unsigned Person")
    signed(site, "By Meera Nair")
    assert [one.user for one in bylines.suggested(site)] == [journalist]
    add(site, journalist)
    assert bylines.suggested(site) == []


def test_the_threads_with_the_writer_s_comments_are_drawn_anew(
    site: Site, journalist: User
) -> None:
    answered, other = signed(site, "Meera Nair"), signed(site, "Meera Nair")
    factories.comment(answered, factories.author(site, journalist))
    before = Article.objects.get(pk=answered.pk).rev
    add(site, journalist)
    assert Article.objects.get(pk=answered.pk).rev == before + 1
    assert Article.objects.get(pk=other.pk).rev == 0

"""Changing a display name, so that nobody is taken for somebody else."""

import pytest
from django.utils import timezone

from parley.actions import renaming
from parley.errors import BadField
from parley.models.article import Article
from parley.models.outbox import Change
from parley.models.site import Site
from parley.models.user import Role, User
from tests import factories


@pytest.fixture
def asha(site: Site) -> User:
    return factories.user("Asha Menon", accepted=site)


def test_what_one_wrote_bears_the_new_name(site: Site, asha: User) -> None:
    author = factories.author(site, asha)
    renaming.rename(asha, "A. Menon", now=timezone.now())
    author.refresh_from_db()
    assert author.display_name == "A. Menon"


def test_the_threads_are_rendered_anew(site: Site, asha: User) -> None:
    article = factories.article(site)
    factories.comment(article, factories.author(site, asha))
    before = Article.objects.get(pk=article.pk).rev
    renaming.rename(asha, "A. Menon", now=timezone.now())
    assert Article.objects.get(pk=article.pk).rev == before + 1
    assert Change.objects.filter(article_id=article.pk).exists()


def test_ones_own_name_may_change_its_spelling(asha: User) -> None:
    renaming.rename(asha, "ASHA Menon", now=timezone.now())
    assert asha.display_name == "ASHA Menon"


@pytest.mark.parametrize("name", ["Jonas Weber", "jonas weber", "Jοnаs Weber", "J0nas Weber"])
def test_a_name_that_looks_like_anothers_is_refused(asha: User, name: str) -> None:
    factories.user("Jonas Weber")
    with pytest.raises(BadField, match="is taken"):
        renaming.rename(asha, name, now=timezone.now())


def test_a_refused_name_changes_nothing(asha: User) -> None:
    factories.user("Jonas Weber")
    with pytest.raises(BadField):
        renaming.rename(asha, "Jonas Weber", now=timezone.now())
    asha.refresh_from_db()
    assert asha.display_name == "Asha Menon"


def test_a_name_that_was_granted_may_be_spelled_anew(site: Site) -> None:
    user = factories.member(site, Role.ADMINISTRATOR, "the administrator")
    renaming.rename(user, "The Administrator", now=timezone.now())
    assert user.display_name == "The Administrator"


@pytest.mark.parametrize("name", ["Vera Lindqvist 2", "Vera Lindqvist, Berlin", "VERA-LINDQVIST"])
def test_no_reader_can_pass_for_one_of_the_staff(site: Site, asha: User, name: str) -> None:
    factories.member(site, Role.STAFF, "Vera Lindqvist")
    with pytest.raises(BadField):
        renaming.rename(asha, name, now=timezone.now())


def test_one_word_of_a_staff_members_name_is_free(site: Site, asha: User) -> None:
    factories.member(site, Role.STAFF, "Vera Lindqvist")
    renaming.rename(asha, "Vera Holm", now=timezone.now())
    assert asha.display_name == "Vera Holm"


@pytest.mark.parametrize("name", ["The Paper", "The Paper Team", "Moderator Asha", "Adm1n"])
def test_no_reader_can_pass_for_the_house(asha: User, name: str) -> None:
    with pytest.raises(BadField, match="taken for our staff"):
        renaming.rename(asha, name, now=timezone.now())

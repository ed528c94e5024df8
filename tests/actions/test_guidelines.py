"""Publishing the guidelines, version by version, and accepting them."""

import pytest
from django.utils import timezone

from parley.actions import guidelines
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.site import Site
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from tests import factories


@pytest.fixture
def administrator(site: Site) -> User:
    return factories.member(site, Role.ADMINISTRATOR)


def test_a_new_text_is_the_next_version(site: Site, administrator: User) -> None:
    viewer = factories.viewer(site, administrator)
    made = guidelines.publish(viewer, "Be brief.", now=timezone.now())
    assert (made.version, made.published_by) == (2, administrator)
    assert guidelines.current(site) == made


def test_a_moderator_may_not_publish(site: Site) -> None:
    viewer = factories.viewer(site, factories.member(site, Role.MODERATOR))
    with pytest.raises(NotAllowed):
        guidelines.publish(viewer, "Be brief.", now=timezone.now())


def test_the_same_text_is_no_new_version(site: Site, administrator: User) -> None:
    with pytest.raises(Conflict):
        guidelines.publish(
            factories.viewer(site, administrator), " Be kind.\r\n", now=timezone.now()
        )


def test_guidelines_cannot_be_empty(site: Site, administrator: User) -> None:
    with pytest.raises(BadField):
        guidelines.publish(factories.viewer(site, administrator), " \n", now=timezone.now())


def test_a_new_version_has_to_be_accepted_again(site: Site, administrator: User) -> None:
    reader = factories.user(accepted=site)
    guidelines.publish(factories.viewer(site, administrator), "Be brief.", now=timezone.now())
    assert not guidelines.accepted(Viewer(site=site, user=reader))


def test_accepting_twice_is_once(site: Site) -> None:
    reader = factories.user(accepted=site)
    current = guidelines.current(site)
    assert current is not None
    guidelines.accept(reader, current, now=timezone.now())
    assert reader.acceptances.count() == 1


def test_an_earlier_version_cannot_be_accepted(site: Site, administrator: User) -> None:
    earlier = guidelines.current(site)
    assert earlier is not None
    guidelines.publish(factories.viewer(site, administrator), "Be brief.", now=timezone.now())
    with pytest.raises(Conflict):
        guidelines.accept(factories.user(), earlier, now=timezone.now())


def test_a_new_site_begins_with_ours(site: Site) -> None:
    site.guidelines.all().delete()
    made = guidelines.publish_default(site, timezone.now())
    assert "Write in English and in full sentences" in made.text


def test_a_site_keeps_the_guidelines_it_has(site: Site) -> None:
    guidelines.publish_default(site, timezone.now())
    assert site.guidelines.count() == 1

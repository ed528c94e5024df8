"""The newspaper's pages where nothing was seeded."""

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def test_the_front_page_says_how_to_fill_it() -> None:
    assert b"make demo" in Client().get("/").content


def test_the_tour_opens_all_the_same() -> None:
    assert Client().get("/demo/").status_code == 200


def test_another_site_s_articles_are_not_the_newspaper_s() -> None:
    factories.article(factories.site(), publisher_id="congestion-charge")
    assert Client().get("/articles/congestion-charge/").status_code == 404

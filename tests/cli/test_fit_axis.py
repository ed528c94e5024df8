"""`parley fit-axis`: what the hourly job does, without its limits."""

import json
from collections.abc import Callable

import pytest
from click.testing import Result

from parley.models.reader_axis import ReaderAxis
from parley.models.site import Site
from tests.actions import camps
from tests.actions.camps import COMMON, LEFT, NEITHER, RIGHT

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db


def test_it_places_the_readers_of_a_site(parley: Run, site: Site) -> None:
    camps.discussion(site, camps.readers(site, 40), [LEFT, RIGHT] * 6 + [COMMON, NEITHER])
    result = parley("fit-axis", "--site", site.domain, "--json")

    assert result.exit_code == 0, (result.output, result.exception)
    assert json.loads(result.stdout) == {"votes": 560, "readers": 40, "placed": 40, "camps": 2}
    assert ReaderAxis.objects.get(site=site).placed == 40
    assert "2 camps" in parley("fit-axis", "--site", site.domain).stdout


def test_a_site_without_votes_has_no_camps(parley: Run, site: Site) -> None:
    result = parley("fit-axis", "--site", site.domain)

    assert result.exit_code == 0, (result.output, result.exception)
    assert "no common ground" in result.stdout


def test_an_unknown_site_is_refused(parley: Run) -> None:
    assert parley("fit-axis", "--site", "nowhere.example").exit_code != 0

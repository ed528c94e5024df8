"""`parley transparency`: the report in a file."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests import factories

Run = Callable[..., Result]

pytestmark = pytest.mark.django_db

PERIOD = ("--site", factories.DOMAIN, "--from", "2026-01-01", "--to", "2026-12-31")


def test_it_writes_every_part_to_the_file(parley: Run, tmp_path: Path) -> None:
    factories.site()
    file = tmp_path / "report.zip"
    result = parley("transparency", *PERIOD, str(file))
    assert result.exit_code == 0
    assert str(file) in result.output
    with zipfile.ZipFile(file) as found:
        assert len(found.namelist()) == 12


def test_without_a_name_it_is_called_after_site_and_period(
    parley: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.site()
    monkeypatch.chdir(tmp_path)
    assert parley("transparency", *PERIOD).exit_code == 0
    name = f"transparency-{factories.DOMAIN}-2026-01-01-2026-12-31.zip"
    assert (tmp_path / name).exists()


def test_a_site_that_is_not_known_is_told(parley: Run) -> None:
    result = parley("transparency", *PERIOD)
    assert result.exit_code == 1
    assert "no site" in result.output


def test_a_period_that_ends_before_it_begins_is_refused(parley: Run, tmp_path: Path) -> None:
    factories.site()
    turned = ("--site", factories.DOMAIN, "--from", "2026-12-31", "--to", "2026-01-01")
    assert parley("transparency", *turned, str(tmp_path / "x.zip")).exit_code == 2


def test_a_folder_that_is_not_there_is_told(parley: Run, tmp_path: Path) -> None:
    factories.site()
    result = parley("transparency", *PERIOD, str(tmp_path / "nowhere" / "x.zip"))
    assert result.exit_code == 2
    assert "cannot be written" in result.output

"""The figures of a site on the command line."""

import json

from click.testing import CliRunner

from parley.cli.main import main
from parley.models.article import Article
from tests.figures import story


def ran(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["figures", "--site", "paper.example", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


DAYS = ("--from", "2026-11-26", "--to", "2026-11-27")


def test_a_program_gets_every_table(article: Article) -> None:
    story.posted(article, story.NOW)
    found = json.loads(ran(*DAYS, "--json"))
    assert [row["posted"] for row in found["outcomes"]] == [0, 1]
    assert found["outcomes"][0]["from"] == "2026-11-26"
    assert "false-alarms" in found


def test_a_person_gets_them_one_below_the_other(article: Article) -> None:
    story.posted(article, story.NOW)
    told = ran(*DAYS)
    assert "# outcomes\nfrom,to,posted," in told
    assert "2026-11-27,2026-11-27,1,1," in told


def test_days_in_the_wrong_order_are_refused(article: Article) -> None:
    arguments = ["--site", "paper.example", "--from", "2026-11-02", "--to", "2026-11-01"]
    result = CliRunner().invoke(main, ["figures", *arguments])
    assert result.exit_code == 2
    assert "The last day comes before the first." in result.output

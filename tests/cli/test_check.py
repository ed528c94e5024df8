"""`parley check`: one comment, or a stream of them, judged from the command line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from parley.cli.check import check
from parley.models import Site

Run = Callable[..., Result]

FINE = "The council has to publish the report before it votes."


def run(*arguments: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(check, arguments, input=typed)


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def decisions(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_it_prints_the_decision_on_standard_input() -> None:
    decision = json.loads(run(typed=FINE).stdout)
    assert (decision["id"], decision["outcome"]) == (None, "publish")


def test_it_reads_a_file(tmp_path: Path) -> None:
    (tmp_path / "comment.txt").write_text(FINE, encoding="utf-8")
    assert json.loads(run(str(tmp_path / "comment.txt")).stdout)["outcome"] == "publish"


def test_a_comment_that_fails_is_no_failure_of_the_command() -> None:
    result = run(typed="u r wrong")
    assert (result.exit_code, json.loads(result.stdout)["outcome"]) == (0, "revise")


def test_the_reasons_are_told_in_words_too() -> None:
    assert "Please write “are” for “r”." in run(typed="u r wrong").stderr


def test_a_missing_file_is_wrong_usage() -> None:
    assert run("/nowhere/comment.txt").exit_code == 2


def test_lines_are_answered_in_order_under_their_own_ids() -> None:
    typed = lines({"id": 7, "text": FINE}, {"id": ["a"], "text": "u r wrong"}, {"text": FINE})
    found = [(each["id"], each["outcome"]) for each in decisions(run("--jsonl", typed=typed))]
    assert found == [(7, "publish"), (["a"], "revise"), (None, "publish")]


def test_names_of_the_article_and_the_parent_are_known() -> None:
    record = {
        "text": "THE MAYOR OF ILMENAU MUST RESIGN.",
        "article": {"headline": "The mayor of Ilmenau resigns"},
        "parent": "I have never been to Ilmenau.",
    }
    (decision,) = decisions(run("--jsonl", typed=lines(record)))
    assert decision["suggested_text"] == "The mayor of Ilmenau must resign."


@pytest.mark.parametrize(
    "broken",
    [
        b"{",
        b"[]",
        b'"text"',
        b'{"id": 1}',
        b'{"text": 5}',
        b'{"text": "a", "article": "b"}',
        b'{"text": "a", "article": {"headline": 1}}',
        b'{"text": "a", "parent": []}',
        b'{"id": NaN, "text": "a"}',
        b'{"id": [1e999], "text": "a"}',
        b'{"text": "\xff"}',
        b"[" * 100_000,
        b"9" * 10_000,
    ],
)
def test_a_broken_line_is_named_and_the_rest_goes_on(broken: bytes) -> None:
    line = lines({"id": 1, "text": FINE}).encode()
    result = run("--jsonl", typed=line + broken + b"\n" + line)
    assert (result.exit_code, len(decisions(result))) == (1, 2)
    assert result.stderr.startswith("line 2: ")


def test_blank_lines_are_passed_over() -> None:
    result = run("--jsonl", typed="\n" + lines({"text": FINE}) + "\n\n")
    assert (result.exit_code, len(decisions(result))) == (0, 1)


def test_a_byte_order_mark_is_no_part_of_the_comment() -> None:
    assert decisions(run("--jsonl", typed="\ufeff" + lines({"text": FINE})))


@pytest.mark.parametrize(
    "text", ["\ud800", "a\x00b", "word " * 2_000_000, "a" + "\u0301" * 1_000_000]
)
def test_hostile_text_is_rejected_in_words(text: str) -> None:
    (decision,) = decisions(run("--jsonl", typed=lines({"id": 1, "text": text})))
    assert (decision["outcome"], len(decision["reasons"])) == ("reject", 1)


def test_an_id_that_utf_8_cannot_hold_is_given_back() -> None:
    (decision,) = decisions(run("--jsonl", typed=lines({"id": "\ud800", "text": FINE})))
    assert decision["id"] == "\ud800"


def test_a_whole_comment_that_is_not_utf_8_is_unreadable_input(parley: Run, tmp_path: Path) -> None:
    (tmp_path / "comment.txt").write_bytes(b"caf\xe9")
    result = parley("check", str(tmp_path / "comment.txt"))
    assert (result.exit_code, "from byte 4" in result.stderr) == (2, True)


@pytest.mark.django_db
def test_a_site_is_judged_by_its_own_rules(parley: Run) -> None:
    Site.objects.create(domain="paper.example", name="Paper", rules={"banned_words": ["council"]})
    result = parley("check", "--site", "paper.example", typed=FINE)
    assert json.loads(result.stdout)["outcome"] == "hold"


@pytest.mark.django_db
def test_an_unknown_site_is_a_fault(parley: Run) -> None:
    assert parley("check", "--site", "nowhere.example", typed=FINE).exit_code == 1


def test_each_line_is_answered_before_the_next_is_read() -> None:
    """So neither what is asked nor what is answered piles up, however many lines there are."""
    program = "from parley.cli.main import main; main(['check', '--jsonl'])"
    command = [sys.executable, "-c", program]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(lines({"id": number, "text": FINE}).encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.write(b"{\n")
        process.stdin.write(lines({"id": "last", "text": FINE}).encode())
        process.stdin.close()
        assert json.loads(process.stdout.readline())["id"] == "last"
        assert process.wait() == 1


def test_without_a_site_django_is_not_loaded() -> None:
    program = (
        "import sys\n"
        "from parley.cli.main import main\n"
        "main(['check'], standalone_mode=False)\n"
        "print(sorted({'django', 'onnxruntime'} & set(sys.modules)), file=sys.stderr)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], input=FINE, capture_output=True, text=True, check=True
    )
    assert ended.stderr == "[]\n"

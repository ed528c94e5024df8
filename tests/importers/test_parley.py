"""What a file of Parley's own form tells is taken only where this site could have it so."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest

from parley.importers import parley
from parley.importers.parley_export import Complaint, Rule
from parley.importers.record import (
    FOREVER,
    ImportedAuthor,
    ImportedComment,
    ImportedSite,
    Quarantined,
    Record,
    Trouble,
)
from parley.importers.source import Options
from parley.models.report import READERS, ReportReason
from parley.policy import decision

AT = "2026-01-01T00:00:00Z"
END = "9999-12-31T23:59:59Z"
BEGINNING = "0001-01-01T00:00:00Z"
REASON = {"rule": "abuse", "code": "insult", "severity": "hold", "message": "Be kind."}
DECISION = {
    "outcome": "hold", "reasons": [REASON], "scores": {"INSULT": 0.5}, "by_machine": True,
    "note": "", "policy_version": "7", "model_version": "", "created_at": AT,
}  # fmt: skip
APPEAL = {
    "text": "Why?", "opened_at": AT, "due_at": AT, "outcome": "", "reason": "", "decided_at": None,
}  # fmt: skip
REPORT = {
    "reporter": "parley:a-1", "reason": "abuse", "detail": "", "created_at": AT, "settled_at": None,
}  # fmt: skip
REDACTION = {
    "before": "Call 0171", "after": "Call [gone]", "spans": [[5, 9]], "why": "Hers.", "made_at": AT,
}  # fmt: skip
COMMENT = {
    "kind": "comment", "id": "parley:a-1", "article": "parley:a-1", "parent": None,
    "author": "parley:a-a1", "state": "held", "created_at": AT, "text": "No.",
    "decisions": [DECISION], "reports": [REPORT], "redactions": [REDACTION],
    "waiting": {"since": AT, "escalated": True, "language": "en"},
}  # fmt: skip
BAN = {
    "kind": "domain", "domain": "spam.example", "reason": "Spam.", "until": None, "made_at": AT,
    "lifted_at": None,
}  # fmt: skip
AUTHOR = {
    "kind": "author", "id": "parley:a-a1", "name": "Ravi", "email": "", "publisher_user_id": "",
    "badge": "", "trusted": False, "suspended_until": None, "suspension_reason": "",
    "rejected_count": 0, "created_at": AT, "extra": {},
}  # fmt: skip
SITE = {
    "kind": "site", "parley_export": 1, "language": "en", "timezone": "UTC", "rules": {},
    "edit_window": 300, "close_after": None, "guidelines": [],
}  # fmt: skip


def read(folder: Path, line: Mapping[str, Any]) -> Record:
    file = folder / "export.jsonl"
    file.write_text('{"kind": "parley-part", "parley_export": 1}\n' + json.dumps(line))
    [record] = parley.read([file], Options(base_url="https://other.example"))
    return record


def refused(folder: Path, line: Mapping[str, Any]) -> bool:
    record = read(folder, line)
    return isinstance(record, Quarantined) and record.trouble is Trouble.MALFORMED


def test_a_whole_comment_is_taken(tmp_path: Path) -> None:
    assert isinstance(read(tmp_path, COMMENT), ImportedComment)


def test_what_is_known_by_name_is_what_sites_have() -> None:
    assert set(get_args(Rule)) == {*decision.Rule, READERS}
    assert set(get_args(Complaint)) == set(ReportReason.values)


@pytest.mark.parametrize(
    "reason",
    [
        {"rule": "abuse", "severity": "hold", "code": "x"},
        {**REASON, "rule": "unheard-of"},
        {name: value for name, value in REASON.items() if name != "rule"},
        {**REASON, "severity": "worst"},
        {**REASON, "start": "0", "end": 1},
        {**REASON, "start": -1, "end": 1},
        {**REASON, "code": "x" * 81},
    ],
)
def test_a_reason_that_could_not_be_shown_is_kept_aside(
    tmp_path: Path, reason: dict[str, Any]
) -> None:
    assert refused(tmp_path, {**COMMENT, "decisions": [{**DECISION, "reasons": [reason]}]})


@pytest.mark.parametrize(
    "told",
    [
        {"outcome": "bogus"},
        {"policy_version": "7" * 41},
        {"model_version": "7" * 41},
        {"note": "x" * 100_001},
        {"scores": {"A" * 33: 0.5}},
        {"scores": {"INSULT": float("nan")}},
        {"scores": {"INSULT": float("inf")}},
        {"waited": 2**63},
        {"created_at": END},
        {"appeal": {**APPEAL, "due_at": END}},
        {"appeal": {**APPEAL, "opened_at": BEGINNING}},
        {"appeal": {**APPEAL, "outcome": "bogus"}},
        {"appeal": {**APPEAL, "text": "x" * 100_001}},
    ],
)
def test_a_decision_that_could_not_be_kept_is_kept_aside(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    assert refused(tmp_path, {**COMMENT, "decisions": [{**DECISION, **told}]})


@pytest.mark.parametrize(
    "told",
    [
        {"spans": [[1]]},
        {"spans": [[3, 3]]},
        {"spans": [[-1, 3]]},
        {"spans": [[5, 10]]},
        {"spans": [[0, 1]] * 101},
        {"why": "x" * 501},
        {"before": "x" * 100_001},
        {"made_at": BEGINNING},
    ],
)
def test_a_redaction_that_could_not_be_drawn_is_kept_aside(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    assert refused(tmp_path, {**COMMENT, "redactions": [{**REDACTION, **told}]})


def test_a_redaction_whose_text_is_kept_no_more_is_taken(tmp_path: Path) -> None:
    assert not refused(tmp_path, {**COMMENT, "redactions": [{**REDACTION, "before": ""}]})


@pytest.mark.parametrize("told", [{"reason": "bogus"}, {"detail": "x" * 100_001}])
def test_a_report_that_could_not_be_kept_is_kept_aside(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    assert refused(tmp_path, {**COMMENT, "reports": [{**REPORT, **told}]})


@pytest.mark.parametrize("domain", ["Spam.example", "com", ".example", "a@b.example", "a b.com"])
def test_a_ban_of_no_domain_is_kept_aside(tmp_path: Path, domain: str) -> None:
    assert refused(tmp_path, {**AUTHOR, "bans": [{**BAN, "domain": domain}]})


def test_what_ends_after_all_our_days_is_for_good(tmp_path: Path) -> None:
    record = read(tmp_path, {**AUTHOR, "bans": [{**BAN, "until": END}], "suspended_until": END})
    assert isinstance(record, ImportedAuthor)
    assert record.own["bans"][0]["until"] is None
    assert record.suspended_until == FOREVER


@pytest.mark.parametrize(
    "told",
    [
        {"bans": [{**BAN, "made_at": BEGINNING}]},
        {"notes": [{"text": "x" * 100_001, "made_at": AT}]},
        {"notes": [{"text": "x", "made_at": END}]},
        {"suspended_until": BEGINNING},
    ],
)
def test_an_author_who_could_not_be_shown_is_kept_aside(
    tmp_path: Path, told: dict[str, Any]
) -> None:
    assert refused(tmp_path, {**AUTHOR, **told})


@pytest.mark.parametrize("told", [{"edit_window": float("nan")}, {"close_after": float("inf")}])
def test_an_endless_duration_is_none(tmp_path: Path, told: dict[str, Any]) -> None:
    assert isinstance(read(tmp_path, SITE), ImportedSite)
    assert refused(tmp_path, {**SITE, **told})

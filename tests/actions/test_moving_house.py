"""A site with one of everything moves, and a newspaper misses nothing that is not named."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from parley import names
from parley.actions import banning, verdicts, word_lists
from parley.actions.importing import Export, import_records
from parley.actions.site_export import export_lines
from parley.errors import Suspended
from parley.importers import parley
from parley.importers.report import Report as ImportReport
from parley.importers.source import Options
from parley.models.appeal import Appeal
from parley.models.article import Article
from parley.models.author import Author
from parley.models.ban import AuthorNote, Ban
from parley.models.comment import Comment, CommentState, Redaction, Revision
from parley.models.decision import Decision
from parley.models.newsroom import Byline
from parley.models.queue import Waiting
from parley.models.report import Report
from parley.models.site import Site
from parley.models.user import Membership, Role, User
from parley.models.vote import Vote
from tests import factories
from tests.actions.moving_house import CARRIED, LEFT_OUT, accounted_for
from tests.server import ROOT

pytestmark = pytest.mark.django_db

NOW = timezone.now()
AGO = NOW - timedelta(days=3)
DOCS = ROOT / "docs" / "migrate" / "parley.md"


@pytest.fixture
def old() -> Site:
    """One of everything, with no column at its default."""
    site = factories.site(
        language="kn",
        timezone="Asia/Kolkata",
        rules={"hold_first": 2, "hold_sections": ["Crime"], "banned_words": ["blockhead"]},
        edit_window=timedelta(minutes=3),
        close_after=timedelta(days=30),
        common_ground=False,
        desk={"fairness": {"appeal_days": 20}, "reports": {"hold_weight": 5.0}},
    )
    word_lists.adopt(site, now=NOW)
    Byline.objects.create(
        site=site,
        user=factories.member(site, Role.STAFF),
        name="By Asha",
        key=names.fold("By Asha"),
    )
    article = factories.article(
        site,
        publisher_id="story-1",
        headline="Tanks",
        standfirst="Empty.",
        section="City",
        byline="By Asha",
        dateline="Mysuru",
        body="The tanks are empty.",
        published_at=AGO,
        updated_at=AGO,
        state="premoderated",
        slow_seconds=90,
        source_data={"id": 1},
        created_at=AGO,
    )
    author = known_author(site)
    comment = talked_about(article, author)
    decided_about(comment)
    escalated(article, author)
    return site


def known_author(site: Site) -> Author:
    author = factories.author(
        site,
        factories.user("Ravi", email="ravi@mail.example"),
        badge="Reader",
        trusted=True,
        premoderated=True,
        suspended_until=NOW + timedelta(days=9),
        suspension_reason="Threats.",
        rejected_count=2,
        source_data={"karma": 3},
        created_at=AGO,
    )
    AuthorNote.objects.create(site=site, author=author, text="Has calmed down.", made_at=AGO)
    for kind, value, whom in (
        ("account", str(author.user_id), author),
        ("address", "0123456789", author),
        ("domain", "spam.example", author),
        ("domain", "alone.example", None),
    ):
        ban(site, kind=kind, value=value, author=whom)
    ban(site, kind="account", value=str(author.user_id), author=author, lifted_at=AGO, until=None)
    return author


def ban(site: Site, **fields: Any) -> Ban:
    given = {"reason": "Spam.", "until": NOW + timedelta(days=9), "made_at": AGO}
    return Ban.objects.create(site=site, **{**given, **fields})


def talked_about(article: Article, author: Author) -> Comment:
    comment = factories.comment(
        article,
        author,
        state=CommentState.HELD,
        picked=True,
        pinned=True,
        created_at=AGO,
        edited_at=AGO,
        respect=1,
        disagree=1,
        open_reports=1,
        source_text="Said.",
        source_data={"ip": False},
    )
    Revision.objects.create(comment=comment, text="Before.", replaced_at=AGO)
    Redaction.objects.create(
        comment=comment, before="0171", after="[redacted]", spans=[[0, 4]], why="Hers", made_at=AGO
    )
    reader = factories.user()
    Vote.objects.create(
        site=article.site,
        article=article,
        comment=comment,
        user=reader,
        value=1,
        by_chance=True,
        cast_at=AGO,
    )
    complained_about(comment)
    Waiting.objects.filter(comment=comment).update(since=AGO, language="kn")
    return comment


def complained_about(comment: Comment) -> None:
    for weight, fields in (
        (0.5, {"settled_at": AGO, "outcome": "dismissed", "answered_at": AGO}),
        (1.5, {}),
    ):
        Report.objects.create(
            site=comment.site,
            comment=comment,
            reporter=factories.user(),
            reason="abuse",
            detail="Look.",
            created_at=AGO,
            weight=weight,
            **fields,
        )


def decided_about(comment: Comment) -> None:
    fields = {
        "site": comment.site,
        "comment": comment,
        "outcome": "reject",
        "reasons": [{"rule": "abuse", "code": "insult", "message": "Be kind.", "severity": "hold"}],
        "scores": {"INSULT": 0.9},
        "by_machine": False,
        "note": "Rude.",
        "policy_version": "7",
        "model_version": "m1",
        "rule": "abuse",
        "legal_ground": "§ 185 StGB",
        "waited": 70,
        "created_at": AGO,
    }
    stands = Decision.objects.create(**fields)
    Decision.objects.create(**{**fields, "note": "A slip.", "undone_at": AGO})
    Appeal.objects.create(
        site=comment.site,
        comment=comment,
        decision=stands,
        text="It was a joke.",
        opened_at=AGO,
        due_at=NOW,
        outcome="kept",
        reason="No.",
        decided_at=NOW,
    )


def escalated(article: Article, author: Author) -> None:
    comment = factories.comment(article, author, created_at=AGO)
    Waiting.objects.create(
        comment=comment,
        site=article.site,
        article=article,
        author=author,
        since=AGO,
        risk=0,
        held=False,
        escalated=True,
        language="hi",
    )


@pytest.fixture
def new(old: Site) -> Site:
    """Where it moves: the same people work there, with accounts of the same addresses."""
    site = factories.site("other.example")
    for member in Membership.objects.filter(site=old):
        Membership.objects.create(site=site, user=member.user, role=member.role)
    return site


def moved(old: Site, new: Site, folder: Path) -> ImportReport:
    file = folder / "export.jsonl"
    file.write_bytes(b"".join(export_lines(old)))
    records = list(parley.read([file], Options(base_url="https://other.example")))
    report = import_records(new, Export("parley", records), now=NOW)
    assert report.quarantine == []
    return report


def test_what_was_exported_and_taken_is_exported_again(
    old: Site, new: Site, tmp_path: Path
) -> None:
    moved(old, new, tmp_path)
    new.refresh_from_db()
    assert sorted(export_lines(new)) == sorted(export_lines(old))


OWNERS = {"ArticleAlias": "site", "Revision": "comment__site", "Redaction": "comment__site"}


def told(model: str, site: Site) -> Sequence[dict[str, Any]]:
    rows = apps.get_model("parley", model).objects
    rows = (
        rows.filter(pk=site.pk)
        if model == "Site"
        else rows.filter(**{OWNERS.get(model, "site"): site})
    )
    if model == "Decision":
        rows = rows.filter(undone_at=None)
    if model == "Ban":
        rows = rows.exclude(kind="address")
    if model == "Author":
        # Readers who have only voted or reported become authors by moving.
        rows = rows.filter(notes__isnull=False)
    return sorted(rows.values(*CARRIED[model].split()), key=repr)


def test_every_column_that_is_said_to_be_carried_is(old: Site, new: Site, tmp_path: Path) -> None:
    moved(old, new, tmp_path)
    for model in CARRIED:
        assert told(model, new) == told(model, old), model


def test_every_column_that_is_said_to_be_carried_was_tried(old: Site) -> None:
    for model, columns in CARRIED.items():
        rows, fields = told(model, old), apps.get_model("parley", model)._meta
        for column in columns.split():
            default = fields.get_field(column).get_default()
            assert any(row[column] != default for row in rows), f"{model}.{column}"


def test_every_column_is_carried_or_said_to_be_left_out() -> None:
    named = accounted_for()
    columns = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("parley").get_models()
        for field in model._meta.concrete_fields
        if field.name != "id" and f"{model.__name__}.*" not in named
    }
    named = {each for each in named if not each.endswith(".*")}
    assert columns == named


def test_what_is_left_out_is_in_the_docs() -> None:
    table = DOCS.read_text().partition("## What is not in it")[2]
    assert [heading for heading in LEFT_OUT if f"| {heading} |" not in table] == []


def test_what_was_undone_does_not_stand_after_moving(old: Site, new: Site, tmp_path: Path) -> None:
    moved(old, new, tmp_path)
    [comment] = Comment.objects.filter(site=new, state=CommentState.HELD)
    [verdict] = verdicts.verdicts_of(comment, now=NOW)
    assert verdict.note == "Rude."


def claimed(new: Site, user: User) -> None:
    Author.objects.filter(site=new, trusted=True).update(user=user)


def test_who_was_banned_is_kept_out_once_they_claim_their_comments(
    old: Site, new: Site, tmp_path: Path
) -> None:
    moved(old, new, tmp_path)
    user = factories.user(accepted=new)
    banning.refuse(factories.viewer(new, user), NOW)
    claimed(new, user)
    with pytest.raises(Suspended, match="Spam"):
        banning.refuse(factories.viewer(new, user), NOW)


def test_who_was_banned_is_known_by_their_address_and_told_no_reason(
    old: Site, new: Site, tmp_path: Path
) -> None:
    moved(old, new, tmp_path)
    # As on another installation, where they make a new account.
    User.objects.filter(email="ravi@mail.example").update(email="gone@mail.example")
    user = factories.user(accepted=new, email="ravi@mail.example")
    with pytest.raises(Suspended) as refused:
        banning.refuse(factories.viewer(new, user), NOW)
    assert "Spam" not in refused.value.detail


def test_a_ban_that_moved_can_be_lifted(old: Site, new: Site, tmp_path: Path) -> None:
    moved(old, new, tmp_path)
    claimed(new, factories.user(accepted=new))
    moved_ban = Ban.objects.get(site=new, kind="account", lifted_at=None)
    assert moved_ban.author is not None
    moderator = factories.browser(factories.member(new, Role.MODERATOR))
    address = reverse("moderate-unban", args=[moved_ban.author_id]) + f"?site={new.domain}"
    assert moderator.post(address, {"ban": moved_ban.pk}).status_code == 303
    moved_ban.refresh_from_db()
    assert moved_ban.lifted_at is not None


def test_bylines_of_nobody_on_the_staff_are_told(old: Site, tmp_path: Path) -> None:
    report = moved(old, factories.site("other.example"), tmp_path)
    assert any("By Asha" in warning for warning in report.warnings)
    assert Byline.objects.count() == 1


def test_a_section_that_cannot_be_read_does_not_cost_the_others(
    old: Site, new: Site, tmp_path: Path
) -> None:
    old.desk = {**old.desk, "to_come": {"a": 1}, "retention": {"rejected_days": -1}}
    old.save(update_fields=["desk"])
    report = moved(old, new, tmp_path)
    new.refresh_from_db()
    assert new.desk.keys() == {"fairness", "reports"}
    assert sum("left out" in warning for warning in report.warnings) == 2


def test_rules_of_a_newer_release_cost_nothing_and_are_kept(
    old: Site, new: Site, tmp_path: Path
) -> None:
    old.rules = {**old.rules, "to_come": 1, "severities": {"newer": "hold"}}
    old.save(update_fields=["rules"])
    moved(old, new, tmp_path)
    new.refresh_from_db()
    assert new.rules == old.rules


def test_an_export_that_tells_nothing_of_it_is_read_as_before(new: Site, tmp_path: Path) -> None:
    new.desk, new.common_ground = {"staff": {"second_factor": True}}, False
    new.save(update_fields=["desk", "common_ground"])
    file = tmp_path / "export.jsonl"
    file.write_text(
        '{"kind": "site", "parley_export": 1, "language": "en", "timezone": "UTC", "rules": {},'
        ' "edit_window": 300, "close_after": null, "guidelines": []}\n'
        '{"kind": "comment", "id": "parley:aa-1", "article": "parley:aa-1", "parent": null,'
        ' "author": "parley:aa-a1", "state": "rejected", "created_at": "2026-01-01T00:00:00Z",'
        ' "text": "No.", "decisions": [{"outcome": "reject", "reasons": [], "scores": {},'
        ' "by_machine": false, "note": "", "policy_version": "", "model_version": "",'
        ' "created_at": "2026-01-01T00:00:00Z"}]}\n'
        '{"kind": "article", "id": "parley:aa-1", "url": "https://other.example/1",'
        ' "identifier": "", "addresses": [], "headline": "", "standfirst": "", "section": "",'
        ' "byline": "", "dateline": "", "body": "", "published_at": null, "updated_at": null,'
        ' "state": "open", "created_at": "2026-01-01T00:00:00Z", "extra": {}}\n'
        '{"kind": "author", "id": "parley:aa-a1", "name": "Ravi", "email": "",'
        ' "publisher_user_id": "", "badge": "", "trusted": false, "suspended_until": null,'
        ' "suspension_reason": "", "rejected_count": 0, "created_at": "2026-01-01T00:00:00Z",'
        ' "extra": {}}\n'
    )
    records = list(parley.read([file], Options(base_url="https://other.example")))
    report = import_records(new, Export("parley", records), now=NOW)
    assert report.quarantine == []
    new.refresh_from_db()
    assert (new.desk, new.common_ground) == ({"staff": {"second_factor": True}}, False)
    assert Decision.objects.get(comment__site=new).rule == ""

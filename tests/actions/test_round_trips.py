"""Whatever discussions a site has, an empty one that takes its export has the same."""

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.actions.importing import Export, import_records
from parley.actions.site_export import export_lines
from parley.importers import parley
from parley.importers.record import (
    Extra,
    ImportedAuthor,
    ImportedComment,
    ImportedRevision,
    ImportedVote,
    SourceState,
)
from parley.importers.source import Options
from parley.models.site import Site
from tests import factories
from tests.actions.exports import MOMENT, thread

pytestmark = pytest.mark.django_db

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
EXTRA: st.SearchStrategy[Extra] = st.dictionaries(
    WORDS, st.integers() | st.booleans() | WORDS, max_size=2
)
PEOPLE = st.sampled_from(["asha", "dinesh", "nobody in particular", "ಅಶಾ", "عائشة"])


@st.composite
def discussions(draw: st.DrawFn) -> list[ImportedComment]:
    """Comments of which each may answer any other, itself included."""
    count = draw(st.integers(1, 6))
    return [draw(comment(number, count)) for number in range(count)]


@st.composite
def comment(draw: st.DrawFn, number: int, count: int) -> ImportedComment:
    voters = draw(st.lists(PEOPLE, unique=True, max_size=3))
    edited = draw(st.none() | st.integers(0, 10**9))
    return ImportedComment(
        source_id=str(number),
        article_id="t1",
        author=ImportedAuthor(
            name=draw(WORDS), user_id=draw(PEOPLE), email=draw(st.sampled_from(["", "a@b.example"]))
        ),
        created_at=MOMENT + timedelta(microseconds=draw(st.integers(0, 10**15))),
        state=draw(st.sampled_from(SourceState)),
        parent_id=draw(st.just("") | st.integers(0, count).map(str)),
        text="Said: " + draw(WORDS),
        original=draw(WORDS),
        edited_at=None if edited is None else MOMENT + timedelta(seconds=edited),
        revisions=tuple(
            ImportedRevision(text=text, replaced_at=MOMENT + timedelta(seconds=place))
            for place, text in enumerate(draw(st.lists(WORDS, max_size=2)))
        ),
        picked=draw(st.booleans()),
        respect=len(voters) + draw(st.integers(0, 3)),
        votes=tuple(
            ImportedVote(
                voter=ImportedAuthor(name="", user_id=voter),
                value=draw(st.sampled_from([1, -1, 0])),
                by_chance=draw(st.booleans()),
            )
            for voter in voters
        ),
        extra=draw(EXTRA),
    )


def exported(site: Site) -> list[bytes]:
    return sorted(export_lines(site))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(comments=discussions())
def test_an_export_that_was_taken_is_the_same_export(comments: list[ImportedComment]) -> None:
    with transaction.atomic():
        first, second = factories.site(), factories.site("other.example")
        now = timezone.now()
        import_records(first, Export("remark42", [thread(headline="ಪತ್ರ"), *comments]), now=now)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "export.jsonl"
            file.write_bytes(b"".join(export_lines(first)))
            records = list(parley.read([file], Options(base_url="https://other.example")))
        report = import_records(second, Export("parley", records), now=now)
        assert report.quarantine == []
        assert exported(second) == exported(first)
        transaction.set_rollback(True)

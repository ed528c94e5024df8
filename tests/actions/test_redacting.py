"""What is hidden in a comment: from whom, who may still read it, and that it stays hidden."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from parley.actions import (
    copies,
    disqus_export,
    editing,
    erasing,
    exporting,
    exporting_table,
    posting,
    redacting,
    returning,
    site_export,
)
from parley.actions.importing import Export, import_records
from parley.actions.moderating import Why
from parley.actions.posting import Draft
from parley.errors import BadField, Conflict, EditWindowOver, NotAllowed
from parley.importers import parley
from parley.importers.source import Options
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.comment import Comment, CommentState, Redaction
from parley.models.decision import Notice, NoticeKind
from parley.models.outbox import Change
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy import hiding
from parley.ranking.sorts import Sort
from parley.snapshots import render
from parley.snapshots.thread import ThreadKey
from tests import factories

NUMBER = "080 2345 6789"
TEXT = f"The mayor should answer. Call his office at {NUMBER}, or **{NUMBER}** at night."


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def comment(article: Article) -> Comment:
    author = factories.author(article.site, factories.user(accepted=article.site))
    return factories.comment(article, author, text=TEXT)


def redact(viewer: Viewer, comment: Comment, words: str = NUMBER) -> Comment:
    spans = hiding.places(comment.text, words)
    return redacting.redact(
        viewer, comment, spans=spans, why="A private number.", now=timezone.now()
    )


def test_readers_see_the_mark_and_every_other_word(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)

    page = render.render_thread(ThreadKey(comment.article_id, Sort.OLDEST)).page(1)
    assert "office at <mark>[redacted]</mark>, or <strong><mark>" in page.html.decode()
    assert b"Call his office at [redacted], or **[redacted]** at night." in page.json
    assert NUMBER.encode() not in page.html + page.json


def test_moderators_have_both_versions(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)

    kept = Redaction.objects.get()
    assert (kept.before, kept.made_by, len(kept.spans)) == (TEXT, moderator.user, 2)
    assert kept.after == TEXT.replace(NUMBER, "[redacted]")


def test_its_author_is_told_why_and_not_sent_the_words(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)

    notice = Notice.objects.get(user=comment.author.user)
    assert (notice.kind, notice.text) == (NoticeKind.REDACTED, "A private number.")
    assert NUMBER not in str(mail.outbox)


def test_it_is_audited_without_the_words(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.why, entry.after["places"]) == ("redact", "", 2)
    assert NUMBER not in str((entry.before, entry.after))


def test_those_who_read_along_are_told(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)
    assert [change.kind for change in Change.objects.all()] == ["update"]


def test_its_author_cannot_bring_it_back(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)
    author = factories.viewer(comment.site, comment.author.user)

    with pytest.raises(EditWindowOver):
        editing.edit_comment(author, comment, text=TEXT, now=timezone.now())
    comment.refresh_from_db()
    assert NUMBER not in comment.text


def test_where_a_moderator_asks_for_a_change_its_author_makes_it(
    moderator: Viewer, comment: Comment
) -> None:
    row = redact(moderator, comment)
    returning.send_back(moderator, row, why=Why(note="Shorter."), now=timezone.now())
    author = factories.viewer(comment.site, comment.author.user)
    comment.refresh_from_db()
    text = "The mayor should answer. He has an office with a number: [redacted]."
    editing.edit_comment(author, comment, text=text, now=timezone.now())

    comment.refresh_from_db()
    assert comment.state == CommentState.HELD
    assert "<mark>[redacted]</mark>" in comment.html


def test_ones_own_export_has_the_words_and_the_table_has_not(
    moderator: Viewer, comment: Comment
) -> None:
    redact(moderator, comment)
    assert comment.author.user is not None

    assert NUMBER in "".join(exporting.export_of(comment.author.user))
    assert NUMBER not in "".join(exporting_table.table_of(comment.author.user))


def test_an_export_for_other_systems_has_not(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)
    assert NUMBER not in b"".join(disqus_export.export_lines(comment.site)).decode()


def test_a_sites_own_export_is_taken_back_with_both_versions(
    moderator: Viewer, comment: Comment, tmp_path: Path
) -> None:
    redact(moderator, comment)
    second, file = factories.site("other.example"), tmp_path / "export.jsonl"
    file.write_bytes(b"".join(site_export.export_lines(comment.site)))
    records = list(parley.read([file], Options(base_url="https://other.example")))
    import_records(second, Export("parley", records), now=timezone.now())

    taken = Comment.objects.get(site=second)
    assert taken.redactions.get().before == TEXT
    assert "<mark>[redacted]</mark>" in taken.html


def test_nothing_is_known_again_by_what_was_hidden(moderator: Viewer, article: Article) -> None:
    hidden = "She lives above the bakery in the third house behind the old temple. "
    comment = factories.comment(article, text=hidden + f"{factories.PROPER} " * 3)
    redact(moderator, comment, hidden)

    def alike(text: str) -> int:
        return len(copies.of_others(text, article.site, author=None, now=timezone.now()))

    assert alike(f"[redacted]{factories.PROPER} " * 3) > 0
    assert alike(hidden * 3) == 0


def test_reasons_still_point_to_their_words(moderator: Viewer, article: Article) -> None:
    writer = factories.viewer(article.site)
    text = f"Call him at {NUMBER} and Tell Him what you think of the council now."
    draft = Draft(text=text, article=article, send_to_moderator=True)
    comment = posting.post_comment(writer, draft, now=timezone.now()).comment
    assert comment is not None
    comment.refresh_from_db()
    redact(moderator, comment)

    comment.refresh_from_db()
    reasons = comment.decisions.get().reasons
    [number] = [reason for reason in reasons if reason["rule"] == "privacy"]
    assert comment.text[number["start"] : number["end"]] == "[redacted]"


def test_deleting_the_comment_deletes_what_was_hidden(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)
    editing.delete_comment(comment, timezone.now())
    assert not Redaction.objects.exists()


def test_erasing_the_account_does_so_too(moderator: Viewer, comment: Comment) -> None:
    redact(moderator, comment)
    assert comment.author.user is not None
    erasing.erase_user(comment.author.user, timezone.now())
    assert not Redaction.objects.exists()


def test_twice_hides_more(moderator: Viewer, comment: Comment) -> None:
    row = redact(moderator, comment)
    row = redact(moderator, row, "his office")

    assert row.html.count("<mark>[redacted]</mark>") == 3
    assert [kept.before for kept in Redaction.objects.all()][:1] == [TEXT]


@pytest.mark.parametrize("spans", [[], [(5, 5)], [(-1, 4)], [(0, 10_000)], [(3, 4)], [(9, 2)]])
def test_spans_that_hide_nothing_are_refused(
    moderator: Viewer, comment: Comment, spans: list[tuple[int, int]]
) -> None:
    with pytest.raises(BadField):
        redacting.redact(moderator, comment, spans=spans, why="Private.", now=timezone.now())


@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_a_reason_is_needed(moderator: Viewer, comment: Comment, why: str) -> None:
    with pytest.raises(BadField):
        redacting.redact(moderator, comment, spans=[(0, 3)], why=why, now=timezone.now())


def test_what_was_changed_meanwhile_is_left_alone(moderator: Viewer, comment: Comment) -> None:
    author = factories.viewer(comment.site, comment.author.user)
    seen = Comment.objects.with_facts().get(pk=comment.pk)
    editing.edit_comment(
        author, comment, text=factories.PROPER, now=timezone.now() + timedelta(seconds=1)
    )

    with pytest.raises(Conflict):
        redact(moderator, seen)


def test_the_text_that_was_read_is_the_one_that_is_changed(
    moderator: Viewer, comment: Comment
) -> None:
    """A colleague was quicker: the places are those of another text by now."""
    seen, [place, _second] = comment.text_digest(), hiding.places(TEXT, NUMBER)
    row = redact(moderator, comment, "The mayor")

    with pytest.raises(Conflict):
        redacting.redact(
            moderator, row, spans=[place], why="Private.", now=timezone.now(), seen=seen
        )
    assert Redaction.objects.count() == 1


def test_the_authors_own_mark_is_no_moderators(moderator: Viewer, article: Article) -> None:
    comment = factories.comment(article, text=f"[redacted] Call {NUMBER} [redacted]")
    row = redact(moderator, comment)

    assert row.html == "<p>[redacted] Call <mark>[redacted]</mark> [redacted]</p>"


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_hide_nothing(site: Site, comment: Comment, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)

    with pytest.raises(NotAllowed):
        redact(factories.viewer(site, who), comment)

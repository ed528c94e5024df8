"""A moderator asks for a change: what becomes of the comment, and of the change."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from parley.actions import (
    appealing,
    deciding,
    disqus_export,
    editing,
    moderating,
    returning,
    site_export,
)
from parley.actions.importing import Export, import_records
from parley.actions.moderating import Why
from parley.errors import BadField, Conflict, EditWindowOver, NotAllowed
from parley.importers import parley
from parley.importers.source import Options
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.comment import Comment, CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.ranking.sorts import Sort
from parley.snapshots import fragment, render
from parley.snapshots.thread import ThreadKey
from tests import factories

WHY = Why(note="Please leave the address out.", rule="privacy")


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


@pytest.fixture
def public(article: Article, author: Author) -> Comment:
    return factories.comment(article, author)


def send_back(moderator: Viewer, comment: Comment) -> Comment:
    return returning.send_back(moderator, comment, why=WHY, now=timezone.now())


def writer(comment: Comment) -> Viewer:
    return factories.viewer(comment.site, comment.author.user)


def test_readers_see_it_no_more(moderator: Viewer, public: Comment, article: Article) -> None:
    send_back(moderator, public)

    article.refresh_from_db()
    public.author.refresh_from_db()
    assert article.comment_count == 0
    assert public.author.published_count == 0


def test_it_leaves_the_queue(moderator: Viewer, article: Article, author: Author) -> None:
    held = factories.comment(article, author, state=CommentState.HELD)
    send_back(moderator, held)

    assert not Waiting.objects.exists()
    assert held.decisions.get().outcome == "revise"


def test_its_author_is_told_why(moderator: Viewer, public: Comment, author: Author) -> None:
    send_back(moderator, public)

    notice = Notice.objects.get(user=author.user)
    assert (notice.kind, notice.text) == (NoticeKind.RETURNED, WHY.note)


def test_it_is_audited(moderator: Viewer, public: Comment) -> None:
    send_back(moderator, public)

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object_id, entry.why) == ("send_back", public.pk, "")
    assert (entry.before["state"], entry.after["state"]) == ("published", "returned")


def test_a_reason_is_needed(moderator: Viewer, public: Comment) -> None:
    with pytest.raises(BadField):
        returning.send_back(moderator, public, why=Why(note=" "), now=timezone.now())


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_send_nothing_back(site: Site, public: Comment, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)

    with pytest.raises(NotAllowed):
        send_back(factories.viewer(site, who), public)


def test_what_was_decided_meanwhile_is_left_alone(moderator: Viewer, public: Comment) -> None:
    seen = moderating.last_decision(public)
    send_back(moderator, public)
    moderating.approve(moderator, public, now=timezone.now())

    with pytest.raises(Conflict):
        returning.send_back(moderator, public, why=WHY, now=timezone.now(), seen=seen)


def test_an_appeal_is_closed_by_it(moderator: Viewer, public: Comment) -> None:
    moderating.reject(moderator, public, why=Why(note="Rude."), now=timezone.now())
    row = Comment.objects.get(pk=public.pk)
    opened = appealing.appeal(writer(row), row, text="It is not.", now=timezone.now())
    send_back(moderator, public)

    opened.refresh_from_db()
    assert opened.outcome == "withdrawn"


@pytest.mark.parametrize("state", [CommentState.PUBLISHED, CommentState.HELD])
def test_it_is_undone_like_a_rejection(
    moderator: Viewer, article: Article, author: Author, state: CommentState
) -> None:
    comment, now, batch = factories.comment(article, author, state=state), timezone.now(), "b" * 32
    waiting = list(Waiting.objects.values("comment", "since", "risk"))
    returning.send_back(moderator, comment, why=WHY, now=now, batch=batch)
    assert not Notice.objects.due(writer(comment).require_user(), now).exists()

    undone = deciding.undo(moderator, batch, now=now + timedelta(seconds=9))

    assert undone.decided == (comment.pk,)
    comment.refresh_from_db()
    assert comment.state == state
    assert list(Waiting.objects.values("comment", "since", "risk")) == waiting
    assert not Notice.objects.exists()
    article.refresh_from_db()
    assert article.comment_count == (state == CommentState.PUBLISHED)


def test_undoing_brings_back_the_rejection_and_its_appeal(
    moderator: Viewer, public: Comment
) -> None:
    now, batch = timezone.now(), "b" * 32
    moderating.reject(moderator, public, why=Why(note="Rude."), now=now)
    row = Comment.objects.get(pk=public.pk)
    opened = appealing.appeal(writer(row), row, text="It is not.", now=now)
    returning.send_back(moderator, row, why=WHY, now=now, batch=batch)

    deciding.undo(moderator, batch, now=now)

    opened.refresh_from_db()
    public.refresh_from_db()
    public.author.refresh_from_db()
    assert (opened.outcome, public.state) == ("", "rejected")
    assert public.author.rejected_count == 1


def test_what_its_author_has_changed_already_is_not_undone(
    moderator: Viewer, public: Comment
) -> None:
    now, batch = timezone.now(), "b" * 32
    row = returning.send_back(moderator, public, why=WHY, now=now, batch=batch)
    editing.edit_comment(writer(row), row, text=factories.PROPER + " So.", now=now)

    assert deciding.undo(moderator, batch, now=now).stale == (public.pk,)


def test_it_is_asked_once(moderator: Viewer, public: Comment) -> None:
    send_back(moderator, public)

    with pytest.raises(Conflict):
        send_back(moderator, public)


def test_what_nobody_can_change_is_not_sent_back(moderator: Viewer, article: Article) -> None:
    imported = factories.comment(article, factories.imported_author(article.site))

    with pytest.raises(Conflict):
        send_back(moderator, imported)


def test_a_rejected_comment_gets_a_second_chance(moderator: Viewer, public: Comment) -> None:
    moderating.reject(moderator, public, why=Why(note="Rude."), now=timezone.now())
    send_back(moderator, public)

    public.author.refresh_from_db()
    assert public.author.rejected_count == 0


def test_its_author_changes_it_long_after_the_edit_window(
    moderator: Viewer, public: Comment
) -> None:
    later = timezone.now() + timedelta(days=30)
    row = send_back(moderator, public)

    editing.edit_comment(writer(row), row, text=factories.PROPER + " Soon.", now=later)

    row.refresh_from_db()
    assert row.state == CommentState.HELD
    assert Waiting.objects.get().comment_id == row.pk
    assert row.revisions.get().text == factories.PROPER


def test_another_comment_still_cannot_be_changed_so_late(public: Comment) -> None:
    later = timezone.now() + timedelta(days=30)

    with pytest.raises(EditWindowOver):
        editing.edit_comment(writer(public), public, text=factories.PROPER + " So.", now=later)


def test_the_change_is_judged_anew(moderator: Viewer, public: Comment) -> None:
    row = send_back(moderator, public)
    edited = editing.edit_comment(writer(row), row, text="no", now=timezone.now())

    row.refresh_from_db()
    assert edited.comment is None
    assert row.state == CommentState.RETURNED


def test_what_was_changed_can_be_approved(moderator: Viewer, public: Comment) -> None:
    row = send_back(moderator, public)
    editing.edit_comment(writer(row), row, text=factories.PROPER + " So.", now=timezone.now())
    moderating.approve(moderator, row, now=timezone.now())

    public.article.refresh_from_db()
    assert public.article.comment_count == 1


def test_above_a_reply_it_reads_as_one_that_waits(moderator: Viewer, public: Comment) -> None:
    factories.comment(public.article, parent=public)
    send_back(moderator, public)

    page = render.render_thread(ThreadKey(public.article_id, Sort.OLDEST)).page(1)
    assert "This comment is waiting for a moderator." in page.html.decode()
    assert b'"state":"held"' in page.json
    assert b"returned" not in page.html + page.json


def test_its_author_is_shown_what_is_asked(moderator: Viewer, public: Comment) -> None:
    row = send_back(moderator, public)

    assert "A moderator asks you to change this comment." in fragment.comment_html(row)
    assert render.comment_object(row)["text"] == row.text


def test_an_export_that_is_taken_back_has_it_so(
    moderator: Viewer, public: Comment, tmp_path: Path
) -> None:
    send_back(moderator, public)
    second, file = factories.site("other.example"), tmp_path / "export.jsonl"
    file.write_bytes(b"".join(site_export.export_lines(public.site)))

    records = list(parley.read([file], Options(base_url="https://other.example")))
    report = import_records(second, Export("parley", records), now=timezone.now())

    assert report.quarantine == []
    assert Comment.objects.get(site=second).state == CommentState.RETURNED
    assert not Waiting.objects.filter(site=second).exists()


def test_an_export_for_other_systems_leaves_it_out(moderator: Viewer, public: Comment) -> None:
    reply = factories.comment(public.article, parent=public, text="It is a reply.")
    send_back(moderator, public)

    xml = b"".join(disqus_export.export_lines(public.site)).decode()
    assert f'<post dsq:id="{public.pk}"' not in xml
    assert f'<post dsq:id="{reply.pk}"' in xml
    assert "<parent" not in xml

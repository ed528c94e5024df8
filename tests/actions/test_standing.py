"""Warnings, trust, a closer look and notes: what each does to an author, and to nobody else."""

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from parley.actions import erasing, exporting, posting, standing
from parley.actions.posting import Draft
from parley.errors import BadField, Conflict, NotAllowed
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.ban import AuthorNote
from parley.models.comment import CommentState
from parley.models.decision import Notice, NoticeKind
from parley.models.queue import Waiting
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from tests import factories


@pytest.fixture
def moderator(site: Site) -> Viewer:
    return factories.viewer(site, factories.member(site, Role.MODERATOR))


@pytest.fixture
def author(site: Site) -> Author:
    return factories.author(site, factories.user(accepted=site))


def test_a_warning_reaches_its_author(moderator: Viewer, author: Author) -> None:
    standing.warn(moderator, author, text="Please stay with the subject.", now=timezone.now())

    notice = Notice.objects.get(user=author.user)
    assert (notice.kind, notice.text) == (NoticeKind.WARNED, "Please stay with the subject.")
    assert AuditEntry.objects.get().verb == "warn"


def test_of_a_claimed_author_the_reader_is_warned(moderator: Viewer, author: Author) -> None:
    older = factories.imported_author(author.site, user=author.user)
    standing.warn(moderator, older, text="Please stop.", now=timezone.now())

    assert AuditEntry.objects.get().object_id == author.pk


def test_there_is_nobody_to_warn_where_there_is_no_account(moderator: Viewer, site: Site) -> None:
    with pytest.raises(Conflict):
        standing.warn(
            moderator, factories.imported_author(site), text="Please stop.", now=timezone.now()
        )


def test_a_warning_needs_words(moderator: Viewer, author: Author) -> None:
    with pytest.raises(BadField):
        standing.warn(moderator, author, text="  ", now=timezone.now())


def test_what_a_premoderated_author_writes_waits(
    moderator: Viewer, author: Author, article: Article
) -> None:
    standing.set_premoderated(moderator, author, premoderated=True, now=timezone.now())
    posted = posting.post_comment(
        factories.viewer(article.site, author.user),
        Draft(text=factories.PROPER, article=article),
        now=timezone.now(),
    )

    assert posted.comment is not None
    assert posted.comment.state == CommentState.HELD
    assert [reason.code for reason in posted.decision.reasons] == ["premoderated_author"]
    assert Waiting.objects.get().comment_id == posted.comment.pk


def test_nobody_is_trusted_and_looked_at_closely_at_once(moderator: Viewer, author: Author) -> None:
    standing.set_premoderated(moderator, author, premoderated=True, now=timezone.now())
    standing.set_trusted(moderator, author, trusted=True, now=timezone.now())

    author.refresh_from_db()
    assert (author.trusted, author.premoderated) == (True, False)


def test_both_are_taken_back(moderator: Viewer, author: Author) -> None:
    standing.set_trusted(moderator, author, trusted=True, now=timezone.now())
    standing.set_trusted(moderator, author, trusted=False, now=timezone.now())

    author.refresh_from_db()
    assert not author.trusted
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "set_trusted",
        "unset_trusted",
    ]


def test_what_is_so_already_is_told(moderator: Viewer, author: Author) -> None:
    with pytest.raises(Conflict):
        standing.set_trusted(moderator, author, trusted=False, now=timezone.now())


def test_a_note_is_for_moderators(moderator: Viewer, author: Author) -> None:
    standing.note(moderator, author, text="Writes at night.", now=timezone.now())
    assert author.user is not None

    assert AuthorNote.objects.get(author=author).made_by == moderator.user
    # Readers have a right to what is kept about them, but not to who wrote it (`docs/law.md`).
    exported = "".join(exporting.export_of(author.user))
    assert "Writes at night." in exported
    assert moderator.require_user().display_name not in exported
    assert not Notice.objects.exists()
    assert AuditEntry.objects.get().why == ""


def test_notes_go_with_the_account(moderator: Viewer, author: Author) -> None:
    standing.note(moderator, author, text="Writes at night.", now=timezone.now())
    assert author.user is not None
    erasing.erase_user(author.user, timezone.now())

    assert not AuthorNote.objects.exists()


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF])
def test_others_do_none_of_it(site: Site, author: Author, role: Role) -> None:
    who = factories.user() if role == Role.READER else factories.member(site, role)
    viewer, now = factories.viewer(site, who), timezone.now()

    with pytest.raises(NotAllowed):
        standing.warn(viewer, author, text="Stop.", now=now)
    with pytest.raises(NotAllowed):
        standing.set_trusted(viewer, author, trusted=True, now=now)
    with pytest.raises(NotAllowed):
        standing.set_premoderated(viewer, author, premoderated=True, now=now)
    with pytest.raises(NotAllowed):
        standing.note(viewer, author, text="Hm.", now=now)


def test_the_mail_of_a_warning_says_what_and_not_why() -> None:
    body = render_to_string(
        "parley/mail/notice.txt",
        {"notice": Notice(kind=NoticeKind.WARNED, text="Please stop."), "name": "Ravi"},
    )
    assert "Please stop." in body
    assert "Why:" not in body

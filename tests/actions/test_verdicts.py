"""Which words an author is shown as the ground of a decision: those that were judged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import editing, posting, redacting, verdicts
from parley.actions.posting import Draft
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.decision import Decision
from parley.models.site import Site
from parley.models.user import Role
from parley.models.viewer import Viewer
from parley.policy import hiding
from tests import factories

NOW = timezone.now()
FIRST = "Call him at 080 2345 6789 and tell him what you think."
SECOND = "You should really call the mayor at 080 9876 5432 instead of writing here."


@pytest.fixture
def reader(site: Site) -> Viewer:
    return factories.viewer(site)


@pytest.fixture
def comment(reader: Viewer, article: Article) -> Comment:
    draft = Draft(text=FIRST, article=article, send_to_moderator=True)
    made = posting.post_comment(reader, draft, now=NOW).comment
    assert made is not None
    return made


def change(reader: Viewer, comment: Comment, text: str = SECOND) -> Comment:
    later = NOW + timedelta(seconds=20)
    edited = editing.edit_comment(reader, comment, text=text, now=later, send_to_moderator=True)
    assert edited.comment is not None
    return edited.comment


def hide(comment: Comment, words: str) -> None:
    moderator = factories.viewer(comment.site, factories.member(comment.site, Role.MODERATOR))
    redacting.redact(
        moderator,
        Comment.objects.with_facts().get(pk=comment.pk),
        spans=hiding.places(comment.text, words),
        why="Private.",
        now=NOW + timedelta(seconds=40),
    )


def quoted(comment: Comment) -> list[str]:
    """Of each verdict the words that made it a matter of privacy."""
    row = verdicts.with_verdicts(Comment.objects.with_facts().filter(pk=comment.pk)).get()
    return [
        ground.excerpt.marked
        for verdict in verdicts.verdicts_of(row, NOW + timedelta(hours=1))
        for ground in verdict.grounds
        if ground.rule == "privacy" and ground.excerpt is not None
    ]


def test_each_verdict_quotes_the_text_that_it_is_about(reader: Viewer, comment: Comment) -> None:
    change(reader, comment)
    assert quoted(comment) == ["080 2345 6789", "080 9876 5432"]


def test_what_is_hidden_is_quoted_as_hidden(comment: Comment) -> None:
    hide(comment, "080 2345 6789")
    assert quoted(comment) == ["[redacted]"]


def test_all_verdicts_about_the_text_follow_its_words(comment: Comment) -> None:
    """Two programs, or two versions of one, have judged the same text."""
    again = comment.decisions.get()
    again.pk, again.created_at = None, NOW + timedelta(seconds=5)
    again.save()
    hide(comment, "Call him")

    assert quoted(comment) == ["080 2345 6789", "080 2345 6789"]


def test_what_is_hidden_moves_no_place_of_an_earlier_text(reader: Viewer, comment: Comment) -> None:
    before = comment.decisions.get().reasons
    edited = change(reader, comment)
    hide(edited, "You should really")

    first = Decision.objects.order_by("created_at").first()
    assert first is not None
    assert first.reasons == before
    assert quoted(comment) == ["080 2345 6789", "080 9876 5432"]

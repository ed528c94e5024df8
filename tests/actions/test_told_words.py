"""The audit holds no personal data; what readers were told is found beside it, while it is kept."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from parley.actions import (
    banning,
    desk_settings,
    moderating,
    redacting,
    returning,
    saving_views,
    standing,
    told_words,
    trusted_flaggers,
    word_lists,
)
from parley.actions.erasing import erase_user
from parley.actions.moderating import Why
from parley.models.article import Article
from parley.models.audit import AuditEntry
from parley.models.author import Author
from parley.models.comment import Comment
from parley.models.sections.figures import Figures
from parley.models.sections.law import ItRules
from parley.models.site_words import WordsKind
from parley.models.viewer import Viewer
from tests import factories, legal

NOW = timezone.now()
WORDS = "Asha, you threatened Mr Rao at 12 Hill Road."
DEEDS: dict[str, Callable[[Viewer, Author, Comment], object]] = {
    "warn": lambda viewer, author, _comment: standing.warn(viewer, author, text=WORDS, now=NOW),
    "suspend": lambda viewer, author, _comment: moderating.suspend(
        viewer, author, until=NOW + timedelta(days=1), reason=WORDS, now=NOW
    ),
    "ban": lambda viewer, author, _comment: banning.ban(
        viewer, author, terms=banning.Terms(kind="account", until=None, reason=WORDS), now=NOW
    ),
    "redact": lambda viewer, _author, comment: redacting.redact(
        viewer, comment, spans=[(0, 3)], why=WORDS, now=NOW
    ),
    "reject": lambda viewer, _author, comment: moderating.reject(
        viewer, comment, why=Why(note=WORDS), now=NOW
    ),
    "send_back": lambda viewer, _author, comment: returning.send_back(
        viewer, comment, why=Why(note=WORDS), now=NOW
    ),
}


@pytest.fixture
def author(article: Article) -> Author:
    return factories.author(article.site, factories.user("Asha Menon", accepted=article.site))


@pytest.fixture
def comment(article: Article, author: Author) -> Comment:
    return factories.comment(article, author)


@pytest.fixture
def administrator(article: Article) -> Viewer:
    return legal.administrator(article.site)


def everything() -> str:
    return str(list(AuditEntry.objects.values("before", "after", "why")))


@pytest.mark.parametrize("verb", DEEDS)
def test_why_is_found_until_the_reader_is_erased(
    administrator: Viewer, author: Author, comment: Comment, verb: str
) -> None:
    DEEDS[verb](administrator, author, comment)
    entry = AuditEntry.objects.get(verb=verb)
    assert "Rao" not in everything()
    assert told_words.of_entries([entry]) == {entry.pk: WORDS}

    assert author.user is not None
    erase_user(author.user, now=NOW)
    assert "Rao" not in str(told_words.of_entries([entry]))


def test_a_suspension_that_is_lifted_leaves_no_words(administrator: Viewer, author: Author) -> None:
    DEEDS["suspend"](administrator, author, None)  # type: ignore[arg-type]  # not asked for
    moderating.lift_suspension(administrator, author, now=NOW)
    assert "Rao" not in everything()


def test_what_a_view_looks_for_is_not_told(administrator: Viewer) -> None:
    view = saving_views.save(
        administrator, name="Asha Menon", query="q=asha&rule=spam", shared=True, now=NOW
    )
    saving_views.remove(administrator, view, now=NOW)
    assert "asha" not in everything().lower()
    assert AuditEntry.objects.latest("pk").before == {"shared": True, "filters": ["q", "rule"]}


def test_of_words_and_addresses_it_tells_how_many(administrator: Viewer) -> None:
    lists = word_lists.lists_of(administrator.site)
    added = {**lists, WordsKind.BANNED: word_lists.entries_in("Asha Menon")}
    word_lists.set_lists(administrator, added, shown=word_lists.seen(lists), now=NOW)
    figures = Figures(weekly_mail_to=["asha@mail.example"])
    desk_settings.set_section(administrator, figures, now=NOW)
    rules = ItRules(grievances=True, officer="Asha Menon", email="asha@mail.example")
    desk_settings.set_section(administrator, rules, now=NOW)
    trusted_flaggers.add(
        administrator, name="Asha", email="asha@mail.example", expertise="", now=NOW
    )
    assert "asha" not in everything().lower()
    assert AuditEntry.objects.get(verb="set_figures").after == {"weekly_mail_to": 1}
    assert AuditEntry.objects.get(verb="set_it_rules").after["officer"] is True

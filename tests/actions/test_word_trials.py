"""What words of a list would do to comments, told by what moderators have said of these."""

from django.utils import timezone

from parley.actions.word_trials import try_words
from parley.models.article import Article
from parley.models.decision import Decision
from parley.policy.word_list import Entries
from tests import factories


def test_an_approval_that_was_undone_is_none(article: Article) -> None:
    Decision.objects.create(
        site=article.site,
        comment=factories.comment(article, text="The council dithers."),
        outcome="publish",
        by_machine=False,
        created_at=timezone.now(),
    )
    assert try_words(article.site, Entries(["dithers"])).approved == 1
    Decision.objects.update(undone_at=timezone.now())
    assert try_words(article.site, Entries(["dithers"])).approved == 0

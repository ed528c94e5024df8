"""A reply whose parent moves while its import is stored breaks no page."""

from django.utils import timezone

from parley.actions.importing import Export, import_records
from parley.models.article import Article
from parley.models.comment import Comment
from parley.models.site import Site
from tests import factories
from tests.actions.exports import post, stored, thread

NOW = timezone.now()


def test_a_reply_to_what_was_moved_meanwhile_stands_at_the_top(site: Site) -> None:
    elsewhere = factories.article(site)
    import_records(site, Export("disqus", [thread(), post("parent")]), now=NOW)

    def move(_count: int, _total: int) -> None:
        """Between two transactions of the import, as a moderator may."""
        Comment.objects.filter(source_id="parent").update(article=elsewhere)

    first = [post(f"c{number}") for number in range(500)]
    later = Export("disqus", [thread(), *first, post("parent"), post("reply", "parent")])
    import_records(site, later, now=NOW, progress=move)
    reply = stored("reply")
    assert (reply.parent_id, reply.depth) == (None, 0)
    assert reply.article_id == Article.objects.get(source_id="t1").pk
    assert stored("parent").replies == 0

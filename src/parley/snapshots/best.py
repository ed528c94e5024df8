"""The best of a discussion, or of a site today, as everybody may see it: chosen and drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from parley.markup import clean_text
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import shows_ground
from parley.models.site import Site
from parley.ranking.best import best_of
from parley.snapshots.document import encode
from parley.snapshots.fragment import badges_of, discussion_url, permalink, row_of
from parley.snapshots.ground.scene import excerpt
from parley.snapshots.render import comment_object
from parley.snapshots.writers import NOBODY, writers_by_article

TODAY = timedelta(hours=24)
# Of a discussion with more than these that are good enough, those with most respect are
# looked at: what leaves a place among so many is in nobody's first few.
CANDIDATES = 200
# `ranking.best` wants a lower bound that fewer cannot reach.
_LEAST_VOTES = 4
# A quotation is to lead into the discussion, not to stand for it.
LONGEST_QUOTE = 320

_STYLES = {
    "section": "margin:24px 0;font-family:Georgia,serif;line-height:1.5",
    "h2": "margin:0 0 12px;font-size:20px",
    "blockquote": "margin:0 0 16px;padding:0 0 0 12px;border-left:3px solid #999999",
    "quote": "margin:0 0 4px",
    "by": "margin:0;font-size:14px",
}


class _Candidate(NamedTuple):
    id: int
    created_at: datetime
    respect: int
    disagree: int
    ground: float | None
    common_ground: bool
    picked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """What was chosen, the best first; `article` None for the best of the whole site."""

    site: Site
    article: Article | None
    comments: tuple[Comment, ...]
    writers: dict[int, frozenset[int]]

    @property
    def title(self) -> str:
        """In the active language."""
        return _("Best of the discussion") if self.article else _("Best of today’s discussions")

    def badges(self, comment: Comment) -> list[str]:
        """Beside the author's name, in the active language."""
        row = row_of(comment, writers=self.writers.get(comment.article_id, NOBODY))
        return [*badges_of(row), *([_("Editor’s pick")] if comment.picked else [])]


def of_article(article: Article, most: int) -> Best:
    """The best of one discussion, with at most five queries."""
    outstanding = Q(parent=None) & (Q(respect__gte=_LEAST_VOTES) | Q(common_ground=True))
    found = Comment.objects.filter(Q(picked=True) | outstanding, article=article)
    return _best(article.site, article, ids=_chosen(found, most, ground=shows_ground(article)))


def of_site(site: Site, most: int, *, now: datetime) -> Best:
    """The best that was said on the whole site within a day, with at most three queries."""
    since = now - TODAY
    # By way of the articles: of comments, each has an index in the order of time.
    articles = Article.objects.filter(site=site, last_comment_at__gte=since)
    outstanding = Q(parent=None, respect__gte=_LEAST_VOTES)
    found = Comment.objects.filter(
        Q(picked=True) | outstanding, article__in=articles.values("pk"), created_at__gte=since
    )
    return _best(site, None, ids=_chosen(found, most, ground=False))


def picks_of(site: Site, most: int) -> Best:
    """What the newsroom has picked last, the latest first."""
    keys = Comment.objects.picks(site).values_list("pk", flat=True)
    return _best(site, None, ids=list(keys[:most]))


def json_of(best: Best) -> bytes:
    """Comment objects as in the thread, each with its article."""
    return encode({"comments": [_object(best, comment) for comment in best.comments]})


def html_of(best: Best) -> str:
    """A fragment for a page, without styles or scripts; "" where nothing is good enough."""
    if not best.comments:
        return ""
    with override(best.site.language):
        title = escape(best.title)
        return (
            f'<section class="parley-best" lang="{escape(best.site.language)}"'
            f' aria-label="{title}">\n<h2 class="parley-best-title">{title}</h2>\n'
            f'<ul class="parley-best-list">\n{"".join(map(_item, _lines(best)))}</ul>\n'
            f"{_more(best)}</section>\n"
        )


def newsletter_of(best: Best) -> str:
    """The same for a letter: plain elements with the few styles that mail programs need."""
    if not best.comments:
        return ""
    with override(best.site.language):
        quotes = "".join(
            f'<blockquote style="{_STYLES["blockquote"]}">'
            f'<p style="{_STYLES["quote"]}" dir="auto">{escape(line.quote)}</p>'
            f'<p style="{_STYLES["by"]}"><a href="{line.url}"><bdi>{escape(line.author)}</bdi></a>'
            f"{''.join(f' · {escape(note)}' for note in line.notes)}</p></blockquote>\n"
            for line in _lines(best)
        )
        return (
            f'<div style="{_STYLES["section"]}" lang="{escape(best.site.language)}">\n'
            f'<h2 style="{_STYLES["h2"]}">{escape(best.title)}</h2>\n{quotes}</div>\n'
        )


def text_of(best: Best) -> str:
    """The same in plain text, for the letter's other part."""
    if not best.comments:
        return ""
    with override(best.site.language):
        quotes = (
            f"{line.quote}\n— {' · '.join((line.author, *line.notes))}\n{line.url}\n"
            for line in _lines(best)
        )
        return "\n".join((f"{best.title}\n", *quotes))


class Line(NamedTuple):
    """One comment as it is quoted; `notes` say who its author is and what is said of it."""

    quote: str
    author: str
    notes: tuple[str, ...]
    url: str


def _lines(best: Best) -> list[Line]:
    return [
        Line(
            quote=excerpt(comment.html, LONGEST_QUOTE),
            author=clean_text(comment.author.display_name),
            notes=tuple(_notes(best, comment)),
            url=permalink(comment.article_id, comment.pk),
        )
        for comment in best.comments
    ]


def _notes(best: Best, comment: Comment) -> list[str]:
    notes = best.badges(comment)
    if comment.respect:
        notes.append(_("%(count)d respect") % {"count": comment.respect})
    if best.article is None:
        notes.append(clean_text(str(comment.article)))
    return notes


def _item(line: Line) -> str:
    notes = "".join(f' <span class="parley-best-note">{escape(note)}</span>' for note in line.notes)
    return (
        f'<li class="parley-best-comment"><blockquote class="parley-best-quote" cite="{line.url}">'
        f'<p dir="auto">{escape(line.quote)}</p></blockquote>\n<p class="parley-best-by">'
        f'<a href="{line.url}"><bdi>{escape(line.author)}</bdi></a>{notes}</p></li>\n'
    )


def _more(best: Best) -> str:
    """To all the rest."""
    if best.article is None:
        return ""
    count = best.article.comment_count
    text = ngettext("Read the %(count)d comment", "Read all %(count)d comments", count)
    url = discussion_url(best.article.pk)
    return f'<p class="parley-best-more"><a href="{url}">{text % {"count": count}}</a></p>\n'


def _chosen(found: QuerySet[Comment], most: int, *, ground: bool) -> list[int]:
    public = found.filter(state=CommentState.PUBLISHED)
    rows = public.order_by("-picked", "-common_ground", "-respect", "-pk")[:CANDIDATES]
    candidates = [_Candidate(*values) for values in rows.values_list(*_Candidate._fields)]
    return [one.id for one in best_of(candidates, most, ground=ground)]


def _best(site: Site, article: Article | None, *, ids: Sequence[int]) -> Best:
    # Asked again whether it is public: something may have been taken down in between.
    public = Comment.objects.with_facts().filter(pk__in=ids, state=CommentState.PUBLISHED)
    by_id = {comment.pk: comment for comment in public}
    comments = tuple(by_id[pk] for pk in ids if pk in by_id)
    writers = writers_by_article({comment.article for comment in comments})
    return Best(site=site, article=article, comments=comments, writers=writers)


def _object(best: Best, comment: Comment) -> dict[str, Any]:
    writers = best.writers.get(comment.article_id, NOBODY)
    article = comment.article
    return comment_object(comment, writers=writers) | {
        "article": {"id": article.pk, "url": article.url, "headline": article.headline}
    }

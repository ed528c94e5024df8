"""A thread as the HTML that publishers include, the widget shows and pages embed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override

from parley.models.comment import Comment, CommentState
from parley.models.common_ground import shows_ground
from parley.ranking.sorts import Sort
from parley.snapshots.moments import machine, printed
from parley.snapshots.tree import PUBLISHED, Placed, Row
from parley.snapshots.writers import NOBODY, wrote

_STUBS = {
    CommentState.DELETED: gettext_noop("This comment was deleted by its author."),
    CommentState.REJECTED: gettext_noop("This comment was removed by a moderator."),
    CommentState.HELD: gettext_noop("This comment is waiting for a moderator."),
    # That its author was asked to change it is between the two of them.
    CommentState.RETURNED: gettext_noop("This comment is waiting for a moderator."),
}
_SORT_NAMES = {
    Sort.GROUND: gettext_noop("Common ground"),
    Sort.RESPECTED: gettext_noop("Most respected"),
    Sort.NEWEST: gettext_noop("Newest"),
    Sort.OLDEST: gettext_noop("Oldest"),
}
_WHY_FIRST = gettext_noop(
    "Shown first because readers who usually vote differently from each other both respected it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a thread's page says of its article; `article_id` None while nobody has
    commented on it yet. `ground`: there is enough to say what is common ground;
    `pictures`: and to draw it."""

    article_id: int | None
    url: str
    headline: str
    state: str
    comment_count: int
    rev: int
    language: str
    zone: ZoneInfo
    ground: bool
    pictures: bool
    sort: Sort

    @property
    def discussion(self) -> str:
        return discussion_url(self.article_id)


def discussion_url(article_id: int | None) -> str:
    """The thread's own page."""
    return f"{settings.BASE_URL}/discussion/{article_id}/"


def permalink(article_id: int, comment_id: int) -> str:
    """The page of the thread that shows this comment, scrolled to it."""
    return f"{discussion_url(article_id)}?comment={comment_id}#comment-{comment_id}"


def badges_of(row: Row) -> list[str]:
    """What stands beside the author's name, in the active language: the house, and whether
    they wrote the article."""
    house = [row.badge] if row.badge else []
    return [*house, _("Author of the article")] if row.writer else house


def comment_html(comment: Comment, *, writers: Collection[int] = NOBODY) -> str:
    """One comment, as the thread shows it; its author is shown their waiting one too.

    `writers` are the users who wrote the article.
    """
    site = comment.article.site
    parent = comment.parent
    row = row_of(comment, writers=writers)
    placed = Placed(row, comment.depth, row_of(parent) if parent is not None else None)
    with override(site.language):
        if comment.state in (CommentState.DELETED, CommentState.REJECTED):
            return _stub(placed)
        place = _Place(discussion_url(comment.article_id), site.zone, shows_ground(comment.article))
        return _Drawing(place).comment(placed)


def thread_html(heading: Heading, placed: Sequence[Placed], *, page: int, pages: int) -> str:
    """One page of a thread; `page` 0 is the one with everything."""
    with override(heading.language):
        return "".join(
            (
                _opening(heading, page=page, pages=pages),
                _head(heading),
                _list(heading, placed) if placed else _empty(),
                _pager(heading, page=page, pages=pages) if page and pages > 1 else "",
                "</section>\n",
            )
        )


def _opening(heading: Heading, *, page: int, pages: int) -> str:
    ground = ' data-ground="1"' if heading.ground else ""
    return (
        f'<section class="parley-thread" data-article="{heading.article_id or ""}"'
        f' data-rev="{heading.rev}" data-sort="{heading.sort}"'
        f' data-page="{page or 1}" data-pages="{pages if page else 1}"'
        f' data-count="{heading.comment_count}" data-state="{escape(heading.state)}"{ground}'
        f' lang="{escape(heading.language)}">\n'
    )


def _head(heading: Heading) -> str:
    count = ngettext("%(count)d comment", "%(count)d comments", heading.comment_count)
    title = count % {"count": heading.comment_count}
    sorts = _sorts(heading) if heading.article_id is not None else ""
    pictures = _pictures(heading) if heading.pictures else ""
    return (
        f'<header class="parley-head"><h2 class="parley-title">{title}</h2>{sorts}{pictures}'
        "</header>\n"
    )


def _pictures(heading: Heading) -> str:
    """To the page of the pictures, which the widget opens above the comments."""
    text = _("See where readers agree")
    return f'<a class="parley-agreement" href="{heading.discussion}ground/">{text}</a>'


def _sorts(heading: Heading) -> str:
    current = ' aria-current="true"'
    links = "".join(
        f'<a href="{heading.discussion}?sort={sort}" data-sort="{sort}"'
        f"{current if sort == heading.sort else ''}>{_(name)}</a>"
        for sort, name in _SORT_NAMES.items()
        if heading.ground or sort is not Sort.GROUND
    )
    return f'<nav class="parley-sorts" aria-label="{escape(_("Order of comments"))}">{links}</nav>'


def _list(heading: Heading, placed: Sequence[Placed]) -> str:
    drawing = _Drawing(_Place(heading.discussion, heading.zone, heading.ground))
    comments = "".join(drawing.shown(one) for one in placed)
    return f'<div class="parley-list">\n{comments}</div>\n'


def _empty() -> str:
    return f'<p class="parley-empty">{_("No comments yet.")}</p>\n'


def _pager(heading: Heading, *, page: int, pages: int) -> str:
    def link(rel: str, number: int, *, text: str) -> str:
        href = f"{heading.discussion}?sort={heading.sort}&amp;page={number}"
        return f'<a rel="{rel}" data-page="{number}" href="{href}">{text}</a> '

    before = link("prev", page - 1, text=_("Previous page")) if page > 1 else ""
    after = link("next", page + 1, text=_("Next page")) if page < pages else ""
    here = _("Page %(page)d of %(pages)d") % {"page": page, "pages": pages}
    label = escape(_("Pages of comments"))
    links = f"{before}<span>{here}</span> {after}"
    return f'<nav class="parley-pages" aria-label="{label}">{links}</nav>\n'


def _stub(placed: Placed) -> str:
    row = placed.row
    return (
        f'<article class="parley-comment parley-stub" id="comment-{row.id}" data-id="{row.id}"'
        f' data-parent="{row.parent_id or ""}" data-depth="{placed.depth}">'
        f'<p class="parley-removed">{_(_STUBS[CommentState(row.state)])}</p></article>\n'
    )


class _Place(NamedTuple):
    """What comments of one article are drawn with."""

    discussion: str
    zone: ZoneInfo
    ground: bool


class _Drawing:
    """Draws comments of one article; the words are looked up once, in the active language."""

    def __init__(self, place: _Place) -> None:
        self._discussion, self._zone, self._shows_ground = place
        why = escape(_(_WHY_FIRST))
        # The title is for those with a mouse alone; the same in words for everybody else.
        self._ground = (
            f'<span class="parley-ground" title="{why}">{_("Common ground")}'
            f'<span class="parley-unseen">: {why}</span></span>'
        )
        self._to = escape(_("in reply to"))
        self._picked = f'<span class="parley-badge">{_("Editor’s pick")}</span>'
        self._pinned = f'<span class="parley-badge">{_("Pinned")}</span>'
        self._edited = f'<span class="parley-edited">{_("edited")}</span>'
        # So that nobody takes an older author for a reader of today with the same name.
        self._former = f'<span class="parley-former">{_("from the former system")}</span>'
        self._sent_back = (
            f'<p class="parley-waiting">{_("A moderator asks you to change this comment.")}</p>\n'
        )
        self._reply = _("Reply")
        self._report = _("Report")
        self._more = _("More")

    def shown(self, placed: Placed) -> str:
        return self.comment(placed) if placed.row.state == PUBLISHED else _stub(placed)

    def comment(self, placed: Placed) -> str:
        row = placed.row
        waiting = "" if row.state == PUBLISHED else f' data-state="{row.state}"'
        return (
            f'<article class="parley-comment" id="comment-{row.id}" data-id="{row.id}"'
            f' data-parent="{row.parent_id or ""}" data-depth="{placed.depth}"{waiting}'
            f' aria-labelledby="parley-by-{row.id}">\n'
            f"{self._meta(placed)}"
            f'<div class="parley-body" dir="auto">{row.html}</div>\n'
            f"{self._sent_back if row.state == CommentState.RETURNED else ''}"
            f"{self._actions(row)}</article>\n"
        )

    def _meta(self, placed: Placed) -> str:
        row, _depth, parent = placed
        badges = "".join(
            f'<span class="parley-badge">{escape(badge)}</span>' for badge in badges_of(row)
        )
        return (
            f'<header class="parley-meta"><h3 class="parley-byline" id="parley-by-{row.id}">'
            f'<bdi class="parley-author">{escape(row.author)}</bdi>{badges}'
            f"{self._addressee(parent) if parent is not None else ''}</h3>"
            f'<a class="parley-permalink" href="{self._link(row.id)}">'
            f'<time datetime="{machine(row.created_at)}">{printed(row.created_at, self._zone)}'
            f"</time></a>{self._edited if row.edited_at else ''}"
            f"{self._former if row.source else ''}"
            f"{self._pinned if row.pinned else ''}{self._picked if row.picked else ''}"
            f"{self._ground if self._shows_ground and row.common_ground else ''}</header>\n"
        )

    def _addressee(self, parent: Row) -> str:
        if parent.state != PUBLISHED:
            return ""
        return (
            f' <span class="parley-to">{self._to} <a href="{self._link(parent.id)}">'
            f"<bdi>{escape(parent.author)}</bdi></a></span>"
        )

    def _actions(self, row: Row) -> str:
        return (
            f'<footer class="parley-actions" data-respect="{row.respect}"'
            f' data-disagree="{row.disagree}" data-replies="{row.replies}">'
            f'<span class="parley-counts">{_counts(row)}</span>'
            f'<a class="parley-reply" href="{self._discussion}?reply={row.id}#parley-compose">'
            f"{self._reply}</a>"
            f'<a class="parley-report" href="{self._discussion}report/{row.id}/">{self._report}</a>'
            f'<a class="parley-more" href="{self._discussion}comment/{row.id}/">{self._more}</a>'
            "</footer>\n"
        )

    def _link(self, comment_id: int) -> str:
        return f"{self._discussion}?comment={comment_id}#comment-{comment_id}"


def _counts(row: Row) -> str:
    """Like "3 respect · 1 disagree"; nothing while nobody has voted."""
    counts = []
    if row.respect:
        counts.append(_("%(count)d respect") % {"count": row.respect})
    if row.disagree:
        counts.append(_("%(count)d disagree") % {"count": row.disagree})
    return " · ".join(counts)


def row_of(comment: Comment, *, writers: Collection[int] = NOBODY) -> Row:
    """The comment as a query for a thread would have it."""
    return Row(
        id=comment.pk,
        parent_id=comment.parent_id,
        state=comment.state,
        author=comment.author.display_name,
        badge=comment.author.badge,
        text=comment.text,
        html=comment.html,
        created_at=comment.created_at,
        edited_at=comment.edited_at,
        respect=comment.respect,
        disagree=comment.disagree,
        replies=comment.replies,
        picked=comment.picked,
        source=comment.author.source,
        ground=comment.ground,
        common_ground=comment.common_ground,
        pinned=comment.pinned,
        writer=wrote(writers, comment),
    )

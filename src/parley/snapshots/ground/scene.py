"""What is drawn of an article's common ground: its pooled numbers and the comments they are of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import lxml.html
import regex

from parley.markup import clean_text
from parley.models.article import Article
from parley.models.comment import Comment, CommentState
from parley.models.common_ground import ThreadGround
from parley.ranking import picture
from parley.snapshots.fragment import permalink

# A quotation of one breath; two sentences of a newspaper are about as long.
LONGEST_QUOTE = 180
# Names are shown whole; what an import calls a name may be anything.
LONGEST_NAME = 60
# What is not the comment's own sentences: somebody else's words, and code.
_NOT_PROSE = ("blockquote", "pre")
_SENTENCE_END = regex.compile(r"(?<=[.!?…।۔؟。！？][\"'”’»)\]]*)\s+|(?<=[。！？])")
_SPACES = regex.compile(r"\s+")


class Kind(StrEnum):
    """What a comment stands for in the pictures."""

    AGREED = "agreed"
    DIVIDES = "divides"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A published comment, with the share of each end of the map that respects it.

    `shares` are whole percents by camp from left to right; None where too few have voted.
    """

    id: int
    author: str
    quote: str
    url: str
    shares: tuple[int | None, ...]
    gap: int
    votes: int
    kind: Kind

    @property
    def left(self) -> int:
        return self.shares[0] or 0

    @property
    def right(self) -> int:
        return self.shares[-1] or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that the pictures of one article are drawn from; see `parley.ranking.picture`.

    `comments` go from common to divisive.
    """

    article_id: int
    headline: str
    site_name: str
    language: str
    picture: dict[str, Any]
    comments: tuple[Said, ...]
    refreshed_at: datetime | None

    def listed(self, name: str) -> list[Said]:
        """The comments of "agreed", "divides" or "unrespected", in their order."""
        by_id = {said.id: said for said in self.comments}
        return [by_id[pk] for pk in self.picture[name] if pk in by_id]


def scene_of(article: Article, ground: ThreadGround | None) -> Scene | None:
    """The article's picture with what is published now; None where there is nothing to show.

    Removed comments are in no scene, whatever the numbers still say of them.
    """
    found = ground.picture if ground is not None else None
    if ground is None or not found or found.get("version") != picture.VERSION:
        return None
    published = _published(article, (one["id"] for one in found["comments"]))
    said = tuple(
        _said(published[one["id"]], one, found=found)
        for one in found["comments"]
        if one["id"] in published
    )
    if not said:
        return None
    return Scene(
        article_id=article.pk,
        headline=clean_text(str(article)),
        site_name=clean_text(article.site.name),
        language=article.site.language,
        picture=found,
        comments=said,
        refreshed_at=ground.refreshed_at,
    )


def excerpt(html: str, most: int = LONGEST_QUOTE) -> str:
    """The first sentences of a comment, as plain text of at most so many characters."""
    text = _prose(html)
    taken = ""
    for sentence in _SENTENCE_END.split(text):
        longer = f"{taken} {sentence}".strip()
        if len(longer) > most:
            break
        taken = longer
    return taken or shortened(text, most)


def shortened(text: str, most: int) -> str:
    """Cut between words where there are any, never within a letter and its marks."""
    if len(text) <= most:
        return text
    kept = ""
    for letter in regex.findall(r"\X", text):
        if len(kept) + len(letter) >= most:
            break
        kept += letter
    words = kept.rsplit(None, 1)
    # A script without spaces, or one endless word, is cut where it is full.
    whole = words[0] if len(words) > 1 and len(words[0]) > most / 2 else kept
    return whole.rstrip(" ,;:–—-") + "…"


def _prose(html: str) -> str:
    """A comment's own words; all of them where it has none of its own."""
    root = lxml.html.fragment_fromstring(html or "<p></p>", create_parent="div")
    everything = _plain(root)
    for tag in _NOT_PROSE:
        for element in root.findall(f".//{tag}"):
            element.drop_tree()
    return _plain(root) or everything


def _plain(root: lxml.html.HtmlElement) -> str:
    for element in root.iter("p", "li", "br"):
        element.tail = f" {element.tail or ''}"
    return _SPACES.sub(" ", clean_text(root.text_content())).strip()


def _published(article: Article, ids: Iterable[int]) -> dict[int, Comment]:
    comments = Comment.objects.filter(
        article=article, pk__in=list(ids), state=CommentState.PUBLISHED
    ).select_related("author")
    return {comment.pk: comment for comment in comments}


def _said(comment: Comment, one: dict[str, Any], *, found: dict[str, Any]) -> Said:
    return Said(
        id=comment.pk,
        author=shortened(clean_text(comment.author.display_name), LONGEST_NAME),
        quote=excerpt(comment.html),
        url=permalink(comment.article_id, comment.pk),
        shares=(one["left"], *one["between"], one["right"]),
        gap=one["gap"],
        votes=one["votes"],
        kind=_kind(comment.pk, found),
    )


def _kind(pk: int, found: dict[str, Any]) -> Kind:
    if pk in found["agreed"]:
        return Kind.AGREED
    return Kind.DIVIDES if pk in found["divides"] else Kind.OTHER

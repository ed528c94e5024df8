"""Common ground as it is sent: drawn once for every state of the votes and of the discussion."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from parley.errors import NotFound
from parley.models.article import Article
from parley.models.common_ground import ThreadGround
from parley.ranking.picture import LISTS
from parley.snapshots import document
from parley.snapshots.ground import words
from parley.snapshots.ground.scene import Said, Scene, scene_of
from parley.snapshots.moments import machine

# Discussions whose pictures are kept drawn; some 100 kB each.
REMEMBERED = 128


@dataclass(frozen=True, slots=True)
class Drawn:
    """The pictures of one article; `scene` None where nothing can be shown yet."""

    scene: Scene | None
    html: str
    json: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class _State:
    """What the pictures depend on: they are drawn anew when any of it changes."""

    article_id: int
    rev: int
    refreshed_at: datetime | None
    language: str
    headline: str
    site_name: str


def ground_of(article: Article) -> Drawn:
    """The article's pictures. Raises NotFound where the site shows no common ground."""
    if not article.site.common_ground:
        raise NotFound("This site does not show common ground.")
    # The time alone: what is stored with it is read only when it has to be drawn.
    refreshed = ThreadGround.objects.filter(article=article).values_list("refreshed_at", flat=True)
    return _drawn(
        _State(
            article.pk,
            article.rev,
            refreshed.first(),
            article.site.language,
            str(article),
            article.site.name,
        )
    )


def forget() -> None:
    """Drop what is drawn, as tests have to whose articles share their ids."""
    _drawn.cache_clear()


@lru_cache(REMEMBERED)
def _drawn(state: _State) -> Drawn:
    article = Article.objects.select_related("site").get(pk=state.article_id)
    ground = ThreadGround.objects.filter(article=article).first()
    scene = scene_of(article, ground)
    html = words.ground_html(scene) if scene else words.empty_html(state.language, article.pk)
    said = document.encode(_object(article.pk, scene))
    tag = blake2b(html.encode() + said, digest_size=12).hexdigest()
    return Drawn(scene, html, said, tag)


def _object(article_id: int, scene: Scene | None) -> dict[str, Any]:
    """The contract's answer: the stored picture, of published comments, with their addresses."""
    if scene is None:
        return {"article": article_id, "refreshed_at": None, "picture": None}
    return {
        "article": article_id,
        "refreshed_at": machine(scene.refreshed_at) if scene.refreshed_at else None,
        "picture": scene.picture
        | {"comments": [_comment(said) for said in scene.comments]}
        | {name: [said.id for said in scene.listed(name)] for name in LISTS},
    }


def _comment(said: Said) -> dict[str, Any]:
    return {
        "id": said.id,
        "left": said.shares[0],
        "between": said.shares[1:-1],
        "right": said.shares[-1],
        "gap": said.gap,
        "votes": said.votes,
        "author": said.author,
        "quote": said.quote,
        "permalink": said.url,
    }

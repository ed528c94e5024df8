"""The newspaper's articles, as they stand in `articles/*.md`."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from demo.seed.reading import BadSeed, front_matter, moment
from parley.policy.submission import ArticleState

FOLDER = Path(__file__).with_name("articles")
REQUIRED = (
    "slug",
    "headline",
    "standfirst",
    "section",
    "byline",
    "staff",
    "dateline",
    "published_at",
    "updated_at",
    "caption",
    "alt",
)
_MARKS = re.compile(r"^#+ |[*_>]", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article. Times are as written: see `published` and `updated`.

    `staff` is the handle of who wrote it; `alt` describes the illustration.
    """

    slug: str
    headline: str
    standfirst: str
    section: str
    byline: str
    staff: str
    dateline: str
    published_at: str
    updated_at: str
    caption: str
    alt: str
    body: str
    state: ArticleState
    lead: bool

    def published(self, now: datetime) -> datetime:
        return moment(self.published_at, now)

    def updated(self, now: datetime) -> datetime | None:
        """None when it was never touched again."""
        if self.updated_at == self.published_at:
            return None
        return moment(self.updated_at, now)

    @property
    def path(self) -> str:
        return f"/articles/{self.slug}/"

    @property
    def words(self) -> str:
        """The body without its Markdown."""
        return _MARKS.sub("", self.body)


@cache
def stories() -> dict[str, Story]:
    """Every article by its slug."""
    return {story.slug: story for story in map(_read, sorted(FOLDER.glob("*.md")))}


def _read(file: Path) -> Story:
    # The files are typed with the keyboard's apostrophe; a newspaper prints the other.
    fields, body = front_matter(file.read_text(encoding="utf-8").replace("'", "’"))
    missing = [name for name in REQUIRED if not fields.get(name)]
    if missing:
        raise BadSeed(f"{file.name} lacks {', '.join(missing)}.")
    return Story(
        **{name: fields[name] for name in REQUIRED},
        body=body,
        state=ArticleState(fields.get("state", ArticleState.OPEN)),
        lead=fields.get("lead") == "yes",
    )

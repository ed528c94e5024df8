"""The shapes of the API's requests and answers."""

from datetime import datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from parley.policy.submission import ArticleState

# Far above every site's limit: longer texts are refused before anybody reads them.
LONGEST_TEXT = 100_000
LONGEST_URL = 2_000


class Place(Schema):
    """Which article: Parley's own id, or the page's address with the publisher's id."""

    article: int | None = None
    url: str | None = Field(None, max_length=LONGEST_URL)
    article_id: str = Field("", max_length=255)


class CheckIn(Place):
    """`editing` is the reader's own comment that the text would replace: it does not
    count as having been said before."""

    text: str = Field(max_length=LONGEST_TEXT)
    parent: int | None = None
    editing: int | None = None


class CommentIn(Place):
    text: str = Field(max_length=LONGEST_TEXT)
    parent_id: int | None = None
    idempotency_key: str = Field("", max_length=64)
    send_to_moderator: bool = False


class CommentEdit(Schema):
    text: str = Field(max_length=LONGEST_TEXT)
    send_to_moderator: bool = False


class VoteIn(Schema):
    """1 respects, -1 disagrees, "pass" cannot say, 0 takes the vote back; `true` is not 1."""

    value: Annotated[int, Field(strict=True, ge=-1, le=1)] | Literal["pass"]


class VoteOut(Schema):
    respect: int
    disagree: int
    value: int | Literal["pass"]


class ReportIn(Schema):
    reason: str = Field(max_length=16)
    detail: str = Field("", max_length=2_000)


class ReportOut(Schema):
    reason: str
    created_at: datetime


class Reason(Schema):
    rule: str
    code: str
    message: str
    start: int | None
    end: int | None
    suggestion: str | None
    severity: str


class DecisionOut(Schema):
    outcome: str
    language: str | None
    reasons: list[Reason]
    scores: dict[str, float]
    suggested_text: str | None
    policy_version: str
    model_version: str | None


class AuthorOut(Schema):
    name: str
    badges: list[str]


class CommentOut(Schema):
    """The public comment object; `state` stands only where its author asks."""

    id: int
    parent_id: int | None
    depth: int
    author: AuthorOut
    html: str
    text: str
    created_at: datetime
    edited_at: datetime | None
    respect: int
    disagree: int
    replies: int
    ground: bool | None
    picked: bool
    pinned: bool
    permalink: str
    state: str


class PostedOut(Schema):
    comment: CommentOut
    decision: DecisionOut


class ArticleIn(Schema):
    """What a publisher says of an article; what is left out stays as it is known."""

    url: str = Field(max_length=LONGEST_URL)
    article_id: str = Field("", max_length=255)
    headline: str | None = Field(None, max_length=500)
    standfirst: str | None = Field(None, max_length=5_000)
    section: str | None = Field(None, max_length=80)
    byline: str | None = Field(None, max_length=200)
    dateline: str | None = Field(None, max_length=120)
    body: str | None = Field(None, max_length=500_000)
    published_at: datetime | None = None
    updated_at: datetime | None = None
    state: ArticleState | None = None


class ArticleOut(Schema):
    id: int
    url: str
    article_id: str
    headline: str
    state: str
    comment_count: int


class TopArticle(Schema):
    id: int
    url: str
    headline: str
    section: str
    comment_count: int
    last_comment_at: datetime | None
    published_at: datetime | None


class PermalinkOut(Schema):
    """Where a comment of the former system stands now."""

    comment: int
    permalink: str


class TopOut(Schema):
    most_discussed: list[TopArticle]
    most_recent: list[TopArticle]


class UserOut(Schema):
    id: int
    name: str
    email: str
    badges: list[str]
    role: str
    guidelines_accepted: bool
    suspended_until: datetime | None


class SignOnIn(Schema):
    """`token` is the JWT that the publisher's server has signed; longer ones are refused."""

    token: str = Field(max_length=LONGEST_TEXT)


class SignedOnOut(Schema):
    """Who one is now; a page that writes needs the new `csrf`."""

    user: UserOut
    csrf: str


class OwnComment(Schema):
    edit_until: datetime | None


class ArticleNow(Schema):
    id: int
    state: str
    comment_count: int
    rev: int


class MeOut(Schema):
    """Everything about one article's page that only this viewer may know.

    `moderate_url` is null for those who do not moderate the site. `max_length` is the
    site's limit for a comment, in characters as a reader counts them. `sign_on_wanted` says
    that a publisher's token would be taken: nobody is signed in, or the reader agreed to it.
    `claimable` counts older comments that are surely the viewer's and not yet claimed. `drawn`
    are comments to show to this viewer by chance, the same ones for a day.
    """

    user: UserOut | None
    sign_on_wanted: bool
    csrf: str
    sign_in_url: str
    register_url: str
    guidelines_url: str
    moderate_url: str | None
    may_comment: bool
    max_length: int
    votes: dict[str, int | Literal["pass"]]
    drawn: list[int]
    own: dict[str, OwnComment]
    held: list[CommentOut]
    notices: int
    claimable: int
    article: ArticleNow | None


class ExportForm(Schema):
    """The whole as JSON, or the comments alone as a table."""

    format: Literal["json", "csv"] = "json"


class Claimable(Schema):
    """An imported author who is the viewer; `basis` is "sign_on" or "address"."""

    name: str
    source: str
    basis: str
    comments: int
    first_at: datetime | None
    last_at: datetime | None


class ClaimOut(Schema):
    """`state` is "asked", "granted", "refused" or "reversed"; until `full_rights_at` the
    comments can be seen and not changed."""

    id: int
    claimed_name: str
    basis: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    full_rights_at: datetime | None
    note: str


class MyClaimsOut(Schema):
    """`claimable` counts the comments of all `authors`."""

    claimable: int
    authors: list[Claimable]
    claims: list[ClaimOut]


class ClaimIn(Schema):
    """Whether the names they were written under stay, or the viewer's present one is shown."""

    keep_names: bool = True


class AppealIn(Schema):
    text: str = Field(max_length=2_000)


class AppealOut(Schema):
    """`outcome` is "" until the appeal was heard, then "kept", "reversed" or "withdrawn"."""

    text: str
    opened_at: datetime
    due_at: datetime
    outcome: str
    reason: str
    decided_at: datetime | None


class GroundOut(Schema):
    """A reason of the house policy; `words` are what it is about, None where it is all."""

    rule: str
    rule_name: str
    message: str
    words: str | None


class VerdictOut(Schema):
    """`by` is "policy" or "moderator"; `name` only where the site names its moderators."""

    outcome: str
    by: str
    name: str
    rule: str
    rule_name: str
    note: str
    legal_ground: str
    reasons: list[GroundOut]
    at: datetime


class MyComment(Schema):
    """One of the viewer's comments, with where it stands and what was decided about it, the
    first decision first."""

    comment: CommentOut
    article: ArticleOut
    decisions: list[VerdictOut]
    may_appeal: bool
    appeals: list[AppealOut]


class MyCommentsOut(Schema):
    page: int
    pages: int
    comments: list[MyComment]

"""What only the viewer may know: who they are, their votes, their comments, their data."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from ninja import Query, Router, Status

from parley import access
from parley.actions import (
    agreeing,
    appealing,
    banning,
    claiming,
    drawing,
    editing,
    erasing,
    exporting,
    exporting_table,
    guidelines,
)
from parley.actions.verdicts import Verdict, verdicts_of, with_verdicts
from parley.api import schemas
from parley.api.articles import article_out
from parley.api.comments import comment_out, vote_out
from parley.importers.record import FOREVER
from parley.models.article import Article
from parley.models.author import Author
from parley.models.claim import Claim
from parley.models.comment import UNSEEN, Comment
from parley.models.decision import Notice
from parley.models.user import Role, User
from parley.models.viewer import Viewer
from parley.models.vote import Vote
from parley.policy.submission import ArticleState

router = Router(tags=["me"])

PAGE = 50
_CONTENT_TYPES = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


@router.get("/me", response=schemas.MeOut)
def me(
    request: HttpRequest, response: HttpResponse, *, place: Query[schemas.Place]
) -> dict[str, Any]:
    """Who am I, and what on this article's page is mine."""
    response["Cache-Control"] = "private, no-store"
    viewer, article = access.place_of(
        request, place.article, url=place.url, publisher_id=place.article_id
    )
    viewer.refuse_confined()
    back = quote(article.url if article else settings.BASE_URL + "/", safe="")
    author = Author.objects.writing_as(viewer.site, viewer.user).first()
    user = user_out(viewer, author) if viewer.user else None
    return {
        "user": user,
        "sign_on_wanted": user is None or _agreed(request, viewer),
        "csrf": get_token(request),
        "sign_in_url": f"{settings.BASE_URL}/accounts/login/?next={back}",
        "register_url": f"{settings.BASE_URL}/accounts/signup/?next={back}",
        "guidelines_url": f"{settings.BASE_URL}/guidelines/",
        "moderate_url": _desk_of(viewer) if viewer.may(Role.MODERATOR) else None,
        "may_comment": _may_comment(user, article),
        "max_length": viewer.site.site_rules.max_length,
        "claimable": claiming.count(viewer.user, viewer.site) if viewer.user else 0,
        "notices": Notice.objects.due(viewer.user, timezone.now()).filter(read_at=None).count()
        if viewer.user
        else 0,
        "article": _article_now(article) if article else None,
        **(_mine(viewer.user, article) if viewer.user and article else NOTHING),
    }


@router.get("/me/comments", response=schemas.MyCommentsOut)
def my_comments(request: HttpRequest, response: HttpResponse, *, page: int = 1) -> dict[str, Any]:
    """All my comments, newest first, older ones included, with where each stands."""
    response["Cache-Control"] = "private, no-store"
    viewer = access.viewer_of(request, access.site_of(request))
    mine = Comment.objects.filter(author__user=viewer.require_user(), site=viewer.site)
    comments = with_verdicts(mine.with_facts()).order_by("-created_at", "-pk")
    found, now = Paginator(comments, PAGE).get_page(page), timezone.now()
    return {
        "page": found.number,
        "pages": found.paginator.num_pages,
        "comments": [_my_comment(comment, now) for comment in found],
    }


@router.post("/me/comments/{int:pk}/appeal", response={201: schemas.AppealOut})
def appeal(request: HttpRequest, pk: int, *, body: schemas.AppealIn) -> Status[Any]:
    """Ask once for another moderator than who has rejected or removed my comment."""
    viewer = access.viewer_of(request, access.site_of_comment(pk))
    comment = access.own_comment(viewer, pk)
    return Status(201, appealing.appeal(viewer, comment, text=body.text, now=timezone.now()))


@router.get("/me/export")
def export(request: HttpRequest, form: Query[schemas.ExportForm]) -> StreamingHttpResponse:
    """Everything kept about me, as one JSON document; or my comments as a table (CSV)."""
    user = access.viewer_of(request, access.site_of(request)).require_user()
    pieces = exporting_table.table_of(user) if form.format == "csv" else exporting.export_of(user)
    response = StreamingHttpResponse(pieces, content_type=_CONTENT_TYPES[form.format])
    response["Content-Disposition"] = f'attachment; filename="my-comments.{form.format}"'
    response["Cache-Control"] = "private, no-store"
    return response


@router.get("/me/claims", response=schemas.MyClaimsOut)
def my_claims(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """Older comments that are mine for the asking, and what I have claimed or asked for."""
    response["Cache-Control"] = "private, no-store"
    viewer = access.viewer_of(request, access.site_of(request))
    return _claims(viewer)


@router.post("/me/claims", response=schemas.MyClaimsOut)
def claim(request: HttpRequest, response: HttpResponse, *, body: schemas.ClaimIn) -> dict[str, Any]:
    """Make all of `claimable` mine. They can be changed after 72 hours."""
    response["Cache-Control"] = "private, no-store"
    viewer = access.viewer_of(request, access.site_of(request))
    claiming.claim(
        viewer.require_user(), [viewer.site], keep_names=body.keep_names, now=timezone.now()
    )
    return _claims(viewer)


@router.delete("/me", response={204: None})
def erase(request: HttpRequest) -> Status[None]:
    """Erase my account; discussions stay readable."""
    viewer = access.viewer_of(request, access.site_of(request))
    erasing.erase_user(viewer.require_user(), timezone.now())
    request.session.flush()
    return Status(204, None)


def _my_comment(comment: Comment, now: datetime) -> dict[str, Any]:
    return {
        "comment": comment_out(comment),
        "article": article_out(comment.article),
        "decisions": [_verdict_out(verdict) for verdict in verdicts_of(comment, now)],
        "may_appeal": not appealing.hindrance(comment, now),
        "appeals": list(comment.appeals.all()),
    }


def _verdict_out(verdict: Verdict) -> dict[str, Any]:
    reasons = [
        {
            "rule": ground.rule,
            "rule_name": ground.name,
            "message": ground.message,
            "words": ground.excerpt.marked if ground.excerpt else None,
        }
        for ground in verdict.grounds
    ]
    told = ("outcome", "by", "name", "rule", "rule_name", "note", "legal_ground", "at")
    return {name: getattr(verdict, name) for name in told} | {"reasons": reasons}


NOTHING: dict[str, Any] = {"votes": {}, "drawn": [], "own": {}, "held": []}


def _claims(viewer: Viewer) -> dict[str, Any]:
    user = viewer.require_user()
    offer = claiming.offer(user, [viewer.site])
    return {
        "claimable": offer.comments,
        "authors": [
            {
                "name": one.author.display_name,
                "source": one.author.source,
                "basis": one.basis,
                "comments": one.comments,
                "first_at": one.first,
                "last_at": one.last,
            }
            for one in offer.found
        ],
        "claims": Claim.objects.filter(user=user, site=viewer.site).order_by("-asked_at", "-pk"),
    }


def user_out(viewer: Viewer, author: Author | None) -> dict[str, Any]:
    """Who the viewer is, for themselves."""
    user = viewer.require_user()
    now = timezone.now()
    suspended = author is not None and author.suspended_at(now)
    banned = banning.ban_on(viewer, now)
    return {
        "id": user.pk,
        "name": user.display_name,
        "email": user.mailbox,
        "badges": [author.badge] if author and author.badge else [],
        "role": viewer.role,
        "guidelines_accepted": guidelines.accepted(viewer),
        "suspended_until": (banned.until or FOREVER)
        if banned
        else author.suspended_until
        if author and suspended
        else None,
    }


def _agreed(request: HttpRequest, viewer: Viewer) -> bool:
    return agreeing.agreed_user(request, viewer.site, now=timezone.now()) is not None


def _desk_of(viewer: Viewer) -> str:
    """Names the site: without it, somebody who moderates several gets the first of them."""
    return f"{settings.BASE_URL}/moderate/?{urlencode({'site': viewer.site.domain})}"


def _may_comment(user: dict[str, Any] | None, article: Article | None) -> bool:
    if user is None or not user["guidelines_accepted"] or user["suspended_until"]:
        return False
    return article is None or _state(article) != ArticleState.CLOSED


def _state(article: Article) -> ArticleState:
    return article.state_at(timezone.now(), article.site.close_after)


def _article_now(article: Article) -> dict[str, Any]:
    return {
        "id": article.pk,
        "state": _state(article),
        "comment_count": article.comment_count,
        "rev": article.rev,
    }


def _mine(user: User, article: Article) -> dict[str, Any]:
    votes = Vote.objects.filter(user=user, article=article).values_list("comment_id", "value")
    said = {str(comment): vote_out(value) for comment, value in votes}
    drawn = drawing.shown_by_chance(user, article, now=timezone.now())
    return {"votes": said, "drawn": drawn, **_own(user, article)}


def _own(user: User, article: Article) -> dict[str, Any]:
    """Older comments that were claimed are among them once they can be changed."""
    mine = Author.objects.filter(site=article.site, user=user)
    now = timezone.now()
    fresh = Claim.objects.fresh(now).filter(user=user, author__isnull=False)
    comments: Iterable[Comment] = (
        Comment.objects.filter(article=article, author__in=mine, state__in=editing.EDITABLE)
        .exclude(author__in=fresh.values("author"))
        .with_facts()
        .prefetch_related("redactions")
        .order_by("created_at")
    )
    return {
        "own": {str(one.pk): {"edit_until": editing.edit_until(one, now)} for one in comments},
        "held": [comment_out(one) for one in comments if one.state in UNSEEN],
    }

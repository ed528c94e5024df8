"""The JSON API: its resources, its errors, and its description."""

from typing import Any

from ninja import NinjaAPI

from parley import __version__
from parley.api import articles, best, comments, ground, me, problems, reading, session
from parley.api.auth import SessionOrToken
from parley.api.moderation import (
    bans,
    claims,
    deeds,
    hooks,
    law,
    reviews,
    rules,
    scopes,
    settings,
    standings,
    tables,
    views,
    wave,
)
from parley.api.moderation.appeals import router as appeals
from parley.api.moderation.articles import router as moderated_articles
from parley.api.moderation.audit import router as audit
from parley.api.moderation.authors import router as moderated_authors
from parley.api.moderation.comments import router as moderated_comments
from parley.api.moderation.queue import router as queue


class Api(NinjaAPI):
    """Describes beside its own operations those that the read path answers."""

    def get_openapi_schema(self, **options: Any) -> dict[str, Any]:  # type: ignore[override]  # its dict type is private
        schema = super().get_openapi_schema(**options)
        scopes.described(schema["paths"])
        schema["paths"].update(reading.PATHS)
        return schema


api = Api(
    title="Parley",
    version=__version__,
    description="Comments for news publishers. Errors are RFC 9457 problem documents.",
    auth=SessionOrToken(),
    openapi_url="/openapi.json",
    docs_url=None,
)
problems.install(api)
for router in (
    comments.router,
    articles.router,
    best.router,
    ground.router,
    me.router,
    session.router,
    queue,
    moderated_comments,
    moderated_authors,
    moderated_articles,
    deeds.router,
    standings.router,
    appeals,
    audit,
    *(each.router for each in (wave, rules, settings, views, bans, reviews)),
    *(each.router for each in (law, tables, claims, hooks)),
):
    api.add_router("/v1", router)

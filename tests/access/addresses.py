"""Every address of the product, what it needs, and objects of a site to fill it with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from parley.models.permission import Permission

# What each page of the desk needs. One that is missing here fails the walk.
DESK: dict[str, Permission] = {
    "moderate": Permission.READ_QUEUE,
    "moderate-find": Permission.READ_QUEUE,
    "moderate-rules": Permission.SET_RULES,
    "moderate-settings": Permission.SET_SITE,
    "moderate-audit": Permission.READ_AUDIT,
    "moderate-sign-on": Permission.MANAGE_SIGN_ON,
    "moderate-sign-on-test": Permission.MANAGE_SIGN_ON,
    "moderate-sign-on-rotate": Permission.MANAGE_SIGN_ON,
    "moderate-sign-on-revoke": Permission.MANAGE_SIGN_ON,
    "moderate-comment": Permission.READ_QUEUE,
    "moderate-approve": Permission.DECIDE,
    "moderate-reject": Permission.DECIDE,
    "moderate-author": Permission.READ_AUTHORS,
    "moderate-suspend": Permission.MANAGE_AUTHORS,
    "moderate-lift": Permission.MANAGE_AUTHORS,
    **dict.fromkeys(
        (
            f"moderate-{verb}"
            for verb in [
                "return",
                "take-back",
                "pin",
                "unpin",
                "move",
                "assign",
                "escalate",
                "lower",
            ]
        ),
        Permission.DECIDE,
    ),
    "moderate-pick": Permission.PICK,
    "moderate-unpick": Permission.PICK,
    "moderate-redact": Permission.REDACT,
    "moderate-release": Permission.READ_QUEUE,
    **dict.fromkeys(
        (
            f"moderate-{verb}"
            for verb in ["warn", "trust", "untrust", "premoderate", "unpremoderate", "note"]
        ),
        Permission.MANAGE_AUTHORS,
    ),
    "moderate-ban": Permission.BAN,
    "moderate-unban": Permission.BAN,
    "moderate-bans": Permission.BAN,
    "moderate-imports": Permission.MANAGE_IMPORTS,
    "moderate-import": Permission.MANAGE_IMPORTS,
    "moderate-import-retry": Permission.MANAGE_IMPORTS,
    "moderate-quarantined": Permission.MANAGE_IMPORTS,
    "moderate-claims": Permission.MANAGE_CLAIMS,
    "moderate-claim": Permission.MANAGE_CLAIMS,
    "moderate-claim-grant": Permission.MANAGE_CLAIMS,
    "moderate-claim-refuse": Permission.MANAGE_CLAIMS,
    "moderate-claim-reverse": Permission.MANAGE_CLAIMS,
    "moderate-claim-uphold": Permission.MANAGE_CLAIMS,
    "moderate-grounds": Permission.READ_QUEUE,
    "moderate-ground": Permission.READ_QUEUE,
    "moderate-more": Permission.READ_QUEUE,
    "moderate-counts": Permission.READ_QUEUE,
    "moderate-ticket": Permission.READ_QUEUE,
    "moderate-decide": Permission.DECIDE,
    "moderate-undo": Permission.DECIDE,
    "moderate-give-back": Permission.READ_QUEUE,
    "moderate-view-save": Permission.READ_QUEUE,
    "moderate-view-rename": Permission.READ_QUEUE,
    "moderate-view-remove": Permission.READ_QUEUE,
    "moderate-thread": Permission.READ_QUEUE,
    "moderate-record": Permission.READ_AUTHORS,
    "moderate-words": Permission.SET_RULES,
    "moderate-words-try": Permission.SET_RULES,
    "moderate-words-download": Permission.SET_RULES,
    "moderate-wave": Permission.DECIDE,
    "moderate-wave-begin": Permission.DECIDE,
    "moderate-wave-end": Permission.DECIDE,
    "moderate-appeals": Permission.SETTLE_APPEALS,
    "moderate-appeal": Permission.SETTLE_APPEALS,
    "moderate-appeal-hear": Permission.SETTLE_APPEALS,
    "moderate-reviews": Permission.REVIEW,
    "moderate-review": Permission.REVIEW,
    "moderate-fairness": Permission.READ_FIGURES,
    "moderate-bylines": Permission.SET_SITE,
    "moderate-byline-remove": Permission.SET_SITE,
    "moderate-law": Permission.HANDLE_LAW,
    "moderate-case": Permission.HANDLE_LAW,
    "moderate-case-acknowledge": Permission.HANDLE_LAW,
    "moderate-case-assign": Permission.HANDLE_LAW,
    "moderate-case-decide": Permission.HANDLE_LAW,
    "moderate-case-held": Permission.KEEP_REGISTER,
    "moderate-requests": Permission.KEEP_REGISTER,
    "moderate-transparency": Permission.KEEP_REGISTER,
    "moderate-flaggers": Permission.KEEP_REGISTER,
    "moderate-flagger-remove": Permission.KEEP_REGISTER,
    "moderate-figures": Permission.READ_FIGURES,
    "moderate-figures-mail": Permission.READ_FIGURES,
    "moderate-figure-file": Permission.READ_FIGURES,
    "guidelines-edit": Permission.SET_SITE,
    "newsroom": Permission.ANSWER_AS_STAFF,
    "newsroom-mentions": Permission.ANSWER_AS_STAFF,
    "newsroom-mentions-seen": Permission.ANSWER_AS_STAFF,
    "newsroom-article": Permission.ANSWER_AS_STAFF,
    "newsroom-pick": Permission.PICK,
    "newsroom-unpick": Permission.PICK,
    "moderate-article": Permission.MANAGE_ARTICLES,
    "moderate-hooks": Permission.MANAGE_HOOKS,
    "moderate-hook": Permission.MANAGE_HOOKS,
    "moderate-hook-test": Permission.MANAGE_HOOKS,
    "moderate-hook-roll": Permission.MANAGE_HOOKS,
    "moderate-hook-enable": Permission.MANAGE_HOOKS,
    "moderate-hook-disable": Permission.MANAGE_HOOKS,
    "moderate-hook-replay": Permission.MANAGE_HOOKS,
    "moderate-hook-remove": Permission.MANAGE_HOOKS,
    "moderate-delivery": Permission.MANAGE_HOOKS,
    "moderate-delivery-replay": Permission.MANAGE_HOOKS,
    "moderate-outside": Permission.MANAGE_HOOKS,
    "moderate-outside-roll": Permission.MANAGE_HOOKS,
    "moderate-outside-remove": Permission.MANAGE_HOOKS,
}

# Which of a site's objects the first part of an address is about.
KINDS = {
    "comment": "comment",
    "author": "author",
    "article": "article",
    "ground": "article",
    "claims": "claim",
    "imports": "import_run",
    "quarantine": "quarantined",
    "sign-on": "sign_on_key",
    "hooks": "hook",
    "deliveries": "delivery",
    "views": "view",
    "appeals": "appeal",
    "reviews": "sample",
    "bylines": "byline",
    "law": "case",
    "flaggers": "flagger",
    "bans": "ban",
}

# What is no object of a site, but one of a few words.
WORDS = {"moderate-figure-file": "outcomes", "moderate-words-download": "banned"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A page of the desk: its name, its route, and the names of the parameters in it."""

    name: str
    route: str
    parameters: tuple[str, ...]

    @property
    def kind(self) -> str:
        """Which kind of object it is about; "" for none."""
        if not self.parameters or self.name in WORDS:
            return ""
        if self.route.startswith("newsroom/comment/"):
            return "public"
        return KINDS[self.route.partition("/<")[0].rpartition("/")[2]]

    def of(self, objects: dict[str, Any]) -> str:
        """The address of the site's object."""
        path = "/" + self.route
        for parameter in self.parameters:
            start, end = path.index("<"), path.index(">") + 1
            value = objects.get(self.kind)
            word = WORDS.get(self.name) or str(getattr(value, parameter, value and value.pk))
            path = path[:start] + word + path[end:]
        return path


def desk_addresses() -> list[Address]:
    """Every one below /moderate/ and /newsroom/, and where guidelines are written, as Django
    knows them."""
    below = ("moderate/", "newsroom/", "guidelines/edit/")
    return [each for each in _addresses() if each.route.startswith(below)]


def _addresses() -> Iterator[Address]:
    def walk(patterns: Iterable[Any], before: str) -> Iterator[Address]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield Address(
                    name=pattern.name,
                    route=route,
                    parameters=tuple(pattern.pattern.converters),
                )

    yield from walk(get_resolver().url_patterns, "")

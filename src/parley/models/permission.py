"""What one may do on a site, and from which role on: the one table of rights."""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

from parley.errors import BadField
from parley.models.user import RANK, Role


class Permission(StrEnum):
    """A right of staff on one site; but for `BY_HAND`, also the scope that confines a token."""

    READ_QUEUE = "queue:read"
    DECIDE = "comments:decide"
    PICK = "comments:pick"
    REDACT = "comments:redact"
    ANSWER_AS_STAFF = "comments:answer"
    READ_AUTHORS = "authors:read"
    MANAGE_AUTHORS = "authors:manage"
    BAN = "authors:ban"
    MANAGE_ARTICLES = "articles:manage"
    SETTLE_APPEALS = "appeals:settle"
    REVIEW = "reviews:give"
    HANDLE_LAW = "law:handle"
    KEEP_REGISTER = "law:register"
    READ_FIGURES = "figures:read"
    READ_AUDIT = "audit:read"
    MANAGE_CLAIMS = "claims:manage"
    SET_RULES = "rules:set"
    SET_SITE = "site:set"
    MANAGE_HOOKS = "hooks:manage"
    MANAGE_IMPORTS = "imports:manage"
    MANAGE_SIGN_ON = "sign-on:manage"


# The least role that has each; every role has what the ones below it have.
LEAST: Mapping[Permission, Role] = MappingProxyType(
    {
        Permission.PICK: Role.STAFF,
        Permission.ANSWER_AS_STAFF: Role.STAFF,
        Permission.READ_QUEUE: Role.MODERATOR,
        Permission.DECIDE: Role.MODERATOR,
        Permission.REDACT: Role.MODERATOR,
        Permission.READ_AUTHORS: Role.MODERATOR,
        Permission.MANAGE_AUTHORS: Role.MODERATOR,
        Permission.BAN: Role.MODERATOR,
        Permission.MANAGE_ARTICLES: Role.MODERATOR,
        Permission.SETTLE_APPEALS: Role.MODERATOR,
        Permission.REVIEW: Role.MODERATOR,
        Permission.HANDLE_LAW: Role.MODERATOR,
        Permission.READ_FIGURES: Role.MODERATOR,
        Permission.MANAGE_CLAIMS: Role.MODERATOR,
        Permission.KEEP_REGISTER: Role.ADMINISTRATOR,
        Permission.READ_AUDIT: Role.ADMINISTRATOR,
        Permission.SET_RULES: Role.ADMINISTRATOR,
        Permission.SET_SITE: Role.ADMINISTRATOR,
        Permission.MANAGE_HOOKS: Role.ADMINISTRATOR,
        Permission.MANAGE_IMPORTS: Role.ADMINISTRATOR,
        Permission.MANAGE_SIGN_ON: Role.ADMINISTRATOR,
    }
)

# What no token is given: who holds one could make keys that outlive it, or bring in people. It
# is done on the desk, and by the operator's command line.
BY_HAND = frozenset({Permission.MANAGE_SIGN_ON, Permission.MANAGE_IMPORTS})
SCOPES = tuple(each for each in Permission if each not in BY_HAND)


def parsed(names: Sequence[str]) -> tuple[Permission, ...]:
    """The scopes of these names. Raises BadField for one that there is not."""
    known = {permission.value: permission for permission in SCOPES}
    unknown = [name for name in names if name not in known]
    if unknown and unknown[0] in BY_HAND:
        raise BadField(
            "scope", f"No token can have {unknown[0]!r}: do it on the desk or by `parley`."
        )
    if unknown:
        raise BadField(
            "scope", f"There is no scope {unknown[0]!r}. There are: {', '.join(sorted(known))}."
        )
    return tuple(dict.fromkeys(known[name] for name in names))


def least_role(permissions: Iterable[Permission]) -> Role:
    """The least role that has all of these rights."""
    return max((LEAST[each] for each in permissions), key=RANK.__getitem__, default=Role.READER)

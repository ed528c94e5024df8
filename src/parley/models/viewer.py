"""Who asks, on which site, and as what; every action is told."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from parley.errors import NotAllowed, SecondFactorNeeded, SignInNeeded
from parley.models.permission import LEAST, Permission
from parley.models.site import Site
from parley.models.user import RANK, ApiToken, Membership, Role, User


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """`user` is None for somebody signed out; `token` None for a browser's session.

    `address` is what the request came from, "" where it did not come by the network.
    `withheld` is the role that the user would have, had they shown a second factor.
    """

    site: Site
    user: User | None = None
    role: Role = Role.READER
    token: ApiToken | None = None
    address: str = ""
    withheld: Role | None = None

    @property
    def scopes(self) -> list[str]:
        """The rights that the viewer's token is confined to; without any, it is not."""
        return self.token.scopes if self.token is not None else []

    def may(self, role: Role) -> bool:
        """Whether the viewer's role includes this one. Of a token that is confined to scopes
        only those count (`can`), and never its role."""
        return not self.scopes and self._has(role)

    def can(self, permission: Permission) -> bool:
        """Whether the viewer's role includes the right, and the token, if any, its scope."""
        return self._has(LEAST[permission]) and (not self.scopes or permission in self.scopes)

    def require(self, permission: Permission) -> User:
        """The user, who has this right on the site. Raises SignInNeeded or NotAllowed."""
        user = self._signed_in()
        if not self.can(permission):
            if self.withheld is not None and RANK[self.withheld] >= RANK[LEAST[permission]]:
                raise SecondFactorNeeded
            raise NotAllowed
        return user

    def require_user(self, scope: Permission | None = None) -> User:
        """The signed-in user, for what every reader may do. Raises SignInNeeded; NotAllowed for
        a token that is confined to scopes, unless this is one of them."""
        user = self._signed_in()
        if scope is None or not self.can(scope):
            self.refuse_confined()
        return user

    def refuse_confined(self) -> None:
        """Raises NotAllowed for a token that is confined to scopes: it is no reader."""
        if self.scopes:
            raise NotAllowed(_("This token may do only what its scopes open."))

    def _has(self, role: Role) -> bool:
        return self.user is not None and RANK[self.role] >= RANK[role]

    def _signed_in(self) -> User:
        if self.user is None:
            raise SignInNeeded
        return self.user


def role_of(user: User, site: Site) -> Role:
    """The user's role on the site; without a membership, reader."""
    row = Membership.objects.filter(user=user, site=site).values_list("role", flat=True).first()
    return Role(row) if row else Role.READER

"""Who asks, on which site, and as what; every action is told."""

from dataclasses import dataclass

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

    def may(self, role: Role) -> bool:
        """Whether the viewer's role includes this one."""
        return self.user is not None and RANK[self.role] >= RANK[role]

    def can(self, permission: Permission) -> bool:
        """Whether the viewer's role includes the right, and the token, if any, its scope."""
        scopes = self.token.scopes if self.token is not None else []
        return self.may(LEAST[permission]) and (not scopes or permission in scopes)

    def require(self, permission: Permission) -> User:
        """The user, who has this right on the site. Raises SignInNeeded or NotAllowed."""
        user = self.require_user()
        if not self.can(permission):
            if self.withheld is not None and RANK[self.withheld] >= RANK[LEAST[permission]]:
                raise SecondFactorNeeded
            raise NotAllowed
        return user

    def require_user(self) -> User:
        """The signed-in user. Raises SignInNeeded."""
        if self.user is None:
            raise SignInNeeded
        return self.user


def role_of(user: User, site: Site) -> Role:
    """The user's role on the site; without a membership, reader."""
    row = Membership.objects.filter(user=user, site=site).values_list("role", flat=True).first()
    return Role(row) if row else Role.READER

"""Short-lived tickets by which the desk's page opens its stream, which Django does not serve."""

from typing import NamedTuple

from django.core import signing

from parley.errors import NotAllowed

# The page opens its stream at once; for the next one it asks for another ticket.
SECONDS = 60
_SALT = "parley.desk.stream"


class Ticket(NamedTuple):
    """Whose desk may be listened to, and by whom."""

    site: int
    user: int


def issue(ticket: Ticket) -> str:
    """Signed, and bound to this moment."""
    return signing.dumps(list(ticket), salt=_SALT)


def read(text: str) -> Ticket:
    """Raises NotAllowed for what is not ours, or is too old."""
    try:
        return Ticket(*signing.loads(text, salt=_SALT, max_age=SECONDS))
    except signing.BadSignature as error:
        raise NotAllowed("This ticket is not valid any more.") from error

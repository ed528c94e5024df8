"""Signs what goes out, and checks what comes back, as Standard Webhooks has it."""

import base64
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from standardwebhooks import Webhook, WebhookVerificationError

# The specification asks for 24 to 64.
SECRET_BYTES = 32
_PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as its owner is shown it."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def new_message() -> str:
    """An id under which a receiver knows a message again, at every attempt."""
    return f"msg_{secrets.token_urlsafe(18)}"


def headers_of(
    message: str, body: bytes, *, signed_with: Iterable[str], now: datetime
) -> dict[str, str]:
    """The three headers, with a signature for each secret that is still in force."""
    moment = now.astimezone(UTC)
    signatures = (
        Webhook(secret).sign(message, moment, body.decode()) for secret in signed_with if secret
    )
    return {
        "webhook-id": message,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def is_signed(body: bytes, headers: Mapping[str, str], *, secret: str, message: str) -> bool:
    """Whether the body was signed with the secret, lately, under the id of this message."""
    if headers.get("webhook-id") != message:
        return False
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except (WebhookVerificationError, ValueError):
        # The library lets what is no Base64, and what has no comma, pass as a ValueError.
        return False
    return True

"""Keys for encryption at rest, derived from the one secret an operator keeps."""

import base64
import hmac
from hashlib import sha256

from cryptography.fernet import Fernet
from django.conf import settings


def fernet(purpose: str) -> Fernet:
    """An authenticated cipher of its own for each purpose.

    The secret is long and random, so a single HMAC is all the derivation it needs.
    """
    key = hmac.digest(settings.SECRET_KEY.encode(), f"parley.{purpose}".encode(), sha256)
    return Fernet(base64.urlsafe_b64encode(key))

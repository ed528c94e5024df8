"""Seals what only Parley may read: addresses of imported people, secrets of publishers."""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac


def seal(text: str) -> str:
    """What a stolen table does not tell; "" stays ""."""
    return _box(settings.SECRET_KEY).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text again; "" where PARLEY_SECRET_KEY has changed since, or nothing was sealed."""
    try:
        return _box(settings.SECRET_KEY).decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken:
        return ""


@cache
def _box(key: str) -> Fernet:
    derived = salted_hmac("parley.sealing", "", secret=key, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(derived))

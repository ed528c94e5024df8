"""Passwords are hashed by Argon2id with the parameters OWASP recommends, few at a time."""

import os
import threading

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from parley.errors import Unavailable

# A hash fills a core: more of them at once only make each wait, and cost 19 MiB each.
SLOTS = os.cpu_count() or 1
# Longer than an honest rush takes; then better an apology than a queue of blocked threads.
PATIENCE_SECONDS = 10
# Generous for passphrases; a megabyte of it would only keep us busy.
MAX_LENGTH = 1_000

_slots = threading.BoundedSemaphore(SLOTS)


class OwaspArgon2Hasher(Argon2PasswordHasher):
    """m = 19 MiB, t = 2, p = 1 (OWASP Password Storage Cheat Sheet).

    Django's own defaults take 100 MiB and several times as long, with which anybody can
    exhaust a small server. Hashes of other parameters are renewed at the next sign-in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        with _Slot():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        with _Slot():
            return super().verify(password, encoded)


class _Slot:
    """One of the few places for a hash. Raises Unavailable when none gets free in time."""

    def __enter__(self) -> None:
        if not _slots.acquire(timeout=PATIENCE_SECONDS):
            raise Unavailable

    def __exit__(self, *_exception: object) -> None:
        _slots.release()


class MaximumLengthValidator:
    """Refuses new passwords beyond any passphrase."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MAX_LENGTH:
            raise ValidationError(
                _("The password may have at most %(most)d characters."),
                code="password_too_long",
                params={"most": MAX_LENGTH},
            )

    def get_help_text(self) -> str:
        return _("It may be long: up to %(most)d characters.") % {"most": MAX_LENGTH}

"""How passwords are hashed: OWASP's parameters, renewed when they change, few at once."""

import threading

from argon2 import PasswordHasher
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from pytest_django import Settings

from parley.accounts import hashing
from parley.accounts.hashing import OwaspArgon2Hasher
from parley.models.user import User
from tests.accounts.conftest import PASSWORD, sign_in


def test_the_parameters_are_owasps() -> None:
    hasher = OwaspArgon2Hasher()
    encoded = hasher.encode(PASSWORD, hasher.salt())
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_other_parameters_is_renewed_at_the_next_sign_in(
    asha: User, settings: Settings
) -> None:
    settings.PASSWORD_HASHERS = ["parley.accounts.hashing.OwaspArgon2Hasher"]
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    User.objects.filter(pk=asha.pk).update(password="argon2" + old)
    sign_in(Client(), asha.email)
    asha.refresh_from_db()
    assert "m=19456,t=2,p=1" in asha.password


class _Watched(Argon2PasswordHasher):
    """Counts how many hash at the same moment: a full house waits for one more, in vain."""

    lock = threading.Lock()
    now = 0
    most = 0
    full = threading.Barrier(hashing.SLOTS)
    company = threading.Event()

    def encode(self, password: str, salt: str) -> str:
        with self.lock:
            _Watched.now += 1
            _Watched.most = max(_Watched.most, _Watched.now)
            if _Watched.now > hashing.SLOTS:
                self.company.set()
        self.full.wait()
        self.company.wait(timeout=0.05)
        with self.lock:
            _Watched.now -= 1
        return ""


class _Limited(OwaspArgon2Hasher, _Watched):
    pass


def test_no_more_hashes_run_at_once_than_there_are_slots() -> None:
    threads = [
        threading.Thread(target=_Limited().encode, args=(PASSWORD, "salt"))
        for _ in range(3 * hashing.SLOTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert _Watched.most == hashing.SLOTS

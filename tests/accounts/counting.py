"""Our hasher, made cheap and counted: time must not tell what a page does not."""

from collections import Counter

from parley.accounts.hashing import OwaspArgon2Hasher

calls: Counter[str] = Counter()


def reset() -> None:
    calls.clear()


class CountingHasher(OwaspArgon2Hasher):
    time_cost = 1
    memory_cost = 8

    def encode(self, password: str, salt: str) -> str:
        calls["hashes"] += 1
        return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        calls["hashes"] += 1
        return super().verify(password, encoded)

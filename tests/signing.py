"""Signs tokens as a publisher's server would, and as one that means ill."""

import base64
import json
import time
import uuid
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

DOMAIN = "paper.example"


def pair() -> tuple[str, str]:
    """A new Ed25519 key: private and public PEM."""
    private = Ed25519PrivateKey.generate()
    return (
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        private.public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode(),
    )


def claims(**changed: Any) -> dict[str, Any]:
    """What a right token says; a claim given as None is left out."""
    now = int(time.time())
    whole = {
        "aud": DOMAIN,
        "iat": now,
        "exp": now + 120,
        "jti": str(uuid.uuid4()),
        "sub": "reader-4711",
        "name": "Asha Rao",
    }
    return {name: value for name, value in (whole | changed).items() if value is not None}


def token(
    key: str, kid: str | None, *, algorithm: str = "EdDSA", header: Any = None, **changed: Any
) -> str:
    """A signed token; `changed` are claims, `header` further parts of the header."""
    named = ({} if kid is None else {"kid": kid}) | (header or {})
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers=named)


def part(content: Any) -> str:
    """One part of a token as it travels; a str is taken as JSON already."""
    raw = content if isinstance(content, str) else json.dumps(content)
    return base64.urlsafe_b64encode(raw.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def by_hand(private: str, header: Any, payload: Any) -> str:
    """A token of any header and payload, well signed by an Ed25519 key."""
    signed = f"{part(header)}.{part(payload)}"
    key = serialization.load_pem_private_key(private.encode(), None)
    assert isinstance(key, Ed25519PrivateKey)
    signature = base64.urlsafe_b64encode(key.sign(signed.encode())).decode().rstrip("=")
    return f"{signed}.{signature}"

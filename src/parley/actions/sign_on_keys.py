"""Makes, replaces and revokes the keys by which a publisher's server signs its readers on."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import transaction
from django.utils.translation import gettext as _

from parley.actions.sealing import seal
from parley.errors import BadField, Conflict
from parley.models.permission import Permission
from parley.models.sign_on import SignOnAlgorithm, SignOnKey
from parley.models.viewer import Viewer

# The public half of an Ed25519 key has 113 characters as PEM.
LONGEST_PEM = 1_000
# 16 hexadecimal digits: no two keys meet, and a person can still compare them.
KID_BYTES = 8
# RFC 7518, 3.2 asks for as many bytes as the hash has, 32; half as many again costs nothing.
SECRET_BYTES = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A new key. `private` is what the publisher's server must keep and we do not show again;
    "" where the publisher made the pair."""

    key: SignOnKey
    private: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a new key is to be. Without `public_key` we make the pair."""

    algorithm: SignOnAlgorithm
    public_key: str = ""
    label: str = ""
    vouches_for_email: bool = True


def make_key(viewer: Viewer, wanted: Wanted, *, now: datetime) -> Made:
    """A new key of the site. Raises NotAllowed for anybody but an administrator, BadField."""
    user = viewer.require(Permission.MANAGE_SIGN_ON)
    public, private, sealed = "", "", ""
    if wanted.algorithm == SignOnAlgorithm.HS256:
        private = secrets.token_urlsafe(SECRET_BYTES)
        sealed = seal(private)
    elif wanted.public_key.strip():
        public = _checked(wanted.public_key.strip())
    else:
        private, public = _new_pair()
    key = SignOnKey.objects.create(
        site=viewer.site,
        kid=secrets.token_hex(KID_BYTES),
        algorithm=wanted.algorithm,
        public_key=public,
        secret_sealed=sealed,
        label=wanted.label,
        vouches_for_email=wanted.vouches_for_email,
        created_at=now,
        created_by=user,
    )
    return Made(key=key, private=private)


def rotate_key(viewer: Viewer, key: SignOnKey, *, grace: timedelta, now: datetime) -> Made:
    """A new key like this one, which ends when the publisher has had time to change over.

    Raises NotAllowed, and Conflict for a key that has an end already.
    """
    with transaction.atomic():
        locked = SignOnKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
        if locked.revoked_at or locked.expires_at:
            raise Conflict(_("This key has been replaced or revoked already."))
        wanted = Wanted(
            algorithm=SignOnAlgorithm(locked.algorithm),
            label=locked.label,
            vouches_for_email=locked.vouches_for_email,
        )
        made = make_key(viewer, wanted, now=now)
        locked.expires_at = now + grace
        locked.save(update_fields=["expires_at"])
    return made


def revoke_key(viewer: Viewer, key: SignOnKey, *, now: datetime) -> None:
    """From this moment on no token by it is taken; who is signed in stays so. Raises NotAllowed."""
    viewer.require(Permission.MANAGE_SIGN_ON)
    SignOnKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)


def _new_pair() -> tuple[str, str]:
    private = Ed25519PrivateKey.generate()
    return (
        private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode(),
        _pem(private.public_key()),
    )


def _checked(pem: str) -> str:
    """The public half as we write it, whatever stood around it. Raises BadField."""
    if "PRIVATE" in pem:
        raise BadField(
            "public_key",
            _(
                "This is the private half. It was not kept; but it has travelled, so make a new "
                "pair and paste the part that begins with BEGIN PUBLIC KEY."
            ),
        )
    try:
        key = serialization.load_pem_public_key(pem[:LONGEST_PEM].encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadField(
            "public_key", _("This is no public key in PEM, which begins with BEGIN PUBLIC KEY.")
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise BadField(
            "public_key", _("This is a key of another kind. EdDSA here means Ed25519 alone.")
        )
    return _pem(key)


def _pem(key: Ed25519PublicKey) -> str:
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()

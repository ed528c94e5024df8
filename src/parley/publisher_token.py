"""Judges a token by which a publisher's server signs its reader on: claims, or what is wrong.

One list of checks serves the exchange, which ends at the first fault, and the test page,
which shows them all. PyJWT verifies signatures; lifetime, `jti` and audience are ours,
for it leaves them to its callers.
"""

import base64
import binascii
import json
import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import jwt

# A token is minted while the page loads and used at once: what lives longer can be stolen.
LIFETIME = timedelta(minutes=5)
# Clocks that are set by NTP differ by less than a second; half a minute forgives the rest.
LEEWAY = timedelta(seconds=30)
# A token of ours has some 500 bytes; what is larger carries what we would not read.
MOST_BYTES = 8_000
LONGEST_KID = 32
LONGEST_SUBJECT = 255
# Anything shorter is a counter or a day, and comes again.
SHORTEST_JTI, LONGEST_JTI = 8, 255
LONGEST_NAME = 200
# RFC 5321's limit of a path, less its brackets.
LONGEST_EMAIL = 254
PARTS = 3

ALGORITHMS = ("EdDSA", "HS256")
_READ = frozenset({"aud", "exp", "iat", "nbf", "jti", "sub", "name", "email", "email_verified"})
# Publishers may hope that these do something; it is said that they do not.
_GRANTING = frozenset(
    {"role", "roles", "admin", "staff", "is_staff", "superuser", "is_superuser", "badge", "badges",
     "moderator", "groups", "scope", "permissions", "trusted"}
)  # fmt: skip


class Fault(StrEnum):
    """Why a token is refused; the API's codes are these."""

    MALFORMED = "sso_malformed"
    UNKNOWN_KEY = "sso_unknown_key"
    WRONG_ALGORITHM = "sso_wrong_algorithm"
    BAD_SIGNATURE = "sso_bad_signature"
    WRONG_AUDIENCE = "sso_wrong_audience"
    EXPIRED = "sso_expired"
    NO_EXPIRY = "sso_no_expiry"
    LIVES_TOO_LONG = "sso_lives_too_long"
    NOT_YET_VALID = "sso_not_yet_valid"
    BAD_JTI = "sso_bad_jti"
    REPLAYED = "sso_replayed"
    BAD_SUBJECT = "sso_bad_subject"
    BAD_NAME = "sso_bad_name"


class TokenRefused(Exception):
    """The token is not to be believed; `detail` says to the publisher what to mend."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as it is kept. `material` is a public PEM for EdDSA, the secret for HS256."""

    kid: str
    algorithm: str
    material: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def lives_at(self, now: datetime) -> bool:
        ended = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not ended and bool(self.material)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Whom the publisher names. `email` is "" unless the publisher has verified it."""

    subject: str
    name: str
    email: str
    jti: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part of a token: its value as written, and what is wrong with it, if anything.

    A `note` without `fault` is worth knowing, and does not stop the token.
    """

    part: str
    value: str
    fault: Fault | None = None
    note: str = ""


def kid_of(token: str) -> str:
    """The key that the token names, before anything in it is believed. Raises TokenRefused."""
    kid = _header(token).get("kid")
    if not isinstance(kid, str) or not 0 < len(kid) <= LONGEST_KID or _is_odd(kid):
        raise TokenRefused(
            Fault.UNKNOWN_KEY, "The header needs a kid: the key's name on the sign-on page."
        )
    return kid


def accept(token: str, key: Key | None, *, audience: str, now: datetime) -> Claims:
    """The claims of a token that may be believed. Raises TokenRefused for the first fault."""
    for finding in examine(token, key, audience=audience, now=now):
        if finding.fault:
            raise TokenRefused(finding.fault, finding.note)
    claims = _payload(token)
    return Claims(
        subject=claims["sub"],
        name=claims["name"],
        email=_verified_email(claims),
        jti=claims["jti"],
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
    )


def examine(token: str, key: Key | None, *, audience: str, now: datetime) -> Iterator[Finding]:
    """What each part of the token is, in the order in which faults count.

    It ends at a key or signature that is wrong: a stranger's claims are not discussed.
    """
    try:
        kid = kid_of(token)
        header = _header(token)
    except TokenRefused as refused:
        yield Finding(part="token", value="", fault=refused.fault, note=refused.detail)
        return
    for finding in _signed(token, header, kid=kid, key=key, now=now):
        yield finding
        if finding.fault:
            return
    try:
        claims = _payload(token)
    except TokenRefused as refused:
        yield Finding(part="payload", value="", fault=refused.fault, note=refused.detail)
        return
    yield _audience(claims, audience)
    yield from _times(claims, now)
    yield _jti(claims)
    yield _subject(claims)
    yield _name(claims)
    yield from _email(claims)
    yield from _unread(header, claims)


def _signed(
    token: str, header: Mapping[str, Any], *, kid: str, key: Key | None, now: datetime
) -> Iterator[Finding]:
    """The key as it is registered decides how to verify; the header only has to agree."""
    if key is None or key.kid != kid or not key.lives_at(now):
        note = "No key of this name is in force: it is unknown, or was revoked, or has ended."
        yield Finding(part="kid", value=kid, fault=Fault.UNKNOWN_KEY, note=note)
        return
    yield Finding(part="kid", value=kid)
    named = header.get("alg")
    if named != key.algorithm or key.algorithm not in ALGORITHMS:
        note = f"This key signs by {key.algorithm}: set the header's alg to that, and sign so."
        yield Finding(part="alg", value=_shown(named), fault=Fault.WRONG_ALGORITHM, note=note)
        return
    yield Finding(part="alg", value=key.algorithm)
    try:
        jwt.PyJWS().decode_complete(token, key.material, algorithms=[key.algorithm])
    except jwt.PyJWTError:
        note = "The signature does not fit this key: sign with the key that has this kid."
        yield Finding(part="signature", value="", fault=Fault.BAD_SIGNATURE, note=note)
        return
    yield Finding(part="signature", value=f"{key.algorithm}, {kid}")


def _audience(claims: Mapping[str, Any], audience: str) -> Finding:
    given = claims.get("aud")
    # A list of one says the same; a token for several could be carried from one to another.
    if given in (audience, [audience]):
        return Finding(part="aud", value=audience)
    note = f'The token is for another site: aud must be "{audience}".'
    return Finding(part="aud", value=_shown(given), fault=Fault.WRONG_AUDIENCE, note=note)


def _times(claims: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    expires, issued = _moment(claims.get("exp")), _moment(claims.get("iat"))
    yield _expiry(claims.get("exp"), expires, issued=issued, now=now)
    for part in ("iat", "nbf"):
        if part not in claims:
            continue
        moment, fault, note = _moment(claims[part]), None, ""
        if moment is None:
            fault, note = Fault.MALFORMED, f"{part} must be seconds since 1970, as a number."
        elif moment > now + LEEWAY:
            fault = Fault.NOT_YET_VALID
            note = f"{part} lies in the future: set your server's clock by NTP."
        yield Finding(part=part, value=_told(claims[part], moment), fault=fault, note=note)


def _expiry(
    given: object, expires: datetime | None, *, issued: datetime | None, now: datetime
) -> Finding:
    minutes = int(LIFETIME / timedelta(minutes=1))
    fault, note = None, ""
    if expires is None:
        fault, note = Fault.NO_EXPIRY, "exp must be seconds since 1970, as a number."
    elif expires <= now - LEEWAY:
        fault = Fault.EXPIRED
        note = "The token has expired: make one for each page, and set your server's clock by NTP."
    elif expires > now + LIFETIME + LEEWAY or (issued and expires - issued > LIFETIME):
        fault = Fault.LIVES_TOO_LONG
        note = f"Set exp at most {minutes} minutes after iat, and iat to now."
    return Finding(part="exp", value=_told(given, expires), fault=fault, note=note)


def _jti(claims: Mapping[str, Any]) -> Finding:
    jti = claims.get("jti")
    right = isinstance(jti, str) and SHORTEST_JTI <= len(jti) <= LONGEST_JTI and not _is_odd(jti)
    if right:
        return Finding(part="jti", value=_shown(jti))
    note = (
        f"jti must be a text of {SHORTEST_JTI} to {LONGEST_JTI} characters that is new in every "
        "token, such as a random UUID."
    )
    return Finding(part="jti", value=_shown(jti), fault=Fault.BAD_JTI, note=note)


def _subject(claims: Mapping[str, Any]) -> Finding:
    subject = claims.get("sub")
    if isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and not _is_odd(subject):
        return Finding(part="sub", value=subject)
    note = (
        "sub must be the reader's id with you, which never changes, as a text of at most "
        f"{LONGEST_SUBJECT} characters."
    )
    return Finding(part="sub", value=_shown(subject), fault=Fault.BAD_SUBJECT, note=note)


def _name(claims: Mapping[str, Any]) -> Finding:
    name = claims.get("name")
    if isinstance(name, str) and name.strip() and len(name) <= LONGEST_NAME and not _is_odd(name):
        return Finding(part="name", value=name)
    note = (
        "name must be the name under which the reader comments, as a text of at most "
        f"{LONGEST_NAME} characters."
    )
    return Finding(part="name", value=_shown(name), fault=Fault.BAD_NAME, note=note)


def _email(claims: Mapping[str, Any]) -> Iterator[Finding]:
    if "email" not in claims:
        return
    if _verified_email(claims):
        note = ""
    elif claims.get("email_verified") is not True:
        note = "Ignored: only an address with email_verified true is taken."
    else:
        note = "Ignored: this is no e-mail address."
    yield Finding(part="email", value=_shown(claims["email"]), note=note)


def _unread(header: Mapping[str, Any], claims: Mapping[str, Any]) -> Iterator[Finding]:
    for part in sorted(header.keys() - {"alg", "kid", "typ"}):
        note = "Ignored: keys come from the sign-on page alone, never from a token."
        yield Finding(part=part, value=_shown(header[part]), note=note)
    for part in sorted(claims.keys() - _READ):
        granting = part.casefold() in _GRANTING
        note = "Ignored: no claim gives a role; name your people in Parley." if granting else ""
        yield Finding(part=part, value=_shown(claims[part]), note=note or "Ignored.")


def _verified_email(claims: Mapping[str, Any]) -> str:
    """The address in lower case; "" where there is none that the publisher answers for."""
    email = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(email, str):
        return ""
    email = email.strip().lower()
    name, _, host = email.rpartition("@")
    plausible = name and "." in host and len(email) <= LONGEST_EMAIL
    return email if plausible and not _is_odd(email) and not set(email) & set(' <>,;"') else ""


def _header(token: str) -> dict[str, Any]:
    header = _json(_parts(token)[0], "header")
    if "crit" in header or "b64" in header:
        raise TokenRefused(Fault.MALFORMED, "Leave crit and b64 out of the header.")
    return header


def _payload(token: str) -> dict[str, Any]:
    return _json(_parts(token)[1], "payload")


def _parts(token: str) -> Sequence[str]:
    """Cut at the dots; anything but ASCII is no token, and PyJWT is not asked about it."""
    if len(token) > MOST_BYTES:
        raise TokenRefused(Fault.MALFORMED, f"A token has at most {MOST_BYTES} bytes.")
    parts = token.split(".")
    if len(parts) != PARTS or not token.isascii():
        raise TokenRefused(Fault.MALFORMED, "This is no signed JWT: three parts with dots between.")
    return parts


def _json(part: str, name: str) -> dict[str, Any]:
    """A part's JSON object, of which no name occurs twice: two readers would see two tokens."""
    try:
        raw = base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
        read = json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise TokenRefused(
            Fault.MALFORMED, f"The {name} is not base64url of a JSON object with distinct names."
        ) from error
    if not isinstance(read, dict):
        raise TokenRefused(Fault.MALFORMED, f"The {name} is no JSON object.")
    return read


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name occurs twice")
    return read


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _moment(given: object) -> datetime | None:
    """`true` is not 1, and a year beyond the calendar is no date."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        return None
    try:
        return datetime.fromtimestamp(given, UTC) if math.isfinite(given) else None
    except (OverflowError, ValueError, OSError):
        return None


def _told(given: object, moment: datetime | None) -> str:
    return f"{_shown(given)} ({moment:%Y-%m-%d %H:%M:%S} UTC)" if moment else _shown(given)


def _shown(given: object) -> str:
    """A value for a person to read, and not more of it than they can."""
    if given is None:
        return ""
    text = given if isinstance(given, str) else json.dumps(given)
    printable = "".join(letter if not _is_odd(letter) else "\ufffd" for letter in text)
    return printable if len(printable) <= LONGEST_SUBJECT else printable[:LONGEST_SUBJECT] + "…"


def _is_odd(text: str) -> bool:
    """Control characters and lone surrogates, which no database and no page should get."""
    return any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in text)

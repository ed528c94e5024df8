"""What a publisher's token must be, refusal by refusal."""

import hmac
import json
import secrets
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.publisher_token import (
    LEEWAY,
    LIFETIME,
    MOST_BYTES,
    Claims,
    Fault,
    Finding,
    Key,
    TokenRefused,
    accept,
    examine,
    kid_of,
)
from tests import signing

PRIVATE, PUBLIC = signing.pair()
SECRET = secrets.token_urlsafe(48)
ED = Key(kid="ed-1", algorithm="EdDSA", material=PUBLIC)
HS = Key(kid="hs-1", algorithm="HS256", material=SECRET)


def now() -> datetime:
    return datetime.now(UTC)


def accepted(token: str, key: Key | None = ED) -> Claims:
    return accept(token, key, audience=signing.DOMAIN, now=now())


def fault_of(token: str, key: Key | None = ED) -> Fault:
    with pytest.raises(TokenRefused) as refused:
        accepted(token, key)
    assert refused.value.detail
    return refused.value.fault


def signed(**changed: Any) -> str:
    return signing.token(PRIVATE, "ed-1", **changed)


def findings(token: str, key: Key | None = ED) -> dict[str, Finding]:
    return {each.part: each for each in examine(token, key, audience=signing.DOMAIN, now=now())}


# --- right ones ---


def test_a_token_by_eddsa_is_believed() -> None:
    claims = accepted(signed(sub="u-1", name="Asha Rao"))
    assert (claims.subject, claims.name, claims.email) == ("u-1", "Asha Rao", "")


def test_a_token_by_hs256_is_believed() -> None:
    assert accepted(signing.token(SECRET, "hs-1", algorithm="HS256"), HS).subject == "reader-4711"


def test_a_verified_address_is_taken() -> None:
    token = signed(email=" Asha@Mail.Example ", email_verified=True)
    assert accepted(token).email == "asha@mail.example"


@pytest.mark.parametrize("verified", [None, False, "true", 1, "yes"])
def test_an_address_that_is_not_called_verified_is_ignored(verified: object) -> None:
    assert accepted(signed(email="asha@mail.example", email_verified=verified)).email == ""


@pytest.mark.parametrize(
    "email", ["asha", "@mail.example", "a b@mail.example", 7, "a@b", "x" * 300]
)
def test_what_is_no_address_is_ignored(email: object) -> None:
    assert accepted(signed(email=email, email_verified=True)).email == ""


def test_a_list_of_the_one_audience_says_the_same() -> None:
    assert accepted(signed(aud=[signing.DOMAIN])).jti


def test_a_key_that_is_being_replaced_serves_until_its_end() -> None:
    ending = Key(
        kid="ed-1", algorithm="EdDSA", material=PUBLIC, expires_at=now() + timedelta(minutes=1)
    )
    assert accepted(signed(), ending).jti


# --- keys ---


def test_it_refuses_a_token_without_kid() -> None:
    assert fault_of(signing.token(PRIVATE, None)) == Fault.UNKNOWN_KEY


@pytest.mark.parametrize("kid", ["", "x" * 33, 7, ["ed-1"], "ed\x001"])
def test_it_refuses_a_kid_that_cannot_be_one(kid: object) -> None:
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": kid}, signing.claims())
    assert fault_of(token) == Fault.UNKNOWN_KEY


def test_it_refuses_an_unknown_kid() -> None:
    assert fault_of(signed(), None) == Fault.UNKNOWN_KEY


def test_it_refuses_another_key_than_the_token_names() -> None:
    assert fault_of(signing.token(PRIVATE, "ed-2")) == Fault.UNKNOWN_KEY


@pytest.mark.parametrize("ended", ["expires_at", "revoked_at"])
def test_it_refuses_a_key_that_is_no_longer_in_force(ended: str) -> None:
    then: Any = {ended: now() - timedelta(seconds=1)}
    key = Key(kid="ed-1", algorithm="EdDSA", material=PUBLIC, **then)
    assert fault_of(signed(), key) == Fault.UNKNOWN_KEY


def test_it_refuses_a_key_whose_secret_cannot_be_read() -> None:
    lost = Key(kid="hs-1", algorithm="HS256", material="")
    token = signing.token("x" * 40, "hs-1", algorithm="HS256")
    assert fault_of(token, lost) == Fault.UNKNOWN_KEY


# --- algorithms and signatures ---


@pytest.mark.parametrize("none", ["none", "None", "NONE", "nOnE"])
def test_it_refuses_a_token_without_signature(none: str) -> None:
    head = signing.part({"alg": none, "kid": "ed-1"})
    token = f"{head}.{signing.part(signing.claims())}."
    assert fault_of(token) == Fault.WRONG_ALGORITHM


def test_it_refuses_the_public_key_as_a_secret() -> None:
    body = f"{signing.part({'alg': 'HS256', 'kid': 'ed-1'})}.{signing.part(signing.claims())}"
    # By hand: PyJWT would not sign by a PEM.
    mac = hmac.digest(PUBLIC.encode(), body.encode(), "sha256")
    token = f"{body}.{jwt.utils.base64url_encode(mac).decode()}"
    assert fault_of(token) == Fault.WRONG_ALGORITHM


def test_it_refuses_a_pem_that_was_stored_as_a_secret() -> None:
    body = f"{signing.part({'alg': 'HS256', 'kid': 'hs-1'})}.{signing.part(signing.claims())}"
    mac = hmac.digest(PUBLIC.encode(), body.encode(), "sha256")
    token = f"{body}.{jwt.utils.base64url_encode(mac).decode()}"
    confused = Key(kid="hs-1", algorithm="HS256", material=PUBLIC)
    assert fault_of(token, confused) == Fault.BAD_SIGNATURE


@pytest.mark.parametrize("algorithm", ["HS384", "HS512", "RS256", "ES256", "Ed25519", "", None, 7])
def test_it_refuses_another_algorithm_than_the_keys(algorithm: object) -> None:
    token = signing.by_hand(PRIVATE, {"alg": algorithm, "kid": "ed-1"}, signing.claims())
    assert fault_of(token) == Fault.WRONG_ALGORITHM


def test_it_refuses_an_algorithm_that_no_key_of_ours_has() -> None:
    token = signing.token("x" * 64, "k", algorithm="HS512")
    key = Key(kid="k", algorithm="HS512", material="x" * 64)
    assert fault_of(token, key) == Fault.WRONG_ALGORITHM


def test_it_refuses_a_signature_of_somebody_else() -> None:
    assert fault_of(signing.token(signing.pair()[0], "ed-1")) == Fault.BAD_SIGNATURE


def test_it_refuses_another_secret() -> None:
    token = signing.token("another" * 8, "hs-1", algorithm="HS256")
    assert fault_of(token, HS) == Fault.BAD_SIGNATURE


def test_it_refuses_claims_that_were_changed_on_the_way() -> None:
    head, _, signature = signed().split(".")
    token = f"{head}.{signing.part(signing.claims(sub='somebody-else'))}.{signature}"
    assert fault_of(token) == Fault.BAD_SIGNATURE


@pytest.mark.parametrize("part", ["jwk", "jku", "x5u", "x5c"])
def test_it_takes_no_key_from_the_token(part: str) -> None:
    own, _ = signing.pair()
    header = {part: "https://evil.example/keys.json"}
    assert fault_of(signing.token(own, "ed-1", header=header)) == Fault.BAD_SIGNATURE


def test_a_key_beside_a_right_signature_is_ignored_and_said_so() -> None:
    token = signed(header={"jku": "https://evil.example/keys.json"})
    assert accepted(token).jti
    assert findings(token)["jku"].note.startswith("Ignored")


@pytest.mark.parametrize(
    "part", [{"crit": ["exp"]}, {"crit": []}, {"b64": False}, {"crit": ["b64"]}]
)
def test_it_refuses_a_header_that_changes_the_meaning(part: dict[str, Any]) -> None:
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"} | part, signing.claims())
    assert fault_of(token) == Fault.MALFORMED


# --- audience ---


@pytest.mark.parametrize(
    "aud",
    [None, "", "gazette.example", "PAPER.example", "https://paper.example", 7, [],
     ["paper.example", "gazette.example"]],
)  # fmt: skip
def test_it_refuses_a_token_for_another_site(aud: object) -> None:
    assert fault_of(signed(aud=aud)) == Fault.WRONG_AUDIENCE


# --- times ---


def ago(**span: float) -> int:
    return int(time.time() - timedelta(**span).total_seconds())


def test_it_refuses_a_token_without_end() -> None:
    assert fault_of(signed(exp=None)) == Fault.NO_EXPIRY


@pytest.mark.parametrize("exp", ["soon", True, [1], "1799999999", "NaN", 10**400, 1e300])
def test_it_refuses_an_end_that_is_no_time(exp: object) -> None:
    # PyJWT, like every honest signer, would refuse to write some of these.
    claims = json.dumps(signing.claims(exp=exp)).replace('"NaN"', "1e999")
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, claims)
    assert fault_of(token) == Fault.NO_EXPIRY


def test_it_refuses_a_constant_that_is_no_json() -> None:
    claims = json.dumps(signing.claims(exp="x")).replace('"x"', "NaN")
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, claims)
    assert fault_of(token) == Fault.MALFORMED


def test_it_refuses_a_token_that_has_ended() -> None:
    token = signed(iat=ago(minutes=4), exp=ago(minutes=1))
    assert fault_of(token) == Fault.EXPIRED


def test_it_forgives_clocks_that_differ_a_little() -> None:
    assert accepted(signed(iat=ago(minutes=2), exp=ago(seconds=LEEWAY.total_seconds() - 5))).jti
    assert accepted(signed(iat=ago(seconds=-20), nbf=ago(seconds=-20), exp=ago(seconds=-120))).jti


def test_it_refuses_a_token_that_lives_too_long() -> None:
    assert fault_of(signed(iat=None, exp=ago(minutes=-6))) == Fault.LIVES_TOO_LONG


def test_it_refuses_a_long_life_of_which_little_is_left() -> None:
    assert fault_of(signed(iat=ago(hours=2), exp=ago(minutes=-1))) == Fault.LIVES_TOO_LONG


def test_five_minutes_are_not_too_long() -> None:
    start = int(time.time())
    assert accepted(signed(iat=start, exp=start + int(LIFETIME.total_seconds()))).jti


@pytest.mark.parametrize("part", ["iat", "nbf"])
def test_it_refuses_a_token_of_the_future(part: str) -> None:
    assert fault_of(signed(**{part: ago(minutes=-1)})) == Fault.NOT_YET_VALID


@pytest.mark.parametrize("part", ["iat", "nbf"])
def test_it_refuses_a_beginning_that_is_no_time(part: str) -> None:
    token = signing.by_hand(
        PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, signing.claims(**{part: "now"})
    )
    assert fault_of(token) == Fault.MALFORMED


# --- who ---


@pytest.mark.parametrize("jti", [None, "", "1234567", "x" * 256, 12345678, "a\x00bcdefgh"])
def test_it_refuses_a_token_that_cannot_be_told_from_others(jti: object) -> None:
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, signing.claims(jti=jti))
    assert fault_of(token) == Fault.BAD_JTI


@pytest.mark.parametrize("sub", [None, "", "x" * 256, 4711, "\ud800", "a\x00b"])
def test_it_refuses_a_subject_that_is_none(sub: object) -> None:
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, signing.claims(sub=sub))
    assert fault_of(token) == Fault.BAD_SUBJECT


@pytest.mark.parametrize("name", [None, "", "  ", "x" * 201, 7, "Asha\x00Rao", "\udfff\ud800"])
def test_it_refuses_a_name_that_is_none(name: object) -> None:
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, signing.claims(name=name))
    assert fault_of(token) == Fault.BAD_NAME


# --- form ---


@pytest.mark.parametrize(
    "token",
    ["", ".", "..", "a.b", "a.b.c.d", "ä.b.c", "!!.!!.!!", "e30", "Bearer x.y.z", "x" * 9_000,
     "W10.W10.", "bnVsbA.e30.", "\ud800.a.b"],
)  # fmt: skip
def test_it_refuses_what_is_no_token(token: str) -> None:
    assert fault_of(token) in {Fault.MALFORMED, Fault.UNKNOWN_KEY}


def test_it_refuses_a_token_that_is_too_large() -> None:
    assert fault_of(signed(more="x" * MOST_BYTES)) == Fault.MALFORMED


@pytest.mark.parametrize("doubled", ['"sub": "admin"', '"aud": "paper.example"'])
def test_it_refuses_a_claim_that_stands_there_twice(doubled: str) -> None:
    payload = json.dumps(signing.claims())[:-1] + f", {doubled}}}"
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, payload)
    assert fault_of(token) == Fault.MALFORMED


def test_it_refuses_a_header_that_says_a_thing_twice() -> None:
    header = '{"alg": "none", "kid": "ed-1", "alg": "EdDSA"}'
    assert fault_of(signing.by_hand(PRIVATE, header, signing.claims())) == Fault.MALFORMED


@pytest.mark.parametrize("payload", ["[]", "null", '"text"', "{", "", "[" * 3_000])
def test_it_refuses_a_payload_that_is_no_object(payload: str) -> None:
    token = signing.by_hand(PRIVATE, {"alg": "EdDSA", "kid": "ed-1"}, payload)
    assert fault_of(token) == Fault.MALFORMED


@given(st.text(max_size=200) | st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}"))
def test_whatever_comes_is_refused_and_breaks_nothing(token: str) -> None:
    with pytest.raises(TokenRefused):
        kid_of(token)
    with pytest.raises(TokenRefused):
        accepted(token)


# --- what it says of a token ---


def test_it_says_of_each_claim_whether_it_is_right() -> None:
    found = findings(signed(aud="gazette.example", jti="1", email="x@mail.example"))

    assert {part for part, each in found.items() if each.fault} == {"aud", "jti"}
    assert "paper.example" in found["aud"].note
    assert found["aud"].value == "gazette.example"
    assert found["sub"].value == "reader-4711"
    assert "email_verified" in found["email"].note


def test_it_says_that_no_claim_gives_a_role() -> None:
    found = findings(signed(role="admin", is_staff=True, picture="https://img.example/a.png"))

    assert "no claim gives a role" in found["role"].note
    assert "no claim gives a role" in found["is_staff"].note
    assert not any(each.fault for each in found.values())
    assert found["picture"].note == "Ignored."


def test_it_discusses_no_claims_of_a_stranger() -> None:
    found = findings(signing.token(signing.pair()[0], "ed-1", aud="elsewhere.example"))
    assert list(found) == ["kid", "alg", "signature"]

"""Which encoding a client gets, and when it has the answer already."""

import pytest

from parley.readpath.negotiation import choose_encoding, matched_tag
from parley.snapshots.variants import Encoding, Resource

VARIANT = Resource(b"The figures. " * 50, ()).variant(Encoding.BR)


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("identity", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("zstd;q=1.0, br;q=0.9", "zstd"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("br;q=0, gzip;q=0, zstd;q=0", "identity"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("br;q=0, *;q=0.3", "zstd"),
        ("identity, gzip;q=0.5", "identity"),
        ("gzip, identity;q=0", "gzip"),
        ("compress", "identity"),
        ("br;q=2", "identity"),
        ("br;q=nan", "identity"),
        ("br;quality=1", "identity"),
        (",,, ;q=1, gzip", "gzip"),
        ("\xff\xfe", "identity"),
    ],
)
def test_the_clients_favourite_of_ours_is_chosen(header: str, encoding: str) -> None:
    assert choose_encoding(header.encode("latin-1")) == encoding


@pytest.mark.parametrize(
    ("form", "matches"),
    [
        ("*", True),
        ("{}", True),
        ("W/{}", True),
        ('"a,b", {}', True),
        ('"a"\t,\tW/{}', True),
        ("", False),
        ('"other"', False),
        ("nonsense {", False),
    ],
)
def test_a_validator_is_found_in_any_list(form: str, matches: bool) -> None:
    header = form.replace("{}", VARIANT.etag).encode()
    assert (matched_tag(header, VARIANT) is not None) is matches


def test_a_validator_without_its_quotes_does_not_match() -> None:
    assert matched_tag(VARIANT.etag.strip('"').encode(), VARIANT) is None


def test_the_better_compressed_body_is_the_same_to_who_has_the_quick_one() -> None:
    best = VARIANT.etag.replace('-br"', '-br-best"')
    assert matched_tag(best.encode(), VARIANT) == best

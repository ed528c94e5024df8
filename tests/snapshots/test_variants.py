"""Each encoding has its own strong validator, and every process makes the same."""

import zlib

import brotli
import pytest
import zstandard

from parley.snapshots.variants import POPULAR, Encoding, Resource

BODY = b"The council should publish the figures. " * 50

DECODERS = {
    Encoding.IDENTITY: lambda body: body,
    Encoding.GZIP: lambda body: zlib.decompress(body, 31),
    Encoding.BR: brotli.decompress,
    Encoding.ZSTD: lambda body: zstandard.ZstdDecompressor().decompress(body),
}


@pytest.mark.parametrize("encoding", Encoding)
def test_every_encoding_holds_the_same_body(encoding: Encoding) -> None:
    assert DECODERS[encoding](Resource(BODY, ()).variant(encoding).body) == BODY


@pytest.mark.parametrize("encoding", [Encoding.GZIP, Encoding.BR, Encoding.ZSTD])
def test_the_best_compression_holds_the_same_body(encoding: Encoding) -> None:
    resource = Resource(BODY, ())
    resource.variant(encoding)
    for _ in range(POPULAR):
        resource.hit(encoding)
    resource.squeeze()
    assert DECODERS[encoding](resource.variant(encoding).body) == BODY


def test_encodings_have_different_validators() -> None:
    resource = Resource(BODY, ())
    assert len({resource.variant(encoding).etag for encoding in Encoding}) == len(Encoding)


def test_the_same_body_has_the_same_validator_in_every_process() -> None:
    first, second = Resource(BODY, ()), Resource(BODY, ())
    assert first.variant(Encoding.BR).etag == second.variant(Encoding.BR).etag


def test_another_body_has_another_validator() -> None:
    first, second = Resource(BODY, ()), Resource(BODY + b".", ())
    assert first.variant(Encoding.BR).etag != second.variant(Encoding.BR).etag


def test_a_tiny_body_is_sent_as_it_is() -> None:
    variant = Resource(b"{}", ()).variant(Encoding.GZIP)
    assert variant.body == b"{}"
    assert b"content-encoding" not in dict(variant.headers)


def test_a_variant_that_few_ask_for_is_not_compressed_better() -> None:
    resource = Resource(BODY, ())
    quick = resource.variant(Encoding.GZIP)
    resource.squeeze()
    assert resource.variant(Encoding.GZIP) is quick


def test_headers_say_length_and_encoding() -> None:
    variant = Resource(BODY, ((b"x-kept", b"1"),)).variant(Encoding.GZIP)
    assert dict(variant.headers) == {
        b"x-kept": b"1",
        b"content-encoding": b"gzip",
        b"content-length": str(len(variant.body)).encode(),
        b"etag": variant.etag.encode(),
    }

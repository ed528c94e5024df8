"""XML of any encoding is read as far as it can be, here with Disqus' format."""

import pytest

from parley.errors import BadInput
from parley.importers.record import Damage, ImportedArticle, ImportedComment, Quarantined, Trouble
from tests.importers.disqus_files import (
    ROOT_TAG,
    THREAD,
    Read,
    export,
    only_comment,
    only_trouble,
    post,
    read,
)

__all__ = ["read"]


def test_an_unknown_entity_damages_one_record_only(read: Read) -> None:
    """The parser ends its document at one without a word, and begins another."""
    unknown = post("a&nbsp;b", identity='dsq:id="1"')
    author = "<author><name>A&eacute;</name></author>"
    records = read(export(unknown, post(), post(identity='dsq:id="2"', more=author)))
    damaged = [record.record for record in records if isinstance(record, Quarantined)]
    assert (damaged, only_comment(records).source_id) == (["dsq:id 1", "dsq:id 2"], "9")


@pytest.mark.parametrize("form", ["\x0b", "&#11;", "&#x0B;", "\uffff"])
def test_characters_that_xml_forbids_are_left_out_and_told(read: Read, form: str) -> None:
    records = read(export(post(f"One{form} two.")))
    assert only_comment(records).text == "One two."
    assert records[-1] == Damage(
        "1 characters that XML forbids were left out, the first near line 3."
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_any_unicode_is_read(read: Read, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>\n{export(post("Grüße, दिल्ली"))}'
    records = read(content.encode(encoding))
    assert only_comment(records).text == "Grüße, दिल्ली"
    assert only_comment(records).line == 4
    assert not any(isinstance(record, Damage) for record in records)


@pytest.mark.parametrize("encoding", ["latin-1", "windows-1252", "koi8-r"])
def test_a_declared_encoding_is_read(read: Read, encoding: str) -> None:
    text = "Привет" if encoding == "koi8-r" else "Grüße"
    content = f'<?xml version="1.0" encoding="{encoding}"?>{export(post(text))}'
    assert only_comment(read(content.encode(encoding))).text == text


@pytest.mark.parametrize("encoding", ["utf-16", "klingon", "utf-7", "hex"])
def test_an_encoding_that_the_file_is_not_in_is_told(read: Read, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{export(post("Grüße"))}'
    records = read(content)
    assert only_comment(records).text == "Grüße"
    assert any(isinstance(record, Damage) and encoding in record.detail for record in records)


def test_bytes_that_an_encoding_does_not_have_are_told(read: Read) -> None:
    content = f'<?xml version="1.0" encoding="cp1252"?>{export(post("a_b"))}'
    records = read(content.encode().replace(b"a_b", b"a\x81b"))
    assert only_comment(records).text == "a\ufffdb"
    assert any(isinstance(record, Damage) for record in records)


def test_a_file_cut_anywhere_gives_whole_records_only(read: Read) -> None:
    content = export(post("<b>One</b> &amp; all."), post(identity='dsq:id="10"')).encode()
    whole = read(content)
    for end in range(len(content)):
        try:
            records = read(content[:end])
        except BadInput:
            continue
        kept = [r for r in records if isinstance(r, ImportedArticle | ImportedComment)]
        assert kept == whole[: len(kept)]


def test_bytes_of_another_encoding_damage_one_record_only(read: Read) -> None:
    content = export(post("caf\xe9", identity='dsq:id="1"'), post(identity='dsq:id="2"'))
    records = read(content.encode("latin-1"))
    assert (only_trouble(records), only_comment(records).source_id) == (Trouble.MALFORMED, "2")


def test_what_is_nested_too_deeply_ends_the_reading(read: Read) -> None:
    records = read(f"{ROOT_TAG}{THREAD}{post()}{'<x>' * 100_000}")
    assert only_comment(records).source_id == "9"
    assert any(isinstance(record, Damage) for record in records)


def test_a_record_that_never_ends_is_set_aside(read: Read) -> None:
    endless = "<post><message>" + "<br/>" * 400_000
    records = read(f"{ROOT_TAG}{THREAD}{post()}{endless}")
    assert (only_comment(records).source_id, only_trouble(records)) == ("9", Trouble.MALFORMED)
    assert any(isinstance(record, Damage) for record in records)


def test_what_never_is_a_record_ends_the_reading(read: Read) -> None:
    records = read(export(post(), "<item>text</item>\n" * 100_000, post(identity='dsq:id="10"')))
    assert only_comment(records).source_id == "9"
    assert any(isinstance(record, Damage) for record in records)


@pytest.mark.parametrize("size", [1_300_000, 2_500_000])
def test_a_record_that_is_far_too_large_is_passed_over(read: Read, size: int) -> None:
    large, after = post("x " * (size // 2), identity='dsq:id="large"'), post()
    records = read(export(large, after))
    assert (only_comment(records).source_id, only_trouble(records)) == ("9", Trouble.MALFORMED)
    assert only_comment(records).line == 4
    assert not any(isinstance(record, Damage) for record in records)

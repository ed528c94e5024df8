"""WordPress' export, damaged: what cannot be taken is kept aside, and costs nothing else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.importers import wordpress, xml_stream
from parley.importers.record import Kind, Trouble
from tests.importers.wordpress_files import (
    DATE,
    END,
    LINK,
    OPTIONS,
    RSS,
    ZERO,
    Read,
    articles_in,
    comment,
    comments_in,
    damage_in,
    export,
    item,
    only_article,
    only_comment,
    only_trouble,
    quarantined_in,
    read,
)

__all__ = ["read"]


# What cannot be taken.


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (item(comment(utc=ZERO, local=ZERO)), Trouble.BAD_DATE),
        (item(comment(utc="", local="")), Trouble.BAD_DATE),
        (item(comment(utc="yesterday")), Trouble.BAD_DATE),
        (item(comment(utc="1970-01-01 00:00:00")), Trouble.BAD_DATE),
        (item(comment(approved="maybe")), Trouble.BAD_FLAG),
        (item(comment(" \n ")), Trouble.EMPTY),
        (item(comment("x" * 100_001)), Trouble.TOO_LONG),
        (item(comment(identity="")), Trouble.NO_ID),
        (item(comment(identity="9" * 300)), Trouble.NO_ID),
        (comment(), Trouble.NO_THREAD),
        (f"<itXm>{comment()}</itXm>", Trouble.NO_THREAD),
    ],
)
def test_what_cannot_be_taken_is_quarantined(read: Read, content: str, trouble: Trouble) -> None:
    records = read(export(content, item(comment(identity="10"), identity="2")))
    assert only_trouble(records) is trouble
    assert only_comment(records).source_id == "10"


def test_an_item_with_nothing_to_find_it_by_is_quarantined(read: Read) -> None:
    records = read(export(item(comment(), identity="", link="")))
    kinds = [(record.kind, record.trouble) for record in quarantined_in(records)]
    assert kinds == [
        (Kind.COMMENT, Trouble.NO_THREAD),
        (Kind.ARTICLE, Trouble.NO_ADDRESS),
    ]


@pytest.mark.parametrize("prefix", ["wp", "undeclared"])
def test_a_quarantined_record_is_shown_without_personal_data(read: Read, prefix: str) -> None:
    more = (
        "<wp:comment_author_email>a@mail.example</wp:comment_author_email>"
        "<wp:comment_author_IP>192.0.2.9</wp:comment_author_IP>"
        "<wp:commentmeta><wp:meta_key>k</wp:meta_key><wp:meta_value>192.0.2.9</wp:meta_value>"
        "</wp:commentmeta>"
    )
    content = item(comment("Kept words.", utc="never", more=more)).replace("wp:", f"{prefix}:")
    [record] = quarantined_in(read(export(content)))
    assert "Kept words." in record.raw
    assert "mail.example" not in record.raw
    assert "192.0.2.9" not in record.raw
    assert record.email == "a@mail.example"


def test_a_quarantined_deleted_record_keeps_no_words(read: Read) -> None:
    [record] = quarantined_in(read(export(item(comment("Gone.", utc="never", approved="trash")))))
    assert "Gone." not in record.raw


def test_a_quarantined_record_can_be_read_alone_with_its_article(read: Read) -> None:
    [record] = quarantined_in(read(export(item(comment(utc="never")))))
    records = read(wordpress.alone(record.kind, record.raw.replace("never", DATE)))
    assert only_comment(records).article_id == "1"
    assert only_article(records).url == LINK


def test_alone_it_becomes_no_more_public(read: Read) -> None:
    more = "<wp:post_password>open</wp:post_password>"
    [record] = quarantined_in(read(export(item(comment(utc="never"), more=more))))
    records = read(wordpress.alone(record.kind, record.raw.replace("never", DATE)))
    assert only_article(records).deleted


# Damage.


def test_a_damaged_comment_costs_no_other(read: Read) -> None:
    broken = comment(more="Fish & chips <b", identity="2")
    records = read(export(item(comment(identity="1"), broken, comment(identity="3"))))
    assert [found.source_id for found in comments_in(records)] == ["1", "3"]
    assert [record.record for record in quarantined_in(records)] == ["comment_id 2"]
    assert {found.article_id for found in comments_in(records)} == {"1"}
    assert only_article(records).url == LINK


@pytest.mark.parametrize("broken", ["<x>a & b</x>", "<x>&nbsp;</x>", "</x>", "<x a=1/>"])
@pytest.mark.parametrize("place", ["<title>", "<wp:post_id>", "<wp:comment>"])
def test_damage_around_comments_costs_none(read: Read, broken: str, place: str) -> None:
    hurt = item(comment(identity="1"), more="<wp:status>publish</wp:status>")
    hurt = hurt.replace(place, f"{broken}{place}")
    records = read(export(hurt, item(comment(identity="2"), identity="2")))
    places = [(found.source_id, found.article_id) for found in comments_in(records)]
    assert places == [("1", "1"), ("2", "2")]
    assert damage_in(records)


def test_a_comment_without_end_costs_the_next_post_nothing(read: Read) -> None:
    broken = item(comment(identity="1")).replace("</wp:comment>", "").replace("</item>", "")
    records = read(export(broken, item(comment(identity="2"), identity="2")))
    assert only_trouble(records) is Trouble.MALFORMED
    assert (only_comment(records).source_id, only_comment(records).article_id) == ("2", "2")
    assert [article.source_id for article in articles_in(records)] == ["1", "2"]


def test_comments_within_what_does_not_end_are_quarantined(read: Read) -> None:
    hurt = item(comment(identity="1")).replace("<wp:post_id>", "<x><wp:post_id>")
    records = read(export(hurt, item(comment(identity="2"), identity="2")))
    assert only_trouble(records) is Trouble.NO_THREAD
    assert only_comment(records).article_id == "2"


PUBLIC = "<wp:status>publish</wp:status><wp:post_password/>"


def test_a_field_that_is_broken_costs_that_field_only(read: Read) -> None:
    hurt = item(comment(), more=PUBLIC).replace("T<", "T & T<")
    article = only_article(read(export(hurt)))
    assert (article.headline, article.url, article.deleted) == ("", LINK, False)


@pytest.mark.parametrize(
    "lost",
    [
        "<wp:status>priv & ate</wp:status><wp:post_password/>",
        "<wp:status>publish</wp:status><wp:post_password>a & b</wp:post_password>",
        "<x><![CDATA[<wp:status>private</wp:status><wp:post_password/>",
    ],
)
def test_where_damage_hides_whether_a_post_is_public_it_is_not(read: Read, lost: str) -> None:
    assert only_article(read(export(item(comment(), more=lost)))).deleted


def test_of_a_post_that_was_cut_before_its_state_nothing_is_taken(read: Read) -> None:
    whole = item(comment(), more=PUBLIC)
    records = read(f"{RSS}{whole}{item(identity='2').removesuffix('</item>')}")
    assert only_article(records).source_id == "1"


def test_a_post_that_was_cut_among_its_comments_stays_public(read: Read) -> None:
    records = read(f"{RSS}{item(comment(), comment()).removesuffix('</item>')[:-20]}")
    assert not only_article(records).deleted


def test_comments_never_fall_to_another_post(read: Read) -> None:
    broken = export(item(comment(identity="1")), item(comment(identity="2"), identity="2"))
    broken = broken.replace("</item>\n<item>", "</itXm>\n<itXm>")
    records = read(broken)
    assert (only_comment(records).source_id, only_comment(records).article_id) == ("1", "1")
    assert only_trouble(records) is Trouble.NO_THREAD


@pytest.mark.parametrize("form", ["\x0b", "&#11;", "\x00", "\ufffe"])
def test_characters_that_xml_forbids_are_left_out_and_told(read: Read, form: str) -> None:
    records = read(export(item(comment(f"One{form} two."))))
    assert only_comment(records).text == "One two."
    [told] = damage_in(records)
    assert told == "1 characters that XML forbids were left out, the first near line 6."


def test_bytes_of_another_encoding_damage_one_record_only(read: Read) -> None:
    content = export(item(comment("caf\xe9"), comment(identity="10")))
    records = read(content.encode("latin-1"))
    assert (only_trouble(records), only_comment(records).source_id) == (Trouble.MALFORMED, "10")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
def test_a_declared_encoding_is_read(read: Read, encoding: str) -> None:
    content = f'<?xml version="1.0" encoding="{encoding}"?>{export(item(comment("Grüße")))}'
    assert only_comment(read(content.encode(encoding))).text == "Grüße"


def test_tags_in_the_text_of_a_post_are_none(read: Read) -> None:
    text = "<wp:x><![CDATA[</item> <item> <wp:comment> & <!-- wp:more -->]]></wp:x>"
    records = read(export(item(comment(), more=text)))
    assert only_comment(records).article_id == "1"
    assert not damage_in(records)


def test_a_large_post_is_no_damage(read: Read) -> None:
    text = f"<wp:x>{'x ' * 1_000_000}</wp:x>"
    records = read(export(item(comment(), more=text)))
    assert only_comment(records).article_id == "1"
    assert not damage_in(records)


def test_what_never_ends_in_a_post_is_passed_over(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_stream, "MAX_RECORD", 200_000)
    endless = comment("x" * 500_000, identity="2")
    records = read(export(item(comment(identity="1"), endless, comment(identity="3"))))
    assert [found.source_id for found in comments_in(records)] == ["1", "3"]
    assert only_trouble(records) is Trouble.MALFORMED


def test_what_is_nested_too_deeply_costs_no_other(read: Read) -> None:
    deep = comment(more="<x>" * 100_000, identity="2")
    records = read(export(item(comment(identity="1"), deep), item(comment(identity="3"))))
    assert [found.source_id for found in comments_in(records)] == ["1", "3"]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://192.0.2.1/x.dtd">',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
        "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(
            f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>",
    ],
)
def test_entities_are_refused(read: Read, declaration: str) -> None:
    with pytest.raises(BadInput, match=r"document type|no WordPress export"):
        read(declaration + export(item(comment(more="&x; &i;"))))


def test_a_file_cut_anywhere_gives_whole_records_only(read: Read) -> None:
    content = export(item(comment(), comment(identity="10"), more=PUBLIC)).encode()
    whole = read(content)
    for end in range(len(content)):
        try:
            records = read(content[:end])
        except BadInput:
            continue
        assert all(found in whole for found in comments_in(records))


_TAGS = ("<item>", "</item>", "<wp:comment>", "</wp:comment>", "<link>", "</link>")
_scraps = st.lists(
    st.one_of(
        st.sampled_from([RSS, END, item(comment()), comment(), *_TAGS]),
        st.sampled_from(["<![CDATA[", "]]>", "<!--", "-->", "&nbsp;", "&"]),
        st.text(max_size=10),
    ),
    max_size=20,
).map("".join)


@settings(max_examples=60)
@given(_scraps)
def test_any_file_gives_records_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "scraps.xml"
    file.write_text(content, "utf-8", errors="surrogatepass")
    try:
        records = list(wordpress.read([file], OPTIONS))
    except BadInput:
        return
    assert all(found.line for found in comments_in(records))
    assert all(found.line for found in articles_in(records))
    assert all(found.line for found in quarantined_in(records))

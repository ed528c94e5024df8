"""Disqus' export, whole and damaged, and files that only look like one."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.importers import disqus
from parley.importers.export_file import head
from parley.importers.record import (
    Damage,
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    ImportedSite,
    Kind,
    Quarantined,
    SourceState,
    Trouble,
)
from tests.importers.disqus_files import (
    DATA,
    OPTIONS,
    ROOT_TAG,
    THREAD,
    Read,
    export,
    only_comment,
    only_trouble,
    post,
    read,
)
from tests.server import ROOT

__all__ = ["read"]


@pytest.fixture(scope="module")
def newsroom() -> dict[str, ImportedComment]:
    records = disqus.read([DATA / "newsroom.xml"], OPTIONS)
    return {record.source_id: record for record in records if isinstance(record, ImportedComment)}


def test_a_thread_is_read_with_everything_that_may_find_its_article() -> None:
    [article] = [
        r for r in disqus.read([DATA / "newsroom.xml"], OPTIONS) if isinstance(r, ImportedArticle)
    ]
    assert article == ImportedArticle(
        source_id="100",
        url="https://paper.example/news/bus-lanes/?a=1&b=2",
        identifier="4711 https://paper.example/?p=4711",
        headline="Bus lanes & bicycles",
        created_at=datetime(2019, 3, 1, 8, tzinfo=UTC),
        closed=True,
        record="dsq:id 100",
        line=5,
    )


def test_a_message_is_kept_as_it_was_and_in_our_markdown(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["200"].original.startswith("<p>The <b>figures</b>")
    assert newsroom["200"].text == (
        "The **figures** are public:\n\n[here](https://paper.example/f_1)"
    )


@pytest.mark.parametrize(
    ("source_id", "text"), [("201", "An answer, escaped."), ("202", "An answer **as elements**.")]
)
def test_a_message_is_read_however_it_was_wrapped(
    newsroom: dict[str, ImportedComment], source_id: str, text: str
) -> None:
    assert newsroom[source_id].text == text


@pytest.mark.parametrize(
    ("source_id", "hour", "minute"), [("200", 9, 30), ("201", 10, 0), ("202", 10, 30)]
)
def test_times_are_utc_with_a_zone_or_without(
    newsroom: dict[str, ImportedComment], source_id: str, hour: int, minute: int
) -> None:
    assert newsroom[source_id].created_at == datetime(2019, 3, 1, hour, minute, tzinfo=UTC)


def test_a_guest_has_an_address_and_no_account(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["200"].author == ImportedAuthor(name="Meera Iyer", email="meera@mail.example")


def test_an_address_that_disqus_made_up_is_none(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["201"].author == ImportedAuthor(name="Ravi", user_id="ravi")


def test_replies_name_their_parents(newsroom: dict[str, ImportedComment]) -> None:
    assert (newsroom["201"].parent_id, newsroom["200"].parent_id) == ("200", "")


def test_what_was_not_approved_is_held(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["202"].state == SourceState.HELD


def test_what_was_deleted_is_not_read_at_all(newsroom: dict[str, ImportedComment]) -> None:
    deleted = newsroom["203"]
    assert (deleted.state, deleted.text, deleted.original) == (SourceState.DELETED, "", "")


def test_spam_that_was_deleted_is_deleted(read: Read) -> None:
    more = "<isSpam>true</isSpam><isDeleted>true</isDeleted>"
    assert only_comment(read(export(post(more=more)))).state == SourceState.DELETED


def test_who_deleted_comments_wrote_is_not_read_either(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["203"].author == ImportedAuthor(name="")


def test_an_editors_pick_stays_one(read: Read) -> None:
    assert only_comment(read(export(post(more="<isHighlighted>true</isHighlighted>")))).picked


def test_flags_without_a_place_here_are_kept_beside_the_comment(read: Read) -> None:
    more = "<isFlagged>true</isFlagged><isEdited>true</isEdited>"
    comment = only_comment(read(export(post(more=more))))
    assert comment.extra == {"flagged": True, "edited": True}
    assert comment.state is SourceState.PUBLISHED


def test_an_anonymous_author_is_a_guest_whatever_the_user_name(read: Read) -> None:
    author = "<author><name>N</name><isAnonymous>true</isAnonymous><username>n</username></author>"
    assert only_comment(read(export(post(more=author)))).author == ImportedAuthor(name="N")


def test_exports_since_2021_know_no_addresses(read: Read) -> None:
    author = "<author><name>N</name><isAnonymous>false</isAnonymous><username>n</username></author>"
    comment = only_comment(read(export(post(more=author))))
    assert comment.author == ImportedAuthor(name="N", user_id="n")


def test_an_identifier_is_kept_however_odd(read: Read) -> None:
    thread = '<thread dsq:id="7"><id>ghost-5f3a</id><link>https://paper.example/g</link></thread>'
    articles = [r for r in read(export(thread)) if isinstance(r, ImportedArticle)]
    assert articles[-1].identifier == "ghost-5f3a"


def test_lines_say_where_a_record_begins(newsroom: dict[str, ImportedComment]) -> None:
    assert [newsroom["200"].line, newsroom["203"].line] == [15, 43]


def test_lines_are_those_of_the_file_behind_damage_too(read: Read) -> None:
    broken, whole = post("A &\nB", identity='dsq:id="1"'), post("Two\nlines.")
    records = read(export(broken, broken, whole, broken, whole))
    lines = [
        record.line
        for record in records
        if not isinstance(record, Damage | ImportedAuthor | ImportedSite)
    ]
    assert lines == [2, 3, 5, 7, 9, 11]
    details = [record.detail for record in records if isinstance(record, Quarantined)]
    assert details == [f"xmlParseEntityRef: no name (line {line})." for line in (3, 5, 9)]


def test_lines_beyond_65535_are_told_too(read: Read) -> None:
    line = only_comment(read(export("\n" * 70_000, post()))).line
    assert line is not None
    assert abs(line - 70_004) <= 1


def test_an_id_stands_in_for_a_missing_dsq_id(read: Read) -> None:
    records = read(export(post(identity="", more="<id>123</id>")))
    assert only_comment(records).source_id == "123"


def test_the_prefix_of_a_namespace_does_not_matter(read: Read) -> None:
    records = read(export(post()).replace("dsq:", "ns0:").replace("xmlns:dsq", "xmlns:ns0"))
    assert only_comment(records).source_id == "9"


def test_a_file_that_lost_its_declarations_of_namespaces_is_read_all_the_same(read: Read) -> None:
    records = read(f"<disqus>{THREAD}{post()}</disqus>")
    assert only_comment(records).source_id == "9"


def test_a_second_export_behind_the_first_is_told(read: Read) -> None:
    records = read(export(post()) + export(post(identity='dsq:id="10"')))
    assert only_comment(records).source_id == "9"
    assert any(isinstance(record, Damage) for record in records)


def test_a_file_that_ends_between_two_records_is_told(read: Read) -> None:
    records = read(f"{ROOT_TAG}{THREAD}{post()}")
    assert any(isinstance(record, Damage) for record in records)


def test_a_whole_file_has_no_damage(read: Read) -> None:
    assert not any(isinstance(record, Damage) for record in read(export(post()) + "\n<!-- end -->"))


def test_a_post_may_come_before_its_thread(read: Read) -> None:
    kinds = [type(r) for r in read(f"{ROOT_TAG}{post()}{THREAD}</disqus>")]
    assert kinds == [ImportedComment, ImportedArticle]


@pytest.mark.parametrize(
    ("record", "trouble"),
    [
        (post(identity=""), Trouble.NO_ID),
        (post(identity=f'dsq:id="{"9" * 300}"'), Trouble.NO_ID),
        (post(created="yesterday"), Trouble.BAD_DATE),
        (post(created="0000-00-00 00:00:00"), Trouble.BAD_DATE),
        (post(created="0001-01-01T00:00:00+09:00"), Trouble.BAD_DATE),
        (post(created="0001-01-01T00:00:00Z"), Trouble.BAD_DATE),
        (post(created="2999-01-01T00:00:00Z"), Trouble.BAD_DATE),
        (post(created=""), Trouble.BAD_DATE),
        (post(more="<isDeleted>maybe</isDeleted>"), Trouble.BAD_FLAG),
        (post(more="<isSpam>123</isSpam>"), Trouble.BAD_FLAG),
        (post(message=""), Trouble.EMPTY),
        (post(message="<![CDATA[<p> </p>]]>"), Trouble.EMPTY),
        (post(message="x" * 100_001), Trouble.TOO_LONG),
        (post(thread=""), Trouble.NO_THREAD),
        (post(thread="<thread/>"), Trouble.NO_THREAD),
        ('<thread dsq:id="2"><id/></thread>', Trouble.NO_ADDRESS),
        ('<thread dsq:id="2"><link/></thread>', Trouble.NO_ADDRESS),
    ],
)
def test_what_cannot_be_taken_is_quarantined(read: Read, record: str, trouble: Trouble) -> None:
    assert only_trouble(read(export(record))) == trouble


def test_a_quarantined_record_is_shown_without_personal_data(read: Read) -> None:
    more = "<author><email>a@mail.example</email></author><ipAddress>192.0.2.9</ipAddress>"
    records = read(export(post(message="Kept words.", created="never", more=more)))
    [record] = [record for record in records if isinstance(record, Quarantined)]
    assert "Kept words." in record.raw
    assert "mail.example" not in record.raw
    assert "192.0.2.9" not in record.raw
    assert record.email == "a@mail.example"


def test_a_quarantined_record_can_be_read_alone(read: Read) -> None:
    records = read(export(post(created="never")))
    [record] = [record for record in records if isinstance(record, Quarantined)]
    mended = record.raw.replace("never", "2020-01-01T00:00:00Z")
    assert only_comment(read(disqus.alone(record.kind, mended))).source_id == "9"


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "data").rglob("*.*")), ids=str)
def test_it_recognises_its_own_files_only(file: Path) -> None:
    assert disqus.recognises(head(file)) == (file.parent.name == "disqus")


def test_it_recognises_its_root_in_any_unicode() -> None:
    assert disqus.recognises(export().encode("utf-16"))
    assert not disqus.recognises(b'<?xml version="1.0"?><disq')


def test_another_kind_of_file_is_called_by_its_name(read: Read) -> None:
    with pytest.raises(BadInput, match="seems to be an export of WordPress"):
        read("<rss><channel><item/></channel></rss>")


def test_a_quarantined_deleted_record_keeps_no_words(read: Read) -> None:
    records = read(
        export(post(message="Gone.", created="never", more="<isDeleted>true</isDeleted>"))
    )
    [record] = [record for record in records if isinstance(record, Quarantined)]
    assert "Gone." not in record.raw


def test_a_damaged_file_is_read_as_far_as_it_can_be() -> None:
    records = list(disqus.read([DATA / "damaged.xml"], OPTIONS))
    comments = [record.source_id for record in records if isinstance(record, ImportedComment)]
    damaged = [record for record in records if isinstance(record, Quarantined)]
    assert comments == ["1", "3", "5"]
    assert {(record.record, record.trouble) for record in damaged} == {
        ("dsq:id 2", Trouble.MALFORMED),
        ("dsq:id 4", Trouble.MALFORMED),
        ("dsq:id 6", Trouble.MALFORMED),
    }
    assert "mail.example" not in "".join(record.raw for record in damaged)


def test_a_thread_after_damage_is_still_a_thread() -> None:
    records = disqus.read([DATA / "damaged.xml"], OPTIONS)
    articles = [record.source_id for record in records if isinstance(record, ImportedArticle)]
    assert articles == ["100", "101"]


def test_a_packed_file_is_known_by_its_content(read: Read) -> None:
    assert only_comment(read(gzip.compress(export(post()).encode()))).source_id == "9"


def test_a_packed_file_that_ends_early_is_read_so_far(read: Read) -> None:
    posts = [post(message=f"{n} " * 50, identity=f'dsq:id="{n}"') for n in range(2000)]
    packed = gzip.compress(export(*posts).encode())
    records = read(packed[: len(packed) // 2])
    assert sum(isinstance(record, ImportedComment) for record in records) > 500
    assert any(isinstance(record, Damage) for record in records)


def test_of_a_packed_file_only_what_is_missing_is_lost(read: Read) -> None:
    content = export(*(post(identity=f'dsq:id="{n}"') for n in range(9)))
    records = read(gzip.compress(content.encode(), compresslevel=0)[:-100])
    assert sum(isinstance(record, ImportedComment) for record in records) == 8


def test_a_gzip_bomb_is_refused(read: Read) -> None:
    with pytest.raises(BadInput, match="far more"):
        read(gzip.compress(ROOT_TAG.encode() + b" " * 100_000_000))


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE disqus [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE disqus SYSTEM "http://192.0.2.1/x.dtd">',
        '<!DOCTYPE disqus [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]>',
        "<!DOCTYPE disqus [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(
            f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>",
    ],
)
def test_entities_are_refused(read: Read, declaration: str) -> None:
    with pytest.raises(BadInput, match=r"document type|no Disqus export"):
        read(declaration + export(post("&x; &i;")))


@pytest.mark.parametrize(
    "content",
    ["", "hello", "<html><body>no</body></html>", "{}", ROOT_TAG + "</disqus>", b"\x00" * 100],
)
def test_another_kind_of_file_is_refused(read: Read, content: str | bytes) -> None:
    with pytest.raises(BadInput, match="no Disqus export"):
        read(content)


def test_a_file_of_one_line_is_read_record_by_record(read: Read) -> None:
    posts = [post(identity=f'dsq:id="{n}"') for n in range(50)]
    broken = post("a & b", identity='dsq:id="broken"')
    records = read(export(*posts, broken, *posts).replace("\n", ""))
    assert only_trouble(records) == Trouble.MALFORMED
    assert sum(isinstance(record, ImportedComment) for record in records) == 100


_scraps = st.lists(
    st.one_of(
        st.sampled_from(
            [ROOT_TAG, THREAD, post(), "</post>", "<post>", "</disqus>", "<![CDATA[", "]]>", "<!--"]
        ),
        st.text(max_size=10),
    ),
    max_size=20,
).map("".join)


@given(_scraps)
def test_any_file_gives_records_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, content: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "scraps.xml"
    file.write_text(content, "utf-8", errors="surrogatepass")
    try:
        records = list(disqus.read([file], OPTIONS))
    except BadInput:
        return
    assert all(
        isinstance(r, Damage | ImportedAuthor | ImportedSite) or r.line is not None for r in records
    )
    assert all(not isinstance(r, Quarantined) or r.kind in Kind for r in records)

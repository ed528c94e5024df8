"""WordPress' export, whole and damaged, of every version, and what Disqus makes of its form."""

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parley.errors import BadInput
from parley.importers import wordpress
from parley.importers.export_file import head
from parley.importers.record import (
    ImportedArticle,
    ImportedAuthor,
    ImportedComment,
    SourceState,
)
from parley.importers.source import Options
from tests.importers.wordpress_files import (
    DATA,
    LINK,
    OPTIONS,
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
    quarantined_in,
    read,
)
from tests.server import ROOT

__all__ = ["read"]


@pytest.fixture(scope="module")
def newsroom() -> dict[str, ImportedComment]:
    records = wordpress.read([DATA / "newsroom.xml"], OPTIONS)
    return {record.source_id: record for record in records if isinstance(record, ImportedComment)}


# What is read.


def test_a_post_is_read_with_everything_that_may_find_its_article() -> None:
    articles = articles_in(list(wordpress.read([DATA / "newsroom.xml"], OPTIONS)))
    assert articles[0] == ImportedArticle(
        source_id="4711",
        url="https://paper.example/2019/03/bus-lanes/",
        headline="Bus lanes & bicycles",
        created_at=datetime(2019, 3, 1, 8, tzinfo=UTC),
        closed=True,
        other_urls=("https://paper.example/?p=4711",),
        extra={"type": "post", "status": "publish"},
        record="post_id 4711",
        line=15,
    )


def test_posts_without_comments_are_articles_and_pictures_and_drafts_are_none() -> None:
    articles = articles_in(list(wordpress.read([DATA / "newsroom.xml"], OPTIONS)))
    assert [article.source_id for article in articles] == ["4711", "4714"]


def test_a_picture_with_comments_is_an_article(read: Read) -> None:
    kind = "<wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>"
    article = only_article(read(export(item(comment(), more=kind))))
    assert (article.source_id, article.deleted) == ("1", False)


def test_a_message_is_kept_as_it_was_and_in_our_markdown(
    newsroom: dict[str, ImportedComment],
) -> None:
    assert newsroom["10"].original.startswith("The <b>figures</b> are\npublic:")
    assert newsroom["10"].text == (
        "The **figures** are\npublic:\n\n[here](https://paper.example/f)\n\n> Quoted.\n\nSo."
    )


def test_a_guest_has_an_address_and_a_website(newsroom: dict[str, ImportedComment]) -> None:
    assert newsroom["10"].author == ImportedAuthor(
        name="Meera & Ravi",
        email="meera@mail.example",
        extra={"website": "https://meera.example/"},
    )


def test_an_account_of_the_site_is_the_publishers_own(
    newsroom: dict[str, ImportedComment],
) -> None:
    author = newsroom["11"].author
    assert (author.user_id, author.publisher_user_id) == ("3", "3")


def test_replies_name_their_parents(newsroom: dict[str, ImportedComment]) -> None:
    assert (newsroom["11"].parent_id, newsroom["10"].parent_id) == ("10", "")


def test_what_was_deleted_is_not_read_at_all(newsroom: dict[str, ImportedComment]) -> None:
    gone = newsroom["13"]
    assert (gone.state, gone.text, gone.original, gone.author) == (
        SourceState.DELETED,
        "",
        "",
        ImportedAuthor(name=""),
    )


def test_no_address_of_a_machine_is_read() -> None:
    assert "192.0.2" not in repr(list(wordpress.read([DATA / "newsroom.xml"], OPTIONS)))


def test_lines_say_where_a_record_begins(newsroom: dict[str, ImportedComment]) -> None:
    assert [newsroom["10"].line, newsroom["13"].line] == [27, 71]


@pytest.mark.parametrize(
    ("approved", "state"),
    [
        ("1", SourceState.PUBLISHED),
        ("0", SourceState.HELD),
        ("", SourceState.HELD),
        ("spam", SourceState.SPAM),
        ("trash", SourceState.DELETED),
        ("post-trashed", SourceState.DELETED),
    ],
)
def test_a_comment_stays_as_public_as_it_was(read: Read, approved: str, state: SourceState) -> None:
    assert only_comment(read(export(item(comment(approved=approved))))).state is state


@pytest.mark.parametrize("kind", ["pingback", "trackback", "order_note", "action_log", "note"])
def test_what_no_reader_wrote_is_rejected_and_told(read: Read, kind: str) -> None:
    records = read(export(item(comment(kind=kind))))
    found = only_comment(records)
    assert (found.state, found.extra) == (SourceState.REJECTED, {"type": kind})
    assert damage_in(records) == [f"Not by readers, and rejected: 1 of the type {kind!r}."]


def test_a_review_is_a_comment_with_a_rating(read: Read) -> None:
    meta = "".join(
        f"<wp:commentmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value>"
        "</wp:commentmeta>"
        for key, value in [("verified", "1"), ("rating", "4")]
    )
    found = only_comment(read(export(item(comment(kind="review", more=meta)))))
    assert (found.state, found.extra) == (SourceState.PUBLISHED, {"type": "review", "rating": 4})


@pytest.mark.parametrize("status", ["draft", "private", "pending", "trash", "future", "wc-done"])
def test_comments_of_what_was_not_public_do_not_become_so(read: Read, status: str) -> None:
    more = f"<wp:status>{status}</wp:status>"
    assert only_article(read(export(item(comment(), more=more)))).deleted


def test_what_needs_a_password_was_not_public(read: Read) -> None:
    records = read(export(item(comment(), more="<wp:post_password>open</wp:post_password>")))
    assert only_article(records).deleted
    assert "open" not in repr(records)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", "9.9"])
def test_any_version_is_read(read: Read, version: str) -> None:
    assert only_comment(read(export(item(comment())).replace("1.2", version))).source_id == "9"


@pytest.mark.parametrize(
    "content",
    [
        export(item(comment())).replace("wp:", "x:"),
        export(item(comment())).replace("wp:", "").replace("xmlns:=", "xmlns="),
        f"<rss><channel>{item(comment())}</channel></rss>",
        f"<channel>{item(comment())}</channel>",
    ],
)
def test_prefixes_and_their_declarations_do_not_matter(read: Read, content: str) -> None:
    records = read(content)
    assert (only_comment(records).article_id, only_article(records).url) == ("1", LINK)
    assert not damage_in(records)


@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_packed_file_is_known_by_its_content(read: Read, pack: str) -> None:
    content = export(item(comment())).encode()
    if pack == "gzip":
        packed = gzip.compress(content)
    else:
        with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
            archive.writestr("export/paper.WordPress.2024-01-31.xml", content)
        packed = file.getvalue()
    assert only_comment(read(packed)).source_id == "9"


def test_a_post_without_an_id_is_known_by_its_link(read: Read) -> None:
    records = read(export(item(comment(), identity="")))
    assert only_comment(records).article_id == only_article(records).source_id == LINK


def test_a_link_that_is_no_id_is_told_apart_all_the_same(read: Read) -> None:
    items = [item(comment(identity=x), identity="", link=f"{LINK}{'%E0' * 99}{x}") for x in "12"]
    records = read(export(*items))
    ids = [article.source_id for article in articles_in(records)]
    assert [found.article_id for found in comments_in(records)] == ids
    assert len({*ids}) == 2


def test_a_link_may_be_a_path(read: Read) -> None:
    assert only_article(read(export(item(link="/a")))).url == LINK


def test_what_disqus_takes_for_its_imports_is_read() -> None:
    records = list(wordpress.read([DATA / "disqus-custom.xml"], OPTIONS))
    article, found = only_article(records), only_comment(records)
    assert (article.identifier, article.url) == (
        "disqus_identifier",
        "https://paper.example/foo?a=1&b=2",
    )
    assert found.article_id == article.source_id
    assert (found.author.user_id, found.author.publisher_user_id) == ("user 17", "user 17")


# Times.


def test_times_are_utc_whatever_the_sites_own_say(read: Read) -> None:
    found = only_comment(read(export(item(comment(local="2020-01-01 05:30:00")))))
    assert found.created_at == datetime(2020, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("utc", [ZERO, ""])
def test_without_one_the_sites_own_time_counts_in_its_zone(read: Read, utc: str) -> None:
    options = Options(base_url="", zone=ZoneInfo("Asia/Kolkata"))
    records = read(export(item(comment(utc=utc, local="2020-01-01 05:30:00"))), options)
    assert only_comment(records).created_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert not damage_in(records)


def test_without_a_zone_a_local_time_is_utc_and_told(read: Read) -> None:
    records = read(export(item(comment(utc=ZERO, local="2020-01-01 05:30:00"))))
    assert only_comment(records).created_at == datetime(2020, 1, 1, 5, 30, tzinfo=UTC)
    [told] = damage_in(records)
    assert "--timezone" in told


@pytest.mark.parametrize(
    "content",
    ["", "hello", "<html/>", "{}", "<rss><channel><item><link>x</link></item></channel></rss>"],
)
def test_another_kind_of_file_is_refused(read: Read, content: str) -> None:
    with pytest.raises(BadInput, match="no WordPress export"):
        read(content)


def test_a_feed_is_not_said_to_be_what_was_tried(read: Read) -> None:
    with pytest.raises(BadInput, match=r"no posts of WordPress\.\Z"):
        read("<rss><channel/></rss>")


def test_an_export_of_disqus_is_called_by_its_name(read: Read) -> None:
    with pytest.raises(BadInput, match="seems to be an export of Disqus"):
        read("<disqus><thread/></disqus>")


@pytest.mark.parametrize("file", sorted((ROOT / "tests" / "data").rglob("*.*")), ids=str)
def test_it_recognises_its_own_files_only(file: Path) -> None:
    assert wordpress.recognises(head(file)) == (file.parent.name == "wordpress")


def test_a_feed_is_no_export() -> None:
    feed = b'<?xml version="1.0"?><rss version="2.0" xmlns:slash="x"><channel><item/></channel>'
    assert not wordpress.recognises(feed)


# Real files.


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "comments", "articles", "quarantined"),
    [
        ("isso-wordpress.xml", 8, 2, 0),
        ("remark42-wordpress-test-0.xml", 4, 1, 0),
        ("remark42-wordpress-test-1.xml", 1, 1, 1),
    ],
)
def test_real_exports_are_read(
    shared: Path, file: str, comments: int, articles: int, quarantined: int
) -> None:
    records = list(wordpress.read([shared / "data" / "exports" / file], OPTIONS))
    assert (len(comments_in(records)), len(articles_in(records))) == (comments, articles)
    assert len(quarantined_in(records)) == quarantined
    assert wordpress.recognises(head(shared / "data" / "exports" / file))


@pytest.mark.shared
def test_no_other_real_export_is_taken_for_one(shared: Path) -> None:
    files = (shared / "data" / "exports").iterdir()
    assert all(("wordpress" in file.name) == wordpress.recognises(head(file)) for file in files)

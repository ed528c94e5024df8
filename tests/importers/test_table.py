"""Tables are read row by row, whoever wrote them and however large or damaged they are."""

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parley.errors import BadInput
from parley.importers import table_xlsx
from parley.importers.record import Damage
from parley.importers.table import Row, Table, table
from tests.importers.workbooks import inline, number, row, shared, workbook

Read = Callable[[str | bytes], list[Row | Damage]]


def of(path: Path) -> Table:
    return table(path, lambda _count: None)


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def read_content(content: str | bytes) -> list[Row | Damage]:
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(of(path).rows)

    return read_content


def fields(records: list[Row | Damage]) -> list[dict[str, str]]:
    return [record.fields for record in records if isinstance(record, Row)]


def damage(records: list[Row | Damage]) -> list[str]:
    return [record.detail for record in records if isinstance(record, Damage)]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen_in_the_heading(read: Read, mark: str) -> None:
    assert fields(read(f'a{mark}"b,;|"{mark}c\n1{mark}2{mark}3\n')) == [
        {"a": "1", "b,;|": "2", "c": "3"}
    ]


def test_a_delimiter_that_is_named_is_believed(read: Read) -> None:
    assert fields(read("sep=;\r\na,b;c\r\n1;2\r\n")) == [{"a,b": "1", "c": "2"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_is_seen_in_the_content(read: Read, encoding: str) -> None:
    assert fields(read("Größe,हिन्दी\n1,ठीक\n".encode(encoding))) == [{"Größe": "1", "हिन्दी": "ठीक"}]


def test_another_encoding_is_told_and_not_guessed(read: Read) -> None:
    records = read("a,b\ncaf\xe9,2\n".encode("latin-1"))
    assert fields(records) == [{"a": "caf\ufffd", "b": "2"}]
    assert damage(records) == ["1 bytes are in no Unicode encoding; “\ufffd” stands for them."]


def test_a_quoted_field_holds_lines_quotes_and_delimiters(read: Read) -> None:
    assert fields(read('a,b\r\n"1\r\n2, ""two""\n",3\r\n')) == [{"a": '1\r\n2, "two"\n', "b": "3"}]


def test_rows_are_numbered_by_the_line_they_begin_in(read: Read) -> None:
    records = read('a,b\n"1\n2",3\n\n4,5\n')
    assert [record.number for record in records if isinstance(record, Row)] == [2, 5]


def test_a_quotation_mark_within_a_field_is_one(read: Read) -> None:
    assert fields(read('a,b\n5" pipe,2\nx,"y"z"\n')) == [
        {"a": '5" pipe', "b": "2"},
        {"a": "x", "b": 'yz"'},
    ]


@pytest.mark.parametrize("line", ["1", "1,2,3"])
def test_a_row_that_does_not_fit_the_heading_is_told(read: Read, line: str) -> None:
    [found, after] = read(f"a,b\n{line}\n4,5\n")
    assert isinstance(found, Row)
    assert (found.fault[1:], found.fields) == (" fields, where the heading has 2.", {})
    assert isinstance(after, Row)
    assert not after.fault


def test_nul_characters_are_left_out_and_told(read: Read) -> None:
    records = read("a,b\n1\0,2\n")
    assert fields(records) == [{"a": "1", "b": "2"}]
    assert damage(records) == ["1 NUL characters were left out."]


def test_an_endless_field_costs_itself_and_no_row_behind_it(read: Read) -> None:
    forged = 'x",y\n"' + "forged,row\n" * 200_000
    records = read(f'a,b\n"{forged.replace(chr(34), chr(34) * 2)}",2\n3,4\n')
    assert [record.fault[:22] for record in records if isinstance(record, Row)] == [
        "The row is longer than",
        "",
    ]
    assert fields(records)[1] == {"a": "3", "b": "4"}


def test_an_endless_line_costs_itself_only(read: Read) -> None:
    records = read("a,b\n" + "x" * 3_000_000 + ",1\n3,4\n")
    assert fields(records) == [{}, {"a": "3", "b": "4"}]


def test_quotes_that_never_end_are_told(read: Read) -> None:
    [found] = read('a,b\n1,"two\n3,4\n')
    assert isinstance(found, Row)
    assert found.fault == "The quotation marks of a field never end."


def test_the_last_value_of_a_file_without_a_line_end_is_doubtful(read: Read) -> None:
    [first, last] = read("a,b\n1,2\n3,4")
    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert (first.doubtful, last.doubtful) == ("", "b")


def test_headings_are_distinct(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,,a\n1,2,3\n")
    assert of(path).headings == ["a", "column 2", "a (again)"]


def test_an_empty_file_is_no_table(read: Read) -> None:
    with pytest.raises(BadInput, match="it is empty"):
        read("\n\n")


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(texts | st.just('a"b\n,"'), min_size=2, max_size=2), max_size=5))
def test_what_any_program_writes_is_read(read: Read, rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["a", "b"], *rows])
    expected = [{"a": one, "b": two} for one, two in rows if one or two]
    assert fields(read(file.getvalue())) == expected


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text('"",\n\rab', max_size=40))
def test_quotes_mean_what_they_mean_to_others(read: Read, text: str) -> None:
    def faultless(rows: list[Row | Damage]) -> list[list[str]]:
        return [row.values for row in rows if isinstance(row, Row) and not row.fault]

    if "\r" in text.replace("\r\n", ""):
        read(f"a,b\n{text}")
        return
    expected = [row for row in csv.reader(io.StringIO(text, newline="")) if len(row) == 2]
    got = faultless(read(f"a,b\n{text}"))
    assert all(row in expected for row in got)
    closed = '"' not in text
    assert not closed or got == [row for row in expected if any(row)]


def test_a_workbook_is_read_with_its_shared_texts_and_times(tmp_path: Path) -> None:
    strings = (
        "<si><t>Comment</t></si><si><t>Date</t></si>"
        "<si><r><t>Two </t></r><r><t>runs_x000D_</t></r><rPh><t>no</t></rPh></si>"
    )
    rows = row(shared(0), shared(1), inline("Id")) + row(
        shared(2), number("43831.5208333333", style=1), number("1.7E+3")
    )
    [found] = of(workbook(tmp_path / "a.xlsx", rows, strings=strings)).rows
    assert isinstance(found, Row)
    assert found.fields == {"Comment": "Two runs\r", "Date": "2020-01-01 12:30:00", "Id": "1700"}


def test_cells_that_a_workbook_leaves_out_are_empty(tmp_path: Path) -> None:
    rows = row(inline("a"), inline("b"), inline("c")) + '<row><c r="B2"><v>7</v></c></row>'
    [found] = of(workbook(tmp_path / "a.xlsx", rows)).rows
    assert isinstance(found, Row)
    assert (found.fields, found.fault) == ({"a": "", "b": "7", "c": ""}, "")


def test_a_cell_beyond_the_headings_is_told(tmp_path: Path) -> None:
    rows = row(inline("a")) + row(inline("1"), inline("2"))
    [found] = of(workbook(tmp_path / "a.xlsx", rows)).rows
    assert isinstance(found, Row)
    assert found.fault == "2 fields, where the heading has 1."


@pytest.mark.parametrize(
    "cell",
    [shared(99), shared(-1), '<c t="s"><v>x</v></c>', number("9" * 5000), number("1e999"),
     number("1e300", style=1), number("nan"), '<c s="x"><v>1</v></c>', '<c r="ZZZ1"><v>1</v></c>'],
)  # fmt: skip
def test_a_cell_that_cannot_be_read_costs_its_row_only(tmp_path: Path, cell: str) -> None:
    path = workbook(tmp_path / "a.xlsx", row(inline("a")) + row(cell) + row(inline("2")))
    [bad, good] = of(path).rows
    assert isinstance(bad, Row)
    assert bad.fault
    assert isinstance(good, Row)
    assert good.fields == {"a": "2"}


def test_of_a_damaged_sheet_everything_before_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(inline("a")) + row(inline("1")) + "<row><c>")
    [found, told] = of(path).rows
    assert isinstance(found, Row)
    assert isinstance(told, Damage)
    assert told.detail.startswith("The workbook could not be read to its end: ")


def test_what_a_sheet_has_behind_its_rows_is_passed_over(tmp_path: Path) -> None:
    links = "<hyperlink/>" * 200_000
    path = workbook(
        tmp_path / "a.xlsx",
        row(inline("a")) + row(inline("1")) + f"</sheetData><hyperlinks>{links}</hyperlinks><x>",
    )
    assert [record for record in of(path).rows if isinstance(record, Damage)] == []


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    path = workbook(tmp_path / "a.xlsx", row(inline("a")), before=bomb)
    with pytest.raises(BadInput, match="document type"):
        of(path)


def test_an_endless_row_is_not_kept_in_memory(tmp_path: Path) -> None:
    long = row(*[inline("x" * 1000)] * 3000)
    path = workbook(tmp_path / "a.xlsx", row(inline("a")) + row(inline("1")) + long)
    [_found, told] = of(path).rows
    assert isinstance(told, Damage)
    assert f"a row is longer than {table_xlsx.MAX_RECORD} bytes" in told.detail


def test_a_workbook_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    strings = "<si><t>" + " " * 200_000 + "</t></si>"
    path = workbook(tmp_path / "a.xlsx", row(inline("a")), strings=strings * 400)
    with pytest.raises(BadInput, match="unpacks to far more"):
        of(path)


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", row(inline("a")) + row(inline("1"))).read_bytes()
    path = tmp_path / "b.xlsx"
    for size in range(4, len(whole), 7):
        path.write_bytes(whole[:size])
        with pytest.raises(BadInput):
            of(path)


def test_a_workbook_whose_parts_lie_before_its_beginning_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", row(inline("a")))
    data = path.read_bytes()
    path.write_bytes(data[:10] + data[900:])
    with pytest.raises(BadInput, match="damaged archive"):
        of(path)


def test_a_workbook_in_an_archive_is_to_be_unpacked(tmp_path: Path) -> None:
    inner = workbook(tmp_path / "a.xlsx", row(inline("a")))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.write(inner, "a.xlsx")
    with pytest.raises(BadInput, match="Unpack it, and name that"):
        of(tmp_path / "b.zip")


def test_an_old_workbook_is_to_be_saved_anew(read: Read) -> None:
    with pytest.raises(BadInput, match=r"Save it as \.xlsx or as CSV"):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)


def test_progress_is_that_of_the_file_on_the_disk(tmp_path: Path) -> None:
    rows = row(inline("a")) + row(inline("word")) * 2_000
    path = workbook(tmp_path / "a.xlsx", rows)
    told: list[int] = []
    assert len(list(table(path, told.append).rows)) == 2_000
    assert 0.5 * path.stat().st_size < sum(told) <= path.stat().st_size

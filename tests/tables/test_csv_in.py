"""CSV files as texts with their lines."""

import pytest

from evallang.ir.data import Finding
from evallang.tables.csv_in import MAX_CELL, parse_csv
from evallang.tables.raw import DataError, RawTable


def parse(text: str | bytes) -> tuple[RawTable, list[Finding]]:
    return parse_csv(text.encode("utf-8") if isinstance(text, str) else text, "bodies", "bodies.csv")


def table(text: str | bytes) -> RawTable:
    return parse(text)[0]


def test_a_row_knows_its_line() -> None:
    found = table("body,late\nA,1\nB,2\n")
    assert found.headers == ("body", "late")
    assert [(row.place, list(row.texts)) for row in found.rows] == [("2", ["A", "1"]), ("3", ["B", "2"])]
    assert str(found.address(found.rows[1], 1)) == 'bodies.csv:3, column "late"'


def test_a_byte_order_mark_is_dropped() -> None:
    assert table(b"\xef\xbb\xbfbody,late\nA,1\n").headers == ("body", "late")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_line_ends_of_every_system_count_the_same(end: str) -> None:
    found = table(end.join(["body,late", "A,1", "", "B,2", ""]))
    assert [row.place for row in found.rows] == ["2", "4"]
    assert list(found.rows[1].texts) == ["B", "2"]


def test_a_cell_over_several_lines_counts_them() -> None:
    found = table('body,"late\nanswers"\nA,"1\n\n"\nB,2\n')
    assert found.headers == ("body", "late\nanswers")
    assert [row.place for row in found.rows] == ["3", "6"]


@pytest.mark.parametrize(
    ("header", "separator"),
    [
        ("body,late,x", ","),
        ("body;late;x", ";"),
        ("body;late, all;x", ";"),
        ('body,"a;b;c;d",x', ","),
        ('body;"a,b,c,d";x', ";"),
        ("body;late, all", ";"),
        ("body,late; all", ","),
    ],
)
def test_the_separator_is_found_from_the_header(header: str, separator: str) -> None:
    found = table(f"{header}\n")
    assert found.decimal_comma == (separator == ";")
    assert found.headers[0] == "body" and len(found.headers) == 2 + header.endswith("x")


def test_a_file_of_one_column_is_read() -> None:
    assert table("body\nA\n").headers == ("body",)


def test_remarks_and_blank_rows_are_left_out_and_counted() -> None:
    found = table("# made by hand; not checked\n\nbody,late\n# орган,саны\n , \nA,1\n#,\nB,2\n")
    assert found.headers == ("body", "late")
    assert found.top == "3"
    assert [row.place for row in found.rows] == ["6", "8"]


def test_letters_are_composed() -> None:
    assert table("body,late\nМарий Эл,1\n".replace("й", "и\u0306")).rows[0].texts[0] == "Марий Эл"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            "body,late\nАстана,1\n".encode("cp1251"),
            "not UTF-8 (it looks like Windows-1251); save it as UTF-8",
        ),
        ("body,late\nАстана,1\n".encode("utf-16"), "the file is UTF-16; save it as UTF-8"),
        ("body,late\nA,1\n".encode("utf-16-le"), "it looks like UTF-16"),
        (b"", "the file is empty"),
        (b"# only a remark\n", "the file is empty"),
        (b"body\tlate\nA\t1\n", "separated by tabs"),
        (b'body,late\nA,1\nB,"2\nC,3\n', "bodies.csv:3: a quotation mark opens a cell and is never closed"),
        (b'body,late\nA,"1"2\n', "bodies.csv:2: text follows a closing quotation mark"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DataError) as caught:
        parse(data)
    assert said in str(caught.value)
    assert str(caught.value).startswith("bodies.csv")


def test_a_cell_of_a_megabyte_is_read() -> None:
    assert len(table("body,late\nA," + "x" * 1_000_000 + "\n").rows[0].texts[1]) == 1_000_000


def test_a_cell_may_not_be_endless() -> None:
    with pytest.raises(DataError, match="a cell has more than 16,000,000 characters"):
        parse("body,late\nA," + "x" * (MAX_CELL + 1) + "\n")


def test_rows_that_are_too_short_are_told_once() -> None:
    found, findings = parse("body,late,x\nA,1\nB\nC,1,2\n")
    assert [list(row.texts) for row in found.rows][:2] == [["A", "1", ""], ["B", "", ""]]
    assert [str(f.address) for f in findings] == ["bodies.csv:2"]
    assert findings[0].message == "2 rows have fewer cells than the header: the last ones are missing"


def test_a_row_that_is_too_long_is_not_trusted() -> None:
    found, findings = parse("body,late,x\nA,3,5,1\nB,3,5,\n")
    assert found.rows[0].wrong == "the row has 4 cells and the header 3: which is which is unclear"
    assert found.rows[1].wrong == ""
    assert [f.message for f in findings] == ["1 row has more cells than the header: none of them can be trusted"]


def test_a_column_without_a_name_is_told() -> None:
    assert [f.message for f in parse("body,,late\nA,7,1\n")[1]] == [
        "column 2 has no name in the header and is not read"
    ]
    assert parse("body,late,\nA,1,\n")[1] == []

"""Empty templates, acceptance sets, parameters, CSV text."""

from fractions import Fraction
from pathlib import Path

import pytest
from tables.programs import COUNT, SHARE, always, bound, make_input, make_item, make_program, messages, write

from evallang.ir.data import Address
from evallang.ir.expr import Const
from evallang.ir.program import Named, ParameterDef
from evallang.tables.csv_out import csv_text
from evallang.tables.examples_in import read_rows
from evallang.tables.parameters import bind_parameters
from evallang.tables.raw import DataError, RawData
from evallang.tables.template import template
from evallang.types import DATE, FLAG, TEXT, Choice, Quantity

F = Fraction
PROGRAM = make_program(
    make_input("open.table.kk.attained", SHARE, short="open.kk.attained", label="Орындалды, барлығы", kinds=["a"]),
    make_input("open.table.kk.attained", SHARE, short="open.kk.attained", label="Орындалды", kinds=["b"]),
    make_input("secret", FLAG, conditions=((0, 1),)),
    make_input("quality.service.score", Quantity(low=F(0), high=F(5)), level=(0,)),
    make_input("quality.service.table.trend", Choice(("up", "down")), level=(0,)),
    make_input("quality.service.visit.note", TEXT, level=(0, 1), yearly=True),
    items=[make_item("quality.service", label="Қызмет"), make_item("quality.service.visit", "no", parent=0)],
    kinds=[Named("a", "A"), Named("b", "B")],
)


def test_a_template_asks_for_what_is_used() -> None:
    files = template(PROGRAM, lambda conditions: not conditions)
    assert files == {
        "bodies.csv": 'body,kind,period,open.kk.attained\n# body,a / b,year,"Орындалды, барлығы [share]"\n',
        "service.csv": "body,period,code,score,table.trend\n# body,year,Қызмет,score [number 0..5],trend [up / down]\n",
        "visit.csv": "body,period,code,no,note\n# body,year,Қызмет,visit,note\n",
    }


def test_a_template_is_read_back_without_a_finding(tmp_path: Path) -> None:
    files = template(PROGRAM, always)
    files["bodies.csv"] += "X,a,2020,45%,1\n"
    files["service.csv"] += "X,2020,s,4.8,up\n"
    files["visit.csv"] += "X,2020,s,1,words\n"
    data = bound(PROGRAM, tmp_path, {name: "\ufeff" + text for name, text in files.items()})
    record = data.records["X", 2020]
    assert data.findings == []
    assert (record.cells[0].value, record.cells[2].value) == (F(9, 20), True)
    assert record.items[0][0].items[1][0].cells[5].value == "words"


def test_items_of_one_name_get_the_path_as_file_name(tmp_path: Path) -> None:
    program = make_program(
        make_input("a.event.x", level=(0,)),
        make_input("b.event.x", level=(1,)),
        items=[make_item("a.event"), make_item("b.event")],
    )
    files = template(program, always)
    assert set(files) == {"bodies.csv", "a.event.csv", "b.event.csv"}
    assert bound(program, tmp_path, {**files, "bodies.csv": "body\nA\n"}).records["A", None].items == {
        0: [],
        1: [],
    }


def test_rows_of_an_acceptance_set(tmp_path: Path) -> None:
    write(tmp_path, {"expected.csv": "iso3,hdi,tier\nAFG, 0.462,low\nALB,,high\n"})
    rows = read_rows(tmp_path / "expected.csv", "iso3")
    assert list(rows) == ["AFG", "ALB"]
    assert rows["AFG"]["hdi"] == ("0.462", Address("expected.csv", "2", "hdi"))
    assert rows["ALB"]["hdi"][0] == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,hdi\nA,1\n", 'there is no column "iso3"'),
        ("iso3,hdi,hdi\nA,1,2\n", "the column `hdi` stands twice"),
        ("iso3,hdi\nA,1\nA,2\n", "expected.csv:3: `A` stands twice in the column `iso3`"),
        ("iso3,hdi\n,1\n", "expected.csv:2: nothing stands in the column `iso3`"),
        ("iso3,hdi\nA,1,5\n", "expected.csv:2: the row has 3 cells and the header 2"),
    ],
)
def test_a_set_without_clear_rows_is_refused(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, {"expected.csv": text})
    with pytest.raises(DataError) as caught:
        read_rows(tmp_path / "expected.csv", "iso3")
    assert said in str(caught.value)


def test_parameters_that_are_open_take_their_values() -> None:
    program = make_program(
        parameters=[
            ParameterDef("w_a", "Вес", SHARE, None, ((0, 0),), ()),
            ParameterDef("n", "", COUNT, None, (), ()),
            ParameterDef("fixed", "", COUNT, Const(F(3), "3"), (), ()),
        ]
    )
    raw = RawData(
        parameters={
            "w_a": ("40%", Address("d.json")),
            "n": ("x", Address("d.json")),
            "nn": ("1", Address("d.json")),
        }
    )
    cells, findings = bind_parameters(program, raw, {"Вес": "30%", "fixed": "4"}, lambda _: True)
    assert cells[0].value == F(3, 10)
    assert cells[1].invalid == "`x` is not a number"
    assert 2 not in cells
    first, second, third = messages(findings)
    assert first == "d.json: the methodology has no parameter `nn`"
    assert second.endswith("the parameter `fixed` has its value in the document; the one given is not used")
    assert third == "d.json: the parameter `n` cannot be read: `x` is not a number"
    assert findings[2].help == "give it as `--parameter n=VALUE`, a whole number such as `12`"


def test_open_parameters_without_a_value_are_told_where_their_conditions_hold() -> None:
    types = {"share": SHARE, "flag": FLAG, "day": DATE, "word": Choice(("a", "b"))}
    program = make_program(
        parameters=[ParameterDef(name, "", kind, None, ((0, 0),), ()) for name, kind in types.items()]
    )
    assert bind_parameters(program, RawData(), {}, lambda _: False) == ({}, [])
    findings = bind_parameters(program, RawData(), {"day": " "}, lambda conditions: conditions == ((0, 0),))[1]
    assert messages(findings)[2] == "no value is given for the parameter `day`: what needs it has no value"
    assert [finding.help.partition(", ")[2] for finding in findings if finding.help] == [
        "a share such as `0.45` or `45%`", "`yes` or `no`", "a date such as `2020-12-31`", "one of `a`, `b`",
    ]  # fmt: skip


def test_csv_text_is_read_back(tmp_path: Path) -> None:
    rows = [["A", "a,b", 'say "x"'], ["B", "", "two\nlines"]]
    for semicolon in (False, True):
        text = csv_text(["body", "a", "b"], rows, bom=True, semicolon=semicolon)
        assert text.startswith("\ufeffbody" + (";" if semicolon else ","))
        write(tmp_path, {"out.csv": text})
        found = read_rows(tmp_path / "out.csv", "body")
        assert [[cell for cell, _ in row.values()] for row in found.values()] == rows


def test_numbers_of_a_set_with_decimal_commas_have_points(tmp_path: Path) -> None:
    write(tmp_path, {"out.csv": "body;a;b;c\nA;3,5;45,5%;Қала, аудан\n"})
    (row,) = read_rows(tmp_path / "out.csv", "body").values()
    assert [text for text, _ in row.values()] == ["A", "3.5", "45.5%", "Қала, аудан"]
    write(tmp_path, {"out.csv": 'body,a\nA,"3,5"\n'})
    (row,) = read_rows(tmp_path / "out.csv", "body").values()
    assert [text for text, _ in row.values()] == ["A", "3,5"]

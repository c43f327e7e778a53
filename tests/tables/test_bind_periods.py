"""Periods, values that are the same in all of them, and `at most`."""

from fractions import Fraction
from pathlib import Path

import pytest
from tables.programs import COUNT, bound, make_input, make_item, make_program, messages

from evallang.ir.data import Dataset
from evallang.ir.program import Named
from evallang.tables.raw import DataError
from evallang.types import TEXT

F = Fraction
REGION = make_program(make_input("region", TEXT), make_input("result", yearly=True))
MEASURES = make_program(
    make_input("measure.trend", TEXT, level=(0,)),
    make_input("measure.value", level=(0,), yearly=True),
    items=[make_item("measure")],
)


def regions(data: Dataset) -> list[tuple[object, str | None]]:
    return [(record.cells[0].value, record.cells[0].invalid) for record in data.records.values()]


def test_periods_are_told_apart(tmp_path: Path) -> None:
    data = bound(REGION, tmp_path, {"bodies.csv": "body,period,region,result\nA,2019,n,1\nA,2020,n,2\n"})
    assert data.periods == (2019, 2020)
    assert [data.records["A", year].cells[1].value for year in (2019, 2020)] == [F(1), F(2)]


def test_yearly_inputs_need_a_period(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r'bodies\.csv: there is no column "period"; some inputs are given for'):
        bound(REGION, tmp_path, {"bodies.csv": "body,region,result\nA,n,1\n"})


def test_a_period_is_a_year(tmp_path: Path) -> None:
    rows = "body,period,region,result\nA,,n,1\nA,20x0,n,1\nA,2020,n,1\nA,20200,n,1\nA,2020,n,3\n"
    data = bound(REGION, tmp_path, {"bodies.csv": rows})
    assert messages(data.findings) == [
        'bodies.csv:2, column "period": the row names no period; the row is not read',
        'bodies.csv:3, column "period": `20x0` is not a year of four digits; the row is not read',
        'bodies.csv:5, column "period": `20200` is not a year of four digits; the row is not read',
        "bodies.csv:6: `A` in 2020 stands twice: the row at bodies.csv:4 counts, the one here is not read",
    ]
    assert list(data.records) == [("A", 2020)]


def test_a_fixed_value_is_carried_to_every_period(tmp_path: Path) -> None:
    rows = "body,period,region,result\nA,2018,,1\nA,2019,north,1\nA,2020,,2\nB,2020,,1\n"
    data = bound(REGION, tmp_path, {"bodies.csv": rows})
    assert [value for value, _ in regions(data)] == ["north", "north", "north", None]
    assert str(data.records["A", 2020].cells[0].address) == 'bodies.csv:3, column "region"'


def test_two_fixed_values_are_invalid_and_name_each_other(tmp_path: Path) -> None:
    rows = "body,period,region,result\nA,2018,north,1\nA,2019,south,1\nA,2020,north,2\nA,2021,,2\n"
    data = bound(REGION, tmp_path, {"bodies.csv": rows})
    said = 'the value is to be the same in every period; another stands at bodies.csv:{}, column "region"'
    assert [invalid for _, invalid in regions(data)] == [
        said.format(3),
        said.format(2),
        said.format(3),
        said.format(3),
    ]
    assert {value for value, _ in regions(data)} == {None}
    assert [record.cells[1].value for record in data.records.values()] == [F(1), F(1), F(2), F(2)]


def test_without_yearly_inputs_each_period_stands_by_itself(tmp_path: Path) -> None:
    program = make_program(make_input("region", TEXT))
    data = bound(program, tmp_path, {"bodies.csv": "body,period,region\nA,2019,north\nA,2020,south\nA,2021,\n"})
    assert [value for value, _ in regions(data)] == ["north", "south", None]


def test_a_kind_is_carried_too(tmp_path: Path) -> None:
    program = make_program(make_input("result", yearly=True), kinds=[Named("central"), Named("local")])
    rows = "body,kind,period,result\nA,,2019,1\nA,local,2020,1\n"
    data = bound(program, tmp_path, {"bodies.csv": rows})
    assert [record.kind for record in data.records.values()] == ["local", "local"]
    assert data.findings == []


def test_fixed_values_of_items_are_carried_by_key(tmp_path: Path) -> None:
    files = {
        "bodies.csv": "body,period\nA,2019\nA,2020\n",
        "measure.csv": "body,period,code,trend,value\nA,2019,m,up,1\nA,2020,n,,2\nA,2020,m,,3\n",
    }
    data = bound(MEASURES, tmp_path, files)
    last = {item.key: item for item in data.records["A", 2020].items[0]}
    assert last["m"].cells[0].value == "up" and last["m"].cells[1].value == F(3)
    assert last["n"].cells[0].value is None


def test_items_may_reach_further_back_than_the_bodies(tmp_path: Path) -> None:
    files = {
        "bodies.csv": "body,period\nA,2020\n",
        "measure.csv": "body,period,code,trend,value\nA,2018,m,up,1\nA,2020,m,,3\nA,2021,m,,4\n",
    }
    data = bound(MEASURES, tmp_path, files)
    assert data.periods == (2018, 2020)
    assert data.records["A", 2018].items[0][0].cells[1].value == F(1)
    assert data.records["A", 2020].items[0][0].cells[0].value == "up"
    assert messages(data.findings) == ["measure.csv:4: `A` has no row for 2021 among the bodies; the row is not read"]


def test_items_have_periods_where_the_bodies_have(tmp_path: Path) -> None:
    files = {
        "bodies.csv": "body,period\nA,2019\nA,2020\n",
        "measure.csv": "body,code,trend,value\nA,m,up,1\n",
    }
    with pytest.raises(DataError, match=r'measure\.csv: there is no column "period", and the bodies have several'):
        bound(MEASURES, tmp_path, files)
    plain = make_program(make_input("measure.value", level=(0,)), items=[make_item("measure")])
    files = {"bodies.csv": "body\nA\n", "measure.csv": "body,period,code,value\nA,2019,m,1\n"}
    with pytest.raises(DataError, match=r'measure\.csv: there is a column "period", but none where the bodies'):
        bound(plain, tmp_path, files)


def test_items_of_no_year_hold_in_all_of_them(tmp_path: Path) -> None:
    program = make_program(
        make_input("result", yearly=True),
        make_input("measure.trend", TEXT, level=(0,)),
        items=[make_item("measure")],
    )
    files = {
        "bodies.csv": "body,period,result\nA,2019,1\nA,2020,1\n",
        "measure.csv": "body,code,trend\nA,m,up\n",
    }
    data = bound(program, tmp_path, files)
    assert [record.items[0][0].cells[1].value for record in data.records.values()] == ["up", "up"]
    assert data.findings == []


def test_json_periods(tmp_path: Path) -> None:
    text = '{"bodies": [{"body": "A", "region": "n", "periods": {"2019": {"result": 1}, "2020": {"result": 2}}}]}'
    data = bound(REGION, tmp_path, {"data.json": text})
    assert [record.cells[1].value for record in data.records.values()] == [F(1), F(2)]
    assert regions(data) == [("n", None), ("n", None)]
    assert str(data.records["A", 2020].cells[0].address) == 'data.json:bodies[0], column "region"'


def test_at_most_makes_both_values_invalid(tmp_path: Path) -> None:
    program = make_program(make_input("all", COUNT), make_input("late", COUNT, at_most=(0,)))
    data = bound(program, tmp_path, {"bodies.csv": "body,all,late\nA,5,6\nB,5,5\nC,,6\n"})
    a, b, c = data.bodies(None)
    assert a.cells[1].invalid == '`late` (6) is more than `all` (5) at bodies.csv:2, column "all"'
    assert a.cells[0].invalid == '`late` (6) is more than `all` (5) at bodies.csv:2, column "late"'
    assert (a.cells[0].value, a.cells[1].value) == (None, None)
    assert [cell.invalid for record in (b, c) for cell in record.cells.values()] == [None] * 4


def test_at_most_reaches_out_of_an_item(tmp_path: Path) -> None:
    program = make_program(
        make_input("limit"),
        make_input("service.used", level=(0,), at_most=(0,)),
        items=[make_item("service")],
    )
    files = {"bodies.csv": "body,limit\nA,5\n", "service.csv": "body,code,used\nA,a,6\nA,b,7\nA,c,4\n"}
    record = bound(program, tmp_path, files).records["A", None]
    assert [cell.invalid is None for item in record.items[0] for cell in item.cells.values()] == [
        False,
        False,
        True,
    ]
    assert record.cells[0].invalid == '`used` (6) is more than `limit` (5) at service.csv:2, column "used"'

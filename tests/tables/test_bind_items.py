"""Items: keys, nesting, delivery."""

from fractions import Fraction
from pathlib import Path

import pytest
from tables.programs import COUNT, bound, make_input, make_item, make_program, messages

from evallang.tables.raw import DataError

F = Fraction
SERVICES = make_program(
    make_input("quality.service.satisfaction", level=(0,), short="service.satisfaction"),
    make_input("quality.service.table.kk.violated", level=(0,), fallback=True),
    items=[make_item("quality.service", label="Қызмет")],
)
NESTED = make_program(
    make_input("measure.trend", level=(0,), fallback=True),
    make_input("measure.country.value", level=(0, 1)),
    items=[make_item("measure"), make_item("measure.country", key="iso", parent=0)],
)
BODIES = "body\nA\nB\n"


@pytest.mark.parametrize("stem", ["service", "quality.service", "Service", "Қызмет"])
def test_items_hang_under_their_bodies(tmp_path: Path, stem: str) -> None:
    text = "body,code,satisfaction,table.kk.violated\nA,a,4.8,1\nA,b,x,0\n"
    data = bound(SERVICES, tmp_path, {"bodies.csv": BODIES, f"{stem}.csv": text})
    a, b = data.bodies(None)
    assert [item.key for item in a.items[0]] == ["a", "b"]
    assert a.items[0][0].cells[0].value == F(24, 5)
    assert a.items[0][0].cells[1].value == F(1)
    assert str(a.items[0][1].cells[0].address) == f'{stem}.csv:3, column "satisfaction"'
    assert b.items == {0: []}
    assert data.findings == []


def test_items_that_are_not_delivered_are_missing(tmp_path: Path) -> None:
    data = bound(SERVICES, tmp_path, {"bodies.csv": BODIES})
    assert [record.items for record in data.bodies(None)] == [{}, {}]
    assert messages(data.findings) == ["there is no data of `service` (Қызмет)"]


def test_an_absent_column_of_an_item_is_one_finding(tmp_path: Path) -> None:
    data = bound(SERVICES, tmp_path, {"bodies.csv": BODIES, "service.csv": "body,code\nA,a\nB,b\n"})
    assert messages(data.findings) == ["service.csv: there is no column `satisfaction`"]


def test_rows_of_items_that_belong_nowhere_are_told(tmp_path: Path) -> None:
    text = "body,code,satisfaction\nA,a,1\nA,a,2\nA,,3\n,b,4\nAA,c,5\nAA,d,5\nB,a,6\n"
    data = bound(SERVICES, tmp_path, {"bodies.csv": BODIES, "service.csv": text})
    assert messages(data.findings) == [
        "service.csv:3: service `a` stands twice: the row at service.csv:2 counts, the one here is not read",
        'service.csv:4, column "code": the row has no key of the service and is not read',
        'service.csv:5, column "body": the row names no body and is not read',
        'service.csv:6, column "body": there is no body `AA` among the bodies; its 2 rows are not read',
    ]
    assert data.findings[-1].help == "did you mean `A`?"
    assert all(finding.severity.value == "error" for finding in data.findings)
    assert data.records["A", None].items[0][0].cells[0].value == F(1)
    assert data.records["B", None].items[0][0].cells[0].value == F(6)


def test_an_item_file_needs_its_keys(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r'service\.csv: there is no column "code", the key of `service`'):
        bound(SERVICES, tmp_path, {"bodies.csv": BODIES, "service.csv": "body,satisfaction\nA,1\n"})
    with pytest.raises(DataError, match=r'service\.csv: there is no column "body"'):
        bound(SERVICES, tmp_path, {"bodies.csv": BODIES, "service.csv": "code,satisfaction\na,1\n"})


def test_nested_items_name_their_parents(tmp_path: Path) -> None:
    files = {
        "bodies.csv": BODIES,
        "measure.csv": "body,code\nA,m\nA,n\n",
        "country.csv": "body,code,iso,value\nA,m,KAZ,1\nA,m,FRA,2\nA,x,KAZ,3\n",
    }
    data = bound(NESTED, tmp_path, files)
    m, n = data.records["A", None].items[0]
    assert [(item.key, item.cells[1].value) for item in m.items[1]] == [("KAZ", F(1)), ("FRA", F(2))]
    assert n.items == {1: []}
    assert messages(data.findings) == ['country.csv:4, column "code": `A` has no measure `x`; the row is not read']


def test_equal_names_of_keys_are_told_apart(tmp_path: Path) -> None:
    program = make_program(
        make_input("measure.country.value", level=(0, 1)),
        items=[make_item("measure"), make_item("measure.country", parent=0)],
    )
    files = {
        "bodies.csv": BODIES,
        "measure.csv": "body,code\nA,m\n",
        "country.csv": "body,measure.code,country.code,value\nA,m,KAZ,1\n",
    }
    data = bound(program, tmp_path, files)
    assert data.records["A", None].items[0][0].items[1][0].key == "KAZ"


def test_json_says_for_each_body_what_was_delivered(tmp_path: Path) -> None:
    text = """{"bodies": [
        {"body": "A", "measure": [{"code": "m", "country": [{"iso": "KAZ", "value": 1}]}, {"code": "n"}]},
        {"body": "B", "measure": []},
        {"body": "C"}
    ]}"""
    data = bound(NESTED, tmp_path, {"data.json": text})
    a, b, c = data.bodies(None)
    m, n = a.items[0]
    assert m.items[1][0].cells[1].value == F(1)
    assert str(m.items[1][0].address) == "data.json:bodies[0].measure[0].country[0]"
    assert (n.items, b.items, c.items) == ({}, {0: []}, {})
    assert data.findings == []


def test_json_items_may_stand_beside_the_bodies(tmp_path: Path) -> None:
    text = '{"bodies": [{"body": "A"}, {"body": "B"}], "service": [{"body": "B", "code": 1, "satisfaction": 5}]}'
    a, b = bound(SERVICES, tmp_path, {"data.json": text}).bodies(None)
    assert a.items == {0: []}
    assert [(item.key, item.cells[0].value) for item in b.items[0]] == [("1", F(5))]


def test_json_lists_that_are_no_items_are_told_once(tmp_path: Path) -> None:
    text = '{"bodies": [{"body": "A", "servise": [{"code": "a"}]}, {"body": "B", "servise": []}]}'
    findings = bound(SERVICES, tmp_path, {"data.json": text}).findings
    assert messages(findings)[0] == (
        "data.json:bodies[0]: the list `servise` is no item of the methodology and is not read"
    )
    assert findings[0].help == "did you mean `service`?"
    assert len(findings) == 2  # the other one: there is no data of `service`


def test_a_list_needs_the_key_of_its_items(tmp_path: Path) -> None:
    with pytest.raises(DataError, match='`service` has no "code", the key of the item'):
        bound(SERVICES, tmp_path, {"data.json": '{"bodies": [{"body": "A", "service": [{"satisfaction": 1}]}]}'})


def test_a_misspelt_file_that_looks_like_an_item_holds_no_bodies(tmp_path: Path) -> None:
    program = make_program(make_input("late", COUNT), make_input("service.x", level=(0,)), items=[make_item("service")])
    files = {"bodies.csv": "body,late\nA,1\n", "servise.csv": "body,code,x\nA,a,1\n"}
    findings = bound(program, tmp_path, files).findings
    assert findings[0].help == "did you mean `service`?"


def test_a_name_of_two_items_needs_the_path(tmp_path: Path) -> None:
    program = make_program(items=[make_item("a.event"), make_item("b.event")])
    with pytest.raises(DataError, match=r"`event` may be `a\.event`, `b\.event`; name the file by the whole path"):
        bound(program, tmp_path, {"bodies.csv": BODIES, "event.csv": "body,code\n"})
    (tmp_path / "event.csv").unlink()
    data = bound(program, tmp_path, {"bodies.csv": BODIES, "a.event.csv": "body,code\nA,1\n"})
    assert [item.key for item in data.records["A", None].items[0]] == ["1"]

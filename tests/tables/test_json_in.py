"""JSON files as tables."""

import json
from typing import Any

import pytest

from evallang.tables.json_in import parse_json
from evallang.tables.raw import DataError, RawTable
from evallang.tables.values import Words, converter
from evallang.types import NUMBER


def parse(text: str) -> dict[str, RawTable]:
    return {table.name: table for table in parse_json(text.encode("utf-8"), "data", "data.json")[0]}


def rows(table: RawTable) -> list[dict[str, str]]:
    return [{header: text for header, text in zip(table.headers, row.texts, strict=True) if text} for row in table.rows]


def refused(tree: Any) -> str:
    with pytest.raises(DataError) as caught:
        parse(tree if isinstance(tree, str) else json.dumps(tree))
    return str(caught.value)


def test_numbers_keep_their_digits() -> None:
    text = '{"bodies": [{"body": "A", "x": 0.10000000000000000000000000000001, "n": ' + "9" * 5000 + ', "e": 1e-3}]}'
    (row,) = rows(parse(text)["bodies"])
    assert row == {"body": "A", "x": "0.10000000000000000000000000000001", "n": "9" * 5000, "e": "1e-3"}


def test_flags_and_nothing() -> None:
    table = parse('{"bodies": [{"body": "A", "y": true, "n": false, "m": null}]}')["bodies"]
    assert rows(table) == [{"body": "A", "y": "true", "n": "false"}]
    assert "m" in table.headers


def test_items_know_the_row_that_holds_them() -> None:
    tables = parse(
        '{"bodies": [{"body": "A", "measure": [{"code": "m", "country": [{"iso": "KAZ", "value": 1}]}]},'
        ' {"body": "B", "measure": []}, {"body": "C"}]}'
    )
    bodies, measures, countries = tables["bodies"], tables["measure"], tables["country"]
    assert [row.lists for row in bodies.rows] == [("measure",), ("measure",), ()]
    assert measures.under == () and countries.under == ("measure",)
    assert countries.rows[0].parent is measures.rows[0]
    assert measures.rows[0].parent is bodies.rows[0]
    place = str(countries.address(countries.rows[0], 1))
    assert place == 'data.json:bodies[0].measure[0].country[0], column "value"'


def test_objects_in_a_row_are_paths() -> None:
    table = parse('{"bodies": [{"body": "A", "open": {"secret": true, "kk": {"attained": 1}}}]}')["bodies"]
    assert table.headers == ("body", "open.secret", "open.kk.attained")


def test_periods_stand_in_a_body() -> None:
    tables = parse(
        '{"bodies": [{"body": "A", "kind": "central", "periods":'
        ' {"2019": {"late": 1, "service": [{"code": "a"}]}, "2020": {"late": 2}}}]}'
    )
    bodies = tables["bodies"]
    assert rows(bodies) == [
        {"body": "A", "kind": "central", "period": "2019", "late": "1"},
        {"body": "A", "kind": "central", "period": "2020", "late": "2"},
    ]
    columns = {header: i for i, header in enumerate(bodies.headers)}
    first = bodies.rows[0]
    assert bodies.address(first, columns["late"]).row == "bodies[0].periods.2019"
    assert bodies.address(first, columns["kind"]).row == "bodies[0]"
    assert tables["service"].rows[0].parent is first


def test_a_list_alone_is_named_by_its_file() -> None:
    tables, _ = parse_json(b'[{"body": "A", "code": "a"}]', "service", "service.json")
    assert [(table.name, table.under) for table in tables] == [("service", None)]


def test_parameters_are_kept_with_their_addresses() -> None:
    _, found = parse_json(b'{"bodies": [], "parameters": {"base_year": 2016}}', "data", "data.json")
    text, address = found["base_year"]
    assert text == "2016" and str(address) == 'data.json:parameters, column "base_year"'


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_the_matter_of_its_cell(word: str) -> None:
    (row, other) = rows(parse(f'{{"bodies": [{{"x": {word}}}, {{"x": 1}}]}}')["bodies"])
    assert row == {"x": word} and other == {"x": "1"}
    with pytest.raises(ValueError, match=f"`{word}` is not a number that can be computed with"):
        converter(NUMBER, False, Words({}, "bodies"))(row["x"])


def test_a_key_stands_once() -> None:
    assert refused('{"bodies": [{"body": "A", "x": 1, "x": 2}]}') == (
        "data.json: the key `x` stands twice in one object (body `A`)"
    )
    assert "gives `a.b` twice" in refused('{"bodies": [{"a": {"b": 1}, "a.b": 2}]}')
    assert "stands beside `periods`" in refused({"bodies": [{"x": 1, "periods": {"2019": {"x": 2}}}]})


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"bodies":[{"a":', "[{"])
def test_depth_is_no_crash(opening: str) -> None:
    assert "data.json" in refused(opening * 100_000)


def test_deep_but_closed_is_refused_too() -> None:
    inner = "{" + '"a":{' * 100_000 + "}" * 100_000 + "}"
    assert "nested too deeply" in refused('{"bodies":[' + inner + "]}")


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        (3, "an object with a list"),
        ({"bodies": {"A": 1}}, "`bodies` has to be a list of objects and is an object"),
        ({"bodies": [1]}, "`bodies[0]` has to be an object and is the value `1`"),
        ({"bodies": [{"service": ["a"]}]}, "`bodies[0].service[0]` has to be an object and is the value `a`"),
        ({"bodies": [{"periods": []}]}, "`bodies[0].periods` has to be an object by year and is a list"),
        ({"bodies": [{"period": 1, "periods": {}}]}, 'has both "period" and "periods"'),
        ({"service": [{"body": "A", "x": [{}]}]}, "a list may stand in a body"),
        ({"parameters": [1]}, '"parameters" has to be an object'),
        ({"parameters": {"a": [1]}}, "the parameter `a` has to be one value and is a list"),
        (
            {"title": "x"},
            '`title` has to be a list of objects and is the value `x`; the bodies stand in a list "bodies"',
        ),
        ("{", "this is not JSON"),
        ('{"bodies": [{"body": "\\ud800"}]}', "half a character"),
        ('{"bodies": [{"a\\uDFFF": 1}]}', "half a character"),
    ],
)
def test_other_shapes_are_refused(tree: Any, said: str) -> None:
    assert said in refused(tree)


def test_a_pair_of_escapes_is_one_character() -> None:
    assert rows(parse('{"bodies": [{"body": "\\ud83d\\ude00"}]}')["bodies"]) == [{"body": "\U0001f600"}]


def test_other_encodings_are_refused_by_name() -> None:
    with pytest.raises(DataError, match="UTF-16"):
        parse_json('{"bodies": []}'.encode("utf-16"), "data", "data.json")

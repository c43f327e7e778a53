"""Rows of frames that are not read are named, in the words of the readers of files."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import rules_of

from evallang.backends.columns.unread import MOST

RULES = rules_of("""\
methodology m "M"
kinds k "Kay", l
input a : number
body north "The north"
item office by code {
  input open : flag
  item desk by nr { input len : number }
  formula whole = sum(len for desk, none 0)
}
indicator i { score a + count(office where open) }
indicator j { score sum(whole for office, none 0) }
""")
BODIES: dict[str, list[Any]] = {
    "body": ["a", "b", "a", "", "c", "north", "The north", "b"],
    "kind": ["k", "x", "k", "k", "", "l", "l", "k"],
    "a": list(range(8)),
}
OFFICES = {
    "body": ["a", "a", "zz", "b", "", "q", "zz", "b"],
    "code": ["x", "x", "x", "", "y", "b", "l", "x"],
    "open": [True] * 8,
}
DESKS = {
    "body": ["a", "a", "b", "a", "b"],
    "code": ["x", "z", "x", "x", ""],
    "nr": ["1", "1", "1", "1", "2"],
    "len": [1.5, 2, 3, 4, 5],
}
LISTS = {"office": OFFICES, "desk": DESKS}
FIXED = 'methodology m "M"\ninput a : number\nindicator i { score a }\n'


def objects(lists: dict[str, dict[str, list[Any]]]) -> dict[str, Any]:
    return {name: as_objects(held) for name, held in lists.items()}


@pytest.mark.parametrize("kept", [False, True], ids=["once", "sorted by kinds"])
def test_each_row_is_named(kept: bool) -> None:
    lists = objects(LISTS)
    frame: Any = RULES.read_columns(as_objects(BODIES), lists=lists) if kept else as_objects(BODIES)
    found = RULES.score_columns(frame, lists=None if kept else lists)
    wanted = by_interpreter(RULES, BODIES, LISTS)
    assert list(found.findings) == list(wanted.findings)
    assert len(found.findings) == 14
    assert differences(found, wanted, BODIES) == []
    assert found["i"].reason(3) == "the row names no body and is not read"


def test_periods() -> None:
    bodies = {"body": ["a", "a", "a", "b", "b"], "kind": ["k"] * 5, "a": [1] * 5}
    bodies["period"] = ["2020", "2021", "2020", "20", ""]
    offices = {"body": ["a", "b", "a", "a"], "period": ["2020", "2020", "x", "2019"], "code": ["1"] * 4}
    lists = {"office": {**offices, "open": [True] * 4}}
    found = RULES.score_columns(as_objects(bodies), lists=objects(lists), period="all")
    wanted = by_interpreter(RULES, bodies, lists, period="all")
    assert [finding for finding in found.findings if finding.address] == [f for f in wanted.findings if f.address]
    assert found["i"].reason(3) == "`20` is not a year of four digits; the row is not read"


def test_a_list_that_the_interpreter_reads() -> None:
    text = 'methodology m "M"\ninput a : number\nitem x by k { input there : body }\nindicator i { score count(x) }\n'
    rules = rules_of(text)
    bodies = {"body": ["p", "q"], "period": ["2020", "2021"], "a": [1, 2]}
    lists = {"x": {"body": ["p", "r"], "period": ["2020", "2020"], "k": ["1", "2"], "there": ["q", "q"]}}
    found = rules.score_columns(as_objects(bodies), lists=objects(lists), period="all")
    assert list(found.findings) == list(by_interpreter(rules, bodies, lists, period="all").findings)


@pytest.mark.parametrize("narrow", [False, True])
def test_whole_years_in_floats(narrow: bool) -> None:
    rules = rules_of(FIXED)
    years = pd.Series([2020.0, 2020.0, None, 2020.5], dtype="float32" if narrow else "float64")
    frame = pd.DataFrame({"body": ["a", "b", "c", "d"], "period": years, "a": [1, 2, 3, 4]})
    for given in (frame, pa.Table.from_pandas(frame)):
        found = rules.score_columns(given)
        assert found["i"].status.tolist() == [0, 0, 5, 5]
        assert [finding.message for finding in found.findings] == [found["i"].reason(2), found["i"].reason(3)]
        assert found["i"].reason(3) == "`2020.5` is not a year of four digits; the row is not read"


def test_a_nested_list_in_its_own_frame_is_there() -> None:
    lists = {"office": {"body": ["b"], "code": ["x"], "open": [True]}}
    desks = {"body": ["b"], "code": ["x"], "nr": ["1"], "len": [2]}
    bodies = {"body": ["a", "b"], "kind": ["k", "l"], "a": [1, 2]}
    for name in ("desk", "office.desk"):
        found = RULES.score_columns(as_objects(bodies), lists=objects({**lists, name: desks}))
        assert found["j"].exact(1) == 2
        assert found.findings == ()
    without = {header: values for header, values in desks.items() if header != "len"}
    found = RULES.score_columns(as_objects(bodies), lists=objects({**lists, "desk": without}))
    assert [finding.message for finding in found.findings] == ["desk: there is no column `len`"]


def test_a_frame_of_no_list_is_counted() -> None:
    found = RULES.score_columns(as_objects(BODIES), lists=objects({"dest": DESKS}))
    assert "its 5 rows are not read" in "".join(finding.message for finding in found.findings)


def test_of_very_many_rows_a_thousand_are_named() -> None:
    count = MOST + 500
    rules = rules_of(FIXED)
    found = rules.score_columns({"body": np.array(["a"] * (count + 1)), "a": np.arange(count + 1)})
    assert len(found.findings) == MOST + 1
    assert found.findings[-1].message.startswith("500 more rows are not read")
    assert found["i"].reason(count).startswith("`a` stands twice")

"""Frames of each library read as the data reader reads the same texts."""

import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import rules_of

from evallang.backends.columns import results
from evallang.backends.columns.results import Columns
from evallang.backends.scores import Scores
from evallang.ir.paths import UnknownPath
from evallang.rules import UsageError
from evallang.tables.raw import DataError

RULES = rules_of("""\
methodology m "M"
kinds a "Alpha", b "Beta"
input n "Number" : number
input k : number, column "count of k"
input sh : share
input f : flag
input ch : choice (red "Red", green "Green")
input d : date
indicator x {
  when f : n + 1
  score n * k / sh
  round 0.1 half even
  grade
    | score    | ch    | grade |
    | 5 and up | red   | top   |
    | 5 and up | green | mid   |
    | below 5  | any   | low   |
}
trigger t { when d >= 2020-02-01; when ch = red and f; proposes "to look" }
""")
DAYS = [date(2020, 1, 31), date(2020, 2, 1), None, date(2021, 1, 1), date(1999, 1, 1), None, date(2020, 2, 1)]
DATA: dict[str, list[Any]] = {
    "body": [f"body {i}" for i in range(7)],
    "kind": ["a", "Beta", "b", "Alpha", "another", None, "b"],
    "Number": [0.1, 2.5, 1 / 3, 10.0, None, 1e22, -0.05],
    "count of k": [1, 2, 3, 0, 5, -1, 7],
    "sh": [0.5, 0.0, 1.0, 0.1, 2.0, 0.25, 0.7],
    "f": [True, False, None, False, True, False, False],
    "ch": ["red", "Green", "blue", None, "green", "red", "RED"],
    "d": DAYS,
}


def decimals(values: list[Any]) -> pa.Array:
    return pa.array([None if v is None else Decimal(str(v)) for v in values], pa.decimal128(12, 3))


FRAMES: dict[str, Callable[[], Any]] = {
    "objects": lambda: as_objects(DATA),
    "arrays": lambda: (
        as_objects(DATA)
        | {
            "count of k": np.array(DATA["count of k"], np.int16),
            "sh": np.array(DATA["sh"]),
            "body": np.array(DATA["body"]),
            "d": np.array(DAYS, "datetime64[D]"),
            "Number": np.ma.masked_array([v or 0 for v in DATA["Number"]], [v is None for v in DATA["Number"]]),
        }
    ),
    "arrow": lambda: pa.table(DATA),
    "arrow in chunks": lambda: pa.concat_tables([pa.table(DATA).slice(0, 3), pa.table(DATA).slice(3)]),
    "arrow dictionaries": lambda: pa.table({**DATA, "ch": pa.array(DATA["ch"]).dictionary_encode()}),
    "arrow decimals": lambda: pa.table({**DATA, "sh": decimals(DATA["sh"])}),
    "arrow timestamps": lambda: pa.table({**DATA, "d": pa.array(DAYS, pa.date32()).cast(pa.timestamp("ms"))}),
    "pandas": lambda: pd.DataFrame(DATA),
    "pandas nullable": lambda: pd.DataFrame(DATA).convert_dtypes(),
    "pandas arrow": lambda: pa.table(DATA).to_pandas(types_mapper=pd.ArrowDtype),
    "pandas categories": lambda: pd.DataFrame(DATA).astype({"kind": "category", "ch": "category"}),
    "pandas timestamps": lambda: pd.DataFrame(DATA).assign(d=pd.to_datetime(pd.Series(DAYS))),
    "polars": lambda: pl.DataFrame(DATA),
    "polars categories": lambda: pl.DataFrame(DATA).with_columns(pl.col("kind", "ch").cast(pl.Categorical)),
}


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_read_as_a_file(name: str) -> None:
    frame = FRAMES[name]()
    found = RULES.score(frame)
    assert isinstance(found, Columns)
    assert not differences(found, by_interpreter(RULES, DATA), DATA)
    held = RULES.score_columns(RULES.read_columns(frame), block=2)
    assert not differences(held, by_interpreter(RULES, DATA), DATA)


def test_files_and_dictionaries_of_bodies_still_give_scores() -> None:
    assert isinstance(RULES.score({"bodies": [{"body": "x", "kind": "a", "n": 1}]}), Scores)


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        (np.array([0.1, 0.2, 123456.789]), ["1/10", "1/5", "123456789/1000"]),
        (
            np.array([1 / 3, 1e-17, 1e17]),
            ["3333333333333333/10000000000000000", "1/100000000000000000", "1" + "0" * 17],
        ),
        (np.array([5e-324, 1.7976931348623157e308, 0.0]), [Fraction("5e-324"), Fraction("1.7976931348623157e308"), 0]),
        (np.array([0.1, 2.5], np.float32), ["1/10", "5/2"]),
        (np.array([2**63, 1], np.uint64), [2**63, 1]),
        (np.array([-(2**63), 2**63 - 1]), [-(2**63), 2**63 - 1]),
        (np.array(["2/37", "1e-3"]), ["2/37", "1/1000"]),
        (np.array([np.nan, 1.5, -np.inf]), [None, "3/2", None]),
        (np.array([Fraction(1, 3), Decimal("0.10"), None], dtype=object), ["1/3", "1/10", None]),
    ],
)
def test_numbers_are_exact(values: np.ndarray, wanted: list[Any]) -> None:
    rules = rules_of('methodology m "M"\ninput n : number\nindicator x { score n + n }\n')
    found = rules.score({"n": values})
    expected = [None if w is None else 2 * Fraction(w) for w in wanted]
    assert [found["x"].exact(i) for i in range(len(wanted))] == expected
    assert np.isnan(found["x"].values).tolist() == [w is None for w in wanted]


def test_a_constant_divisor_of_0_leaves_what_cannot_be_read_unread() -> None:
    rules = rules_of('methodology m "M"\ninput n : number\nindicator x { when known(n / 0) : 1; score 2 }\n')
    data = {"n": ["what?", "1", None]}
    assert not differences(rules.score_columns(as_objects(data)), by_interpreter(rules, data), data)


def test_many_floats_of_different_length_are_read_as_they_print() -> None:
    rules = rules_of('methodology m "M"\ninput n : number\nindicator x { score n }\n')
    draw = np.random.default_rng(1)
    whole = np.round(draw.normal(size=9_000) * 10.0 ** draw.integers(0, 5, 9_000), 0)
    values = np.concatenate([whole, np.round(draw.normal(size=9_000), 3), draw.normal(size=300), -whole])
    found = rules.score({"n": values})
    assert [found["x"].exact(i) for i in range(len(values))] == [Fraction(repr(v)) for v in values.tolist()]


def test_rows_that_are_not_read_are_not_scored() -> None:
    rules = rules_of('methodology m "M"\ninput n : number\nindicator x { score n }\n')
    bodies = {
        "body": np.array(["a", "b", "a", "", "c"]),
        "n": np.arange(5),
        "period": np.array([2020, 2020, 2020, 2020, 2019]),
    }
    found = rules.score(bodies)
    assert found["x"].status.tolist() == [0, 0, 5, 5, 5]
    assert found["x"].reason(2) == "`a` in 2020 stands twice: the row at frame:0 counts, the one here is not read"
    assert found["x"].reason(3) == "the row names no body and is not read"
    assert found["x"].reason(4) == "the row is not scored: it is of the period 2019"
    assert rules.score(bodies, period="all")["x"].status.tolist() == [0, 0, 5, 5, 0]
    with pytest.raises(UsageError):
        rules.score(bodies, period=1999, parameters={"none": 1})


def test_what_is_wrong_with_a_frame_is_said() -> None:
    rules = rules_of('methodology m "M"\ninput complaints : number\nindicator x { score complaints }\n')
    found = rules.score({"complaint": np.arange(2)})
    assert any("complaint" in f.message for f in found.findings)
    assert [found["x"].reason(0), found["x"].exact(0)] == ["`complaints` is missing", None]
    with pytest.raises(ValueError, match="not of one length"):
        rules.score({"complaints": np.arange(2), "body": np.array(["a"])})
    with pytest.raises(ValueError, match="dimensions"):
        rules.score({"complaints": np.zeros((2, 2))})
    with pytest.raises(UnknownPath):
        rules.score_columns({"complaints": np.arange(2)}, paths=["y"])
    yearly = rules_of('methodology m "M"\ninput n : number, yearly\nindicator x { score previous(n) }\n')
    with pytest.raises(DataError, match="period"):
        yearly.score({"n": np.arange(2)})


def test_an_empty_frame_has_no_rows() -> None:
    found = RULES.score({"n": np.array([], np.int64), "kind": np.array([], "U1")})
    assert [len(found[path]) for path in found] == [0, 0, 0]
    assert found["x"].values.tolist() == []


def test_tables_of_results_say_whose_the_rows_are() -> None:
    rules = rules_of('methodology m "M"\ninput n : number\nindicator x { score n }\n')
    frame = {"id": np.array([7, 8, 9]), "period": np.array([2020, 2021, 1]), "n": np.arange(3)}
    table = rules.score(frame, key="id", period="all").to_arrow()
    assert table.to_pylist() == [
        {"body": 7, "period": 2020, "x": 0.0}, {"body": 8, "period": 2021, "x": 1.0},
        {"body": 9, "period": None, "x": None},
    ]  # fmt: skip
    assert rules.score({"n": np.arange(3)}).to_arrow().column_names == ["x"]
    gaps = rules.score({"body": np.array([" a", None, "b"], object), "n": np.arange(3)})
    assert gaps.to_arrow().column("body").to_pylist() == ["a", None, "b"]


@pytest.mark.parametrize(
    ("lacks", "says"), [("pyarrow", r"evallang\[columns\]' pyarrow"), ("pandas", "pip install pandas")]
)
def test_a_package_that_is_not_there_is_named(lacks: str, says: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = RULES.score({"n": np.arange(3)})
    monkeypatch.setattr(results, "find_spec", lambda name: None if name == lacks else name)
    if lacks == "pyarrow":
        monkeypatch.setitem(sys.modules, "evallang.backends.columns.tables_out", None)
    with pytest.raises(ImportError, match=says):
        found.to_pandas()


def test_a_path_is_no_list_of_paths() -> None:
    with pytest.raises(TypeError, match=r'`paths` is a list of paths: give \["x"\]'):
        RULES.score_columns({"n": np.arange(3)}, paths="x")


def test_wide_numbers() -> None:
    rules = rules_of('methodology m "M"\ninput n : number\nindicator x { score n }\n')
    scores = rules.score({"bodies": [{"body": "a", "n": np.longdouble("0.1")}]})
    assert scores["a"]["x"].value == Fraction(1, 10)
    found = rules.score(pl.DataFrame({"n": [1, None, 2**100]}, schema={"n": pl.Int128}))
    assert [found["x"].exact(row) for row in range(3)] == [1, None, 2**100]


def test_results_become_tables() -> None:
    found = RULES.score(pa.table(DATA))
    table = found.to_arrow()
    assert table.column_names == ["body", "x", "x.grade", "t"]
    assert table.column("body").to_pylist() == DATA["body"]
    assert table.column("x").null_count == sum(found["x"].status != 0)
    assert table.column("x.grade").to_pylist()[0] == "low"
    assert list(found.to_pandas().columns) == ["body", "x", "x.grade", "t"]
    assert found.to_dict(["t"])["t"].dtype == bool

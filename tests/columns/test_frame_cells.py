"""Cells and headers of frames that are easily read otherwise than in a file."""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from engine.programs import rules_of

from evallang.backends.columns.results import Columns

RULES = rules_of("""\
methodology m "M"
input ұй "Үйдің саны" : number
input d : date
indicator x { score ұй * 2 }
indicator early { score if d < 2020-03-01 then 1 else 0 }
""")
FRAMES: list[Callable[..., Any]] = [dict, pd.DataFrame, pl.DataFrame, pa.table]
FRAMES[0] = lambda held: {name: np.array(values) for name, values in held.items()}
DAYS = ["2020-02-29", "2020-03-01 10:00", "2020-03-01"]


def values(columns: Columns, path: str) -> list[Any]:
    return [columns[path].exact(row) for row in range(columns.size)]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("header", ["ұй", "Үйдің саны"])
def test_a_header_is_composed(frame: Callable[..., Any], header: str) -> None:
    apart = unicodedata.normalize("NFD", header)
    assert apart != header
    assert values(RULES.score_columns(frame({apart: [3]})), "x") == [6]


@pytest.mark.parametrize("frame", [lambda held: {"d": held["d"].to_numpy()}, pd.DataFrame, pl.DataFrame,
                                   lambda held: pa.Table.from_pandas(pd.DataFrame(held))])  # fmt: skip
def test_one_time_of_day_makes_its_own_row_invalid(frame: Callable[..., Any]) -> None:
    columns = RULES.score_columns(frame({"d": pd.to_datetime(pd.Series([*DAYS, None]), format="mixed")}))
    assert values(columns, "early") == [1, None, 0, None]
    assert "10:00" in (columns["early"].reason(1) or "")
    assert columns["early"].reason(3) == "`d` is missing"


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame, lambda held: pa.Table.from_pandas(pd.DataFrame(held))])
def test_a_time_zone_has_its_own_midnight(frame: Callable[..., Any]) -> None:
    days = pd.to_datetime(pd.Series(DAYS), format="mixed").dt.tz_localize("Asia/Almaty")
    assert values(RULES.score_columns(frame({"d": days})), "early") == [1, None, 0]
    elsewhere = days.dt.tz_convert("UTC")  # six hours before midnight
    assert values(RULES.score_columns(frame({"d": elsewhere})), "early") == [None, None, None]


FAR = pa.array([5_000_000, 18_000, -5_000_000, None], pa.int32()).cast(pa.date32())
FORMS: dict[str, Callable[[pa.Array], Any]] = {
    "date32": lambda days: pa.table({"d": days}),
    "date64": lambda days: pa.table({"d": days.cast(pa.date64())}),
    "dictionary": lambda days: pa.table({"d": days.dictionary_encode()}),
    "dictionary of date64": lambda days: pa.table({"d": days.cast(pa.date64()).dictionary_encode()}),
    "timestamps": lambda days: pa.table({"d": days.cast(pa.timestamp("s"))}),
    "dictionary of timestamps": lambda days: pa.table({"d": days.cast(pa.timestamp("s")).dictionary_encode()}),
    "pandas of Arrow": lambda days: pa.table({"d": days}).to_pandas(types_mapper=pd.ArrowDtype),
    "polars": lambda days: pl.DataFrame({"d": pl.from_arrow(days)}),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_day_beyond_the_years_of_dates_makes_its_own_row_invalid(form: str) -> None:
    columns = RULES.score_columns(FORMS[form](FAR))
    assert values(columns, "early") == [None, 1, None, None]
    assert "`15659-07-15" in columns["early"].reason(0)
    assert "`-11720-06-19" in columns["early"].reason(2)
    assert columns["early"].reason(3) == "`d` is missing"


def test_such_days_in_a_frame_of_items() -> None:
    rules = rules_of(
        'methodology m "M"\nitem part "Parts" by code { input d : date }\n'
        "indicator x { score count(part where d < 2020-03-01) }\n"
    )
    body = pa.array(["a", "b", "c", "b"])
    for form in ("date32", "date64"):
        parts = FORMS[form](FAR).append_column("body", body).append_column("code", pa.array([1, 1, 1, 2]))
        found = rules.score_columns({"body": np.array(["a", "b", "c"])}, lists={"part": parts.slice(0, 3)})
        assert values(found, "x") == [None, 1, None]


def test_durations_that_python_does_not_have() -> None:
    columns = RULES.score_columns(pa.table({"ұй": pa.array([1, 2**62, None], pa.int64()).cast(pa.duration("s"))}))
    assert "`4611686018427387904 seconds`" in columns["x"].reason(1)
    assert columns["x"].reason(2) == "`ұй` is missing"


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"ұй": [[1], [2]]}),
        pl.DataFrame({"ұй": [{"a": 1}, {"a": 2}]}),
        pa.table({"ұй": [[1], [2]]}),
        {"ұй": np.array([{1}, 2], dtype=object)},
    ],
)
def test_a_cell_of_several_values_is_refused(frame: Any) -> None:
    with pytest.raises(ValueError, match=r"the column `ұй` holds a (list|dict|set) in row 0; a cell is one value"):
        RULES.score_columns(frame)


@pytest.mark.parametrize(
    "tags",
    [
        pd.DataFrame({"tags": [[1], [2]], "ұй": [1, 2]}),
        pl.DataFrame({"tags": [{"a": 1}, None], "ұй": [1, 2]}),
        pa.table({"tags": [None, [1]], "ұй": [1, 2]}),
        {"tags": np.array([b"1", 2], dtype=object), "ұй": np.array([1, 2])},
    ],
)
def test_such_a_cell_of_no_input_is_passed_over(tags: Any) -> None:
    columns = RULES.score_columns(tags)
    assert values(columns, "x") == [2, 4]
    assert "the column `tags` is no input and is not read" in [finding.message for finding in columns.findings]
    assert values(RULES.score_columns(RULES.read_columns(tags)), "x") == [2, 4]


@pytest.mark.parametrize("name", ["body", "PERIOD", "Үйдің саны", "ҰЙ", "part", "id", "Parts"])
def test_such_a_cell_is_not_lost(name: str) -> None:
    rules = rules_of(
        'methodology m\ninput ұй "Үйдің саны" : number\nitem part "parts" by id { input n : number }\n'
        "indicator x { score ұй + sum(n for part, none 0) }\n"
    )
    with pytest.raises(ValueError, match=rf"the column `{name}` holds a list in row 1; a cell is one value"):
        rules.score_columns(pa.table({name: [None, [1]], "other": [1, 2]}))


def test_sparse_columns() -> None:
    columns = RULES.score_columns(pd.DataFrame({"ұй": pd.arrays.SparseArray([0, 1.5, np.nan])}))
    assert values(columns, "x") == [0, 3, None]


@pytest.mark.parametrize("frame", [pd.DataFrame, lambda held: {"ұй": np.array(held["ұй"], dtype=object)}])
def test_a_signalling_nan_is_invalid(frame: Callable[..., Any]) -> None:
    columns = RULES.score_columns(frame({"ұй": [Decimal("sNaN"), Decimal("1.5"), None]}))
    assert values(columns, "x") == [None, Fraction(3), None]
    assert "`sNaN` is not a number" in (columns["x"].reason(0) or "")
    assert columns["x"].reason(2) == "`ұй` is missing"


def test_no_paths() -> None:
    assert list(RULES.score_columns({"ұй": np.array([1])}, paths=[])) == []

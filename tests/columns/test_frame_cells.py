"""Cells and headers of frames that are easily read otherwise than in a file."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
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


NO_END = ["9999-12-31", "1600-02-29", "2020-03-01"]


@pytest.mark.parametrize("zone", [None, "UTC"])
def test_days_of_pandas_have_no_end(zone: str | None) -> None:
    days = pd.Series(np.array(NO_END, "datetime64[us]"))
    held = {"body": ["a", "b", "c"], "d": days if zone is None else days.dt.tz_localize(zone)}
    assert values(RULES.score_columns(pd.DataFrame(held)), "early") == [0, 1, 0]


def test_points_in_time_and_durations_as_objects() -> None:
    cells = [np.datetime64("2020-02-29", "ns"), np.datetime64("NaT"), pd.NaT, np.datetime64("2020-03-01T10:00", "s")]
    columns = RULES.score_columns({"d": np.array([*cells, date(2020, 5, 5)], dtype=object)})
    assert values(columns, "early") == [1, None, None, None, 0]
    assert [columns["early"].reason(row) for row in (1, 2)] == ["`d` is missing"] * 2
    for given in (cells[:1], [np.timedelta64(5, "ns")], np.array([5], "m8[ns]"), np.array([5], "m8[s]")):
        columns = RULES.score_columns({"ұй": np.array(given, dtype=getattr(given, "dtype", object))})
        assert columns["x"].exact(0) is None
        assert "cannot be read" in (columns["x"].reason(0) or "")


def test_midnight_is_that_of_the_zone_in_every_frame() -> None:
    days = pd.Series(pd.to_datetime(["2020-03-01"]).tz_localize("Asia/Almaty"))
    frames = [pd.DataFrame({"d": held}) for held in (days, days.astype("category"), days.astype(object))]
    frames.append({"d": np.array([datetime(2020, 3, 1, tzinfo=UTC)], dtype=object)})
    for frame in frames:
        assert values(RULES.score_columns(frame), "early") == [0]


def test_what_libraries_have_where_there_is_none() -> None:
    cells = [np.timedelta64("NaT"), np.datetime64("NaT"), pd.NaT, pd.NA, None]
    columns = RULES.score_columns({"ұй": np.array(cells, dtype=object)})
    assert [columns["x"].reason(row) for row in range(len(cells))] == ["`ұй` is missing"] * len(cells)
    columns = RULES.score_columns({"ұй": np.array(["NaT"], "m8[s]")})
    assert columns["x"].reason(0) == "`ұй` is missing"


@pytest.mark.parametrize(
    "held",
    [
        pa.array([9007199254740993, None]), pa.chunked_array([[9007199254740993], [None]]),
        pl.Series([9007199254740993, None]), pd.Series([9007199254740993, None], dtype="Int64"),
        pl.Series([9007199254740993, None], dtype=pl.Object),
    ],
)  # fmt: skip
def test_a_mapping_may_hold_columns_of_any_library(held: Any) -> None:
    columns = RULES.score_columns({"ұй": held})
    assert values(columns, "x") == [18014398509481986, None]
    assert columns["x"].reason(1) == "`ұй` is missing"


@pytest.mark.parametrize("bits", [16, 32])
def test_narrow_floats_have_few_digits_in_every_frame(bits: int) -> None:
    held = np.array([0.1, 0.3], f"f{bits // 8}")
    frames = [{"ұй": held}, pd.DataFrame({"ұй": held}), pa.table({"ұй": held})]
    frames += [pa.table({"ұй": pc.run_end_encode(pa.array(held))}), {"ұй": np.array(list(held), dtype=object)}]
    if bits == 32:  # neither has narrower categories
        frames += [pd.DataFrame({"ұй": pd.Categorical(held)}), pa.table({"ұй": pa.array(held).dictionary_encode()})]
    for frame in frames:
        assert values(RULES.score_columns(frame), "x") == [Fraction(1, 5), Fraction(3, 5)]


@pytest.mark.parametrize("cells", [["3.5", "3.50"], ["3.50", "3.5"]])
def test_decimals_have_their_own_digits(cells: list[str]) -> None:
    rules = rules_of('methodology m\ninput c : choice (p "3.5", q "4")\nindicator x { score if c = p then 1 else 2 }\n')
    columns = rules.score_columns({"c": np.array([Decimal(cell) for cell in cells], dtype=object)})
    assert values(columns, "x") == [1 if cell == "3.5" else None for cell in cells]


def test_results_that_are_called_as_the_keys_lose_none() -> None:
    rules = rules_of("methodology m\ninput n : number\nindicator body { score n * 2 }\n")
    table = rules.score_columns({"body": np.array(["a", "b"]), "n": np.array([1, 2])}).to_arrow()
    assert table.to_pydict() == {"body (key)": ["a", "b"], "body": [2, 4]}


@pytest.mark.parametrize("given", [{"threads": 1.5}, {"threads": True}, {"block": "3"}])
def test_counts_are_whole_numbers(given: Any) -> None:
    with pytest.raises(TypeError, match="a whole number is needed"):
        RULES.score_columns({"ұй": np.array([1])}, **given)


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

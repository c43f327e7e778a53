"""The type of a result follows from the rules, so that results of parts of the data fit together."""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from columns.comparing import as_objects
from engine.programs import rules_of

RULES = rules_of("""\
methodology m "M"
kinds big "Big", little "Little"
parameter since "Since" : date
parameter share "Share" : share = 1/2
input a : number
input f : flag
input d : date
input note : text
input ch : choice (red "Red", green "Green")
input who : body
item part "Parts" by code { input n : number; input t : text }
formula said = if f then note else "nothing"
formula day = if f then d else since
formula more = a > 3
formula never = undefined "it is never known"
indicator x {
  score a / 3
  grade
    | score    | grade |
    | 1 and up | good  |
    | below 1  | poor  |
}
trigger t { when a > 3; proposes "to look" }
rating best { among every body; by x, highest first, ties share }
""")
TYPES = {
    "a": "double", "share": "double", "x": "double", "best.rank": "double", "part.a.n": "double", "never": "double",
    "f": "bool", "more": "bool", "t": "bool", "d": "date32[day]", "day": "date32[day]",
    "since": "date32[day]", "note": "string", "ch": "string", "who": "string", "said": "string", "x.grade": "string",
    "part.a.t": "string",
}  # fmt: skip
DTYPES = {"double": np.float64, "bool": np.bool_, "date32[day]": np.object_, "string": np.object_}
FULL: dict[str, list[Any]] = {
    "body": ["n", "s", "e"], "kind": ["big", "little", "big"], "a": [1, 9, 5], "f": [True, False, True],
    "d": [date(2020, 1, 1)] * 3, "note": ["x", "y", "z"], "ch": ["red", "green", "red"], "who": ["s", "n", "n"],
}  # fmt: skip
PARTS = {
    "full": FULL,
    "nothing known": {**{name: [None] * 3 for name in FULL}, "body": FULL["body"], "kind": FULL["kind"]},
    "no rows": {name: [] for name in FULL},
    "no columns": {"body": FULL["body"], "kind": FULL["kind"]},
}
ITEMS = {"body": np.array(["n", "s"]), "code": np.array(["a", "a"]), "n": np.arange(2), "t": np.array(["p", "q"])}


@pytest.mark.parametrize("engine", ["columns", "fused"])
@pytest.mark.parametrize("parameters", [{}, {"since": "2020-02-01"}])
def test_the_same_types_for_every_part(engine: Any, parameters: dict[str, str]) -> None:
    if engine == "fused":
        pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")
    paths = list(TYPES)
    tables = []
    for name, part in PARTS.items():
        lists = {"part": ITEMS} if name == "full" else None
        found = RULES.score_columns(
            as_objects(part), lists=lists, paths=paths, parameters=parameters, engine=engine, block=2
        )
        assert {path: found[path].values.dtype for path in paths} == {p: DTYPES[TYPES[p]] for p in paths}, name
        tables.append(found.to_arrow())
        assert {path: str(tables[-1].schema.field(path).type) for path in paths} == TYPES, name
    whole = pa.concat_tables(tables)
    assert whole.column("x.grade").to_pylist() == ["poor", "good", "good", *[None] * 6]
    assert whole.column("t").to_pylist() == [False, True, True, *[None] * 6]
    assert whole.column("said").to_pylist() == ["x", "nothing", "z", *[None] * 6]

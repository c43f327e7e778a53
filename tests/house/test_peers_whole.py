"""Engines written by hand for the whole methodology of 2020, held to the interpreter. No time is tested."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from house.checkout import ROOT, checked, run_python
from numpy.typing import NDArray
from peers import anyrules, bodies, own
from peers.compared import differences, same
from peers.engines import whole_arrays, whole_frame, whole_plain
from peers.engines.whole_tables import BANK, DEFENCE

from evallang import Rules, load

ROWS = 60
BY_HAND = [whole_plain.Fractions, whole_plain.Floats, whole_arrays.Numpy64]
Change = Callable[[bodies.Bodies, dict[str, int]], None]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load(ROOT / "rules" / "interaction-2020")


def as_made(made: bodies.Bodies, inputs: dict[str, int]) -> None:
    """No change."""


def nothing_to_divide_by(made: bodies.Bodies, inputs: dict[str, int]) -> None:
    """Every fourth body has no case at all in one count or another."""
    for start, name in enumerate(("services", "timed", "handled", "portalable", "volume")):
        made.columns[inputs[name]].values[start::4] = 0
    for start, language in enumerate(("kk", "ru")):
        made.columns[inputs[f"open_dialogue.answered.{language}.questions"]].values[start::7] = 0
    of_organisations = next(lists for lists in made.lists.values() if len(lists.columns) > 5)
    of_organisations.columns[inputs["dialogue.few_answered.ru.asked"]].values[::9] = 0


def much_is_said(made: bodies.Bodies, inputs: dict[str, int]) -> None:
    """Every flag is up for half of the bodies, and people are punished for about as many cases as could be."""
    draw = np.random.default_rng(3)
    for d in made.program.inputs:
        if d.number in made.columns and made.columns[d.number].values.max() == 1:
            made.columns[d.number].values[:] = draw.integers(0, 2, len(made))
    late = made.columns[inputs["overdue"]].values
    late[:] = draw.integers(0, 12, len(made))
    made.columns[inputs["complaint_handling.control.impossible"]].values[:] = draw.integers(0, late + 1)
    made.columns[inputs["complaint_handling.control.punished"]].values[:] = draw.integers(0, late + 1)


def nobody_to_ask(made: bodies.Bodies, inputs: dict[str, int]) -> None:
    """All budgets are secret, and no local body has a service that was looked at."""
    made.columns[inputs["secret"]].values[:] = 1
    keep_items(made, "service", made.kinds == 0)


def keep_items(made: bodies.Bodies, name: str, of: NDArray[np.bool_]) -> None:
    """Of one list, only the items of some bodies."""
    number = next(number for number, item in enumerate(made.program.items) if item.name == name)
    items = made.lists[number]
    kept = of[items.owners]
    columns = {key: bodies.Drawn(column.values[kept], column.unit) for key, column in items.columns.items()}
    made.lists[number] = bodies.Items(items.owners[kept], columns)


CHANGES: list[Change] = [as_made, nothing_to_divide_by, much_is_said, nobody_to_ask]


def answered(rules: Rules, engine: type[own.Engine], made: bodies.Bodies) -> list[own.Answer]:
    tried = engine(rules, anyrules.results(rules))
    tried.ready()
    return tried.answers(tried.batch(tried.prepare(made)))


@pytest.fixture(scope="module", params=CHANGES, ids=lambda change: change.__name__)
def changed(request: pytest.FixtureRequest, rules: Rules) -> tuple[bodies.Bodies, list[own.Answer]]:
    """Bodies, and what the interpreter says of them."""
    made = anyrules.made(rules, ROWS)
    request.param(made, {d.short: d.number for d in made.program.inputs})
    expected = answered(rules, own.Interpreter, made)
    words = {value for row in expected for value in row if isinstance(value, str)}
    assert "not applicable" in words
    assert ("undefined" in words) == (request.param in (nothing_to_divide_by, nobody_to_ask))
    return made, expected


@pytest.mark.parametrize("engine", BY_HAND)
def test_every_result_is_that_of_the_interpreter_but_for_what_floats_lose(
    engine: type[own.Engine], rules: Rules, changed: tuple[bodies.Bodies, list[own.Answer]]
) -> None:
    made, expected = changed
    outputs, found = anyrules.results(rules), answered(rules, engine, made)
    counted = differences(found, expected, outputs)
    assert (counted["rows"], counted["of"], counted["absent"]) == (ROWS, ROWS * len(outputs), 0)
    if engine is whole_plain.Fractions:
        assert found == expected
    for mine, exact in zip(found, expected, strict=True):
        for path, value, right in zip(outputs, mine, exact, strict=True):
            assert value == right or _near(value, right), path


def _near(value: Any, exact: Any) -> bool:
    """Whether a binary number is off by no more than its roundings."""
    return isinstance(value, float) and isinstance(exact, Fraction) and abs(value - exact) < 1e-9


def test_two_bodies_are_left_rows_of_their_tables(rules: Rules) -> None:
    """They are known by their names, which no made-up body has."""
    made, outputs = anyrules.made(rules, 8), anyrules.results(rules)
    made.kinds[:2] = 0
    keep_items(made, "outage", np.zeros(8, np.bool_))
    names = {"body 0": min(BANK), "body 1": max(DEFENCE)}
    records = [r | {"body": names.get(r["body"], r["body"])} for r in made.records_with_items(Fraction)]
    plain = whole_plain.Fractions(rules, outputs)
    plain.ready()
    expected = [
        tuple(found.status if found.value is None else found.value for found in (body[path] for path in outputs))
        for body in rules.score({"bodies": records})
    ]
    assert plain.answers(plain.batch(records)) == expected
    frame = whole_frame.framed(made)
    for name, place in (("bank", 0), ("defence", 1)):
        frame.columns[name][place] = True
    arrays = whole_arrays.Numpy64(rules, outputs)
    for mine, exact in zip(arrays.answers(arrays.batch(frame)), expected, strict=True):
        assert [p for p, a, b in zip(outputs, mine, exact, strict=True) if a != b and not _near(a, b)] == []


def test_differences_are_counted() -> None:
    mine = [(1.005, "low", Fraction(1)), (2.0, "high", "undefined"), (-0.125, "low", 3)]
    its = [(Fraction("1.005"), "low", Fraction(1)), (Fraction(2), "low", Fraction(1)), (Fraction("-0.125"), "low", 3)]
    assert differences(mine, its, ("a", "b.grade", "c")) == {
        "bodies": 2, "rows": 3, "results": 3, "of": 9, "grades": 1, "absent": 1,
    }  # fmt: skip
    assert same(0.125, Fraction("0.1251")) and not same(Fraction("0.125"), Fraction("0.1251"))


@pytest.mark.parametrize("name", ["Python, floats, by hand", "NumPy, float64, by hand"])
def test_a_worker_measures_one_engine(name: str) -> None:
    found = json.loads(checked(run_python("bench/peers/worker.py", "whole", name, "100")))
    assert [rate["rows"] for rate in found["rates"]] == [100]
    assert found["wrong"]["of"] == anyrules.COMPARED * found["outputs"] and not found["own"]

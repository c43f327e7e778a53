"""Random programs over random data: compiled code and the interpreter agree in every value, absence and reason."""

import os
import random
from fractions import Fraction
from typing import Any

import pytest
from agreeing.engines import CompiledPython, given, told
from agreeing.holding import held
from agreeing.roots import Roots
from agreeing.totals import Totals
from columns.one_body import NoLists, OneBody, Years
from engine.programs import check
from engine.random_data import DataMaker
from engine.random_tables import Maker

from evallang.backends.python.unit import NotCompiled
from evallang.rules import Rules

# How many programs have each of their results compiled by itself: EVALLANG_COMPILED=2000 looks further.
PROGRAMS = int(os.environ.get("EVALLANG_COMPILED", "20"))
DATA_SETS = 3
GROUPS = 5


@pytest.mark.parametrize("group", range(GROUPS))
def test_many_bodies(group: int) -> None:
    """All results together, over data near the edges of each program."""
    out = held(CompiledPython(), group, GROUPS, (Maker, Roots, NoLists, Years, OneBody))
    assert not out.left, "something was not compiled"


@pytest.mark.parametrize("group", range(2))
def test_rounded_totals(group: int) -> None:
    """Rounded results alone, with floats in front of exact code: a fifth of the pairs."""
    engine = CompiledPython()
    assert not held(engine, group, 2 * GROUPS, (Totals,)).left
    assert engine.with_floats > 1


def compiled(rules: Rules, path: str, option: str) -> Any:
    """A scorer of one result; None where it is not written."""
    try:
        return rules.compile(outputs=[path], readings={"form": option})
    except NotCompiled:
        return None


def differences(seed: int, counts: dict[str, int]) -> list[str]:
    """What differs in one program, with all that is needed to look at it."""
    pick = random.Random(seed).choice
    made = (Maker, Roots)[seed % 2](pick).program()
    rules, wrong = check(made.text)
    assert rules is not None, wrong
    for option in ("one", "other"):
        paths = rules.score({"bodies": [{"body": "x", "period": 2020}]}, readings={"form": option}).columns
        scorers = {path: compiled(rules, path, option) for path in paths}
        counts["results"] += len(scorers)
        for _ in range(DATA_SETS):
            data = DataMaker(made, pick).data()
            scores = rules.score({"bodies": data.given}, readings={"form": option}, period="all")
            for path, scorer in scorers.items():
                for record, found in zip(data.given, scorer.score_all(data.given) if scorer else (), strict=False):
                    counts["compared"] += 1
                    wanted, ours = told(scores[record["body"], record.get("period")][path]), given(found[path])
                    if wanted != ours and not _is_of_data(wanted):
                        return [f"program {seed}, {option}, {path}: {ours}, not {wanted}", str(record), made.text]
    return []


def _is_of_data(wanted: Any) -> bool:
    """Whether a reason tells of a cell by its place, which a record does not have."""
    return isinstance(wanted, tuple) and " at data" in str(wanted[1])


@pytest.mark.parametrize("group", range(GROUPS))
def test_compiled_code_and_the_interpreter_agree(group: int) -> None:
    """A program that differs is shown; of several, the shortest."""
    counts = {"results": 0, "compared": 0}
    found = [differences(seed, counts) for seed in range(group, PROGRAMS, GROUPS)]
    differing = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not differing, f"{len(differing)} programs differ; " + "\n".join(differing[0])
    assert counts["compared"] > 20


def test_values_are_exact() -> None:
    """A third is a third."""
    rules, found = check("methodology m\ninput a : count\nindicator x { points 1; score a / 3 }\n")
    assert rules is not None, found
    assert rules.compile().score({"body": "b", "a": 1})["x"] == Fraction(1, 3)

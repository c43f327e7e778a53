"""A trial scored after another one, only what changed worked out again, has the values that it has by itself."""

import os
import random
from typing import Any

import pytest
from engine.programs import check
from engine.random_tables import Maker as ProgramMaker
from trials.test_as_example import asked

from evallang.backends.interpreter.frames import Frame
from evallang.ir.deep import deep_calls
from evallang.ir.program import Program
from evallang.lint.nudges import nudge
from evallang.lint.starts import all_rows
from evallang.trials.again import Again
from evallang.trials.made import Maker, Trial
from evallang.trials.sides import Side, given_to
from evallang.trials.users import Users

PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "400")) // 4
GROUPS, STEPS = 5, 12


def values(program: Program, frame: Frame | None) -> list[Any]:
    """Every value of a body and of its items."""
    assert frame is not None
    with deep_calls():
        own = [(d.short, repr(frame.get(d.number))) for d in program.definitions if not d.level]
        return own + [(key, held) for key, inner in _items(program, frame, ()) for held in inner]


def _items(program: Program, frame: Frame, level: tuple[int, ...]) -> list[Any]:
    found: list[Any] = []
    for number, item in enumerate(program.items):
        if item.parent == (level[-1] if level else None):
            for inner in frame.items(number) or ():
                at = (*level, number)
                own = [(d.short, repr(inner.get(d.number))) for d in program.definitions if d.level == at]
                found.append(((number, inner.key), own + _items(program, inner, at)))
    return found


def changed(maker: Maker, program: Program, trial: Trial, step: int) -> Trial:
    """One or two values changed, or a list made shorter; of every third one a value is left out everywhere."""
    other = trial.copy()
    nudge(maker, {path: found[0] for path, found in given_to(program).items()}, other)
    given = sorted({path for made in all_rows(other) for path in made.values})
    if step % 3 == 0 and given:
        left = given[step % len(given)]
        for made in all_rows(other):
            made.values.pop(left, None)
    return other


@pytest.mark.parametrize("group", range(GROUPS))
def test_only_what_changed_is_worked_out_again(group: int) -> None:
    kept = 0
    for seed in range(group, PROGRAMS, GROUPS):
        rules, found = check(ProgramMaker(random.Random(seed).choice).program().text)
        assert rules is not None, found
        program = rules.program
        side, alone, maker = Side(program), Side(program), Maker((program,))
        again = Again(side, Users(program))
        trial = begun = maker.trial(asked(program, random.Random(seed).randint(1, 3)), seed % 4)
        for step in range(STEPS):
            before = side.run.data
            results = values(program, again.frame(trial))
            assert results == values(program, alone.frame(trial)), (seed, step)
            kept += side.run.data is before
            trial = changed(maker, program, begun if step % 7 == 0 else trial, step) if step % 5 else trial
    assert kept > PROGRAMS // GROUPS * STEPS // 3, "nearly every trial is scored anew"

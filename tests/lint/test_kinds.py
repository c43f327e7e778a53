"""What is worked out alike for the bodies of all kinds has the same value for a body of any kind."""

import os
import random
from typing import Any

import pytest
from engine.programs import check
from engine.random_tables import Maker as ProgramMaker
from trials.test_as_example import asked

from evallang.ir.deep import deep_calls
from evallang.ir.program import Program
from evallang.lint.dependents import Dependents
from evallang.trials.made import Maker, Trial
from evallang.trials.sides import Side

PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "400")) // 4
GROUPS = 5


def values(program: Program, side: Side, trial: Trial, numbers: list[int]) -> list[Any]:
    """Some values of the subject of a trial."""
    frame = side.frame(trial)
    assert frame is not None
    with deep_calls():
        return [(program.definitions[n].short, repr(frame.get(n))) for n in numbers]


@pytest.mark.parametrize("group", range(GROUPS))
def test_for_a_body_of_another_kind_they_are_the_same(group: int) -> None:
    alike = 0
    for seed in range(group, PROGRAMS, GROUPS):
        rules, found = check(ProgramMaker(random.Random(seed).choice).program().text)
        assert rules is not None, found
        program = rules.program
        apart = Dependents(program).by_kind
        numbers = [d.number for d in program.definitions if d.number not in apart and not d.level]
        side, maker = Side(program), Maker((program,))
        for way in range(3):
            trial = maker.trial(asked(program, 2), way)
            other = trial.copy()
            for kind in maker.kinds:
                other.kinds[other.subject] = kind
                given = [values(program, side, t, numbers) for t in (trial, other)]
                assert given[0] == given[1], (seed, kind)
        alike += len(maker.kinds) > 1 and len(numbers)
    assert alike > PROGRAMS // GROUPS, "nearly everything is told apart"

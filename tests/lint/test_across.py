"""What is said of two cases between which a comparison chooses holds on numbers: no value goes another way."""

import os
import random
from itertools import pairwise, product

import pytest
from engine.programs import check

from evallang.lint.dependents import Dependents
from evallang.lint.monotone import Monotone
from evallang.lint.motion import EITHER, FALLS, RISES
from evallang.lint.values import Values

PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "400")) // 2
MOST, BESIDE = 5, 2


def line(pick: random.Random) -> tuple[int, int, int]:
    return pick.randint(-2, 2), pick.randint(-2, 2), pick.randint(-1, 1)


def text(numbers: tuple[int, int, int]) -> str:
    return f"{numbers[0]} * x + {numbers[1]} * y + {numbers[2]}".replace("+ -", "- ")


def at(numbers: tuple[int, int, int], x: int, y: int) -> int:
    return numbers[0] * x + numbers[1] * y + numbers[2]


COMPARED = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


@pytest.mark.parametrize("group", range(4))
def test_no_value_goes_another_way(group: int) -> None:
    """Of most programs the cases lie apart as the sides do, times a number and with another one added."""
    decided = 0
    for seed in range(group, PROGRAMS, 4):
        pick = random.Random(seed)
        left, right, other = line(pick), line(pick), line(pick)
        times, more = pick.randint(-2, 2), pick.choice((0, 0, 1, -1))
        sides = [a - b for a, b in zip(left, right, strict=True)]
        then = tuple(o + times * s for o, s in zip(other, sides, strict=True))
        then = (then[0], then[1], then[2] + more)
        op = pick.choice(tuple(COMPARED))
        beside = pick.choice((0, 0, 1, -1))
        said = f"if {text(left)} {op} {text(right)} then {text(then)} else {text(other)} - {beside} * w"
        rules, found = check(f"methodology m\ninput x : number 0..{MOST}\ninput y : number 0..{MOST}\n"
                             f"input w : number 0..{BESIDE}\n"
                             f"indicator n {{ score {said} }}\n")  # fmt: skip
        assert rules is not None, found
        program = rules.program
        values, uses = Values(program, ()), Dependents(program)

        def value(x: int, y: int, w: int) -> int:
            holds = COMPARED[op](at(left, x, y), at(right, x, y))  # noqa: B023  # called here
            return at(then, x, y) if holds else at(other, x, y) - beside * w  # noqa: B023  # called here

        for name, along in (("x", value), ("y", lambda k, rest, w: value(rest, k, w))):
            variable = next(d.number for d in program.inputs if d.name == name)
            node = next(iter(program.nodes)).number
            own = Monotone(values, variable, uses).of_definition(node).own
            decided += own != EITHER
            for rest, w in product(range(MOST + 1), range(BESIDE + 1)):
                row = [along(k, rest, w) for k in range(MOST + 1)]
                for before, after in pairwise(row):
                    assert after <= before or own & RISES, (seed, said, name)
                    assert after >= before or own & FALLS, (seed, said, name)
    assert decided > PROGRAMS // 14, "hardly anything is decided"

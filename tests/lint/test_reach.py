"""Random programs over random data: no body leaves the points of a node where that is proved or denied."""

import os
import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
from engine.random_data import DataMaker
from engine.random_tables import Maker
from engine.test_random_programs import rules_of

from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir.deep import deep_calls
from evallang.lint.claims import Claim
from evallang.lint.corners import CORNERS
from evallang.lint.finding import Verdict
from evallang.lint.ranges import contains
from evallang.lint.reach import FINE, Way
from evallang.lint.reader import frames
from evallang.lint.subject import Subject
from evallang.rules import Rules

# As for the engine itself: EVALLANG_PROGRAMS=5000 looks further.
PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "60"))
GROUPS = 6


def subjects(rules: Rules) -> Iterator[Subject]:
    """The rules under the chosen option of their reading, and under the other one."""
    base = Subject(rules.program, rules.module, (0,), lambda _: False)
    yield base
    yield Subject(rules.program, rules.module, (1,), lambda _: False, (0, 1), None, base=base)


def contradicted(subject: Subject, claim: Claim, value: Fraction) -> Iterator[str]:
    """What was said of a claim, and is not so for a value that a body has."""
    for way in Way:
        left = subject.reach.left(claim, way)
        said = f"`{claim.node.short}` has {claim.points} points; {way.name}: {left}; a body has {value}"
        if way is Way.SHORT:
            if left.verdict is Verdict.REFUTED and not left.follows and value >= claim.points:
                yield said
        elif left is FINE and (value < 0 if way is Way.BELOW else value > claim.points):
            yield said


def on_data(rules: Rules, subject: Subject, bodies: list[dict[str, object]]) -> Iterator[str]:
    data = rules.bind({"bodies": bodies}, {"form": rules.program.readings[0].options[subject.choices[0]].name})
    for period in sorted({place[1] for place in data.records}, key=lambda year: year or 0):
        run = Run(rules.program, subject.choices, data, period)
        with deep_calls():
            for body in run.bodies(period):
                yield from of_body(subject, body)


def of_body(subject: Subject, body: Frame) -> Iterator[str]:
    named = {name for d in subject.program.nodes for e in (*d.exemptions, *d.shared_out) for name in e.bodies}
    for claim in subject.claims:
        if claim.kind not in (None, body.kind) or body.name in named:
            continue
        for _, frame in frames(body, claim.node.level):
            value = frame.get(claim.node.number)
            if isinstance(value, Fraction):
                yield from contradicted(subject, claim, value)


def untrue(seed: int) -> list[str]:
    """What is not so in one program, with all that is needed to look at it."""
    pick = random.Random(seed).choice
    made = Maker(pick).program()
    rules = rules_of(made)
    for subject in subjects(rules):
        for _ in range(2):
            data = DataMaker(made, pick).data()
            found = list(on_data(rules, subject, data.given))
            if found:
                return [f"program {seed}, option {subject.choices}", *found, made.text, *map(str, data.given)]
    return []


@pytest.mark.parametrize("group", range(GROUPS))
def test_no_body_contradicts_what_is_said_of_points(group: int) -> None:
    """A program in which one does is shown; of several, the shortest."""
    found = [untrue(seed) for seed in range(group, PROGRAMS, GROUPS)]
    wrong = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not wrong, f"{len(wrong)} programs are untrue; " + "\n".join(wrong[0])


@pytest.mark.parametrize("group", range(GROUPS))
def test_extremes_are_values_of_their_bodies_and_lie_in_the_ranges(group: int) -> None:
    """Also under an option, where what does not rest on the reading is taken from the chosen one."""
    seen = 0
    for seed in range(group, PROGRAMS, GROUPS):
        rules = rules_of(Maker(random.Random(seed).choice).program())
        for subject in subjects(rules):
            for node in subject.nodes():
                for kind in subject.kinds_of(node):
                    for lowest in (False, True):
                        reached = subject.extremes.of(node.number, kind, lowest=lowest)
                        if reached is None:
                            continue
                        seen += 1
                        can = subject.values(kind).of_definition(node.number)
                        assert contains(can, reached.value), (seed, node.short, kind, reached.value, can)
                        assert reached.utmost == (reached.value == (can.low if lowest else can.high))
                        found = subject.extremes.together([node.number], kind, lowest=lowest)
                        assert found is not None
                        assert subject.search.value(found, node.number) == reached.value, (seed, node.short, kind)
    assert seen


def test_corners_differ() -> None:
    assert len(set(CORNERS)) == len(CORNERS)

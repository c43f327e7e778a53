"""The solver proves only what holds, and what it finds is a body on which the interpreter agrees."""

import random
from fractions import Fraction

import pytest
from engine.random_tables import Maker

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.pipeline import check_source
from evallang.prove.solve import solved
from evallang.source import from_text
from evallang.types import FLAG, NUMBER

SEEDS = (*range(57), 186, 303, 354)  # the last ones once proved what was not so
TRIED = 60


def subject_of(text: str) -> Subject:
    rules, found = check_source(from_text("rules.eval", text))
    assert rules is not None, found
    chosen = tuple(reading.choice for reading in rules.program.readings)
    return Subject(rules.program, rules.module, chosen, lambda _: True)


def above(number: int, bound: Fraction) -> ir.Expr:
    value = ir.Ref((number,), "value", type=NUMBER)
    return ir.Apply("greater", (value, ir.Const(bound, str(bound), type=NUMBER)), type=FLAG)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_proved_is_so_on_every_body_that_is_tried(seed: int) -> None:
    pick = random.Random(seed)
    subject = subject_of(Maker(pick.choice).program().text)
    nodes = [d for d in subject.nodes() if not d.level and isinstance(d, NodeDef) and not d.conditions]
    for node in pick.sample(nodes, min(2, len(nodes))):
        for bound in (Fraction(-3), Fraction(0), Fraction(1), Fraction(40)):
            wanted = Wanted(((above(node.number, bound), True),), (), node.number)
            answer = solved(subject, wanted)
            if answer is None:
                continue
            if answer.found is not None:
                assert subject.search.holds(answer.found.trial, wanted) is not None
                continue
            for trial in subject.search.starts(wanted, TRIED):
                found = subject.search.holds(trial, wanted)
                assert found is None, (seed, node.short, bound, trial.made)


DECIDED = [
    ("a * b / (1 + a)", "7", None),  # a / (1 + a) < 1 and b is at most 7
    ("a * b / (1 + a)", "6.9", "a body"),
    ("a * a - 2 * a * b + b * b", "-1/10", "a body"),
    ("-(a * a - 2 * a * b + b * b)", "0", None),  # minus a square
    ("round(a, 0.5 half up) - a", "0.2", "a body"),
    ("round(a, 0.5 half up) - a", "0.25", None),
    ("min(a, b) - max(a, b)", "0", None),
    ("if a > 3 then 1 / (a - 3) else 0 - 1 / (4 - a)", "1_000", "a body"),
    ("if a >= 3 then 1 else abs(a - 5) - 2", "5/2", "a body"),
    ("if a >= 3 then 1 else abs(a - 5) - 2", "3", None),
]


@pytest.mark.parametrize(("formula", "bound", "found"), DECIDED, ids=[f"{f} > {b}" for f, b, _ in DECIDED])
def test_it_decides_what_ranges_do_not(formula: str, bound: str, found: str | None) -> None:
    subject = subject_of(f"methodology m\ninput a : number 0..\ninput b : number 0..7\nindex x {{ score {formula} }}\n")
    node = next(d for d in subject.nodes())
    answer = solved(subject, Wanted(((above(node.number, Fraction(bound.replace("_", ""))), True),), (), node.number))
    assert answer is not None
    assert (answer.found is None) is (found is None)


def test_a_divisor_of_zero_is_no_number() -> None:
    subject = subject_of("methodology m\ninput a : number 0..\nindex x { score 5 * a / a }\n")
    (node,) = subject.nodes()
    below = ir.Apply("not", (above(node.number, Fraction(4)),), type=FLAG)
    answer = solved(subject, Wanted(((below, True),), (), node.number))
    assert answer is not None and answer.found is None, "5·a/a is 5, or nothing where a is 0: never 4 or less"


CORRELATED = """\
methodology m
input bad : count, more is worse §1
input all : count §1
indicator share §2 { points 10 §2; when all = 0 : points §2; score points - points * bad / (all + bad) §2 }
indicator part §3 { points 10 §3; score 10 * bad / (bad + 1) §3 }
block both §4 {
  bonus curve §4.1 { points 5 §4.1; input x : share §4.1; score 10 * x - 10 * x * x §4.1 }
  penalty fine §4.2 { points 3 §4.2; input y : number 0..10 §4.2; score 6 * y / (y * y + 1) §4.2 }
}
"""


def test_what_the_solver_proves_is_no_finding() -> None:
    rules, found = check_source(from_text("rules.eval", CORRELATED))
    assert rules is not None, found
    examined = rules.examine(select=["C103", "C105", "C108", "C109"], prove=True)
    assert not [f.message for f in examined.findings]
    assert rules.examine(select=["C103", "C105", "C108", "C109"], prove=False).undecided

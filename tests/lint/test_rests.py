"""What was decided under the chosen readings is decided anew only where a switched reading counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from evallang.ir import expr as ir
from evallang.lint.replay import replayer
from evallang.lint.subject import Subject
from evallang.lint.wanted import Wanted
from evallang.pipeline import check_source, load
from evallang.rules import Rules
from evallang.source import from_text
from evallang.types import Flag

RULES = Path(__file__).parents[2] / "rules"
TEXT = """
methodology m
kinds central, local
input late : share
input facts : count
reading limit "How much?" §1 { option five because "x"; option none_; choose five }
reading share "Whose?" §2 { option all_ because "x"; option half; choose all_ }
formula bound §1 = by limit { five : 5; none_ : 0 }
formula counted §2 = by share { all_ : facts; half : facts / 2 }
brackets graded(x) §1
  | x         | points |
  | below 3   |      1 |
  | 3 and up  |      2 |  under limit.five
indicator speed §1 { when facts > bound : 0; when late > 50% : 5; score 10 - counted }
indicator other §2 {
  points 3 under share.half
  when graded(counted) = 2 : 1
  score if facts > 3 and late < 10% then points else 0
}
"""


def conditions(subject: Subject) -> Iterator[Wanted]:
    """Every whole condition of the nodes, true and false."""
    for d in subject.program.nodes:
        for root in subject.sites.roots(d.number):
            if isinstance(root.expr.type, Flag):
                for holds in (True, False):
                    yield Wanted((*root.guards, (root.expr, holds)), root.level, d.number)


def subjects(rules: Rules) -> Iterator[tuple[Subject, Subject]]:
    """Under each other option the subject that remembers, and one that remembers nothing."""
    program, replay = rules.program, replayer(rules.program, rules.score_example)
    chosen = tuple(r.choice for r in program.readings)
    base = Subject(program, rules.module, chosen, replay)
    for wanted in conditions(base):
        base.decide(wanted)
    for n, reading in enumerate(program.readings):
        for option in range(len(reading.options)):
            if option != reading.choice:
                choices = (*chosen[:n], option, *chosen[n + 1 :])
                yield (
                    Subject(program, rules.module, choices, replay, (n, option), base=base),
                    Subject(program, rules.module, choices, replay, (n, option)),
                )


def test_the_verdicts_are_those_of_asking_anew() -> None:
    rules, diagnostics = check_source(from_text("rules.eval", TEXT))
    assert rules is not None, [d.message for d in diagnostics]
    asked = 0
    for remembering, anew in subjects(rules):
        for wanted in conditions(anew):
            asked += 1
            assert remembering.decide(wanted).verdict is anew.decide(wanted).verdict
    assert asked > 10


@pytest.mark.parametrize("name", ["order-20-01-38-3/effectiveness.eval", "gallery/news2/news2.eval"])
def test_an_expression_rests_on_no_fewer_readings_than_its_definition_says(name: str) -> None:
    rules = load(RULES / name)
    subject = Subject(rules.program, rules.module, tuple(r.choice for r in rules.program.readings), lambda _: True)
    for d in rules.program.definitions:
        reference = ir.Ref((d.number,), d.name)
        assert subject.rests.of(reference) == rules.program.rests_on[d.number]
        for root in subject.sites.roots(d.number):
            assert subject.rests.of(root.expr) <= rules.program.rests_on[d.number]

"""What conditions say of values is true of every body for which they hold, on random conditions over random numbers."""

import operator
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from engine.programs import rules_of
from hypothesis import given, settings
from hypothesis import strategies as st

from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.lint.cases import Cases
from evallang.lint.facts import NEGATED, where
from evallang.lint.ranges import contains
from evallang.lint.values import Values
from evallang.types import FLAG, NUMBER

RULES = """
methodology m
input a : number
input b : number 0..
input c : count
input d : share
input e : count, at most c
input f : flag
input k : choice (red, green)
formula apart = a - b
formula least = if f then min(a, d) else apart
formula worse = a < b or k = red
"""
PROGRAM = rules_of(RULES).program
REFS = {
    d.name: ir.Ref((d.number,), d.name, type=getattr(d, "type", NUMBER)) for d in PROGRAM.definitions
}  # fmt: skip
VALUES = Values(PROGRAM, ())
NUMBERS = (Fraction(-2), Fraction(-1), Fraction(0), Fraction(1, 2), Fraction(1), Fraction(3))
Body = dict[str, Any]


def constant(value: Fraction) -> ir.Expr:
    return ir.Const(value, str(value), type=NUMBER)


numbers = st.deferred(
    lambda: st.one_of(
        st.sampled_from(NUMBERS).map(constant),
        st.sampled_from([REFS[n] for n in ("a", "b", "c", "d", "e", "apart", "least")]),
        st.builds(lambda op, x, y: ir.Apply(op, (x, y), type=NUMBER), st.sampled_from("add mul div min max".split()),
                  numbers, numbers),
        st.builds(lambda op, x: ir.Apply(op, (x,), type=NUMBER), st.sampled_from(["neg", "abs"]), numbers),
        st.builds(lambda c, x, y: ir.If(c, x, y, type=NUMBER), conditions, numbers, numbers),
    )
)  # fmt: skip
conditions = st.deferred(
    lambda: st.one_of(
        st.sampled_from([REFS["f"], REFS["worse"]]),
        st.builds(lambda o: ir.Apply("equal", (REFS["k"], ir.Const(o, o, type=REFS["k"].type)), type=FLAG),
                  st.sampled_from(["red", "green"])),
        st.builds(lambda op, x, y: ir.Apply(op, (x, y), type=FLAG), st.sampled_from(sorted(NEGATED)), numbers, numbers),
        st.builds(lambda op, xs: ir.Apply(op, tuple(xs), type=FLAG), st.sampled_from(["and", "or"]),
                  st.lists(conditions, min_size=2, max_size=3)),
        st.builds(lambda x: ir.Apply("not", (x,), type=FLAG), conditions),
    )
)  # fmt: skip
wholes = st.integers(0, 4).map(Fraction)
bodies = st.fixed_dictionaries(
    {
        "a": st.sampled_from(NUMBERS), "b": st.sampled_from(NUMBERS[2:]), "c": wholes,
        "d": st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(1))), "e": wholes, "f": st.booleans(),
        "k": st.sampled_from(["red", "green"]),
    }
).filter(lambda body: body["e"] <= body["c"])  # fmt: skip


def value(e: ir.Expr, body: Body) -> Any:
    """The value of an expression; None where it has none."""
    match e:
        case ir.Const(value=v):
            return v
        case ir.Ref(name=name):
            d = next(d for d in PROGRAM.definitions if d.name == name)
            return body[name] if name in body else value(d.value, body)  # type: ignore[union-attr]
        case ir.If(condition=c, then=t, otherwise=o):
            holds = value(c, body)
            return None if holds is None else value(t if holds else o, body)
        case ir.Apply(op=op, args=args):
            return _applied(op, [value(x, body) for x in args])
    raise AssertionError(e)


OPERATIONS: dict[str, Any] = {
    "add": operator.add, "mul": operator.mul, "div": operator.truediv, "neg": operator.neg, "abs": abs, "min": min,
    "max": max, "not": operator.not_, "less": operator.lt, "less_equal": operator.le, "greater": operator.gt,
    "greater_equal": operator.ge, "equal": operator.eq, "unequal": operator.ne,
}  # fmt: skip


def _applied(op: str, given: list[Any]) -> Any:
    if op in ("and", "or"):
        decisive = op == "or"
        return decisive if decisive in given else None if None in given else not decisive
    if None in given or (op == "div" and given[1] == 0):
        return None
    return OPERATIONS[op](*given)


def _numbers_in(e: ir.Expr) -> Iterator[ir.Expr]:
    yield from (x for x in walk(e) if x.type == NUMBER or isinstance(x, ir.Ref))


@settings(max_examples=250, deadline=None)
@given(st.lists(conditions, min_size=1, max_size=3), numbers, bodies)
def test_facts_are_true_where_the_conditions_are_so(asked: list[ir.Expr], e: ir.Expr, body: Body) -> None:
    answers = [value(c, body) for c in asked]
    guards = tuple((c, holds) for c, holds in zip(asked, answers, strict=True) if holds is not None)
    facts = where(guards, VALUES)
    assert facts is not None, "a body is taken to be impossible"
    assert Cases(PROGRAM, VALUES).possible(guards, facts), "a body is taken to be impossible by cases"
    for x in (e, *(n for c, _ in guards for n in _numbers_in(c))):
        found = value(x, body)
        if isinstance(found, Fraction):
            assert contains(VALUES.of(x, facts), found)


def _says(text: str) -> ir.Expr:
    rules = rules_of(f"{RULES}indicator i {{ when {text} : 1; score 0 }}\n")
    guard = rules.program.nodes[0].clauses[0].guard
    assert guard is not None
    return guard


def _possible(*texts: str) -> bool:
    rules = rules_of(RULES + "indicator i { " + "; ".join(f"when {t} : 1" for t in texts) + "; score 0 }\n")
    values = Values(rules.program, ())
    guards = tuple((c.guard, True) for c in rules.program.nodes[0].clauses if c.guard is not None)
    return Cases(rules.program, values).possible(guards, where(guards, values))


def test_what_conditions_exclude_together() -> None:
    assert not _possible("a < b", "abs(a - b) = 0")
    assert not _possible("e > c")
    assert not _possible("c = 0", "e > 0")
    assert not _possible("min(a, b) >= 1", "b < 1")
    assert not _possible("worse", "a >= b", "k = green")
    assert not _possible("(if f then a else b) = 0", "a > 0", "b > 0")
    assert not _possible("a / b > 1", "b = 0")


def test_what_they_do_not_exclude() -> None:
    assert _possible("a < b", "abs(a - b) = 1")
    assert _possible("e = c")
    assert _possible("min(a, b) >= 1", "b = 1")
    assert _possible("worse", "a >= b")
    assert _possible("a / b > 1 or f", "b = 0")  # the quotient need not have a value

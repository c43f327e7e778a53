"""How far what was looked at is from touching a goal, so that a search knows whether it comes nearer.

The conditions around a goal come first: only where they are as they must be, the goal itself is looked at (approach
level and branch distance: P. McMinn, Search-based software test data generation: a survey, STVR 14 (2004) 105–156).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from evallang.backends.interpreter.absence import Absent
from evallang.examples.coverage.decisions import Decision, Values, is_joined, masking_parts
from evallang.examples.coverage.goal import Goal, Key
from evallang.examples.coverage.observed import Seen
from evallang.ir import expr as ir
from evallang.ir.deep import deep_calls
from evallang.ir.program import Interval, Test

FAR = Fraction(10**6)
"""Where something has no value."""

ONE = Fraction(1)
Nearness = tuple[int, Fraction]
"""How many conditions are still to be met, and how far the next one is; (0, 0) is there."""

_OPPOSITE = {
    "less": "greater_equal", "less_equal": "greater", "greater": "less_equal", "greater_equal": "less",
    "equal": "unequal", "unequal": "equal",
}  # fmt: skip


def nearness(goal: Goal, seen: Seen) -> Nearness:
    """How near to a goal something came."""
    steps = (*goal.path, goal.key)
    with seen.closing(), deep_calls():
        for left, key in enumerate(reversed(steps)):
            found = list(_distances(key, seen))
            if found and (left == 0 or min(found) > 0):
                return left, min(found)
            if found:
                return left - 1, FAR * 2
    return len(steps), FAR


def _distances(key: Key, seen: Seen) -> Iterator[Fraction]:
    """How far each thing that was looked at is from a goal."""
    match key[0]:
        case "row" | "edge":
            for table, values, _, rows, column in seen.found.values():
                for spot in seen.goals.spots.get(id(table), ()):
                    if spot.key != key or spot.answer not in (None, column):
                        continue
                    if any(row in spot.among for row in rows):
                        tests = [spot.wanted if i == spot.column else t for i, t in enumerate(spot.others)]
                        asked = spot.others if key[0] == "row" else tests
                        yield sum((_outside(t, v) for t, v in zip(asked, values, strict=True)), Fraction(0))
        case "clamp":
            yield from (_clamped(key[2], s.before, s.low, s.high) for s in seen.steps if s.step.span == key[1])
        case "trigger":
            yield from _triggered(key, seen)
        case _:
            for looked in seen.looked:
                if looked.decision.span == key[1]:
                    yield _decided(key, looked.decision, looked.value)


def _decided(key: Key, decision: Decision, values: Values) -> Fraction:
    if key[0] != "part":
        return distance(decision.expr, key[2], values)
    if key in decision.touched(values):
        return Fraction(0)
    wanted = [(decision.parts[key[2]], key[3]), *masking_parts(decision.expr, decision.parts[key[2]])]
    return sum((distance(e, holds, values) for e, holds in wanted), Fraction(0))


def _triggered(key: Key, seen: Seen) -> Iterator[Fraction]:
    guards = {id(g.guard) for g in seen.goals.program.triggers[key[1]].guards}
    found = [distance(x.decision.expr, key[2], x.value) for x in seen.looked if id(x.decision.expr) in guards]
    if found:
        yield min(found) if key[2] else sum(found, Fraction(0))


def _outside(test: Test, value: Any) -> Fraction:
    """How far a value is from what a cell asks for."""
    if test is None:
        return Fraction(0)
    if not isinstance(value, Fraction):
        return Fraction(0) if value == test else ONE
    if isinstance(test, Interval):
        inside = _inside(test, value)
        return abs(value - inside)
    return abs(value - test) if isinstance(test, Fraction) else ONE


def _inside(test: Interval, value: Fraction) -> Fraction:
    """The number of an interval to go to: the value itself where it lies there."""
    low, high = test.low, test.high
    if (low is None or value > low or (test.low_closed and value == low)) and (
        high is None or value < high or (test.high_closed and value == high)
    ):
        return value
    if low is not None and high is not None:
        return (low + high) / 2
    return low + ONE if low is not None else high - ONE if high is not None else value


def _clamped(side: str, value: Any, low: Any, high: Any) -> Fraction:
    if any(isinstance(x, Absent) for x in (value, low, high)) or not isinstance(value, Fraction):
        return FAR
    if side == "none":
        inside = Interval(low, high)
        return abs(value - _inside(inside, value))
    return _apart("less", value, low) if side == "low" else _apart("less", high, value)


def distance(e: ir.Expr, holds: bool, values: Values) -> Fraction:
    """How far a condition is from being true, or false: 0 where it is so."""
    if isinstance(e, ir.Apply) and is_joined(e):
        if e.op == "not":
            return distance(e.args[0], not holds, values)
        each = [distance(part, holds, values) for part in e.args]
        return sum(each, Fraction(0)) if (e.op == "and") == holds else min(each)
    value = values(e)
    if value is holds:
        return Fraction(0)
    if isinstance(value, Absent):
        return FAR
    if isinstance(e, ir.Apply) and e.op in _OPPOSITE:
        a, b = (values(part) for part in e.args)
        if isinstance(a, Fraction) and isinstance(b, Fraction):
            return _apart(e.op if holds else _OPPOSITE[e.op], a, b)
    return ONE


def _apart(op: str, a: Any, b: Any) -> Fraction:
    """How far two numbers are from a comparison."""
    if not isinstance(a, Fraction) or not isinstance(b, Fraction):
        return ONE
    match op:
        case "equal":
            return abs(a - b)
        case "unequal":
            return ONE if a == b else Fraction(0)
        case "less":
            return Fraction(0) if a < b else a - b + ONE
        case "less_equal":
            return max(a - b, Fraction(0))
        case "greater":
            return _apart("less", b, a)
    return _apart("less_equal", b, a)

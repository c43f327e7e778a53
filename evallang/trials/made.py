"""Made-up data: bodies over years with their items, on which two versions are tried."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from attrs import define, field, frozen

from evallang import types
from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Interval, NodeDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions

Path = tuple[str, ...]
Value = Fraction | bool | str | None
"""What is given for an input; None where it is missing."""

MOST_ITEMS = 3

_SEVEN = range(7)
_ZERO = Fraction(0)
_CENTS = tuple(Fraction(cents, 100) for cents in range(1001))


@define(eq=False)
class Made:
    """What is given for a body in a year, or for an item: values by path, items by the path of their list and key."""

    values: dict[Path, Value] = field(factory=dict)
    lists: dict[Path, dict[str, Made]] = field(factory=dict)

    def copy(self) -> Made:
        """The same, to be changed."""
        lists = {path: {key: row.copy() for key, row in rows.items()} for path, rows in self.lists.items()}
        return Made(dict(self.values), lists)


@define(eq=False)
class Trial:
    """Bodies by name and year, and the kind of each; the result of `subject` in the last year is looked at."""

    subject: str
    kinds: dict[str, str | None]
    made: dict[tuple[str, int | None], Made]

    def copy(self) -> Trial:
        """The same, to be changed."""
        return Trial(self.subject, dict(self.kinds), {place: made.copy() for place, made in self.made.items()})

    @property
    def years(self) -> tuple[int | None, ...]:
        """The years, rising."""
        return tuple(sorted({year for _, year in self.made}, key=lambda year: year or 0))


@frozen
class Asked:
    """What the data of one trial are made for: inputs and lists, by whom, over which years, with how many others.

    `freely` gives also what an input does not allow: more than it may be, other values in another year.
    """

    inputs: tuple[InputDef, ...]
    lists: frozenset[Path]
    subjects: tuple[str, ...]
    kinds: tuple[str | None, ...]
    years: tuple[int | None, ...]
    bodies: int
    freely: bool = False


class Maker:
    """Makes trials. The same ones come out each time: the seed is fixed.

    While it is `wide`, numbers are of all sizes, and what is at most another is often a small part of it.
    """

    def __init__(self, programs: Sequence[Program]) -> None:
        self.random = random.Random(954)
        self.numbers = sorted({n for p in programs for n in _constants(p)})
        self._beside = [(n, n + 1, n - 1, n / 2, n * 2) for n in self.numbers]
        self.words = sorted({w for p in programs for w in _words(p)})
        known = [[k.name for k in p.kinds] for p in programs]
        self.kinds: tuple[str | None, ...] = tuple(k for k in known[0] if all(k in names for names in known)) or (None,)
        self._freely = False
        self.wide = False
        bounded = [(p, d) for p in programs for d in p.inputs if d.at_most]
        self.above = {d.path: tuple(p.definitions[n].path for n in d.at_most) for p, d in bounded}
        """The inputs that are bounded by others, with those."""
        self._lists: dict[tuple[frozenset[Path], Path], Path] = {}

    def trial(self, asked: Asked, one_in: int) -> Trial:
        """A trial; one input in `one_in` is left out, none for 0."""
        self._freely = asked.freely
        names = [f"body {i + 1}" for i in range(asked.bodies)]
        subject = self.random.choice(asked.subjects) if asked.subjects and self.random.random() < 0.7 else names[-1]
        names[-1] = subject
        trial = Trial(subject, {}, {})
        own = self.random.choice(asked.kinds)
        for name in names:
            kind = own if name == subject or self.random.random() < 0.5 else self.random.choice(self.kinds)
            trial.kinds[name] = kind
            twin = self.random.choice(names[: names.index(name)] or [name])
            same = twin != name and trial.kinds[twin] == kind and self.random.random() < 0.3
            whole = [trial.made[twin, year].copy() for year in asked.years] if same else self._body(asked, kind, one_in)
            trial.made |= {(name, year): made for year, made in zip(asked.years, whole, strict=True)}
        return trial

    def _body(self, asked: Asked, kind: str | None, one_in: int) -> list[Made]:
        """A body over the years: what is not yearly stays, and the items have the same keys."""
        inputs = [d for d in asked.inputs if d.kinds is None or kind in d.kinds]
        by_level: dict[Path, list[InputDef]] = {}
        for d in inputs:
            by_level.setdefault(self._list_of(d, asked.lists), []).append(d)
        years = [Made() for _ in asked.years]
        self._fill(years, (), by_level, asked, one_in)
        return years

    def _fill(
        self, years: list[Made], at: Path, by_level: dict[Path, list[InputDef]], asked: Asked, one_in: int
    ) -> None:
        for d in by_level.get(at, ()):
            fixed = self._given(d, one_in)
            for made in years:
                new = d.yearly or (asked.freely and not self.random.randrange(8))
                made.values[d.path] = self._given(d, one_in) if new else fixed
        if not asked.freely:
            for made in years:
                self._bounded(made)
        for path in sorted(p for p in asked.lists if _parent(p, asked.lists) == at):
            keys = [str(k + 1) for k in range(self.random.randint(0, MOST_ITEMS))]
            for made in years:
                made.lists[path] = {key: Made() for key in keys}
            for key in keys:
                self._fill([made.lists[path][key] for made in years], path, by_level, asked, one_in)

    def _list_of(self, d: InputDef, lists: frozenset[Path]) -> Path:
        if not d.level:
            return ()
        if (lists, d.path) not in self._lists:
            self._lists[lists, d.path] = _list_of(d, lists)
        return self._lists[lists, d.path]

    def _bounded(self, made: Made) -> None:
        """Give no more than the data may: `at most`."""
        for path in self.above:
            value = made.values.get(path)
            if type(value) is not Fraction:
                continue
            bounds = [b for p in self.above[path] if type(b := made.values.get(p)) is Fraction]
            most = min(bounds, default=None)
            if most is not None and value > most:
                part = most * Fraction(self.random.randint(1, 8), 8)
                if self.wide:
                    part /= 10 ** self.random.randint(0, 4)
                made.values[path] = Fraction(int(part)) if most.denominator == 1 else part

    def _given(self, d: InputDef, one_in: int) -> Value:
        return None if one_in and not self.random.randrange(one_in) else self.pick(d)

    def pick(self, d: InputDef) -> Value:
        """A value for an input."""
        kind = d.type
        if isinstance(kind, types.Choice):
            return self.random.choice(kind.options)
        if isinstance(kind, types.Quantity):
            return self._quantity(kind)
        if kind == types.FLAG:
            return self.random.random() < 0.5
        if isinstance(kind, types.TextType) and self.words and self.random.random() < 0.5:
            return self.random.choice(self.words)
        if isinstance(kind, types.DateType):
            return f"20{self.random.randint(10, 25)}-0{self.random.randint(1, 9)}-15"
        return f"body {self.random.randint(1, 3)}"

    def near(self, d: InputDef, value: Value, *, fine: bool = False) -> Value:
        """A value for an input, half of the time a number a little more or less than another; mostly when `fine`."""
        anew = self.random.random() < (0.1 if fine else 0.5)
        if not isinstance(d.type, types.Quantity) or not isinstance(value, Fraction) or anew:
            return self.pick(d)
        part = 2 ** self.random.randint(3 if fine else 0, 11)
        moved = value * (1 + Fraction(self.random.choice((1, -1)), part))
        if d.type.whole or value.denominator == 1:
            moved = Fraction(round(moved)) if round(moved) != value else value + self.random.choice((1, -1))
        return self.within(round(moved, 4), d.type)

    @staticmethod
    def within(value: Fraction, kind: types.Quantity) -> Fraction:
        """The nearest number that a type allows."""
        above, below = value.as_integer_ratio()  # asked so often that the integers are compared themselves
        if kind.low is not None and above * kind.low.denominator < kind.low.numerator * below:
            value = kind.low
        if kind.high is not None and above * kind.high.denominator > kind.high.numerator * below:
            value = kind.high
        return value if not kind.whole or value.denominator == 1 else Fraction(int(value))

    def _quantity(self, kind: types.Quantity) -> Fraction:
        if self.wide:
            return self.within(self.random.randint(1, 99) * Fraction(10) ** self.random.randint(-2, 5), kind)
        beside, cents = self.random.choice(self._beside), self.random.randint(0, 1000)
        which = self.random.choice(_SEVEN)
        value = beside[which] if which < len(beside) else _CENTS[cents] if which == len(beside) else _ZERO
        if self._freely and not self.random.randrange(4):
            return value
        return self.within(value, kind)


def _list_of(d: InputDef, lists: Iterable[Path]) -> Path:
    """The list whose items have an input; nothing for the body."""
    return max((p for p in lists if d.level and d.path[: len(p)] == p), key=len, default=())


def _parent(path: Path, lists: Iterable[Path]) -> Path:
    return max((p for p in lists if len(p) < len(path) and path[: len(p)] == p), key=len, default=())


def _constants(program: Program) -> Iterator[Fraction]:
    """The numbers that a program names, and those around which its values change."""
    yield from (Fraction(0), Fraction(1), Fraction(10), Fraction(100))
    for d in program.definitions:
        yield from _numbers(definition_expressions(d))
        if isinstance(d, NodeDef):
            yield from (amount for p in d.points for _, amount in p.by_kind)
        elif isinstance(d, InputDef) and isinstance(d.type, types.Quantity):
            yield from (end for end in (d.type.low, d.type.high) if end is not None)
    yield from _numbers(function.value for function in program.functions)
    yield from _numbers(g.guard for trigger in program.triggers for g in trigger.guards if g.guard is not None)
    tables = [*program.brackets, *(grade.table for node in program.nodes for grade in node.grades)]
    for test in (test for table in tables for row in table.rows for test in row.tests):
        ends: tuple[Any, ...] = (test.low, test.high) if isinstance(test, Interval) else (test,)
        yield from (end for end in ends if isinstance(end, Fraction))


def _words(program: Program) -> Iterator[str]:
    """The words that a program compares texts with."""
    expressions = [e for d in program.definitions for e in definition_expressions(d)]
    for e in (*expressions, *(function.value for function in program.functions)):
        for x in walk(e):
            if isinstance(x, ir.Const) and isinstance(x.value, str) and isinstance(x.type, types.TextType):
                yield x.value


def _numbers(expressions: Iterable[ir.Expr]) -> Iterator[Fraction]:
    for e in expressions:
        yield from (x.value for x in walk(e) if isinstance(x, ir.Const) and isinstance(x.value, Fraction))

"""On which scale a value lies: a ratio of like quantities, about 1, or a percentage, about 100.

What is not known has no scale, and nothing is said of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef, Program
from evallang.lint.sorts import AVERAGES, SAME, Sorts
from evallang.symbolic.inline import inlined
from evallang.types import Quantity


class Scale(Enum):
    """A ratio is about 1, a percentage about 100."""

    RATIO = "ratio"
    PERCENT = "percentage"


Known = Scale | Fraction | None
"""A scale, a number that is known, or neither."""

PERCENT_SIGNS = ("%", "percent", "per cent", "процент", "проценты", "пайыз")
"""Units in which a percentage is given."""
_PERCENT_WORDS = re.compile(r"%|\bper\s?cent|\bпроцент|\bпайыз", re.IGNORECASE)
_MOST = 100
"""What words call a percentage is one where it goes up to this."""
SMALL = Fraction(3)
"""Numbers up to this one are added to ratios, and ratios multiplied by them stay ratios."""


class Scales:
    """The scales of the values of one program under chosen readings.

    `like` are those under other readings, `differs` says which may be others here.
    """

    def __init__(
        self, program: Program, choices: Sequence[int], like: Scales | None = None,
        differs: Callable[[int], bool] = lambda _: True,
    ) -> None:  # fmt: skip
        self.program = program
        self.choices = tuple(choices)
        self.like = like
        self.differs = differs
        self.sorts: Sorts = Sorts(program, self.choices) if like is None else like.sorts
        self._known: dict[int, Known] = {}

    def of(self, e: ir.Expr) -> Known:
        """The scale of an expression, or the number that it is."""
        match e:
            case ir.Const(value=Fraction() as value):
                return value
            case ir.Ref(targets=targets):
                return agreed(self.of_definition(n) for n in targets)
            case ir.ParameterRef(target=target):
                value = self.program.parameters[target].value
                return None if value is None else self.of(value)
            case ir.ByReading(reading=reading, cases=cases):
                return self.of(cases[self.choices[reading]])
            case ir.If(then=then, otherwise=otherwise):
                return agreed(self.of(x) for x in (then, otherwise) if not self._is_undefined(x))
            case ir.Previous(operand=x) | ir.InPeriod(operand=x) | ir.ItemRef(inner=x):
                return self.of(x)
            case ir.Aggregate(op=op, value=value) if op in AVERAGES and value is not None:
                return self.of(value)
            case ir.Apply():
                return self._applied(e)
        return None

    def of_definition(self, number: int) -> Known:
        """The scale of an input, a formula or a node."""
        if self.like is not None and not self.differs(number):
            return self.like.of_definition(number)
        if number not in self._known:
            self._known[number] = None  # its own value of another year says nothing more
            self._known[number] = self._defined(self.program.definitions[number])
        return self._known[number]

    def _defined(self, d: InputDef | FormulaDef | NodeDef) -> Known:
        match d:
            case InputDef(type=Quantity(share=True)):
                return Scale.RATIO
            case InputDef(type=Quantity(unit=str() as unit)) if unit.casefold() in PERCENT_SIGNS:
                return Scale.PERCENT
            case InputDef(type=Quantity(unit=None, high=Fraction() as high), label=label) if high == _MOST:
                return Scale.PERCENT if _PERCENT_WORDS.search(label) else None
            case FormulaDef():
                return self.of(inlined(d.value, self.program))
            case NodeDef():
                values = [inlined(c.value, self.program) for c in d.clauses if self._active(c.conditions)]
                scales = {self.of(v) for v in values if not self._is_undefined(v)}
                found = {s for s in scales if isinstance(s, Scale)}
                return found.pop() if len(found) == 1 and None not in scales else None
        return None

    def _active(self, conditions: Iterable[tuple[int, int]]) -> bool:
        return all(self.choices[reading] == option for reading, option in conditions)

    def _is_undefined(self, e: ir.Expr) -> bool:
        """Whether an expression has no value by the words of the rules."""
        match e:
            case ir.UndefinedConst():
                return True
            case ir.ByReading(reading=reading, cases=cases):
                return self._is_undefined(cases[self.choices[reading]])
            case ir.Apply(args=args):
                return any(map(self._is_undefined, args))
            case ir.Ref(targets=(target,)):
                d = self.program.definitions[target]
                return isinstance(d, FormulaDef) and self._is_undefined(d.value)
        return False

    def _applied(self, e: ir.Apply) -> Known:
        if e.op == "div":
            return self._divided(e.args[0], e.args[1])
        given = [self.of(x) for x in e.args]
        if e.op.startswith("round:"):
            return given[0]
        if None in given:
            return None
        if all(isinstance(g, Fraction) for g in given):
            return _computed(e.op, [g for g in given if isinstance(g, Fraction)])
        if e.op in ("add", *SAME):
            scales = {g for g in given if isinstance(g, Scale)}
            return scales.pop() if len(scales) == 1 else None
        return _multiplied(given) if e.op == "mul" else None

    def _divided(self, above: ir.Expr, below: ir.Expr) -> Known:
        by, of = self.of(below), self.of(above)
        if isinstance(by, Fraction):
            return _multiplied([of, 1 / by]) if by and of is not None else None
        if isinstance(by, Scale) and by is of:
            return Scale.RATIO
        one, other = self.sorts.of(above), self.sorts.of(below)
        return Scale.RATIO if one is not None and one == other else None


def agreed(found: Iterable[Known]) -> Known:
    """What all say, if they say the same."""
    scales = set(found)
    return scales.pop() if len(scales) == 1 else None


def _computed(op: str, given: list[Fraction]) -> Known:
    match op:
        case "add":
            return sum(given, Fraction(0))
        case "neg":
            return -given[0]
        case "mul":
            found = Fraction(1)
            for g in given:
                found *= g
            return found
    return None


def _multiplied(given: Iterable[Known]) -> Known:
    """A ratio times 100 is a percentage, and times a small number a ratio; other products have no scale."""
    number, scales = Fraction(1), []
    for g in given:
        if isinstance(g, Fraction):
            number *= g
        elif g is not None:
            scales.append(g)
        else:
            return None
    if not scales:
        return number
    if scales.count(Scale.PERCENT) > 1:
        return None
    scale = Scale.PERCENT if Scale.PERCENT in scales else Scale.RATIO
    if Fraction(1, 10) <= abs(number) <= SMALL:
        return scale
    if abs(number) == 100 and scale is Scale.RATIO:
        return Scale.PERCENT
    return Scale.RATIO if abs(number) == Fraction(1, 100) and scale is Scale.PERCENT else None

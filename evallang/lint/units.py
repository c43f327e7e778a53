"""The units of expressions, from those that inputs declare: exponents by unit, as of metres per second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, Program
from evallang.symbolic.inline import inlined
from evallang.types import Quantity, Type

Unit = tuple[tuple[str, int], ...]
"""The exponent of each unit, sorted; nothing for a number without one.

An input that declares none has one of its own, which nobody knows: beside itself it goes out of a quotient. So has a
number by which is multiplied or divided: it may convert, be a rate, or be points for each unit.
"""

_OWN = "?"
"""So begins the unit of an input that declares none; its number and name follow."""

_NUMBER = "?= "
"""So begins the unit of a number; it follows."""
_DAY = (_NUMBER + "24", 1)
"""Hours are divided by it to be days."""

_SAME = frozenset({"add", "neg", "abs", "min", "max", "mean", "floor", "ceiling"})
_AVERAGES = frozenset({"mean", "min", "max", "sum", "median", "quantile"})


class Units:
    """The units of one program under chosen readings; None where it is not known, which goes with everything."""

    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self.choices = choices
        self.declared = any(unit_of(d.type) for d in program.inputs)
        """Whether any input has a unit."""
        self._known: dict[int, Unit | None] = {}

    def of(self, e: ir.Expr) -> Unit | None:
        """The unit of an expression."""
        match e:
            case ir.Ref(targets=targets):
                return _agreed(self._of_definition(n) for n in targets)
            case ir.ByReading(reading=reading, cases=cases):
                return self.of(cases[self.choices[reading]])
            case ir.If(then=then, otherwise=otherwise):
                return _agreed(map(self.of, (then, otherwise)))
            case ir.Previous(operand=x) | ir.InPeriod(operand=x) | ir.ItemRef(inner=x):
                return self.of(x)
            case ir.Aggregate(op=op, value=value) if op in _AVERAGES and value is not None:
                return self.of(value)
            case ir.Apply(op=op, args=args) if op in _SAME:
                return _agreed(unit for x in args if not isinstance(x, ir.Const) for unit in [self.of(x)])
            case ir.Apply(op=op, args=args) if op.startswith("round:"):
                return self.of(args[0])
            case ir.Apply(op="mul" | "div" as op, args=args):
                return _product([self._factor(x) for x in args], 1 if op == "mul" else -1)
        return None

    def _factor(self, e: ir.Expr) -> Unit | None:
        return _of_number(abs(e.value)) if isinstance(e, ir.Const) and isinstance(e.value, Fraction) else self.of(e)

    def _of_definition(self, number: int) -> Unit | None:
        if number not in self._known:
            self._known[number] = None  # its own value of another year says nothing more
            d = self.program.definitions[number]
            match d:
                case FormulaDef():
                    self._known[number] = self.of(inlined(d.value, self.program))
                case InputDef(type=Quantity()):
                    self._known[number] = unit_of(d.type) or ((f"{_OWN}{number} {d.name}", 1),)
        return self._known[number]


def _of_number(number: Fraction) -> Unit:
    """The unit of a number that multiplies; none of 1, and of a half that of a division by 2."""
    if number in (0, 1):
        return ()
    return ((f"{_NUMBER}{number}", 1),) if number.numerator != 1 else ((f"{_NUMBER}{number.denominator}", -1),)


def unit_of(kind: Type) -> Unit | None:
    """The unit that a type declares."""
    named = kind.unit if isinstance(kind, Quantity) and kind.word != "year" else None
    return ((named, 1),) if named else None


def _agreed(found: Iterable[Unit | None]) -> Unit | None:
    units = set(found)
    return units.pop() if len(units) == 1 else None


def _product(given: Sequence[Unit | None], sign: int) -> Unit | None:
    exponents: dict[str, int] = {}
    for i, unit in enumerate(given):
        if unit is None:
            return None
        for name, n in unit:
            exponents[name] = exponents.get(name, 0) + (n if i == 0 else n * sign)
    return tuple(sorted((name, n) for name, n in exponents.items() if n))


def differ(one: Unit | None, other: Unit | None, *, added: bool = False) -> bool:
    """Whether two units are known not to be one: what is between them is a unit that is declared.

    One number on both sides goes out, but not where they are `added`: both may be worth as many points. Hours that are
    multiplied by 24 are no days.
    """
    between = _product([one, other], -1)
    if between and set(between) in ({_DAY, ("hours", 1), ("days", -1)}, {_turned(_DAY), ("hours", -1), ("days", 1)}):
        return True
    if added and any(name.startswith(_NUMBER) for name, _ in (*(one or ()), *(other or ()))):
        return False
    return bool(between) and not any(name.startswith(_OWN) for name, _ in between or ())


def _turned(factor: tuple[str, int]) -> tuple[str, int]:
    return factor[0], -factor[1]


def shown(unit: Unit) -> str:
    """A unit in words: `hours`, `hours per days`, `no unit`; `hours per k` where the input k declares none."""
    units = [(name, n) for name, n in unit if not name.startswith(_NUMBER)]
    named = [(name.split(" ", 1)[1] if name.startswith(_OWN) else name, n) for name, n in units]
    above = " · ".join(name if n == 1 else f"{name}^{n}" for name, n in named if n > 0)
    below = " · ".join(name if n == -1 else f"{name}^{-n}" for name, n in named if n < 0)
    return f"{above or '1'} per {below}" if below else above or "no unit"

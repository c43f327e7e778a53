"""What a result looks at: the inputs, lists, years and bodies that a trial of it must have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from evallang.ir import expr as ir
from evallang.ir.program import Definition, InputDef, NodeDef, ParameterDef, Program
from evallang.ir.walk import walk
from evallang.semantics.order import definition_expressions
from evallang.trials.made import Asked, Value
from evallang.trials.sides import Side
from evallang.trials.uses import Target, Used
from evallang.types import BodyType, Choice, Flag, Quantity

YEARS = (2020, 2021, 2022, 2023)
OTHERS = 3
RANKED = 5
"""How many bodies there are where a result looks at others, and where it ranks them."""

LISTED = 6
"""So many bodies of the registers are tried where a result asks the registers."""


def asked_by(side: Side, target: Target, names: Iterable[str] = (), kinds: Iterable[str] = ()) -> Asked:
    """Everything that a result of a program may look at."""
    program = side.program
    used = side.uses.closed(target)
    own = side.by_path.get(target.path, [])
    numbers = used.definitions | {d.number for d in own}
    definitions = [program.definitions[n] for n in sorted(numbers)]
    inputs = [d for path in dict.fromkeys(d.path for d in definitions) for d in side.inputs.get(path, ())]
    inputs = [d for d in inputs if d.number in numbers]
    bounding = {n for d in inputs for n in d.at_most} - numbers
    inputs += [d for n in sorted(bounding) if isinstance(d := program.definitions[n], InputDef)]
    levels = {n for d in (*inputs, *own) for n in d.level} | used.items
    lists = frozenset(program.items[n].path for item in levels for n in _with_parents(program, item))
    over_years = used.over_years
    last = max((YEARS[-1], *used.years)) if side.yearly or over_years else None
    bodies = RANKED if used.ratings or target.sort == "rank" else OTHERS if used.others else 1
    return Asked(
        tuple(inputs), lists, tuple(names) or tuple(_named(program, definitions, used)),
        tuple(kinds) or _kinds(program, own), _years(used, last) if over_years else (last,), bodies,
    )  # fmt: skip


def _years(used: Used, last: int | None) -> tuple[int | None, ...]:
    assert last is not None
    return tuple(sorted({*range(last - max(used.back, 2), last + 1), *used.years}))


def _kinds(program: Program, own: Iterable[Definition]) -> tuple[str | None, ...]:
    """The kinds of bodies that a result is for."""
    every = tuple(kind.name for kind in program.kinds)
    found = [d.kinds for d in own]
    meant = [k for k in every if not found or any(kinds is None or k in kinds for kinds in found)]
    return tuple(meant) or every or (None,)


def _named(program: Program, definitions: Iterable[Definition], used: Used) -> Iterator[str]:
    """The bodies that the rules name on the way, and some of the registers where these are asked."""
    found: dict[str, None] = {}
    for d in definitions:
        if isinstance(d, NodeDef):
            found |= dict.fromkeys(name for e in (*d.exemptions, *d.shared_out) for name in sorted(e.bodies))
        for root in definition_expressions(d):  # type: ignore[arg-type]  # a definition is one of the three
            constants = (e for e in walk(root) if isinstance(e, ir.Const) and isinstance(e.type, BodyType))
            found |= dict.fromkeys(str(e.value) for e in constants)
    if ("register", "") in used.named:
        lines = [line for register in program.law.registers for line in register.lines]
        by_sort = {(line.attributes, line.covers): line.name for line in reversed(lines)}
        found |= dict.fromkeys(list(by_sort.values())[-LISTED:])
    yield from found


def _with_parents(program: Program, item: int) -> Iterator[int]:
    at: int | None = item
    while at is not None:
        yield at
        at = program.items[at].parent


def supplied(parameter: ParameterDef) -> Value:
    """A value for a parameter that the document leaves open."""
    match parameter.type:
        case Quantity(low=low, high=high, whole=whole):
            if low is not None and high is not None:
                middle = (low + high) / 2
                return Fraction(int(middle)) if whole else middle
            return max(Fraction(1), low or Fraction(1)) if high is None else min(Fraction(1), high)
        case Choice(options=options):
            return options[0]
        case Flag():
            return True
    return f"{YEARS[-1]}-01-01"

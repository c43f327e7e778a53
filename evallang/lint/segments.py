"""How a value moves with an input that it compares with numbers: between them, and from one side of them to another.

A condition on the input alone is settled between two of the numbers, and a case that an earlier one excludes there says
nothing. That the value does not fall from one stretch of the input to a later one shows in what it can be on each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef
from evallang.ir.walk import walk
from evallang.lint.branches import step
from evallang.lint.facts import NEGATED, TURNED
from evallang.lint.forms import form
from evallang.lint.motion import EITHER, joined
from evallang.lint.ranges import Range, is_empty, meet
from evallang.semantics.order import definition_expressions
from evallang.types import Quantity

if TYPE_CHECKING:
    from evallang.lint.monotone import Monotone

_MOST = 12
"""An input that is compared with more numbers is not looked at."""

_BEHIND = {"greater": (True,), "less_equal": (True,), "less": (False,), "greater_equal": (False,)}
"""Whether a condition changes behind the number that it names, or before it; else on both sides."""

Said = InputDef | FormulaDef | NodeDef
"""What says a value."""

Cut = tuple[Fraction, bool]
"""Where a condition changes: before a number, or behind it."""


def segmented(monotone: Monotone, d: Said) -> int:
    """How a formula or a node moves with an input of the same body or item; `EITHER` where that is not seen."""
    variable = monotone.program.definitions[monotone.variable]
    if monotone.past or not isinstance(variable, InputDef) or not isinstance(variable.type, Quantity):
        return EITHER
    if variable.level != d.level:
        return EITHER
    cuts, steps = sorted(set(_cuts(monotone, d))), monotone.values.steps(d) if isinstance(d, NodeDef) else []
    if not 0 < len(cuts) <= _MOST or any(e.compensation == "full points" for e in monotone.values.exempted(d)):
        return EITHER
    place, whole = form(ir.Ref((monotone.variable,), "")), monotone.values.of_definition(monotone.variable)
    own, extents = joined(map(monotone.of_step, steps)).own, []
    for part in _stretches(cuts):
        within = meet(whole, part)
        if own != EITHER and not is_empty(within):
            found = monotone.cases(d, {place: within})
            own |= found.motion.own
            extents.append(found.extent({}))
    for before, after in combinations(extents, 2):
        own |= step(before, after)
    return own


def _stretches(cuts: Sequence[Cut]) -> Iterator[Range]:
    """What is before the first cut, between each two, and behind the last one."""
    yield Range(None, cuts[0][0], high_closed=cuts[0][1])
    for (low, behind), (high, closed) in pairwise(cuts):
        yield Range(low, high, not behind, closed)
    yield Range(cuts[-1][0], None, not cuts[-1][1])


def _cuts(monotone: Monotone, d: Said) -> Iterator[Cut]:
    """Where what a definition compares the input with lies."""
    for e in definition_expressions(d):
        for x in walk(monotone.uses.written_out(e)):
            if isinstance(x, ir.Apply) and x.op in NEGATED and len(x.args) == 2:
                for side, other, op in ((*x.args, x.op), (*x.args[::-1], TURNED[x.op])):
                    named = isinstance(side, ir.Ref) and side.targets == (monotone.variable,) and side.lift == 0
                    if named and isinstance(other, ir.Const) and isinstance(other.value, Fraction):
                        yield from ((other.value, behind) for behind in _BEHIND.get(op, (False, True)))

"""Divisors that no number of an input makes 0, where ranges cannot tell: `x^2 - 4 * x + 5`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import InputDef
from evallang.ir.walk import children
from evallang.lint.ranges import contains
from evallang.lint.sites import Site

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

MOST = 60
"""Longer divisors are left to the other engines."""


def is_never_zero(subject: Subject, site: Site, divisor: ir.Expr) -> bool:
    """Whether a divisor made of one input and numbers is 0 for none of the numbers that the input can be there.

    What has the input once, and no power of it, is for ranges.
    """
    nodes = list(_nodes(subject, divisor))
    named = [x for x in nodes if isinstance(x, ir.Ref)]
    leaves = (x for x in nodes if not children(x))
    if len(nodes) > MOST or len({x.targets for x in named}) != 1 or not all(map(_is_plain, leaves)):
        return False
    definitions = (subject.program.definitions[n] for n in named[0].targets)
    is_power = any(isinstance(x, ir.Apply) and x.op == "power" for x in nodes)
    if (len(named) < 2 and not is_power) or not all(isinstance(d, InputDef) for d in definitions):
        return False
    kinds = subject.kinds_of(subject.program.definitions[site.owner])
    ranges = [r for kind in kinds if (r := subject.range_at(site, named[0], kind)) is not None]
    from evallang.symbolic.singularities import zeros  # noqa: PLC0415  # SymPy takes long to load

    found = zeros(divisor, lambda x: isinstance(x, ir.Ref), subject.search.meanings.of)
    return found is not None and not any(contains(r, zero) for r in ranges for zero in found)


def _is_plain(e: ir.Expr) -> bool:
    return isinstance(e, ir.Ref) or (isinstance(e, ir.Const) and not isinstance(e.value, str))


def _nodes(subject: Subject, e: ir.Expr) -> Iterator[ir.Expr]:
    """All that an expression is made of, with what names stand for in their place, as far as that is asked for."""
    waiting, count = [e], 0
    while waiting and count <= MOST:
        here = waiting.pop()
        meant = subject.search.meanings.of(here)
        if meant is not None:
            waiting.append(meant)
            continue
        count += 1
        yield here
        waiting += children(here)

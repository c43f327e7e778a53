"""Where a value is placed among others that are all equal: `minmax` and `zscore` divide by 0 there."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.types import FLAG, NUMBER

if TYPE_CHECKING:
    from evallang.lint.sites import Site
    from evallang.lint.subject import Subject

_ZERO = ir.Const(Fraction(0), "0", type=NUMBER)


def spreads(e: ir.Expr) -> bool:
    """Whether an expression divides by how far the values of a list lie apart."""
    return isinstance(e, ir.Aggregate) and e.op in ("minmax", "zscore")


def all_equal(e: ir.Aggregate) -> ir.Expr:
    """That the values of a list are all the same; one value alone is, too."""
    return _same(_of_list("max", e), _of_list("min", e))


def is_excluded(subject: Subject, site: Site, e: ir.Aggregate) -> bool:
    """Whether the conditions before a place exclude it, in whatever way it may be said there."""
    said = [all_equal(e), *(_same(_of_list(op, e), _ZERO) for op in ("sd", "sd_population"))]
    kinds = subject.kinds_of(subject.program.definitions[site.owner])
    values = [subject.values(kind) for kind in kinds]
    return all(any(subject.facts(v, (*site.guards, (one, True))) is None for one in said) for v in values)


def how(e: ir.Expr) -> str:
    """When it is divided by 0; what is chosen by a condition need not hold the own value."""
    over = e.over if isinstance(e, ir.Aggregate) else None
    if isinstance(over, ir.PartsOf) or over is None or over.where is not None:
        return "divides by 0 where all values are equal"
    alone = "for a body alone" if isinstance(over, ir.BodiesOf) else "in a list of one"
    return f"is 0/0 where all values are equal, as {alone}"


def spread(words: str, e: ir.Expr) -> str:
    """What is divided by, from the words of the whole."""
    of = words[words.index("(") :]
    return f"max{of} - min{of}" if isinstance(e, ir.Aggregate) and e.op == "minmax" else f"sd{of}"


def without_spread(words: str) -> str:
    """The condition that says so."""
    of = words[words.index("(") :]
    return f"max{of} = min{of}"


def _of_list(op: str, e: ir.Aggregate) -> ir.Expr:
    return ir.Aggregate(op, e.value, e.over, type=e.value.type if e.value is not None else NUMBER)


def _same(one: ir.Expr, other: ir.Expr) -> ir.Expr:
    return ir.Apply("equal", (one, other), type=FLAG)

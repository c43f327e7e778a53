"""Conditions on lists that exclude one another: `some road where state = bad`, and `every road where state = good`.

Only lists of the body itself: of other bodies the ranges of this one say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from evallang.ir import expr as ir
from evallang.lint.forms import Form, list_form

if TYPE_CHECKING:
    from evallang.lint.facts import Reader

_Guard = tuple[ir.Expr, bool]


@frozen
class _Asked:
    """That a list has a member for which all of some conditions are as they say (`there`), or that it has none."""

    listed: Form
    member: tuple[_Guard, ...]
    there: bool


def lists_exclude(guards: Sequence[_Guard], reader: Reader) -> bool:
    """Whether a list must have a member that it must not have; each condition has a value for each member."""
    asked = [one for guard in guards for one in _asked(*guard)]
    there = [one for one in asked if one.there]
    none = [one for one in asked if not one.there] if there else []
    return any(one.listed == other.listed and _is_one_of(one, other, reader) for one in there for other in none)


def _asked(condition: ir.Expr, holds: bool) -> Iterator[_Asked]:
    match condition:
        case ir.Apply(op="not", args=(inner,)):
            yield from _asked(inner, not holds)
        case ir.Apply(op="and" | "or" as op, args=args) if (op == "and") is holds:
            for x in args:
                yield from _asked(x, holds)
        case ir.Aggregate(op="some" | "every" as op, value=value, over=ir.ItemsOf(of_every_body=False) as over):
            within = () if over.where is None else ((over.where, True),)
            own = () if value is None else ((value, op == "some"),)
            yield _Asked(list_form(evolve(over, where=None)), (*within, *own), (op == "some") is holds)


def _is_one_of(one: _Asked, other: _Asked, reader: Reader) -> bool:
    """Whether a member of the one sort is certainly of the other."""
    from evallang.lint.facts import truth, where  # noqa: PLC0415  # facts are put together with this

    known = where(one.member, reader)
    return known is None or all(truth(condition, known, reader) is holds for condition, holds in other.member)

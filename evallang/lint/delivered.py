"""That the members of a list give what is used of them, so that no empty cell is why something has no value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.program import Definition, InputDef
from evallang.ir.walk import walk
from evallang.lint.sites import Guard, Site
from evallang.semantics.order import definition_expressions, grade_expressions
from evallang.types import FLAG

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


def delivered(subject: Subject, site: Site) -> tuple[Guard, ...]:
    """That every item of the lists in which a place stands gives what the owner of the place uses of it.

    An input is left aside where the rules ask whether it is there, or say what stands in for it: there the place may
    be for those items alone that do not give it. Of all others an empty cell changes nothing but that a value is lost.
    """
    outside = len(subject.program.definitions[site.owner].level) if site.owner >= 0 else 0
    if len(site.level) <= outside:
        return ()
    used = subject.needs.of([site.owner]).definitions
    asked = subject.needs.of(set(_asked(subject, used))).definitions
    given = [subject.program.definitions[n] for n in sorted(used - asked)]
    return tuple(
        (_every(subject, site, d), True)
        for d in given
        if isinstance(d, InputDef) and _is_in_list(site, d, outside) and d.kinds is None and d.fallback is None
    )


def _is_in_list(site: Site, d: Definition, outside: int) -> bool:
    return len(d.level) > outside and site.level[: len(d.level)] == d.level


def _asked(subject: Subject, used: frozenset[int]) -> Iterator[int]:
    """The definitions of which it is asked whether they are there, or how many are."""
    for number in sorted(used):
        d = subject.program.definitions[number]
        columns = (e for grade in getattr(d, "grades", ()) for e in grade_expressions(grade))
        for root in (*definition_expressions(d), *columns):
            for e in walk(subject.written_out(root)):
                if isinstance(e, ir.Asks) or (isinstance(e, ir.Aggregate) and e.least is not None):
                    yield from (t for x in walk(e) if isinstance(x, ir.Ref) for t in x.targets)


def _every(subject: Subject, site: Site, d: Definition) -> ir.Expr:
    """That an input of an item is known of all items of the body, said from an item at the level of a place."""
    said: ir.Expr = ir.Asks("known", ir.Ref((d.number,), d.name), type=FLAG)
    for depth in reversed(range(len(d.level))):
        item = d.level[depth]
        over = ir.ItemsOf(item, subject.program.items[item].name, lift=0 if depth else len(site.level))
        said = ir.Aggregate("every", said, over, type=FLAG)
    return said

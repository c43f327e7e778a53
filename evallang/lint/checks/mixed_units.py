"""Quantities of different units are added or compared, behind a product or a quotient.

Hours and days, money and people cannot be added, nor compared: the result is a number of nothing. Where they stand
side by side, the rules do not load. After a multiplication or a division the unit is another one, which only shows
when it is worked out: money per hour compared with money, hours times people added to hours.

The check works out the unit of each expression from the units that inputs declare (`hours`, `days`,
`number, unit "tenge"`), through formulas, products and quotients, also of what is looked up in brackets that say what
they take. What has no declared unit goes with everything; where both sides are divided by it, the rest still counts.

A number other than 1 that multiplies or divides may convert (`worked / 24` is in days), be a rate (500 tenge an hour),
or be points for each unit: the product goes with everything. Two things are told all the same: one number on both sides
of a comparison, in a mean, a least or a greatest, which changes neither unit, and hours times 24 beside days, a
conversion the wrong way.

**What to do.** Bring both to one unit, or compare the quantity that is meant.

**Found in:**

```eval
methodology m
input spent  : number 0.., unit "tenge" §6
input limit  : number 0.., unit "tenge" §6
input worked : hours §6
indicator price §6 {
  when worked = 0 : 0 §6:2
  score if spent / worked > limit then 0 else 1
}
```

**Not found in:**

```eval
methodology m
input spent  : number 0.., unit "tenge" §6
input limit  : number 0.., unit "tenge" §6
input worked : hours §6
indicator price §6 {
  when worked = 0 : 0 §6:2
  score if spent > limit then 0 else 1
}
```
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from evallang.ir import expr as ir
from evallang.lint.check import Check
from evallang.lint.facts import NEGATED
from evallang.lint.finding import Answer, Finding
from evallang.lint.lost import grouped
from evallang.lint.sites import Site
from evallang.lint.subject import Subject
from evallang.lint.units import Units, differ, shown, unit_of

CODE = "C307"


def run(subject: Subject) -> Iterator[Answer]:
    """Each sum, comparison and choice of the least or greatest."""
    units = Units(subject.program, subject.choices)
    if not units.declared:
        return
    sites = (site for d in subject.definitions() for site in subject.through.of(d.number))
    for same in grouped((site.expr.span, site) for site in sites if _takes_like_things(site.expr)):
        found = next((f for site in same if (f := _found(subject, units, site)) is not None), None)
        yield from [] if found is None else [found]


def _takes_like_things(e: ir.Expr) -> bool:
    return isinstance(e, ir.Lookup) or (isinstance(e, ir.Apply) and e.op in ("add", "min", "max", "mean", *NEGATED))


def _found(subject: Subject, units: Units, site: Site) -> Finding | None:
    if isinstance(site.expr, ir.Lookup):
        return _looked_up(subject, units, site, site.expr)
    assert isinstance(site.expr, ir.Apply)
    known = [(x, unit) for x in site.expr.args if (unit := units.of(x)) is not None]
    added = site.expr.op == "add"
    pair = next((pair for pair in combinations(known, 2) if differ(pair[0][1], pair[1][1], added=added)), None)
    if pair is None:
        return None
    one, second = (f"`{_words(subject, x)}` ({shown(unit)})" for x, unit in pair)
    what = "compared" if site.expr.op in NEGATED else "added" if added else "taken together"
    return Finding(
        CODE, f"{one} and {second} are {what}", site.expr.span, site.provisions, help="bring both to one unit",
        subject=subject.words(site.expr), owner=site.owner, formula=site.expr,
    )  # fmt: skip


def _looked_up(subject: Subject, units: Units, site: Site, e: ir.Lookup) -> Finding | None:
    """A value that is looked up in a column for which another unit is written."""
    table = subject.program.brackets[e.brackets]
    for x, kind, column in zip(e.args, table.types, table.inputs, strict=False):  # no types are known where none stands
        given, taken = units.of(x), unit_of(kind)
        if given is not None and taken is not None and differ(given, taken):
            return Finding(
                CODE, f"`{_words(subject, x)}` ({shown(given)}) is looked up as `{column}` ({shown(taken)}) of "
                f"`{table.name}`",
                e.span, site.provisions, help="bring both to one unit", subject=f"{subject.words(e)} {column}",
                owner=site.owner, formula=e,
            )  # fmt: skip
    return None


def _words(subject: Subject, e: ir.Expr) -> str:
    return subject.words(e.args[0] if isinstance(e, ir.Apply) and e.op == "neg" else e)


CHECK = Check(CODE, "quantities of different units are taken together", run, instant=True)

"""How operations and tables move with what they are given: sums, products, quotients, powers, brackets."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from evallang.builtins.catalogue import BUILTINS
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, Interval
from evallang.lint.facts import Facts
from evallang.lint.grid import Cell, cells
from evallang.lint.motion import EITHER, FALLS, RISES, STAYS, UNKNOWN, Motion, joined
from evallang.lint.presence import is_defined
from evallang.lint.ranges import Range, times
from evallang.lint.sets import Atom, Domain, domain_of
from evallang.types import Choice, Flag, Quantity

if TYPE_CHECKING:
    from evallang.lint.moves import Moves


def applied(moves: Moves, e: ir.Apply, moved: Sequence[Motion], facts: Facts) -> Motion:
    """How an operation moves whose operands move so."""
    ranges = _Lazy(moves, e, facts)
    match e.op:
        case "neg" | "not":
            return -moved[0]
        case "add" | "sum":
            return joined(moved)
        case "and" | "or":  # one may decide alone, whether or not the others are there
            return joined(moved).loose()
        case "sub":
            return joined([moved[0], *(-m for m in moved[1:])])
        case "mul" | "product":
            return _product(moved, ranges)
        case "div":
            return _quotient(moved, ranges)
        case "power":
            return _power(e, moved, ranges)
        case "abs":
            return moved[0].scaled(ranges[0])
    entry = BUILTINS.get(e.op.partition(":")[0])
    if e.op in ("root", "round") or e.op.startswith("round:"):
        found = moved[0] if moved[1].still else UNKNOWN
    elif entry is not None and entry.monotone:
        found = joined(moved).scaled(Range(Fraction(entry.monotone), Fraction(entry.monotone), True, True))
    else:
        found = joined(moved).anyhow()
    return found if is_defined(e.op, e.args, ranges.read) else found.loose()


class _Lazy:
    """The ranges of operands, each worked out only where it is asked for."""

    def __init__(self, moves: Moves, e: ir.Apply, facts: Facts) -> None:
        self.moves, self.e, self.facts = moves, e, facts

    def __getitem__(self, place: int) -> Range:
        return self.read(self.e.args[place])

    def read(self, e: ir.Expr) -> Range:
        """What an expression can be."""
        return self.moves.range(e, self.facts)


def _product(moved: Sequence[Motion], ranges: _Lazy) -> Motion:
    """a₂b₂ − a₁b₁ = (a₂ − a₁)b₂ + a₁(b₂ − b₁)."""
    if len(moved) == 1:
        return moved[0]
    found, whole = moved[0], ranges[0]
    for place, motion in enumerate(moved[1:], 1):
        factor = ranges[place]
        found = found.scaled(factor) | motion.scaled(whole)
        whole = times(whole, factor)
    return found


def _quotient(moved: Sequence[Motion], ranges: _Lazy) -> Motion:
    """A divisor of one sign turns round; where it may be zero, there may be no value."""
    above, below = moved
    divisor = ranges[1]
    found = above.scaled(divisor)
    if not below.still:
        sided = (divisor.low is not None and divisor.low >= 0) or (divisor.high is not None and divisor.high <= 0)
        turned = (-below).scaled(ranges[0]) if sided else below.anyhow()
        found = found | turned
        return found.loose() if divisor.may_be_zero else found
    return found


def _power(e: ir.Apply, moved: Sequence[Motion], ranges: _Lazy) -> Motion:
    base, exponent = moved
    of, n = ranges[0], ranges[1]
    if not exponent.still:
        found = joined(moved).anyhow()
    elif of.low is not None and of.low >= 0:
        found = base.scaled(n)
    else:
        odd = n.point is not None and n.point > 0 and n.point.denominator == 1 and n.point.numerator % 2
        found = base if odd else base.anyhow()
    return found if is_defined(e.op, e.args, ranges.read) else found.loose()


# ---- brackets


def looked_up(moves: Moves, e: ir.Lookup, facts: Facts) -> Motion:
    """How a table answers, its arguments moving so."""
    moved = [moves.of(a, facts) for a in e.args]
    whole = joined(moved)
    if whole.still:
        return whole
    moving = [place for place, motion in enumerate(moved) if motion.moves]
    orders = {place: _order(moves, e.args[place], facts) for place in moving}
    found = _grid(moves, e, facts)
    if found is None or None in orders.values():
        return whole.anyhow().loose()
    for place in moving:
        if isinstance(e.args[place].type, Choice):  # its options stand in the order in which they come
            moved[place] = Motion(RISES if moved[place].own else 0, RISES if moved[place].others else 0)
    table = moves.program.brackets[e.brackets]
    column = e.column if e.column is not None else moves.values.kind
    columns = [table.results.index(column)] if column in table.results else range(len(table.results))
    ways = [(moved[place], _along(found, place, c, orders[place] or ())) for place in moving for c in columns]
    answer = joined(motion.along(way) for motion, way in ways) | whole.presence()
    covered = all(len(cell.rows) == 1 and None not in cell.rows[0].results for cell in found)
    if covered:
        return answer
    # Between two cells that answer there may be one that does not.
    return (answer.anyhow() if len(moving) > 1 else answer).loose()


def _grid(moves: Moves, e: ir.Lookup, facts: Facts) -> list[Cell] | None:
    """The cells of a table over what its arguments can be."""
    rows = [row for row in moves.program.brackets[e.brackets].rows if moves.values.active(row.conditions)]
    domains = [_domain(moves.range(a, facts), a) for a in e.args]
    known = [d for d in domains if d is not None]
    return cells(rows, known) if len(known) == len(domains) else None


def _domain(r: Range, e: ir.Expr) -> Domain | None:
    """What an argument may be, as a column is asked about it."""
    if isinstance(e.type, Quantity):
        return Domain(Interval(r.low, r.high, r.low_closed, r.high_closed), Fraction(1) if r.whole else None)
    return domain_of(e.type)


def _order(moves: Moves, e: ir.Expr, facts: Facts) -> Sequence[Atom] | None:
    """The options of an argument in the order in which they come as the input rises; None where they have none.

    Numbers have their own order, and of flags no comes before yes. Options have one that a table over one number gives.
    """
    if not isinstance(e.type, Choice):
        return (False, True) if isinstance(e.type, Flag) else () if isinstance(e.type, Quantity) else None
    match e:
        case ir.Ref():
            targets = moves.values.targets(e.targets)
            d = moves.program.definitions[targets[0]] if len(targets) == 1 else None
            return _order(moves, moves.monotone.uses.written_out(d.value), {}) if isinstance(d, FormulaDef) else None
        case ir.ByReading(reading=reading, cases=cases):
            return _order(moves, cases[moves.values.choices[reading]], facts)
        case ir.Lookup(args=(arg,), column=str(column)) if isinstance(arg.type, Quantity):
            way = moves.of(arg, facts)
            rows = [cell.rows for cell in _grid(moves, e, facts) or []]
            place = moves.program.brackets[e.brackets].results.index(column)
            options = [str(one[0].results[place]) for one in rows if len(one) == 1]
            coming = [option for option, _ in groupby(options)]
            if (way.own | way.others) == EITHER or len(set(coming)) < len(coming):
                return None
            return coming if RISES in (way.own, way.others) else coming[::-1]
    return None


def _along(found: Sequence[Cell], place: int, column: int, order: Sequence[Atom]) -> int:
    """How the answers of a column change along one argument, the others as they are."""
    lines: dict[tuple[Atom, ...], list[Cell]] = {}
    for cell in found:
        if len(cell.rows) == 1 and cell.rows[0].results[column] is not None:
            lines.setdefault((*cell.atoms[:place], *cell.atoms[place + 1 :]), []).append(cell)
    way = STAYS
    for cells_of_line in lines.values():
        line = cells_of_line
        if order:
            line = sorted((c for c in line if c.atoms[place] in order), key=lambda c: order.index(c.atoms[place]))
        for before, after in pairwise(cell.rows[0].results[column] for cell in line):
            if before == after:
                continue
            ordered = isinstance(before, Fraction) and isinstance(after, Fraction)
            way |= EITHER if not ordered else RISES if after > before else FALLS  # type: ignore[operator]  # numbers
    return way

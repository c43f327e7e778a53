"""Code of ratings: the rank of a body, and whether it is among the first or the last (`interpreter.ranking`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.python.reals import boxed
from evallang.backends.python.value import Value
from evallang.ir import expr as ir
from evallang.ir.program import RatingDef

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions

_KEY = "str(r.get('body', ''))"


def bodies(w: Expressions, rating: RatingDef) -> ir.BodiesOf | None:
    """Who takes part, None where nobody does under the options chosen."""
    among = w.spec.among(rating)
    if among is None:
        return None
    return among.over if isinstance(among.over, ir.BodiesOf) else ir.BodiesOf()


def rank(w: Expressions, number: int, node: int) -> Value:
    """The rank of the body in one list of a rating."""
    whose = _whose(w, number, node)
    if whose is None:
        return w.never(Absent(NOT_APPLICABLE, f"not in the rating `{w.spec.program.ratings[number].name}`"))
    rating = w.spec.program.ratings[number]
    w.code.cite(f"rating {rating.name}", rating.provisions)
    top, bottom = w.code.fresh("rank"), w.code.fresh("rank_d")
    w.code.put(f"{top}, {bottom} = as_pair(p.ranking({whose}).rank({_KEY}))")
    w.code.see(top)
    return Value("pair", top, bottom, True)


def among_the(w: Expressions, e: ir.InRating) -> Value:
    """`last 3 in R`: of any of its lists."""
    asked = f"{e.end!r}, {e.count}, {e.what!r}"
    lists = [_whose(w, e.rating, node) for node in e.nodes]
    places = [f"p.ranking({whose}).among_the({asked}, {_KEY})" for whose in lists if whose is not None]
    return Value("flag", w.code.let(f"in_any({', '.join(places)})", "c"), maybe=True)


def _whose(w: Expressions, number: int, node: int) -> str | None:
    """The list, the rating, the group of the body and its key, in the code."""
    rating = w.spec.program.ratings[number]
    over = bodies(w, rating)
    if over is None:
        return None
    e = w.unit.rated.setdefault((number, node), ir.Aggregate("rank", rating.nodes[node], over, span=rating.span))
    w.unit.together = True
    order = "Ranking" if w.unit.irrational.of(rating.nodes[node]) else "PlainRanking"
    known = w.unit.constant(f"({rating.name!r}, {rating.highest_first}, {rating.ties!r}, {order})", "RATING")
    place = w.unit.listed(e, ())
    return f"{place}, L{place}, {known}, {boxed(w.own_group(over))}, {_KEY}"

"""Who is in a list, and what is gathered over them."""

from __future__ import annotations

from attrs import frozen

from evallang.backends.sql import expressions
from evallang.backends.sql.kinds import of_known_kind
from evallang.backends.sql.place import Place
from evallang.backends.sql.steps import Join, Level
from evallang.backends.sql.values import NUMBER, VALUE, Value, spread
from evallang.ir import expr as ir

OUT = "-1"
"""Of a member of the list that does not belong to it, or to which the value does not apply."""
MANY = 1e9
"""More rows than this in a group leave the bound of a sum unproved: the result is in doubt then."""


@frozen(eq=False)
class Members:
    """Who is in a list: where the rows are, what is known of each, how they are found, and whether there is a list."""

    place: Place
    belongs: str
    joins: tuple[tuple[Join, str], ...]
    status: str = VALUE


def members(at: Place, over: ir.Over) -> Members | None:
    """The rows of a list with the test of `where`; None for what is not said in SQL."""
    if isinstance(over, ir.BodiesOf):
        return _bodies(at, over)
    assert isinstance(over, ir.ItemsOf)
    level = () if over.of_every_body else at.level[: len(at.level) - over.lift]
    inside: Level = (*level, over.item)
    if inside not in at.shared.steps.keys:
        return None
    if over.of_every_body:
        return _everywhere(at, over, inside)
    place = at.within(inside)
    keys = 2 + len(level)
    given = at.shared.given[level, over.item]
    status = at.let(f"CASE WHEN {given} THEN 0 ELSE 3 END")
    return Members(place, _belongs(place, over.where), ((Join(inside, keys), "TRUE"),), status)


def _everywhere(at: Place, over: ir.ItemsOf, inside: Level) -> Members:
    """The items of every body of the period: all, or those that name this body."""
    steps, place = at.shared.steps, at.within(inside, elsewhere=True)
    bodies = Place(at.shared, ())
    given = at.shared.given[(), over.item]
    lacking = steps.look((), f"MAX(CASE WHEN {given} THEN 0 ELSE 1 END)", Join((), 1))
    status = at.let(bodies.let(f"CASE WHEN {lacking} = 1 THEN 3 ELSE 0 END"))
    where = over.where
    if not (isinstance(where, ir.Apply) and where.op == "equal" and isinstance(where.args[1], ir.ThisBody)):
        return Members(place, of_known_kind(place, _belongs(place, where)), ((Join(inside, 1), "TRUE"),), status)
    if at.elsewhere:
        at.unsaid("`this body` inside a list of bodies")
        return Members(place, "9", ((Join(inside, 1), "TRUE"),), status)
    whose = expressions.value(place, where.args[0])
    belongs = place.let(f"CASE WHEN {whose.s} IN (1, 3, 6) THEN 3 WHEN {whose.s} IN (2, 4) THEN 4 ELSE {whose.s} END")
    belongs = of_known_kind(place, belongs)
    mine = Join(inside, 1, by=(whose.v,), on=(at.shared.name,))
    known, unknown = place.let(f"{whose.s} = 0"), place.let(f"{whose.s} <> 0")
    return Members(place, belongs, ((mine, known), (Join(inside, 1), unknown)), status)


def _belongs(place: Place, where: ir.Expr | None) -> str:
    """0 for a member, -1 for what is none, else the status of not knowing it."""
    if where is None:
        return VALUE
    holds = expressions.value(place, where)
    return place.let(
        f"CASE WHEN {holds.s} = 6 THEN {OUT} WHEN {holds.s} <> 0 THEN {spread(holds.s)} "
        f"WHEN {holds.v} THEN 0 ELSE {OUT} END"
    )


def _bodies(at: Place, over: ir.BodiesOf) -> Members | None:
    """The bodies of the period, in groups; who may belong to any group stands in each as not known."""
    place = at.within((), elsewhere=True)
    belongs = of_known_kind(place, _belongs(place, over.where))
    everyone = Join((), 1)
    if over.same is not None:
        own = expressions.value(place, over.same)
    elif over.same_kind and at.shared.holds.program.kinds:
        lacking = place.let(f"CASE WHEN {at.shared.kind} IS NULL THEN 3 ELSE 0 END")
        own = Value("word", at.shared.kind, of_known_kind(place, lacking))
    else:
        return Members(place, belongs, ((everyone, "TRUE"),))
    if own.sort == NUMBER and not own.certain:
        return None
    # In doubt of one body's group, every group is.
    known = place.let(f"{own.s} = 0")
    unknown = place.let(f"{own.s} NOT IN (0, 6)")
    status = at.let(spread(own.s))
    belongs = place.let(
        f"CASE WHEN {belongs} = -1 OR {own.s} = 6 THEN {OUT} WHEN {own.s} = 0 THEN {belongs} "
        f"WHEN {own.s} = 9 OR {belongs} = 9 THEN 9 WHEN {own.s} IN (2, 4) OR {belongs} IN (2, 4) THEN 4 ELSE 3 END"
    )
    mine = Join((), 1, by=(own.v,), on=(own.v,))
    return Members(place, belongs, ((mine, known), (everyone, unknown)), status)


def any_member(test: str) -> str:
    """The aggregate that is 1 where a member passes a test."""
    return f"MAX(CASE WHEN {test} THEN 1 ELSE 0 END)"


def gathered(at: Place, found: Members, sql: str, state: str, combine: str) -> str:
    """An aggregate over the members with their states for `{m}`.

    Bodies that may belong to any group stand in the second join: they have statuses, and no value is taken of them.
    """
    steps, columns = at.shared.steps, []
    for order, (join, belongs) in enumerate(found.joins):
        if order and combine != "OR":
            break
        here = state if belongs == "TRUE" else found.place.let(f"CASE WHEN {belongs} THEN {state} ELSE {OUT} END")
        columns.append(steps.look(at.level, sql.replace("{m}", here), join))
    if combine == "OR":
        return " OR ".join(f"COALESCE({column}, 0) = 1" for column in columns)
    return at.let(f"COALESCE({columns[0]}, 0)") if sql.startswith("COUNT") else columns[0]

"""Code of aggregates over the items of a body and over the parts of a node (`interpreter.aggregates`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from evallang.backends.interpreter.absence import MISSING, NOT_APPLICABLE, Absent
from evallang.backends.python import near
from evallang.backends.python.branches import Branches
from evallang.backends.python.reals import boxed
from evallang.backends.python.summaries import Summary
from evallang.backends.python.value import Value
from evallang.ir import expr as ir
from evallang.ir.walk import children, walk

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions


COUNTED = ("count", "some", "every")


def aggregate(w: Expressions, e: ir.Aggregate) -> Value:
    """A value over a list."""
    own = None if e.own is None else w.of(e.own)
    near.refuse(*([] if own is None else [own]))
    if isinstance(e.over, ir.PartsOf):
        return _of_parts(w, e, e.over, own)
    if isinstance(e.over, ir.BodiesOf) or e.over.of_every_body:
        return _placed_own(w, e, own, lambda mine: _of_bodies(w, e, mine))
    return _placed_own(w, e, own, lambda mine: _of_items(w, e, mine))


def _placed_own(
    w: Expressions, e: ir.Aggregate, own: Value | None, make: Callable[[Value | None], Value]
) -> Value:  # fmt: skip
    """Who has no value has no rank."""
    if own is None or not own.maybe or e.op != "rank":
        return make(own)
    found = Branches(w.code, w.code.fresh())
    with found.under(f"if type({own.code}) is Absent:"):
        found.nothing(own.code)
    with found.under("else:"):
        found.give(make(own.sure()))
    return found.value()


def inner(e: ir.Aggregate) -> list[ir.Expr]:
    """What is looked at for each member of a list."""
    where = None if isinstance(e.over, ir.PartsOf) else e.over.where
    return [x for x in (e.value, e.weight, where) if x is not None]


def looks_at_this(e: ir.Aggregate) -> bool:
    """Whether a list is another one for each body that asks."""
    return any(isinstance(x, ir.ThisBody) for root in inner(e) for x in walk(root))


def is_indexed(e: ir.Aggregate) -> bool:
    """`x of every body where y = this body`, which the interpreter sorts by `y`: what is not known stands last."""
    where = e.over.where if isinstance(e.over, ir.ItemsOf) and e.over.of_every_body else None
    if not isinstance(where, ir.Apply) or where.op != "equal" or not isinstance(where.args[1], ir.ThisBody):
        return False
    return not any(isinstance(x, ir.ThisBody | ir.Local) for x in walk(where.args[0]))


def keyed_by(e: ir.Aggregate) -> ir.Expr | None:
    """Of `x of every body where y = this body` the `y`, where nothing else depends on who asks."""
    if not is_indexed(e) or e.over.where is None:  # type: ignore[union-attr]  # a list of items
        return None
    by = e.over.where.args[0]  # type: ignore[union-attr]  # an equation
    roots = [x for x in (by, e.value, e.weight) if x is not None]
    depends = any(isinstance(x, ir.ThisBody | ir.Local | ir.Invoke) for root in roots for x in walk(root))
    return None if depends else by


def _locals(e: ir.Expr) -> set[int]:
    """The parameters of a formula that an expression names; a part in a list of parts is none."""
    if isinstance(e, ir.Local):
        return {e.index}
    if isinstance(e, ir.Aggregate) and isinstance(e.over, ir.PartsOf):
        return set().union(*(_locals(x) for x in children(e) if x is not e.value))
    return set().union(*map(_locals, children(e)))


def _of_bodies(w: Expressions, e: ir.Aggregate, own: Value | None) -> Value:
    """A list of bodies, or of the items of all bodies, whose members are found once for a group."""
    used = {place: w.locals[-1][place] for place in sorted(set().union(*map(_locals, inner(e))))}
    near.refuse(*used.values())
    number = w.unit.listed(e, tuple((place, v.form) for place, v in used.items()))
    given = "".join(f"({v.code}, {v.den}), " if v.form == "pair" else f"{v.code}, " for v in used.values())
    whose = w.names.body + (f", ({given})" if used else "")
    w.unit.together = True
    group = w.own_group(e.over) if isinstance(e.over, ir.BodiesOf) else Value("flag", "True")
    found = Branches(w.code, w.code.fresh())
    if group.maybe:
        with found.under(f"if type({group.code}) is Absent:"):
            found.nothing(f"{group.code}.spread()")
        if group.form == "never":
            return found.value()
    if not group.maybe:
        return _taken(w, e, number, f"{boxed(group)}, {whose}", own)
    with found.under("else:"):
        found.give(_taken(w, e, number, f"{boxed(group.sure())}, {whose}", own))
    return found.value()


def _taken(w: Expressions, e: ir.Aggregate, number: int, whose: str, own: Value | None) -> Value:
    if e.op in COUNTED:
        return _counted_states(w, e, w.code.let(f"p.states({number}, L{number}, {whose})", "states"))
    values, weights, lacking = (w.code.fresh(word) for word in ("values", "weights", "lacking"))
    w.code.put(f"{values}, {weights}, {lacking} = p.members({number}, L{number}, {whose})")
    return Summary(w, e, values, weights if e.weight is not None else "", lacking, own).value()


def _of_parts(w: Expressions, e: ir.Aggregate, over: ir.PartsOf, own: Value | None) -> Value:
    """The parts of a node that are for the body, as they enter its sum."""
    given = w.names.parts(over.node)
    near.refuse(*given)
    parts = ", ".join(f"({v.code}, {v.den})" for v in given)
    values, lacking = w.code.fresh("values"), w.code.fresh("lacking")
    w.code.put(f"{values}, {lacking} = parts_here(({parts}{',' if parts else ''}))")
    if e.op in COUNTED:  # whatever it asks, the interpreter counts
        return Value("pair", w.code.let(f"len({values}) + len({lacking})"))
    return Summary(w, e, values, "", lacking, own).value()


def _of_items(w: Expressions, e: ir.Aggregate, own: Value | None) -> Value:
    """A list of the items of a body."""
    assert isinstance(e.over, ir.ItemsOf)
    rows = _rows(w, e.over)
    found = Branches(w.code, w.code.fresh())
    missing = Absent(MISSING, f"the list `{e.over.name}` is not given").spread()
    with found.under(f"if {rows} is None:"):
        found.nothing(w.unit.absent(missing))
    with found.under("else:"):
        found.give(_counted(w, e, rows) if e.op in COUNTED else _gathered(w, e, rows, own))
    return found.value()


def _rows(w: Expressions, over: ir.ItemsOf) -> str:
    """The rows of a list, in the code."""
    record = w.names.record(over.lift)
    return w.code.let(f"rows_of({record}, {w.unit.level(over.item)})", "rows")


def level_of(w: Expressions, number: int) -> tuple[int, ...]:
    """The chain of items down to one, outermost first."""
    parent = w.spec.program.items[number].parent
    return (number,) if parent is None else (*level_of(w, parent), number)


def _gathered(w: Expressions, e: ir.Aggregate, rows: str, own: Value | None) -> Value:
    assert isinstance(e.over, ir.ItemsOf)
    assert e.value is not None
    values, weights, lacking = w.code.empty("values"), "", w.code.empty("lacking")
    if e.weight is not None:
        weights = w.code.empty("weights")
    row = w.code.fresh("row")
    with w.code.block(f"for {row} in {rows}:"), w.names.inside(level_of(w, e.over.item), row):
        _where(w, e.over, lacking)
        value = w.of(e.value)
        near.refuse(value)
        _unless_absent(w, value, lacking, leave_out=e.op == "rank")
        if value.form in ("pair", "number"):
            if e.weight is not None:
                weight = w.of(e.weight)
                near.refuse(weight)
                if weight.maybe:
                    with w.code.block(f"if type({weight.code}) is Absent:"):
                        w.code.put(f"{lacking}.append({weight.code})")
                w.code.put(f"{weights}.append(({weight.code}, {weight.den}))")
            w.code.put(f"{values}.append(({value.code}, {value.den}))")
        else:
            assert value.form == "never"  # the types are checked: it is no flag, no name
    return Summary(w, e, values, weights, lacking, own).value()


def _where(w: Expressions, over: ir.ItemsOf, lacking: str) -> None:
    """Leave out what does not belong to the list; what nobody knows makes the whole lack a value."""
    if over.where is None:
        return
    holds = w.of(over.where)
    if holds.maybe:
        _unless_absent(w, holds, lacking)
    if holds.form != "never":
        with w.code.block(f"if not {holds.code}:"):
            w.code.put("continue")


def _unless_absent(w: Expressions, value: Value, lacking: str, *, leave_out: bool = False) -> None:
    if not value.maybe:
        return
    with w.code.block(f"if type({value.code}) is Absent:"):
        if not leave_out:
            with w.code.block(f"if {value.code}.status != {NOT_APPLICABLE!r}:"):
                w.code.put(f"{lacking}.append({value.code})")
        w.code.put("continue")


def _counted(w: Expressions, e: ir.Aggregate, rows: str) -> Value:
    """`count`, `some`, `every` with Kleene's three values."""
    assert isinstance(e.over, ir.ItemsOf)
    states = w.code.empty("states")
    row = w.code.fresh("row")
    with w.code.block(f"for {row} in {rows}:"), w.names.inside(level_of(w, e.over.item), row):
        holds = Value("flag", "True") if e.over.where is None else w.of(e.over.where)
        if holds.maybe:
            with w.code.block(f"if type({holds.code}) is Absent:"):
                w.code.put(f"{states}.append({holds.code})")
                w.code.put("continue")
        if holds.form != "never":
            if e.over.where is not None:
                with w.code.block(f"if not {holds.code}:"):
                    w.code.put("continue")
            state = Value("flag", "True") if e.value is None else w.of(e.value)
            w.code.put(f"{states}.append({state.code})")
    return _counted_states(w, e, states)


def _counted_states(w: Expressions, e: ir.Aggregate, states: str) -> Value:
    name = w.code.let(f"counted({e.op!r}, {states})")
    return Value("pair" if e.op == "count" else "flag", name, 1, maybe=True)


def by_key(w: Expressions, e: ir.ItemRef) -> Value:
    """`measure.a.growth`: the value of one item, or of an item of an item."""
    return _keyed(w, e, 0, w.names.record(e.lift))


def _keyed(w: Expressions, e: ir.ItemRef, place: int, record: str) -> Value:
    if place == len(e.items):
        return w.of(e.inner)
    item, key = w.spec.program.items[e.items[place]], e.keys[place]
    level = w.unit.level(e.items[place])
    rows = w.code.let(f"rows_of({record}, {level})", "rows")
    row = w.code.let(f"None if {rows} is None else row_with({rows}, {level}, {key!r})", "row")
    found = Branches(w.code, w.code.fresh())
    with found.under(f"if {rows} is None:"):
        found.nothing(w.unit.absent(Absent(MISSING, f"the list `{item.name}` is not given")))
    with found.under(f"elif {row} is None:"):
        found.nothing(w.unit.absent(Absent(MISSING, f"there is no `{item.name}` called `{key}`")))
    with found.under("else:"), w.names.inside(level_of(w, e.items[place]), row):
        found.give(_keyed(w, e, place + 1, row))
    return found.value()

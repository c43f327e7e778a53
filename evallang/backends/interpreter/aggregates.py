"""Aggregates over items, bodies and parts."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from evallang import numbers
from evallang.backends.interpreter.absence import MISSING, NOT_APPLICABLE, Absent, in_doubt, lack, undefined
from evallang.backends.interpreter.frames import Code, Frame, Local
from evallang.backends.interpreter.kernel import guarded
from evallang.backends.interpreter.statistics import LIST, RELATIVE, SUMMARY, weighted_mean
from evallang.ir import expr as ir
from evallang.ir.walk import walk
from evallang.numbers import decimal34

if TYPE_CHECKING:
    from evallang.backends.interpreter.compile import Compiler

Members = list[tuple[Frame, Any]]
"""The frames of a list, each with what is known of whether it belongs to it: True or Absent."""


def members(c: Compiler, over: ir.Over) -> Code:
    """The members of a list for which `where` holds or is not known; Absent when the list is not given."""
    assert not isinstance(over, ir.PartsOf)
    source = _bodies(c, over) if isinstance(over, ir.BodiesOf) else _items(c, over)
    if over.where is None:
        return source
    where = c.code(over.where)

    def select(fr: Frame, this: Frame, loc: Local) -> Any:
        listed = source(fr, this, loc)
        if type(listed) is Absent:
            return listed
        found: Members = []
        for frame, belongs in listed:
            holds = where(frame, this, loc)
            if holds is not False and not (type(holds) is Absent and holds.status == NOT_APPLICABLE):
                found.append((frame, _both(belongs, holds)))
        return found

    return _indexed(c, over, source) or select


def _both(belongs: Any, holds: Any) -> Any:
    """What is known of both together, when neither is known not to be so."""
    if belongs is True:
        return holds
    return belongs if holds is True else in_doubt(belongs, holds.spread())


def group(c: Compiler, over: ir.BodiesOf) -> Code:
    """What the bodies of one group have in common: their kind, an attribute, or nothing; Absent when not known."""
    if over.same is not None:
        same = c.code(over.same)
        return lambda fr, this, loc: same(fr.body, fr.body, ())
    if over.same_kind and c.program.kinds:
        return lambda fr, this, loc: fr.kind if fr.kind is not None else c.run.no_kind(fr.body)
    return lambda fr, this, loc: True


def _bodies(c: Compiler, over: ir.BodiesOf) -> Code:
    grouped, cache = group(c, over), c.run.cache

    def bodies(fr: Frame, this: Frame, loc: Local) -> Any:
        own = grouped(fr, this, loc)
        if type(own) is Absent:
            return own.spread()
        place = (id(over), "groups", fr.period)
        if place not in cache:
            cache[place] = _sorted_out([(frame, grouped(frame, this, loc)) for frame in c.run.bodies(fr.period)])
        groups, unknown = cache[place]
        return groups[own] + unknown if unknown else groups[own]

    return bodies


def _sorted_out(pairs: Members) -> tuple[dict[Any, Members], Members]:
    """The frames by value, and those whose value is not known."""
    groups: dict[Any, Members] = {}
    unknown: Members = []
    for frame, value in pairs:
        if type(value) is not Absent:
            groups.setdefault(value, []).append((frame, True))
        elif value.status != NOT_APPLICABLE:
            unknown.append((frame, value.spread()))
    return groups, unknown


def _items(c: Compiler, over: ir.ItemsOf) -> Code:
    number = over.item
    missing = Absent(MISSING, f"the list `{over.name}` is not given")

    def own(fr: Frame, this: Frame, loc: Local) -> Any:
        frame = fr
        for _ in range(over.lift):
            assert frame.parent is not None
            frame = frame.parent
        found = frame.items(number)
        return missing if found is None else [(item, True) for item in found]

    def everywhere(fr: Frame, this: Frame, loc: Local) -> Any:
        found: Members = []
        for body in c.run.bodies(fr.period):
            items = body.items(number)
            if items is None:
                return missing
            found += [(item, True) for item in items]
        return found

    return everywhere if over.of_every_body else own


def _indexed(c: Compiler, over: ir.Over, source: Code) -> Code | None:
    """`x of every body where y = this body`: sorted by y once, so that the cost stays linear."""
    where = over.where if isinstance(over, ir.ItemsOf) and over.of_every_body else None
    if not isinstance(where, ir.Apply) or where.op != "equal" or not isinstance(where.args[1], ir.ThisBody):
        return None
    key = where.args[0]
    if any(isinstance(x, ir.ThisBody | ir.Local) for x in walk(key)):
        return None
    code = c.code(key)
    cache = c.run.cache

    def select(fr: Frame, this: Frame, loc: Local) -> Any:
        place = (id(over), fr.period)
        if place not in cache:
            listed = source(fr, this, loc)
            if type(listed) is Absent:
                return listed
            # A comparison with what is not applicable is undefined, so such an item is not left out.
            keys = [(frame, code(frame, frame.body, ())) for frame, _ in listed]
            cache[place] = _sorted_out([(f, k.spread() if type(k) is Absent else k) for f, k in keys])
        index, unknown = cache[place]
        return index.get(this.name, []) + unknown

    return select


def aggregate(c: Compiler, e: ir.Aggregate) -> Code:
    """A value over a list, the parts of a node, or the population."""
    if e.op in ("count", "some", "every"):
        return _counting(c, e)
    gather = _parts(c, e.over) if isinstance(e.over, ir.PartsOf) else _values(c, e)
    if e.own is not None:
        return _placing(c, e, gather)
    finish = _finish(c, e)

    def compute(fr: Frame, this: Frame, loc: Local) -> Any:
        found = gather(fr, this, loc)
        return found if type(found) is Absent else finish(fr, this, loc, found)

    return _once_for_a_group(c, e, "result", compute) if _same_for_all(e.none, e.least, *e.extra) else compute


def _same_for_all(*arguments: ir.Expr | None) -> bool:
    return all(argument is None or isinstance(argument, ir.Const) for argument in arguments)


def _once_for_a_group(c: Compiler, e: ir.Aggregate, what: str, code: Code) -> Code:
    """The code, run once for each group of bodies, when nothing in the list looks at the body that asks."""
    if not isinstance(e.over, ir.BodiesOf) or _looks_at_this(e):
        return code
    grouped, cache = group(c, e.over), c.run.cache

    def remembered(fr: Frame, this: Frame, loc: Local) -> Any:
        own = grouped(fr, this, loc)
        if type(own) is Absent:
            return own.spread()
        place = (id(e), what, fr.period, own)
        if place not in cache:
            cache[place] = code(fr, this, loc)
        return cache[place]

    return remembered


def _parts(c: Compiler, over: ir.PartsOf) -> Code:
    def parts(fr: Frame, this: Frame, loc: Local) -> Any:
        values = [value for _, value in c.run.nodes[over.node].parts(fr)]
        return lack(values) or [(value, None) for value in values]

    return parts


def _values(c: Compiler, e: ir.Aggregate) -> Code:
    """Pairs of value and weight; remembered for a group of bodies when nothing in it looks at this body."""
    assert e.value is not None
    select, value = members(c, e.over), c.code(e.value)
    weight = c.code(e.weight) if e.weight is not None else None

    leave_out = e.op == "rank"  # who has no value has no place, and the others are ranked

    def gather(fr: Frame, this: Frame, loc: Local) -> Any:
        chosen = select(fr, this, loc)
        if type(chosen) is Absent:
            return chosen.spread()
        found, absent = [], []
        for frame, holds in chosen:
            one = holds if type(holds) is Absent else value(frame, this, loc)
            if type(one) is Absent:
                if not leave_out and one.status != NOT_APPLICABLE:
                    absent.append(one)
                continue
            heavy = weight(frame, this, loc) if weight is not None else None
            if type(heavy) is Absent:
                absent.append(heavy)
            found.append((one, heavy))
        return lack(absent) or found

    return _once_for_a_group(c, e, "values", gather)


def _looks_at_this(e: ir.Aggregate) -> bool:
    inner = [x for x in (e.value, e.weight, getattr(e.over, "where", None)) if x is not None]
    return any(
        isinstance(x, ir.ThisBody) or (isinstance(x, ir.Local) and x.index >= 0)  # below 0 it is a part of a node
        for root in inner for x in walk(root)
    )  # fmt: skip


def _finish(c: Compiler, e: ir.Aggregate) -> Any:
    """What is made of the pairs of value and weight."""
    few = _too_few(c, e)
    extra = [c.code(x) for x in e.extra]
    operation = LIST[e.op] if e.own is None else SUMMARY[e.op]

    def finish(fr: Frame, this: Frame, loc: Local, pairs: list[tuple[Any, Any]]) -> Any:
        instead = few(fr, this, loc, len(pairs))
        if instead is not None:
            return instead
        args = [x(fr, this, loc) for x in extra]
        for arg in args:
            if type(arg) is Absent:
                return arg.spread()
        values = [value for value, _ in pairs]
        if e.weight is not None:
            return guarded(weighted_mean, values, [w for _, w in pairs])
        return guarded(operation, values, *args)

    return finish


def _too_few(c: Compiler, e: ir.Aggregate) -> Any:
    """What a list that is empty or has too few values gives; None when there are enough."""
    none = c.code(e.none) if e.none is not None else None
    least = c.code(e.least) if e.least is not None else None
    text = c.text(e)

    def few(fr: Frame, this: Frame, loc: Local, size: int) -> Any:
        if not size:
            return none(fr, this, loc) if none is not None else undefined(f"`{text}` of nothing")
        needed = least(fr, this, loc) if least is not None else None
        if type(needed) is Absent:
            return needed.spread()
        if needed is None:
            return None
        enough = guarded(lambda: numbers.compare(Fraction(size), needed) >= 0)
        if enough is False:
            return undefined(f"`{text}` needs at least {decimal34(needed)[0]} values, and there are {size}")
        return enough if type(enough) is Absent else None

    return few


def _placing(c: Compiler, e: ir.Aggregate, gather: Code) -> Code:
    """`rank`, `percentile`, …: the own value placed among the others, of which a summary is made once."""
    assert e.own is not None
    own, finish, place = c.code(e.own), _finish(c, e), RELATIVE[e.op]

    def summarise(fr: Frame, this: Frame, loc: Local) -> Any:
        found = gather(fr, this, loc)
        return found if type(found) is Absent else finish(fr, this, loc, found)

    summary = _once_for_a_group(c, e, "summary", summarise) if _same_for_all(e.none, e.least, *e.extra) else summarise

    def compute(fr: Frame, this: Frame, loc: Local) -> Any:
        value = own(fr, this, loc)
        if type(value) is Absent and e.op == "rank":
            return value  # without a value no place; not applicable: not in it
        others = summary(fr, this, loc)
        if not isinstance(others, tuple):
            return others  # why there is no summary, or what stands in for an empty list
        return value.spread() if type(value) is Absent else guarded(place, value, *others)

    return compute


def _counting(c: Compiler, e: ir.Aggregate) -> Code:
    """`count`, `some`, `every` with Kleene's three values."""
    if isinstance(e.over, ir.PartsOf):
        number = e.over.node
        return lambda fr, this, loc: Fraction(len(c.run.nodes[number].parts(fr)))
    select = members(c, e.over)
    value = c.code(e.value) if e.value is not None else None

    def count(fr: Frame, this: Frame, loc: Local) -> Any:
        chosen = select(fr, this, loc)
        if type(chosen) is Absent:
            return chosen.spread()
        yes, unknown = 0, []
        for frame, holds in chosen:
            state = holds if value is None or type(holds) is Absent else value(frame, this, loc)
            if type(state) is Absent:
                if state.status != NOT_APPLICABLE:
                    unknown.append(state)
            elif e.op == "every" and state is False:
                return False
            elif state is not False:
                yes += 1
                if e.op == "some":
                    return True
        if unknown:
            return lack(unknown) if e.op == "count" else reduce(in_doubt, unknown).spread()
        return {"count": Fraction(yes), "some": False, "every": True}[e.op]

    return count


def aggregate_values(c: Compiler, e: ir.Aggregate, fr: Frame, loc: Local) -> Any:
    """The pairs of value and weight that an aggregate is made of; None for what only counts."""
    if e.op in ("count", "some", "every"):
        return None
    gather = _parts(c, e.over) if isinstance(e.over, ir.PartsOf) else _values(c, e)
    return gather(fr, fr.body, loc)

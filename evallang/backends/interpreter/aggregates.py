"""Aggregates over items, bodies and parts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evallang import numbers
from evallang.backends.interpreter.absence import MISSING, NOT_APPLICABLE, UNDECIDED, Absent, undefined
from evallang.backends.interpreter.frames import Code, Frame, Local
from evallang.backends.interpreter.statistics import LIST, RELATIVE, weighted_mean
from evallang.ir import expr as ir
from evallang.ir.walk import walk

if TYPE_CHECKING:
    from evallang.backends.interpreter.compile import Compiler

Members = list[tuple[Frame, Any]]
"""The frames of a list, each with what `where` says of it: True or Absent."""


def members(c: Compiler, over: ir.Over) -> Code:
    """The members of a list for which `where` holds or is not known; Absent when the list is not given."""
    where = c.code(over.where) if isinstance(over, ir.ItemsOf | ir.BodiesOf) and over.where is not None else None
    listed = _bodies(c, over) if isinstance(over, ir.BodiesOf) else _items(c, over) if isinstance(over, ir.ItemsOf) else None
    assert listed is not None
    source = listed

    def select(fr: Frame, this: Frame, loc: Local) -> Any:
        frames = source(fr, this, loc)
        if type(frames) is Absent:
            return frames
        if where is None:
            return [(frame, True) for frame in frames]
        found: Members = []
        for frame in frames:
            holds = where(frame, this, loc)
            if holds is not False and not (type(holds) is Absent and holds.status == NOT_APPLICABLE):
                found.append((frame, holds))
        return found

    return _indexed(c, over, source) or select


def _bodies(c: Compiler, over: ir.BodiesOf) -> Code:
    same = c.code(over.same) if over.same is not None else None

    def bodies(fr: Frame, this: Frame, loc: Local) -> Any:
        frames = c.run.bodies(fr.period)
        if over.same_kind:
            return [frame for frame in frames if frame.kind == fr.kind]
        if same is None:
            return frames
        own = same(fr.body, this, loc)
        if type(own) is Absent:
            return own.spread()
        return [frame for frame in frames if same(frame, this, loc) == own]

    return bodies


def _items(c: Compiler, over: ir.ItemsOf) -> Code:
    number = over.item
    missing = Absent(MISSING, f"the list `{over.name}` is not given")

    def own(fr: Frame, this: Frame, loc: Local) -> Any:
        frame = fr
        for _ in range(over.lift):
            assert frame.parent is not None
            frame = frame.parent
        found = frame.items(number)
        return missing if found is None else found

    def everywhere(fr: Frame, this: Frame, loc: Local) -> Any:
        found: list[Frame] = []
        for body in c.run.bodies(fr.period):
            items = body.items(number)
            if items is None:
                return missing
            found += items
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
            frames = source(fr, this, loc)
            if type(frames) is Absent:
                return frames
            index: dict[Any, Members] = {}
            unknown: Members = []
            for frame in frames:
                value = code(frame, frame.body, ())
                if type(value) is Absent:
                    unknown += [(frame, value.spread())] if value.status != NOT_APPLICABLE else []
                else:
                    index.setdefault(value, []).append((frame, True))
            cache[place] = (index, unknown)
        index, unknown = cache[place]
        return index.get(this.name, []) + unknown

    return select


def aggregate(c: Compiler, e: ir.Aggregate) -> Code:
    if e.op in ("count", "some", "every"):
        return _counting(c, e)
    gather = _parts(c, e.over) if isinstance(e.over, ir.PartsOf) else _values(c, e)
    finish = _finish(c, e)

    def compute(fr: Frame, this: Frame, loc: Local) -> Any:
        found = gather(fr, this, loc)
        return found if type(found) is Absent else finish(fr, this, loc, found)

    return compute


def _parts(c: Compiler, over: ir.PartsOf) -> Code:
    def parts(fr: Frame, this: Frame, loc: Local) -> Any:
        values = []
        for _, value in c.run.nodes[over.node].parts(fr):
            if type(value) is Absent:
                return value.spread()
            values.append((value, None))
        return values

    return parts


def _values(c: Compiler, e: ir.Aggregate) -> Code:
    """Pairs of value and weight; remembered for a group of bodies when nothing in it looks at this body."""
    assert e.value is not None
    select, value = members(c, e.over), c.code(e.value)
    weight = c.code(e.weight) if e.weight is not None else None

    def gather(fr: Frame, this: Frame, loc: Local) -> Any:
        chosen = select(fr, this, loc)
        if type(chosen) is Absent:
            return chosen.spread()
        found = []
        for frame, holds in chosen:
            if type(holds) is Absent:
                return holds.spread()
            one = value(frame, this, loc)
            if type(one) is Absent:
                if one.status == NOT_APPLICABLE:
                    continue
                return one.spread()
            heavy = weight(frame, this, loc) if weight is not None else None
            if type(heavy) is Absent:
                return heavy.spread()
            found.append((one, heavy))
        return found

    if not isinstance(e.over, ir.BodiesOf) or e.over.same is not None or _looks_at_this(e):
        return gather
    same_kind = e.over.same_kind

    def remembered(fr: Frame, this: Frame, loc: Local) -> Any:
        place = (id(e), fr.period, fr.kind if same_kind else None)
        if place not in c.run.cache:
            c.run.cache[place] = gather(fr, this, loc)
        return c.run.cache[place]

    return remembered


def _looks_at_this(e: ir.Aggregate) -> bool:
    inner = [x for x in (e.value, e.weight, getattr(e.over, "where", None)) if x is not None]
    return any(isinstance(x, ir.ThisBody | ir.Local) for root in inner for x in walk(root))


def _finish(c: Compiler, e: ir.Aggregate) -> Any:
    none = c.code(e.none) if e.none is not None else None
    least = c.code(e.least) if e.least is not None else None
    extra = [c.code(x) for x in e.extra]
    own = c.code(e.own) if e.own is not None else None
    operation = RELATIVE[e.op] if e.own is not None else LIST[e.op]
    text = c.text(e)

    def finish(fr: Frame, this: Frame, loc: Local, pairs: list[tuple[Any, Any]]) -> Any:
        if not pairs:
            return none(fr, this, loc) if none is not None else undefined(f"`{text}` of nothing")
        if least is not None:
            few = least(fr, this, loc)
            if type(few) is Absent:
                return few.spread()
            if len(pairs) < few:
                return undefined(f"`{text}` needs at least {few} values, and there are {len(pairs)}")
        args = [x(fr, this, loc) for x in extra]
        if own is not None:
            args.insert(0, own(fr, this, loc))
        for arg in args:
            if type(arg) is Absent:
                return arg.spread()
        values = [value for value, _ in pairs]
        args.insert(1 if own is not None else 0, values)
        try:
            if e.weight is not None:
                return weighted_mean(values, [w for _, w in pairs])
            return operation(*args)
        except numbers.Undecided as error:
            return Absent(UNDECIDED, str(error))
        except numbers.NumberError as error:
            return undefined(str(error))

    return finish


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
        yes, unknown = 0, None
        for frame, holds in chosen:
            state = holds if value is None or type(holds) is Absent else value(frame, this, loc)
            if type(state) is Absent:
                if state.status != NOT_APPLICABLE:
                    unknown = unknown or state.spread()
            elif e.op == "every" and state is False:
                return False
            elif state is not False:
                yes += 1
                if e.op == "some":
                    return True
        if unknown is not None:
            return unknown
        return {"count": Fraction(yes), "some": False, "every": True}[e.op]

    return count

"""The rule of each sort of expression: what a closure over blocks of rows makes of it.

What each operation makes of absence is what `evallang.backends.interpreter.compile`, the reference, makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from evallang.backends.columns import nodes, states
from evallang.backends.columns.listed import item_called, over_items
from evallang.backends.columns.operations import (
    COMPARISONS,
    NUMBERS,
    applied,
    compared,
    constant,
    divided,
    logical,
    look_up,
    negated,
    rounded,
    under,
)
from evallang.backends.columns.segments import from_above
from evallang.backends.columns.states import settled
from evallang.backends.columns.unsupported import Unsupported
from evallang.backends.columns.values import (
    UNDEFINED_EVERYWHERE,
    Block,
    Flags,
    Value,
    Words,
)
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.numbers import RoundingMode

if TYPE_CHECKING:
    from evallang.backends.columns.compile import Code, Compiler, Local

_MOST_FACTORS = 8


def _const(c: Compiler, e: ir.Const) -> Code:
    value = e.value
    return lambda block, loc: constant(block.ops, value)


def _undefined(c: Compiler, e: ir.UndefinedConst) -> Code:
    return lambda block, loc: UNDEFINED_EVERYWHERE


def _ref(c: Compiler, e: ir.Ref) -> Code:
    target = e.targets[0] if len(e.targets) == 1 else c.special.target(e.targets)
    if target is None:
        absent = c.other_kind
        return lambda block, loc: absent
    c.need(target)
    if not e.lift:
        return lambda block, loc: block.get(target)
    levels = e.lift

    def repeated(block: Block, loc: Local) -> Value:
        found = block.memo.get(target)
        if found is None:
            found = block.memo[target] = from_above(block, levels, lambda outer: outer.get(target))
        return found

    return repeated


def _parameter(c: Compiler, e: ir.ParameterRef) -> Code:
    value = c.parameter(e.target)
    constant(nodes.PROBE, value)
    return lambda block, loc: constant(block.ops, value)


def _local(c: Compiler, e: ir.Local) -> Code:
    index = e.index
    return lambda block, loc: loc[index]


def _points(c: Compiler, e: ir.PointsOf) -> Code:
    node = c.program.definitions[e.node]
    assert isinstance(node, NodeDef)
    levels = c.depth - len(node.level)
    if levels < 0:
        raise Unsupported("the points of an item among bodies")
    with c.at(len(node.level)):
        points = c.makers.points.points(node)

    def claimed(block: Block) -> Value:
        return UNDEFINED_EVERYWHERE if (found := points(block)) is None else found

    return lambda block, loc: from_above(block, levels, claimed)


def _kind(c: Compiler, e: ir.KindOf) -> Code:
    kind = c.special.kind
    return lambda block, loc: UNDEFINED_EVERYWHERE if kind is None else Value(Words(0, (kind,)))


def _grade(c: Compiler, e: ir.GradeOf) -> Code:
    target = c.special.target(e.node.targets)
    if target is None:
        absent = c.other_kind
        return lambda block, loc: absent
    grade, levels = c.makers.grades.grade(target), e.node.lift
    return lambda block, loc: from_above(block, levels, grade)


def _invoke(c: Compiler, e: ir.Invoke) -> Code:
    args = [c.code(a) for a in e.args]
    fixed = c.calls.fixed(e.function)
    known = tuple(_known(c, a) if place in fixed else None for place, a in enumerate(e.args)) if fixed else ()
    with c.calling(known):
        body = c.code(c.program.functions[e.function].value)
    return lambda block, loc: body(block, tuple([arg(block, loc) for arg in args]))


def _known(c: Compiler, e: ir.Expr) -> Fraction | None:
    try:
        return c.makers.number(e)
    except Unsupported:
        return None


def _if(c: Compiler, e: ir.If) -> Code:
    condition, then, otherwise = c.code(e.condition), c.code(e.then), c.code(e.otherwise)

    def take(block: Block, loc: Local) -> Value:
        holds = condition(block, loc)
        if holds.nowhere:
            return holds.spread()
        yes = holds.held.yes
        if np.ndim(yes) == 0:
            found = then(block, loc) if yes else otherwise(block, loc)
        else:
            found = block.merge(yes, then(block, loc), otherwise(block, loc))
        return under(holds.state, found)

    return take


def _lookup(c: Compiler, e: ir.Lookup) -> Code:
    args = [c.code(a) for a in e.args]
    column = e.column if e.column is not None else c.special.kind
    if column is None:
        return lambda block, loc: UNDEFINED_EVERYWHERE
    table = c.table(e, column)
    return lambda block, loc: look_up(block, table, [arg(block, loc) for arg in args])


def _asks(c: Compiler, e: ir.Asks) -> Code:
    operand, known = c.code(e.operand), e.op == "known"

    def ask(block: Block, loc: Local) -> Value:
        state = operand(block, loc).state
        if state is None:
            return Value(Flags(known))
        unread = settled(np.where(state >= 8, states.UNREAD, states.VALUE))
        held = Flags((state == 0) if known else (state != 0))
        return Value(held).with_state(unread if unread is None or np.ndim(state) else unread[()])

    return ask


def _apply(c: Compiler, e: ir.Apply) -> Code:
    if e.op in ("and", "or"):
        return _logic(c, e)
    codes = [c.code(a) for a in e.args]
    if e.op == "not":
        return lambda block, loc: negated(codes[0](block, loc))
    if e.op == "div":
        return lambda block, loc: divided(block, codes[0](block, loc), codes[1](block, loc))
    if e.op in COMPARISONS:
        test = COMPARISONS[e.op]
        return lambda block, loc: compared(block, test, codes[0](block, loc), codes[1](block, loc))
    if e.op.startswith("round:"):
        mode = RoundingMode(e.op[6:])
        step = c.makers.step(e.args[1])
        return lambda block, loc: rounded(block, codes[0](block, loc), step, mode)
    if e.op == "power":
        return _power(c, e, codes[0])
    operation = NUMBERS.get(e.op)
    if operation is None:
        raise Unsupported(e.op)
    return lambda block, loc: applied(block, operation, [code(block, loc) for code in codes])


def _power(c: Compiler, e: ir.Apply, base: Code) -> Code:
    exponent = c.makers.number(e.args[1])
    times = abs(int(exponent))
    if exponent.denominator != 1 or times > _MOST_FACTORS:
        raise Unsupported("a power that is no short product")

    def power(block: Block, loc: Local) -> Value:
        one = Value(block.ops.constant(Fraction(1)))
        found = applied(block, lambda ops, v: reduce(ops.mul, v * times, one.held), [base(block, loc)])
        return divided(block, one, found) if exponent < 0 else found

    return power


def _logic(c: Compiler, e: ir.Apply) -> Code:
    """Kleene's three values; what is not applicable makes the whole undefined."""
    decisive = e.op == "or"
    codes = [c.code(a) for a in e.args]
    return lambda block, loc: logical([code(block, loc) for code in codes], decisive)


def _derived(c: Compiler, e: ir.Expr) -> Code:
    if c.depth and not isinstance(e, ir.InRating):
        raise Unsupported("another period of an item")
    number, _ = c.derive(e)
    return _of_the_body(c, number)


def _of_the_body(c: Compiler, number: int) -> Code:
    """What has been made of other bodies, for the items of a body too."""
    levels = c.depth
    return lambda block, loc: from_above(block, levels, lambda body: body.given(body, number))


def _over_bodies(c: Compiler, e: ir.Aggregate) -> Code:
    number, empty = c.derive(e)
    found, where = _of_the_body(c, number), _of_the_body(c, empty)
    none = c.code(e.none) if e.none is not None else None

    def read(block: Block, loc: Local) -> Value:
        value = found(block, loc)
        if none is None:
            return value
        mask = where(block, loc).held.yes
        return block.merge(mask, none(block, loc), value) if np.any(mask) else value

    return read


def _aggregate(c: Compiler, e: ir.Aggregate) -> Code:
    """An aggregate over bodies, over items, or over the parts of a node."""
    if isinstance(e.over, ir.BodiesOf) or (isinstance(e.over, ir.ItemsOf) and e.over.of_every_body):
        return _over_bodies(c, e)
    if isinstance(e.over, ir.ItemsOf):
        return over_items(c, e, e.over)
    node = c.program.definitions[e.over.node]
    assert isinstance(node, NodeDef)
    if any(x is not None for x in (e.weight, e.least, e.own, *e.extra)) or c.depth != len(node.level):
        raise Unsupported("a list of parts")
    none = c.code(e.none) if e.none is not None else None
    parts = c.makers.parts(node)
    if e.op == "count":
        return lambda block, loc: nodes.counted(block, parts(block))
    if e.op not in nodes.OVER_PARTS:
        raise Unsupported(e.op)
    return lambda block, loc: nodes.over_parts(block, e.op, parts(block), none and none(block, loc))


RULES: dict[type, Callable[[Compiler, Any], Code]] = {
    ir.Const: _const, ir.UndefinedConst: _undefined, ir.Ref: _ref, ir.ParameterRef: _parameter, ir.Local: _local,
    ir.PointsOf: _points, ir.KindOf: _kind, ir.GradeOf: _grade, ir.Apply: _apply, ir.If: _if, ir.Invoke: _invoke,
    ir.Lookup: _lookup, ir.Asks: _asks, ir.Aggregate: _aggregate, ir.InRating: _derived,
    ir.ItemRef: item_called, ir.Previous: _derived, ir.InPeriod: _derived, ir.WorseInARow: _derived,
}  # fmt: skip

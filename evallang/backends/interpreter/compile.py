"""Expressions → Python closures. A closure calls only closures, so depth costs no C stack."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from evallang import numbers
from evallang.backends.interpreter import aggregates, history
from evallang.backends.interpreter.absence import (
    MISSING,
    NOT_APPLICABLE,
    UNDECIDED,
    Absent,
    in_doubt,
    lack,
    undefined,
)
from evallang.backends.interpreter.frames import Code, Frame, Local
from evallang.backends.interpreter.kernel import SCALAR, rounding
from evallang.backends.interpreter.statistics import LIST
from evallang.ir import expr as ir
from evallang.ir.law import LineDef
from evallang.ir.scope import has_register, is_covered, line_of
from evallang.types import Quantity, Unknown

if TYPE_CHECKING:
    from evallang.backends.interpreter.run import Run


class Compiler:
    """Compiles the expressions of one program under one choice of readings, each once."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.program = run.program
        self.done: dict[int, Code] = {}

    def code(self, e: ir.Expr) -> Code:
        """The closure of an expression."""
        found = self.done.get(id(e))
        if found is None:
            found = self.done[id(e)] = _RULES[type(e)](self, e)
        return found

    def text(self, e: ir.Expr) -> str:
        """An expression as the author wrote it, in one line."""
        return " ".join(self.program.source.slice(e.span).split())


def _const(c: Compiler, e: ir.Const) -> Code:
    value = e.value
    return lambda fr, this, loc: value


def _undefined(c: Compiler, e: ir.UndefinedConst) -> Code:
    absent = undefined(e.why)
    return lambda fr, this, loc: absent


def _ref(c: Compiler, e: ir.Ref) -> Code:
    definitions, lift, first = c.program.definitions, e.lift, e.targets[0]
    if len(e.targets) == 1:
        if lift == 0:
            return lambda fr, this, loc: fr.get(first)

        def outer(fr: Frame, this: Frame, loc: Local) -> Any:
            return _up(fr, lift).get(first)

        return outer
    targets = [(t, definitions[t].kinds) for t in e.targets]
    missing = Absent(NOT_APPLICABLE, f"`{e.name}` is not for this kind of body")

    def by_kind(fr: Frame, this: Frame, loc: Local) -> Any:
        frame = _up(fr, lift)
        for target, kinds in targets:
            if kinds is None or frame.kind in kinds:
                return frame.get(target)
        return c.run.no_kind(frame) or missing

    return by_kind


def _up(frame: Frame, levels: int) -> Frame:
    for _ in range(levels):
        assert frame.parent is not None
        frame = frame.parent
    return frame


def _item_ref(c: Compiler, e: ir.ItemRef) -> Code:
    inner = c.code(e.inner)

    def keyed(fr: Frame, this: Frame, loc: Local) -> Any:
        frame = _up(fr, e.lift)
        for number, key in zip(e.items, e.keys, strict=True):
            name = c.program.items[number].name
            if frame.items(number) is None:
                return Absent(MISSING, f"the list `{name}` is not given")
            found = frame.item(number, key)
            if found is None:
                return Absent(MISSING, f"there is no `{name}` called `{key}`")
            frame = found
        return inner(frame, this, loc)

    return keyed


def _parameter(c: Compiler, e: ir.ParameterRef) -> Code:
    return lambda fr, this, loc: c.run.parameter(e.target)


def _local(c: Compiler, e: ir.Local) -> Code:
    index = e.index
    return lambda fr, this, loc: loc[index]


def _points(c: Compiler, e: ir.PointsOf) -> Code:
    number = e.node
    level = len(c.program.definitions[number].level)

    def points(fr: Frame, this: Frame, loc: Local) -> Any:
        frame = fr
        for _ in range(_depth(fr) - level):
            assert frame.parent is not None
            frame = frame.parent
        found = c.run.nodes[number].points(frame)
        return undefined(f"`{c.program.definitions[number].short}` has no points") if found is None else found

    return points


def _depth(frame: Frame) -> int:
    depth = 0
    while frame.parent is not None:
        frame, depth = frame.parent, depth + 1
    return depth


def _kind(c: Compiler, e: ir.KindOf) -> Code:
    return lambda fr, this, loc: fr.kind if fr.kind is not None else c.run.no_kind(fr)


def _this_body(c: Compiler, e: ir.ThisBody) -> Code:
    return lambda fr, this, loc: this.name


def _grade(c: Compiler, e: ir.GradeOf) -> Code:
    node = e.node

    def grade(fr: Frame, this: Frame, loc: Local) -> Any:
        frame = _up(fr, node.lift)
        for target in node.targets:
            kinds = c.program.definitions[target].kinds
            if kinds is None or frame.kind in kinds:
                return c.run.nodes[target].grade(frame)
        return c.run.no_kind(frame) or Absent(NOT_APPLICABLE, f"`{node.name}` is not for this kind of body")

    return grade


def _apply(c: Compiler, e: ir.Apply) -> Code:
    if e.op in ("and", "or"):
        return _logic(c, e)
    if e.op == "not":
        return _not(c, e)
    if e.op == "div":
        return _div(c, e)
    codes = [c.code(a) for a in e.args]
    if e.op in ("equal", "unequal") and not all(isinstance(a.type, Quantity) for a in e.args):
        return _same(codes, e)
    if e.op in ("less", "less_equal", "greater", "greater_equal") and not any(
        isinstance(a.type, Quantity | Unknown) for a in e.args
    ):
        operation: Callable[..., Any] = _DATES[e.op]
    elif e.op.startswith("round:"):
        operation = rounding(e.op[6:])
    else:
        operation = SCALAR.get(e.op) or _of_list(e.op)
    if len(codes) == 2:
        return _binary(operation, codes[0], codes[1])

    def apply(fr: Frame, this: Frame, loc: Local) -> Any:
        values = [code(fr, this, loc) for code in codes]
        return lack(values) or _guarded(operation, *values)

    return apply


def _of_list(name: str) -> Callable[..., Any]:
    operation = LIST[name]
    return lambda *values: operation(list(values))


def _guarded(operation: Callable[..., Any], *values: Any) -> Any:
    try:
        return operation(*values)
    except numbers.Undecided as error:
        return Absent(UNDECIDED, str(error))
    except numbers.NumberError as error:
        return undefined(str(error))


def _binary(operation: Callable[..., Any], left: Code, right: Code) -> Code:
    def binary(fr: Frame, this: Frame, loc: Local) -> Any:
        a, b = left(fr, this, loc), right(fr, this, loc)
        if type(a) is Absent or type(b) is Absent:
            return lack((a, b))
        try:
            return operation(a, b)
        except numbers.Undecided as error:
            return Absent(UNDECIDED, str(error))
        except numbers.NumberError as error:
            return undefined(str(error))

    return binary


_DATES: dict[str, Callable[[Any, Any], bool]] = {
    "less": lambda a, b: a < b,
    "less_equal": lambda a, b: a <= b,
    "greater": lambda a, b: a > b,
    "greater_equal": lambda a, b: a >= b,
}


def _same(codes: list[Code], e: ir.Apply) -> Code:
    """Equality of options, flags, bodies, dates and words; of numbers where types are not known."""
    wanted = e.op == "equal"

    def compare(a: Any, b: Any) -> bool:
        if isinstance(a, Fraction | numbers.Real) and isinstance(b, Fraction | numbers.Real):
            return (numbers.compare(a, b) == 0) is wanted
        return (a == b) is wanted

    return _binary(compare, codes[0], codes[1])


def _div(c: Compiler, e: ir.Apply) -> Code:
    above, below = (c.code(a) for a in e.args)
    divisor = e.args[1]

    def div(fr: Frame, this: Frame, loc: Local) -> Any:
        a, b = above(fr, this, loc), below(fr, this, loc)
        if type(a) is Absent or type(b) is Absent:
            return lack((a, b))
        if b == 0:
            return undefined(f"the divisor `{c.text(divisor)}` is 0", c.run.cells(divisor, fr))
        return _guarded(numbers.div, a, b)

    return div


# What is made by an operation is undefined where an operand is not applicable: it never is so itself.
_ALWAYS_APPLICABLE = (ir.Apply, ir.Aggregate, ir.Asks, ir.Const, ir.UndefinedConst, ir.WorseInARow, ir.InRating)


def _logic(c: Compiler, e: ir.Apply) -> Code:
    """Kleene's three values; what is not applicable makes the whole undefined, wherever it stands."""
    decisive = e.op == "or"
    codes = [(c.code(a), not isinstance(a, _ALWAYS_APPLICABLE)) for a in e.args]

    def logic(fr: Frame, this: Frame, loc: Local) -> Any:
        unknown: Absent | None = None
        decided = False
        for code, may_not_apply in codes:
            if decided and not may_not_apply:
                continue
            value = code(fr, this, loc)
            if type(value) is Absent:
                if value.status == NOT_APPLICABLE:
                    return value.spread()
                unknown = in_doubt(unknown, value.spread())
            elif value is decisive:
                decided = True
        if decided:
            return decisive
        return not decisive if unknown is None else unknown

    return logic


def _not(c: Compiler, e: ir.Apply) -> Code:
    code = c.code(e.args[0])

    def negate(fr: Frame, this: Frame, loc: Local) -> Any:
        value = code(fr, this, loc)
        return value.spread() if type(value) is Absent else not value

    return negate


def _if(c: Compiler, e: ir.If) -> Code:
    condition, then, otherwise = c.code(e.condition), c.code(e.then), c.code(e.otherwise)

    def choose(fr: Frame, this: Frame, loc: Local) -> Any:
        value = condition(fr, this, loc)
        if type(value) is Absent:
            return value.spread()
        return then(fr, this, loc) if value else otherwise(fr, this, loc)

    return choose


def _by_reading(c: Compiler, e: ir.ByReading) -> Code:
    return c.code(e.cases[c.run.choices[e.reading]])


def _invoke(c: Compiler, e: ir.Invoke) -> Code:
    args = [c.code(a) for a in e.args]
    body = c.code(c.program.functions[e.function].value)

    def invoke(fr: Frame, this: Frame, loc: Local) -> Any:
        return body(fr, this, tuple([arg(fr, this, loc) for arg in args]))

    return invoke


def _lookup(c: Compiler, e: ir.Lookup) -> Code:
    args = [c.code(a) for a in e.args]
    table = c.run.table(c.program.brackets[e.brackets])

    def look_up(fr: Frame, this: Frame, loc: Local) -> Any:
        column = e.column if e.column is not None else fr.kind
        if column is None:
            return c.run.no_kind(fr)
        return table.find([arg(fr, this, loc) for arg in args], column)

    return look_up


def _asks(c: Compiler, e: ir.Asks) -> Code:
    """`known`, `missing`: what rests on a cell that cannot be read is neither, what it would have said is not known."""
    operand = c.code(e.operand)
    known = e.op == "known"

    def ask(fr: Frame, this: Frame, loc: Local) -> Any:
        value = operand(fr, this, loc)
        if type(value) is Absent:
            return value.spread() if value.unread else not known
        return known

    return ask


def _line(c: Compiler, body: Frame) -> LineDef | None:
    program, active = c.run.program, c.run.active
    return line_of(program, body.name, active) or line_of(program, body.key, active)


def _has_attribute(c: Compiler, e: ir.HasAttribute) -> Code:
    """What the register says of a body, where the data does not."""

    def look(fr: Frame, this: Frame, loc: Local) -> Any:
        line = _line(c, fr.body)
        if line is not None:
            return e.name in line.attributes
        return Absent(MISSING, f"neither the data nor a register says `{e.name}` of `{fr.body.key}`")

    return look


def _in_scope(c: Compiler, e: ir.InScope) -> Code:
    """What the registers say; a body that stands in none is not known where they are held in part."""
    program = c.run.program

    def look(fr: Frame, this: Frame, loc: Local) -> Any:
        body = fr.body
        line = _line(c, body)
        if line is not None:
            return is_covered(program, line, e.nodes, e.path)
        if not program.law.registers:
            return undefined(f"no register says whether `{body.key}` is assessed in `{e.path}`")
        if not has_register(program, fr.kind):
            return True
        if program.law.base_in_part:
            return undefined(f"the register is held in part, without `{body.key}`")
        return False

    return look


_RULES: dict[type, Callable[[Compiler, Any], Code]] = {
    ir.Const: _const, ir.UndefinedConst: _undefined, ir.Ref: _ref, ir.ItemRef: _item_ref, ir.ParameterRef: _parameter,
    ir.Local: _local, ir.PointsOf: _points, ir.KindOf: _kind, ir.ThisBody: _this_body, ir.GradeOf: _grade,
    ir.Apply: _apply, ir.If: _if, ir.ByReading: _by_reading, ir.Invoke: _invoke, ir.Lookup: _lookup, ir.Asks: _asks,
    ir.InScope: _in_scope, ir.HasAttribute: _has_attribute,
    ir.Aggregate: aggregates.aggregate, ir.Previous: history.previous, ir.InPeriod: history.in_period,
    ir.WorseInARow: history.worse_in_a_row, ir.InRating: history.in_rating,
}  # fmt: skip

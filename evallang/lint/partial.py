"""What may have no value though all that it uses has one: a quotient, a root, an aggregate, a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evallang.ir import expr as ir
from evallang.ir.kernel import ARITHMETIC, COMPARISONS, EMPTY, LOGIC
from evallang.ir.program import Definition, FormulaDef, InputDef, Program
from evallang.ir.walk import children, walk

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

_TOTAL = {*ARITHMETIC, *COMPARISONS, *LOGIC, "min", "max", "abs"}
_OPERATIONS = ("div", "power", "root", "sqrt", "ln")


def keeps_a_value(subject: Subject, part: ir.Expr, others: Sequence[ir.Expr]) -> bool:
    """Whether a condition may be what gives a whole its value: it looks at what another one needs to have one.

    So `n > 0 and x / n > 2` is no where n is 0, and without its first part it has no value there.
    """
    inside = (x for other in others for x in walk(subject.written_out(other)))
    partial = [x for x in inside if _may_have_none(x)]
    own = _looked_at(subject, part) if partial else frozenset()
    return any(own & _looked_at(subject, x) for x in partial)


def is_total(program: Program, e: ir.Expr) -> bool:
    """Whether an expression surely has a value wherever the inputs and lists that it names have one."""
    match e:
        case ir.Const() | ir.KindOf() | ir.ThisBody() | ir.Asks() | ir.HasAttribute() | ir.InScope():
            return True
        case ir.Ref(targets=targets):
            named = [program.definitions[n] for n in targets]
            return all(_is_given(program, d) for d in named)
        case ir.Aggregate(op=op, value=None, over=ir.ItemsOf() as over) if op in EMPTY:
            return over.where is None or is_total(program, over.where)
        case ir.Apply(op=op):
            return not _may_have_none(e) and op in _TOTAL and all(is_total(program, x) for x in children(e))
    return False


def _is_given(program: Program, d: Definition) -> bool:
    if isinstance(d, FormulaDef):
        return is_total(program, d.value)
    return isinstance(d, InputDef) and d.fallback is None


def _may_have_none(e: ir.Expr) -> bool:
    match e:
        case ir.Apply(op="div", args=(_, ir.Const())):
            return False
        case ir.Aggregate(op=op):
            return e.none is None and op not in EMPTY
        case ir.Apply(op=op):
            return op in _OPERATIONS
    return isinstance(e, ir.Lookup)


def _looked_at(subject: Subject, e: ir.Expr) -> frozenset[tuple[str, int]]:
    """The lists of items that an expression looks at, and the definitions that it comes to."""
    lists = (x.over.item for x in walk(subject.written_out(e))
             if isinstance(x, ir.Aggregate) and isinstance(x.over, ir.ItemsOf))  # fmt: skip
    return frozenset({("list", n) for n in lists} | {("value", n) for n in subject.uses.closed(e)})

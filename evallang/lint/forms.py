"""The form of an expression: equal for expressions that say the same in one place.

Each expression is looked at once (hash-consing, Filliâtre and Conchon, ML 2006); a form that no expression has any
more is forgotten.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary, WeakValueDictionary

from evallang.ir import expr as ir
from evallang.ir.walk import children


class Form:
    """What expressions say that say the same; compared by identity."""

    __slots__ = ("__weakref__",)


_TOLD_BY: dict[type, tuple[str, ...]] = {
    ir.Ref: ("targets", "lift"), ir.ItemRef: ("items", "keys", "lift"), ir.ParameterRef: ("target",),
    ir.PointsOf: ("node",), ir.KindOf: (), ir.ThisBody: (), ir.GradeOf: (), ir.Apply: ("op",), ir.If: (),
    ir.Lookup: ("brackets", "column"), ir.Asks: ("op",), ir.InScope: ("nodes",), ir.HasAttribute: ("name",),
    ir.Previous: ("back",), ir.InPeriod: (), ir.WorseInARow: ("years", "more_is_better"), ir.ByReading: ("reading",),
}  # fmt: skip
"""What tells two expressions of a sort apart, beside what they hold."""

_forms: WeakValueDictionary[tuple[object, ...], Form] = WeakValueDictionary()
_known: WeakKeyDictionary[ir.Expr, Form] = WeakKeyDictionary()


def form(e: ir.Expr) -> Form:
    """The form; an expression of a sort that is not compared has one of its own."""
    found = _known.get(e)
    if found is None:
        told = _told(e)
        found = Form() if told is None else _of(told)
        _known[e] = found
    return found


def _of(told: tuple[object, ...]) -> Form:
    found = _forms.get(told)
    if found is None:
        found = _forms[told] = Form()
    return found


def _told(e: ir.Expr) -> tuple[object, ...] | None:
    if isinstance(e, ir.Const):
        return (ir.Const, type(e.value), e.value)
    if isinstance(e, ir.Aggregate):
        held = (e.value, e.none, e.least, e.weight, *e.extra, e.own)
        return (ir.Aggregate, e.op, list_form(e.over), *(None if x is None else form(x) for x in held))
    told_by = _TOLD_BY.get(type(e))
    if told_by is None:
        return None
    return (type(e), *(getattr(e, name) for name in told_by), *map(form, children(e)))


def list_form(over: ir.Over) -> Form:
    """The form of a list: equal for lists of the same members."""
    where = None if isinstance(over, ir.PartsOf) or over.where is None else form(over.where)
    match over:
        case ir.ItemsOf(item=item, lift=lift, of_every_body=everywhere):
            return _of((ir.ItemsOf, item, lift, everywhere, where))
        case ir.BodiesOf(same_kind=same_kind, same=same):
            return _of((ir.BodiesOf, same_kind, None if same is None else form(same), where))
    return _of((ir.PartsOf, over.node))

"""What adds up to the value of a node: its parts, weighted parts, members of a list, terms; and what steps changed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from evallang import numbers
from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.nodes import NodeRunner, Taken
from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef
from evallang.report.explain.figures import figure
from evallang.report.explain.places import path_of, variant
from evallang.report.explain.scope import Scope, members_of
from evallang.report.explain.seen import Share, StepSeen
from evallang.report.explain.written import written

ONE = Fraction(1)


def shares(run: Run, runner: NodeRunner, taken: Taken, fr: Frame, steps: tuple[StepSeen, ...]) -> tuple[Share, ...]:
    """The shares of a node, which add up to its value exactly; none where it is no sum or has no value."""
    found = _base(run, runner, taken, fr)
    amounts = [taken.value, *(share.amount for share in found), *(step.after for step in steps)]
    if not found or any(type(amount) is Absent for amount in amounts):
        return ()
    for step in steps:
        change = numbers.sub(step.after, step.before)
        if not _is_zero(change):
            found.append(Share(step.text, "", change, "", step.provisions))
    return tuple(found)


def _is_zero(x: numbers.Number) -> bool:
    try:
        return numbers.compare(x, Fraction(0)) == 0
    except numbers.NumberError:
        return False


def _base(run: Run, runner: NodeRunner, taken: Taken, fr: Frame) -> list[Share]:
    if taken.how == "parts":
        return _parts(run, runner, fr, ONE)
    if taken.how == "weights":
        return _weighted(run, runner, fr)
    if taken.clause is not None and taken.how != "guard":
        return _of_expression(run, taken.clause.value, Scope.of(fr))
    return []


def _parts(run: Run, runner: NodeRunner, fr: Frame, count: Fraction) -> list[Share]:
    """The parts as they enter the sum, each divided by their count for a mean."""
    found = []
    for part, amount in runner.parts(fr):
        d = variant(run.program, part.part, fr)
        if d is None or type(amount) is Absent:
            return []
        value = fr.get(d.number)
        whole = numbers.neg(value) if part.sign < 0 else value
        factor = _factor(amount, whole)
        words = f"{figure(value)} * {figure(factor)}" if factor is not None else ""
        if count != 1:
            words = f"{words or figure(amount)} / {figure(count)}"
        found.append(Share(d.short, d.label, numbers.div(amount, count), words, d.provisions))
    return found


def _factor(amount: numbers.Number, whole: numbers.Number) -> numbers.Number | None:
    """By how much a row was raised with the points of rows that a mark takes away; None where it was not."""
    try:
        return None if numbers.compare(amount, whole) == 0 else numbers.div(amount, whole)
    except numbers.NumberError:
        return None


def _weighted(run: Run, runner: NodeRunner, fr: Frame) -> list[Share]:
    assert runner.weights is not None
    entries = runner.weighted_parts(fr)
    held = [(part, value, weight) for part, value, weight in entries if Absent not in (type(value), type(weight))]
    if len(held) != len(entries) and not runner.weights.shared_out:
        return []
    total = numbers.add_all([weight for _, _, weight in held]) if len(held) != len(entries) else ONE
    over = f" / {figure(total)}" if len(held) != len(entries) else ""
    found = []
    for part, value, weight in held:
        d = variant(run.program, part.part, fr)
        assert d is not None  # it has a value
        amount = numbers.div(numbers.mul(value, weight), total)
        words = f"{figure(value)} * {figure(weight)}{over}"
        found.append(Share(d.short, d.label, amount, words, part.provisions or d.provisions))
    return found


def _of_expression(run: Run, e: ir.Expr, scope: Scope) -> list[Share]:
    """The terms of a sum, behind options, branches, called formulas and names of formulas."""
    e, scope = _behind(run, e, scope)
    if isinstance(e, ir.Apply) and e.op in ("add", "sum", "mean"):
        count = Fraction(len(e.args) if e.op == "mean" else 1)
        return [_term(run, arg, scope, count) for arg in e.args]
    if isinstance(e, ir.Aggregate) and e.op in ("sum", "mean") and e.own is None:
        if isinstance(e.over, ir.PartsOf):
            runner = run.nodes[e.over.node]
            return _parts(run, runner, scope.frame, Fraction(len(runner.parts(scope.frame)) if e.op == "mean" else 1))
        return _members(e, scope)
    return []


def _behind(run: Run, e: ir.Expr, scope: Scope) -> tuple[ir.Expr, Scope]:
    while True:
        e, scope = scope.followed(e)
        if isinstance(e, ir.Invoke):
            e, scope = scope.called(e)
        elif isinstance(e, ir.If):
            holds = scope.value(e.condition)
            if type(holds) is Absent:
                return e, scope
            e = e.then if holds else e.otherwise
        elif isinstance(e, ir.Ref) and e.lift == 0 and _formula(run, e, scope.frame) is not None:
            e, scope = _formula(run, e, scope.frame), Scope.of(scope.frame)  # type: ignore[assignment]  # not None here
        else:
            return e, scope


def _formula(run: Run, e: ir.Ref, fr: Frame) -> ir.Expr | None:
    d = variant(run.program, e, fr)
    return d.value if isinstance(d, FormulaDef) else None


def _term(run: Run, e: ir.Expr, scope: Scope, count: Fraction) -> Share:
    """One term; its name is what the author wrote, without the minus sign and the name of an argument looked up."""
    value = scope.value(e)
    inner, here = scope.followed(e)
    if isinstance(inner, ir.Apply) and inner.op == "neg":
        inner, here = here.followed(inner.args[0])
    if isinstance(inner, ir.Ref):
        d = variant(run.program, inner, here.frame) if not inner.lift else None
        name, label, cited = (
            (path_of(run.program, d, here.frame), d.label, d.provisions) if d else (written(run, inner), "", ())
        )
    else:
        name, label, cited = ("" if isinstance(inner, ir.Const) else written(run, inner)), "", ()
    if type(value) is Absent:
        return Share(name, label, value, "", cited)
    words = f"{figure(value)} / {figure(count)}" if count != 1 else ""
    return Share(name, label, numbers.div(value, count), words, cited)


def _members(e: ir.Aggregate, scope: Scope) -> list[Share]:
    found = members_of(e, scope)
    if found is None or not found.counted or _has_gap(found.counted):
        return []
    total: Any = ONE if e.op == "sum" else Fraction(len(found.counted))
    if e.weight is not None:
        total = numbers.add_all([weight for _, _, weight in found.counted])
        if _is_zero(total):
            return []
    result = []
    for frame, value, weight in found.counted:
        amount = value if weight is None else numbers.mul(value, weight)
        times = f" * {figure(weight)}" if weight is not None else ""
        over = f" / {figure(total)}" if e.op == "mean" else ""
        words = f"{figure(value)}{times}{over}" if times or over else ""
        result.append(Share(member_name(e, frame), "", numbers.div(amount, total), words))
    return result


def _has_gap(counted: tuple[tuple[Frame, Any, Any], ...]) -> bool:
    return any(Absent in (type(value), type(weight)) for _, value, weight in counted)


def member_name(e: ir.Aggregate, fr: Frame) -> str:
    """The key of a member, with its body where the items of every body are meant."""
    everywhere = isinstance(e.over, ir.ItemsOf) and e.over.of_every_body
    return f"{fr.body.key}: {fr.key}" if everywhere else fr.key

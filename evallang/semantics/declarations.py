"""Readings, parameters, inputs: declarations that stand by themselves."""

from __future__ import annotations

from evallang import types
from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Named, ParameterDef, ReadingDef
from evallang.semantics.context import Context, Lowering, provisions
from evallang.semantics.entities import Entity
from evallang.semantics.expressions import lower, number
from evallang.semantics.lookup import resolve
from evallang.semantics.places import base
from evallang.semantics.spelling import check_name
from evallang.semantics.typing import same_type
from evallang.suggest import nearest
from evallang.syntax import ast
from evallang.types import Quantity, Type


def readings(low: Lowering) -> tuple[ReadingDef, ...]:
    """All readings in document order; each is known by its name and by its id."""
    found: list[ReadingDef] = []
    for statement in low.collected.readings:
        reading = _reading(low, statement)
        for key in dict.fromkeys((reading.name, reading.id)):
            if key and key in low.readings:
                low.report("E0203", f"the reading `{key}` is declared twice", statement.span)
            elif key:
                low.readings[key] = (len(found), reading)
        found.append(reading)
    return tuple(found)


def _reading(low: Lowering, s: ast.Reading) -> ReadingDef:
    check_name(low.collected, s.name.text, s.name.span)
    options: list[ast.Option] = []
    choice: ast.Choose | None = None
    for statement in s.body or ():
        if isinstance(statement, ast.Option):
            check_name(low.collected, statement.name.text, statement.name.span, option=True)
            if statement.name.text in (o.name.text for o in options):
                low.report("E0203", f"the option `{statement.name.text}` is declared twice", statement.name.span)
            options.append(statement)
        elif isinstance(statement, ast.Choose):
            choice = statement
        elif not isinstance(statement, ast.Words):
            low.report("E0207", "this cannot stand in a reading", statement.span, "a reading holds `option` and `choose`")
    names = [o.name.text for o in options]
    if choice is None or not options:
        low.report("E0217", f"the reading `{s.name.text}` chooses nothing", s.name.span, "write its options, then `choose OPTION`")
    elif choice.option.text not in names:
        near = nearest(choice.option.text, names)
        low.report("E0219", f"the reading has no option `{choice.option.text}`", choice.option.span, f"did you mean `{near}`?" if near else None)
    identifier = next((m.text.value for m in s.marks if isinstance(m, ast.Identifier)), s.name.text)
    chosen = names.index(choice.option.text) if choice and choice.option.text in names else 0
    return ReadingDef(
        s.name.text, identifier, s.label.value if s.label else "",
        tuple(Named(o.name.text, o.label.value if o.label else "") for o in options),
        tuple(o.because.value if o.because else "" for o in options), chosen, provisions(s.marks), s.span,
    )  # fmt: skip


def declared_type(low: Lowering, written: ast.TypeExpr) -> Type:
    """A type as written; reports an unknown one."""
    if isinstance(written, ast.ChoiceType):
        for option in written.options:
            check_name(low.collected, option.name.text, option.name.span, option=True)
        names = tuple(o.name.text for o in written.options)
        return types.Choice(names, tuple(o.label.value if o.label else "" for o in written.options))
    kind = types.NAMED.get(written.name.text)
    if kind is None:
        near = nearest(written.name.text, types.NAMED)
        low.report(
            "E0227", f"unknown type `{written.name.text}`", written.name.span,
            f"did you mean `{near}`?" if near else "the types are " + ", ".join(f"`{n}`" for n in types.NAMED) + ", `choice (a, b)`",
        )  # fmt: skip
        return types.UNKNOWN
    return _ranged(low, written, kind)


def _ranged(low: Lowering, written: ast.TypeName, kind: Type) -> Type:
    if not written.ranged:
        return kind
    if not isinstance(kind, Quantity):
        low.report("E0209", f"`{written.name.text}` has no range", written.span, "only numbers have one")
        return kind
    ctx = Context(low, low.collected.document)
    ends = [number(ctx, end.text, end.span) if end else None for end in (written.low, written.high)]
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        low.report("E0216", "the lower bound is above the upper one", written.span)
    return Quantity(kind.unit, ends[0] if ends[0] is not None else kind.low, ends[1] if ends[1] is not None else kind.high,
                    kind.whole, kind.share, kind.word)  # fmt: skip


def input_type(low: Lowering, entity: Entity) -> Type:
    """The type of an input, with its unit."""
    statement: ast.Input = entity.statement
    kind = declared_type(low, statement.type)
    for trait in statement.traits:
        if isinstance(trait, ast.Unit) and isinstance(kind, Quantity):
            kind = Quantity(trait.text.value, kind.low, kind.high, kind.whole, kind.share, kind.word)
    return kind


def input_def(low: Lowering, entity: Entity) -> InputDef:
    """An input with its traits and its fallback."""
    s: ast.Input = entity.statement
    ctx = Context(low, entity.scope, entity.level, value_missing=True)
    at_most: tuple[int, ...] = ()
    column = sense = ""
    yearly = False
    for trait in s.traits:
        match trait:
            case ast.Yearly():
                yearly = True
            case ast.Sense(word=word):
                sense = word
            case ast.Column(text=text):
                column = text.value
            case ast.AtMost(path=path):
                found = resolve(low.collected, entity.scope, path)
                if found and found.entities[0].sort != "input":
                    low.report("E0209", f"`{path}` is no input", path.span, "`at most` compares two inputs")
                elif found:
                    at_most = tuple(e.number for e in found.entities)
    return InputDef(
        **base(low, entity), type=low.input_types[entity.number], yearly=yearly, more_is=sense, at_most=at_most,
        column=column, fallback=_fallback(ctx, s, low.input_types[entity.number]),
    )  # fmt: skip


def _fallback(ctx: Context, s: ast.Input, kind: Type) -> ir.Expr | None:
    """The value of `when missing : …`."""
    value: ir.Expr | None = None
    for statement in s.body or ():
        if isinstance(statement, ast.Words):
            continue
        guard = statement.guard if isinstance(statement, ast.When) else None
        if not isinstance(statement, ast.When) or not isinstance(guard, ast.Ref) or str(guard.path) != "missing" or statement.value is None:
            ctx.low.report("E0207", "an input holds nothing but `when missing : value`", statement.span)
            continue
        value = lower(ctx, statement.value, kind)
        same_type(ctx, ir.Const(False, "", type=kind, span=s.span), value, "the value that stands in is of another type")
    return value


def parameter_def(low: Lowering, entity: Entity) -> ParameterDef:
    """A parameter; its type is as declared, else that of its value."""
    s: ast.Parameter = entity.statement
    value = lower(Context(low, entity.scope), s.value) if s.value is not None else None
    kind = declared_type(low, s.type) if s.type is not None else value.type if value is not None else types.NUMBER
    low.parameter_types[entity.number] = kind
    return ParameterDef(
        entity.name, entity.label, kind, value, low.conditions(s.marks), provisions(s.marks), entity.span
    )

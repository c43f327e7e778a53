"""Readings, parameters, inputs: declarations that stand by themselves."""

from __future__ import annotations

from fractions import Fraction

from evallang import types
from evallang.diagnostics import Label
from evallang.ir import expr as ir
from evallang.ir.program import InputDef, Named, ParameterDef, ReadingDef
from evallang.ir.walk import walk
from evallang.semantics.clashes import KEEP_ONE, Held, first_clash
from evallang.semantics.context import Context, Lowering, only_under, provisions
from evallang.semantics.dispatch import lower, number
from evallang.semantics.entities import Entity, sort_of
from evallang.semantics.lookup import resolve
from evallang.semantics.places import base
from evallang.semantics.spans import beginning, reversed_bounds, word_of
from evallang.semantics.spelling import check_name
from evallang.semantics.typing import same_type
from evallang.suggest import meant, meant_or_listed
from evallang.syntax import ast
from evallang.types import FLAG, Quantity, Type


def readings(low: Lowering) -> tuple[ReadingDef, ...]:
    """All readings in document order; each is known by its name and by its id."""
    found: list[ReadingDef] = []
    for statement in low.collected.readings:
        reading = _reading(low, statement)
        for key in dict.fromkeys((reading.name, reading.id)):
            if key and key in low.readings:
                what = "reading" if key == reading.name else "id"
                first = Label(low.readings[key][1].span, "first declared here")
                place = statement.name.span if key == reading.name else _identifier(statement).span
                low.report(
                    "E0203", f"the {what} `{key}` is declared twice", place, "rename or delete one of them", first
                )
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
            _check_twice(low, statement.name, [o.name for o in options])
            options.append(statement)
        elif isinstance(statement, ast.Choose):
            if choice is not None:
                label = Label(choice.span, "the first one")
                low.report("E0203", f"`{s.name.text}` chooses twice", statement.span, "keep one of them", label)
            choice = statement
        elif not isinstance(statement, ast.Words):
            place, message = (
                beginning(statement, low.collected.source),
                f"`{word_of(statement)}` cannot stand in a reading",
            )
            low.report("E0207", message, place, "a reading holds `option` and `choose`")
    names = [o.name.text for o in options]
    if choice is None or not options:
        if not low.collected.left_out("choose", "option"):
            message = f"the reading `{s.name.text}` chooses nothing"
            low.report("E0217", message, s.name.span, "write its options, then `choose OPTION`")
    elif choice.option.text not in (*names, *low.collected.unread):
        advice = meant_or_listed(choice.option.text, names, "option")
        message = f"the reading `{s.name.text}` has no option `{choice.option.text}`"
        low.report("E0219", message, choice.option.span, advice)
    identifier = _identifier(s).text
    chosen = names.index(choice.option.text) if choice and choice.option.text in names else 0
    return ReadingDef(
        s.name.text, identifier, s.label.value if s.label else "",
        tuple(Named(o.name.text, o.label.value if o.label else "") for o in options),
        tuple(o.because.value if o.because else "" for o in options), chosen, provisions(s.marks), s.name.span,
    )  # fmt: skip


def _identifier(s: ast.Reading) -> ast.Name:
    """The identifier of a reading: that of the law's catalogue, else its name."""
    return next((ast.Name(m.text.value, span=m.text.span) for m in s.marks if isinstance(m, ast.Identifier)), s.name)


def _check_twice(low: Lowering, name: ast.Name, before: list[ast.Name]) -> None:
    """Report an option whose name another one has."""
    first = next((n for n in before if n.text == name.text), None)
    if first is not None:
        label = Label(first.span, "first declared here")
        low.report(
            "E0203", f"the option `{name.text}` is declared twice", name.span, "rename or delete one of them", label
        )


def declared_type(low: Lowering, written: ast.TypeExpr) -> Type:
    """A type as written; reports an unknown one."""
    if isinstance(written, ast.ChoiceType):
        for i, option in enumerate(written.options):
            check_name(low.collected, option.name.text, option.name.span, option=True)
            _check_twice(low, option.name, [o.name for o in written.options[:i]])
        names = tuple(o.name.text for o in written.options)
        return types.Choice(names, tuple(o.label.value if o.label else "" for o in written.options))
    kind = types.NAMED.get(written.name.text)
    if kind is None:
        listed = "the types are " + ", ".join(f"`{n}`" for n in types.NAMED) + " and `choice (a, b)`"
        advice = meant(written.name.text, (*types.NAMED, "choice")) or listed
        low.report("E0227", f"unknown type `{written.name.text}`", written.name.span, advice)
        return types.UNKNOWN
    return _ranged(low, written, kind)


def _ranged(low: Lowering, written: ast.TypeName, kind: Type) -> Type:
    if not written.ranged:
        return kind
    if not isinstance(kind, Quantity):
        low.report(
            "E0209",
            f"`{written.name.text}` has no range",
            written.span,
            f"write `{written.name.text}` alone; only numbers have a range",
        )
        return kind
    ctx = Context(low, low.collected.document)
    ends = [number(ctx, end.text, end.span) if end else None for end in (written.low, written.high)]
    if ends[0] is not None and ends[1] is not None and ends[0] > ends[1]:
        assert written.low is not None and written.high is not None
        low.report("E0237", *reversed_bounds(written.low, written.high, ".."))
    least = ends[0] if ends[0] is not None else kind.low
    most = ends[1] if ends[1] is not None else kind.high
    return Quantity(kind.unit, least, most, kind.whole, kind.share, kind.word)


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
                    message = f"`{path}` is {sort_of(found.entities[0])}, and `at most` compares two inputs"
                    low.report("E0229", message, path.span, "write a `clamp` or a `when` in the node that uses it")
                elif found:
                    at_most = tuple(e.number for e in found.entities)
    return InputDef(
        **base(low, entity), type=low.input_types[entity.number], yearly=yearly, more_is=sense, at_most=at_most,
        column=column, fallback=_of_register(low, entity) or _fallback(ctx, s, low.input_types[entity.number]),
    )  # fmt: skip


def _of_register(low: Lowering, entity: Entity) -> ir.Expr | None:
    """What the registers say of an attribute that is yes or no; of any other the data say all."""
    if entity not in low.collected.attributes or low.input_types[entity.number] != FLAG:
        return None
    return ir.HasAttribute(entity.name, type=FLAG, span=entity.span)


def _fallback(ctx: Context, s: ast.Input, kind: Type) -> ir.Expr | None:
    """The value of `when missing : …`."""
    held: list[Held] = []
    values: list[ir.Expr] = []
    for statement in s.body or ():
        if isinstance(statement, ast.Words):
            continue
        guard = statement.guard if isinstance(statement, ast.When) else None
        if (
            not isinstance(statement, ast.When)
            or not isinstance(guard, ast.Ref)
            or str(guard.path) != "missing"
            or statement.value is None
        ):
            place = beginning(statement, ctx.low.collected.source)
            advice = "an input holds nothing but `when missing : VALUE`; other clauses stand in the node that uses it"
            ctx.low.report("E0207", f"`{word_of(statement)}` cannot stand here", place, advice)
            continue
        given = lower(ctx, statement.value, kind)
        declared = ir.Const(False, "", type=kind, span=s.span)
        same_type(ctx, declared, given, "`when missing`", "the input is {left}, and the value for `missing` is {right}")
        held.append(Held("", ctx.low.conditions(statement.marks), statement.span))
        values.append(given)
    clash = first_clash(held)
    if clash is not None:
        label = Label(clash[0].span, "the first one")
        ctx.low.report("E0203", f"`{s.name.text}` has two values for `missing`", clash[1].span, KEEP_ONE, label)
    value: ir.Expr | None = None
    for clause, given in zip(reversed(held), reversed(values), strict=True):
        value = only_under(ctx.low, given, clause.conditions, "`when missing`", value)
    return value


def _looks_at_a_body(low: Lowering, value: ir.Expr) -> bool:
    """Whether an expression, or a formula that it calls, needs a body to be computed for."""
    waiting, called = [value], set[int]()
    while waiting:
        for e in walk(waiting.pop()):
            if isinstance(e, ir.Invoke) and e.function not in called:
                called.add(e.function)
                waiting.append(low.functions[e.function].value)
            elif isinstance(e, ir.Lookup) and e.column is not None:
                continue
            elif not isinstance(e, _OF_THE_DOCUMENT):
                return True
    return False


_OF_THE_DOCUMENT = (
    ir.Const,
    ir.UndefinedConst,
    ir.ParameterRef,
    ir.Local,
    ir.Apply,
    ir.If,
    ir.ByReading,
    ir.Invoke,
    ir.Asks,
)


def _check_value(low: Lowering, entity: Entity, declared: Type, value: ir.Expr) -> None:
    """Report a parameter whose value is none of its type."""
    says = "the parameter is {left}, and its value is {right}"
    left = ir.Const(False, "", type=declared, span=entity.span)
    same_type(Context(low, entity.scope), left, value, f"`{entity.name}`", says)
    if not isinstance(declared, Quantity) or not isinstance(value, ir.Const) or not isinstance(value.value, Fraction):
        return
    below = declared.low is not None and value.value < declared.low
    above = declared.high is not None and value.value > declared.high
    if below or above or (declared.whole and value.value.denominator != 1):
        how = "below the least" if below else "above the greatest" if above else "between the whole ones, and it is one"
        advice = f"write `{value.text}%`" if declared.share and above and value.value <= 100 else None
        message = f"`{value.text}` is no value of `{entity.name}`: it is {how} of its type"
        low.report("E0230", message, value.span, advice)


def parameter_def(low: Lowering, entity: Entity) -> ParameterDef:
    """A parameter; its type is as declared, else that of its value."""
    s: ast.Parameter = entity.statement
    declared = declared_type(low, s.type) if s.type is not None else None
    value = lower(Context(low, entity.scope), s.value, declared) if s.value is not None else None
    kind = declared or (value.type if value is not None else types.NUMBER)
    low.parameter_types[entity.number] = kind
    if declared is not None and value is not None:
        _check_value(low, entity, declared, value)
    if value is not None and _looks_at_a_body(low, value):
        low.report(
            "E0228",
            f"the parameter `{entity.name}` depends on a body",
            value.span,
            "a parameter is one value for all; write `formula` instead",
        )
    if value is not None:
        value = only_under(low, value, low.conditions(s.marks), f"`{entity.name}`")
    return ParameterDef(
        entity.name, entity.label, kind, value, low.conditions(s.marks), provisions(s.marks), entity.span
    )

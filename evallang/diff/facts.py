"""A program as facts: what each rule says, by its path and the aspect, with its provision and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from attrs import frozen

from evallang import types
from evallang.ir import expr as ir
from evallang.ir.law import AssessorDef, RegisterDef
from evallang.ir.program import (
    BracketsDef,
    ClampStep,
    Conditions,
    FormulaDef,
    InputDef,
    Interval,
    NodeDef,
    ParameterDef,
    Program,
    RatingDef,
    ReadingDef,
    TableRow,
    TriggerDef,
)  # fmt: skip
from evallang.law.deadlines import due_text
from evallang.source import Span
from evallang.symbolic.canonical import Canonical, Form

Key = tuple[tuple[str, ...], str]
"""The path of a declaration, and the aspect of it: `points`, `score`, `when 2`, `row 4.8 .. 5`."""


@frozen(eq=False)
class Fact:
    """What a rule says of one thing: its form, which compares, and its text, which is shown.

    `value` is the expression that is its value, `parts` are all in the order of the text: of a guard the condition and
    the value, of a clamp both bounds. `asked` is what a row of a table asks, as it is written, and
    `column` which of several results it gives.
    """

    sort: str
    form: Form
    text: str
    provisions: tuple[str, ...]
    span: Span
    value: ir.Expr | None = None
    parts: tuple[ir.Expr | None, ...] = ()
    asked: str = ""
    column: str = ""


def facts(program: Program) -> dict[Key, Fact]:
    """Every fact of a program, in the order of the document."""
    return dict(_Facts(program).all())


class _Facts:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.canonical = Canonical(program)

    def all(self) -> Iterator[tuple[Key, Fact]]:
        program = self.program
        for reading in program.readings:
            yield from self.reading(reading)
        for parameter in program.parameters:
            yield self.parameter(parameter)
        for brackets in program.brackets:
            yield from self.table((brackets.name,), "brackets", brackets)
        for definition in program.definitions:
            match definition:
                case InputDef():
                    yield from self.input(definition)
                case FormulaDef():
                    yield self.expression(definition.path, "formula", "formulas", definition.value, definition)
                case NodeDef():
                    yield from self.node(definition)
        for rating in program.ratings:
            yield from self.rating(rating)
        for trigger in program.triggers:
            yield from self.trigger(trigger)
        yield from self.law()

    def law(self) -> Iterator[tuple[Key, Fact]]:
        """Who is assessed, by whom, until when."""
        program = self.program
        for register in program.law.registers:
            yield from self.register(register)
        for rule in program.law.assessors:
            yield from self.assessor(rule)
        for deadline in program.law.deadlines:
            text = due_text(deadline.due)
            yield ((deadline.name,), "deadline"), Fact("deadlines", text, text, deadline.provisions, deadline.span)

    # ---- small things

    def words(self, e: ir.Expr | None) -> str:
        """An expression as it is written."""
        return " ".join(self.program.source.slice(e.span).split()) if e is not None else ""

    def under(self, conditions: Conditions) -> tuple[tuple[str, str], ...]:
        """The options on which something stands."""
        found = []
        for number, option in conditions:
            reading = self.program.readings[number]
            found.append((reading.id or reading.name, reading.options[option].name))
        return tuple(found)

    def aspect(self, name: str, conditions: Conditions) -> str:
        """The aspect, with the options that it stands under."""
        return name + "".join(f" under {r}.{o}" for r, o in self.under(conditions))

    def expression(self, path: tuple[str, ...], aspect: str, sort: str, e: ir.Expr, owner: Any) -> tuple[Key, Fact]:
        """A fact that is a formula."""
        fact = Fact(sort, self.canonical.form(e), self.words(e), owner.provisions, e.span, e, (e,))
        return (path, aspect), fact

    # ---- declarations

    def reading(self, r: ReadingDef) -> Iterator[tuple[Key, Fact]]:
        options = ", ".join(o.name for o in r.options)
        path = ("reading", r.id or r.name)
        yield (
            (path, "options"),
            Fact("readings", tuple(sorted(o.name for o in r.options)), options, r.provisions, r.span),
        )
        chosen = r.options[r.choice].name if r.options else ""
        yield (path, "choice"), Fact("readings", chosen, chosen, r.provisions, r.span)

    def parameter(self, p: ParameterDef) -> tuple[Key, Fact]:
        aspect = self.aspect("parameter", p.conditions)
        form = (self.canonical.form(p.value), types.shown(p.type))
        return ((p.name,), aspect), Fact(
            "parameters", form, self.words(p.value) or "supplied", p.provisions, p.span, p.value, (p.value,)
        )

    def input(self, d: InputDef) -> Iterator[tuple[Key, Fact]]:
        text = ", ".join(filter(None, [
            types.shown(d.type), "yearly" if d.yearly else "", f"more is {d.more_is}" if d.more_is else "",
            *(f"at most {self.program.definitions[n].name}" for n in d.at_most),
        ]))  # fmt: skip
        form = (repr(d.type), d.yearly, d.more_is, tuple(self.canonical.path((n,)) for n in d.at_most))
        yield (d.path, "input"), Fact("inputs", form, text, d.provisions, d.span)
        if d.fallback is not None:
            yield self.expression(d.path, "when missing", "guards", d.fallback, d)

    def node(self, d: NodeDef) -> Iterator[tuple[Key, Fact]]:
        kinds = ", ".join(sorted(d.kinds)) if d.kinds is not None else "every kind"
        yield (d.path, d.word), Fact("nodes", (d.word, kinds), f"{d.word} for {kinds}", d.provisions, d.span)
        for p in d.points:
            name = self.aspect("states points" if p.states else "points", p.conditions)
            for kind, amount in p.by_kind:
                form = ("number", amount)
                yield (d.path, f"{name} {kind}"), Fact("points", form, _number(amount), p.provisions, p.span)
            if p.value is not None:
                yield self.expression(d.path, name, "points", p.value, p)
        yield from self.clauses(d)
        for w in d.weights:
            for part in w.parts:
                key = (d.path, self.aspect(f"weight of {part.part.name}", w.conditions))
                form = self.canonical.form(part.weight)
                cited, share = part.provisions or w.provisions, part.weight
                yield key, Fact("weights", form, self.words(share), cited, w.span, share, (share,))
        if d.parts:
            parts = tuple((self.canonical.path(p.part.targets), p.sign) for p in d.parts)
            text = ", ".join(("− " if sign < 0 else "") + path[-1] for path, sign in parts if path)
            yield (d.path, "parts"), Fact("parts", tuple(sorted(parts)), text, d.provisions, d.span)
        if d.scored_by:
            yield (d.path, "scored by"), Fact("formulas", d.scored_by, d.scored_by, d.provisions, d.span)
        for i, step in enumerate(d.steps):
            yield self.step(d, i, step)
        for grade in d.grades:
            yield from self.table(d.path, self.aspect("grade", grade.conditions), grade.table)
        for e in d.exemptions:
            whom = tuple(sorted(e.bodies | e.kinds))
            text = f"not for {', '.join(whom)}" + (f", {e.compensation}" if e.compensation else "")
            key = (d.path, self.aspect(f"not for {', '.join(whom)}", e.conditions))
            yield key, Fact("scopes", (whom, e.compensation), text, e.provisions, e.span)

    def clauses(self, d: NodeDef) -> Iterator[tuple[Key, Fact]]:
        """Guards are numbered: their order is a rule."""
        count = 0
        for c in d.clauses:
            if c.guard is None:
                yield self.expression(d.path, self.aspect("score", c.conditions), "formulas", c.value, c)
                continue
            count += 1
            form = (self.canonical.form(c.guard), self.canonical.form(c.value))
            text = f"when {self.words(c.guard)} : {self.words(c.value)}"
            key = (d.path, self.aspect(f"when {count}", c.conditions))
            yield key, Fact("guards", form, text, c.provisions, c.span, c.value, (c.guard, c.value))

    def step(self, d: NodeDef, i: int, step: Any) -> tuple[Key, Fact]:
        parts: tuple[ir.Expr | None, ...]
        if isinstance(step, ClampStep):
            form = (self.canonical.form(step.low), self.canonical.form(step.high))
            text = f"{self.words(step.low)} .. {self.words(step.high)}".strip()
            name, parts = "clamp", (step.low, step.high)
        else:
            form = (self.canonical.form(step.step), step.mode)
            text = f"{self.words(step.step)} {step.mode}"
            name, parts = "round", (step.step,)
        key = (d.path, self.aspect(f"{name} {i + 1}", step.conditions))
        return key, Fact("clamps", form, text, step.provisions, step.span, None, parts)

    def table(self, path: tuple[str, ...], aspect: str, table: BracketsDef) -> Iterator[tuple[Key, Fact]]:
        columns = ", ".join((*table.inputs, *table.results))
        yield (path, aspect), Fact("tables", (table.inputs, table.results), columns, table.provisions, table.span)
        several = len(table.results) > 1
        for row in table.rows:
            name = self.aspect(f"{aspect} row {_tests(row)}", row.conditions)
            asked = " | ".join(text or "any" for text in row.asked) if any(row.asked) else _tests(row)
            for column, answer in zip(table.results, row.results, strict=True):
                text = _number(answer) if isinstance(answer, Fraction) else str(answer or "")
                fact = Fact(
                    "rows", answer, text, row.provisions, row.span, asked=asked, column=column if several else ""
                )
                yield (path, f"{name} {column}"), fact

    def rating(self, r: RatingDef) -> Iterator[tuple[Key, Fact]]:
        order = "highest first" if r.highest_first else "lowest first"
        nodes = tuple(self.canonical.path(n.targets) for n in r.nodes)
        text = f"by {', '.join(p[-1] for p in nodes if p)}, {order}, ties {r.ties}"
        yield ((r.name,), "rating"), Fact("ratings", (nodes, r.each, order, r.ties), text, r.provisions, r.span)
        for a in r.among:
            where = getattr(a.over, "where", None)
            form = self.canonical._over(a.over)
            text = " ".join(self.program.source.slice(a.over.span).split()) or self.words(where)
            yield ((r.name,), self.aspect("among", a.conditions)), Fact("ratings", form, text, a.provisions, r.span)

    def trigger(self, t: TriggerDef) -> Iterator[tuple[Key, Fact]]:
        for i, guard in enumerate(t.guards):
            if guard.guard is not None:
                key = self.aspect(f"when {i + 1}", guard.conditions)
                yield self.expression(t.path, key, "triggers", guard.guard, guard)
        yield (t.path, "proposes"), Fact("triggers", t.proposes, t.proposes, t.provisions, t.span)

    def register(self, r: RegisterDef) -> Iterator[tuple[Key, Fact]]:
        for line in r.lines:
            c = line.covers
            names = ", ".join(c.names)
            text = (f"all except {names}" if names else "all") if c.everything else f"only {names}"
            text += f", not {c.activity}" if c.activity else ""
            form = (c.everything, tuple(sorted(c.names)), c.activity, tuple(sorted(line.attributes)))
            yield ((r.name, line.name), "covers"), Fact("scopes", form, text, line.provisions, line.span)

    def assessor(self, a: AssessorDef) -> Iterator[tuple[Key, Fact]]:
        key = (("assessor", a.path), self.aspect("is", a.conditions))
        form = (a.office, a.assessed.names, self.canonical.form(a.assessed.where))
        text = a.office + (f" for {a.assessed.text}" if a.assessed.text else "")
        yield key, Fact("assessors", form, text, a.provisions, a.span)
        for e in a.exceptions:
            key = (("assessor", a.path), self.aspect(f"except {e.assessed.text}", e.conditions))
            yield key, Fact("assessors", e.office, e.office, e.provisions, e.span)


def _tests(row: TableRow) -> str:
    return " | ".join(map(_test, row.tests))


def _test(test: Any) -> str:
    match test:
        case None:
            return "any"
        case bool():
            return "yes" if test else "no"
        case Fraction():
            return _number(test)
        case Interval(low=low, high=high):
            if low is None:
                return f"{'up to' if test.high_closed else 'below'} {_number(high)}" if high is not None else "any"
            if high is None:
                return f"{_number(low)} and up" if test.low_closed else f"above {_number(low)}"
            sign = f"{'' if test.low_closed else '<'}..{'' if test.high_closed else '<'}"
            return f"{_number(low)} {sign} {_number(high)}"
    return str(test)


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value)
    digits = 0
    scaled = value
    while scaled.denominator != 1 and digits < 12:
        scaled, digits = scaled * 10, digits + 1
    return f"{float(value):.{digits}f}" if scaled.denominator == 1 else str(value)


def changed(before: dict[Key, Fact], after: dict[Key, Fact]) -> Iterable[tuple[Key, Fact | None, Fact | None]]:
    """The facts that differ: added (None first), removed (None last), changed."""
    for key, fact in before.items():
        other = after.get(key)
        if other is None or other.form != fact.form:
            yield key, fact, other
    for key, fact in after.items():
        if key not in before:
            yield key, None, fact

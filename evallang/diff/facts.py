"""A program as facts: what each rule says, by its path and the aspect, with its provision and its words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from attrs import evolve

from evallang import types
from evallang.diff.alignment import changed
from evallang.diff.fact import Fact, Key, Owner, number_text, tests_text
from evallang.diff.standing import Standing
from evallang.ir import expr as ir
from evallang.ir.program import (
    BracketsDef,
    ClampStep,
    Conditions,
    Definition,
    FormulaDef,
    FunctionDef,
    GradeDef,
    InputDef,
    NodeDef,
    ParameterDef,
    Program,
    RatingDef,
    ReadingDef,
    TriggerDef,
)  # fmt: skip
from evallang.symbolic.canonical import Canonical, Form

__all__ = ["Fact", "Key", "changed", "facts"]

Found = tuple[tuple[tuple[str, ...], str], Fact]
"""A fact by path and aspect, before the variant is known."""


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
            yield from _keyed("reading", self.reading(reading))
        for parameter in program.parameters:
            yield from _keyed("parameter", [self.parameter(parameter)])
        for brackets in program.brackets:
            yield from _keyed("brackets", self.table((brackets.name,), "brackets", brackets))
        yield from self.functions()
        for definition in program.definitions:
            variant = self.variant(definition)
            match definition:
                case InputDef():
                    found = self.input(definition)
                case FormulaDef():
                    path, value = definition.path, definition.value
                    found = iter([self.expression(path, "formula", "formulas", value, definition.provisions)])
                case NodeDef():
                    found = self.node(definition)
            yield from _keyed("definition", found, variant)
        for rating in program.ratings:
            yield from _keyed("rating", self.rating(rating))
        for trigger in program.triggers:
            yield from _keyed("trigger", self.trigger(trigger))
        yield from Standing(program, self.canonical, self.aspect).facts()

    # ---- small things

    def words(self, e: ir.Expr | None) -> str:
        """An expression as it is written."""
        return " ".join(self.program.source.slice(e.span).split()) if e is not None else ""

    def aspect(self, name: str, conditions: Conditions) -> str:
        """The aspect, with the options that it stands under."""
        named = ((self.program.readings[number], option) for number, option in conditions)
        return name + "".join(f" under {r.id or r.name}.{r.options[option].name}" for r, option in named)

    def variant(self, d: Definition) -> str:
        """For whom a definition is, where others of its name are for others: `for central`."""
        kinds = f"for {', '.join(sorted(d.kinds))}" if d.kinds is not None else ""
        return self.aspect(kinds, d.conditions).strip()

    def expression(
        self, path: tuple[str, ...], aspect: str, sort: str, e: ir.Expr, cited: tuple[str, ...], ordered: str = ""
    ) -> Found:
        """A fact that is a formula."""
        fact = Fact(sort, self.canonical.form(e), self.words(e), cited, e.span, e, (e,), ordered=ordered)
        return (path, aspect), fact

    # ---- declarations

    def reading(self, r: ReadingDef) -> Iterator[Found]:
        options = ", ".join(o.name for o in r.options)
        path = ("reading", r.id or r.name)
        form = tuple(sorted(o.name for o in r.options))
        yield (path, "options"), Fact("readings", form, options, r.provisions, r.span)
        chosen = r.options[r.choice].name if r.options else ""
        yield (path, "choice"), Fact("readings", chosen, chosen, r.provisions, r.span)

    def parameter(self, p: ParameterDef) -> Found:
        rest = types.shown(p.type)
        text = self.words(p.value) or "supplied"
        parts = (p.value,)
        fact = Fact(
            "parameters", (self.canonical.form(p.value), rest), text, p.provisions, p.span, p.value, parts, rest=rest
        )
        return ((p.name,), self.aspect("parameter", p.conditions)), fact

    def functions(self) -> Iterator[tuple[Key, Fact]]:
        """Formulas with parameters: each once, for whatever it is called with."""
        seen: dict[str, list[Any]] = {}
        for f in self.program.functions:
            places = seen.setdefault(f.name, [])
            if f.span not in places:
                places.append(f.span)
                variant = f"no. {len(places)}" if len(places) > 1 else ""
                yield from _keyed("function", [self.function(f)], variant)

    def function(self, f: FunctionDef) -> Found:
        """Its form is the same at whatever level it is called."""
        rest, e = len(f.params), f.value
        form = (rest, _unlifted(self.canonical.form(e)))
        return ((f.name,), "formula"), Fact("formulas", form, self.words(e), f.provisions, e.span, e, (e,), rest=rest)

    def input(self, d: InputDef) -> Iterator[Found]:
        text = ", ".join(filter(None, [
            types.shown(d.type), _bounds(d.type), "yearly" if d.yearly else "",
            f"more is {d.more_is}" if d.more_is else "",
            *(f"at most {self.program.definitions[n].name}" for n in d.at_most),
        ]))  # fmt: skip
        rest = (
            repr(_in_any_order(d.type)),
            d.yearly,
            tuple(self.canonical.path((n,)) for n in d.at_most),
            self.aspect("", d.conditions),
        )
        yield (d.path, "input"), Fact("inputs", (*rest, d.more_is), text, d.provisions, d.span, rest=rest)
        if d.fallback is not None:
            yield self.expression(d.path, "when missing", "guards", d.fallback, d.provisions)

    def node(self, d: NodeDef) -> Iterator[Found]:
        kinds = ", ".join(sorted(d.kinds)) if d.kinds is not None else "every kind"
        whom = self.aspect(kinds, d.conditions)
        yield (d.path, d.word), Fact("nodes", (d.word, whom), f"{d.word} for {whom}", d.provisions, d.span, rest=whom)
        yield from self.points(d)
        yield from self.clauses(d)
        yield from self.weights(d)
        if d.parts:
            parts = tuple((self.canonical.path(p.part.targets), p.sign) for p in d.parts)
            text = ", ".join(("− " if sign < 0 else "") + path[-1] for path, sign in parts if path)
            yield (d.path, "parts"), Fact("parts", tuple(sorted(parts)), text, d.provisions, d.span)
        if d.scored_by:
            yield (d.path, "scored by"), Fact("formulas", d.scored_by, d.scored_by, d.provisions, d.span)
        for i, step in enumerate(d.steps):
            yield self.step(d, i, step)
        for grade in d.grades:
            yield from self.grade(d, grade)
        for e in d.exemptions:
            whom = ", ".join(sorted(e.bodies | e.kinds))
            text = f"not for {whom}" + (f", {e.compensation}" if e.compensation else "")
            key = (d.path, self.aspect(f"not for {whom}", e.conditions))
            yield key, Fact("scopes", (whom, e.compensation), text, e.provisions or d.provisions, e.span)

    def points(self, d: NodeDef) -> Iterator[Found]:
        for p in d.points:
            name = self.aspect("states points" if p.states else "points", p.conditions)
            cited = p.provisions or d.provisions
            for kind, amount in p.by_kind:
                fact = Fact("points", ("number", amount), number_text(amount), cited, p.span)
                yield (d.path, f"{name} {kind}"), fact
            if p.value is not None:
                yield self.expression(d.path, name, "points", p.value, cited)

    def weights(self, d: NodeDef) -> Iterator[Found]:
        for w in d.weights:
            for part in w.parts:
                key = (d.path, self.aspect(f"weight of {part.part.name}", w.conditions))
                form = (self.canonical.form(part.weight), w.shared_out)
                cited, share = part.provisions or w.provisions or d.provisions, part.weight
                text = self.words(share) + (", shared out when missing" if w.shared_out else "")
                yield key, Fact("weights", form, text, cited, w.span, share, (share,), rest=w.shared_out)

    def clauses(self, d: NodeDef) -> Iterator[Found]:
        """Guards are numbered: their order is a rule."""
        count = 0
        for c in d.clauses:
            cited = c.provisions or d.provisions
            if c.guard is None:
                yield self.expression(d.path, self.aspect("score", c.conditions), "formulas", c.value, cited)
                continue
            count += 1
            form = (self.canonical.form(c.guard), self.canonical.form(c.value))
            text = f"when {self.words(c.guard)} : {self.words(c.value)}"
            key = (d.path, self.aspect(f"when {count}", c.conditions))
            yield key, Fact("guards", form, text, cited, c.span, c.value, (c.guard, c.value), ordered="when")

    def step(self, d: NodeDef, i: int, step: Any) -> Found:
        parts: tuple[ir.Expr | None, ...]
        if isinstance(step, ClampStep):
            form = (self.canonical.form(step.low), self.canonical.form(step.high))
            text = f"{self.words(step.low)} .. {self.words(step.high)}".strip()
            name, parts, mode = "clamp", (step.low, step.high), ""
        else:
            form = (self.canonical.form(step.step), step.mode)
            text = f"{self.words(step.step)} {step.mode}"
            name, parts, mode = "round", (step.step,), step.mode
        key = (d.path, self.aspect(f"{name} {i + 1}", step.conditions))
        cited = step.provisions or d.provisions
        return key, Fact("clamps", form, text, cited, step.span, None, parts, rest=mode, ordered="step")

    # ---- tables

    def grade(self, d: NodeDef, grade: GradeDef) -> Iterator[Found]:
        """A table of grades: besides its columns what is looked up in them, and how the value is rounded before."""
        columns = (grade.step, *grade.columns)
        rest = (tuple(map(self.canonical.form, columns)), grade.mode)
        found = self.table(d.path, self.aspect("grade", grade.conditions), grade.table, d.provisions)
        key, head = next(found)
        rounded = f", round {self.words(grade.step)} {grade.mode}" if grade.step is not None else ""
        yield key, evolve(head, form=(*head.form, rest), rest=(*head.rest, rest), text=head.text + rounded)
        yield from found

    def table(
        self, path: tuple[str, ...], aspect: str, table: BracketsDef, outer: tuple[str, ...] = ()
    ) -> Iterator[Found]:
        takes = table.takes or ("",) * len(table.inputs)
        asked = [f"{name} : {kind}" if kind else name for name, kind in zip(table.inputs, takes, strict=True)]
        rest = (len(table.inputs), table.results)  # what columns are called says nothing: they are given by their place
        cited = table.provisions or outer
        text = ", ".join((*asked, *table.results))
        yield (path, aspect), Fact("tables", (*rest, takes), text, cited, table.span, rest=rest)
        several = len(table.results) > 1
        for row in table.rows:
            name = self.aspect(f"{aspect} row {tests_text(row)}", row.conditions)
            written = " | ".join(text or "any" for text in row.asked) if any(row.asked) else tests_text(row)
            for column, answer in zip(table.results, row.results, strict=True):
                text = number_text(answer) if isinstance(answer, Fraction) else str(answer or "")
                shown = column if several else ""
                fact = Fact("rows", answer, text, row.provisions or cited, row.span, asked=written, column=shown)
                yield (path, f"{name} {column}"), fact

    # ---- ratings and triggers

    def rating(self, r: RatingDef) -> Iterator[Found]:
        order = "highest first" if r.highest_first else "lowest first"
        nodes = tuple(self.canonical.path(n.targets) for n in r.nodes)
        by = "by each of" if r.each else "by"
        text = self.aspect(f"{by} {', '.join(p[-1] for p in nodes if p)}, {order}, ties {r.ties}", r.conditions)
        form = (nodes, r.each, order, r.ties, self.aspect("", r.conditions))
        yield ((r.name,), "rating"), Fact("ratings", form, text, r.provisions, r.span)
        for a in r.among:
            where = getattr(a.over, "where", None)
            text = " ".join(self.program.source.slice(a.over.span).split()) or self.words(where)
            fact = Fact("ratings", self.canonical.over(a.over), text, a.provisions or r.provisions, r.span)
            yield ((r.name,), self.aspect("among", a.conditions)), fact

    def trigger(self, t: TriggerDef) -> Iterator[Found]:
        for i, guard in enumerate(t.guards):
            if guard.guard is not None:
                key = self.aspect(f"when {i + 1}", guard.conditions)
                cited = guard.provisions or t.provisions
                yield self.expression(t.path, key, "triggers", guard.guard, cited, "when")
        text = self.aspect(t.proposes, t.conditions)
        yield (t.path, "proposes"), Fact("triggers", text, text, t.provisions, t.span)


def _keyed(owner: Owner, found: Any, variant: str = "") -> Iterator[tuple[Key, Fact]]:
    for (path, aspect), fact in found:
        yield Key(path, aspect, variant), evolve(fact, owner=owner)


def _in_any_order(kind: types.Type) -> types.Type:
    """A type with its options sorted: nothing is computed from their order."""
    if not isinstance(kind, types.Choice):
        return kind
    options = tuple(sorted(kind.options))
    return types.Choice(options, tuple(kind.label(option) for option in options))


def _bounds(kind: types.Type) -> str:
    """Those of a number that its word does not say: `0 .. 100`."""
    usual = types.NAMED.get(kind.word) if isinstance(kind, types.Quantity) else None
    if not isinstance(kind, types.Quantity) or not isinstance(usual, types.Quantity):
        return ""
    if (kind.low, kind.high) == (usual.low, usual.high):
        return ""
    return " .. ".join("" if end is None else number_text(end) for end in (kind.low, kind.high)).strip()


def _unlifted(form: Form) -> Form:
    """A form without the levels that its references go outwards."""
    if not isinstance(form, tuple):
        return form
    shorter = form[:-1] if form[:1] in (("ref",), ("item",)) else form
    return tuple(map(_unlifted, shorter))

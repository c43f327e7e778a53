"""The roundings of rules, and the same rules with one of them left out or moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, fields, frozen

from evallang.ir import expr as ir
from evallang.ir.program import Conditions, GradeDef, NodeDef, Program, RoundStep
from evallang.ir.record import Record
from evallang.ir.walk import children
from evallang.lint.dependents import Dependents
from evallang.source import Span


@frozen(eq=False)
class Rounding:
    """One place at which something is rounded; `owner` is the number of the definition, None for a formula called."""

    what: RoundStep | GradeDef | ir.Apply
    owner: int | None
    span: Span
    provisions: tuple[str, ...]


@frozen(eq=False)
class Variant:
    """Rules with one rounding changed; `words` say how."""

    words: str
    program: Program


class Roundings:
    """All roundings that act under chosen readings."""

    def __init__(self, program: Program, choices: Sequence[int]) -> None:
        self.program = program
        self.choices = choices
        self.uses: Dependents = Dependents(program)

    def all(self) -> Iterator[Rounding]:
        """Each place, in the order of the rules."""
        for d in self.program.definitions:
            if not self._active(d.conditions):
                continue
            for step in d.steps if isinstance(d, NodeDef) else ():
                if isinstance(step, RoundStep) and self._active(step.conditions):
                    yield Rounding(step, d.number, step.span, step.provisions or d.provisions)
            for grade in d.grades if isinstance(d, NodeDef) else ():
                if grade.step is not None and self._active(grade.conditions):
                    yield Rounding(grade, d.number, grade.step.span, grade.provisions or d.provisions)
            for e in _expressions(d):
                yield from (Rounding(x, d.number, x.span, d.provisions) for x in self._rounds(e))
        for function in self.program.functions:
            yield from (Rounding(x, None, x.span, function.provisions) for x in self._rounds(function.value))

    def _active(self, conditions: Conditions) -> bool:
        return all(self.choices[reading] == option for reading, option in conditions)

    def _rounds(self, e: ir.Expr) -> Iterator[ir.Apply]:
        """The roundings in an expression, of a reading in the case of its option only."""
        if isinstance(e, ir.Apply) and e.op.startswith("round:"):
            yield e
        inside = (e.cases[self.choices[e.reading]],) if isinstance(e, ir.ByReading) else children(e)
        for x in inside:
            yield from self._rounds(x)

    # ---- other rules

    def variants(self, rounding: Rounding) -> Iterator[Variant]:
        """The rules without a rounding, with it at the end, and with it in each part instead."""
        what = rounding.what
        match what:
            case ir.Apply(args=args):
                yield Variant("without this rounding", self._with({id(what): args[0]}))
            case GradeDef():
                plain = evolve(what, step=None, mode=None)
                yield Variant("if grades are read without rounding", self._with({id(what): plain}))
                assert rounding.owner is not None and what.step is not None and what.mode is not None
                step = RoundStep(what.step, what.mode, what.conditions, what.provisions, span=rounding.span)
                yield Variant(
                    "if the score itself is rounded so", self._with({id(what): plain}, step, [rounding.owner])
                )
            case RoundStep():
                assert rounding.owner is not None
                yield Variant("without this rounding", self._with({id(what): None}))
                ends = self._ends(rounding.owner)
                if ends:
                    yield Variant("if it is rounded at the end only", self._with({id(what): None}, what, ends))
                parts = self._parts(rounding.owner)
                if parts:
                    yield Variant("if each part is rounded instead", self._with({id(what): None}, what, parts))

    def _with(self, changes: Mapping[int, Any], step: RoundStep | None = None, at: Sequence[int] = ()) -> Program:
        """The program with some things replaced, and a rounding added as the last step of some nodes."""
        definitions = []
        for d in self.program.definitions:
            new = _replaced(d, changes)
            if step is not None and d.number in at and isinstance(new, NodeDef):
                new = evolve(new, steps=(*new.steps, evolve(step, conditions=())))
            definitions.append(new)
        functions = tuple(_replaced(f, changes) for f in self.program.functions)
        return evolve(self.program, definitions=tuple(definitions), functions=functions)

    def _ends(self, number: int) -> list[int]:
        """The nodes at the top that use a node."""
        uses = self.uses
        users = [n for n in sorted(uses.users(number)) if isinstance(self.program.definitions[n], NodeDef)]
        return [n for n in users if not any(m in uses.users(n) for m in users)]

    def _parts(self, number: int) -> list[int]:
        node = self.program.definitions[number]
        return [t for p in getattr(node, "parts", ()) for t in p.part.targets if t in self.uses.used[number]]


def _expressions(d: Any) -> Iterator[ir.Expr]:
    """The outermost expressions in something of a program."""
    for field in _fields(d):
        yield from _inside(getattr(d, field.name))


def _inside(value: Any) -> Iterator[ir.Expr]:
    if isinstance(value, ir.Expr):
        yield value
    elif isinstance(value, tuple):
        for x in value:
            yield from _inside(x)
    elif isinstance(value, Record):
        yield from _expressions(value)


def _replaced(value: Any, changes: Mapping[int, Any]) -> Any:
    """Something with what stands in it replaced; what is replaced by None is left out of where it stood."""
    if id(value) in changes:
        return changes[id(value)]
    if isinstance(value, tuple):
        made = [_replaced(x, changes) for x in value]
        if all(new is old for new, old in zip(made, value, strict=True)):
            return value
        return tuple(new for new, old in zip(made, value, strict=True) if new is not None or old is None)
    if not isinstance(value, Record):
        return value
    held = {field.name: getattr(value, field.name) for field in _fields(value)}
    changed = {name: new for name, x in held.items() if (new := _replaced(x, changes)) is not x}
    return _made(value, changed) if changed else value


def _fields(value: Any) -> Any:
    return fields(type(value))


def _made(value: Any, changed: Mapping[str, Any]) -> Any:
    return evolve(value, **changed)

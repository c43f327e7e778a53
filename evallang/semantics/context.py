"""Where an expression stands, and the state that lowering shares."""

from __future__ import annotations

from typing import Any

from attrs import define, evolve, field, frozen

from evallang import types
from evallang.diagnostics import Severity
from evallang.ir import expr as ir
from evallang.ir.program import BracketsDef, Conditions, FunctionDef, ReadingDef
from evallang.semantics.entities import Collected, Entity, Scope
from evallang.source import Span
from evallang.suggest import nearest
from evallang.syntax import ast
from evallang.types import Type


@define(eq=False)
class Lowering:
    """What is known while one document is lowered; `formulas` holds values by the number of the definition."""

    collected: Collected
    readings: dict[str, tuple[int, ReadingDef]] = field(factory=dict)
    formulas: dict[int, ir.Expr | None] = field(factory=dict)
    functions: list[FunctionDef] = field(factory=list)
    function_keys: dict[Any, int] = field(factory=dict)
    brackets: dict[int, BracketsDef] = field(factory=dict)
    input_types: dict[int, Type] = field(factory=dict)
    parameter_types: dict[int, Type] = field(factory=dict)
    ratings: dict[int, tuple[str, ...]] = field(factory=dict)
    used: set[int] = field(factory=set)

    def report(self, code: str, message: str, span: Span, help: str | None = None, severity: Severity = Severity.ERROR) -> None:
        """Add a diagnostic."""
        self.collected.report(code, message, span, help, severity=severity)

    def conditions(self, marks: ast.Marks) -> Conditions:
        """The `under` suffixes among marks as numbers."""
        found = []
        for mark in marks:
            if isinstance(mark, ast.Under):
                pair = self.option(mark.path)
                if pair is not None:
                    found.append(pair)
        return tuple(found)

    def option(self, path: ast.Path) -> tuple[int, int] | None:
        """`reading.option` as numbers; reports what is unknown."""
        if len(path.segments) != 2:
            self.report("E0219", f"`{path}` names no option", path.span, "write `under reading.option`")
            return None
        name, option = path.segments
        known = self.reading(name, path.span)
        if known is None:
            return None
        number = known[1].option(option)
        if number is None:
            self.unknown_option(known[1], option, path.span)
            return None
        return known[0], number

    def reading(self, name: str, span: Span) -> tuple[int, ReadingDef] | None:
        """A reading by name or id; reports an unknown one."""
        known = self.readings.get(name)
        if known is None and name not in self.collected.unread:
            near = nearest(name, self.readings)
            self.report("E0220", f"unknown reading `{name}`", span, f"did you mean `{near}`?" if near else None)
        return known

    def unknown_option(self, reading: ReadingDef, option: str, span: Span) -> None:
        """Report an option that a reading does not have."""
        names = [o.name for o in reading.options]
        near = nearest(option, names)
        self.report(
            "E0219", f"the reading `{reading.name}` has no option `{option}`", span,
            f"did you mean `{near}`?" if near else "its options are " + ", ".join(f"`{n}`" for n in names),
        )  # fmt: skip


@frozen(eq=False)
class Context:
    """Where an expression stands: its scope, the items it is inside of, its node, the parameters of its formula."""

    low: Lowering
    scope: Scope
    level: tuple[int, ...] = ()
    node: Entity | None = None
    locals: dict[str, tuple[int, Type]] = field(factory=dict)
    value_missing: bool = False

    def inside(self, **changes: Any) -> Context:
        """The same place with some things changed."""
        return evolve(self, **changes)

    @property
    def kind_type(self) -> types.Choice:
        """The type of `kind`."""
        kinds = self.low.collected.kinds
        return types.Choice(
            tuple(k.name.text for k in kinds), tuple(k.label.value if k.label else "" for k in kinds)
        )


def provisions(marks: ast.Marks, outer: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The citations among marks as text, or those around when there are none."""
    return tuple(str(c) for c in ast.citations(marks)) or outer

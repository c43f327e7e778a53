"""What is declared and where it can be seen: entities in scopes."""

from __future__ import annotations

from typing import Any, Literal

from attrs import define, field

from evallang.diagnostics import Diagnostic, Label
from evallang.source import SourceFile, Span
from evallang.suggest import nearest
from evallang.syntax import ast

MAX_MISTAKES = 1_000
"""How many errors of one module are reported; nobody reads more of them."""

Sort = Literal[
    "node",
    "input",
    "formula",
    "function",
    "brackets",
    "item",
    "parameter",
    "rating",
    "trigger",
    "body",
    "column",
    "part",
    "office",
    "register",
    "assessor",
    "event",
    "deadline",
]


@define(eq=False)
class Scope:
    """The names declared in one node, item or document. A name may have variants for disjoint kinds."""

    owner: Entity | None
    parent: Scope | None
    names: dict[str, list[Entity]] = field(factory=dict, repr=False)

    def outwards(self) -> list[Scope]:
        """This scope and those around it, the nearest first."""
        chain: list[Scope] = []
        scope: Scope | None = self
        while scope is not None:
            chain.append(scope)
            scope = scope.parent
        return chain


@define(eq=False)
class Entity:
    """A declared thing before it is lowered.

    `number` is its place in the program's tuple for its sort. `path` has every enclosing name. `clauses` are the
    statements of its body, for a row of a table those of `each` and `row` that concern it, as written.
    """

    sort: Sort
    name: str
    span: Span
    scope: Scope
    statement: Any
    path: tuple[str, ...]
    level: tuple[int, ...]
    kinds: frozenset[str] | None = None
    marks: ast.Marks = ()
    number: int = -1
    inner: Scope | None = None
    label: str = ""
    word: str = ""
    declared: bool = True
    clauses: list[Clause] = field(factory=list, repr=False)
    children: list[Entity] = field(factory=list, repr=False)
    provisions: tuple[str, ...] = ()
    row: Any = None
    short: str = ""


_SORTS = {
    "input": "an input", "function": "a formula with arguments", "brackets": "a table of brackets",
    "item": "a list of items", "column": "a column of the table", "body": "a named body",
}  # fmt: skip


def sort_of(entity: Entity) -> str:
    """What an entity is, in words for a message: `an input`, `a node`."""
    return _SORTS.get(entity.sort, f"a {entity.sort}")


@define(eq=False)
class Clause:
    """A statement of a node's body and how near it stands: a `row` rule replaces the score of `each`."""

    statement: Any
    near: bool = False
    marks: ast.Marks = ()


@define(eq=False)
class Collected:
    """Everything declared in one module."""

    source: SourceFile
    document: Scope
    head: dict[str, Any] = field(factory=dict)
    kinds: list[ast.Choice] = field(factory=list)
    versions: dict[str, ast.Versions] = field(factory=dict)
    readings: list[ast.Reading] = field(factory=list)
    definitions: list[Entity] = field(factory=list)
    items: list[Entity] = field(factory=list)
    functions: list[Entity] = field(factory=list)
    brackets: list[Entity] = field(factory=list)
    parameters: list[Entity] = field(factory=list)
    ratings: list[Entity] = field(factory=list)
    triggers: list[Entity] = field(factory=list)
    bodies: list[Entity] = field(factory=list)
    offices: list[Entity] = field(factory=list)
    registers: list[Entity] = field(factory=list)
    assessors: list[Entity] = field(factory=list)
    events: list[Entity] = field(factory=list)
    deadlines: list[Entity] = field(factory=list)
    attributes: list[Entity] = field(factory=list)
    trusted: list[str] = field(factory=list)
    norms: list[ast.Norm] = field(factory=list)
    examples: list[ast.Example | ast.Examples] = field(factory=list)
    named: dict[str, list[Entity]] = field(factory=dict)
    diagnostics: list[Diagnostic] = field(factory=list)
    unread: frozenset[str] = frozenset()
    said: set[tuple[str, Span, str]] = field(factory=set, repr=False)

    def report(
        self,
        code: str,
        message: str,
        span: Span,
        advice: str | None = None,
        *labels: Label,
    ) -> None:
        """Add an error of this module, once; a clause of `each` is looked at for every row."""
        key = (code, span, message if code != "E0209" else "")
        if key in self.said or len(self.said) >= MAX_MISTAKES:
            return
        self.said.add(key)
        self.diagnostics.append(Diagnostic(code, message, self.source, span, help=advice, labels=labels))

    @property
    def base_in_part(self) -> bool:
        """Whether the act is held in part only."""
        return "base_in_part" in self.head

    def trust(self, name: str) -> bool:
        """Take a name on trust that the held part of an act lacks; False where the whole act is held."""
        if self.base_in_part:
            self.trusted.append(name)
        return self.base_in_part

    def left_out(self, *words: str) -> bool:
        """Whether one of these words, or one near it, stands in what could not be read."""
        return bool(self.unread) and any(nearest(word, self.unread) for word in words)

    @property
    def kind_names(self) -> tuple[str, ...]:
        """The names of the kinds."""
        return tuple(choice.name.text for choice in self.kinds)

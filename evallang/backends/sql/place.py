"""Where an expression is evaluated, and what all of them share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import define, evolve, field, frozen

from evallang.backends.interpreter.run import Run
from evallang.backends.specialised import Specialised
from evallang.backends.sql.arithmetic import Arithmetic
from evallang.backends.sql.steps import Level, Steps
from evallang.backends.sql.values import DATE, FLAG, INVALID, NUMBER, WORD, Value
from evallang.types import BodyType, Choice, DateType, Flag, TextType, Type

if TYPE_CHECKING:
    from evallang.ir import expr as ir


def _nothing(_: int) -> Value:
    return Value(NUMBER, "NULL")


@define(eq=False)
class Shared:
    """The program as it holds, the steps so far, and what was made of each definition.

    `invalid` is the status of what is invalid for sure: an engine that has to say where takes it for doubt.
    `strange_kind`: whether the kind of a body is written so that an engine has to read it; empty without kinds.
    `bodies` is the SQL of the keys of all bodies, `x.body`.
    `unsaid` are the constructs that the query leaves to an engine, with where they stand.
    """

    holds: Specialised
    run: Run
    steps: Steps
    definitions: dict[int, Value] = field(factory=dict)
    inputs: dict[int, Value] = field(factory=dict)
    inputs_keys: dict[Level, str] = field(factory=dict)
    given: dict[tuple[Level, int], str] = field(factory=dict)
    invalid: str = INVALID
    kind: str = ""
    strange_kind: str = ""
    name: str = ""
    body: str = ""
    period: str = ""
    bodies: str = "bodies x"
    unsaid: dict[str, None] = field(factory=dict)
    define: Callable[[int], Value] = field(default=_nothing)


@frozen(eq=False)
class Place:
    """A level and the arguments of the formula that is called.

    `elsewhere`: the row may be of another body than the one whose rule it is; `strange`: the arguments are that one's.
    """

    shared: Shared
    level: Level
    local: tuple[Value, ...] = ()
    elsewhere: bool = False
    strange: bool = False

    @property
    def math(self) -> Arithmetic:
        """Arithmetic at this level."""
        return Arithmetic(self.shared.steps, self.level)

    def let(self, sql: str) -> str:
        """A column of this level."""
        return self.shared.steps.let(self.level, sql)

    def within(self, level: Level, *, elsewhere: bool = False) -> Place:
        """Inside of a list; `elsewhere`: of other bodies."""
        return evolve(
            self,
            level=level,
            elsewhere=self.elsewhere or elsewhere,
            strange=self.strange or (elsewhere and bool(self.local)),
        )

    def unsaid(self, what: str, sort: str = NUMBER) -> Value:
        """A construct that this engine does not say in SQL: every row that needs it is in doubt."""
        self.shared.unsaid[what] = None
        return self.math.doubt(sort)

    def string(self, text: str) -> str:
        """A string literal."""
        return self.shared.steps.dialect.string(text)

    def strings(self, texts: list[str] | tuple[str, ...]) -> str:
        """A list of string literals."""
        return ", ".join(self.string(text) for text in texts)

    def plain(self, v: str, s: str, sort: str) -> Value:
        """A value that is no number: NULL where the status is not 0."""
        s = self.let(s)
        return Value(sort, self.let(f"CASE WHEN {s} = 0 THEN {v} ELSE {self.math.null(sort)} END"), s)


def sort_of(kind: Type) -> str:
    """The sort of the values of a type."""
    match kind:
        case Flag():
            return FLAG
        case Choice() | BodyType() | TextType():
            return WORD
        case DateType():
            return DATE
    return NUMBER


def source_text(shared: Shared, e: ir.Expr) -> str:
    """An expression as written, for the header of the query."""
    text = " ".join(shared.holds.program.source.slice(e.span).split())
    return text if len(text) <= 60 else text[:59] + "…"

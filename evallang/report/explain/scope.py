"""Where an expression is looked at: a frame, and inside a called formula its arguments."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.interpreter.aggregates import members
from evallang.backends.interpreter.frames import Frame
from evallang.ir import expr as ir


@frozen(eq=False)
class Scope:
    """A frame, the frame of the body whose rule it is, and the arguments of the formula that is being called.

    `args` are the arguments as expressions with the scope of the call, so that a name can be followed outwards.
    """

    frame: Frame
    this: Frame
    values: tuple[Any, ...] = ()
    args: tuple[tuple[ir.Expr, Scope], ...] = ()

    @classmethod
    def of(cls, fr: Frame) -> Scope:
        """The scope of a rule of a body or item."""
        return cls(fr, fr.body)

    def value(self, e: ir.Expr) -> Any:
        """The value of an expression here."""
        return self.frame.run.compiler.code(e)(self.frame, self.this, self.values)

    def at(self, fr: Frame) -> Scope:
        """The scope of the member of a list that an expression goes through."""
        return Scope(fr, self.this, self.values, self.args)

    def called(self, e: ir.Invoke) -> tuple[ir.Expr, Scope]:
        """The formula that is called, and the scope in which it is looked at."""
        values = tuple([self.value(arg) for arg in e.args])
        inside = Scope(self.frame, self.this, values, tuple((arg, self) for arg in e.args))
        return self.frame.run.program.functions[e.function].value, inside

    def followed(self, e: ir.Expr) -> tuple[ir.Expr, Scope]:
        """What stands behind the option of a reading and behind the name of an argument."""
        scope = self
        while isinstance(e, ir.ByReading | ir.Local):
            if isinstance(e, ir.ByReading):
                e = e.cases[scope.frame.run.choices[e.reading]]
            elif not scope.args:
                break
            else:
                e, scope = scope.args[e.index]
        return e, scope


@frozen(eq=False)
class Members:
    """The members of a list: those that count, each with value and weight, and those for which `where` is not true."""

    counted: tuple[tuple[Frame, Any, Any], ...]
    left_out: tuple[Frame, ...]


def members_of(e: ir.Aggregate, scope: Scope) -> Members | None:
    """Who takes part in an aggregate over items or bodies; None when the list is not given or not known."""
    if isinstance(e.over, ir.PartsOf):
        return None
    run = scope.frame.run
    chosen = members(run.compiler, e.over)(scope.frame, scope.this, scope.values)
    if type(chosen) is Absent:
        return None
    counted: list[tuple[Frame, Any, Any]] = []
    for frame, holds in chosen:
        here = scope.at(frame)
        value = holds if type(holds) is Absent else here.value(e.value) if e.value is not None else True
        if _takes_part(e, value):
            weight = here.value(e.weight) if e.weight is not None else None
            counted.append((frame, value, weight))
    held = {id(frame) for frame, _ in chosen}
    return Members(tuple(counted), tuple(frame for frame in _listed(e.over, scope) if id(frame) not in held))


def _takes_part(e: ir.Aggregate, value: Any) -> bool:
    if type(value) is Absent:
        return value.status != NOT_APPLICABLE and e.op != "rank"
    return value is not False or e.op not in ("count", "some")


def _listed(over: ir.ItemsOf | ir.BodiesOf, scope: Scope) -> list[Frame]:
    """The items of the own list, whether `where` holds for them or not; of other lists none are named."""
    if isinstance(over, ir.BodiesOf) or over.of_every_body or over.where is None:
        return []
    frame = scope.frame
    for _ in range(over.lift):
        assert frame.parent is not None
        frame = frame.parent
    return frame.items(over.item) or []

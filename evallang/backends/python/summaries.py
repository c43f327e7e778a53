"""Code of what is made of the values of a list: an aggregate, or the place of a value among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.backends.interpreter.absence import undefined
from evallang.backends.python import near, reals
from evallang.backends.python.branches import Branches
from evallang.backends.python.reals import boxed
from evallang.backends.python.runtime.lists import GATHERED
from evallang.backends.python.runtime.population import PLACED
from evallang.backends.python.value import Value
from evallang.ir import expr as ir
from evallang.ir.program import NodeDef

if TYPE_CHECKING:
    from evallang.backends.python.expressions import Expressions


@frozen
class Summary:
    """What is to be made of a list whose `values` and `weights` have names in the code, and why some are `lacking`."""

    w: Expressions
    e: ir.Aggregate
    values: str
    weights: str
    lacking: str
    own: Value | None

    def value(self) -> Value:
        """The aggregate, or why there is none."""
        found, text = Branches(self.w.code, self.w.code.fresh()), self.w.unit.text(self.e)
        with found.under(f"if {self.lacking}:"):
            found.nothing(f"lack({self.lacking})")
        with found.under(f"elif not {self.values}:"):
            none = self.e.none
            found.give(self.w.of(none) if none is not None else self.w.never(undefined(f"`{text}` of nothing")))
        with found.under("else:"):
            found.give(self._of_enough())
        return found.value()

    def _of_enough(self) -> Value:
        """The aggregate where `at least` is kept."""
        if self.e.least is None:
            return self._of_arguments([])
        return self.w.strict([self.w.of(self.e.least)], lambda v: self._unless_few(v[0]))

    def _unless_few(self, needed: Value) -> Value:
        code, text = self.w.code, self.w.unit.text(self.e)
        found = Branches(code, code.fresh())
        near.refuse(needed)
        if needed.form == "number":
            few = code.let(f"short_of({text!r}, {needed.code}, len({self.values}))", "few")
            with found.under(f"if {few} is not None:"):
                found.nothing(few)
        else:
            with found.under(f"if len({self.values}) * {needed.den} < {needed.code}:"):
                found.nothing(f"too_few({text!r}, {boxed(needed)}, len({self.values}))")
        with found.under("else:"):
            found.give(self._of_arguments([]))
        return found.value()

    def _of_arguments(self, known: list[Value]) -> Value:
        """The aggregate with its further arguments, the first of which that is not there says why."""
        if len(known) == len(self.e.extra):
            return self._made(known)
        following = self.w.of(self.e.extra[len(known)])
        return self.w.strict([following], lambda v: self._of_arguments([*known, v[0]]))

    def _made(self, extra: Sequence[Value]) -> Value:
        e, code = self.e, self.w.code
        given = "".join(f", {boxed(v)}" for v in extra)
        if self._is_real():
            own = "" if self.own is None else f", {boxed(self.own)}"
            call = "gathered_reals" if self.own is None else "placed_real"
            if self.weights:
                return reals.made(code, f"weighted_reals({self.values}, {self.weights})")
            return reals.made(code, f"{call}({e.op!r}, {self.values}{own}{given})")
        if self.own is not None:
            maybe = self.own.maybe or e.op in ("minmax", "winsorise")
            return self._pair(f"placed({e.op!r}, {self.values}, {self.own.code}, {self.own.den}{given})", maybe=maybe)
        if self.weights:
            return self._pair(f"weighted({self.values}, {self.weights})", maybe=True)
        return self._pair(f"gathered({e.op!r}, {self.values}{given})", maybe=e.op in ("harmean", "quantile"))

    def _pair(self, call: str, *, maybe: bool) -> Value:
        top, bottom = self.w.code.fresh(), self.w.code.fresh("x_d")
        self.w.code.put(f"{top}, {bottom} = {call}")
        self.w.code.see(top)
        return Value("pair", top, bottom, maybe)

    def _is_real(self) -> bool:
        """Whether something that is looked at may be irrational, or what is made of it."""
        e = self.e
        parts: list[ir.Expr] = []
        if isinstance(e.over, ir.PartsOf):
            node = self.w.spec.program.definitions[e.over.node]
            assert isinstance(node, NodeDef)
            parts = [p.part for p in node.parts]
        if e.op not in GATHERED and e.op not in PLACED:
            return True
        return self.w.unit.irrational.of(e.value, e.weight, e.own, *e.extra, *parts)

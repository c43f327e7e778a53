"""Code of nodes with parts: their sum, or their mean with weights (`interpreter.nodes`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import evolve

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent, undefined
from evallang.backends.python import arithmetic, near, ranges, reals
from evallang.backends.python.branches import Branches, kept
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.reals import boxed
from evallang.backends.python.shares import Points, Shares
from evallang.backends.python.unit import every_one
from evallang.backends.python.value import Value, constant
from evallang.ir.program import NodeDef, PartDef, WeightsDef


class Sums:
    """Writes what nodes are made of where no clause says their value; `points` are those of a node."""

    def __init__(self, w: Expressions, points: Points) -> None:
        self.w, self.code, self.spec, self.points = w, w.code, w.spec, points

    def value(self, node: NodeDef) -> Value:
        """The value without a clause."""
        weights = self.spec.weights(node)
        if weights is not None:
            return self._weighted(node, weights)
        if node.scored_by:
            return self.w.names.result(node)
        if not node.parts:
            return self.w.never(undefined("nothing says how this is scored"))
        return self._added(node)

    # ---- the sum of the parts

    def parts(self, node: NodeDef) -> list[Value]:
        """The parts as they enter the sum; penalties are taken away."""
        parts = [(part, self.w.of(part.part)) for part in node.parts]
        if self.spec.shared_out(node):
            return self._raised(node, parts)
        return [self._signed(part, v) for part, v in parts]

    def _signed(self, part: PartDef, v: Value) -> Value:
        return v if part.sign > 0 or v.form not in ("pair", "near", "number") else self._negative(v)

    def _raised(self, node: NodeDef, parts: list[tuple[PartDef, Value]]) -> list[Value]:
        """The parts, the rows with what is shared out to them."""
        shares = Shares(self.spec, self.points)
        for mark in self.spec.shared_out(node):
            self.code.cite(f"points shared out in {node.short}", mark.provisions)
        known, otherwise = shares.factors(node)
        pairs = {name: factor.as_integer_ratio() for name, factor in known.items() if factor != otherwise}
        factor = constant(otherwise)
        if pairs:
            named = self.w.unit.constant(repr(pairs), "RISES")
            top, bottom = self.code.fresh("rise"), self.code.fresh("rise_d")
            self.code.put(f"{top}, {bottom} = {named}.get({self.w.names.body}, {otherwise.as_integer_ratio()})")
            self.code.see(top)
            factor = Value("pair", top, bottom, low=Fraction(0))
        elif otherwise == 1:
            return [self._signed(part, v) for part, v in parts]
        return [
            self._times(self._signed(part, v), factor) if shares.is_row(part) else self._signed(part, v)
            for part, v in parts
        ]

    def _times(self, value: Value, factor: Value) -> Value:
        """A value raised; what is not there stays as it is."""
        return kept(self.code, value, lambda v: arithmetic.multiply(self.code, [v, factor]))

    def _added(self, node: NodeDef) -> Value:
        """The sum of the parts that are for the body."""
        here = [v for v in self.parts(node) if not (v.code.startswith("NONE_") and self._is_not_applicable(v))]
        why = self.w.unit.absent(Absent(NOT_APPLICABLE, f"no part of `{node.short}` is for this body"))
        if not here:
            return Value("never", why, maybe=True)
        if reals.some_real(here):
            given = ", ".join([why, *map(boxed, here)])
            return reals.made(self.code, f"added_reals({given})", node.name)
        unsure = [v for v in here if v.maybe]
        if not unsure:
            return arithmetic.add(self.code, here, node.name)
        found = Branches(self.code, self.code.fresh(node.name))
        with found.under(f"if {every_one(v.code for v in unsure)}:"):
            found.give(arithmetic.add(self.code, [v.sure() for v in here], node.name))
        near.refuse(*here)
        rest = ", ".join(f"({v.code}, {v.den})" for v in here)
        with found.under("else:"):
            top, bottom = self.code.fresh(node.name), self.code.fresh(f"{node.name}_d")
            self.code.put(f"{top}, {bottom} = added({why}, {rest})")
            found.give(Value("pair", top, bottom, maybe=True))
        return found.value()

    def _negative(self, v: Value) -> Value:
        if not v.maybe:
            return arithmetic.negate(self.code, v)
        if v.form == "number":
            return kept(self.code, v, lambda there: arithmetic.negate(self.code, there))
        low, high = ranges.negative(v)
        code = self.code.let(f"{v.code} if type({v.code}) is Absent else -{v.code}")
        return evolve(v, code=code, low=low, high=high)

    def _is_not_applicable(self, v: Value) -> bool:
        text = next(text for text, name in self.w.unit.constants.items() if name == v.code)
        return text.startswith(f"Absent({NOT_APPLICABLE!r}")

    # ---- weights

    def _weighted(self, node: NodeDef, weights: WeightsDef) -> Value:
        self.code.cite(f"weights of {node.short}", weights.provisions)
        for p in weights.parts:
            if p.provisions != weights.provisions:
                self.code.cite(f"weight of {p.part.name}: {self.w.unit.text(p.weight)}", p.provisions)
        values, factors = self.w.all([p.part for p in weights.parts]), self.w.all([p.weight for p in weights.parts])

        def total(v: Sequence[Value]) -> Value:
            count = len(weights.parts)
            products = [arithmetic.multiply(self.code, [v[i], v[count + i]]) for i in range(count)]
            return arithmetic.add(self.code, products, node.name)

        if weights.shared_out and any(v.maybe for v in values):
            return self._shared(node, values, factors, total)
        return self.w.strict([*factors, *values], lambda v: total([*v[len(factors) :], *v[: len(factors)]]), node.name)

    def _shared(
        self, node: NodeDef, values: list[Value], factors: list[Value], total: Callable[[Sequence[Value]], Value]
    ) -> Value:  # fmt: skip
        """The weights of the parts that have no value are shared out among the others."""
        every = [*values, *factors]
        near.refuse(*every)
        if reals.some_real(every):
            parts = ", ".join(f"({boxed(v)}, {boxed(f)})" for v, f in zip(values, factors, strict=True))
            return reals.made(self.code, f"over_known_reals({parts})", node.name)
        found = Branches(self.code, self.code.fresh(node.name))
        top, bottom = self.code.fresh(node.name), self.code.fresh(f"{node.name}_d")
        parts = ", ".join(f"({v.code}, {v.den}, {f.code}, {f.den})" for v, f in zip(values, factors, strict=True))
        if all(v.form == "pair" for v in every):
            with found.under(f"if {every_one(v.code for v in every if v.maybe)}:"):
                found.give(total([v.sure() for v in every]))
        with found.under("else:" if all(v.form == "pair" for v in every) else "if True:"):
            self.code.put(f"{top}, {bottom} = over_known({parts})")
            found.give(Value("pair", top, bottom, maybe=True))
        return found.value()

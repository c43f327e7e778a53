"""Code of nodes: clauses, weights, parts, clamps and roundings, grades, points (`interpreter.nodes`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from attrs import evolve

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent, undefined
from evallang.backends.python import arithmetic, near, ranges
from evallang.backends.python.branches import Branches
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.shares import Shares
from evallang.backends.python.tables import row_of
from evallang.backends.python.unit import NotCompiled, every_one
from evallang.backends.python.value import Value, constant
from evallang.ir.program import ClampStep, ExemptionDef, GradeDef, NodeDef, PartDef, RoundStep, TableRow, WeightsDef

_GROWN = 4
"""Denominators multiplied into one before it is reduced."""


class Nodes:
    """Writes the nodes of one function."""

    def __init__(self, w: Expressions) -> None:
        self.w, self.code, self.spec = w, w.code, w.spec

    def value(self, node: NodeDef) -> Value:
        """The value of a node."""
        program = self.spec.program
        if not self.spec.active(node.conditions):
            named = (f"`{program.readings[r].name}.{program.readings[r].options[o].name}`" for r, o in node.conditions)
            why = f"`{node.short}` holds only under {' and '.join(named)}"
            return self.w.never(Absent(NOT_APPLICABLE, why, (), True))
        if node.kinds is not None and self.spec.kind not in node.kinds:
            if self.spec.kind is None:
                return Value("word", self.code.let("no_kind(r)"), maybe=True)
            return self.w.never(self.w.not_for_kind(node.number))
        marks = self.spec.exemptions(node)
        if not marks:
            return self._clauses(node)
        found = Branches(self.code, self.code.fresh(node.name))
        head = "if"
        for mark in marks:
            if self.spec.kind in mark.kinds:
                with found.under(f"{head} True:" if head == "if" else "else:"):
                    self._exempt(node, mark, found)
                return found.value()
            if mark.bodies:
                names = f"{self.w.names.body} in {tuple(sorted(mark.bodies))!r}"
                with found.under(f"{head} {names}:"):
                    self._exempt(node, mark, found)
                head = "elif"
        if head == "if":
            return self._clauses(node)
        with found.under("else:"):
            found.give(self._clauses(node))
        return found.value()

    def _exempt(self, node: NodeDef, mark: ExemptionDef, found: Branches) -> None:
        if mark.compensation != "full points":
            words = f"f\"`{node.short}` is not for `{{r.get('body', '')}}`\""
            found.nothing(f"Absent({NOT_APPLICABLE!r}, {words}, {mark.provisions!r}, True)")
            return
        points = self.w.names.points(node.number)
        if points is None:
            raise NotCompiled("full points of a node without points", node.span)
        found.give(points)

    # ---- clauses

    def _clauses(self, node: NodeDef) -> Value:
        """The first clause that holds, then the clamps and roundings; what is not there cites its clause."""
        clauses = self.spec.clauses(node)
        if not clauses or clauses[0].guard is None:
            value = self.w.of(clauses[0].value) if clauses else self._without_clause(node)
            cited = clauses[0].provisions if clauses else node.provisions
            return self._stepped(node, value, cited, parts=not clauses and self._sums(node))
        found = Branches(self.code, self.code.fresh(node.name))
        self._chain(node, 0, found)
        return found.value()

    def _sums(self, node: NodeDef) -> bool:
        return self.spec.weights(node) is None and not node.scored_by

    def _chain(self, node: NodeDef, place: int, found: Branches) -> None:
        clauses = self.spec.clauses(node)
        if place == len(clauses):
            value = self._without_clause(node)
            found.give(self._stepped(node, value, node.provisions, parts=self._sums(node)))
            return
        clause = clauses[place]
        if clause.guard is None:
            found.give(self._stepped(node, self.w.of(clause.value), clause.provisions))
            return
        guard = self.w.of(clause.guard)
        head = "if"
        if guard.maybe:
            with found.under(f"if type({guard.code}) is Absent:"):
                found.nothing(
                    f"{guard.code}.spread()" + (f".under({clause.provisions!r})" if clause.provisions else "")
                )
            head = "elif"
            if guard.form == "word":
                return
        with found.under(f"{head} {guard.code}:"):
            found.give(self._stepped(node, self.w.of(clause.value), clause.provisions))
        with found.under("else:"):
            self._chain(node, place + 1, found)

    def _stepped(self, node: NodeDef, value: Value, cited: tuple[str, ...], *, parts: bool = False) -> Value:
        for step in self.spec.steps(node):
            value = self._step(node, step, value)
        if not value.maybe:
            return self._ended(node, value)
        name = self.code.let(value.code, node.name)
        under = f"{name}.spread()" + (f".under({cited!r})" if cited else "")
        if parts:
            under = f"{name} if {name}.status == {NOT_APPLICABLE!r} else {under}"
        with self.code.block(f"if type({name}) is Absent:"):
            self.code.put(f"{name} = {under}")
        return self._ended(node, evolve(value, code=name))

    def _ended(self, node: NodeDef, value: Value) -> Value:
        """A pair that has grown is reduced where a node ends."""
        if value.form != "pair" or isinstance(value.den, int) or value.size < _GROWN:
            return value
        top, bottom = self.code.let(value.code, node.name), self.code.let(value.den, f"{node.name}_d")
        with self.code.block(f"if {bottom} > {arithmetic.LARGE}:"):
            self.code.put(f"{top}, {bottom} = reduced({top}, {bottom})")
        return evolve(value, code=top, den=bottom, size=1)

    def _step(self, node: NodeDef, step: ClampStep | RoundStep, value: Value) -> Value:
        if isinstance(step, RoundStep):
            size = self.w.of(step.step)
            return self._kept(value, lambda v: self.w.rounded(v, size, step.mode, step.span, node.name))
        low, high = (None if end is None else self.w.of(end) for end in (step.low, step.high))
        ends = [end for end in (low, high) if end is not None]

        def drawn_in(v: Sequence[Value]) -> Value:
            found, given = v[0], dict(zip(map(id, ends), v[1:], strict=True))
            if low is not None:
                found = arithmetic.choose(self.code, [found, given[id(low)]], "greater", node.name)
            if high is not None:
                found = arithmetic.choose(self.code, [found, given[id(high)]], "less", node.name)
            return found

        return self._kept(value, lambda v: self.w.strict([v, *ends], drawn_in))

    def _kept(self, value: Value, make: Callable[[Value], Value]) -> Value:
        """What a step makes of a value; what is not there stays as it is."""
        if not value.maybe:
            return make(value)
        if value.form == "word":
            return value
        found = Branches(self.code, self.code.fresh())
        with found.under(f"if {every_one([value.code])}:"):
            found.give(make(value.sure()))
        with found.under("else:"):
            found.nothing(value.code)
        return found.value()

    # ---- weights and parts

    def _without_clause(self, node: NodeDef) -> Value:
        weights = self.spec.weights(node)
        if weights is not None:
            return self._weighted(node, weights)
        if node.scored_by:
            return self.w.names.result(node)
        if not node.parts:
            return self.w.never(undefined("nothing says how this is scored"))
        return self._added(node)

    def parts(self, node: NodeDef) -> list[Value]:
        """The parts as they enter the sum; penalties are taken away."""
        parts = [(part, self.w.of(part.part)) for part in node.parts]
        if self.spec.shared_out(node):
            parts = self._raised(node, parts)
        return [v if part.sign > 0 or v.form not in ("pair", "near") else self._negative(v) for part, v in parts]

    def _raised(self, node: NodeDef, parts: list[tuple[PartDef, Value]]) -> list[tuple[PartDef, Value]]:
        """The rows with what is shared out to them."""
        shares = Shares(self.spec, self.points)
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
            return parts
        return [
            (part, self._times(value, factor) if shares.is_row(part) and value.form == "pair" else value)
            for part, value in parts
        ]

    def _times(self, value: Value, factor: Value) -> Value:
        """A value raised; what is not there stays as it is."""
        return self._kept(value, lambda v: arithmetic.multiply(self.code, [v, factor]))

    def _added(self, node: NodeDef) -> Value:
        """The sum of the parts that are for the body."""
        signed = self.parts(node)
        here = [v for v in signed if not (v.code.startswith("NONE_") and self._is_not_applicable(v))]
        why = self.w.unit.absent(Absent(NOT_APPLICABLE, f"no part of `{node.short}` is for this body"))
        if not here:
            return Value("word", why, maybe=True)
        sure, unsure = [v for v in here if not v.maybe], [v for v in here if v.maybe]
        if not unsure:
            return arithmetic.add(self.code, sure, node.name)
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
            return arithmetic.negate(v)
        low, high = ranges.negative(v)
        code = self.code.let(f"{v.code} if type({v.code}) is Absent else -{v.code}")
        return evolve(v, code=code, low=low, high=high)

    def _is_not_applicable(self, v: Value) -> bool:
        text = next(text for text, name in self.w.unit.constants.items() if name == v.code)
        return text.startswith(f"Absent({NOT_APPLICABLE!r}")

    def _weighted(self, node: NodeDef, weights: WeightsDef) -> Value:
        values, factors = self.w.all([p.part for p in weights.parts]), self.w.all([p.weight for p in weights.parts])

        def total(v: Sequence[Value]) -> Value:
            count = len(weights.parts)
            products = [arithmetic.multiply(self.code, [v[count + i], v[i]]) for i in range(count)]
            return arithmetic.add(self.code, products, node.name)

        if weights.shared_out and any(v.maybe for v in values):
            return self._shared_weights(node, values, factors, total)
        return self.w.strict([*factors, *values], total, node.name)

    def _shared_weights(
        self, node: NodeDef, values: list[Value], factors: list[Value], total: Callable[[Sequence[Value]], Value]
    ) -> Value:  # fmt: skip
        """The weights of the parts that have no value are shared out among the others."""
        every = [*factors, *values]
        near.refuse(*every)
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

    # ---- points and grades

    def points(self, node: NodeDef) -> Value | None:
        """The points of a node: as declared, else those of its parts; None when nothing says any."""
        claim = self.spec.claim(node)
        if claim is None:
            return self._points_of_parts(node)
        if claim.value is not None:
            return self.w.of(claim.value)
        found = dict(claim.by_kind).get(self.spec.kind or "")
        if found is not None:
            return constant(Fraction(found))
        if self.spec.kind is None:
            return Value("word", self.code.let("no_kind(r)"), maybe=True)
        why = f"`{node.short}` has no points for the kind `{self.spec.kind}`"
        return self.w.never(undefined(why, claim.provisions))

    def _points_of_parts(self, node: NodeDef) -> Value | None:
        given = []
        for part in node.parts:
            for target in part.part.targets if part.sign > 0 else ():
                below = self.spec.program.definitions[target]
                assert isinstance(below, NodeDef)
                if not self.spec.active(below.conditions) or not self.spec.is_of_kind(below):
                    continue
                found = self.points(below)
                if found is not None and found.maybe and not found.code.startswith("NONE_"):
                    raise NotCompiled("points that may not be there", below.span)
                if found is not None and not found.maybe:
                    given.append(found)
        return arithmetic.add(self.code, given) if given else None

    def grade(self, node: NodeDef, value: Value) -> Value:
        """The name of the grade; undefined in a gap, absent when the value is."""
        grade = self.spec.grades(node)
        if grade is None:
            return self.w.never(undefined(f"`{node.short}` has no grades"))
        if not value.maybe:
            return self._graded(node, grade, value)
        found = Branches(self.code, self.code.fresh(f"{node.name}_grade"))
        with found.under(f"if type({value.code}) is Absent:"):
            found.nothing(f"{value.code} if {value.code}.status == {NOT_APPLICABLE!r} else {value.code}.spread()")
        if value.form != "word":
            with found.under("else:"):
                found.give(self._graded(node, grade, value.sure()))
        return found.value()

    def _graded(self, node: NodeDef, grade: GradeDef, value: Value) -> Value:
        if grade.step is not None and grade.mode is not None:
            value = self.w.rounded(value, self.w.of(grade.step), grade.mode, grade.span)
        columns = [value if c is None else self.w.of(c) for c in grade.columns]
        place = grade.table.results.index("grade")

        def answer(row: TableRow) -> Value:
            return Value("word", repr(row.results[place]))

        graded = row_of(self.w, grade.table, columns, answer, f"{node.name}_grade")
        if graded.maybe:
            with self.code.block(f"if type({graded.code}) is Absent:"):
                self.code.put(f"{graded.code} = {graded.code}.under({grade.provisions!r})")
        return graded

"""Code of nodes: for whom they are, clauses, clamps and roundings (`interpreter.nodes`)."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.python import arithmetic, operations
from evallang.backends.python.branches import Branches, kept
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.sums import Sums
from evallang.backends.python.value import Value
from evallang.ir.program import ClampStep, ExemptionDef, Guarded, NodeDef, RoundStep

_GROWN = 4
"""Denominators multiplied into one before it is reduced."""


class Nodes:
    """Writes the nodes of one function; `sums` writes the values of those with parts."""

    def __init__(self, w: Expressions, sums: Sums) -> None:
        self.w, self.code, self.spec, self.sums = w, w.code, w.spec, sums

    def value(self, node: NodeDef) -> Value:
        """The value of a node."""
        program = self.spec.program
        if not self.spec.active(node.conditions):
            named = (f"`{program.readings[r].name}.{program.readings[r].options[o].name}`" for r, o in node.conditions)
            why = f"`{node.short}` holds only under {' and '.join(named)}"
            return self.w.never(Absent(NOT_APPLICABLE, why, (), True))
        if node.kinds is not None and self.spec.kind not in node.kinds:
            if self.spec.kind is None:
                return Value("never", self.code.let("no_kind(r)"), maybe=True)
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
        self.code.cite(f"{node.short} not for some", mark.provisions)
        if mark.compensation != "full points":
            words = f'f"`{node.short}` is not for `{{key_of(r, BODY)}}`"'
            found.nothing(f"Absent({NOT_APPLICABLE!r}, {words}, {mark.provisions!r}, True)")
            return
        points = self.w.names.points(node.number)
        found.give(self._clauses(node) if points is None else points)  # without points the mark says nothing

    # ---- clauses

    def _clauses(self, node: NodeDef) -> Value:
        """The first clause that holds, then the clamps and roundings; what is not there cites its clause."""
        clauses = self.spec.clauses(node)
        if not clauses or clauses[0].guard is None:
            if clauses:
                self._cite(node, clauses[0])
            value = self.w.of(clauses[0].value) if clauses else self.sums.value(node)
            cited = clauses[0].provisions if clauses else node.provisions
            return self._stepped(node, value, cited, parts=not clauses and self._sums(node))
        found = Branches(self.code, self.code.fresh(node.name))
        self._chain(node, 0, found)
        return found.value()

    def _cite(self, node: NodeDef, clause: Guarded) -> None:
        """What a clause rests on, where that is not what the whole node does."""
        if clause.provisions != node.provisions:
            told = clause.value if clause.guard is None else clause.guard
            word = "score" if clause.guard is None else clause.word
            self.code.cite(f"{word} {self.w.unit.text(told)}", clause.provisions)

    def _sums(self, node: NodeDef) -> bool:
        return self.spec.weights(node) is None and not node.scored_by

    def _chain(self, node: NodeDef, place: int, found: Branches) -> None:
        clauses = self.spec.clauses(node)
        if place == len(clauses):
            value = self.sums.value(node)
            found.give(self._stepped(node, value, node.provisions, parts=self._sums(node)))
            return
        clause = clauses[place]
        self._cite(node, clause)
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
            if guard.form == "never":
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
        name = self.code.let(f"{'as_sum' if parts else 'as_node'}({value.code}, {cited!r})", node.name)
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
            self.code.cite(f"round {self.w.unit.text(step.step)} {step.mode}", step.provisions)
            size = self.w.of(step.step)

            def stepped(v: Sequence[Value]) -> Value:
                return operations.rounded(self.w, v[0], v[1], step.mode, node.name)

            return kept(self.code, value, lambda v: self.w.strict([v, size], stepped))
        least, most = ("" if end is None else self.w.unit.text(end) for end in (step.low, step.high))
        self.code.cite(f"clamp {least} .. {most}", step.provisions)
        low, high = (None if end is None else self.w.of(end) for end in (step.low, step.high))
        ends = [end for end in (low, high) if end is not None]

        def drawn_in(v: Sequence[Value]) -> Value:
            found, given = v[0], dict(zip(map(id, ends), v[1:], strict=True))
            if low is not None:
                found = arithmetic.choose(self.code, [found, given[id(low)]], "greater", node.name)
            if high is not None:
                found = arithmetic.choose(self.code, [found, given[id(high)]], "less", node.name)
            return found

        return kept(self.code, value, lambda v: self.w.strict([v, *ends], drawn_in))

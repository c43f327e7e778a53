"""Code of the points and the grades of nodes (`interpreter.nodes`)."""

from __future__ import annotations

from fractions import Fraction

from attrs import evolve

from evallang.backends.interpreter.absence import NOT_APPLICABLE, undefined
from evallang.backends.python import arithmetic, near, operations, reals
from evallang.backends.python.branches import Branches
from evallang.backends.python.expressions import Expressions
from evallang.backends.python.reals import boxed
from evallang.backends.python.tables import row_of
from evallang.backends.python.value import Value, constant
from evallang.ir.program import GradeDef, NodeDef, TableRow


class Marks:
    """Writes the points and grades of one function."""

    def __init__(self, w: Expressions) -> None:
        self.w, self.code, self.spec = w, w.code, w.spec

    def points(self, node: NodeDef) -> Value | None:
        """The points of a node: as declared, else those of its parts; None when nothing says any."""
        claim = self.spec.claim(node)
        if claim is None:
            return self._of_parts(node)
        self.code.cite(f"points of {node.short}", claim.provisions)
        if claim.value is not None:
            value = self.w.of(claim.value)
            if not value.maybe:
                return value
            name = self.code.let(f"as_node({value.code}, ())", "points")
            return evolve(value, code=name)
        found = dict(claim.by_kind).get(self.spec.kind or "")
        if found is not None:
            return constant(Fraction(found))
        if self.spec.kind is None:
            return Value("never", self.code.let("no_kind(r)"), maybe=True)
        why = f"`{node.short}` has no points for the kind `{self.spec.kind}`"
        return self.w.never(undefined(why, claim.provisions))

    def _of_parts(self, node: NodeDef) -> Value | None:
        """The points of the parts added; those that are not there are left out."""
        given = []
        for part in node.parts:
            for target in part.part.targets if part.sign > 0 else ():
                below = self.spec.program.definitions[target]
                assert isinstance(below, NodeDef)
                if not self.spec.active(below.conditions) or not self.spec.is_of_kind(below):
                    continue
                found = self.points(below)
                if found is not None and found.form != "never":
                    given.append(found)
        if not given:
            return None
        if not any(v.maybe for v in given):
            return arithmetic.add(self.code, given)
        why = self.w.unit.absent(undefined(f"`{node.short}` has no points"))
        near.refuse(*given)
        if reals.some_real(given):
            return reals.made(self.code, f"known_reals({', '.join([why, *map(boxed, given)])})")
        top, bottom = self.code.fresh("points"), self.code.fresh("points_d")
        rest = ", ".join(f"({v.code}, {v.den})" for v in given)
        self.code.put(f"{top}, {bottom} = known_points({why}, {rest})")
        self.code.see(top)
        return Value("pair", top, bottom, maybe=True)

    def grade(self, node: NodeDef, value: Value) -> Value:
        """The name of the grade; undefined in a gap, absent when the value is."""
        grade = self.spec.grades(node)
        if grade is None:
            return self.w.never(undefined(f"`{node.short}` has no grades"))
        self.code.cite(f"grade of {node.short}", grade.provisions)
        if not value.maybe:
            return self._graded(node, grade, value)
        found = Branches(self.code, self.code.fresh(f"{node.name}_grade"))
        with found.under(f"if type({value.code}) is Absent:"):
            found.nothing(f"{value.code} if {value.code}.status == {NOT_APPLICABLE!r} else {value.code}.spread()")
        if value.form != "never":
            with found.under("else:"):
                found.give(self._graded(node, grade, value.sure()))
        return found.value()

    def _graded(self, node: NodeDef, grade: GradeDef, value: Value) -> Value:
        if grade.step is not None and grade.mode is not None:
            value = operations.rounded(self.w, value, self.w.of(grade.step), grade.mode)
        columns = [value if c is None else self.w.of(c) for c in grade.columns]
        place = grade.table.results.index("grade")

        def answer(row: TableRow) -> Value:
            return Value("word", repr(row.results[place]))

        graded = row_of(self.w, grade.table, columns, answer, f"{node.name}_grade")
        if graded.maybe and graded.code.isidentifier() and not graded.code.startswith("NONE_"):
            name = self.code.let(f"cited({graded.code}, {grade.provisions!r})", f"{node.name}_grade")
            return evolve(graded, code=name)
        return graded

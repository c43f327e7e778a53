"""Whether a value needs an input: without it there is none (strictness, Mycroft 1981)."""

from __future__ import annotations

from evallang.ir import expr as ir
from evallang.ir.program import FormulaDef, InputDef, NodeDef
from evallang.lint.subject import Subject


class Strictness:
    """Which values need one input, under the readings of a subject."""

    def __init__(self, subject: Subject, variable: int) -> None:
        self.subject = subject
        self.program = subject.program
        self.variable = variable
        self._known: dict[int, bool] = {}

    def of_definition(self, number: int) -> bool:
        """Whether an input, a formula or a node needs it."""
        if number == self.variable:
            return True
        if number not in self._known:
            self._known[number] = False  # while it is looked at
            d = self.program.definitions[number]
            match d:
                case FormulaDef():
                    self._known[number] = self.of(d.value)
                case NodeDef():
                    self._known[number] = self._of_node(d)
                case InputDef():
                    pass
        return self._known[number]

    def of(self, e: ir.Expr) -> bool:
        """Whether an expression needs it."""
        match e:
            case ir.Ref(targets=targets):
                return all(map(self.of_definition, targets))
            case ir.Apply(op="and" | "or"):
                return False
            case ir.Apply(args=args) | ir.Lookup(args=args):
                return any(map(self.of, args))
            case ir.If(condition=c, then=t, otherwise=o):
                return self.of(c) or (self.of(t) and self.of(o))
            case ir.ByReading(reading=reading, cases=cases):
                return self.of(cases[self.subject.choices[reading]])
            case ir.Aggregate(over=ir.ItemsOf(where=None), value=value) if value is not None:
                return e.op not in ("count", "some", "every") and self.of(value)
        return False

    def _of_node(self, node: NodeDef) -> bool:
        active = self.subject.active
        if not active(node.conditions):
            return False
        values = []
        for clause in node.clauses:
            if not active(clause.conditions):
                continue
            if clause.guard is not None and self.of(clause.guard):
                values.append(True)
                break
            if clause.guard is not None and self._denies(clause.guard):
                continue
            values.append(self.of(clause.value))
            if clause.guard is None:
                break
        else:
            values.append(self._without_clause(node))
        return all(values)

    def _denies(self, guard: ir.Expr) -> bool:
        """Whether a guard is not true where the input is missing: it asks whether it is known."""
        match guard:
            case ir.Apply(op="and", args=args):
                return any(map(self._denies, args))
            case ir.Apply(op="or", args=args):
                return all(map(self._denies, args))
            case ir.Apply(op="not", args=(ir.Asks(op="missing", operand=x),)) | ir.Asks(op="known", operand=x):
                return self.of(x)
        return False

    def _without_clause(self, node: NodeDef) -> bool:
        weights = next((w for w in node.weights if self.subject.active(w.conditions)), None)
        if weights is not None:
            return not weights.shared_out and any(self.of(p.part) for p in weights.parts)
        return any(self.of(p.part) for p in node.parts)

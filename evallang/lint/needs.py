"""What a value is made of under chosen readings: what stands under other options is left aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Conditions, FormulaDef, InputDef, NodeDef, Program
from evallang.ir.walk import children
from evallang.semantics.order import among_expressions, grade_expressions


@frozen
class Needed:
    """The definitions and the lists that some values are made of."""

    definitions: frozenset[int]
    items: frozenset[int]


class Needs:
    """What the definitions of a program are made of, themselves and through others."""

    def __init__(self, program: Program, choices: Sequence[int], like: Needs | None = None) -> None:
        self.program = program
        self.choices = choices
        self.like = like
        self._switched = [] if like is None else [r for r, o in enumerate(choices) if o != like.choices[r]]
        self._own: dict[int, Needed] = {}

    def of(self, numbers: Iterable[int], are_for: Callable[[int], bool] = lambda _: True) -> Needed:
        """All that definitions need, they themselves included; `are_for` says which of them are for a body at all."""
        waiting, found = list(numbers), set(numbers)
        items: set[int] = set()
        while waiting:
            own = self.own(waiting.pop())
            items |= own.items
            more = set(filter(are_for, own.definitions - found))
            waiting += more
            found |= more
        return Needed(frozenset(found), frozenset(items))

    def own(self, number: int) -> Needed:
        """What a definition names itself, or by the formulas that it calls."""
        if self.like is not None and not self.program.rests_on[number].intersection(self._switched):
            return self.like.own(number)
        if number not in self._own:
            used: set[int] = set()
            items = set(self.program.definitions[number].level)
            for root in self._expressions(self.program.definitions[number]):
                for e in self._walk(root):
                    match e:
                        case ir.Ref(targets=targets):
                            used.update(targets)
                        case ir.Aggregate(over=ir.ItemsOf(item=item)):
                            items.add(item)
                        case ir.Aggregate(over=ir.PartsOf(node=node)):
                            used.update(self.parts(node))
            self._own[number] = Needed(frozenset(n for n in used if self._holds(n)), frozenset(items))
        return self._own[number]

    def parts(self, number: int) -> list[int]:
        """The parts of a node."""
        node = self.program.definitions[number]
        return [t for p in getattr(node, "parts", ()) for t in p.part.targets]

    def _holds(self, number: int) -> bool:
        return self._active(self.program.definitions[number].conditions)

    def _active(self, conditions: Conditions) -> bool:
        return all(self.choices[reading] == option for reading, option in conditions)

    def _expressions(self, d: InputDef | FormulaDef | NodeDef) -> Iterator[ir.Expr]:
        match d:
            case InputDef(fallback=fallback):
                yield from [] if fallback is None else [fallback]
            case FormulaDef(value=value):
                yield value
            case NodeDef():
                yield from self._of_node(d)

    def _of_node(self, d: NodeDef) -> Iterator[ir.Expr]:
        yield from (p.value for p in d.points if p.value is not None and self._active(p.conditions))
        for step in d.steps:
            if self._active(step.conditions):
                ends = (step.low, step.high) if isinstance(step, ClampStep) else (step.step,)
                yield from (end for end in ends if end is not None)
        for clause in d.clauses:
            if self._active(clause.conditions):
                yield clause.value
                if clause.guard is None:
                    return
                yield clause.guard
        weights = next((w for w in d.weights if self._active(w.conditions)), None)
        for weighted in weights.parts if weights is not None else ():
            yield from (weighted.part, weighted.weight)
        if weights is None:
            yield from (entry.part for entry in d.parts)

    def _walk(self, e: ir.Expr) -> Iterator[ir.Expr]:
        waiting = [e]
        called: set[int] = set()
        while waiting:
            here = waiting.pop()
            yield here
            if isinstance(here, ir.ByReading):
                waiting.append(here.cases[self.choices[here.reading]])
                continue
            waiting += children(here)
            match here:
                case ir.Invoke(function=function) if function not in called:
                    called.add(function)
                    waiting.append(self.program.functions[function].value)
                case ir.GradeOf(node=node):
                    waiting += [e for n in node.targets for e in self._of_grades(n)]
                case ir.InRating(rating=rating):
                    waiting += [*among_expressions(self.program, rating), *self.program.ratings[rating].nodes]

    def _of_grades(self, number: int) -> Iterator[ir.Expr]:
        for grade in getattr(self.program.definitions[number], "grades", ()):
            if self._active(grade.conditions):
                yield from grade_expressions(grade)

"""What depends on what: cycles, and the readings that each value rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from evallang.diagnostics import Diagnostic
from evallang.ir import expr as ir
from evallang.ir.document import RestsOn
from evallang.ir.program import (
    ClampStep,
    Conditions,
    FormulaDef,
    GradeDef,
    InputDef,
    NodeDef,
    ParameterDef,
    Program,
)
from evallang.ir.walk import walk
from evallang.source import SourceFile, Span


def definition_expressions(d: InputDef | FormulaDef | NodeDef) -> Iterator[ir.Expr]:
    """Every expression that the value of a definition is made of, its grades left out."""
    match d:
        case InputDef():
            if d.fallback is not None:
                yield d.fallback
        case FormulaDef():
            yield d.value
        case NodeDef():
            yield from _node_expressions(d)


def _node_expressions(d: NodeDef) -> Iterator[ir.Expr]:
    yield from (points.value for points in d.points if points.value is not None)
    for clause in d.clauses:
        yield clause.value
        if clause.guard is not None:
            yield clause.guard
    for weights in d.weights:
        for part in weights.parts:
            yield from (part.part, part.weight)
    # A part is asked for by the sum, or to report the shares of a `score`.
    if not any(c.guard is None and not c.conditions for c in d.clauses):
        yield from (entry.part for entry in d.parts)
    for step in d.steps:
        ends = (step.low, step.high) if isinstance(step, ClampStep) else (step.step,)
        yield from (end for end in ends if end is not None)


def grade_expressions(grade: GradeDef) -> Iterator[ir.Expr]:
    """Every expression of a node's grades."""
    if grade.step is not None:
        yield grade.step
    for column in grade.columns:
        if column is not None:
            yield column


def conditions_of(d: InputDef | FormulaDef | NodeDef) -> Iterator[Conditions]:
    """Every `under` of a definition and its clauses, its grades left out."""
    yield d.conditions
    if isinstance(d, NodeDef):
        for group in (d.points, d.clauses, d.weights, d.steps, d.exemptions):
            for clause in group:
                yield clause.conditions


@frozen
class Vertex:
    """What a value can depend on besides definitions: the grade of a node, a rating, a parameter."""

    name: str
    span: Span
    expressions: tuple[ir.Expr, ...]
    conditions: tuple[Conditions, ...]


class Dependencies:
    """Edges between values, and the readings named in each.

    The first vertices are the definitions by number, then come `others`: grades, ratings, parameters.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.others: list[Vertex] = []
        self.grades: dict[int, int] = {d.number: self._place(_grade(d)) for d in program.nodes if d.grades}
        self.ratings = [self._place(_rating(program, i)) for i in range(len(program.ratings))]
        self.parameters = [self._place(_parameter(p)) for p in program.parameters]
        self.edges: list[set[int]] = []
        self._given: list[tuple[int, ...]] = []
        self.readings: list[set[int]] = []
        self.functions: list[tuple[set[int], set[int]]] = []
        for function in program.functions:  # a function stands after those that it calls
            self.functions.append(self.of([function.value]))
        for d in program.definitions:
            self._vertex(definition_expressions(d), conditions_of(d))
        for vertex in self.others:
            self._vertex(vertex.expressions, vertex.conditions)

    def _place(self, vertex: Vertex) -> int:
        self.others.append(vertex)
        return len(self.program.definitions) + len(self.others) - 1

    def _vertex(self, expressions: Iterable[ir.Expr], conditions: Iterable[Conditions]) -> None:
        targets, readings = self.of(expressions)
        self.edges.append(targets)
        self.readings.append(readings | {r for c in conditions for r, _ in c})

    def name(self, number: int) -> tuple[str, Span]:
        """How a vertex is called, and where it is declared."""
        count = len(self.program.definitions)
        if number < count:
            return self.program.definitions[number].short, self.program.definitions[number].span
        vertex = self.others[number - count]
        return vertex.name, vertex.span

    def elsewhere(self) -> set[int]:
        """The definitions that grades, ratings and triggers look at, and those whose earlier values are looked at."""
        count = len(self.program.definitions)
        roots = [g.guard for t in self.program.triggers for g in t.guards if g.guard is not None]
        found = self.of(roots)[0] | {t for e in self._given for t in e}
        return {t for t in found.union(*self.edges[count:]) if t < count}

    def of(self, expressions: Iterable[ir.Expr]) -> tuple[set[int], set[int]]:
        """The vertices that expressions use, and the readings named in them."""
        targets: set[int] = set()
        readings: set[int] = set()
        for root in expressions:
            given: set[int] = set()
            for e in walk(root):
                self._add(e, targets, readings, given)
        return targets, readings

    def _add(self, e: ir.Expr, targets: set[int], readings: set[int], given: set[int]) -> None:
        program = self.program
        match e:
            case ir.Previous(operand=ir.Ref() as ref) | ir.InPeriod(operand=ir.Ref() as ref):
                given.add(id(ref))
                self._given.append(ref.targets)
                # Earlier periods of an input are read as given: that is no step of a cycle.
                targets.update(t for t in ref.targets if not isinstance(program.definitions[t], InputDef))
            case ir.Ref(targets=found) if id(e) not in given:
                targets.update(found)
            case ir.ByReading(reading=reading):
                readings.add(reading)
            case ir.Invoke(function=number) if number < len(self.functions):
                targets |= self.functions[number][0]
                readings |= self.functions[number][1]
            case ir.Lookup(brackets=number):
                readings.update(r for row in program.brackets[number].rows for r, _ in row.conditions)
            case ir.ParameterRef(target=number):
                targets.add(self.parameters[number])
            case ir.Aggregate(over=ir.PartsOf(node=number)):
                targets.update(t for part in _node(program, number).parts for t in part.part.targets)
            case ir.PointsOf(node=number):
                readings.update(r for points in _node(program, number).points for r, _ in points.conditions)
            case ir.InRating(rating=number):
                targets.add(self.ratings[number])
            case ir.GradeOf(node=ref):
                targets.update(self.grades[t] for t in ref.targets if t in self.grades)
            case _:
                pass


def _grade(d: NodeDef) -> Vertex:
    expressions = tuple(e for grade in d.grades for e in grade_expressions(grade))
    rows = tuple(row.conditions for grade in d.grades for row in grade.table.rows)
    return Vertex(f"{d.short}.grade", d.span, expressions, (*(grade.conditions for grade in d.grades), *rows))


def _rating(program: Program, number: int) -> Vertex:
    rating = program.ratings[number]
    conditions = (rating.conditions, *(among.conditions for among in rating.among))
    return Vertex(rating.name, rating.span, (*among_expressions(program, number), *rating.nodes), conditions)


def _parameter(parameter: ParameterDef) -> Vertex:
    expressions = () if parameter.value is None else (parameter.value,)
    return Vertex(parameter.name, parameter.span, expressions, (parameter.conditions,))


def among_expressions(program: Program, number: int) -> Iterator[ir.Expr]:
    """The conditions for taking part in a rating."""
    for among in program.ratings[number].among:
        if isinstance(among.over, ir.BodiesOf):
            yield from (e for e in (among.over.where, among.over.same) if e is not None)


def _node(program: Program, number: int) -> NodeDef:
    node = program.definitions[number]
    assert isinstance(node, NodeDef)
    return node


def find_cycle(edges: list[set[int]]) -> list[int] | None:
    """One cycle of the graph as a list of its members, or None (depth-first search, without recursion)."""
    state = [0] * len(edges)
    for root in range(len(edges)):
        if state[root]:
            continue
        path: list[int] = []
        stack: list[tuple[int, Iterator[int]]] = [(root, iter(sorted(edges[root])))]
        state[root] = 1
        path.append(root)
        while stack:
            here, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[here] = 2
                stack.pop()
                path.pop()
            elif state[following] == 1:
                return path[path.index(following) :]
            elif state[following] == 0:
                state[following] = 1
                path.append(following)
                stack.append((following, iter(sorted(edges[following]))))
    return None


def rests_on(program: Program, dependencies: Dependencies) -> RestsOn:
    """The readings that each value depends on, directly or through others."""
    closed: list[frozenset[int] | None] = [None] * len(dependencies.edges)
    for root in range(len(closed)):
        stack = [root]
        while stack:
            here = stack[-1]
            open_ = [t for t in dependencies.edges[here] if closed[t] is None]
            if closed[here] is None and not open_:
                closed[here] = _joined(closed, dependencies.edges[here]) | dependencies.readings[here]
            if closed[here] is not None:
                stack.pop()
            else:
                stack += open_
    grades = dependencies.grades
    definitions = [[d.number, grades[d.number]] if d.number in grades else [d.number] for d in program.definitions]
    triggers = []
    for trigger in program.triggers:
        targets, named = dependencies.of([g.guard for g in trigger.guards if g.guard is not None])
        conditions = (trigger.conditions, *(g.conditions for g in trigger.guards))
        triggers.append(_joined(closed, targets) | named | {r for c in conditions for r, _ in c})
    return RestsOn(
        tuple(_joined(closed, own) for own in definitions),
        tuple(_joined(closed, [r]) for r in dependencies.ratings),
        tuple(triggers),
    )


def _joined(closed: list[frozenset[int] | None], vertices: Iterable[int]) -> frozenset[int]:
    return frozenset().union(*(closed[v] or () for v in vertices))


def cycle_diagnostic(dependencies: Dependencies, cycle: list[int], source: SourceFile) -> Diagnostic:
    """The cycle shown as a round trip of names."""
    members = [dependencies.name(n) for n in cycle]
    shown = [f"`{name}`" for name, _ in members]
    shown = [*shown, shown[0]] if len(shown) < 12 else [*shown[:9], "…", shown[-1], shown[0]]
    return Diagnostic(
        "E0213", f"a value depends on itself: {' → '.join(shown)}", source, members[0][1],
        help="cut the circle: one of them must not use the next",
    )  # fmt: skip

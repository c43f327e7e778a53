"""What depends on what: cycles, and the readings that each value rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evallang.diagnostics import Diagnostic
from evallang.ir import expr as ir
from evallang.ir.program import ClampStep, Conditions, FormulaDef, GradeDef, InputDef, NodeDef, Program
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
            for points in d.points:
                if points.value is not None:
                    yield points.value
            for clause in d.clauses:
                yield clause.value
                if clause.guard is not None:
                    yield clause.guard
            for weights in d.weights:
                for part in weights.parts:
                    yield part.part
                    yield part.weight
            # A part is asked for by the sum, or to report the shares of a `score`.
            if not any(c.guard is None and not c.conditions for c in d.clauses):
                for entry in d.parts:
                    yield entry.part
            for step in d.steps:
                for end in (step.low, step.high) if isinstance(step, ClampStep) else (step.step,):
                    if end is not None:
                        yield end


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


class Dependencies:
    """Edges between definitions, and the readings named in each."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.edges: list[set[int]] = []
        self._given: list[tuple[int, ...]] = []
        self.readings: list[set[int]] = []
        self.functions: list[tuple[set[int], set[int]]] = []
        for function in program.functions:  # a function stands after those that it calls
            self.functions.append(self._of([function.value]))
        for d in program.definitions:
            targets, readings = self._of(definition_expressions(d))
            readings |= {r for conditions in conditions_of(d) for r, _ in conditions}
            self.edges.append(targets)
            self.readings.append(readings)

    def elsewhere(self) -> set[int]:
        """The definitions that grades, ratings and triggers look at."""
        program = self.program
        roots = [e for n in program.nodes for g in n.grades for e in grade_expressions(g)]
        roots += [g.guard for t in program.triggers for g in t.guards if g.guard is not None]
        for number, rating in enumerate(program.ratings):
            roots += [*among_expressions(program, number), *rating.nodes]
        given = {t for e in self._given for t in e}
        return self._of(roots)[0] | given

    def _of(self, expressions: Iterable[ir.Expr]) -> tuple[set[int], set[int]]:
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
                parameter = program.parameters[number]
                readings.update(r for r, _ in parameter.conditions)
            case ir.Aggregate(over=ir.PartsOf(node=number)):
                targets.update(t for part in _node(program, number).parts for t in part.part.targets)
            case ir.InRating(rating=number):
                targets.update(t for node in program.ratings[number].nodes for t in node.targets)
                targets |= self._of(among_expressions(program, number))[0]
                readings.update(r for among in program.ratings[number].among for r, _ in among.conditions)
            case ir.GradeOf(node=ref):
                for t in ref.targets:
                    for grade in _node(program, t).grades:
                        found_targets, found_readings = self._of(grade_expressions(grade))
                        targets |= found_targets
                        readings |= found_readings | {r for r, _ in grade.conditions}
            case _:
                pass


def among_expressions(program: Program, number: int) -> Iterator[ir.Expr]:
    """The conditions for taking part in a rating."""
    for among in program.ratings[number].among:
        if isinstance(among.over, ir.BodiesOf) and among.over.where is not None:
            yield among.over.where


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


def rests_on(program: Program, dependencies: Dependencies) -> tuple[frozenset[int], ...]:
    """For each definition the readings that its value depends on, directly or through others."""
    closed: list[frozenset[int] | None] = [None] * len(dependencies.edges)
    for root in range(len(closed)):
        stack = [root]
        while stack:
            here = stack[-1]
            open_ = [t for t in dependencies.edges[here] if closed[t] is None]
            if closed[here] is None and not open_:
                found = set(dependencies.readings[here])
                for t in dependencies.edges[here]:
                    found |= closed[t] or frozenset()
                closed[here] = frozenset(found)
            if closed[here] is not None:
                stack.pop()
            else:
                stack += open_
    with_grades = []
    for d, readings in zip(program.definitions, closed, strict=True):
        extra: set[int] = set()
        for grade in d.grades if isinstance(d, NodeDef) else ():
            targets, named = dependencies._of(grade_expressions(grade))
            extra |= named | {r for r, _ in grade.conditions}
            extra |= {r for t in targets for r in closed[t] or ()}
        with_grades.append((readings or frozenset()) | extra)
    return tuple(with_grades)


def cycle_diagnostic(program: Program, cycle: list[int], source: SourceFile) -> Diagnostic:
    """The cycle shown as a round trip of names."""
    members = [program.definitions[n] for n in cycle]
    names = " → ".join(f"`{d.short}`" for d in [*members, members[0]][:12])
    span: Span = members[0].span
    return Diagnostic(
        "E0213", f"a value depends on itself: {names}", source, span, help="cut the circle: one of them must not use the next"
    )

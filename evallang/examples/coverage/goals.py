"""All that the examples of a program are to touch, and where it is seen that they do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from evallang.examples.coverage.answers import Answer, answers_of
from evallang.examples.coverage.decisions import Decision
from evallang.examples.coverage.goal import SORTS, Goal, Key, exemption_key
from evallang.examples.coverage.tables import Spot, bounds_of, table_goals
from evallang.ir import expr as ir
from evallang.ir.program import (
    BracketsDef,
    ClampStep,
    Conditions,
    Definition,
    FormulaDef,
    Guarded,
    InputDef,
    NodeDef,
    Program,
)
from evallang.ir.walk import children
from evallang.semantics.order import among_expressions, grade_expressions
from evallang.source import NOWHERE, Span
from evallang.trials.uses import Target, Used, Uses

_LONGEST = 60
_LEAD = {"guard": "guards", "if": "conditions"}


@frozen(eq=False)
class _Owner:
    """What holds an expression: the results that it is part of, what it cites, and what must be so to come to it."""

    targets: list[Target]
    provisions: tuple[str, ...]
    conditions: Conditions = ()
    path: tuple[Key, ...] = ()

    def under(self, conditions: Conditions, provisions: tuple[str, ...] = (), path: tuple[Key, ...] = ()) -> _Owner:
        """A part of it."""
        return _Owner(
            self.targets, provisions or self.provisions, (*self.conditions, *conditions), (*self.path, *path)
        )  # fmt: skip


class Goals:
    """The goals of a program: `all` by key, `decisions` by identity of an expression, `spots` by that of a table."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.uses = Uses(program)
        self._closed: dict[Key, Used] = {}
        self.all: dict[Key, Goal] = {}
        self.decisions: dict[int, Decision] = {}
        self.spots: dict[int, tuple[Spot, ...]] = {}
        for d in program.definitions:
            self._definition(d)
        for table in program.brackets:
            asked = _Owner(self._users("brackets", table.name), table.provisions)
            self._table(table, f"`{table.name}`", asked, tuple(answers_of(program, self.uses, table)))
        for function in program.functions:
            self._inside(function.value, _Owner(self._users("function", function.name), function.provisions))
        for p in program.parameters:
            if p.value is not None:
                self._inside(p.value, _Owner(self._users("parameter", p.name), p.provisions, p.conditions))
        for number, rating in enumerate(program.ratings):
            ranked = [Target("rank", (rating.name,), name) for name in (rating.names if rating.each else ("",))]
            for e in among_expressions(program, number):
                self._inside(e, _Owner(ranked, rating.provisions, rating.conditions))
        self._triggers()
        self._options()

    def ordered(self, keys: Set[Key]) -> list[Goal]:
        """Goals as they stand in the file."""
        found = [goal for key, goal in self.all.items() if key in keys]
        return sorted(found, key=lambda goal: (goal.span.start, SORTS.index(goal.sort)))

    def leave_out(
        self, granted: Set[tuple[Span, Span | None, bool]], idle: Set[tuple[Span, str]] = frozenset()
    ) -> None:  # fmt: skip
        """Ask for no example of what the cases before a condition exclude, nor of sides of clamps that are `idle`.

        `granted` says where the condition stands, and its part (None for the whole), and what is never so.
        """
        for key, goal in list(self.all.items()):
            if key[0] == "clamp" and key[1:] in idle:
                del self.all[key]
            if key[0] not in ("guard", "if", "part"):
                continue
            part = goal.span if key[0] == "part" else None
            if {(key[1], None, key[-1]), (key[1], part, key[-1])} & granted:
                del self.all[key]

    def conditions(self, goal: Goal) -> list[ir.Expr]:
        """The conditions that a goal is about, and those around it, in every copy."""
        spans = {key[1] for key in (goal.key, *goal.path) if key[0] in ("guard", "if", "part")}
        return [d.expr for d in self.decisions.values() if d.span in spans]

    def closed(self, goal: Goal) -> Used:
        """What the conditions of a goal use, themselves or through others."""
        if goal.key not in self._closed:
            whole = self._closed[goal.key] = self.uses.of(self.conditions(goal))
            for number in tuple(whole.definitions):
                whole.add(self.uses.closed(Target("value", self.program.definitions[number].path)))
        return self._closed[goal.key]

    def between(self) -> Iterator[Fraction]:
        """The numbers halfway between two bounds of a table that follow each other."""
        tables = [*self.program.brackets, *(grade.table for node in self.program.nodes for grade in node.grades)]
        for table in tables:
            for column in range(len(table.inputs)):
                ends = sorted({end for row in table.rows for end in bounds_of(row.tests[column])})
                yield from ((a + b) / 2 for a, b in pairwise(ends))

    def words(self, span: Span) -> str:
        """What the author wrote, in one line, shortened."""
        text = " ".join(self.program.source.slice(span).split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"

    def _users(self, sort: str, name: str) -> list[Target]:
        return list(self.uses.users.get((sort, name), ()))

    def _add(self, goal: Goal) -> None:
        """Keep a goal; of a copy of one only what it adds to the places to look at."""
        if not goal.targets:  # no result uses it
            return
        if goal.sort != "options":
            goal.under = self._under(goal.conditions)
        known = self.all.setdefault(goal.key, goal)
        known.targets += [t for t in goal.targets if t not in known.targets]

    def _under(self, conditions: Conditions) -> str:
        """The options that are not chosen, as a file writes them."""
        readings = ((self.program.readings[r], o) for r, o in dict.fromkeys(conditions))
        return " and ".join(f"`{r.name}.{r.options[o].name}`" for r, o in readings if o != r.choice)

    # ---- definitions

    def _definition(self, d: Definition) -> None:
        owner = _Owner([Target("value", d.path)], d.provisions, d.conditions)
        match d:
            case InputDef():
                if d.fallback is not None:
                    self._inside(d.fallback, owner)
            case FormulaDef():
                self._inside(d.value, owner)
            case NodeDef():
                self._node(d, owner)

    def _node(self, d: NodeDef, owner: _Owner) -> None:
        before = owner
        for clause in d.clauses:
            self._clause(clause, before, f"`{d.short}`")
            if clause.guard is not None and not clause.conditions:
                before = before.under((), path=(("guard", clause.guard.span, False),))
        for weights in d.weights:
            for part in weights.parts:
                self._inside(part.weight, owner.under(weights.conditions, part.provisions))
        for step in d.steps:
            if isinstance(step, ClampStep):
                self._clamp(d, step, owner.under(step.conditions, step.provisions))
        graded = _Owner([Target("grade", d.path)], d.provisions, d.conditions)
        for grade in d.grades:
            for e in grade_expressions(grade):
                self._inside(e, graded.under(grade.conditions, grade.provisions))
            self._table(grade.table, f"the grades of `{d.short}`", graded.under(grade.conditions, grade.provisions))
        for exemption in d.exemptions:
            inner = owner.under(exemption.conditions, exemption.provisions)
            whom = " or ".join(f"`{name}`" for name in sorted(exemption.bodies | exemption.kinds))
            made_up = f", {exemption.compensation}" if exemption.compensation else ""
            words = ("has", f"{whom} under `mark * not for …{made_up}`")
            self._goal(exemption_key(exemption), "exemptions", words, inner)

    def _clause(self, clause: Guarded, owner: _Owner, shown: str) -> None:
        inner = owner.under(clause.conditions, clause.provisions)
        if clause.guard is not None:
            self._decision("guard", clause.guard, clause.guard.span, inner, shown)
            self._inside(clause.guard, inner)
            inner = inner.under((), path=(("guard", clause.guard.span, True),))
        self._inside(clause.value, inner)

    def _clamp(self, d: NodeDef, step: ClampStep, owner: _Owner) -> None:
        low, high = (self.words(end.span) if end is not None else "" for end in (step.low, step.high))
        written = f"`{' '.join(f'clamp {low} .. {high}'.split())}` of `{d.short}`"
        cap = d.word in ("bonus", "penalty") and isinstance(step.high, ir.PointsOf) and step.high.node == d.number
        if step.low is not None:
            self._inside(step.low, owner)
            self._goal(("clamp", step.span, "low"), "clamps", ("is", f"raised by {written}"), owner)
        if step.high is not None:
            self._inside(step.high, owner)
            sort, verb = ("caps", "capped") if cap else ("clamps", "lowered")
            self._goal(("clamp", step.span, "high"), sort, ("is", f"{verb} by {written}"), owner)
        self._goal(("clamp", step.span, "none"), "clamps", ("is", f"left as it is by {written}"), owner)

    def _table(self, table: BracketsDef, shown: str, owner: _Owner, answers: Sequence[Answer] = ()) -> None:
        spots = []
        for goal, spot in table_goals(table, shown, owner.targets, owner.conditions, answers):
            self._add(goal)
            spots.append(spot)
        self.spots[id(table)] = tuple(spots)

    # ---- conditions

    def _inside(self, e: ir.Expr, owner: _Owner) -> None:
        """The `if` inside an expression."""
        for x, conditions, path in _walk(e):
            if isinstance(x, ir.If) and x.condition.span != NOWHERE:
                self._decision("if", x.condition, x.condition.span, owner.under(conditions, path=path), "")

    def _decision(self, sort: str, e: ir.Expr, span: Span, owner: _Owner, shown: str) -> None:
        decision = self.decisions[id(e)] = Decision.of(sort, e, span)
        whole = f"`{self.words(span)}`" + (f" of {shown}" if shown else "")
        for holds in (True, False):
            self._goal(decision.outcome(holds), _LEAD[sort], ("has", f"{whole} {_word(holds)}"), owner)
        self._parts(decision, whole, owner)

    def _parts(self, decision: Decision, whole: str, owner: _Owner) -> None:
        for key in decision.inner:
            span = decision.parts[key[2]].span
            words = ("has", f"`{self.words(span)}` {_word(key[3])} where that alone decides {whole}")
            self._goal(key, "conditions", words, owner, span)

    def _goal(
        self, key: Key, sort: str, words: tuple[str, str], owner: _Owner, span: Span | None = None
    ) -> None:  # fmt: skip
        targets = list(owner.targets)
        self._add(Goal(key, sort, span or key[1], words, owner.provisions, owner.conditions, targets, owner.path))

    # ---- triggers and readings

    def _triggers(self) -> None:
        for number, trigger in enumerate(self.program.triggers):
            owner = _Owner([Target("trigger", trigger.path)], trigger.provisions, trigger.conditions)
            for value in (True, False):
                words = ("has", f"the trigger `{trigger.name}` at {'yes' if value else 'no'}")
                self._goal(("trigger", number, value), "triggers", words, owner, trigger.span)
            for clause in trigger.guards:
                if clause.guard is None:
                    continue
                if len(trigger.guards) > 1:
                    self._clause(clause, owner, f"`{trigger.name}`")
                    continue
                inner = owner.under(clause.conditions, clause.provisions)
                self._inside(clause.guard, inner)
                decision = self.decisions[id(clause.guard)] = Decision.of("when", clause.guard, clause.guard.span)
                self._parts(decision, f"the trigger `{trigger.name}`", inner)

    def _options(self) -> None:
        """The options of the readings that some result rests on."""
        for number, reading in enumerate(self.program.readings):
            owner = _Owner(self._users("reading", reading.id or reading.name), reading.provisions)
            for place, option in enumerate(reading.options):
                chosen = "chosen " if place == reading.choice else ""
                words = ("shows", f"what the {chosen}option `{reading.name}.{option.name}` changes")
                key = ("option", number, place)
                self._goal(key, "options", words, owner.under(((number, place),)), reading.span)


def _word(value: bool) -> str:
    return "true" if value else "false"


def _walk(e: ir.Expr) -> Iterator[tuple[ir.Expr, Conditions, tuple[Key, ...]]]:
    """An expression and everything inside it: with the options and conditions around; without recursion."""
    stack: list[tuple[ir.Expr, Conditions, tuple[Key, ...]]] = [(e, (), ())]
    while stack:
        here, under, path = stack.pop()
        yield here, under, path
        match here:
            case ir.ByReading():
                stack += [(case, (*under, (here.reading, i)), path) for i, case in enumerate(here.cases)]
            case ir.If(condition=condition, then=then, otherwise=otherwise):
                stack.append((condition, under, path))
                for branch, value in ((then, True), (otherwise, False)):
                    stack.append((branch, under, (*path, ("if", condition.span, value))))
            case _:
                stack += [(inner, under, path) for inner in children(here)]

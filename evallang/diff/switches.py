"""Readings that are not chosen and that a changed rule stands under: where a change may matter, though not now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from evallang.diff.fact import Fact, Key
from evallang.ir import expr as ir
from evallang.ir.program import Conditions, InputDef, NodeDef, Program
from evallang.ir.walk import children
from evallang.semantics.order import definition_expressions
from evallang.symbolic.canonical import Canonical, Form
from evallang.trials.sides import Switch
from evallang.trials.uses import Target, Uses

MOST = 6
"""So many switches are tried for one result, those of the fewest readings first."""

Thing = tuple[str, str]
Pair = tuple[Key, Fact | None, Fact | None]


class Switches:
    """The options of two versions that are not chosen, by the rules that stand under them."""

    def __init__(self, before: Program, after: Program, uses: tuple[Uses, Uses]) -> None:
        self.programs = (before, after)
        self.uses = uses
        self.forms = (Canonical(before), Canonical(after))
        self.options = {
            _id(p, n): tuple(o.name for o in r.options) for p in self.programs for n, r in enumerate(p.readings)
        }
        chosen = [{(_id(p, n), r.options[r.choice].name) for n, r in enumerate(p.readings) if r.options}
                  for p in self.programs]  # fmt: skip
        self.chosen = chosen[0] & chosen[1]
        self.known = [{(_id(p, n), o.name) for n, r in enumerate(p.readings) for o in r.options} for p in self.programs]

    def of(self, target: Target, pairs: Iterable[tuple[Pair, Thing]]) -> list[Switch]:
        """The switches under which changes may be seen in a result; `pairs` are the changes, and what each is of."""
        found: dict[Switch, None] = {}
        for (key, a, b), thing in pairs:
            own = self._of_change(key, a, b)
            used = [()] if thing[0] not in _USED else self._of_uses(target, thing)
            for one, other in product(own, used):
                switch = self._joined(one, other)
                if switch and all(set(switch) <= known for known in self.known):
                    found.setdefault(switch)
        return sorted(found, key=len)[:MOST]

    def hidden(self, key: Key, a: Fact | None, b: Fact | None) -> bool:
        """Whether a change is in nothing that the chosen readings look at."""
        if a is not None and b is not None and (a.rest != b.rest or not a.parts or len(a.parts) != len(b.parts)):
            return False
        under = self._conditions(key.aspect)
        if any(any((r, o) in self.chosen for o in self.options[r]) and (r, o) not in self.chosen for r, o in under):
            return True
        if a is None or b is None:
            return False
        return all(self._as_chosen(x, 0) == self._as_chosen(y, 1) for x, y in zip(a.parts, b.parts, strict=True))

    # ---- what a change stands under

    def _of_change(self, key: Key, a: Fact | None, b: Fact | None) -> list[Switch]:
        """The options of its clause and of its node; within it those whose case differs."""
        base = dict([*self._of_declaration(key.path), *self._conditions(key.variant), *self._conditions(key.aspect)])
        if a is None or b is None:  # without the clause the other options may be as before
            others = [((r, o),) for r, _ in self._conditions(key.aspect) for o in self.options[r]]
            inner = [case for side, fact in enumerate((a, b)) for case, _ in self._cases(fact, side)]
            whom = [((r, o),) for r, at in self._of_declaration(key.path) for o in self.options[r] if o != at]
            return [self._merged(base, ()), *others, *whom, *(self._merged(base, case) for case in inner)]
        one, other = (list(self._cases(fact, side)) for side, fact in enumerate((a, b)))
        changed = dict.fromkeys(case[0] for case in [*one, *other] if (case in one) != (case in other))
        if a.sort in ("nodes", "ratings", "inputs"):
            named = [*self._conditions(repr(a.form)), *self._conditions(repr(b.form))]
            whom = [((r, o),) for r, _ in named for o in self.options[r]]
            return [self._merged(base, ()), *whom]
        return [self._merged(base, ()), *(self._merged(base, case) for case in changed)]

    def _of_declaration(self, path: tuple[str, ...]) -> list[tuple[str, str]]:
        """The options that all nodes of a path stand under in one of the versions."""
        found: list[tuple[str, str]] = []
        for p in self.programs:
            nodes = [d for d in p.definitions if d.path == path]
            triggers = [t for t in p.triggers if t.path == path]
            for d in [*nodes, *triggers] if len(nodes) + len(triggers) == 1 else []:
                found += _named(p, d.conditions)
        return found

    def _conditions(self, aspect: str) -> list[tuple[str, str]]:
        """The options that the words of an aspect name: `score under r.o`."""
        named = [words.split(" ")[0].strip("'),").rpartition(".") for words in aspect.split("under ")[1:]]
        return [(reading, option) for reading, _, option in named if option in self.options.get(reading, ())]

    def _cases(self, fact: Fact | None, side: int) -> Iterator[tuple[Switch, Form]]:
        for e in fact.parts if fact is not None else ():
            if e is not None:
                yield from self._inner(e, side, ())

    def _inner(self, e: ir.Expr, side: int, at: Switch) -> Iterator[tuple[Switch, Form]]:
        for case, under in self._below(e, side, at):
            if under != at:
                yield under, self.forms[side].form(case)
            yield from self._inner(case, side, under)

    def _below(self, e: ir.Expr, side: int, at: Switch) -> Iterator[tuple[ir.Expr, Switch]]:
        """The expressions directly inside one, each with the options that it stands under."""
        if not isinstance(e, ir.ByReading):
            yield from ((inner, at) for inner in children(e))
            return
        reading = self.programs[side].readings[e.reading]
        for option, case in zip(reading.options, e.cases, strict=True):
            yield case, (*at, (reading.id or reading.name, option.name))

    def _as_chosen(self, e: ir.Expr | None, side: int) -> Form:
        """What an expression says under the chosen readings, as far as both versions choose the same."""
        if e is None:
            return None
        if isinstance(e, ir.ByReading):
            for case, under in self._below(e, side, ()):
                if under[-1] in self.chosen:
                    return self._as_chosen(case, side)
        if not any(isinstance(inner, ir.ByReading) for inner in _all(e)):
            return self.forms[side].form(e)
        kind = (e.op,) if isinstance(e, ir.Apply) else (id(e),) if not isinstance(e, ir.If | ir.ByReading) else ()
        return type(e).__name__, *kind, *(self._as_chosen(inner, side) for inner in children(e))

    # ---- where the changed thing is used

    def _of_uses(self, target: Target, thing: Thing) -> list[Switch]:
        found: dict[Switch, None] = {}
        for side, program in enumerate(self.programs):
            for conditions, e in _placed(program, target):
                found |= dict.fromkeys(self._used(e, side, tuple(_named(program, conditions)), thing))
        return list(found) or [()]

    def _used(self, e: ir.Expr, side: int, at: Switch, thing: Thing) -> Iterator[Switch]:
        """The options under which an expression names a thing, formulas that it calls included."""
        if isinstance(e, ir.Invoke) and thing != ("function", e.name):
            yield from self._used(self.programs[side].functions[e.function].value, side, at, thing)
        elif _names(self.uses[side], e, thing):
            yield at
        for inner, under in self._below(e, side, at):
            yield from self._used(inner, side, under, thing)

    # ---- switches

    def _merged(self, base: dict[str, str], more: Switch) -> Switch:
        return tuple((base | dict(more)).items())

    def _joined(self, one: Switch, other: Switch) -> Switch:
        """Both, without what is chosen anyway; nothing where they contradict each other."""
        made = dict(one)
        for reading, option in other:
            if made.setdefault(reading, option) != option:
                return ()
        return tuple(sorted(entry for entry in made.items() if entry not in self.chosen))


_USED = ("parameter", "brackets", "function", "input", "register", "reading")


def _id(program: Program, number: int) -> str:
    reading = program.readings[number]
    return reading.id or reading.name


def _named(program: Program, conditions: Conditions) -> list[tuple[str, str]]:
    return [(_id(program, n), program.readings[n].options[option].name) for n, option in conditions]


def _all(e: ir.Expr) -> Iterator[ir.Expr]:
    yield e
    for inner in children(e):
        yield from _all(inner)


def _names(uses: Uses, e: ir.Expr, thing: Thing) -> bool:
    """Whether an expression itself, not what stands inside it, names a thing."""
    used = uses.of_one(e)
    if thing[0] == "input":
        definitions = (uses.program.definitions[n] for n in used.definitions)
        return any(isinstance(d, InputDef) and ".".join(d.path) == thing[1] for d in definitions)
    return thing in used.named


def _placed(program: Program, target: Target) -> Iterator[tuple[Conditions, ir.Expr]]:
    """The expressions of a result, each with the options that its clause stands under."""
    for d in program.definitions:
        if d.path == target.path and target.sort == "value":
            if not isinstance(d, NodeDef):
                yield from ((d.conditions, e) for e in definition_expressions(d))
                continue
            for clause in d.clauses:
                at = (*d.conditions, *clause.conditions)
                yield from ((at, e) for e in (clause.guard, clause.value) if e is not None)
            yield from _beside(d)
    for t in program.triggers:
        if t.path == target.path and target.sort == "trigger":
            yield from (((*t.conditions, *g.conditions), g.guard) for g in t.guards if g.guard is not None)


def _beside(d: NodeDef) -> Iterator[tuple[Conditions, ir.Expr]]:
    """Points, weights, clamps and roundings of a node."""
    for p in d.points:
        if p.value is not None:
            yield (*d.conditions, *p.conditions), p.value
    for w in d.weights:
        yield from (((*d.conditions, *w.conditions), part.weight) for part in w.parts)
    for step in d.steps:
        ends: Sequence[ir.Expr | None] = (
            getattr(step, "low", None), getattr(step, "high", None), getattr(step, "step", None)
        )  # fmt: skip
        yield from (((*d.conditions, *step.conditions), e) for e in ends if e is not None)

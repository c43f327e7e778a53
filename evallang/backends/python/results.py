"""The results of a body: their paths, what they need, and their values in a function."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from attrs import define, evolve

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.python import near, ratings
from evallang.backends.python.function import Function
from evallang.backends.python.unit import Unit
from evallang.backends.python.value import Value
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir
from evallang.ir.paths import UnknownPath
from evallang.ir.program import NodeDef, RoundStep
from evallang.suggest import nearest

Outputs = Sequence[str] | None
"""The paths of the results that are wanted; None: all."""

_SHOWN = 8
"""So many results are named where a path is none."""


@define(eq=False)
class Results:
    """The results of one file."""

    unit: Unit
    outputs: Outputs = None

    def give(self, function: Function, paths: Sequence[str]) -> None:
        """Write the line that gives the results of some paths."""
        found = [(path, self._given(function, path)) for path in paths]
        near.refuse(*(value for _, value in found))
        returned: list[str] = []
        places: dict[str, tuple[int, int | None, int]] = {}
        for path, value in found:
            at = _place(returned, value.code)
            bottom = _place(returned, value.den) if isinstance(value.den, str) else None
            known = value.den if isinstance(value.den, int) else 1
            places[path] = (at, bottom, known if value.form == "pair" else 0)
        named = self.unit.constant(repr(places), "RESULTS")
        function.code.put(f"return Scores({named}, ({''.join(f'{code}, ' for code in returned)}))")

    def _given(self, function: Function, path: str) -> Value:
        """A result as the file gives it."""
        value = self._value(function, path)
        return evolve(value, code=f"result_of({value.code})") if value.form == "number" else value

    def _value(self, function: Function, path: str) -> Value:
        program = self.unit.program
        if path in self._ranks:
            return ratings.rank(function.writer, *self._ranks[path])
        trigger = next((t for t in program.triggers if ".".join(t.path) == path), None)
        if trigger is not None:
            return function.trigger(trigger)
        graded = path.endswith(".grade") and path not in self._variants
        variants = self._variants[path.removesuffix(".grade") if graded else path]
        node = next((d for d in variants if function.spec.is_of_kind(d)), None)
        if node is None:
            return self._not_for_kind(function, variants[0], graded=graded)
        return function.grade(node.number) if graded else function.of(node.number)

    def _not_for_kind(self, function: Function, node: NodeDef, *, graded: bool) -> Value:
        kind = function.spec.kind
        if kind is None:
            return Value("never", function.code.let("no_kind(r)"), maybe=True)
        why = "not for this kind of body" if graded else f"`{node.short}` is not for the kind `{kind}`"
        return function.writer.never(Absent(NOT_APPLICABLE, why))

    # ---- paths

    @cached_property
    def _ranks(self) -> dict[str, tuple[int, int]]:
        """The ranks by their paths: the rating, and the place of the node in it."""
        found: dict[str, tuple[int, int]] = {}
        for number, rating in enumerate(self.unit.program.ratings):
            names = [f"{rating.name}.{name}" for name in rating.names] if rating.each else [rating.name]
            found |= {f"{name}.rank": (number, node) for node, name in enumerate(names)}
        return found

    @cached_property
    def _variants(self) -> dict[str, list[NodeDef]]:
        """The nodes of the body by their short paths."""
        found: dict[str, list[NodeDef]] = {}
        for d in self.unit.program.nodes:
            if not d.level:
                found.setdefault(d.short, []).append(d)
        return found

    @cached_property
    def paths(self) -> list[str]:
        """The paths of the results that are wanted. Raises UnknownPath for what is no result, TypeError for no list."""
        program = self.unit.program
        if isinstance(self.outputs, str):
            raise TypeError(f"`outputs` is a list of paths: write {[self.outputs]}")
        every = list(dict.fromkeys(n.short for n in program.nodes if not n.level))
        every += self._ranks
        every += list(dict.fromkeys(f"{n.short}.grade" for n in program.nodes if n.grades and not n.level))
        every += [".".join(t.path) for t in program.triggers]
        for path in self.outputs or ():
            if path not in every:
                near = nearest(path, every)
                shown = ", ".join(f"`{name}`" for name in every[:_SHOWN]) + (", …" if len(every) > _SHOWN else "")
                advice = f"did you mean `{near}`?" if near else f"results are {shown}" if every else ""
                raise UnknownPath(f"`{path}` is no result" + (f"; {advice}" if advice else ""))
        return every if self.outputs is None else list(self.outputs)

    def are_rounded(self, spec: Specialised) -> bool:
        """Whether all numbers that are wanted are rounded: only then are floats of any use."""
        nodes = [d for path in self.paths for d in self._variants.get(path, ()) if spec.is_of_kind(d)]
        return all(any(isinstance(step, RoundStep) for step in spec.steps(node)) for node in nodes)

    def needed(self, spec: Specialised) -> list[int]:
        """The definitions that the results need, in their order."""
        program = self.unit.program
        short = set(self.paths) | {path.removesuffix(".grade") for path in self.paths}
        roots = {d.number for d in program.nodes if not d.level and d.short in short}
        wanted = [t for t in program.triggers if ".".join(t.path) in self.paths]
        roots |= spec.dependencies.of(g.guard for t in wanted for g in t.guards if g.guard is not None)[0]
        rated = [spec.among(program.ratings[self._ranks[path][0]]) for path in self.paths if path in self._ranks]
        attributes = (a.over.same for a in rated if a is not None and isinstance(a.over, ir.BodiesOf))
        return needed_by(spec, roots | spec.dependencies.of(e for e in attributes if e is not None)[0])


def needed_by(spec: Specialised, roots: set[int]) -> list[int]:
    """All definitions that some are made of, in order, with the inputs that bound these or are bounded by them."""
    dependencies, needed = spec.dependencies, set[int]()
    waiting = [*roots, *(g for n, g in dependencies.grades.items() if n in roots)]
    bound: dict[int, set[int]] = {}
    for d in spec.program.inputs:
        for n in d.at_most:
            bound.setdefault(n, set()).add(d.number)
            bound.setdefault(d.number, set()).add(n)
    while waiting:
        here = waiting.pop()
        if here not in needed:
            needed.add(here)
            waiting += [*dependencies.edges[here], *bound.get(here, ())]
    return [n for n in spec.order if n in needed]


def _place(returned: list[str], code: str) -> int:
    if code not in returned:
        returned.append(code)
    return returned.index(code)

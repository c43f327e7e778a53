"""The third layer: each changed rule is the same for every input, differs on a body, or is not decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from attrs import define, field, frozen

from evallang.diff.fact import Change, Fact, Key
from evallang.diff.proofs import Proofs
from evallang.diff.switches import Switches
from evallang.diff.witness import Search, Witness
from evallang.ir.program import Program
from evallang.trials.sides import Switch
from evallang.trials.uses import Sort, Target, Uses

Verdict = Literal["same", "differs", "not decided"]

_READ_ONLY = ("options", "proposes")
"""Aspects from which nothing is computed."""


@frozen
class Meaning:
    """What the changes of one declaration mean for its value; `tried` says how it was looked at.

    `path` is that of the result, `of` that of its declaration and `variant` which of several of this path is meant.
    `label` is that of the declaration, empty where it has none.
    """

    path: tuple[str, ...]
    verdict: Verdict
    tried: str
    witness: Witness | None = None
    label: str = ""
    variant: str = ""
    of: tuple[str, ...] = ()


@define(eq=False)
class _Case:
    """The changes that one result is told for."""

    pairs: list[tuple[Change, tuple[str, str]]] = field(factory=list)
    names: set[str] = field(factory=set)
    reads: bool = False


def meanings(before: Program, after: Program, changed: Sequence[Change]) -> tuple[Meaning, ...]:
    """For each result that both versions give and that a changed rule is of, or uses, what that means."""
    index = _Index(before, after)
    cases = _cases(index, changed)
    switches = Switches(before, after, index.uses)
    proofs = Proofs(before, after)
    search: Search | None = None
    found = []
    for target, case in cases.items():
        if proof := proofs.of(change for change, _ in case.pairs):
            found.append(_told(target, "same", proof))
            continue
        search = search or Search(before, after)
        tried: list[Switch] = [] if all(switches.hidden(*change) for change, _ in case.pairs) else [()]
        tried += switches.of(target, case.pairs)
        witness = search.find(target, names=tuple(sorted(case.names)), reads=case.reads, switches=tried or [()])
        if witness is not None:
            found.append(_told(target, "differs", "a body was found", witness))
        else:
            how = f"normal forms differ; {search.tried} made-up bodies gave no difference"
            found.append(_told(target, "not decided", how))
    return tuple(found)


def _told(target: Target, verdict: Verdict, tried: str, witness: Witness | None = None) -> Meaning:
    return Meaning(target.result, verdict, tried, witness, variant=target.variant, of=target.path)


def _cases(index: _Index, changed: Sequence[Change]) -> dict[Target, _Case]:
    """The results that the changes are told for; those of one node by its variants, where it has several."""
    cases: dict[Target, _Case] = {}
    for key, a, b in _computing(changed):
        fact = b or a
        assert fact is not None
        for target in index.targets(key, fact):
            case = cases.setdefault(target, _Case())
            case.pairs.append(((key, a, b), index.thing(key, fact)))
            case.reads |= fact.sort == "inputs"
            if fact.owner == "register":
                case.names.add(key.path[-1])
    return cases


def _computing(changed: Sequence[Change]) -> Iterator[Change]:
    """Those from which something is computed: not the word of a node, nor what a trigger proposes."""
    whom: dict[tuple[object, ...], list[object]] = {}
    for key, a, b in changed:
        for side, fact in enumerate((a, b)):
            if fact is not None and fact.sort == "nodes":
                whom.setdefault((key.path, key.variant, side), []).append(fact.rest)
    for key, a, b in changed:
        fact = b or a
        assert fact is not None
        old, new = (whom.get((key.path, key.variant, side)) for side in (0, 1))
        another_word = fact.sort == "nodes" and (a is None or b is None) and old == new
        if fact.owner and key.aspect.split(" ")[0] not in _READ_ONLY and not another_word:
            yield key, a, b


class _Index:
    """The results of both versions, by what a changed rule is of."""

    def __init__(self, before: Program, after: Program) -> None:
        self.programs = (before, after)
        self.uses = (Uses(before), Uses(after))
        self.both = self.uses[0].of_target.keys() & self.uses[1].of_target.keys()

    def targets(self, key: Key, fact: Fact) -> Iterable[Target]:
        """The results that a fact is told for: that of its declaration, else those that use it."""
        name = key.path[-1]
        match fact.owner:
            case "definition" if fact.sort == "inputs" or key.aspect == "when missing":
                return self._bounded(key.path)
            case "definition":
                sort: Sort = "grade" if key.aspect.split(" ")[0] == "grade" else "value"
                known = Target(sort, key.path) in self.both
                return [Target(sort, key.path, "", key.variant, self._kinds(key))] if known else []
            case "rating" | "trigger":
                return [t for t in self.uses[1].of_target if t in self.both and _is_of(t, fact.owner, key.path)]
            case "register":
                return self._users(("register", ""))
        return self._users((fact.owner, name))

    @staticmethod
    def thing(key: Key, fact: Fact) -> tuple[str, str]:
        """What a fact is of, as its users name it."""
        if fact.owner == "register":
            return "register", ""
        if fact.owner == "definition" and (fact.sort == "inputs" or key.aspect == "when missing"):
            return "input", ".".join(key.path)
        return fact.owner, key.path[-1]

    def _bounded(self, path: tuple[str, ...]) -> list[Target]:
        """The users of an input, and of those that bound it: where a bound is broken neither can be used."""
        paths = {path}
        for program in self.programs:
            paths |= {program.definitions[n].path for d in program.inputs if d.path == path for n in d.at_most}
        return list(dict.fromkeys(t for p in sorted(paths) for t in self._users(("input", ".".join(p)))))

    def _users(self, thing: tuple[str, str]) -> list[Target]:
        found = dict.fromkeys(t for uses in self.uses for t in uses.users.get(thing, ()))
        return [t for t in found if t in self.both]

    @staticmethod
    def _kinds(key: Key) -> frozenset[str] | None:
        """The kinds of one of several nodes of a path, in either version."""
        if not key.variant.startswith("for "):
            return None
        return frozenset(key.variant.removeprefix("for ").split(" under ")[0].split(", "))


def _is_of(target: Target, owner: str, path: tuple[str, ...]) -> bool:
    return target.sort == ("rank" if owner == "rating" else "trigger") and target.path == path

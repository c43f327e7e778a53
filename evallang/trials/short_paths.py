"""The paths by which an example names inputs, lists and results: as short as each is clear."""

from __future__ import annotations

from collections.abc import Iterable

from evallang.ir.paths import Paths, UnknownPath, segments
from evallang.ir.program import Definition, InputDef, Program
from evallang.trials import said
from evallang.trials.made import Path
from evallang.trials.sides import given_to
from evallang.trials.uses import Target


class Unsayable(Exception):
    """Data or a result that no example can say."""


class ShortPaths:
    """What the things of a program are called in examples of it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.paths = Paths(program)
        self.by_path: dict[Path, list[Definition]] = {}
        for d in program.definitions:
            self.by_path.setdefault(d.path, []).append(d)
        self.inputs = given_to(program)

    def input(self, path: Path, kind: str | None) -> InputDef | None:
        """The input of a path for a kind of body."""
        return next((d for d in self.inputs.get(path, ()) if d.kinds is None or kind in d.kinds), None)

    def is_input(self, path: Path) -> bool:
        """Whether what a path names is given, not computed."""
        return all(isinstance(d, InputDef) for d in self.by_path.get(path, ())) and path in self.by_path

    def list_name(self, number: int) -> str:
        """The name of a list, or its whole path where another one is called the same."""
        item = self.program.items[number]
        alike = [other for other in self.program.items if other.name == item.name]
        return required(said.path((item.name,) if len(alike) == 1 else item.path))

    def given(self, d: InputDef) -> str:
        """The path of an input of the body."""
        return self._first(Target("value", d.path), [segments(d.short), d.path], ())

    def result(self, target: Target, keys: tuple[str, ...]) -> str:
        """The path of a result, as short as it is clear."""
        if target.sort == "rank":
            return self._first(target, [(*target.path, *(target.name.split(".") if target.name else ()), "rank")], ())
        ending = ("grade",) if target.sort == "grade" else ()
        starts = range(len(target.path) - 1, -1, -1)
        found = self.by_path.get(target.path, ()) if target.sort != "trigger" else ()
        tried = [target.path[start:] for start in starts] if target.sort == "trigger" else []
        for d in found:
            inner = {len(self.program.items[n].path) - 1: key for n, key in zip(d.level, keys, strict=True)}
            whole = [(name, inner[i]) if i in inner else (name,) for i, name in enumerate(d.path)]
            first = min(inner, default=len(d.path) - 1)
            tried += [segments(d.short)] if not inner else []
            tried += [
                tuple(s for part in whole[i:] for s in part) for i in (starts if not inner else range(first, -1, -1))
            ]
        return self._first(target, [(*written, *ending) for written in tried], keys)

    def _first(self, target: Target, tried: Iterable[tuple[str, ...]], keys: tuple[str, ...]) -> str:
        """The first path that means a result, and nothing else."""
        for written in tried:
            shown = said.path(written)
            if shown is not None and self._means(written, target, keys):
                return shown
        raise Unsayable

    def _means(self, written: tuple[str, ...], target: Target, keys: tuple[str, ...]) -> bool:
        try:
            found = self.paths.find(written)
        except UnknownPath:
            return False
        if found.sort != target.sort:
            return False
        if target.sort == "trigger":
            return self.program.triggers[found.numbers[0]].path == target.path
        if target.sort == "rank":
            rating = self.program.ratings[found.numbers[0]]
            return rating.name == target.path[0] and (not target.name or rating.names[found.node] == target.name)
        return self.program.definitions[found.numbers[0]].path == target.path and found.keys == keys


def required(text: str | None) -> str:
    """The words for something; raises Unsayable where there are none."""
    if text is None:
        raise Unsayable
    return text

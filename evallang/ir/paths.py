"""Paths as people write them: `complaint_rate`, `measure.a.growth`, `hdi.grade`, `world.rank`."""

from __future__ import annotations

import re
from typing import Literal

from attrs import frozen

from evallang.ir.program import FormulaDef, InputDef, NodeDef, Program
from evallang.suggest import nearest

_SEGMENT = re.compile(r'"([^"]*)"|([^."]+)')


class UnknownPath(KeyError):
    """A path that names nothing, or more than one thing; the message says which are near."""

    def __str__(self) -> str:
        return str(self.args[0])


@frozen
class Target:
    """What a path names: a definition by its variants, a grade, a rank, a trigger, a parameter or a list.

    `keys` are those of the items on the way, outermost first.
    """

    sort: Literal["value", "grade", "rank", "trigger", "parameter", "item"]
    numbers: tuple[int, ...]
    keys: tuple[str, ...] = ()
    node: int = 0


def segments(path: str) -> tuple[str, ...]:
    """The segments of a written path; keys may stand in quotes."""
    return tuple(m.group(1) if m.group(1) is not None else m.group(2) for m in _SEGMENT.finditer(path))


class Paths:
    """Finds what paths name in one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._ending: dict[str, list[InputDef | FormulaDef | NodeDef]] = {}
        self._whole: dict[tuple[str, ...], list[InputDef | FormulaDef | NodeDef]] = {}
        for d in program.definitions:
            self._ending.setdefault(d.name, []).append(d)
            for written in () if d.level else {d.path, segments(d.short)}:
                self._whole.setdefault(written, []).append(d)
        self._found: dict[str | tuple[str, ...], Target] = {}

    def find(self, path: str | tuple[str, ...]) -> Target:
        """What a path names. Raises UnknownPath."""
        if path not in self._found:
            self._found[path] = self._find(segments(path) if isinstance(path, str) else path)
        return self._found[path]

    def _find(self, written: tuple[str, ...]) -> Target:
        program = self.program
        last, before = written[-1], written[:-1]
        if last == "grade" and before:
            node = self._definition(before)
            return Target("grade", node.numbers, node.keys)
        if last == "rank" and before:
            return self._rank(before)
        for i, trigger in enumerate(program.triggers):
            if written == trigger.path[-len(written) :]:
                return Target("trigger", (i,))
        for i, parameter in enumerate(program.parameters):
            if written == (parameter.name,):
                return Target("parameter", (i,))
        for i, item in enumerate(program.items):
            if written == item.path[-len(written) :]:
                return Target("item", (i,))
        return self._definition(written)

    def _rank(self, before: tuple[str, ...]) -> Target:
        for i, rating in enumerate(self.program.ratings):
            if before == (rating.name,) and (not rating.each or len(rating.names) == 1):
                return Target("rank", (i,))
            for j, name in enumerate(rating.names):
                if before[0] == rating.name and ".".join(before[1:]) == name:
                    return Target("rank", (i,), (), j)
        names = [r.name for r in self.program.ratings]
        near = nearest(before[0], names)
        raise UnknownPath(f"no rating is called `{'.'.join(before)}`" + (f"; did you mean `{near}`?" if near else ""))

    def _definition(self, written: tuple[str, ...]) -> Target:
        whole = self._whole.get(written, ())
        if len({d.path for d in whole}) == 1:
            return Target("value", tuple(d.number for d in whole))
        fitting = [(d, keys) for d in self._ending.get(written[-1], []) if (keys := self._keys(d, written)) is not None]
        shortest = [pair for pair in fitting if segments(pair[0].short) == written or pair[0].path == written]
        paths = {d.path for d, _ in fitting}
        if len(paths) > 1 and len({d.path for d, _ in shortest}) == 1:
            fitting, paths = shortest, {d.path for d, _ in shortest}
        name = ".".join(written)
        if not fitting:
            near = nearest(name, [d.short for d in self.program.definitions]) or nearest(written[-1], self._ending)
            raise UnknownPath(f"nothing is called `{name}`" + (f"; did you mean `{near}`?" if near else ""))
        if len(paths) > 1:
            shown = " or ".join(f"`{d.short}`" for d, _ in fitting[:3])
            raise UnknownPath(f"`{name}` could be {shown}; write more of the path")
        return Target("value", tuple(d.number for d, _ in fitting), fitting[0][1])

    def _keys(self, d: InputDef | FormulaDef | NodeDef, written: tuple[str, ...]) -> tuple[str, ...] | None:
        """The keys of the items on the way, when the written path is an end of this definition's; else None."""
        items = {len(self.program.items[n].path) - 1 for n in d.level}
        keys: list[str] = []
        rest = list(written)
        for i in range(len(d.path) - 1, -1, -1):
            if not rest:
                break
            if i in items:
                if len(rest) < 2 or rest[-2] != d.path[i]:
                    return None
                keys.insert(0, rest.pop())
                rest.pop()
            elif rest.pop() != d.path[i]:
                return None
        return tuple(keys) if not rest and len(keys) == len(d.level) else None

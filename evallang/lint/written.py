"""A document as it is written: its statements, what each of them cites, and the words of its provisions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any

import attrs
from attrs import frozen

from evallang.lint.addresses import ends
from evallang.syntax import ast


@frozen(eq=False)
class Line:
    """Something that can be cited behind: a statement, a row, a weight, a case; `above` is what it stands in.

    `numbering` is the name of the `document` whose provisions it cites, empty for the file's own. `is_example`: it is
    an example or stands in one. `cites`: it has a citation behind it, or what it stands in has.
    """

    statement: Any
    above: Line | None
    numbering: str
    is_example: bool
    cites: bool

    def around(self) -> Iterator[Line]:
        """The line itself and those that it stands in, the nearest first."""
        line: Line | None = self
        while line is not None:
            yield line
            line = line.above

    @property
    def marks(self) -> ast.Marks:
        """What stands behind it."""
        return getattr(self.statement, "marks", ())

    @property
    def own(self) -> tuple[ast.Citation, ...]:
        """What it cites behind itself, of this document."""
        return tuple(c for c in ast.citations(self.marks) if c.of is None)


@frozen(eq=False)
class Cited:
    """A citation of this document, and the line that it stands in."""

    citation: ast.Citation
    line: Line


class Written:
    """The lines of a module, in the order written."""

    def __init__(self, module: ast.Module) -> None:
        self.lines: list[Line] = []
        self.cited: list[Cited] = []
        self.switches: list[tuple[ast.BySwitch, Line]] = []
        self.unders: list[tuple[ast.Under, Line]] = []
        self._words: list[tuple[Line, str]] = []
        self._read(module)

    def _read(self, module: ast.Module) -> None:
        waiting: list[tuple[Any, Line | None]] = [(s, None) for s in reversed(module.statements)]
        while waiting:
            here, line = waiting.pop()
            kind: Any = type(here)
            if kind in _LEAVES:
                continue
            if kind is tuple:
                waiting += [(x, line) for x in reversed(here)]
                continue
            if kind is ast.Citation:
                if here.of is None and line is not None:
                    self.cited.append(Cited(here, line))
                continue
            if kind is ast.Under and line is not None:
                self.unders.append((here, line))
            elif kind is ast.BySwitch and line is not None:
                self.switches.append((here, line))
            if kind is ast.Words and line is not None:
                self._words.append((line, here.text.value))
            if kind is ast.Each or "marks" in _names(kind):
                line = _line(here, line, line.numbering if line is not None else "")
                self.lines.append(line)
                if kind is ast.Part:  # what stands in it, and not its own citations, is numbered anew
                    waiting.append((here.body or (), _line(here, line.above, here.name.text)))
                    waiting.append((here.marks, line))
                    continue
            waiting += [(getattr(here, name), line) for name in _inner(kind)]

    def of(self, *classes: type) -> Iterator[Line]:
        """The lines of some classes, those in examples left out."""
        if len(classes) == 1:
            return iter(self._by_class.get(classes[0], ()))
        return (line for line in self.lines if type(line.statement) in classes and not line.is_example)

    @cached_property
    def _by_class(self) -> dict[type, list[Line]]:
        found: dict[type, list[Line]] = {}
        for line in self.lines:
            if not line.is_example:
                found.setdefault(type(line.statement), []).append(line)
        return found

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """By numbering the words of each provision that the document holds: heading and text."""
        found: dict[str, dict[str, str]] = {}
        for line, text in self._words:
            self._add(found, line, text)
        for line in self.of(ast.Norm):
            self._add(found, line, "")
        return found

    @cached_property
    def standing(self) -> dict[str, dict[str, Line]]:
        """By numbering the line in which each of those provisions stands."""
        found: dict[str, dict[str, Line]] = {}
        for line in [*self.of(ast.Norm), *(line for line, _ in self._words)]:
            for citation in line.own:
                for address in ends(citation.address):
                    found.setdefault(line.numbering, {}).setdefault(address, line)
        return found

    def _add(self, found: dict[str, dict[str, str]], line: Line, text: str) -> None:
        label = getattr(line.statement, "label", None)
        heading = label.value if isinstance(line.statement, ast.Norm) and label is not None else ""
        known = found.setdefault(line.numbering, {})
        for citation in line.own:
            for address in ends(citation.address):
                said = known.get(address, heading)
                known[address] = f"{said}\n{text}" if text and text not in said else said


def _line(statement: Any, above: Line | None, numbering: str) -> Line:
    is_example = isinstance(statement, ast.Example | ast.Examples) or (above is not None and above.is_example)
    cites = bool(ast.citations(getattr(statement, "marks", ()))) or (above is not None and above.cites)
    return Line(statement, above, numbering, is_example, cites)


@cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(f.name for f in attrs.fields(kind)) if attrs.has(kind) else frozenset()


@cache
def _inner(kind: type) -> tuple[str, ...]:
    """The fields of a class of the tree in which something with a citation may stand, the last one first."""
    if not attrs.has(kind) or kind in _PLAIN:
        return ()
    return tuple(f.name for f in reversed(attrs.fields(kind)) if f.name not in _WORDS)


_PLAIN = {
    ast.Name, ast.Text, ast.Path, ast.Number, ast.Ref, ast.Constant, ast.Under, ast.Symbol, ast.HeaderCell,
    ast.GivenFact,
}  # fmt: skip
_LEAVES = {type(None), bool, str, ast.Name, ast.Text, ast.Path, ast.Number, ast.Ref, ast.Constant}
_WORDS = {"span", "name", "label", "word", "header", "cells", "path", "paths", "kinds"}

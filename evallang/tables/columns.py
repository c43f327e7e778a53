"""From a header to the inputs that it names.

A header is tried as a full path, as the path from the item of the file or the short path, as the declared
`column "…"`, as a label, as the end of a path, and at last with capitals left aside. The first of these that
knows it decides; several inputs of one path (variants for kinds or readings) share a column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from attrs import frozen

from evallang.ir.program import Conditions, InputDef, NodeDef, Program
from evallang.types import NUMBER

Active = Callable[[Conditions], bool]
"""Whether conditions hold under the readings that are chosen."""


@frozen
class Ambiguous:
    """A header that names several inputs, by their short paths."""

    names: tuple[str, ...]


class Headers:
    """The inputs of one level (the bodies, or an item) by everything that a header may call them."""

    def __init__(self, inputs: Sequence[InputDef], above: int, active: Active) -> None:
        """`above` is the length of the path of the item, 0 for the bodies."""
        self.inputs = inputs
        self._above = above
        self._active = active
        self._tiers: list[Mapping[str, list[InputDef]]] = []

    def find(self, header: str) -> tuple[InputDef, ...] | Ambiguous:
        """The inputs that a header names: none, one, or the variants of one path."""
        word = " ".join(header.split())
        for place in range(len(_WORDS)):
            found = self._tier(place).get(word)
            if found:
                return self._one_path(found)
        found = self._folded.get(word.casefold())
        return self._one_path(found) if found else ()

    def _tier(self, place: int) -> Mapping[str, list[InputDef]]:
        """The inputs by one sort of their names; each sort is looked through when those before it know nothing."""
        while len(self._tiers) <= place:
            words = _WORDS[len(self._tiers)]
            self._tiers.append(_by_word(self.inputs, lambda d: words(d, self._above)))  # noqa: B023  # called at once
        return self._tiers[place]

    @cached_property
    def _folded(self) -> Mapping[str, list[InputDef]]:
        return _folded([self._tier(place) for place in range(len(_WORDS))])

    def _one_path(self, found: Sequence[InputDef]) -> tuple[InputDef, ...] | Ambiguous:
        if len({d.path for d in found}) > 1:
            found = [d for d in found if self._active(d.conditions)] or found
        if len({d.path for d in found}) > 1:
            return Ambiguous(tuple(dict.fromkeys(short_header(d, self._above) for d in found)))
        return tuple(found)

    def names(self) -> list[str]:
        """What headers may be called, for "did you mean"."""
        above = self._above
        words = (word for d in self.inputs for word in (short_header(d, above), d.column, d.label, d.name) if word)
        return list(dict.fromkeys(words))


def short_header(definition: InputDef | NodeDef, above: int) -> str:
    """The header that templates use: the short path, or the path from the item."""
    return ".".join(definition.path[above:]) if above else definition.short


def level_of(definition: InputDef) -> int | None:
    """The number of the item that an input belongs to, None for the body itself."""
    return definition.level[-1] if definition.level else None


def headers_by_level(
    program: Program, active: Active, linked: frozenset[int] = frozenset()
) -> dict[int | None, Headers]:
    """The headers of the bodies (None) and of each item; `linked` nodes need no column."""
    inputs: dict[int | None, list[InputDef]] = {None: []}
    inputs |= {number: [] for number in range(len(program.items))}
    for definition in (*program.inputs, *foreign_columns(program, linked)):
        inputs[level_of(definition)].append(definition)
    return {
        level: Headers(found, len(program.items[level].path) if level is not None else 0, active)
        for level, found in inputs.items()
    }


def foreign_columns(program: Program, linked: frozenset[int] = frozenset()) -> Iterator[InputDef]:
    """The nodes that other methodologies score, as inputs: a column is headed by their path or by that of the other."""
    for node in program.nodes:
        if node.scored_by and node.number not in linked:
            theirs = node.scored_by.partition(".")[2]
            yield InputDef(
                node.number, node.path, node.short, node.label, node.level, node.kinds, node.conditions,
                node.provisions, node.symbol, node.amended, node.span, NUMBER, column=theirs,
            )  # fmt: skip


def column_number(headers: Sequence[str], name: str) -> int | None:
    """The place of a key column: the one of that name, else the first whose name differs in capitals only."""
    if name in headers:
        return headers.index(name)
    word = name.casefold()
    return next((i for i, header in enumerate(headers) if header.casefold() == word), None)


def _by_word(inputs: Sequence[InputDef], words: Callable[[InputDef], list[str]]) -> Mapping[str, list[InputDef]]:
    found: dict[str, list[InputDef]] = {}
    for definition in inputs:
        for word in dict.fromkeys(words(definition)):
            if word:
                found.setdefault(" ".join(word.split()), []).append(definition)
    return found


def _ends(path: tuple[str, ...]) -> Iterator[str]:
    return (".".join(path[start:]) for start in range(1, len(path)))


_WORDS: tuple[Callable[[InputDef, int], list[str]], ...] = (
    lambda d, _: [".".join(d.path)],
    lambda d, above: [short_header(d, above), d.short],
    lambda d, _: [d.column],
    lambda d, _: [d.label],
    lambda d, _: list(_ends(d.path)),
)
"""What a header may call an input, the nearest first."""


def _folded(tiers: Sequence[Mapping[str, list[InputDef]]]) -> Mapping[str, list[InputDef]]:
    found: dict[str, dict[int, InputDef]] = {}
    for tier in tiers:
        for word, definitions in tier.items():
            found.setdefault(word.casefold(), {}).update({d.number: d for d in definitions})
    return {word: list(definitions.values()) for word, definitions in found.items()}


def words_of(
    inputs: Sequence[InputDef], above: int, active: Active
) -> tuple[dict[str, tuple[str, ...] | None], dict[str, tuple[str, ...] | None]]:
    """The paths that `Headers.find` knows by header, and those by header without capitals; None for what is unclear."""

    def one(named: Sequence[InputDef]) -> tuple[str, ...] | None:
        paths = {d.path for d in named}
        if len(paths) > 1:
            paths = {d.path for d in named if active(d.conditions)} or paths
        return paths.pop() if len(paths) == 1 else None

    tiers = [_by_word(inputs, lambda d: words(d, above)) for words in _WORDS]  # noqa: B023  # called at once
    exact: dict[str, tuple[str, ...] | None] = {}
    for tier in tiers:
        exact |= {word: one(named) for word, named in tier.items() if word not in exact}
    return exact, {word: one(named) for word, named in _folded(tiers).items()}

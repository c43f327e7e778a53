"""What every node of the tree has, and the pieces that all statements share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

import attrs
from attrs import field, fields, frozen

from evallang.source import NOWHERE, Span


def place() -> Any:
    """The span of a node: carried, never compared, never printed."""
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


T = TypeVar("T")

_compared: dict[type, Callable[[Any], Any]] = {}


@dataclass_transform(frozen_default=True)
def node(cls: type[T]) -> type[T]:
    """A class of the tree: `attrs.frozen`, equal by what is compared, printed as its call.

    All classes share these methods; generating them for each class would make up half of the time that importing
    the tree takes.
    """
    methods = {"__eq__": _equal, "__hash__": _hash, "__repr__": _shown}
    for name, method in methods.items():
        setattr(cls, name, method)
    return frozen(eq=False, repr=False)(cls)


def evolve(of: T, **changes: Any) -> T:
    """A node with other values in some fields."""
    return attrs.evolve(of, **changes)  # type: ignore[misc]  # a class of `node` is one of attrs


def _equal(self: Any, other: object) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    values = _values_of(type(self))
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash((type(self), _values_of(type(self))(self)))


def _shown(self: Any) -> str:
    shown = ", ".join(f"{a.name}={getattr(self, a.name)!r}" for a in fields(type(self)) if a.repr)
    return f"{type(self).__name__}({shown})"


def _values_of(cls: type) -> Callable[[Any], Any]:
    """What reads the compared fields of a class."""
    if cls not in _compared:
        names = [a.name for a in fields(cls) if a.eq]
        _compared[cls] = attrgetter(*names) if names else lambda _: ()
    return _compared[cls]


@node
class Name:
    """A declared name as written."""

    text: str
    span: Span = place()


@node
class Text:
    """A string literal by its content; `long` when it stood in triple quotes."""

    value: str
    long: bool = False
    span: Span = place()


@node
class Path:
    """Names joined by dots; a segment that is no name stood in quotes (`measure."001".growth`)."""

    segments: tuple[str, ...]
    span: Span = place()

    def __str__(self) -> str:
        return ".".join(s if s.isidentifier() else f'"{s}"' for s in self.segments)


@node
class Citation:
    """A provision as cited: `48-1`, `app10.t2.11.3`, `68:2`, `43..46`, without `§`; `of` names another act."""

    address: str
    of: Name | None = None
    span: Span = place()

    def __str__(self) -> str:
        return f"§{self.address}" + (f" of {self.of.text}" if self.of else "")


@node
class Under:
    """`under reading.option`: what it stands on holds only while that option is chosen."""

    path: Path
    span: Span = place()


@node
class Symbol:
    """`symbol b1`: the letter of the law, at home in the provisions cited before it."""

    text: str
    span: Span = place()


@node
class Identifier:
    """`id "A03-02"`: the stable identifier of a reading."""

    text: Text
    span: Span = place()


@node
class Amended:
    """`amended by §1.3 of decree_236 from 2023-05-29`: which act gave a provision its present words."""

    act: Name
    provision: str = ""
    since: str | None = None
    span: Span = place()

    def __str__(self) -> str:
        by = f"§{self.provision} of {self.act.text}" if self.provision else self.act.text
        return f"amended by {by}" + (f" from {self.since}" if self.since else "")


@node
class Accept:
    """`accept C101 "…"`: a finding of the checker on this line that is accepted, and why."""

    code: Name
    why: Text
    span: Span = place()


def amendments(marks: Iterable[Any]) -> tuple[str, ...]:
    """Which acts gave something its present words: `amended by §1.3 of decree_236 from 2023-05-29`."""
    return tuple(str(mark) for mark in marks if isinstance(mark, Amended))


Mark = Citation | Under | Symbol | Identifier | Amended | Accept
Marks = tuple[Mark, ...]


@node
class Comment:
    """A comment with its `#`; the formatter puts it back, nothing else reads it."""

    text: str
    span: Span = place()


def citations(marks: Marks) -> tuple[Citation, ...]:
    """The citations among the marks, in order."""
    return tuple(m for m in marks if isinstance(m, Citation))


def unders(marks: Marks) -> tuple[Under, ...]:
    """The reading options among the marks, in order."""
    return tuple(m for m in marks if isinstance(m, Under))


def symbols(marks: Marks) -> tuple[tuple[str, tuple[Citation, ...]], ...]:
    """Each symbol with the citations that stand before it since the last symbol."""
    found: list[tuple[str, tuple[Citation, ...]]] = []
    before: list[Citation] = []
    for mark in marks:
        if isinstance(mark, Citation):
            before.append(mark)
        elif isinstance(mark, Symbol):
            found.append((mark.text, tuple(before)))
            before = []
    return tuple(found)

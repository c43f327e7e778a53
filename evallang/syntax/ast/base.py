"""What every node of the tree has, and the pieces that all statements share."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from evallang.source import NOWHERE, Span


def place() -> Any:
    """The span of a node: carried, never compared, never printed."""
    return field(default=NOWHERE, eq=False, repr=False, kw_only=True)


@frozen
class Name:
    """A declared name as written."""

    text: str
    span: Span = place()


@frozen
class Text:
    """A string literal by its content; `long` when it stood in triple quotes."""

    value: str
    long: bool = False
    span: Span = place()


@frozen
class Path:
    """Names joined by dots; a segment that is no name stood in quotes (`measure."001".growth`)."""

    segments: tuple[str, ...]
    span: Span = place()

    def __str__(self) -> str:
        return ".".join(s if s.isidentifier() else f'"{s}"' for s in self.segments)


@frozen
class Citation:
    """A provision as cited: `48-1`, `app10.t2.11.3`, `68:2`, `43..46`, without `§`; `of` names another act."""

    address: str
    of: Name | None = None
    span: Span = place()

    def __str__(self) -> str:
        return f"§{self.address}" + (f" of {self.of.text}" if self.of else "")


@frozen
class Under:
    """`under reading.option`: what it stands on holds only while that option is chosen."""

    path: Path
    span: Span = place()


@frozen
class Symbol:
    """`symbol b1`: the letter of the law, at home in the provisions cited before it."""

    text: str
    span: Span = place()


@frozen
class Identifier:
    """`id "A03-02"`: the stable identifier of a reading."""

    text: Text
    span: Span = place()


@frozen
class Amended:
    """`amended by §1.3 of decree_236 from 2023-05-29`: which act gave a provision its present words."""

    act: Name
    provision: str = ""
    since: str | None = None
    span: Span = place()

    def __str__(self) -> str:
        by = f"§{self.provision} of {self.act.text}" if self.provision else self.act.text
        return f"amended by {by}" + (f" from {self.since}" if self.since else "")


Mark = Citation | Under | Symbol | Identifier | Amended
Marks = tuple[Mark, ...]


@frozen
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

"""Tables of the law: rows of cells between bars."""

from __future__ import annotations

from typing import Literal

from evallang.source import Span
from evallang.syntax.ast.base import Marks, Path, Text, node, place


@node
class Empty:
    """A cell with nothing in it."""

    span: Span = place()


@node
class Constant:
    """A number, share, ratio or date in a cell, as written: `-3`, `45%`, `2/37`, `2023-05-29`."""

    text: str
    span: Span = place()


@node
class Ordinal:
    """A number of a row that is no number: `1.2.3`, `48-1`."""

    text: str
    span: Span = place()


@node
class Starred:
    """A value with the star that a footnote of the table speaks of."""

    value: Constant | Ordinal | Path | Text
    span: Span = place()


@node
class AnyValue:
    """`any`."""

    span: Span = place()


@node
class OneSided:
    """`below a`, `above a`, `up to a`, `a and up`."""

    word: Literal["below", "above", "up to", "and up"]
    bound: Constant
    span: Span = place()


@node
class Between:
    """`a .. b` closed, `a ..< b`, `a <.. b`, `a <..< b`."""

    low: Constant
    operator: Literal["..", "..<", "<..", "<..<"]
    high: Constant
    span: Span = place()


Cell = Empty | Constant | Ordinal | Starred | Path | Text | AnyValue | OneSided | Between


@node
class HeaderCell:
    """A column's head: a name, words in quotes, or `§`."""

    text: str
    quoted: bool = False
    span: Span = place()


@node
class Row:
    """One line of a table with what is cited behind it."""

    cells: tuple[Cell, ...]
    marks: Marks = ()
    span: Span = place()


@node
class Table:
    """A header and its lines; the lines may have too few cells, the resolver says so."""

    header: tuple[HeaderCell, ...]
    rows: tuple[Row, ...]
    marks: Marks = ()
    span: Span = place()

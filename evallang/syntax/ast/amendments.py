"""What an amending act does to another: its operations, each on a provision, a register, a table or an assessor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from evallang.source import Span
from evallang.syntax.ast.base import Citation, Name, Path, Text, node, place
from evallang.syntax.ast.tables import Row

if TYPE_CHECKING:
    from evallang.syntax.ast.declarations import Statement


@node
class Order:
    """`by §1.3 from 2024-01-01 because "…"`: the provision of the amending act, a day of its own, the reasons."""

    by: Citation | None = None
    since: str | None = None
    because: Text | None = None
    span: Span = place()


@node
class Repeal:
    """`repeal §31`."""

    target: Citation
    order: Order = Order()
    span: Span = place()


@node
class Replace:
    """`replace §73 { … }`: the provision with all that stands below it is worded anew."""

    target: Citation
    order: Order
    body: tuple[Statement, ...]
    span: Span = place()


@node
class Insert:
    """`insert §48-1 after §48 { … }`; `before` where it becomes the first."""

    target: Citation
    anchor: Citation
    order: Order
    body: tuple[Statement, ...]
    word: Literal["after", "before"] = "after"
    span: Span = place()


@node
class Retitle:
    """`retitle §ch5 "…"`: another heading or label, nothing else."""

    target: Citation
    order: Order
    title: Text
    span: Span = place()


@node
class NewEdition:
    """`new edition §annex { … }`; without a citation the whole act; `of` names a document of its own file."""

    target: Citation | None
    order: Order
    body: tuple[Statement, ...] | None = None
    document: Name | None = None
    span: Span = place()


@node
class InRegister:
    """`in register NAME { … }`: operations on its lines."""

    register: Path
    order: Order
    body: tuple[Statement, ...]
    span: Span = place()


@node
class InTable:
    """`in table §app10.t2 { … }`: operations on its rows."""

    table: Citation
    order: Order
    body: tuple[Statement, ...]
    span: Span = place()


@node
class InAssessor:
    """`in assessor of NODE { except … }`: exceptions added."""

    node: Path
    order: Order
    body: tuple[Statement, ...]
    span: Span = place()


@node
class LineKey:
    """The number of a row, or the name of the body or row that stands in the line."""

    text: str
    quoted: bool = False
    span: Span = place()


@node
class RepealLine:
    """`repeal line 4`."""

    line: LineKey
    span: Span = place()


@node
class ReplaceLine:
    """`replace line 3 { | … | }`: of a table its rows, of a register its body."""

    line: LineKey
    body: tuple[Statement, ...] | None = None
    rows: tuple[Row, ...] = ()
    span: Span = place()


@node
class InsertLine:
    """`insert line after 11.3 { | … | }`."""

    after: LineKey
    body: tuple[Statement, ...] | None = None
    rows: tuple[Row, ...] = ()
    span: Span = place()


Operation = (
    Repeal
    | Replace
    | Insert
    | Retitle
    | NewEdition
    | InRegister
    | InTable
    | InAssessor
    | RepealLine
    | ReplaceLine
    | InsertLine
)

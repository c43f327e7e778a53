"""A statement in parts, before it is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from evallang.syntax.print.flow import Flow

if TYPE_CHECKING:
    from evallang.syntax import ast


@frozen
class Sheet:
    """The cells of a statement's head, and the block, the table or the rows in braces below it.

    `group` is the sort of lines among which the cells line up; none if empty.
    """

    cells: tuple[Flow, ...]
    group: str = ""
    body: tuple[ast.Statement, ...] | None = None
    table: ast.Table | None = None
    rows: tuple[ast.Row, ...] = ()

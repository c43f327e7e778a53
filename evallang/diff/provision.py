"""What a document says at each of its addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import evolve, field, frozen

from evallang.diff.matched import NOWHERE
from evallang.diff.normal import Form, form, own_address, row_form
from evallang.law import addresses
from evallang.law.addresses import Address
from evallang.source import Span
from evallang.syntax import ast

Key = tuple[str, Address]
"""The numbering, empty for that of the document itself, and the address in it."""
NOTHING_CITED: Key = ("", NOWHERE)
"""The place of what cites no provision."""


def shown(key: Key) -> str:
    """A provision as it is cited: `§2`, in the numbering of an annex `§2 of app1`."""
    if key == NOTHING_CITED:
        return "what cites no provision"
    return addresses.shown(key[1]) + (f" of {key[0]}" if key[0] else "")


_HEADED = (ast.Norm, ast.Node, ast.Part, ast.Item, ast.Brackets, ast.Formula, ast.Rating, ast.Trigger, ast.Register)


@frozen
class Provision:
    """What a document says at one address: its statements without layout and citations, its heading, its words.

    `heading` is the first label; `title` is the same where that is a heading, and not the label of an input or the
    question of a reading. `statements` are those of the tree as they stand there; `rules` are these without what is of
    another provision and without the heading, `whole` with it. `holder` is the provision whose table has it where it
    is no more than lines of a table.
    """

    numbering: str
    address: Address
    rules: tuple[Any, ...]
    heading: str
    words: str
    amended: tuple[ast.Amended, ...] = ()
    title: str = ""
    statements: tuple[Any, ...] = field(default=(), eq=False)
    whole: tuple[Any, ...] = field(default=(), eq=False)
    holder: Key | None = None

    @property
    def content(self) -> tuple[Any, ...]:
        """Everything but the address, as it is written."""
        return self.rules, self.heading, self.words

    def says_as(self, other: Provision) -> bool:
        """Whether both say the same, in whatever layout and order of declarations."""
        if self.content == other.content:
            return True
        return self.words == other.words and _forms(self.whole) == _forms(other.whole)

    def only_headed_otherwise(self, other: Provision) -> bool:
        """Whether nothing but the heading differs."""
        return self.words == other.words and (self.rules == other.rules or _forms(self.rules) == _forms(other.rules))


@frozen
class Line:
    """A row of a table that cites a provision of its own; `of` is what the table is of."""

    row: ast.Row
    table: ast.Table = field(eq=False)
    of: tuple[str, ...]

    @property
    def marks(self) -> ast.Marks:
        """What the row cites."""
        return self.row.marks

    @property
    def span(self) -> Span:
        """Where the row stands."""
        return self.row.span


def provisions(module: ast.Module) -> dict[Key, Provision]:
    """The provisions of a document in their order."""
    found: dict[Key, list[Any]] = {}
    holders: dict[Key, set[Key | None]] = {}
    for key, statement, around in _cited(module.statements, "", None):
        found.setdefault(key, []).append(statement)
        holders.setdefault(key, set()).add(around if isinstance(statement, Line) else None)
    return {
        key: _provision(*key, statements, holders[key].pop() if len(holders[key]) == 1 else None)
        for key, statements in found.items()
    }


def _cited(statements: Iterable[Any], numbering: str, around: Key | None) -> Iterator[tuple[Key, Any, Key | None]]:
    """Statements and lines of tables with the provision that each cites, and the one around it."""
    for s in statements:
        if isinstance(s, ast.Example | ast.Examples):
            continue
        own = own_address(s)
        place = around if own is None else (numbering, own)
        if place is not None and own is not None:
            yield place, ast.evolve(s, body=None) if isinstance(s, ast.Part) else s, around
        table: ast.Table | None = getattr(s, "table", None)
        for row in table.rows if table is not None else ():
            cited = own_address(row)
            if table is not None and cited is not None and cited != (place and place[1]):
                yield (numbering, cited), Line(row, table, (type(s).__name__, _name(s))), place
        part = isinstance(s, ast.Part)
        yield from _cited(getattr(s, "body", None) or (), s.name.text if part else numbering, None if part else place)


def _name(statement: Any) -> str:
    return str(getattr(getattr(statement, "name", None), "text", ""))


def _provision(numbering: str, address: Address, statements: list[Any], holder: Key | None) -> Provision:
    statements = [s for s in statements if not isinstance(s, ast.Repealed)]
    words = " ".join(w.text.value for s in statements for w in _words(s))
    headed = next((s for s in statements if getattr(s, "label", None) is not None), None)
    heading = headed.label.value if headed is not None else ""
    amended = tuple(m for s in statements for m in _amended(s, address))
    said = [s for s in statements if not isinstance(s, ast.Norm)]
    norms = [s for s in statements if isinstance(s, ast.Norm) and s.label is not None]
    rules = (*(_bare(s, address, s is headed) for s in said), *(s.label for s in norms if s is not headed))
    whole = (*(_bare(s, address) for s in said), *(s.label for s in norms))
    title = heading if isinstance(headed, _HEADED) else ""
    told = " ".join(words.split())
    return Provision(numbering, address, rules, heading, told, amended, title, tuple(statements), whole, holder)


def _is_own(row: ast.Row, home: Address) -> bool:
    """Whether a row cites another provision than the one that holds its table."""
    return own_address(row) not in (None, home)


def _amended(statement: Any, home: Address) -> Iterator[ast.Amended]:
    """The acts that gave a statement its words and rows, and what in its block has no provision of its own."""
    table = getattr(statement, "table", None) if not isinstance(statement, Line) else None
    rows = [r for r in table.rows if not _is_own(r, home)] if table is not None else []
    for marked in (statement, *rows):
        yield from (m for m in marked.marks if isinstance(m, ast.Amended))
    for inner in getattr(statement, "body", None) or ():
        if hasattr(inner, "marks") and own_address(inner) is None:
            yield from _amended(inner, home)


def _words(statement: Any) -> Iterator[ast.Words]:
    for inner in getattr(statement, "body", None) or ():
        if isinstance(inner, ast.Words):
            yield inner


def _bare(statement: Any, home: Address, headed: bool = False) -> Any:
    """A statement without its citations, heading and words, and without what is of another provision."""
    if isinstance(statement, Line):
        return evolve(statement, row=ast.evolve(statement.row, marks=_told(statement.marks)))
    changes: dict[str, Any] = {}
    if hasattr(statement, "marks"):
        changes["marks"] = _told(statement.marks)
    if headed:
        changes["label"] = None
    table = getattr(statement, "table", None)
    if table is not None:
        rows = (r for r in table.rows if not _is_own(r, home))
        bare = (ast.evolve(r, marks=tuple(m for m in r.marks if not isinstance(m, ast.Amended))) for r in rows)
        changes["table"] = ast.evolve(table, rows=tuple(bare))
    body = getattr(statement, "body", None)
    if body is not None:
        kept = (s for s in body if not isinstance(s, ast.Words) and own_address(s) is None)
        changes["body"] = tuple(_bare(s, home) for s in kept)
    return ast.evolve(statement, **changes) if changes else statement


def _told(marks: ast.Marks) -> ast.Marks:
    """The marks that say something of a rule."""
    return tuple(m for m in marks if isinstance(m, ast.Under | ast.Symbol))


def _forms(rules: Iterable[Any]) -> list[Form]:
    """What statements say, in whatever layout and order."""
    return sorted((_form(r) for r in rules), key=repr)


def _form(rule: Any) -> Form:
    return (*rule.of, row_form(rule.row, rule.table, cited=True)) if isinstance(rule, Line) else form(rule, cited=True)

"""Statements without layout, sugar and the order in which declarations are written: equal forms say the same.

`60%` is `0.6`, `0 = a` is `a = 0`; weights, kinds, the rows of brackets and what stands beside each other in a block
may come in any order. The order of what works in turn counts: `when`, `clamp` and `round`, `each` and `row`, tables
and the marks below them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from attrs import fields, has

from evallang.law import addresses
from evallang.numbers import parse_number, parse_share
from evallang.syntax import ast

Form = Any
"""Nested tuples of texts and numbers."""

IN_TURN: tuple[tuple[type, ...], ...] = (
    (ast.When,), (ast.Clamp, ast.Round), (ast.Each, ast.RowRule), (ast.IndicatorTable, ast.MarkRule),
)  # fmt: skip
"""The sorts of clauses that work in the order written, those together that work on each other."""
_UNTOLD = ("span", "long")
_SORTED_CALLS = frozenset({"min", "max", "sum", "product"})
_FLIPPED = {">": "<", ">=": "<="}
_ANY_ORDER = {
    ast.Parts: "paths", ast.MarkRule: "paths", ast.RowRule: "paths", ast.Kinds: "choices",
    ast.ChoiceType: "options",
    ast.CoversAll: "excepted", ast.CoversOnly: "paths", ast.Assessed: "paths", ast.Logic: "operands",
}  # fmt: skip


def form(statement: Any, cited: bool = False) -> Form:
    """The form of a statement or a part of one; with `cited` what inner parts cite, and reasons, count too."""
    return _Forms(cited).of(statement)


def in_turn(statements: Iterable[Any]) -> tuple[tuple[Any, ...], ...]:
    """The clauses that work in the order written, by the groups of `IN_TURN`."""
    groups = [tuple(s for s in statements if isinstance(s, sorts)) for sorts in IN_TURN]
    if not any(isinstance(s, ast.MarkRule) for s in groups[-1]):
        groups[-1] = ()  # only a mark asks which table stands above it
    return tuple(groups)


class _Forms:
    def __init__(self, cited: bool) -> None:
        self.cited = cited
        self.names: dict[str, str] = {}

    def of(self, x: Any) -> Form:
        if isinstance(x, tuple):
            return tuple(map(self.of, x))
        made = _MADE.get(type(x))
        if made is not None:
            return made(self, x)
        return self.plain(x) if has(type(x)) else x

    def plain(self, x: Any) -> Form:
        """A node by its fields: those in any order sorted, blocks and marks as such."""
        values = []
        for f in fields(type(x)):
            if f.name in _UNTOLD or (f.name == "because" and not self.cited):
                continue
            value = getattr(x, f.name)
            if f.name == "marks":
                value = self.marks(value)
            elif f.name == "body" and value is not None:
                value = self.body(value)
            elif f.name in ("kinds", "parents", "attributes", "traits") or _ANY_ORDER.get(type(x)) == f.name:
                value = self.any_order(value)
            else:
                value = self.of(value)
            values.append(value)
        return type(x).__name__, *values

    def any_order(self, found: Iterable[Any]) -> Form:
        return tuple(sorted(map(self.of, found), key=repr))

    def marks(self, found: ast.Marks) -> Form:
        told = (ast.Symbol, ast.Citation) if self.cited else ()
        return self.unders(found), *sorted({self.of(m) for m in found if isinstance(m, told)}, key=repr)

    def unders(self, found: ast.Marks) -> Form:
        return self.any_order(ast.unders(found))

    def body(self, statements: tuple[Any, ...]) -> Form:
        turns = in_turn(statements)
        placed = {id(s) for group in turns for s in group}
        beside = [s for s in statements if id(s) not in placed]
        chosen = any(isinstance(s, ast.Choose) for s in statements) or not any(
            isinstance(s, ast.Option) for s in statements
        )  # the first option is the one where none is chosen
        return (self.any_order(beside) if chosen else self.of(tuple(beside))), self.of(turns)

    def formula(self, x: ast.Formula) -> Form:
        """The parameters of a formula are known by their place."""
        self.names = {p.name.text: f"#{i}" for i, p in enumerate(x.params)}
        value = self.of(x.value)
        self.names = {}
        types = tuple(self.of(p.type) for p in x.params)
        return "Formula", x.name.text, self.of(x.label), types, self.marks(x.marks), value

    def brackets(self, x: ast.Brackets) -> Form:
        """The parameters of brackets, and the columns of their names, are known by their place."""
        self.names = {p.name.text: f"#{i}" for i, p in enumerate(x.params)}
        table = self.table(x.table)
        self.names = {}
        types = tuple(self.of(p.type) for p in x.params)
        return "Brackets", x.name.text, self.of(x.label), types, self.marks(x.marks), table

    def path(self, x: ast.Path) -> Form:
        first = self.names.get(x.segments[0]) if len(x.segments) == 1 else None
        return "Path", first or x.segments

    def chain(self, x: ast.Chain) -> Form:
        if x.operators[0] in "+-":
            return _sum(zip(("+", *x.operators), map(self.of, x.operands), strict=True))
        found = self.of(x.operands[0])
        for sign, operand in zip(x.operators, x.operands[1:], strict=True):
            pair = (found, self.of(operand))
            found = (sign, *(sorted(pair, key=repr) if sign == "*" else pair))
        return found

    def compare(self, x: ast.Compare) -> Form:
        pair = (self.of(x.left), self.of(x.right))
        if x.operator in _FLIPPED:
            return _FLIPPED[x.operator], *pair[::-1]
        return x.operator, *(sorted(pair, key=repr) if x.operator in ("=", "!=") else pair)

    def call(self, x: ast.Call) -> Form:
        plain = str(x.function) in _SORTED_CALLS and all(
            not isinstance(a, ast.Over | ast.Filtered | ast.Step | ast.Named) for a in x.arguments
        )
        return "Call", str(x.function), self.any_order(x.arguments) if plain else self.of(x.arguments)

    def by(self, x: ast.BySwitch) -> Form:
        return "BySwitch", x.reading.text, self.any_order(x.cases)

    def points(self, x: ast.Points) -> Form:
        value = self.any_order(x.value) if isinstance(x.value, tuple) else self.of(x.value)
        return "Points", value, x.states, self.marks(x.marks)

    def weights(self, x: ast.Weights) -> Form:
        """What is cited behind the last weight may be meant for all of them."""
        shares = sorted(((self.of(w.path), self.of(w.value), self.unders(w.marks)) for w in x.weights), key=repr)
        return "Weights", tuple(shares), x.shared_out, self.marks((*x.marks, *(m for w in x.weights for m in w.marks)))

    def rank(self, x: ast.RankBy) -> Form:
        ties = x.ties.text if x.ties is not None else "share"
        return "RankBy", x.each, self.of(x.paths), x.order or "highest", ties, self.marks(x.marks)

    def table(self, x: ast.Table) -> Form:
        """Columns by their heads; no two rows of brackets may hold at once, and the number of a row says its place."""
        heads = tuple(sorted(self.head(h) for h in x.header))
        rows = tuple(self.row(r, x) for r in x.rows)
        return "Table", heads, tuple(sorted(rows, key=repr)) if _apart(x) else rows, self.marks(x.marks)

    def head(self, cell: ast.HeaderCell) -> str:
        return self.names.get(cell.text, cell.text)

    def row(self, x: ast.Row, table: ast.Table) -> Form:
        cells = sorted(zip(map(self.head, table.header), map(self.of, x.cells), strict=False))
        return tuple(cells), len(x.cells), self.marks(x.marks)


def row_form(row: ast.Row, table: ast.Table, cited: bool = False) -> Form:
    """The form of one line of a table."""
    return _Forms(cited).row(row, table)


def _apart(table: ast.Table) -> bool:
    """Whether the order of the rows says nothing: no row is a part of one above it."""
    place = next((i for i, h in enumerate(table.header) if h.text == "no"), None)
    return place is None or not any(isinstance(r.cells[place], ast.Ordinal) for r in table.rows if place < len(r.cells))


def _sum(terms: Iterable[tuple[str, Form]]) -> Form:
    """A sum with its terms in one order; sums inside it are opened."""
    flat: list[Form] = []
    for sign, term in terms:
        if sign == "+" and term[0] == "add":
            flat += term[1:]
        else:
            flat.append(term if sign == "+" else ("neg", term))
    return "add", *sorted(flat, key=repr)


def _number(_: _Forms, x: ast.Number | ast.Percent | ast.Constant) -> Form:
    text = x.text.replace(" ", "")
    try:
        return "number", parse_share(text) if text.endswith("%") else parse_number(text)
    except ValueError:
        return "text", text  # a date


_MADE: dict[type, Callable[[_Forms, Any], Form]] = {
    ast.Number: _number, ast.Percent: _number, ast.Constant: _number, ast.Formula: _Forms.formula,
    ast.Path: _Forms.path, ast.Chain: _Forms.chain, ast.Compare: _Forms.compare, ast.Call: _Forms.call,
    ast.BySwitch: _Forms.by, ast.Points: _Forms.points, ast.RankBy: _Forms.rank, ast.Weights: _Forms.weights,
    ast.Table: _Forms.table, ast.Brackets: _Forms.brackets,
}  # fmt: skip


def own_address(statement: Any) -> addresses.Address | None:
    """The provision that a statement itself cites."""
    return addresses.first(getattr(statement, "marks", ()))

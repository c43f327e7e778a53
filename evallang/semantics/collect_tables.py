"""Tables of indicators: each row a node, each version of a row a cell of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, field

from evallang.semantics.columns import check_columns, header_span, row_fits
from evallang.semantics.entities import Entity, Scope
from evallang.suggest import meant, meant_or_listed
from evallang.syntax import ast

if TYPE_CHECKING:
    from evallang.semantics.collect import _Collector

MAX_ROW_CLAUSES = 100_000
"""Rows, or their versions, with the clauses that `each` and `row` give to all of them."""
_RESERVED_COLUMNS = ("no", "indicator", "label", "points", "§")


@define(eq=False)
class RowInfo:
    """What a row says besides its clauses: the cells by column, its points by column, whether a star marks it."""

    table: ast.IndicatorTable
    row: ast.Row
    no: str = ""
    starred: bool = False
    cells: dict[str, Any] = field(factory=dict)
    points: list[tuple[str, Any]] = field(factory=list)
    version: str = ""
    leaf: bool = True
    stated_total: bool = False


def expand(collector: _Collector, node: Entity) -> None:
    """Turn the tables of a node into children, and hand the clauses of `each` and `row` to the rows."""
    tables = [c for c in node.clauses if isinstance(c.statement, ast.IndicatorTable)]
    if not tables:
        for clause in node.clauses:
            if isinstance(clause.statement, ast.Each | ast.RowRule | ast.MarkRule):
                collector.misplaced(clause.statement)
        return
    rows: list[Entity] = []
    whole = True
    for clause in tables:
        found = _table(collector, node, clause.statement)
        whole = whole and found is not None
        rows += found or []
    rules = [c.statement for c in node.clauses if isinstance(c.statement, ast.Each | ast.RowRule)]
    if whole:
        _check_row_names(collector, rows, rules)
    meant_ = [frozenset(map(str, rule.paths)) if isinstance(rule, ast.RowRule) else None for rule in rules]
    if rules and _work(rows, rules, meant_) > MAX_ROW_CLAUSES:
        collector.found.report(
            "E0012", f"the rows of `{node.name}` and the clauses for them come to more than {MAX_ROW_CLAUSES}",
            rules[0].span, "put what the rows have in common into a formula, and divide the table",
        )  # fmt: skip
        return
    for row in rows:
        _give_clauses(collector, row, list(zip(rules, meant_, strict=True)))


def _work(rows: list[Entity], rules: list[Any], names: list[frozenset[str] | None]) -> int:
    """How many clauses the rules give to rows and cells, and how many of these there are."""
    every = sum(len(rule.body) for rule, meant_ in zip(rules, names, strict=True) if meant_ is None)
    some: dict[str, int] = {}
    for rule, meant_ in zip(rules, names, strict=True):
        for name in meant_ or ():
            some[name] = some.get(name, 0) + len(rule.body)
    return sum((1 + every + some.get(row.name, 0)) * max(1, len(row.children)) for row in rows)


def _table(collector: _Collector, node: Entity, table: ast.IndicatorTable) -> list[Entity] | None:
    """The rows of one table as entities, children under their parents; None when the rows have no names."""
    found = collector.found
    header = [cell.text for cell in table.table.header]
    check_columns(found.report, table.table)
    if "indicator" not in header:
        found.report(
            "E0212", "the table has no column `indicator`", header_span(table.table),
            "name each row in a column `indicator`; its words stand in `label`",
        )  # fmt: skip
        return None
    versions = _versions(collector, table)
    kinds = collector.kinds_of(table.kinds, node.kinds)
    by_no: dict[str, Entity] = {}
    rows = []
    for row in table.table.rows:
        info = _row_info(collector, table, row, header, versions)
        if info is None:
            continue
        name = info.cells["indicator"]
        entity = _row_entity(collector, node, info, name, kinds)
        above = info.no.rpartition(".")[0]
        parent = by_no.get(above) if above else None
        if parent is not None:
            parent.children.append(entity)
            parent.row.leaf = False
            info.starred = info.starred or parent.row.starred
        else:
            node.children.append(entity)
        by_no[info.no] = entity
        rows.append(entity)
    for entity in rows:
        if entity.row.leaf and versions:
            _cells(collector, entity, versions)
    return rows


def _versions(collector: _Collector, table: ast.IndicatorTable) -> tuple[str, ...]:
    if table.by is None:
        return ()
    found = collector.found
    versions = found.versions.get(table.by.text)
    if versions is None:
        name = table.by.text
        if name not in found.unread:
            advice = meant(name, found.versions) or f'declare them at the top: `versions {name} a "…", b "…"`'
            found.report("E0224", f"unknown versions `{name}`", table.by.span, advice)
        return ()
    return tuple(choice.name.text for choice in versions.choices)


def _row_info(
    collector: _Collector, table: ast.IndicatorTable, row: ast.Row, header: list[str], versions: tuple[str, ...]
) -> RowInfo | None:
    """The cells of a row under their columns; None for `total` and for rows that are not as long as the header."""
    found = collector.found
    first = row.cells[0]
    if isinstance(first, ast.Path) and str(first) == "total":
        found.head.setdefault("totals", []).append((table, row))
        return None
    if not row_fits(found.report, table.table, row):
        return None
    info = RowInfo(table, row)
    for column, cell in zip(header, row.cells, strict=True):
        if column == "no":
            info.starred = isinstance(cell, ast.Starred)
            value = cell.value if isinstance(cell, ast.Starred) else cell
            info.no = "" if isinstance(value, ast.Empty) else str(getattr(value, "text", value))
        elif column == "points" or column in found.kind_names or column in versions:
            info.points.append((column, cell))
        else:
            info.cells[column] = cell
    if not isinstance(info.cells["indicator"], ast.Path) or len(info.cells["indicator"].segments) != 1:
        found.report(
            "E0216",
            "the row has no name in the column `indicator`",
            info.cells["indicator"].span,
            "write a name such as `balance`",
        )
        return None
    return info


def _row_entity(
    collector: _Collector, node: Entity, info: RowInfo, name: ast.Path, kinds: frozenset[str] | None
) -> Entity:
    label = info.cells.get("label")
    marks = _row_marks(info)
    statement = ast.Node(
        "indicator", ast.Name(str(name), span=name.span), label if isinstance(label, ast.Text) else None, (), (), marks,
        None, span=info.row.span,
    )  # fmt: skip
    assert node.inner is not None
    entity = collector.declare("node", statement.name, statement, node.inner, node.level, kinds)
    entity.word, entity.row, entity.declared = "row", info, False
    entity.inner = Scope(entity, node.inner)
    for column, cell in info.cells.items():
        if column not in _RESERVED_COLUMNS:
            place = Entity("column", column, cell.span, entity.inner, cell, (*entity.path, column), node.level)
            entity.inner.names[column] = [place]
    collector.found.definitions.append(entity)
    return entity


def _row_marks(info: RowInfo) -> ast.Marks:
    """The row's provision: that of the table with the row's number, then what the row cites itself."""
    marks: list[ast.Mark] = []
    for mark in (*info.table.marks, *info.table.table.marks):
        if isinstance(mark, ast.Citation) and info.no:
            marks.append(ast.Citation(join_address(mark.address, info.no), mark.of, span=info.row.span))
        elif not isinstance(mark, ast.Citation):
            marks.append(mark)
    cell = info.cells.get("§")
    if isinstance(cell, ast.Constant | ast.Ordinal):
        marks.append(ast.Citation(cell.text, span=cell.span))
    return (*marks, *info.row.marks)


def join_address(table: str, no: str) -> str:
    """`app10.t2` and `3` make `app10.t2.3`; `app2.2` and `2.1` make `app2.2.1`: what is said twice counts once."""
    left, right = table.split("."), no.split(".")
    for size in range(min(len(left), len(right)), 0, -1):
        if left[-size:] == right[:size]:
            return ".".join(left + right[size:])
    return ".".join(left + right)


def _cells(collector: _Collector, row: Entity, versions: tuple[str, ...]) -> None:
    """One node per version of a leaf row, named as the version."""
    info: RowInfo = row.row
    labels = {c.name.text: c.label for v in collector.found.versions.values() for c in v.choices}
    present = {column: cell for column, cell in info.points if column in versions}
    for version in versions:
        if version not in present:
            continue
        cell = present[version]
        statement = ast.Node(
            "indicator", ast.Name(version, span=cell.span), labels.get(version), marks=row.marks, span=cell.span
        )
        assert row.inner is not None
        entity = collector.declare("node", statement.name, statement, row.inner, row.level, row.kinds)
        entity.word, entity.declared = "cell", False
        entity.row = RowInfo(info.table, info.row, info.no, info.starred, info.cells, [("points", cell)], version)
        entity.inner = Scope(entity, row.inner)
        row.children.append(entity)
        collector.found.definitions.append(entity)
    info.leaf = False


def _check_row_names(collector: _Collector, rows: list[Entity], rules: list[Any]) -> None:
    names = dict.fromkeys(row.name for row in rows)
    for rule in rules:
        for path in rule.paths if isinstance(rule, ast.RowRule) else ():
            if str(path) not in names and str(path) not in collector.found.unread:
                advice = meant_or_listed(str(path), names, "row")
                collector.found.report("E0225", f"no row is called `{path}`", path.span, advice)


def _give_clauses(collector: _Collector, row: Entity, rules: list[tuple[Any, frozenset[str] | None]]) -> None:
    """The statements of `each` and `row` that concern a row, in the order written."""
    cells = [child for child in row.children if child.word == "cell"]
    leaf = row.row.leaf or bool(cells)
    for rule, names in rules:
        near = names is not None
        concerned = leaf if names is None else row.name in names
        if not concerned:
            continue
        marks = rule.marks if isinstance(rule, ast.RowRule) else ()
        for statement in rule.body:
            for target in _targets(row, cells, statement):
                _give(collector, target, statement, near, marks)


def _targets(row: Entity, cells: list[Entity], statement: Any) -> list[Entity]:
    """A statement acts per cell where there are cells; an input `by indicator` and stated points once per row."""
    per_row = isinstance(statement, ast.Input) and isinstance(statement.type, ast.TypeName) and statement.type.by
    stated = isinstance(statement, ast.Points) and statement.states
    return cells if cells and not per_row and not stated else [row]


def _give(collector: _Collector, target: Entity, statement: Any, near: bool, marks: ast.Marks) -> None:
    assert target.inner is not None
    if isinstance(statement, ast.Input | ast.Formula | ast.Item):
        # The same statement of `each` and `row` is one declaration; a second one is a name used twice.
        collector.statement(statement, target.inner, target.level)
    elif isinstance(statement, ast.Node | ast.IndicatorTable | ast.Each | ast.RowRule):
        collector.misplaced(statement)
    else:
        before = len(target.clauses)
        collector.statement(statement, target.inner, target.level)
        for clause in target.clauses[before:]:
            clause.near, clause.marks = near, marks

"""Operations inside a provision: the lines of a register, the rows of a table, the exceptions of an assessor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from evallang.diagnostics import Label
from evallang.law import addresses
from evallang.law.provisions import Work
from evallang.law.splice import Cut, cut, read_again, written
from evallang.law.stamps import amended, stamped
from evallang.law.tree import Entry, Tree
from evallang.source import Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast
from evallang.syntax.print import cell_text

LineOperation = ast.RepealLine | ast.ReplaceLine | ast.InsertLine


def in_register(work: Work, o: ast.InRegister, cited: ast.Citation | None = None) -> None:
    """`in register NAME { … }`."""
    name = o.register.segments[-1]
    entry = _entry(work, lambda s: isinstance(s, ast.Register) and s.name.text == name)
    if entry is None:
        _missing(work, f"the register `{o.register}`", o.register.span, _registers(work), "register")
        if work.act.base_in_part:
            _new_register(work, o, cited)
        return
    bodies = [s for s in entry.statement.body or () if isinstance(s, ast.Body)]
    by = amended(work.act, o.order, work.since, o.span)
    lines = {key: b for b in bodies for key in (b.name.text, b.label.value if b.label else b.name.text)}
    cuts: list[Cut] = []
    anchors: dict[str, LineOperation] = {}
    for line in _line_operations(work, o.body):
        key = _key(line)
        new = _bodies(work, line, by, lines.get(key.text))
        if not _alone(work, line, anchors):
            continue
        target = lines.get(key.text)
        if target is None:
            _no_line(work, key, lines, f"the register `{o.register}`")
            if work.act.base_in_part and new:
                cuts.append((Span(entry.statement.span.end - 1, entry.statement.span.end - 1), new + "\n"))
            continue
        cuts.append(_cut(line, target.span, new))
    words = _words(work, o.body)
    if words:
        cuts.append((Span(entry.statement.span.end - 1, entry.statement.span.end - 1), f"{words}\n"))
    if cuts:
        cut(work.tree, entry, cuts)


def _words(work: Work, body: tuple[Any, ...]) -> str:
    """The words of the law beside the operations on lines."""
    return "\n".join(work.act.source.slice(s.span) for s in body if isinstance(s, ast.Words))


def _bodies(work: Work, line: LineOperation, by: ast.Amended, old: ast.Body | None = None) -> str:
    """The new lines of a register as text. One that replaces another keeps its number unless it gives one."""
    if isinstance(line, ast.RepealLine):
        return ""
    if line.rows or not line.body:
        work.report("E0510", "a line of a register is a `body`", line.span, 'write `{ body NAME "…" covers … }`')
        return ""
    number = next(iter(ast.citations(old.marks)), None) if old and isinstance(line, ast.ReplaceLine) else None
    return written(stamped(line.body, number, by), work.act).rstrip()


def _new_register(work: Work, o: ast.InRegister, cited: ast.Citation | None) -> None:
    """The lines that an act gives to a register that is not held: all that is known of it."""
    by = amended(work.act, o.order, work.since, o.span)
    texts = [t for line in _line_operations(work, o.body) if (t := _bodies(work, line, by))]
    mark = f" {cited}" if cited else ""
    text = f"register {o.register}{mark} {by} {{\n" + "\n".join(filter(None, [_words(work, o.body), *texts])) + "\n}"
    home = work.tree.root
    work.tree.put(home, len(home.items), [Entry(*read_again(text, work.act.source.name), home)])


def in_table(work: Work, o: ast.InTable, cited: ast.Citation | None = None) -> None:
    """`in table §app10.t2 { … }`: rows are found by their number or by their name."""
    del cited
    held = table_at(work.tree, addresses.parts(o.table.address))
    if held is None:
        _missing(work, f"a table at {o.table}", o.table.span, [], "table")
        return
    by = amended(work.act, o.order, work.since, o.span)
    rows = held.rows
    cuts: list[Cut] = []
    anchors: dict[str, LineOperation] = {}
    for line in _line_operations(work, o.body):
        key = _key(line)
        if not _alone(work, line, anchors):
            continue
        target = rows.get(key.text)
        if target is None:
            _no_line(work, key, rows, f"the table {o.table}")
            continue
        text = _rows_of(work, line, held.width, by)
        if text is not None:
            cuts.append(_cut(line, target.span, text))
    if cuts:
        cut(work.tree, held.entry, cuts)


def _rows_of(work: Work, line: LineOperation, width: int, by: ast.Amended) -> str | None:
    if isinstance(line, ast.RepealLine):
        return ""
    if not line.rows:
        work.report(
            "E0510", "a line of a table is a row", line.span, "write `{ | … | … | }`, with a bar before each cell"
        )
        return None
    for row in line.rows:
        if len(row.cells) != width:
            what = f"the row has {len(row.cells)} cells, the table {width} columns"
            work.report("E0510", what, row.span, "an empty cell is `| |`")
            return None
    return "\n".join(f"{work.act.source.slice(row.span)} {by}" for row in line.rows)


@frozen(eq=False)
class Held:
    """A table of the document: its entry, its rows by each of their names, its number of columns."""

    entry: Entry
    rows: dict[str, ast.Row]
    width: int


def table_at(tree: Tree, address: addresses.Address) -> Held | None:
    """The table of a provision."""
    for entry in tree.root.entries():
        for statement in _tables(entry.statement):
            if _is_at(entry, statement, address):
                header = [cell.text for cell in statement.table.header]
                rows = {key: row for row in statement.table.rows for key in _row_keys(row, header)}
                return Held(entry, rows, len(header))
    return None


def _tables(statement: Any) -> Iterator[Any]:
    if getattr(statement, "table", None) is not None:
        yield statement
    for inner in getattr(statement, "body", None) or ():
        yield from _tables(inner)


def _is_at(entry: Entry, statement: Any, address: addresses.Address) -> bool:
    own = addresses.first((*getattr(statement, "marks", ()), *statement.table.marks))
    return own == address or (own is None and addresses.first(entry.statement.marks) == address)


def _row_keys(row: ast.Row, header: list[str]) -> Iterator[str]:
    """What a row can be called by: its number, its name, else its first cell."""
    columns = [header.index(name) for name in ("no", "indicator", "grade") if name in header] or [0]
    for column in columns:
        cell: Any = row.cells[column] if column < len(row.cells) else None
        cell = cell.value if isinstance(cell, ast.Starred) else cell
        text = cell.value if isinstance(cell, ast.Text) else cell_text(cell) if cell is not None else ""
        if text:
            yield text


def in_assessor(work: Work, o: ast.InAssessor, cited: ast.Citation | None = None) -> None:
    """`in assessor of NODE { except … }`: exceptions are added to the rule."""
    entry = _entry(work, lambda s: isinstance(s, ast.Assessor) and str(s.node) == str(o.node))
    by = amended(work.act, o.order, work.since, o.span)
    wrong = next((s for s in o.body if not isinstance(s, ast.Except)), None)
    if wrong is not None:
        work.report("E0510", "only `except` can stand here", wrong.span, "write `except WHOM : OFFICE`")
        return
    home = work.tree.root
    if entry is None:
        known = [str(e.statement.node) for e in home.entries() if isinstance(e.statement, ast.Assessor)]
        _missing(work, f"an assessor of `{o.node}`", o.node.span, known, "assessor")
        if not work.act.base_in_part:
            return
    text = written(stamped(o.body, cited, by), work.act).rstrip()
    if entry is None:
        new = f"in assessor of {o.node} {{\n{text}\n}}"
        work.tree.put(home, len(home.items), [Entry(*read_again(new, work.act.source.name), home)])
        return
    end = entry.statement.span.end
    if entry.statement.body is None:
        cut(work.tree, entry, [(Span(end, end), f" {{\n{text}\n}}")])
    else:
        cut(work.tree, entry, [(Span(end - 1, end - 1), f"\n{text}\n")])


# ---- shared ---------------------------------------------------------------------------------------


def _entry(work: Work, fits: Callable[[Any], bool]) -> Entry | None:
    return next((e for e in work.tree.root.entries() if fits(e.statement)), None)


def _registers(work: Work) -> list[str]:
    return [e.statement.name.text for e in work.tree.root.entries() if isinstance(e.statement, ast.Register)]


def _missing(work: Work, what: str, span: Span, known: list[str], sort: str) -> None:
    if work.act.base_in_part:
        work.trusted.append(what)
        return
    message = f"`{work.act.name}` changes {what}, which `{work.act.amends}` does not have"
    work.report("E0501", message, span, meant_or_listed(what.split("`")[1] if "`" in what else "", known, sort))


def _no_line(work: Work, key: ast.LineKey, known: dict[str, Any], where: str) -> None:
    if work.act.base_in_part:
        work.trusted.append(f"the line `{key.text}` of {where}")
        return
    work.report("E0501", f"{where} has no line `{key.text}`", key.span, meant_or_listed(key.text, known, "line"))


def _line_operations(work: Work, body: tuple[Any, ...]) -> Iterator[LineOperation]:
    for s in body:
        if isinstance(s, ast.RepealLine | ast.ReplaceLine | ast.InsertLine):
            yield s
        elif not isinstance(s, ast.Words):
            advice = "write `replace line`, `insert line after` or `repeal line`"
            work.report("E0510", "only operations on lines can stand here", s.span, advice)


def _key(line: LineOperation) -> ast.LineKey:
    return line.after if isinstance(line, ast.InsertLine) else line.line


def _alone(work: Work, line: LineOperation, seen: dict[str, LineOperation]) -> bool:
    """Whether no other operation of the same sort is on this line."""
    sort = "after" if isinstance(line, ast.InsertLine) else "at"
    key = f"{sort} {_key(line).text}"
    first = seen.setdefault(key, line)
    if first is line:
        return True
    advice = "give both in one operation, in their order" if sort == "after" else "keep one of them"
    work.report(
        "E0504", f"the line `{_key(line).text}` is changed twice", line.span, advice, Label(first.span, "first here")
    )
    return False


def _cut(line: LineOperation, span: Span, text: str) -> Cut:
    if isinstance(line, ast.InsertLine):
        return Span(span.end, span.end), f"\n{text}"
    return Span(*span), text

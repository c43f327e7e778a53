"""Operations on the lines of a register and on the exceptions of an assessor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from evallang.law.inside import LineOperation, Lines, key_of, line_operations, missing, names_of
from evallang.law.splice import cut, read_again, written
from evallang.law.stamps import amended, stamped
from evallang.law.tree import Entry
from evallang.law.work import Work
from evallang.source import Span
from evallang.syntax import ast


def in_register(work: Work, o: ast.InRegister, cited: ast.Citation | None = None) -> None:
    """`in register NAME { … }`."""
    name = o.register.segments[-1]
    entry = _entry(work, lambda s: isinstance(s, ast.Register) and s.name.text == name)
    if entry is None:
        missing(work, f"the register `{o.register}`", o.register.span, _registers(work), "register")
        if work.act.base_in_part:
            _new_register(work, o, cited)
        return
    bodies = [s for s in entry.statement.body or () if isinstance(s, ast.Body)]
    by = amended(work.act, o.order, work.since, o.span)
    known: dict[str, list[ast.Body]] = {}
    for body in bodies:
        for key in names_of(body):
            known.setdefault(key, []).append(body)
    lines = Lines(work, f"the register `{o.register}`", known)
    end = Span(entry.statement.span.end - 1, entry.statement.span.end - 1)
    for line in line_operations(work, o.body):
        names = [name for s in getattr(line, "body", None) or () if isinstance(s, ast.Body) for name in names_of(s)]
        if key_of(line).text not in known and lines.follows(line, _bodies(work, line, by), names):
            continue
        target = lines.target(line)
        new = _bodies(work, line, by, target)
        if target is not None:
            lines.change(line, target, new, names)
        elif work.act.base_in_part and new:
            lines.cuts.append((end, new + "\n"))
    words = _words(work, o.body)
    if words:
        lines.cuts.append((end, f"\n{words}\n"))
    if lines.cuts:
        cut(work.tree, entry, lines.cuts)


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
    texts = [t for line in line_operations(work, o.body) if (t := _bodies(work, line, by))]
    mark = f" {cited}" if cited else ""
    text = f"register {o.register}{mark} {by} {{\n" + "\n".join(filter(None, [_words(work, o.body), *texts])) + "\n}"
    home = work.tree.root
    work.tree.put(home, len(home.items), [Entry(*read_again(text, work.act.source.name), home)])


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
        missing(work, f"an assessor of `{o.node}`", o.node.span, known, "assessor")
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

"""What the operations on lines of registers and on rows of tables share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from evallang.diagnostics import Label
from evallang.law.splice import Cut
from evallang.law.work import Work
from evallang.source import Span
from evallang.suggest import meant_or_listed
from evallang.syntax import ast

LineOperation = ast.RepealLine | ast.ReplaceLine | ast.InsertLine


def line_operations(work: Work, body: tuple[Any, ...]) -> Iterator[LineOperation]:
    """The operations on lines; what else stands there is reported."""
    for s in body:
        if isinstance(s, LineOperation):
            yield s
        elif not isinstance(s, ast.Words):
            advice = "write `replace line`, `insert line after` or `repeal line`"
            work.report("E0510", "only operations on lines can stand here", s.span, advice)


def key_of(line: LineOperation) -> ast.LineKey:
    """The name of the line that an operation is about."""
    return line.after if isinstance(line, ast.InsertLine) else line.line


def names_of(body: ast.Body) -> list[str]:
    """What a line of a register can be called by."""
    return list(dict.fromkeys((body.name.text, body.label.value if body.label else body.name.text)))


class Lines:
    """The lines of one register or table by each of their names, and the operations that came upon them."""

    def __init__(self, work: Work, where: str, known: Mapping[str, Sequence[Any]]) -> None:
        self.work = work
        self.where = where
        self.known = known
        self._seen: dict[tuple[str, object], LineOperation] = {}
        self._new: dict[str, int] = {}
        self.cuts: list[Cut] = []

    def change(self, line: LineOperation, held: Any, text: str, names: Iterable[str] = ()) -> None:
        """Carry out an operation on a line that is held; `names` are those of the lines that it brings."""
        self.cuts.append(changed_line(line, held.span, text))
        if isinstance(line, ast.RepealLine):
            self._repealed(held)
        if isinstance(line, ast.InsertLine):
            self._new |= dict.fromkeys(names, len(self.cuts) - 1)

    def follows(self, line: LineOperation, text: str, names: Iterable[str] = ()) -> bool:
        """Put new lines behind one that an operation before has brought; whether there is such a one."""
        place = self._new.get(key_of(line).text) if isinstance(line, ast.InsertLine) else None
        if place is None or not self._alone(line, []):
            return False
        span, before = self.cuts[place]
        self.cuts[place] = span, f"{before}\n{text}"
        self._new |= dict.fromkeys(names, place)
        return True

    def target(self, line: LineOperation) -> Any:
        """The line that an operation is about; None, and reported, where there is none, several, or it is taken."""
        key = key_of(line)
        found = list({id(held): held for held in self.known.get(key.text, ())}.values())
        if not self._alone(line, found):
            return None
        if len(found) > 1:
            advice = self._told_apart(found)
            message = f"{self.where} has {len(found)} lines called `{key.text}`"
            self.work.report("E0517", message, key.span, advice)
            return None
        if not found:
            self._no_line(key)
            return None
        return found[0]

    def _alone(self, line: LineOperation, found: list[Any]) -> bool:
        sort = "after" if isinstance(line, ast.InsertLine) else "at"
        place: object = id(found[0]) if found else key_of(line).text
        first = self._seen.setdefault((sort, place), line)
        if first is line:
            return True
        advice = "give both in one operation, in their order" if sort == "after" else "keep one of them"
        label = Label(first.span, "first here")
        self.work.report("E0504", f"the line `{key_of(line).text}` is changed twice", line.span, advice, label)
        return False

    def _told_apart(self, found: list[Any]) -> str:
        held = {id(line) for line in found}
        names = ", ".join(f'`"{name}"`' for line, name in self._names().items() if line in held)
        return f"name the one that is meant: {names}" if names else "replace the whole provision"

    def _names(self) -> dict[int, str]:
        """For each line the first name that it shares with no other."""
        own: dict[int, str] = {}
        for name, lines in self.known.items():
            if len(lines) == 1:
                own.setdefault(id(lines[0]), name)
        return own

    def _no_line(self, key: ast.LineKey) -> None:
        work = self.work
        if work.act.base_in_part:
            work.trusted.append(f"the line `{key.text}` of {self.where}")
            return
        by = work.tree.gone_lines.get((self.where, key.text))
        if by is not None:
            message = f"the line `{key.text}` of {self.where}, which `{work.act.name}` changes, was repealed by `{by}`"
            work.report("E0502", message, key.span, "if it is to come back, insert it: `insert line after …`")
            return
        advice = meant_or_listed(key.text, self._names().values(), "line")
        message = f"{self.where} has no line `{key.text}`, which `{work.act.name}` changes"
        work.report("E0501", message, key.span, advice)

    def _repealed(self, held: Any) -> None:
        """Keep in mind by which act a line went."""
        for name, lines in self.known.items():
            if len(lines) == 1 and lines[0] is held:
                self.work.tree.gone_lines[self.where, name] = self.work.act.name


def changed_line(line: LineOperation, span: Span, text: str) -> Cut:
    """The change of the text that an operation on the line at `span` makes."""
    if isinstance(line, ast.InsertLine):
        return Span(span.end, span.end), f"\n{text}"
    return Span(*span), text


def missing(work: Work, what: str, span: Span, known: list[str], sort: str) -> None:
    """A register, a table or a rule of assessors that is not there: an error, unless the base is held in part only."""
    if work.act.base_in_part:
        work.trusted.append(what)
        return
    message = f"`{work.act.name}` changes {what}, which `{work.act.amends}` does not have"
    work.report("E0501", message, span, meant_or_listed(what.split("`")[1] if "`" in what else "", known, sort))

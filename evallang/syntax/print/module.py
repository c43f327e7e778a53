"""A whole module: lines, their comments, and blank lines between."""

from __future__ import annotations

from attrs import define

from evallang.source import width
from evallang.syntax import ast
from evallang.syntax.print.comments import Remarks, place
from evallang.syntax.print.flow import FlowLine
from evallang.syntax.print.lines import FAR, Line, lined_up
from evallang.syntax.print.page import Page
from evallang.syntax.print.statements import lines_of

_INDENT = "  "


@define
class _Written:
    """One line of the output; `remark` is the comment behind it."""

    text: str
    remark: str = ""
    blank: bool = False


def format_module(module: ast.Module) -> str:
    """The text of a module in the one layout: its tree is the same, and formatting it again changes nothing.

    For a module without mistakes of syntax only: what could not be read is not in the tree and would be lost.
    """
    page = Page(module)
    lines = lines_of(module.statements, page)
    *remarks, at_end = place(lines, module.comments, page)
    for line, found in zip(lines, remarks, strict=True):
        line.apart = _after_blank(line, page) or bool(found[0].above)
    written: list[_Written] = []
    opened = True
    for line, parts, found in zip(lines, lined_up(lines), remarks, strict=True):
        _write(line, parts, found, page, opened=opened, out=written)
        opened = line.opens
    written += [_comment(c, 0, page) for c in at_end[0].above]
    return _text(written)


def _after_blank(line: Line, page: Page) -> bool:
    start = line.flow.lines[0].start
    return line.begins and start is not None and page.follows_blank(start)


def _write(
    line: Line,
    parts: tuple[FlowLine, ...],
    found: list[Remarks],
    page: Page,
    *,
    opened: bool,
    out: list[_Written],
) -> None:
    """A line with its comments; `opened` says that it is the first of its block."""
    for i, (part, remarks) in enumerate(zip(parts, found, strict=True)):
        above = [_comment(c, part.indent + line.closes, page) for c in remarks.above]
        remark = remarks.behind.text.rstrip() if remarks.behind else ""
        blank = i == 0 and _after_blank(line, page)
        if blank and remarks.above and not page.alone_on_its_line(remarks.above[0].span.start):
            above[0].blank, blank = True, False
        block = [*above, _Written(_INDENT * part.indent + part.text, remark, blank)]
        if i > 0 or not (line.begins or line.closes):
            for written in block:
                written.blank = False
        elif opened:
            block[0].blank = False
        out += block


def _comment(comment: ast.Comment, indent: int, page: Page) -> _Written:
    start = comment.span.start
    blank = page.alone_on_its_line(start) and page.follows_blank(start)
    return _Written(_INDENT * indent + comment.text.rstrip(), blank=blank)


def _text(written: list[_Written]) -> str:
    """The lines with their comments, which line up where neighbours have one."""
    if written:
        written[0].blank = False
    out: list[str] = []
    run: list[_Written] = []
    first = last = 0
    for line in [*written, _Written("")]:
        end = width(line.text)
        far = max(last, end) - min(first, end) > FAR
        if run and (not line.remark or line.blank or "\n" in line.text or far):
            out += _with_remarks(run)
            run = []
        if line.remark:
            first, last = (min(first, end), max(last, end)) if run else (end, end)
            run.append(line)
        else:
            out += _with_remarks([line])
    return "\n".join(out[:-1]) + "\n" if written else ""


def _with_remarks(run: list[_Written]) -> list[str]:
    widest = max(width(line.text.rpartition("\n")[2]) for line in run)
    shown = []
    for line in run:
        if line.blank:
            shown.append("")
        if line.remark:
            spare = widest - width(line.text.rpartition("\n")[2])
            shown.append(f"{line.text}{' ' * spare}  {line.remark}")
        else:
            shown.append(line.text)
    return shown

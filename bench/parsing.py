"""How fast a long rule file is read."""

from __future__ import annotations

import ast
import re
from functools import partial

from figures import Figure, Section, milliseconds, ratio
from longfile import long_text
from pythonfile import python_text
from timing import Times, interleaved

from evallang.checking import check_source
from evallang.source import SourceFile
from evallang.syntax import format_module, parse

_TOKEN = re.compile(r'(?P<string>"""[\s\S]*?"""|"[^"\n]*")|(?P<comment>#[^\n]*)|(?P<word>\w+)|(?P<sign>[^\s\w])')


def measure(lines: int, repeats: int) -> Section:
    """Reading, checking and laying out a file of so many lines."""
    source = SourceFile("long.eval", long_text(lines))
    count = source.text.count("\n")
    module = parse(source)[0]
    python = python_text(count)
    times = interleaved(
        {
            "tokens": partial(tokens, source.text),
            "python": partial(ast.parse, python),
            "parse": partial(parse, source),
            "check": partial(check_source, source),
            "fmt": partial(format_module, module),
        },
        repeats,
    )
    base = times["tokens"]
    size = f"{count:,} lines"
    figures = [
        milliseconds(f"bare Python: the tokens of the {size}", base, None),
        milliseconds(f"Python's own `ast.parse`, {size} of Python", times["python"], base),
        milliseconds(f"parse, {size}, with spans", times["parse"], base),
        _speed("parse, lines a second", times["parse"], count, base),
        milliseconds(f"all of `check`, {size}", times["check"], base),
        milliseconds(f"`fmt` of the tree, {size}", times["fmt"], base),
    ]
    return Section("Parsing", "a loop that only cuts the same text into tokens by one regular expression", figures)


def tokens(text: str) -> list[tuple[str | None, str, int, int]]:
    """The least that reading in plain Python takes: every token with its kind and span."""
    return [(match.lastgroup, match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def _speed(what: str, times: Times, lines: int, base: Times) -> Figure:
    low, median, high = (f"{lines / seconds:,.0f}" for seconds in (times.high, times.median, times.low))
    return Figure(what, median, f"{low} to {high}", ratio(times.median, base), "10,000")

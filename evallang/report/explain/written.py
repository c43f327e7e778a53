"""Formulas as their author wrote them, with the options of readings that are taken in the places of `by`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.ir.program import Conditions
from evallang.ir.walk import children
from evallang.report.explain.seen import OptionTaken
from evallang.report.rests import option_name
from evallang.source import Span

_COMMENT = re.compile(r'("""[\s\S]*?"""|"[^"\n]*")|#[^\n]*')
_QUOTED = re.compile(r'"[^"]*"')


def written(run: Run, e: ir.Expr) -> str:
    """An expression in one line, without comments and without parentheses around the whole."""
    return without_parentheses(_text(run, e))


def _text(run: Run, e: ir.Expr) -> str:
    if isinstance(e, ir.ByReading):
        return _text(run, e.cases[run.choices[e.reading]])
    text, at = run.program.source.slice(e.span), e.span.start
    shift = 0
    for inner in _switches(e, e.span):
        words = written(run, inner)
        words = f"({words})" if " " in words and not words.startswith("undefined") else words
        start, end = inner.span.start - at + shift, inner.span.end - at + shift
        text = text[:start] + words + text[end:]
        shift += len(words) - (end - start)
    return " ".join(_COMMENT.sub(lambda found: found[1] or "", text).split())


def _switches(e: ir.Expr, inside: Span) -> Iterator[ir.ByReading]:
    """The outermost `by` in an expression, in the order written."""
    found: list[ir.ByReading] = []
    waiting = list(children(e))
    while waiting:
        x = waiting.pop()
        if isinstance(x, ir.ByReading) and inside.start <= x.span.start and x.span.end <= inside.end:
            found.append(x)
        else:
            waiting += children(x)
    return iter(sorted(found, key=lambda x: x.span))


def without_parentheses(text: str) -> str:
    """A text without a pair of parentheses that holds all of it."""
    plain = _QUOTED.sub(lambda found: "_" * len(found[0]), text)
    while plain.startswith("(") and _closing(plain) == len(plain) - 1:
        text, plain = text[1:-1].strip(), plain[1:-1].strip()
    return text


def _closing(text: str) -> int:
    """Where the parenthesis closes with which a text begins."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return place
    return -1


def taken(run: Run, conditions: Conditions) -> tuple[OptionTaken, ...]:
    """The options under which something stands."""
    return tuple(option(run, reading) for reading, _ in conditions)


def option(run: Run, reading: int) -> OptionTaken:
    """The option of a reading that is followed."""
    definition = run.program.readings[reading]
    return OptionTaken(definition.id, option_name(definition, run.choices[reading]))

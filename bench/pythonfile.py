"""Python text to compare with: its own parser, written in C, reads files of the same length."""

from __future__ import annotations

_PYTHON = "value_{0} = rate(points, late_{0}, timed, per={0}) if timed > 0 else [late_{0} * 2 - 1, 'text']\n"


def python_text(lines: int) -> str:
    """A Python file of so many lines, each with about as much in it as a line of rules."""
    return "".join(_PYTHON.format(number) for number in range(lines))

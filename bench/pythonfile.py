"""Python text to compare with: its own parser, written in C, reads a file of as many lines."""

from __future__ import annotations


def python_text(lines: int) -> str:
    """So many lines of Python with about ten tokens each, as a line of rules has."""
    return "".join(f"score_{number} = points * (1 - late_{number} / timed)\n" for number in range(lines))

"""A long rule file, made of renamed copies of the methodology of 2020; it is never stored in the project."""

from __future__ import annotations

import re
from math import ceil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ORIGINAL = ROOT / "rules" / "interaction-2020" / "interaction.eval"

# What a document has once: its head, and the bodies that it knows by name.
_ONCE = ("#", "methodology", "source", "in", "language", "kinds", "versions", "body")
_DECLARED = re.compile(
    r"^ *(?:block|direction|criterion|indicator|index|dimension|part|bonus|penalty|input|parameter|formula"
    r'|brackets|item|reading|rating|trigger) +(\w+)|^ *\|(?:[^|"\n]*\|)? *(\w+) *\| *"',
    re.MULTILINE,
)
_ID = re.compile(r'\bid "([^"\n]+)"')
_WORDS = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|#[^\n]*|§[^\s,]*|[^\W\d]\w*')


def long_text(lines: int) -> str:
    """A methodology of so many lines, or a few less; of one copy of the rules where even that is longer.

    Each copy has all rules and as many of the examples as it has room for.
    """
    statements = re.split(r"^(?=[a-z])", ORIGINAL.read_text(encoding="utf-8"), flags=re.MULTILINE)
    once = [s for s in statements if s.split(None, 1)[0] in _ONCE]
    examples = [s for s in statements if s.startswith("example ")]
    rules = "".join(s for s in statements if s not in once and not s.startswith("example"))
    text = "".join(once)
    head = _lines(text)
    copies = max(1, ceil((lines - head) / _lines(rules + "".join(examples))))
    for number in range(1, copies + 1):
        room = head + (lines - head) * number // copies - _lines(text + rules)
        text += _renamed(rules, _fitting(examples, room), number)
    return text


def _lines(text: str) -> int:
    return text.count("\n")


def _fitting(statements: list[str], room: int) -> str:
    """The statements that have room, the first first."""
    text = ""
    for statement in statements:
        if _lines(text + statement) <= room:
            text += statement
    return text


def _renamed(rules: str, examples: str, number: int) -> str:
    """The text with another name for everything that the rules declare, and another id for each reading."""
    names = {name for pair in _DECLARED.findall(rules) for name in pair if name}

    def rename(match: re.Match[str]) -> str:
        word = match.group()
        return f"{word}_{number}" if word in names else word

    return _WORDS.sub(rename, _ID.sub(rf'id "\1 {number}"', rules + examples))

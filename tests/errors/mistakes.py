"""Mistakes of an author, one a file: its number, the rules, and the messages below them."""

import re
from pathlib import Path

from attrs import frozen

from evallang.diagnostics import Diagnostic
from evallang.pipeline import check_source
from evallang.source import from_text

FOLDER = Path(__file__).parent
_PARTS = re.compile(r"# (?P<title>[^\n]+)\n\n```eval\n(?P<rules>.*?)```\n\n```output\n(?P<output>.*?)```\n", re.DOTALL)


@frozen
class Mistake:
    """The parts of a file; `place` is where its messages stand in it."""

    file: Path
    title: str
    rules: str
    output: str
    place: tuple[int, int]


def read(file: Path) -> Mistake:
    """A file of this folder."""
    parts = _PARTS.fullmatch(file.read_text(encoding="utf-8"))
    assert parts is not None, f"{file.name}: a heading, a block `eval` and a block `output`"
    return Mistake(file, parts["title"], parts["rules"], parts["output"], parts.span("output"))


def files() -> list[Path]:
    """The mistakes in their order."""
    return sorted(FOLDER.glob("*.md"))


def messages(text: str) -> list[Diagnostic]:
    """All that the program says of these rules: when it checks them, and where they are sound, of their examples."""
    rules, found = check_source(from_text("rules.eval", text))
    outcomes = rules.test() if rules is not None else ()
    return [*found, *(failure for outcome in outcomes for failure in outcome.failures)]

"""Who assesses whom, as tables in Markdown: each body in each block, direction and part of a text."""

import re
from datetime import date
from pathlib import Path

from attrs import frozen
from house.checkout import ROOT

from evallang import load_on
from evallang.backends.assessors import Answer, known_bodies, who
from evallang.ir.program import Program
from evallang.rules import Rules, active_under

TABLES = Path(__file__).with_name("who.md")
_CASE = re.compile(
    r"^## (?P<folder>\S+) on (?P<on>\S+)(?: under (?P<under>\S+))?\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
HEAD = "| body | in | when | assessed by | by | why |\n|---|---|---|---|---|---|\n"
# Neither a rule nor an exception is held for the node.
SILENT = ("", "–", "", "the text names nobody")


@frozen
class Case:
    """A text on a day, the reading that is switched, and the table with its place in the file."""

    folder: str
    on: date
    under: str
    number: int
    shown: str
    span: tuple[int, int]

    @property
    def id(self) -> str:
        """The name of the test."""
        return f"{self.folder} {self.on} {self.under}".rstrip()

    def rules(self) -> Rules:
        """The rules of the day; the text of 2010 is a draft."""
        return load_on(ROOT / "rules" / self.folder, self.on, drafts=self.on.year == 2010)


def cases() -> list[Case]:
    """All cases of the file."""
    found = []
    for number, case in enumerate(_CASE.finditer(TABLES.read_text(encoding="utf-8"))):
        table = _TABLE.search(case["body"])
        assert table is not None, case["folder"]
        start = case.start("body")
        span = (start + table.start(), start + table.end())
        found.append(Case(case["folder"], date.fromisoformat(case["on"]), case["under"] or "", number, table[0], span))
    return found


def nodes(program: Program) -> list[str]:
    """The blocks, directions and parts, and what else has an assessor, in the order of the document."""
    ruled = {number: rule.path for rule in program.law.assessors for number in rule.node}
    asked = [d for d in program.nodes if d.number in ruled or d.word in ("block", "direction", "part")]
    return list(dict.fromkeys(ruled.get(d.number, d.short) for d in asked))


def table(rules: Rules, under: str = "") -> str:
    """Who assesses each body in each node; under a reading only the rows that it changes."""
    found = _rows(rules, under)
    if under:
        plain = _rows(rules, "")
        found = [row for row in found if row not in plain]
    return HEAD + "".join("|" + "".join(f" {cell} |" if cell else " |" for cell in row) + "\n" for row in found)


def _rows(rules: Rules, under: str) -> list[tuple[str, ...]]:
    choices = rules.choices(dict([under.split(".")]) if under else None)
    bodies = known_bodies(rules.program, active_under(choices))
    answers: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for answer in who(rules.program, choices, bodies):
        answers.setdefault((answer.body.name, answer.node), []).append(_told(answer))
    return [
        (body.name, node, *told)
        for body in bodies for node in nodes(rules.program) for told in answers.get((body.name, node), [SILENT])
    ]  # fmt: skip


def _told(a: Answer) -> tuple[str, ...]:
    return a.when, a.office or a.status, " ".join(a.provisions), a.why

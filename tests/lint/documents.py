"""Documents that show what a check reports, and what it does not.

One document for each check, under its name. Blocks `eval` before the first `## ` belong to every case; `findings`
holds what the check of the document says of the rules, every verdict but "proved"; it is empty where it says nothing.
`findings with a solver` holds what it says where a solver is asked too.
"""

import re
from pathlib import Path

from attrs import frozen

from evallang.lint.check import check_of
from evallang.lint.replay import replayer
from evallang.lint.run import Report, examined
from evallang.pipeline import check_source
from evallang.prove.solve import solved
from evallang.report.diagnostics import render_all
from evallang.report.examined.text import shown
from evallang.source import from_text
from evallang.tables.csv_in import parse_csv
from evallang.tables.raw import RawData

FOLDER = Path(__file__).parent / "checks"
_WITH_SOLVER = "findings with a solver"
_PIECE = re.compile(r"^(?P<level>#{1,2}) (?P<title>.+)$|^```(?P<info>.*)\n(?P<text>(?:(?!```).*\n)*)```$", re.MULTILINE)


@frozen
class Case:
    """One block `findings`: its heading, its rules, and its place in the document."""

    file: Path
    title: str
    rules: str
    data: str
    shown: str
    span: tuple[int, int]
    solver: bool = False


def cases(file: Path) -> list[Case]:
    """The cases of a document, in order."""
    found: list[Case] = []
    above = rules = title = data = ""
    for piece in _PIECE.finditer(file.read_text(encoding="utf-8")):
        if piece["level"]:
            above = rules if piece["level"] == "##" and not title else above
            title, rules = (piece["title"], above) if piece["level"] == "##" else ("", "")
            data = ""
        elif piece["info"] == "eval":
            rules += piece["text"]
        elif piece["info"] == "csv":
            data = piece["text"]
        elif piece["info"] in ("findings", _WITH_SOLVER):
            solver = piece["info"] == _WITH_SOLVER
            found.append(Case(file, title, rules, data, piece["text"], piece.span("text"), solver))
    return found


def report(text: str, name: str, data: str = "", *, solver: bool = False) -> Report:
    """What one check says of rules, and of data for them; they must have no errors."""
    check = check_of(name)
    assert check is not None, f"no check is called {name}"
    rules, diagnostics = check_source(from_text("rules.eval", text))
    assert rules is not None, render_all(diagnostics)
    raw = RawData((parse_csv(data.encode("utf-8"), "bodies", "bodies.csv")[0],)) if data else None
    replay = replayer(rules.program, rules.score_example)
    bound = rules.bind(raw) if raw is not None else None
    asked = solved if solver else None
    return examined(rules.program, rules.module, replay, checks=[check], solver=asked, data=bound)


def said(case: Case) -> str:
    """What the check of a document says of a case."""
    found = report(case.rules, case.file.stem, case.data, solver=case.solver)
    return "".join(f"{shown(finding, found.program.source)}\n\n" for finding in found.findings).removesuffix("\n")

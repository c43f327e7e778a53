"""Cases in Markdown: a title, the acts, and what comes out on a day."""

import re
from datetime import date
from pathlib import Path

from attrs import frozen

from evallang.editions import document_of, edition, library_of
from evallang.law.lost import with_causes
from evallang.pipeline import check_source
from evallang.report.diagnostics import render_all
from evallang.rules import RulesError
from evallang.source import from_text

_CASE = re.compile(r"^## (?P<title>.+?)\n(?P<body>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```(?P<what>eval|text)(?P<info>[^\n]*)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)


@frozen
class Case:
    """The acts of a case, the day, and the output with its place in the file."""

    file: Path
    title: str
    number: int
    acts: tuple[str, ...]
    on: date
    drafts: bool
    shown: str
    span: tuple[int, int]

    @property
    def id(self) -> str:
        """The name of the test."""
        return f"{self.file.stem}: {self.title}"


def cases(file: Path) -> list[Case]:
    """All cases of a file."""
    text = file.read_text(encoding="utf-8")
    found = []
    for number, case in enumerate(_CASE.finditer(text)):
        blocks = list(_BLOCK.finditer(text, case.start(), case.end()))
        *acts, output = blocks
        assert output["what"] == "text", case["title"]
        info = output["info"].split()
        found.append(
            Case(
                file, case["title"], number, tuple(b["text"] for b in acts), date.fromisoformat(info[0]),
                "drafts" in info, output["text"], (output.start("text"), output.end("text")),
            )
        )  # fmt: skip
    return found


def output(case: Case) -> str:
    """The consolidated text, why there is none, or the messages."""
    sources = [from_text(f"act{i + 1}.eval", text) for i, text in enumerate(case.acts)]
    held = library_of(Path(), sources)
    try:
        version = edition(held, document_of(held, Path()), case.on, drafts=case.drafts)
    except RulesError as error:
        return render_all(error.diagnostics).rstrip() + "\n"
    if version.module is None:
        return version.why + "\n"
    _, diagnostics = check_source(version.module.source)
    wrong = [d for d in with_causes(version, diagnostics) if d.is_error]
    if wrong:
        return render_all(wrong).rstrip() + "\n"
    trusted = f"# not held: {', '.join(version.trusted)}\n" if version.trusted else ""
    warnings = f"{render_all(version.diagnostics).rstrip()}\n\n" if version.diagnostics else ""
    return f"{warnings}# {version.why}\n{trusted}{version.module.source.text}"

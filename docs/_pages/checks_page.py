"""The page of checks: every bad pattern with its docstring, and a case that the tests hold."""

import re
from itertools import groupby
from pathlib import Path

from evallang.lint.accepted import PAGES
from evallang.lint.check import Check, all_checks

CASES = Path(__file__).parents[2] / "tests" / "lint" / "checks"
PIECE = re.compile(r"^## (?P<title>.+)$|^```(?P<info>eval|csv|findings)\n(?P<text>(?:(?!```).*\n)*)```$", re.MULTILINE)
MOST_LINES = 40

HEAD = """# Checks

What `evallang check` looks for in a methodology, by code. Each check says one of three things of each claim: it is
*proved*, it is *refuted* on a body that is shown as an example you can paste into the rules, or it is *not decided*,
with what was tried. `evallang rule C301` prints the part of this page that belongs to a code, with rules in which it
is found and the same rules mended; how findings are chosen, written and accepted is told in
[Checking a methodology](checking.md).
"""


def checks_page() -> str:
    """The text of the page."""
    page = HEAD
    for family, checks in groupby(all_checks(), key=lambda check: check.family):
        page += f"\n## {family}\n"
        for check in checks:
            page += _section(check)
    page += "\n## Acceptances\n"
    for code, (title, text) in PAGES.items():
        page += f"\n### {code} · {title} {{: #{code.lower()} }}\n\n{text}\n"
    return page


def _section(check: Check) -> str:
    return f"\n### {check.code} · {check.title} {{: #{check.code.lower()} }}\n\n{check.page}\n{_example(check)}"


def _example(check: Check) -> str:
    """The first case of its tests in which something is found."""
    file = CASES / f"{check.name}.md"
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    above = rules = data = title = ""
    for piece in PIECE.finditer(text):
        if piece["title"]:
            above = above if title else rules
            title, rules, data = piece["title"], above, ""
        elif piece["info"] == "eval":
            rules += piece["text"]
        elif piece["info"] == "csv":
            data = piece["text"]
        elif piece["text"] and piece["text"].count("\n") <= MOST_LINES:
            blocks = [_block("eval", rules), *([_block("csv", data)] if data else []), _block("text", piece["text"])]
            shown = "\n\n".join(_indented(block) for block in blocks)
            return f'\n??? example "{title}"\n\n{shown}\n'
    return ""


def _block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())

"""The page of messages: every code, what it means, and typical mistakes of an author that it is said of."""

import re
from collections.abc import Iterable
from pathlib import Path

from attrs import frozen

from evallang.codes import CODES

TESTS = Path(__file__).parents[2] / "tests"
MISTAKES = TESTS / "errors"
AMENDMENTS = (TESTS / "law" / "wrong.md", TESTS / "law" / "annexes.md")
PARTS = re.compile(r"# (?P<title>[^\n]+)\n\n```eval\n(?P<rules>.*?)```\n\n```output\n(?P<output>.*?)```\n", re.DOTALL)
# A case of the tests of amendments: of its acts the last one is shown.
CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n(?:(?!^## ).)*?"
    r"```eval\n(?P<rules>[^`]*)```\n\n```text [^\n]*\n(?P<output>(?:error|warning)\[.*?)^```\n",
    re.DOTALL | re.MULTILINE,
)
CODE = re.compile(r"^(?:error|warning|note)\[(\w+)\]", re.MULTILINE)
# Of the rules of an example that is shown.
MOST_LINES = 14

HEAD = """# Messages

What `evallang check` and `evallang test` say, by code. A code never changes its meaning. An error stops the rules
from being used; a warning (`W…`) does not. Below each code stand mistakes for which it is given, and one of them with
its message. How the words are chosen is told in [Wording of messages](../contributing/wording.md).
"""
GROUPS = {
    "E00": "Characters and limits",
    "E01": "How a text is written",
    "E02": "What it means",
    "E03": "Files that are loaded together",
    "E04": "Examples",
    "E05": "Amendments",
    "W02": "Warnings",
    "W05": "Warnings of amendments",
}


@frozen
class Mistake:
    """A typical mistake: its title, the text, the codes and the message below it."""

    title: str
    rules: str
    output: str
    codes: tuple[str, ...]


def mistakes() -> list[Mistake]:
    """The mistakes that the tests hold, in their order."""
    found = []
    for file in sorted(MISTAKES.glob("*.md")):
        parts = PARTS.fullmatch(file.read_text(encoding="utf-8"))
        if parts is not None:
            codes = tuple(dict.fromkeys(CODE.findall(parts["output"])))
            found.append(Mistake(parts["title"], parts["rules"], parts["output"], codes))
    return found


def wrong_amendments() -> list[Mistake]:
    """The amendments that cannot be carried out, or only with a warning, as the tests hold them."""
    found = []
    for case in CASE.finditer("\n".join(file.read_text(encoding="utf-8") for file in AMENDMENTS)):
        title, codes = case["title"], tuple(dict.fromkeys(CODE.findall(case["output"])))
        found.append(Mistake(title[0].upper() + title[1:], case["rules"], case["output"], codes))
    return found


def diagnostics_page() -> str:
    """The text of the page."""
    known = [*mistakes(), *wrong_amendments()]
    page = HEAD
    for beginning, title in GROUPS.items():
        page += f"\n## {title}\n"
        for code in (code for code in CODES if code.startswith(beginning)):
            page += _section(code, [m for m in known if code in m.codes])
    return page


def _section(code: str, seen: Iterable[Mistake]) -> str:
    alone = [m for m in seen if m.codes == (code,)]
    shown = next((m for m in alone if m.rules.count("\n") <= MOST_LINES), None)
    titles = "".join(f"- {mistake.title}\n" for mistake in alone)
    listed = f"\n{titles}" if titles else ""
    example = f"\n```eval\n{shown.rules}```\n\n```text\n{_first(shown.output)}```\n" if shown else ""
    return f"\n### {code}\n\n{CODES[code]}\n{listed}{example}"


def _first(output: str) -> str:
    """The first message of an output."""
    return output.partition("\n\n")[0] + "\n"

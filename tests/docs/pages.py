"""The fenced blocks of a page, in order."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

_FENCE = re.compile(r"^```(?P<info>[^`\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_CONTEXT = re.compile(r"^<!-- context\n(?P<text>.*?)^-->$", re.DOTALL | re.MULTILINE)
_ANY_FENCE = re.compile(r"^[ \t>]*(```|~~~)", re.MULTILINE)


@frozen
class Block:
    """One fenced block: language, words and title from its first line, its text, and what it presupposes."""

    language: str
    words: frozenset[str]
    title: str | None
    text: str
    line: int
    context: str = ""

    @property
    def sort(self) -> str:
        """The one word that says what the block is, or the empty text."""
        return next(iter(self.words), "")


def blocks(page: str) -> Iterator[Block]:
    """The blocks of a page. A comment `<!-- context … -->` holds declarations for the fragments after it."""
    found = sorted([*_FENCE.finditer(page), *_CONTEXT.finditer(page)], key=re.Match.start)
    context = ""
    for match in found:
        if match.re is _CONTEXT:
            context = match["text"]
            continue
        language, *rest = shlex.split(match["info"]) or [""]
        titles = [word.removeprefix("title=") for word in rest if word.startswith("title=")]
        words = frozenset(word for word in rest if "=" not in word)
        line = page.count("\n", 0, match.start()) + 2
        yield Block(language, words, titles[0] if titles else None, match["text"], line, context)


def fences(page: str) -> int:
    """How many lines of a page open or close a block, in any form."""
    return len(_ANY_FENCE.findall(page))


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    lines = block.text.splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("$ ")]
    assert starts and starts[0] == 0, f"line {block.line}: a console block begins with `$ `"
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[start][2:], [line.rstrip() for line in lines[start + 1 : end]]


def agrees(shown: list[str], printed: list[str]) -> bool:
    """Whether lines were printed as shown: a line `…` is any lines, `…` within a line any text."""
    pattern = ""
    for line in shown:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(map(re.escape, line.split("…"))) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def markdown_pages(root: Path) -> list[Path]:
    """The README and every page of the documentation."""
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]

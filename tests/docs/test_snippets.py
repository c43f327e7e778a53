"""Every snippet of the README and of the documentation runs, and prints what the page says."""

import contextlib
import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from docs.pages import Block, agrees, blocks, commands, fences, markdown_pages
from house.checkout import ROOT

from evallang.cli import main
from evallang.diagnostics import Diagnostic
from evallang.pipeline import check_source
from evallang.source import from_text

PAGES = markdown_pages(ROOT)
HEAD = "methodology page\n"
# Blocks that show and do not run: plain text, and the commands that a test of the README reads.
SHOWN = {"text", "sh", "bat"}
# A file of the project that stands in a page when it is built.
INCLUDED = re.compile(r'^--8<-- "(.+)"$', re.MULTILINE)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def mistakes(name: str, text: str) -> list[str]:
    """What is wrong with a rule file, or looks wrong, each as one line."""
    _, found = check_source(from_text(name, text))
    return [_line(d) for d in found]


def _line(d: Diagnostic) -> str:
    place = d.source.slice(d.span) if d.source and d.span else ""
    return f"{d.code} {d.message}: `{place}`"


def replaced(page: str, updated: dict[int, str]) -> str:
    """The page with the texts of some blocks, by their first lines, replaced."""
    for block in sorted(blocks(page), key=lambda block: -block.line):
        if block.line in updated:
            lines = page.splitlines(keepends=True)
            end = block.line - 1 + block.text.count("\n")
            page = "".join([*lines[: block.line - 1], updated[block.line], *lines[end:]])
    return page


def whole(block: Block) -> str:
    """A fragment made into a rule file, as its word tells; a file that it includes is put in."""
    match block.sort:
        case "fragment":
            return f"{HEAD}{block.context}{block.text}"
        case "clauses":
            return f"{HEAD}{block.context}indicator snippet {{\n{block.text}\n}}\n"
        case "expressions":
            lines = [line for line in block.text.splitlines() if line.strip()]
            formulas = "".join(f"formula snippet_{i} = {line}\n" for i, line in enumerate(lines))
            return HEAD + block.context + formulas
        case "" | "append" | "wrong":
            return INCLUDED.sub(lambda found: (ROOT / found[1]).read_text(encoding="utf-8"), block.text)
    raise AssertionError(f"line {block.line}: no snippet is called `{block.sort}`")


class Runner:
    """Runs the blocks of one page in a folder of its own."""

    def __init__(self, name: str, update: bool = False) -> None:
        self.name = name
        self.globals: dict[str, object] = {}
        self.update = update
        self.updated: dict[int, str] = {}

    def run(self, block: Block) -> None:
        """Run one block, or write the file that it shows."""
        match block.language:
            case "eval":
                self.rules(block)
            case "csv" | "json":
                assert block.title, f"line {block.line}: a data file has a title"
                self.write(block.title, block.text)
            case "console":
                self.console(block)
            case "pycon":
                self.python(block)
            case "bat" if block.text.startswith("xcopy "):
                self.copies(block)
            case language:
                assert language in SHOWN, f"line {block.line}: nothing runs `{language}`"
                assert "$ evallang" not in block.text, f"line {block.line}: a command stands in `console`"

    def rules(self, block: Block) -> None:
        """Check a rule file; with a title it is written first, or added to what was written."""
        text = whole(block)
        if block.title:
            if block.sort == "append":
                text = Path(block.title).read_text(encoding="utf-8") + "\n" + text
            self.write(block.title, text)
        found = mistakes(self.name, text)
        if block.sort == "wrong":
            assert found, f"line {block.line}: nothing is wrong with this"
        else:
            assert not found, f"line {block.line}: " + "\n".join(found)

    def write(self, title: str, text: str) -> None:
        """Write a file of the page."""
        path = Path(title)
        assert not path.is_absolute() and ".." not in path.parts
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def copies(self, block: Block) -> None:
        """Copy folders of the project as the lines for Windows say: `xcopy /e /i FROM TO`."""
        for line in block.text.splitlines():
            program, *switches, old, new = line.replace("\\", "/").split()
            assert [program, *switches] == ["xcopy", "/e", "/i"], f"line {block.line}: `xcopy /e /i FROM TO`"
            assert ".." not in Path(new).parts
            shutil.copytree(ROOT / old, Path.cwd() / new)

    def console(self, block: Block) -> None:
        """Run the command lines of a block and compare what they print, or take down what they print."""
        lines = []
        for command, shown in commands(block):
            printed = self.printed(block, command)
            same = agrees(shown, printed)
            assert same or self.update, "\n".join([f"{self.name}:{block.line}: `{command}` prints", *printed])
            lines += [f"$ {command}", *(shown if same else printed)]
        if self.update:
            self.updated[block.line] = "".join(f"{line}\n" for line in lines)

    def printed(self, block: Block, command: str) -> list[str]:
        """The lines that a command prints."""
        program, *arguments = shlex.split(command)
        assert program == "evallang", f"line {block.line}: only `evallang` is run here"
        with contextlib.chdir(ROOT if block.sort == "checkout" else "."):
            result = CliRunner().invoke(main, arguments)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return [line.rstrip() for line in result.output.rstrip().splitlines()]

    def python(self, block: Block) -> None:
        """Run lines of Python; their names stay for the blocks after it."""
        parser = doctest.DocTestParser()
        test = parser.get_doctest(block.text, self.globals, self.name, self.name, block.line)
        said: list[str] = []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        failed = runner.run(test, out=said.append, clear_globs=False).failed
        assert test.examples, f"line {block.line}: Python begins with `>>> `"
        assert not failed, "".join(said)
        self.globals.update(test.globs)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_snippet_of_the_page_runs(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    runner = Runner(name_of(page), update)
    text = page.read_text(encoding="utf-8")
    for block in blocks(text):
        runner.run(block)
    if update:
        page.write_text(replaced(text, runner.updated), encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_block_of_the_page_is_overlooked(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert fences(text) == 2 * len(list(blocks(text)))


def test_the_tutorials_and_the_reference_hold_snippets() -> None:
    held = {name_of(page): {block.language for block in blocks(page.read_text(encoding="utf-8"))} for page in PAGES}
    for tutorial in ("docs/tutorial.md", "docs/ru/tutorial.md", "docs/lawyer.md", "docs/ru/lawyer.md"):
        assert {"eval", "csv", "console"} <= held[tutorial]
    assert "eval" in held["docs/reference/language.md"]
    assert "pycon" in held["docs/reference/python.md"]


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a", "…"], ["a", "b", "c"], True),
        (["a", "…", "c"], ["a", "c"], True),
        (["a … c"], ["a b c"], True),
        (["a"], ["a", "b"], False),
        (["…", "b"], ["a", "c"], False),
        (["a.c"], ["abc"], False),
    ],
)
def test_what_is_shown_is_compared_line_by_line(shown: list[str], printed: list[str], same: bool) -> None:
    assert agrees(shown, printed) is same


def test_a_mistake_in_a_snippet_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = "```eval fragment\nformula a = b\n```\n"
    with pytest.raises(AssertionError, match="E0201"):
        Runner("page").run(next(blocks(page)))
    page = "```pycon\n>>> 1 + 1\n3\n```\n"
    with pytest.raises(AssertionError, match="Expected"):
        Runner("page").run(next(blocks(page)))

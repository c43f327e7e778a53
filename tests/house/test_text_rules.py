"""Rules for every file: encoding, line ends, size, and words that have no place in a project."""

import ast
import re
import statistics
from pathlib import Path

import pytest
from house.checkout import CACHES, ROOT, TOP_LEVEL, project_files

BINARY = {".gif", ".ico", ".jpg", ".png", ".woff2"}
TEXTS = [file for file in project_files() if file.suffix not in BINARY]
PROGRAMS = [file for file in TEXTS if file.suffix == ".py" and file.is_relative_to(ROOT / "evallang")]

# Put together from pieces, so that this file obeys its own rules.
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "X" * 3, "NotImplemented" + "Error", "Not yet " + "implemented"]
SKIPPED = ["mark." + "skip", "mark." + "xfail", "pytest." + "skip(", "unittest." + "skip"]
MACHINE = ["/" + "work/", "/" + "root/", "/" + "tmp/", "/" + "home/", "C:" + "\\Users", "/" + "opt/"]
SERVERS = {"tests/sql/server.py", "tests/sql/spark.py"}  # say that tests are left out where there is no such server
HOSTS = ["pypi" + ".org", "python" + "hosted", "npm" + "js.", "crates" + ".io"]

# Python before 3.11.5 finds nothing for a possessive repetition of a group that holds a choice.
POSSESSIVE_CHOICE = re.compile(r"\|[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)[*+?]\+")

MOST_LINES = 400
USUAL_LINES = 150
MOST_LINES_OF_A_FUNCTION = 40

# A function that is longer for a good reason: "evallang/file.py:name": "the reason".
LONG_FUNCTIONS: dict[str, str] = {}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def read(file: Path) -> str:
    return file.read_bytes().decode("utf-8")


def test_the_top_level_is_as_planned() -> None:
    ignored = {
        ".git",
        ".venv",
        "build",
        "dist",
        "site",
        ".idea",
        ".vscode",
        ".coverage",
        "htmlcov",
        ".DS_Store",
    }
    found = {entry.name for entry in ROOT.iterdir()} - ignored - CACHES
    assert found <= TOP_LEVEL
    assert TOP_LEVEL - found <= {"Makefile"}


@pytest.mark.parametrize("file", TEXTS, ids=name_of)
def test_text_is_plain_utf8(file: Path) -> None:
    raw = file.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf"), "begins with a byte order mark"
    assert b"\r" not in raw, "has Windows line ends"
    assert b"\x00" not in raw, "holds a NUL"
    text = raw.decode("utf-8")
    assert not text or text.endswith("\n"), "does not end with its last line"


@pytest.mark.parametrize(
    "words", [UNFINISHED, SKIPPED, MACHINE, HOSTS], ids=["unfinished", "skipped", "machine", "hosts"]
)
def test_words_that_have_no_place_here(words: list[str]) -> None:
    # A folder of a machine begins a path; inside an address the same letters mean nothing.
    before = r"(?<![\w.])" if words is MACHINE else ""
    pattern = re.compile("|".join(before + re.escape(word) for word in words))
    found = [
        f"{name_of(file)}:{number}: {line.strip()}"
        for file in TEXTS
        for number, line in enumerate(read(file).splitlines(), 1)
        if pattern.search(line) and not (words is SKIPPED and name_of(file) in SERVERS)
    ]
    assert not found, "\n".join(found)


def test_no_pattern_asks_what_an_early_python_answers_wrongly() -> None:
    assert POSSESSIVE_CHOICE.search(r'"([^"]|"{1,2}(?!"))' + "*+") and POSSESSIVE_CHOICE.search("(a|b)" + "++")
    assert not POSSESSIVE_CHOICE.search(r"(a|b)*c*+ (\n[ ]*+)++")
    files = [file for file in TEXTS if file.suffix in {".lark", ".py"}]
    found = [name_of(file) for file in files for line in read(file).splitlines() if POSSESSIVE_CHOICE.search(line)]
    assert not found


@pytest.mark.parametrize("file", PROGRAMS, ids=name_of)
def test_no_program_file_is_too_long(file: Path) -> None:
    assert len(read(file).splitlines()) <= MOST_LINES


def test_program_files_are_usually_short() -> None:
    lengths = [len(read(file).splitlines()) for file in PROGRAMS]
    assert statistics.median(lengths) <= USUAL_LINES


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function without its decorators and its docstring."""
    first, last = function.lineno, function.end_lineno or function.lineno
    docstring = function.body[0] if ast.get_docstring(function) is not None else None
    words = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
    return last - first + 1 - words


def test_no_function_is_too_long() -> None:
    long = {
        f"{name_of(file)}:{function.name}": lines_of(function)
        for file in PROGRAMS
        for function in functions(ast.parse(read(file)))
        if lines_of(function) > MOST_LINES_OF_A_FUNCTION
    }
    assert not {name: lines for name, lines in long.items() if name not in LONG_FUNCTIONS}
    assert set(LONG_FUNCTIONS) <= set(long), "an exception that is no longer needed"


def test_no_file_is_named_for_nothing() -> None:
    vague = {"helper", "helpers", "manager", "misc", "util", "utils", "common", "stuff"}
    assert not [
        name_of(file) for file in project_files() if vague & {part.lower() for part in (file.stem, *file.parts)}
    ]

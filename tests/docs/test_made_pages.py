"""The pages that are made from the program leave nothing of it out."""

import importlib.util
import json
import re
from collections.abc import Callable

from house.checkout import ROOT

from evallang.builtins.catalogue import BUILTINS
from evallang.cli.group import COMMANDS
from evallang.codes import CODES
from evallang.ir.deep import MAX_CHAIN
from evallang.numbers import limits, parse
from evallang.semantics.collect_tables import MAX_ROW_CLAUSES
from evallang.semantics.expressions import MAX_OPERANDS
from evallang.semantics.limits import MAX_EXPANDED
from evallang.source import MAX_CHARACTERS
from evallang.syntax.layout import MAX_DEPTH, MAX_TOKENS
from evallang.tables import raw


def made(name: str) -> str:
    """The text of a page, as the build makes it."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "docs" / "_pages" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    page: Callable[[], str] = getattr(module, name)
    return page()


def test_every_built_in_has_its_line() -> None:
    page = made("builtins_page")
    for name, entry in BUILTINS.items():
        (line,) = [line for line in page.splitlines() if line.startswith(f"| `{name}` |")]
        assert entry.sentence in line and entry.example in line and entry.source in line


def test_every_command_has_its_part() -> None:
    page = made("commands_page")
    for name in COMMANDS:
        assert f"\n## {name}\n\n```text\nevallang {name}" in page
    assert "| `--reading ID=OPTION` |" in page
    assert "` ` |" not in page, "an option without a name"
    assert "`scored by OTHER.node`" in page and "``" not in page.replace("```", "")


def test_every_case_says_what_runs_where() -> None:
    """Each case of the conformance suite has its line, and each line says something of each engine."""
    page = made("engines_page")
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in page.splitlines() if line.startswith("| ")}
    where = json.loads((ROOT / "tests" / "conformance" / "where.json").read_text(encoding="utf-8"))
    for case, engines in where.items():
        row = rows[case.partition("/")[2].replace("_", " ")]
        assert row.count(" | ") == len(engines) == 5
        assert "not run" not in row
    assert (
        "| all |" in page
        and "| — |" in page
        and "case | compiled Python | columns | DuckDB | PostgreSQL | Spark |" in page
    )


def test_every_code_is_explained_and_every_mistake_told() -> None:
    page = made("diagnostics_page")
    parts = {part[:5]: part for part in page.split("\n### ")[1:]}
    assert sorted(parts) == sorted(CODES)
    assert all(CODES[code] in part for code, part in parts.items())
    for file in sorted((ROOT / "tests" / "errors").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix("# ")
        codes = set(re.findall(r"^(?:error|warning|note)\[(\w+)\]", text, re.MULTILINE))
        assert codes
        assert len(codes) > 1 or f"\n- {title}\n" in parts[codes.pop()], file.name
    amendments = (ROOT / "tests" / "law" / "wrong.md").read_text(encoding="utf-8")
    for case in amendments.split("\n## ")[1:]:
        title, codes = case.partition("\n")[0], set(re.findall(r"^error\[(\w+)\]", case, re.MULTILINE))
        assert not codes or f"\n- {title[0].upper()}{title[1:]}\n" in parts[codes.pop()], title


def test_a_code_with_a_short_mistake_shows_its_message() -> None:
    page = made("diagnostics_page")
    part = page.partition("\n### E0222\n")[2].partition("\n### ")[0]
    assert "```eval\nmethodology m\n" in part and "error[E0222]: the weights" in part
    assert (
        page.count("```eval") == page.count("```text") == len(re.findall(r"^(?:error|warning)\[", page, re.MULTILINE))
    )


def test_the_messages_that_the_page_on_wording_praises_are_real() -> None:
    page = (ROOT / "docs" / "contributing" / "wording.md").read_text(encoding="utf-8")
    table = page.partition("| not like this | like this |")[2].splitlines()[2:]
    told = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "tests" / "errors").glob("*.md"))
    told += (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    good = [a or b for row in table for a, b in re.findall(r"`` ?(.+?) ?``|`([^`]+)`", row.split(" | ", 1)[1])]
    assert len(good) >= 2 * len(table) > 0
    assert not [words for words in good if words not in told]


def test_the_limits_of_the_reference_are_those_of_the_program() -> None:
    page = (ROOT / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    table = page.partition("\n## Limits\n")[2].partition("\n## ")[0]
    said = [int(found.replace(",", "")) for found in re.findall(r"\| (?:about )?([\d,]+) \|$", table, re.MULTILINE)]
    digits = [round(bits * 0.30103, -4) for bits in (limits.MAX_BITS, limits.POWER_BITS)]
    of_text = [MAX_CHARACTERS, MAX_TOKENS, MAX_DEPTH, MAX_OPERANDS, parse.MAX_LENGTH]
    assert said == [*of_text, *digits, MAX_CHAIN, MAX_EXPANDED, MAX_ROW_CLAUSES]


def test_the_limits_of_data_are_those_of_the_program() -> None:
    page = (ROOT / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    table = page.partition("\n### Limits\n")[2].partition("\n## ")[0]
    said = [int(found.replace(",", "")) for found in re.findall(r"\| ([\d,]+) \|$", table, re.MULTILINE)]
    assert said == [raw.MAX_BYTES, raw.MAX_ROWS, raw.MAX_CELLS, parse.MAX_LENGTH, parse.MAX_LENGTH]

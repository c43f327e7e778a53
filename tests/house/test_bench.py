"""The measurements run and give figures; how good the figures are is not tested."""

import re

import pytest
from house.checkout import ROOT, checked, run_python

README = ROOT / "bench" / "README.md"
ROW = re.compile(
    r"^\| (?P<what>.+?) +\| (?P<median>\d[\d,.]*)(?P<unit> ms| MiB|) +\| .+? to .+? +\| (?P<ratio>\d[\d,.]*) +\|"
)


@pytest.fixture(scope="module")
def printed() -> str:
    return checked(run_python("bench/run.py", "--smallest"))


def sections(text: str) -> dict[str, list[str]]:
    """The rows of each table, by its title."""
    parts = re.split(r"^### (.+)$", text, flags=re.MULTILINE)
    return {title: rows(table) for title, table in zip(parts[1::2], parts[2::2], strict=True)}


def rows(table: str) -> list[str]:
    """The rows of a table below its header."""
    return [line for line in table.splitlines() if line.startswith("|")][2:]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Start-up", ["python -c pass", "import evallang", "--help", "`evallang check`, 48 lines", "no grammar cache"]),
        ("Parsing", ["bare Python", "with spans", "lines a second", "`check`", "`fmt`"]),
        ("Peak memory", ["ast.parse", "evallang imported", "objects of Python: parse", "objects of Python: all of"]),
        ("Scoring", ["bare Python", "one body of 40"]),
        ("Amending", ["parse: 20 provisions", "consolidate: 20", "diff: 20", "two largest documents"]),
        ("Checking", ["the instant part, 12 nodes", "whole, 12 nodes", "2020, whole, with the solver"]),
    ],
)
def test_each_measurement_gives_figures_above_zero(printed: str, title: str, words: list[str]) -> None:
    found = [ROW.match(line) for line in sections(printed)[title]]
    assert all(found), sections(printed)[title]
    assert all(float(row["median"].replace(",", "")) > 0 for row in found if row)
    for word in words:
        assert any(row and word in row["what"] for row in found), word


def test_what_is_printed_says_when_and_where(printed: str) -> None:
    assert re.match(r"Measured on \d{4}-\d\d-\d\d: \d+ cores, \w+, Python 3\.\d+\.\n", printed)


def test_the_page_holds_full_figures_of_the_same_measurements(printed: str) -> None:
    (written,) = re.findall(r"<!-- figures: begin -->\n(.*)<!-- figures: end -->", README.read_text("utf-8"), re.DOTALL)
    now, then = sections(printed), sections(written)
    assert list(then) == list(now)
    for title, table in then.items():
        assert len(table) >= len(now[title])
        assert all(ROW.match(line) for line in table)
    lines = {int(n.replace(",", "")) for line in then["Parsing"] for n in re.findall(r"(\d[\d,]+) lines", line)}
    assert lines and all(9_900 <= n <= 10_000 for n in lines)  # whole statements only


def test_the_smallest_figures_are_never_written_down() -> None:
    result = run_python("bench/run.py", "--smallest", "--write")
    assert result.returncode == 2
    assert "no figures worth writing down" in result.stderr

"""Citations of rows in a whole document: none is reported as it stands, and each is when its number is changed."""

import pytest
from house.checkout import ROOT

from evallang.pipeline import check_source
from evallang.source import SourceFile, read
from evallang.syntax import ast, parse

FILE = ROOT / "rules" / "interaction-2020" / "interaction.eval"
ANNEX = "app10.t"
NO_TABLE = "app10.t7."  # in the file its rows are penalties
ROWS = {"1": 1, "2": 3, "2.1": 1, "2.2": 2, "3": 4}


def cited(source: SourceFile) -> list[tuple[int, str]]:
    """Where a row of a table of appendix 10 is cited behind a clause or a declaration, and which."""
    module, _ = parse(source)
    found = []
    waiting: list[object] = [module.statements]
    while waiting:
        here = waiting.pop()
        if isinstance(here, tuple):
            waiting += here
        elif isinstance(here, ast.Citation):
            rows = here.address.partition(".t")[2].split(".")[1:]
            if here.address.startswith(ANNEX) and not here.address.startswith(NO_TABLE) and rows and rows[0].isdigit():
                found.append((here.span.end, here.address))
        elif hasattr(here, "__attrs_attrs__"):
            waiting += [getattr(here, field.name) for field in here.__attrs_attrs__ if field.name != "span"]
    return sorted(found)


def test_each_changed_citation_is_found() -> None:
    source = read(FILE)
    places = cited(source)
    assert len(places) > 5
    text = source.text
    for end, _ in reversed(places):
        text = f"{text[:end]}99{text[end:]}"
    rules, diagnostics = check_source(SourceFile("rules.eval", text))
    assert rules is None
    assert {d.code for d in diagnostics} == {"E0243"}
    assert len(diagnostics) == len(places)
    assert all(d.message.endswith("99`") for d in diagnostics)


@pytest.mark.parametrize(
    ("cited", "missing"),
    [
        ("1", ""),
        ("1..3", ""),
        ("2.1..2.2", ""),
        ("1..4", "4"),
        ("4..5", "4"),
        ("2.1..2.3", "2.3"),
        ("1:7", ""),
        ("4:1", "4"),
    ],
)
def test_both_ends_of_what_is_cited_are_looked_up(cited: str, missing: str) -> None:
    rows = "".join(f"| {no} | r{no.replace('.', '_')} | {points} |\n" for no, points in ROWS.items())
    table = f"indicator a {{\n  table §app1\n| no | indicator | points |\n{rows}  each {{ score points }}\n}}\n"
    text = f"methodology m\n{table}indicator b {{ score 1 §app1.{cited} }}\n"
    _, diagnostics = check_source(SourceFile("rules.eval", text))
    said = [f"the table `§app1` has no row `{missing}`"] if missing else []
    assert [d.message for d in diagnostics] == said


def test_the_documents_cite_rows_that_are_there() -> None:
    for file in sorted((ROOT / "rules").rglob("*.eval")):
        _, diagnostics = check_source(read(file))
        assert [d for d in diagnostics if d.code == "E0243"] == [], file.name

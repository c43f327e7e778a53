"""`evallang explain`."""

from pathlib import Path

from cli.commands import invoke, refused, said

ASK = ("explain", "small.eval", "--data", "data", "--parameter", "weight=1")


def test_a_node_with_its_figures_and_its_cell(place: Path) -> None:
    result = invoke(*ASK, "--body", "Банк", "third")
    said(result, 0, "third", "§2", "5/6", 'bodies.csv:5, column "x"', "S-01", "(chosen)")


def test_everything_of_a_body_in_another_period(place: Path) -> None:
    said(invoke(*ASK, "--body", "Алматы", "--period", "2019"), 0, "2019", 'bodies.csv:2, column "x"')


def test_an_item_of_a_list(place: Path) -> None:
    said(invoke(*ASK, "--body", "Алматы", "measure.m1.twice"), 0, "0.125", "measure.csv:2")


def test_markdown(place: Path) -> None:
    result = invoke(*ASK, "--body", "Банк", "--format", "md")
    assert result.stdout.startswith("# Банк")
    invoke(*ASK, "--body", "Банк", "-o", "bank.md")
    assert (place / "bank.md").read_text(encoding="utf-8") == result.stdout


def test_a_switched_reading_is_explained_as_such(place: Path) -> None:
    said(invoke(*ASK, "--body", "Банк", "third", "--reading", "S-01=four"), 0, "0.625", "(switched)")


def test_a_body_may_be_meant_by_a_part_of_its_name(place: Path) -> None:
    assert invoke(*ASK, "--body", "алмат").stdout == invoke(*ASK, "--body", "Алматы").stdout


def test_names_that_are_not_there(place: Path) -> None:
    refused(invoke(*ASK, "--body", "Алмата"), "no body `Алмата` in 2020", "did you mean `Алматы`?")
    refused(invoke(*ASK, "--body", "Zürich"), "no body `Zürich`", "`Алматы`, `Банк`")
    refused(invoke(*ASK, "--body", "Банк", "thrid"), "nothing is called `thrid`", "did you mean `third`?")
    refused(invoke(*ASK, "--body", "Банк", "measure.m9.twice"), "`m9`")
    refused(invoke(*ASK, "--body", "Банк", "third", "order"), "it is not clear what `order` means")
    refused(invoke(*ASK, "--body", "Банк", "--period", "all"), "one period is explained at a time")
    refused(invoke(*ASK), "--body")

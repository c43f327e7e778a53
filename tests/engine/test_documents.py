"""The documents in `rules/`: they load, their examples agree, their open questions have the ids of the law work."""

import csv
import io
import re
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from house.checkout import ROOT
from house.transcribed import rules_of

from evallang.amending import amendments, check_amendments, run_amendments
from evallang.backends.scores import Result
from evallang.pipeline import check_file, load
from evallang.report.diagnostics import render_all
from evallang.rules import Rules

FILES = sorted((ROOT / "rules").rglob("*.eval"))
AMENDMENTS = amendments(FILES)
# Figures compared by the examples from files of a gallery document, and by those written in it.
FIGURES = {"credit-scorecard": (14_000, 25), "decathlon": (3_300, 5), "hdi-2022": (590, 22), "news2": (2_700, 0)}
# The questions found in the law: of order № 44, of order № 21-01-38.46, of decree № 236, and of formulas that were
# pictures. Not every question changes a figure, so not every id stands in a rule file.
QUESTIONS = {
    *(f"A03-{n:02}" for n in range(1, 35)), "A03-08b", "A03-10b", "A03-15b", "A03-16b", "A03-16c", "A03-17b",
    *(f"A04-{n:02}" for n in range(1, 16)),
    *(f"A236-{n:02}" for n in range(1, 12)),
    *(f"F3-{n:02}" for n in range(1, 25)),
    *(f"F4-{n:02}" for n in range(1, 21)),
}  # fmt: skip
# The ids under which the four Kazakh documents have put their questions as readings.
TRANSCRIBED = {
    "interaction-2020": (
        "A03-01 A03-02 A03-03 A03-04 A03-05 A03-06 A03-07 A03-08 A03-08b A03-09 A03-10 A03-10b A03-11 A03-12 A03-13 "
        "A03-14 A03-15 A03-15b A03-16 A03-16c A03-17 A03-18 A03-19 A03-20 A03-22 A03-23 A03-25 A03-30 A03-33 "
        "A03-34 F3-03 F3-04"
    ),
    "effectiveness-2021": "A04-01 A04-02 A04-03 A04-04 A04-05 A04-06 A04-07 A04-08 A04-09 A04-13 F4-15",
    "progress-2021": "A04-01 A04-06 A04-07 A04-08 A04-10 F4-02 F4-04",
    "rating-2023": "A236-01 A236-02 A236-03 A236-04 A236-05 A236-06 A236-07",
}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT / "rules").as_posix()


@cache
def gallery(folder: str) -> Rules:
    return load(ROOT / "rules" / "gallery" / folder)


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_the_document_has_no_mistakes(file: Path) -> None:
    rules, diagnostics = check_file(file)
    diagnostics = (*diagnostics, *check_amendments([file])[0])
    assert not diagnostics, render_all(diagnostics)
    assert (rules is None) == (file in AMENDMENTS)


def test_which_documents_there_are() -> None:
    assert {file.parent.name for file in FILES} == {"interaction-2020", "order-20-01-38-3", "decree-954", *FIGURES}
    assert {file.name for file in AMENDMENTS} == {"order-2021.eval", "amend-602.eval", "amend-236.eval"}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_its_examples_agree(file: Path) -> None:
    if file in AMENDMENTS:
        outcomes, wrong = run_amendments(file)
        assert not wrong
    else:
        outcomes = [*load(file).test()]
    assert outcomes or file.name in ("order-2021.eval", "amend-602.eval")  # which compute nothing
    for outcome in outcomes:
        assert outcome.compared > 0
        assert not outcome.failures, (outcome.title, [d.message for d in outcome.failures[:5]])


@pytest.mark.parametrize("folder", FIGURES)
def test_every_figure_of_the_gallery_is_compared(folder: str) -> None:
    outcomes = gallery(folder).test()
    from_files = sum(o.compared for o in outcomes if ".csv" in o.title)
    written = sum(o.compared for o in outcomes if ".csv" not in o.title)
    assert (from_files, written) == FIGURES[folder]


@pytest.mark.parametrize("folder", TRANSCRIBED)
def test_its_readings_are_questions_of_the_law(folder: str) -> None:
    ids = [re.sub(r"\.app\d$", "", reading.id) for reading in rules_of(folder).program.readings]
    assert sorted(ids) == sorted(TRANSCRIBED[folder].split())
    assert set(ids) <= QUESTIONS


@pytest.mark.parametrize("folder", TRANSCRIBED)
def test_the_choice_of_every_reading_has_a_reason(folder: str) -> None:
    for reading in rules_of(folder).program.readings:
        assert len(reading.options) > 1
        assert reading.reasons[reading.choice], f"{reading.id} does not say why"
        assert reading.provisions, f"{reading.id} cites nothing"


def same(result: Result, written: str) -> bool:
    """Whether a result is what the oracle prints: a number, a name, or nothing."""
    if not written:
        return result.status != "value"
    if result.status != "value":
        return False
    return result.value == Fraction(written) if isinstance(result.value, Fraction) else result.value == written


def test_the_sample_of_2020_is_scored_as_by_its_oracle() -> None:
    """Every figure of every body over three years, computed a second time without the language."""
    oracle = subprocess.run(
        [sys.executable, ROOT / "tests/oracle/interaction_2020.py", ROOT / "rules/samples/2020"],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    scores = rules_of("interaction-2020").score(ROOT / "rules/samples/2020", period="all")
    assert not scores.findings
    rows = list(csv.DictReader(io.StringIO(oracle.stdout)))
    figures = [
        (row["body"], row["period"], column, text)
        for row in rows for column, text in row.items() if column not in ("body", "period")
    ]  # fmt: skip
    differing = [
        (body, period, column, text, str(scores[body, int(period)][column]))
        for body, period, column, text in figures
        if not same(scores[body, int(period)][column], text)
    ]
    assert not differing, differing[:10]
    assert (len(rows), len(figures)) == (120, 3_600)
    assert {text for *_, column, text in figures if column == "interaction.grade"} == {
        "high", "medium", "low", "ineffective", "",
    }  # fmt: skip

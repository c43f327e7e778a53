"""Which results of given data depend on rounding: told with the bodies, and only where something but digits differs."""

from pathlib import Path

from engine.programs import rules_of

from evallang.lint.data_checks import rounding_findings
from evallang.pipeline import load
from evallang.rules import Rules

RULES = Path(__file__).parents[2] / "rules"
GRADED = """
methodology m
input a : number
input b : number
block score {
  part one { score a }
  part two { score b }
  ROUND
  grade GRADE
    | score       | grade |
    | 90 and up   | high  |
    | 50 ..< 90   | fair  |
    | below 50    | low   |
}
rating order { among every body; by score, highest first }
"""


def made(step: str = "", grade: str = "") -> Rules:
    return rules_of(GRADED.replace("ROUND", step).replace("GRADE", grade))


def said(rules: Rules, *bodies: tuple[str, str]) -> list[str]:
    data = rules.bind({"bodies": [{"body": f"b{i}", "a": a, "b": b} for i, (a, b) in enumerate(bodies)]})
    return [f"{f.message}: {f.mathematics}" for f in rounding_findings(rules.program, data)]


def test_a_grade_and_places_that_hang_on_a_rounding() -> None:
    found = said(made("round 1 half up"), ("45.2", "44.6"), ("45", "44"))
    assert found == ["without this rounding, 1 of 2 bodies gets another grade of `score`: b0: high → fair"]


def test_places_that_are_shared_only_where_one_rounds() -> None:
    found = said(made("round 1 half up"), ("30.2", "30"), ("30.1", "30"))
    assert found == ["without this rounding, 1 of 2 bodies gets another place in `order`: b1: 1 → 2"]


def test_each_part_rounded_instead() -> None:
    assert said(made("round 1 half up"), ("44.6", "44.6"), ("60", "1")) == [
        "if each part is rounded instead, 1 of 2 bodies gets another grade of `score`: b0: fair → high",
        "if each part is rounded instead, 1 of 2 bodies gets another score in `score`: b0: 89 → 90",
    ]


def test_the_score_itself_instead_of_the_grade() -> None:
    found = said(made(grade="round 1 half up"), ("60.2", "0"), ("60.1", "0"))
    assert found == ["if the score itself is rounded so, 1 of 2 bodies gets another place in `order`: b1: 2 → 1"]


def test_digits_alone_are_not_told() -> None:
    assert said(made("round 0.01 half up"), ("45.2345", "40.6"), ("45", "1")) == []


def test_nothing_is_rounded() -> None:
    assert said(made(), ("45.2345", "44.7655"), ("45", "1")) == []


def test_the_ranks_of_the_human_development_index() -> None:
    rules = load(RULES / "gallery" / "hdi-2022")
    data = rules.bind(RULES / "gallery" / "hdi-2022" / "inputs.csv", key="iso3")
    first = rounding_findings(rules.program, data)[0]
    assert first.message == "without this rounding, 27 of 204 bodies get another place in `world`"
    assert first.mathematics == "AUS: 10 → 11; BEL: 12 → 14; BRA: 89 → 90; …"


def test_gaps_that_only_rounding_closes() -> None:
    rules = load(RULES / "interaction-2020")
    data = rules.bind(RULES / "samples" / "2020")
    found = [f for f in rounding_findings(rules.program, data) if "§101" in f.provisions]
    assert [f.message for f in found] == ["without this rounding, 2 of 40 bodies get another grade of `interaction`"]
    assert "high → undefined" in found[0].mathematics

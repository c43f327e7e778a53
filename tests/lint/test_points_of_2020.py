"""The points of the methodology of 2020: every claim is reached by a body, and what is wrong with them is found."""

import pytest

from evallang.lint.check import all_checks
from evallang.lint.finding import Finding, Verdict
from evallang.lint.reach import FINE, Way
from evallang.lint.replay import replayer
from evallang.lint.run import examined
from evallang.lint.subject import Subject
from evallang.pipeline import load
from evallang.resources import folder
from evallang.rules import Rules


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load(folder("rules") / "interaction-2020")


@pytest.fixture(scope="module")
def findings(rules: Rules) -> list[Finding]:
    checks = [check for check in all_checks() if check.code.startswith("C10")]
    report = examined(rules.program, rules.module, replayer(rules.program, rules.score_example), checks=checks)
    return list(report.findings)


def test_every_node_reaches_its_points(rules: Rules) -> None:
    """In both kinds: a body is shown for each, and none goes beyond."""
    chosen = tuple(reading.choice for reading in rules.program.readings)
    subject = Subject(rules.program, rules.module, chosen, lambda _: False)
    claims = list(subject.claims)
    assert len(claims) > 200 and {claim.kind for claim in claims} == {"central", "local"}
    for claim in claims:
        assert subject.reach.left(claim, Way.SHORT) is FINE, claim.node.short
        assert subject.reach.left(claim, Way.BEYOND) is FINE, claim.node.short
        reached = subject.extremes.of(claim.node.number, claim.kind)
        assert reached is not None and reached.value == claim.points and reached.utmost


def one(findings: list[Finding], code: str, words: str) -> Finding:
    found = [finding for finding in findings if finding.code == code and words in finding.message]
    assert len(found) == 1, [finding.message for finding in findings]
    return found[0]


def test_the_maximum_of_a_local_body_is_90_by_one_reading(findings: list[Finding]) -> None:
    found = one(findings, "C101", "`service_quality.satisfaction` has 40 points for `local`")
    assert "add up to 30" in found.message and found.witness is not None
    assert any("`service_quality` reaches 90 of 100" in place.text for place in found.places)
    assert "expect service_quality.satisfaction 30, service_quality 90" in found.witness.example
    assert [(s.reading, s.options) for s in found.depends] == [("A03-01", ("paragraph",))]


@pytest.mark.parametrize(
    ("node", "least"),
    [("service_quality", "to -10 for `central`, to -5 for `local`"), ("automation", "to -5"),
     ("openness", "to -14"), ("complaint_handling", "to -5")],
)  # fmt: skip
def test_scores_below_zero(findings: list[Finding], node: str, least: str) -> None:
    found = one([f for f in findings if f.message.endswith(least)], "C105", f"`{node}` has")
    assert found.witness is not None
    assert ("A03-06", ("unlimited",)) in [(s.reading, s.options) for s in found.depends]


@pytest.mark.parametrize(("body", "reached"), [("Ұлттық Банк", "7 of the 25"), ("Қорғаныс", "23 of the 25")])
def test_bodies_that_marks_leave_short(findings: list[Finding], body: str, reached: str) -> None:
    found = one(findings, "C107", body)
    assert f"at most {reached} points" in found.message and found.witness is not None


def test_a_central_body_can_get_the_mean_of_local_ones(findings: list[Finding]) -> None:
    found = one(findings, "C103", "`level` has 15 points for `central`")
    assert found.witness is not None and "expect level 20" in found.witness.example
    assert [(s.reading, s.options) for s in found.depends] == [("A03-03", ("both_kinds",))]


def test_a_limit_for_each_incident_is_none_for_the_penalty(findings: list[Finding]) -> None:
    found = one(findings, "C109", "`unavailable`")
    assert found.witness is not None and [s.options for s in found.depends] == [("per_incident",)]


def test_no_more_is_found(findings: list[Finding]) -> None:
    """But the bonus that the 25 points of automation need, weights that are left open, and one sum that comes near.

    Four nodes fall below zero, and to other numbers under options that are not chosen.
    """
    codes = sorted(finding.code for finding in findings)
    assert codes == ["C101", "C102", "C103", "C104", *["C105"] * 11, "C106", "C107", "C107", "C109"]
    assert [f.message for f in findings if f.verdict is Verdict.UNDECIDED] == [
        "whether `complaint_handling` can reach its 100 points is not decided: the most that was found is 99"
    ]

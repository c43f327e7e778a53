"""Who assesses each body in each block, direction and part of the texts of 2010, 2017, 2020 and 2023."""

import re

import pytest
from law.assessors import TABLES, Case, cases, nodes, table

from evallang.backends.assessors import Assessed, known_bodies, who
from evallang.pipeline import check_source
from evallang.source import from_text

CASES = cases()
PLAIN = [case for case in CASES if not case.under]


def rows(case: Case) -> list[list[str]]:
    """The rows of a table as it now stands in the file, without its head."""
    shown = cases()[case.number].shown
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in shown.splitlines()[2:]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_answered(case: Case, update: bool) -> None:
    found = table(case.rules(), case.under)
    if update:
        start, end = cases()[case.number].span  # a table above may have changed the places
        text = TABLES.read_text(encoding="utf-8")
        TABLES.write_text(text[:start] + found + text[end:], encoding="utf-8", newline="\n")
    else:
        assert found == case.shown


def test_the_four_texts_are_asked_and_the_reading_that_moves_one() -> None:
    assert [case.id for case in CASES] == [
        "decree-954 2010-10-08",
        "decree-954 2017-12-12",
        "interaction-2020 2020-06-01",
        "interaction-2020 2020-06-01 court_assessor.agency",
        "decree-954 2024-01-01",
    ]


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case.id)
def test_every_body_is_asked_in_every_node(case: Case) -> None:
    asked = {(row[0], row[1]) for row in rows(case)}
    assert asked == {(body, node) for body in {body for body, _ in asked} for node in nodes(case.rules().program)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_nobody_assesses_itself_and_every_assessor_is_cited(case: Case) -> None:
    for body, node, _, office, by, why in rows(case):
        assert office != body, (body, node)
        if re.fullmatch(r"–|not known", office):
            assert not by and why, (body, node)
        else:
            assert by.startswith("§"), (body, node)


# A planning authority that reports to the President (A1046-01): ¶24 takes every central body that does, ¶23 names it.
@pytest.mark.parametrize(
    ("option", "reports", "office", "by"),
    [
        ("administration", True, "administration", "§24"),
        ("administration", False, "pm_office", "§23"),
        ("pm_office", True, "pm_office", "§23"),
        ("pm_office", False, "pm_office", "§23"),
    ],
)
def test_a_planning_authority_with_two_masters(option: str, reports: bool, office: str, by: str) -> None:
    rules = CASES[0].rules()
    body = Assessed("planning", kind="central", attributes={"reports_to_president": reports, "in_government": False})
    (answer,) = [a for a in who(rules.program, rules.choices({"two_masters": option}), [body]) if a.node == "goals"]
    assert (answer.office, answer.provisions) == (office, (by,))


# An office and a line of the register with the same label are one body, whatever their names.
@pytest.mark.parametrize(
    ("exception", "answer"),
    [
        ("", ("nobody", "", "`agency` would assess itself")),
        ("{ except service : court §2 }", ("assessed", "court", "")),
        ("{ except agency : court §2 }", ("assessed", "court", "")),
    ],
    ids=["no exception", "by the name in the register", "by the name of the office"],
)
def test_an_office_and_a_body_with_one_label_are_one(exception: str, answer: tuple[str, str, str]) -> None:
    text = (
        'act a "A"\nregister list "Bodies" §1 { body service "Civil  service agency" covers all §1.1 }\n'
        'office agency "Civil Service Agency" §2\noffice court "Court" §2\ninput x : number §3\n'
        f'block b "B" §3 {{ score x }}\nassessor of b is agency §2 {exception}\n'
    )
    rules, wrong = check_source(from_text("a.eval", text))
    assert rules is not None, wrong
    (only,) = known_bodies(rules.program, lambda conditions: not conditions)
    (found,) = who(rules.program, (), [only])
    assert (only.name, found.status, found.office, found.why) == ("service", *answer)

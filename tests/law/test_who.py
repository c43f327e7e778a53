"""Who assesses each body in each block, direction and part of the texts of 2010, 2017, 2020 and 2023."""

import re
from itertools import product

import pytest
from law.assessors import TABLES, Case, cases, nodes, table

from evallang.backends.assessors import Answer, Assessed, known_bodies, who
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


_OFFICES = """act a "A"
kinds local "Local body"
attribute gov : flag
attribute pres : flag
attribute city : flag
office x "X"
office y "Y"
office z "Z"
block b "B" { score 1 }
"""


def _answers(rules_text: str, **known: bool) -> list[Answer]:
    """The answers about a local body, of which these attributes are known."""
    rules, wrong = check_source(from_text("a.eval", _OFFICES + rules_text))
    assert rules is not None, wrong
    (body,) = known_bodies(rules.program, lambda conditions: not conditions)
    return list(who(rules.program, (), [Assessed(body.name, body.label, body.kind, known)]))


_MET = "assessor of b is x { except body where gov : y; except body where pres : z }\n"


def test_a_case_is_told_only_where_no_other_exception_may_hold() -> None:
    assert [(a.when, a.office or a.status) for a in _answers(_MET)] == [
        ("gov and pres", "conflict"),
        ("gov and not pres", "y"),
        ("not gov and pres", "z"),
        ("not gov and not pres", "x"),
    ]


@pytest.mark.parametrize(
    "rules_text",
    [
        _MET,
        "assessor of b is x { except body where gov : y; except body where pres and city : z }\n",
        "assessor of b is x for body where city { except body where gov or pres : y; except body where city : z }\n",
        "assessor of b is x { except body where gov : y; except body where pres : y; except body where not gov : z }\n",
    ],
)
def test_each_case_holds_for_all_bodies_of_the_case(rules_text: str) -> None:
    cases = _answers(rules_text)
    for values in product((True, False), repeat=3):
        body = dict(zip(("gov", "pres", "city"), values, strict=True))
        (known,) = _answers(rules_text, **body)
        (told,) = [a for a in cases if _is(a.when, body)]
        assert (told.status, told.office, told.why) == (known.status, known.office, known.why), body


def _is(when: str, body: dict[str, bool]) -> bool:
    pieces = [piece.split() for piece in when.split(" and ")] if when else []
    return all(body[piece[-1]] is (len(piece) == 1) for piece in pieces)


def test_two_exceptions_with_one_office_need_no_case_of_their_own() -> None:
    found = _answers("assessor of b is x { except body where gov : y; except body where pres : y }\n")
    assert {a.status for a in found} == {"assessed"}
    assert [(a.when, a.office) for a in found] == [
        ("gov", "y"),
        ("not gov and pres", "y"),
        ("not gov and not pres", "x"),
    ]


# What check says of two exceptions, and what is no mistake.
@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("except body where kind = local : y; except body where local = kind : z", "every `body where local = kind`"),
        ("except body where gov or pres : y; except body where pres : z", "every `body where pres`"),
        (
            "except body where not (gov or pres) : y; except body where not gov and not pres : z",
            "every `body where not",
        ),
        ("except body where gov : y; except body where pres : z", "`m` of the register"),
        ("except m_office : y; except local : z", "`m` of the register"),
        ("except body where gov : y; except body where city : z", ""),
        ("except body where gov : y; except body where pres : y", ""),
        ("except body where gov : y; except body where gov and not pres : y", ""),
        ("except body where gov : y; except body where pres : z; except m : x", ""),
        ("except body where gov : y under r.one; except body where pres : z under r.two", ""),
    ],
)
def test_exceptions_that_meet_are_a_mistake(text: str, whom: str) -> None:
    rules, wrong = check_source(
        from_text(
            "a.eval",
            _OFFICES + 'office m_office "The ministry"\n'
            'reading r "Which?" { option one; option two; choose one }\n'
            f'register list "List" for local {{ body m "The  Ministry" covers all has gov, pres }}\n'
            f"assessor of b is x {{ {text} }}\n",
        )
    )
    assert [d.code for d in wrong] == (["E0244"] if whom else [])
    assert not whom or wrong[0].message.startswith(f"two exceptions hold for {whom}")
    assert (rules is None) is bool(whom)


def test_where_rules_tell_no_bodies_apart_any_body_is_asked_about() -> None:
    rules, wrong = check_source(
        from_text("a.eval", 'act a "A"\noffice x "X"\nblock b "B" { score 1 }\nassessor of b is x §2\n')
    )
    assert rules is not None, wrong
    (answer,) = who(rules.program, (), known_bodies(rules.program, lambda conditions: not conditions))
    assert (answer.body.name, answer.node, answer.office, answer.provisions) == ("any body", "b", "x", ("§2",))

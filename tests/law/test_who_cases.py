"""Cases of attributes of every type, and rules and exceptions that leave nobody, or two, to assess a body."""

import time
from pathlib import Path

import pytest

from evallang.backends.assessors import MOST_CASES, Answer, bodies_of, known_bodies, who
from evallang.ir.program import Program
from evallang.pipeline import check_source
from evallang.rules import Rules
from evallang.source import from_text

HEAD = """act a "A"
kinds central "Central", local "Local"
attribute size "Size" : number §1
attribute since "Since" : date §1
attribute sort "Sort" : choice(u "U", v "V", w "W") §1
attribute big : flag
attribute rural : flag
office min "Min" §2
office gov "Gov" §2
office pres "Pres" §2
input staff : count
block x "X" { score 1 }
"""
LISTED = 'register list "L" for central §3 { body m "M" covers all has big }\n'


def _program(text: str) -> Program:
    program, wrong = check_source(from_text("a.eval", HEAD + text))
    assert not wrong, [d.message for d in wrong]
    assert program is not None
    return program.program


def _told(answers: tuple[Answer, ...], body: str = "local") -> list[tuple[str, str, str]]:
    return [(a.when, a.office or a.status, a.why) for a in answers if a.body.name == body]


def _cases(text: str, body: str = "local") -> list[tuple[str, str, str]]:
    """What is said of a body of which nothing but its line in the register is known."""
    program = _program(text)
    return _told(who(program, (), known_bodies(program, lambda conditions: not conditions)), body)


def _of_data(text: str, table: str, tmp_path: Path) -> list[tuple[str, str, str, str]]:
    rules, wrong = check_source(from_text("a.eval", HEAD + text))
    assert isinstance(rules, Rules), wrong
    data = tmp_path / "data.csv"
    data.write_text(table, encoding="utf-8")
    bodies = bodies_of(rules.program, rules.bind([data]), lambda conditions: not conditions)
    return [(a.body.name, a.when, a.office or a.status, a.why) for a in who(rules.program, (), bodies)]


_NUMBER = "assessor of x is min §4 { except body where size > 5 : gov §5 }\n"
_DATE = "assessor of x is min §4 { except body where since > 2020-01-01 : gov §5 }\n"
_CHOICE = "assessor of x is min §4 { except body where sort = u : gov §5 }\n"


@pytest.mark.parametrize(("text", "why"), [(_NUMBER, "`size` is missing"), (_DATE, "`since` is missing")])
@pytest.mark.parametrize("body", ["m", "local"])
def test_a_number_or_a_date_that_nobody_gives_is_not_known(text: str, why: str, body: str) -> None:
    assert _cases(LISTED + text, body) == [("", "not known", why)]


def test_a_number_that_makes_no_difference_need_not_be_known() -> None:
    text = "assessor of x is min { except body where size > 5 : gov; except body where rural : gov }\n"
    assert _cases(text) == [("rural", "gov", ""), ("not rural", "not known", "`size` is missing")]


def test_data_of_every_type_are_used(tmp_path: Path) -> None:
    table = "body,kind,size,since,sort,staff\na,local,6,2020-01-01,u,1\nM,central,5,2020-01-02,w,600\nc,local,,,,\n"
    assert [row[2] for row in _of_data(_NUMBER, table, tmp_path)] == ["gov", "min", "not known"]
    assert [row[2] for row in _of_data(_DATE, table, tmp_path)] == ["min", "gov", "not known"]
    assert [row[1:3] for row in _of_data(_CHOICE, table, tmp_path)] == [
        ("", "gov"), ("", "min"), ("sort = u", "gov"), ("sort != u", "min"),
    ]  # fmt: skip
    staff = "assessor of x is min §4 { except body where staff > 500 : gov §5 }\n"
    assert [row[2] for row in _of_data(staff, table, tmp_path)] == ["min", "gov", "not known"]


def test_where_data_are_silent_the_register_says_which_flags_a_body_has(tmp_path: Path) -> None:
    text = (
        LISTED + "assessor of x is min { except body where not big and size > 5 : gov; except body where big : pres }\n"
    )
    assert _of_data(text, "body,kind,big\nM,central,\nb,local,no\n", tmp_path) == [
        ("m", "", "pres", ""),
        ("b", "", "not known", "`size` is missing"),
    ]


def test_a_choice_is_told_option_by_option() -> None:
    assert _cases(LISTED + _CHOICE, "m") == [("sort = u", "gov", ""), ("sort != u", "min", "")]
    text = "assessor of x is min { except body where sort = w or sort = v : gov }\n"
    assert _cases(text) == [("sort = u", "min", ""), ("sort != u", "gov", "")]
    text = "assessor of x is min { except body where big and sort = u : gov; except body where sort = v : pres }\n"
    assert _cases(text) == [
        ("big and sort = u", "gov", ""),
        ("big and sort = v", "pres", ""),
        ("big and sort = w", "min", ""),
        ("not big and sort = v", "pres", ""),
        ("not big and sort != v", "min", ""),
    ]


def test_a_formula_of_attributes_is_told_by_them() -> None:
    text = "formula heavy = big and sort = v\nassessor of x is min { except body where heavy : gov }\n"
    assert _cases(text) == [
        ("big and sort = v", "gov", ""),
        ("big and sort != v", "min", ""),
        ("not big", "min", ""),
    ]


# A register for bodies of every kind does not say of which kind its bodies are.
def test_a_kind_that_is_not_known_is_told_by_cases() -> None:
    listed = 'register list "L" §3 { body m "M" covers all }\n'
    text = "assessor of x is min { except central : gov; except body where kind = central : pres }\n"
    assert _cases(listed + text, "m") == [("kind = central", "gov", ""), ("kind = local", "min", "")]
    assert _cases(listed + "assessor of x is min { except body where kind = local : gov }\n", "m") == [
        ("kind = central", "min", ""),
        ("kind = local", "gov", ""),
    ]


def test_a_kind_that_is_named_goes_before_a_kind_that_is_described() -> None:
    text = "assessor of x is min { except central : gov; except body where kind = central : pres }\n"
    assert _cases(text, "central") == [("", "gov", "")]
    assert _cases(text, "local") == [("", "min", "")]


def _many(count: int, condition: str = "f{0}") -> str:
    lines = [f'attribute f{i} : flag\noffice o{i} "O{i}"' for i in range(count)]
    lines += [f"except body where {condition.format(i, (i + 1) % count)} : o{i}" for i in range(count)]
    return "\n".join([*lines[:count], "assessor of x is min {", *lines[count:], "}\n"])


def test_ten_attributes_take_no_time() -> None:
    program = _program(_many(10))
    (body,) = [b for b in known_bodies(program, lambda conditions: not conditions) if b.name == "local"]
    start = time.process_time()
    found = _told(who(program, (), [body]))
    assert time.process_time() - start < 1
    assert found[0] == ("f0 and f1", "conflict", "two exceptions hold: `o0` and `o1`")
    assert found[-1] == (" and ".join(f"not f{i}" for i in range(10)), "min", "")
    offices = [office for _, office, _ in found]
    assert (len(found), offices.count("conflict")) == (1 + 10 + 45, 45)


def test_of_too_many_cases_it_is_told_which_data_would_settle_them() -> None:
    start = time.process_time()
    (found,) = _cases(_many(20, "f{0} and not f{1}"))
    assert time.process_time() - start < 5
    names = ", ".join(f"`f{i}`" for i in range(20))
    assert found == ("", "not known", f"too many cases to tell; the data would have to give {names}")


def test_there_are_never_more_cases_than_anybody_reads() -> None:
    for count in (9, 10, 11, 12):
        assert len(_cases(_many(count))) <= MOST_CASES


def _wrong(text: str) -> list[tuple[str, str]]:
    _, wrong = check_source(from_text("a.eval", HEAD + text))
    return [(d.code, d.message) for d in wrong]


_TWICE = [("E0203", "`x` is given two assessors: `min` and `gov`")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("assessor of x is min §4; assessor of x is gov §5", _TWICE),
        ("assessor of x is min §4; assessor of x is min §5", [("E0203", "`x` is given its assessor twice")]),
        ("assessor of x is min §4; assessor of x is gov for local §5", _TWICE),
        ("assessor of x is min for central, local; assessor of x is gov for local", _TWICE),
        ("assessor of x is min for body where big; assessor of x is gov for body where rural", _TWICE),
        ("assessor of x is min for local; assessor of x is gov for body where big", _TWICE),
        ("assessor of x is min for body where sort = u; assessor of x is gov for body where sort != v", _TWICE),
        ("assessor of x is min for pres; assessor of x is gov for pres, local", _TWICE),
        ("assessor of x is min for central; assessor of x is gov for local", []),
        ("assessor of x is min for body where big; assessor of x is gov for body where not big", []),
        ("assessor of x is min for body where kind = local; assessor of x is gov for central", []),
        ("assessor of x is min for body where sort = u; assessor of x is gov for body where sort = v", []),
        ("assessor of x is min for body where size > 5; assessor of x is gov for body where size <= 5", []),
        ("assessor of x is min under r.one; assessor of x is gov under r.two", []),
        ("assessor of x is min under r.one; assessor of x is gov", _TWICE),
    ],
)
def test_two_rules_for_one_body_are_a_mistake(text: str, wrong: list[tuple[str, str]]) -> None:
    text = text.replace("; ", "\n")
    assert _wrong('reading r "Which?" { option one; option two; choose one }\n' + text + "\n") == wrong


def test_both_rules_are_shown() -> None:
    _, wrong = check_source(from_text("a.eval", HEAD + "assessor of x is min §4\nassessor of x is gov §5\n"))
    (found,) = wrong
    text = HEAD + "assessor of x is min §4\nassessor of x is gov §5\n"
    places = [found.span, *(label.span for label in found.labels)]
    assert [text[s.start : s.end] for s in places if s is not None] == [
        "assessor of x is gov §5",
        "assessor of x is min §4",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "assessor of x is min for central\nassessor of x is gov for local\n",
        "assessor of x is min for central\nassessor of x is gov for local\nin assessor of x { except pres : pres }\n",
        "assessor of x is min for body where big and rural\nassessor of x is gov for body where not big\n",
        "assessor of x is min for body where size > 5\nassessor of x is gov for body where size > 7\n",
        "assessor of x is min\nin assessor of x { except local : gov }\nin assessor of x { except central : pres }\n",
    ],
)
def test_a_body_never_has_two_answers_for_one_case(text: str, tmp_path: Path) -> None:
    table = "body,kind,big,rural,size\na,local,yes,yes,8\nb,central,no,no,6\nc,local,yes,no,1\n"
    found = _of_data(text, table, tmp_path)
    assert [row[0] for row in found] == ["a", "b", "c"]


def test_what_two_rules_say_together(tmp_path: Path) -> None:
    kinds = "assessor of x is min for central\nassessor of x is gov for local { except body where big : pres }\n"
    assert _cases(kinds, "central") == [("", "min", "")]
    assert _cases(kinds) == [("big", "pres", ""), ("not big", "gov", "")]
    numbers = "assessor of x is min for body where size > 5\nassessor of x is gov for body where size > 7\n"
    assert _of_data(numbers, "body,kind,size\na,local,8\nb,local,6\nc,local,1\n", tmp_path) == [
        ("a", "", "conflict", "two rules hold: `min` and `gov`"),
        ("b", "", "min", ""),
        ("c", "", "not assessed", "the rule is for body where size > 5; the rule is for body where size > 7"),
    ]


def test_exceptions_that_are_added_override_the_rule() -> None:
    assert _cases("assessor of x is min\nin assessor of x { except local : gov }\n") == [("", "gov", "")]
    assert _cases("assessor of x is min\nin assessor of x { except local : gov }\n", "central") == [("", "min", "")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (
            "rural : gov; not rural : pres; big : min",
            "`body where big` falls under another exception too: `min` and `gov` or",
        ),
        ("big : min; rural and size > 5 : gov; not rural : pres", ""),
        ("big : min; rural and sort = u : gov; not rural : pres", ""),
        ("big : min; sort = u : gov; sort = v : gov; sort = w : pres", "`body where big` falls under another"),
        ("big : min; kind = central : gov; kind = local : pres", "`body where big` falls under another"),
        ("rural : gov; big : pres", ""),
        ("rural : gov under r.one; not rural : gov under r.two; big : min", ""),
        ("rural : gov under r.one; not rural : pres under r.one; big : min", "`body where big` falls under another"),
        ("sort = u : gov; sort != v and sort != w : pres", "two exceptions hold for every"),
        ("sort = u : gov; sort = v : pres", ""),
        ("size > 5 : gov; size > 5 : pres", ""),
    ],
)
def test_an_exception_that_gives_nothing_but_conflicts_is_a_mistake(text: str, wrong: str) -> None:
    exceptions = "".join(f"  except body where {piece}\n" for piece in text.split("; "))
    found = _wrong(
        f'reading r "Which?" {{ option one; option two; choose one }}\nassessor of x is min {{\n{exceptions}}}\n'
    )
    assert [code for code, _ in found] == (["E0244"] if wrong else [])
    assert not wrong or wrong in found[0][1]


def test_a_line_of_a_register_says_only_flags() -> None:
    listed = 'register list "L" §3 { body m "M" covers all has big, size, sort, since }\n'
    assert _wrong(listed) == [
        ("E0209", "`size` is a number, and a line says which flags a body has"),
        ("E0209", "`sort` is one of `u`, `v`, `w`, and a line says which flags a body has"),
        ("E0209", "`since` is a date, and a line says which flags a body has"),
    ]


def test_a_score_asks_the_data_for_an_attribute_that_is_a_number(tmp_path: Path) -> None:
    checked, _ = check_source(from_text("a.eval", HEAD + LISTED + "block y { score size + 1 }\n"))
    assert checked is not None
    rules = Rules(checked.program, checked.module, checked.diagnostics, tmp_path)
    data = tmp_path / "data.csv"
    data.write_text("body,kind,size\nm,central,\nn,central,4\n", encoding="utf-8")
    scores = rules.score([data])
    assert scores["m"]["y"].status == "undefined"
    assert scores["n"]["y"].value == 5

"""What examples touch and what they do not: short methodologies, each with the sentences that are told of it."""

import random
from functools import partial
from pathlib import Path

import pytest
from engine.programs import check, rules_of
from engine.random_data import DataMaker
from engine.random_tables import Maker

import evallang
from evallang.examples.coverage.goals import Goals
from evallang.examples.coverage.measure import Coverage
from evallang.examples.coverage.observed import ObservedRun, Seen

BRACKETS = """\
methodology m
input x : number 0..5
brackets f(s : number 0..5) {rows}
indicator a {{ score f(x) }}
"""
CLOSED = "\n  | s | points |\n  | 4.8 .. 5 | 15 |\n  | 4.6 .. 4.79 | 12 |\n  | below 4.6 | 0 |\n"
HALF_OPEN = "\n  | s | points |\n  | 4 .. 5 | 2 |\n  | 1 ..< 4 | 1 |\n  | below 1 | 0 |\n"


def measured(text: str) -> Coverage:
    return rules_of(text).coverage()


def example(*facts: str, mark: str = "") -> str:
    """One example for each fact, `x 3; a 2` is given and expected."""
    written = ""
    for number, fact in enumerate(facts):
        given, expected = fact.split(";")
        written += f'example "e{number}" {mark} {{ given {given}; expect {expected} }}\n'
    return written


def told(text: str) -> list[str]:
    """The sentences about what is not touched."""
    return [goal.sentence.removeprefix("no example ") for goal in measured(text).untouched]


# ---- tables

AT_EDGES = ("x 4.8; a 15", "x 5; a 15", "x 4.6; a 12", "x 4.79; a 12", "x 4.59; a 0")


@pytest.mark.parametrize(
    ("left_out", "sentences"),
    [
        (None, []),
        ("x 5; a 15", ["has a value at 5 of `f`"]),
        ("x 4.79; a 12", ["has a value below 4.8, down to 4.79, of `f`", "has a value at 4.79 of `f`"]),
        ("x 4.59; a 0", ["has a value below 4.6, down to 0, of `f`", "comes to the row `below 4.6 | 0` of `f`"]),
    ],
)
def test_both_sides_of_each_bound_of_a_row(left_out: str | None, sentences: list[str]) -> None:
    text = BRACKETS.format(rows=CLOSED) + example(*(fact for fact in AT_EDGES if fact != left_out))
    assert told(text) == sentences


def test_a_value_between_two_rows_lies_beyond_both() -> None:
    text = BRACKETS.format(rows=CLOSED) + example("x 4.795; a undefined")
    assert "has a value above 4.79, up to 4.8, of `f`" not in told(text)
    assert "has a value below 4.8, down to 4.79, of `f`" not in told(text)
    assert "has a value at 4.79 of `f`" in told(text)


def test_of_an_open_bound_the_bound_itself_lies_beyond() -> None:
    text = BRACKETS.format(rows=HALF_OPEN) + example("x 5; a 2", "x 4; a 2", "x 1; a 1", "x 0.99; a 0")
    assert told(text) == []
    assert told(BRACKETS.format(rows=HALF_OPEN) + example("x 5; a 2", "x 4; a 2", "x 2; a 1", "x 0; a 0")) == [
        "has a value at 1 of `f`"
    ]


def test_beyond_the_ends_of_a_table_a_value_is_asked_for_only_where_one_is_declared() -> None:
    rows = "\n  | s | points |\n  | 1 .. 4 | 2 |\n"
    ends = example("x 1; a 2", "x 4; a 2")
    assert told(BRACKETS.format(rows=rows) + ends) == [
        "has a value below 1, down to 0, of `f`",
        "has a value above 4, up to 5, of `f`",
    ]
    assert told(BRACKETS.format(rows=rows).replace("f(s : number 0..5)", "f(s)") + ends) == []
    assert told(BRACKETS.format(rows=rows).replace("s : number 0..5", "s : number 1..4") + ends) == []


COLUMNS = """\
methodology m
input x : number
input kept : choice (red, green)
brackets f(s, c) | s | c | points |
  | below 1 | red | 1 |
  | below 1 | green | 2 |
  | 1 and up | any | 3 |
indicator a { score f(x, kept) }
"""


def test_a_bound_counts_where_the_other_columns_are_those_of_its_row() -> None:
    rules = COLUMNS.replace("f(s, c) |", "f(s, c)\n  |")
    every = ("x 0, kept red; a 1", "x 1, kept red; a 3", "x 1, kept green; a 3", "x 0, kept green; a 2")
    assert told(rules + example(*every)) == []
    assert told(rules + example(*every[:2])) == [
        "comes to the row `below 1 | green | 2` of `f`",
        "has a value s at 1 of `f`",
    ]


GRADES = """\
methodology m
input x : number
indicator a {
  score x
  grade
    | score | grade |
    | 5 and up | good |
    | below 5 | poor |
}
"""


def test_grades_are_touched_where_a_grade_is_expected() -> None:
    rows = [
        "comes to the row `5 and up | good` of the grades of `a`",
        "comes to the row `below 5 | poor` of the grades of `a`",
    ]
    assert [s for s in told(GRADES + example("x 5; a 5", "x 4; a 4")) if "row" in s] == rows
    assert told(GRADES + example("x 5; a.grade good", "x 4; a.grade poor")) == []


BY_KIND = """\
methodology m
kinds central, local, other
input x : number 0..5
brackets f(s)
  | s       | central | local | other |
  | 0 ..< 3 |       1 |     2 |       |
  | 3 .. 5  |      30 |     4 |     5 |
indicator a for central, local { score f(x) }
"""


def test_a_row_is_touched_in_each_column_that_is_asked() -> None:
    local = example("kind local, x 0; a 2", "kind local, x 3; a 4", "kind local, x 5; a 4")
    rows = [
        "comes to the row `0 ..< 3 | 1 | 2` of `f` in the column `central`",
        "comes to the row `3 .. 5 | 30 | 4 | 5` of `f` in the column `central`",
    ]
    assert told(BY_KIND + local) == rows
    assert told(BY_KIND + local + example("kind central, x 0; a 1").replace('"e0"', '"f"')) == rows[1:]


def test_a_column_that_no_rule_asks_is_not_asked_for() -> None:
    text = BY_KIND.replace("for central, local { score f(x) }", "{ score f.local(x) }")
    assert told(text + example("kind central, x 0; a 2", "kind local, x 3; a 4", "kind local, x 5; a 4")) == []
    assert told(text + example("kind central, x 3; a 4", "kind local, x 5; a 4")) == [
        "comes to the row `0 ..< 3 | 1 | 2` of `f`", "has a value at 0 of `f`",
        "has a value below 3, down to 0, of `f`",
    ]  # fmt: skip


# ---- clamps and caps

CLAMP = "methodology m\ninput x : number\nindicator a {{ points 9; score x; {clamp} }}\n"


@pytest.mark.parametrize(
    ("clamp", "facts", "sentences"),
    [
        ("clamp 0 .. 10", ("x -1; a 0", "x 11; a 10", "x 5; a 5"), []),
        ("clamp 0 .. 9", ("x 0; a 0", "x 9; a 9"), ["is raised by `clamp 0 .. 9`", "is lowered by `clamp 0 .. 9`"]),
        ("clamp 0 ..", ("x -1; a 0",), ["is left as it is by `clamp 0 ..`"]),
        ("clamp .. points", ("x 5; a 5",), ["is lowered by `clamp .. points`"]),
    ],
)  # fmt: skip
def test_both_sides_of_a_clamp_and_between(clamp: str, facts: tuple[str, ...], sentences: list[str]) -> None:
    found = told(CLAMP.format(clamp=clamp) + example(*facts))
    assert found == [f"{sentence} of `a`" for sentence in sentences]


ONE_SIDE = """\
methodology m
kinds old, new
input late  : count, more is worse
input extra : number 0..5, more is better
reading start "10 or 12?" {{ option ten; option twelve; choose ten }}
indicator a {{
  score {score}
  {clamp}
}}
"""


@pytest.mark.parametrize(
    ("score", "clamp", "left"),
    [
        ("10 - late", "clamp 0 .. 10", {"raised"}),
        ("2 + late", "clamp 0 .. 40", {"lowered"}),
        ("extra", "clamp 0 .. 10", {"raised", "lowered"}),  # it never acts: C406
        ("by start { ten : 10; twelve : 12 } - late", "clamp 0 .. 10", {"raised", "lowered"}),
        ("10 - late", "clamp 0 .. by start { ten : 10; twelve : 12 }", {"raised"}),
        ("10 - late", "clamp 0 .. by start { ten : 10; twelve : 9 }", {"raised", "lowered"}),
        ("10 - late", "clamp 0 .. 10 under start.twelve", {"raised"}),
        ("(if kind = old then 12 else 10) - late", "clamp 0 .. 10", {"raised", "lowered"}),
    ],
)
def test_the_side_of_a_clamp_that_ranges_keep_from_acting_is_not_asked_for(
    score: str, clamp: str, left: set[str]
) -> None:
    coverage = measured(ONE_SIDE.format(score=score, clamp=clamp))
    assert {goal.words[1].split()[0] for goal in coverage.untouched if goal.key[0] == "clamp"} == {"left", *left}


PENALTY = """\
methodology m
input x : number
criterion c {
  indicator a { points 10; score 10 }
  penalty p { points 3; score x; clamp .. points }
}
"""


def test_the_cap_of_a_penalty() -> None:
    assert told(PENALTY + example("x 1; c 9")) == ["is capped by `clamp .. points` of `p`"]
    coverage = measured(PENALTY + example("x 1; c 9", "x 4; c 7"))
    assert coverage.untouched == [] and coverage.counts() == {"clamps": (1, 1), "caps": (1, 1)}


# ---- conditions

GUARD = """\
methodology m
input b : flag
input c : flag
input d : flag
indicator a {{ when {guard} : 1; score 0 }}
"""
FLAGS = {(b, c): f"b {b}, c {c}, d no" for b in ("yes", "no") for c in ("yes", "no")}


@pytest.mark.parametrize(
    ("guard", "given", "sentences"),
    [
        ("b", ["yes no"], ["has `b` of `a` false"]),
        ("b", ["yes no", "no no"], []),
        ("b and c", ["yes yes", "no yes", "yes no"], []),
        (
            "b and c",
            ["yes yes", "no no"],
            [
                "has `b` false where that alone decides `b and c` of `a`",
                "has `c` false where that alone decides `b and c` of `a`",
            ],
        ),
        ("b or c", ["no no", "yes no", "no yes"], []),
        (
            "b or not c",
            ["yes yes", "no no", "no yes"],
            [],
        ),
        (
            "b or not c",
            ["yes no", "no yes"],
            [
                "has `b` true where that alone decides `b or not c` of `a`",
                "has `c` false where that alone decides `b or not c` of `a`",
            ],
        ),
    ],
)
def test_each_part_of_a_guard_decides_alone(guard: str, given: list[str], sentences: list[str]) -> None:
    facts = []
    for pair in given:
        b, c = pair.split()
        holds = eval_guard(guard, b == "yes", c == "yes")
        facts.append(f"{FLAGS[b, c]}; a {int(holds)}")
    assert told(GUARD.format(guard=guard) + example(*facts)) == sentences


def eval_guard(guard: str, b: bool, c: bool) -> bool:
    return {"b": b, "b and c": b and c, "b or c": b or c, "b or not c": b or not c}[guard]


def test_a_part_does_not_decide_where_another_one_is_not_known() -> None:
    text = GUARD.format(guard="b and c")
    assert "has `b` true where that alone decides `b and c` of `a`" in told(
        text + example("b yes, c missing; a undefined")
    )
    assert "has `b` true where that alone decides `b and c` of `a`" not in told(text + example("b yes, c yes; a 1"))


NESTED = """\
methodology m
input x : number
formula g(y) = if y > 3 then 1 else 2
indicator a { score if x > 1 then g(x) else 0 }
indicator b { score x }
"""


def test_only_the_branch_that_is_taken_is_touched() -> None:
    assert told(NESTED + example("x 1; a 0")) == ["has `y > 3` true", "has `y > 3` false", "has `x > 1` true"]
    assert told(NESTED + example("x 1; a 0", "x 2; a 2", "x 4; a 1")) == []


def test_only_what_an_expected_result_rests_on_is_touched() -> None:
    assert len(told(NESTED + example("x 4; b 4"))) == len(told(NESTED)) == 4


def test_copies_of_one_text_are_one_goal() -> None:
    text = """\
methodology m
versions language kk, ru
indicator a {
  table by language
    | no | indicator | kk | ru |
    | 1 | one | 1 | 2 |
    | 2 | two | 3 | 4 |
  each { input done : flag; when done : points; score 0 }
}
"""
    assert len(told(text)) == 2
    assert told(text + example("a.one.kk.done yes; a.one.kk 1", "a.two.ru.done no; a.two.ru 0")) == []


# ---- exemptions, triggers, options


def test_exemptions_and_triggers() -> None:
    text = """\
methodology m
kinds central, local
input x : number
block c {
  indicator a {
    table
      | no | indicator | points |
      | 1 * | one | 2 |
      | 2 | two | 2 |
    mark * not for local
    each { score x }
  }
}
trigger alarm { when c < 3 or x > 9 }
"""
    parts = [s for s in told(text) if "decides the trigger" in s]
    assert len(parts) == 4
    both = example(
        "kind local, x 1; a 1",
        "kind central, x 1; alarm yes",
        "kind central, x 2; alarm no",
        "kind central, x 10; alarm yes",
    )
    assert told(text + both) == []
    assert "has `local` under `mark * not for …`" in told(text + example("kind central, x 1; a 2"))
    assert "has the trigger `alarm` at no" in told(text + example("kind local, x 1; alarm yes"))


READING = """\
methodology m
input x : number
reading how "How?" { option as_is "a" because "b"; option floored "f"; choose as_is }
indicator a { score x; clamp 0 .. under how.floored }
indicator b { score x }
"""


def test_an_option_is_shown_where_another_one_gives_another_result() -> None:
    options = [s for s in told(READING + example("x 1; a 1", "x 1; b 1")) if s.startswith("shows")]
    assert options == [
        "shows what the chosen option `how.as_is` changes",
        "shows what the option `how.floored` changes",
    ]
    text = READING + example("x -1; a -1") + example("x -1; a 0", "x 1; a 1", mark="under how.floored")
    assert told(text) == []


def test_a_reading_that_no_result_rests_on_is_no_goal() -> None:
    text = READING.replace(" under how.floored", "")
    assert not [s for s in told(text) if s.startswith("shows")]


# ---- which examples count


def test_unconfirmed_and_failing_examples_touch_nothing() -> None:
    text = CLAMP.format(clamp="clamp 0 .. 10")
    facts = ("x -1; a 0", "x 11; a 10", "x 5; a 5")
    assert told(text + example(*facts)) == []
    coverage = measured(text + example(*facts, mark="unconfirmed"))
    assert len(coverage.untouched) == len(coverage.further) == 3
    assert len(told(text + example("x -1; a 3", "x 11; a 10", "x 5; a 5"))) == 1


def test_files_of_examples_are_measured_too(tmp_path: Path) -> None:
    rules = CLAMP.format(clamp="clamp 0 .. 10") + 'examples from "in.csv" expect "out.csv" key body\n'
    (tmp_path / "m.eval").write_text(rules, encoding="utf-8")
    (tmp_path / "in.csv").write_text("body,x\np,-1\nq,5\n", encoding="utf-8")
    (tmp_path / "out.csv").write_text("body,a\np,0\nq,5\n", encoding="utf-8")
    coverage = evallang.load(tmp_path / "m.eval").coverage()
    assert [goal.sentence for goal in coverage.untouched] == ["no example is lowered by `clamp 0 .. 10` of `a`"]


@pytest.mark.parametrize("seed", range(40))
def test_watching_changes_no_result(seed: int) -> None:
    """Random programs over random data: a watched run gives what another one gives."""
    pick = random.Random(seed).choice
    made = Maker(pick).program()
    rules, found = check(made.text)
    assert rules is not None, found
    data = rules.bind({"bodies": DataMaker(made, pick).data().given})
    choices = rules.choices({"form": pick(("one", "other"))})
    seen = Seen(Goals(rules.program))
    plain = rules.score_bound(data, choices, "all")
    watched = rules.score_bound(data, choices, "all", make=partial(ObservedRun, seen))
    for body in plain:
        for path in plain.columns:
            one, other = body[path], watched[body.key, body.period][path]
            assert (one.status, one.value, one.because) == (other.status, other.value, other.because)
    assert seen.settled() <= seen.goals.all.keys() | {key for key in seen.touched if key[0] in ("when", "trigger")}


def test_a_part_that_settles_the_whole_decides_where_another_has_no_value() -> None:
    text = "methodology m\ninput n : count\ninput m : count\nindicator a { when n > 0 and m / n > 2 : 1; score 0 }\n"
    parts = [s for s in told(text + example("n 0, m 5; a 0", "n 1, m 5; a 1")) if "decides" in s]
    assert parts == ["has `m / n > 2` false where that alone decides `n > 0 and m / n > 2` of `a`"]


# ---- what cannot be

LATE = """\
methodology m
input late : count
reading strict "Which cases?" {{ option all "a" because "b"; option some "s"; choose all }}
indicator a {{ {cases} }}
"""
PART = "`late = 3` true where that alone decides `late >= 20 or late = 3` of `a`"


@pytest.mark.parametrize(
    ("cases", "sentences"),
    [
        ("when late < 20 : 10; when late >= 20 : 0", []),
        ("when late < 20 : 10; when late >= 20 or late = 3 : 0", [PART]),
        (
            "when late < 20 : 10; when late >= 20 and late < 40 : 0; score 1",
            [
                "`late >= 20 and late < 40` of `a` false",
                "`late < 40` false where that alone decides `late >= 20 and late < 40` of `a`",
            ],
        ),
        ("score if late < 20 then 10 else if late > 19 then 0 else 1", []),
        ("when late < 20 : 10; when late > 20 : 0", ["`late > 20` of `a` false"]),
        ("when late < 20 : 10 under strict.all; when late >= 20 : 0", ["`late >= 20` of `a` false"]),
        ("when late < 20 : 10; when late >= 0 : 0", ["`late >= 0` of `a` false"]),
    ],
)
def test_no_example_is_asked_for_in_which_a_case_that_takes_the_rest_is_false(cases: str, sentences: list[str]) -> None:
    """What is always true by itself is told by the checker, and stays on the list."""
    found = told(LATE.format(cases=cases) + example("late 19; a 10", "late 21; a 0"))
    assert [s for s in found if not s.startswith("shows")] == [f"has {s}" for s in sentences]

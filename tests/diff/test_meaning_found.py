"""Differences that few bodies show: under other readings, in named years, at the borders of grades."""

import pytest
from diff.texts import differ, replayed, verdicts

READINGS = """methodology m "M"
input a : number 0.. §1
input b : number 0.. §1.1
reading q "Q?" id "R-1" §2 { option one "1" ; option two "2" ; choose one }
reading z "Z?" id "R-2" §2.1 { option here "y" ; option gone "n" ; choose here }
parameter k "K" §3 = 3
formula g(x) §4 = by q { one : x; two : x * k }
criterion c "C" §5 {
  when b = 1 : 4 under z.gone §5.1
  score g(a) §5.2
}
criterion d "D" §6 { score a §6 }
"""
UNDER = {
    "a case of a formula": (("two : x * k", "two : x / k"), {"R-1": "two"}),
    "a parameter that a case uses": (("= 3", "= 4"), {"R-1": "two"}),
    "a clause": (("b = 1 : 4", "b = 1 : 5"), {"R-2": "gone"}),
}


@pytest.mark.parametrize("name", UNDER)
def test_a_reading_that_is_not_chosen_is_switched(name: str) -> None:
    change, readings = UNDER[name]
    found = differ(READINGS, change)
    assert verdicts(found) == [("c", "differs")] and replayed(found) == 1
    witness = found.meanings[0].witness
    assert witness is not None and witness.readings == readings


def test_a_node_that_stands_under_a_reading_differs_under_the_other_option() -> None:
    found = differ(READINGS, ('criterion d "D" §6 {', 'criterion d "D" under z.here §6 {'))
    assert verdicts(found) == [("d", "differs")] and replayed(found) == 1
    witness = found.meanings[0].witness
    assert witness is not None and witness.readings == {"R-2": "gone"}


def test_no_reading_is_switched_where_the_chosen_ones_show_it() -> None:
    found = differ(READINGS, ("one : x;", "one : x + 1;"))
    assert verdicts(found) == [("c", "differs")]
    witness = found.meanings[0].witness
    assert witness is not None and witness.readings == {}


YEARS = 'methodology m "M"\ninput v : number 0.., yearly\nparameter y : count = 2031\ncriterion c "C" { score S }\n'


@pytest.mark.parametrize("earlier", ["(v in 2016)", "(v in y)", "previous(v, 7)"])
def test_the_years_that_rules_name_are_tried(earlier: str) -> None:
    found = differ(YEARS.replace("S", f"v - {earlier}"), (f"v - {earlier}", f"v + {earlier}"))
    assert verdicts(found) == [("c", "differs")] and replayed(found) == 1


GRADES = """methodology m "M"
input a : number 0..
input b : number 1..
input c : number 0..
criterion p "P" { score (a - 20) / 65 ; clamp 0 .. 1 }
criterion q "Q" { score (ln(b) - ln(100)) / (ln(75_000) - ln(100)) ; clamp 0 .. 1 }
criterion r "R" { score c / 18 ; clamp 0 .. 1 }
index t "T" {
  score geomean(p, q, r)
  round 0.001 half up
  grade
    | score         | grade  | label    |
    | 0.8 and up    | high   | "high"   |
    | 0.7 ..< 0.8   | middle | "middle" |
    | below 0.7     | low    | "low"    |
}
"""


def test_a_moved_limit_of_grades_is_found_where_few_bodies_lie() -> None:
    found = differ(GRADES, ("| 0.8 and up ", "| 0.79 and up "), ("..< 0.8 ", "..< 0.79 "))
    assert verdicts(found) == [("t.grade", "differs")] and replayed(found) == 1


def test_another_label_of_a_rare_grade_is_found() -> None:
    found = differ(GRADES, ('"middle" |', '"medium" |'))
    assert verdicts(found) == [("t.grade", "differs")] and replayed(found) == 1


UNUSED = """methodology m "M"
input a : number 0.. §1
item thing "T" by code §2 {
  input sort : choice (x1 "One", x2 "Two") §2.1
  input v : number §2.2
  formula h §2.3 = if sort = x1 then v else 2
}
brackets br(n : number) §3
  | n       | points |
  | up to 4 | 1      | §3.1
  | above 4 | 2      | §3.2
block p "P" §4 {
  criterion c "C" §4.1 { points 10 §4.1 ; score br(a) §4.1 }
}
trigger al "Al" §5 { when p > 5 §5.1 ; when a > 3 §5.2 }
"""


def test_points_that_no_formula_uses_change_nothing() -> None:
    found = differ(UNUSED, ("points 10", "points 12"))
    assert [(m.path, m.verdict, m.tried) for m in found.meanings] == [
        (("p", "c"), "same", "nothing is computed from it")
    ]


@pytest.mark.parametrize("change", [
    ("score br(a) §4.1 }", "score br(a) §4.1 }\n  criterion e {points 3 ; score min(a, points) }"),
    ('block p "P" §4 {', 'block p "P" §4 {\n  score points §4'),
])  # fmt: skip
def test_points_that_a_formula_uses_change_something(change: tuple[str, str]) -> None:
    text = UNUSED.replace(*change).replace("score br(a) §4.1 }", "score min(a, points) §4.1 }", 1)
    found = differ(text, ("points 10", "points 12"))
    assert ("p.c", "differs") in verdicts(found) and replayed(found) >= 1


@pytest.mark.parametrize("change", [
    ('(x1 "One", x2 "Two")', '(x2 "Two", x1 "One")'),
    ("br(n : number) §3\n  | n       |", "br(m : number) §3\n  | m       |"),
])  # fmt: skip
def test_what_is_called_or_placed_otherwise_is_no_difference(change: tuple[str, str]) -> None:
    assert not differ(UNUSED, change).any


def test_an_option_with_another_word_and_a_renamed_table_that_changed_are_differences() -> None:
    assert differ(UNUSED, ('x2 "Two")', 'x2 "Zwei")')).any
    change = ("br(n : number) §3\n  | n       |", "br(m : number) §3\n  | m       |")
    found = differ(UNUSED, change, ("above 4 | 2", "above 4 | 3"))
    assert verdicts(found) == [("p.c", "differs")] and found.provisions


def test_the_conditions_of_a_trigger_may_come_in_any_order() -> None:
    swapped = ("when p > 5 §5.1 ; when a > 3 §5.2", "when a > 3 §5.2 ; when p > 5 §5.1")
    assert verdicts(differ(UNUSED, swapped)) == [("al", "same")]
    other = ("when p > 5 §5.1 ; when a > 3 §5.2", "when a > 3 §5.2 ; when p > 0 §5.1")
    found = differ(UNUSED, other)
    assert verdicts(found) == [("al", "differs")] and replayed(found) == 1


def test_whole_numbers_are_tried_with_a_part() -> None:
    found = differ(UNUSED, ("input a : number 0..", "input a : count"))
    assert ("p.c", "differs") in verdicts(found) and replayed(found) >= 1

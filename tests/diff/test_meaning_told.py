"""Every changed rule from which something is computed is told, and every witness is scored as data are."""

import pytest
from diff.texts import differ, path_of, replayed, rules_of, scored, verdicts

from evallang.backends.interpreter.absence import Absent

TEXT = """\
act m "M"
in force 2020-01-01
kinds central "C", local "L"
body land "Land" §1
input a : count §1
input b : count, at most a §1
input v : number 0..100, yearly §1
input f : flag §1
parameter k §1.1 = 10
formula share_b "Share" §1.2 = b / a
formula fn(x, y) §1.3 = x * (1 - y)
reading edges "Edges?" id "E1" §3 { option one because "x"; option two; choose one }
brackets pts "Points" (s : number) §8
  | s        | points |
  | below 5  | 1 | §8.1
  | 5 and up | 2 | §8.2
item svc "Services" by id §9 {
  input h : number 0..50 §9
  indicator each1 "One" §9.1 { score h * 2 §9.1 }
}
indicator q "Q" §2 {
  points central 10, local 20 §2
  when a = 0 : 1 §2.1
  when f and b > 3 : 2 §2.2
  score points * (1 - b / a) + pts(by edges { one : b; two : a }) §2.3
  clamp 0 .. points §2.4
}
indicator p "P" §5 { score fn(k, share_b) §5.1 }
indicator rel "Relative" §5.2 { score a - mean(a for body of same kind) }
indicator grow "Growth" §5.3 { score v - previous(v) }
indicator z "Covered" §5.4 { score if assessed(q) then 1 else 0 }
index total "T" §6 {
  weights q 60%, p 40% §6.1
  grade §6.2
    | score     | grade | label  |
    | 10 and up | high  | "High" |
    | below 10  | low   | "Low"  |
}
rating r "R" §4 { among body of same kind; by total, highest first, ties share }
trigger bad "Bad" §7 { when total < 3 §7.1; proposes "x" §7 }
register list "Bodies" §10 {
  body sea "Sea" covers all except q §10.2
}
"""
DIFFER = {
    "a trigger": (("when total < 3", "when total < 4"), ["bad"]),
    "a reading": (("option two; choose one", 'option two because "x"; choose two'), ["q"]),
    "the node of a rating": (("by total, highest", "by q, highest"), ["r.rank"]),
    "who is in a rating": (("among body of same kind", "among every body"), ["r.rank"]),
    "ties": (("ties share", "ties dense"), ["r.rank"]),
    "at most": (("b : count, at most a", "b : count"), ["share_b", "q", "rel"]),
    "an input": (("v : number 0..100", "v : number 0..50"), ["grow"]),
    "whom a node is for": (('indicator p "P" §5', 'indicator p "P" for central §5'), ["p"]),
    "a limit of grades": (("10 and up", "20 and up"), ["total.grade"]),
    "the label of a grade": (('"High"', '"Top"'), ["total.grade"]),
    "a node of items": (("h * 2", "h * 3"), ["svc.each1"]),
    "a formula with parameters": (("x * (1 - y)", "x * (2 - y)"), ["p"]),
    "a parameter": (("§1.1 = 10", "§1.1 = 12"), ["p"]),
    "other bodies": (("mean(a for", "max(a for"), ["rel"]),
    "earlier years": (("previous(v)", "previous(v, 2)"), ["grow"]),
    "a register": (("covers all except q", "covers all"), ["z"]),
    "the condition of a guard": (("when a = 0 : 1 ", "when b = 0 : 1 "), ["q"]),
    "a row": (("5 and up | 2", "5 and up | 3"), ["q"]),
    "a weight": (("q 60%, p 40%", "q 50%, p 50%"), ["total"]),
}
SAME = {
    "a call written out": (("score fn(k, share_b)", "score k * (1 - share_b)"), ["p"]),
    "a formula with parameters in other words": (("x * (1 - y)", "x - y * x"), ["p"]),
    "a clamp in other words": (("clamp 0 .. points", "clamp 1 - 1 .. points * 1"), ["q"]),
    "what rows are checked against": (("(s : number)", "(s : number 0..3)"), ["q"]),
}
SILENT = {
    "what a trigger proposes": ('proposes "x"', 'proposes "y"'),
    "the word of a node": ('indicator p "P"', 'criterion p "P"'),
}


@pytest.mark.parametrize("name", DIFFER)
def test_it_differs(name: str) -> None:
    change, paths = DIFFER[name]
    found = differ(TEXT, *([change, ("below 10", "below 20")] if name == "a limit of grades" else [change]))
    assert found.rules
    assert verdicts(found) == [(path, "differs") for path in paths]
    assert replayed(found) == len(paths)


@pytest.mark.parametrize("name", SAME)
def test_it_is_the_same(name: str) -> None:
    change, paths = SAME[name]
    found = differ(TEXT, change)
    assert found.rules and verdicts(found) == [(path, "same") for path in paths]


@pytest.mark.parametrize("name", SILENT)
def test_what_computes_nothing_is_a_rule_only(name: str) -> None:
    found = differ(TEXT, SILENT[name])
    assert found.rules and not found.meanings


def test_a_formula_with_parameters_is_shown_where_it_stands() -> None:
    found = differ(TEXT, ("x * (1 - y)", "x * (2 - y)"))
    assert rules_of(found) == [("fn", "formula", "x * (1 - y)", "x * (2 - y)")]
    assert found.rules[0].provisions == ("§1.3",)


def test_the_names_of_parameters_are_no_change() -> None:
    assert not differ(TEXT, ("fn(x, y) §1.3 = x * (1 - y)", "fn(u, v) §1.3 = u * (1 - v)")).rules


# ---- calls


def test_a_call_stays_where_its_argument_stands_in_a_list() -> None:
    """Written out, `a` would be that of each body in turn."""
    text = 'methodology m "M"\ninput a : number\nformula fn(x) = mean(x for every body)\nindex i "I" { score fn(a) }\n'
    found = differ(text, ("score fn(a)", "score mean(a for every body)"))
    assert verdicts(found) == [("i", "differs")] and replayed(found) == 1


def test_an_argument_that_is_not_looked_at_may_have_no_value() -> None:
    text = 'methodology m "M"\ninput a : number\nformula fn(x, y) = x\nindex i "I" { score fn(a, 1 / a) }\n'
    assert verdicts(differ(text, ("score fn(a, 1 / a)", "score a"))) == [("i", "same")]
    found = differ(text, ("score fn(a, 1 / a)", "score a + 0 * (1 / a)"))
    assert verdicts(found) == [("i", "differs")] and replayed(found) == 1


# ---- what is told


def test_a_new_node_is_no_change_of_a_parameter_of_its_name() -> None:
    text = 'act m "M"\ninput a : count §1\nparameter late §1.1 = 3\nindex t "T" §2 { score a * late §2\n}\n'
    found = differ(text, ("late §2\n}\n", 'late §2\n}\nblock z "Z" §3 { indicator late "L" §3.1 { score a } }\n'))
    assert found.rules and not found.meanings


def test_a_witness_has_all_bodies_that_are_needed_and_no_other() -> None:
    (meaning,) = differ(TEXT, ("mean(a for", "max(a for")).meanings
    assert meaning.witness is not None
    first, *others = meaning.witness.cases
    assert len(others) == 1 and set(first.given) == {"a"} == set(others[0].given)
    assert {case.period for case in meaning.witness.cases} == {2023}


def test_a_witness_has_all_years_that_are_needed_and_no_other() -> None:
    (meaning,) = differ(TEXT, ("previous(v)", "previous(v, 2)")).meanings
    assert meaning.witness is not None
    assert [(c.body, c.period) for c in meaning.witness.cases] == [("body 1", 2023), ("body 1", 2022), ("body 1", 2021)]


def test_a_witness_of_an_item_names_it() -> None:
    found = differ(TEXT, ("h * 2", "h * 3"))
    (meaning,) = found.meanings
    assert meaning.witness is not None
    assert len(meaning.witness.items["svc"]) == 1 and len(meaning.witness.at) == 1
    assert path_of(meaning) == f"svc.{meaning.witness.at[0]}.each1"
    assert scored(found.before, meaning)["body 1"][path_of(meaning)].value == meaning.witness.before


def test_two_ways_of_having_no_value_differ() -> None:
    text = 'methodology m "M"\nkinds central "C", local "L"\ninput a : number\nindex i "I" { score undefined "no" }\n'
    found = differ(text, ('"I" {', '"I" for local {'))
    assert verdicts(found) == [("i", "differs")] and replayed(found) == 1
    witness = found.meanings[0].witness
    assert witness is not None and isinstance(witness.before, Absent) and isinstance(witness.after, Absent)
    assert (witness.before.status, witness.after.status) == ("undefined", "not applicable")


def test_a_guard_is_not_the_same_by_its_value_alone() -> None:
    """Both values are proved equal; the conditions meet only where nobody looks."""
    text = 'methodology m "M"\ninput a : count\nindex i "I" { when a = 77777 : 1\n score 2 }\n'
    found = differ(text, ("when a = 77777 : 1", "when a = 77777 and a = 77777 : 0 + 1"))
    assert [m.verdict for m in found.meanings] != ["same"]
    unequal = differ(text, ("when a = 77777 : 1", "when a = 77778 : 0 + 1"))
    assert verdicts(unequal) == [("i", "differs")]


def test_what_cannot_be_told_apart_is_not_decided() -> None:
    text = 'methodology m "M"\ninput a : number\nindex i "I" { score max(a, 0) }\n'
    assert verdicts(differ(text, ("max(a, 0)", "(a + abs(a)) / 2"))) == [("i", "not decided")]


def test_an_exemption_is_tried_on_the_body_that_it_names() -> None:
    text = (
        'methodology m "M"\nbody land "Land"\nblock q "Q" {\n  each { score points }\n'
        '  table\n    | no  | indicator | label | points |\n    | 1 * | one       | "One" | 3      |\n'
        '    | 2   | two       | "Two" | 4      |\n  mark * not for land\n}\n'
    )
    found = differ(text, ("not for land\n", "not for land, full points\n"))
    assert ("q.one", "differs") in verdicts(found) and replayed(found) == len(found.meanings)

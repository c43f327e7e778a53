"""What is a fact of which rule: nodes of one name, clauses in their order, and each thing that a rule can say."""

import pytest
from diff.texts import differ, replayed, rules_of, verdicts

VARIANTS = """\
methodology m "M"
in force 2020-01-01
kinds central "C", local "L", other "O"
input a : count §1
input b : count §1
indicator q "Q" for central §2 { points 10; when b = 0 : 1; score a + b }
indicator q "Q" for local   §3 { points 10; when b = 0 : 2; score a + 2 * b }
index total "T" §4 { parts q; score sum(parts) }
"""
CENTRAL = "for central §2 { points 10; when b = 0 : 1; score a + b }"


def test_of_two_nodes_of_one_name_the_one_that_changed_is_told() -> None:
    found = differ(VARIANTS, (CENTRAL, "for central §2 { points 12; when b = 1 : 1; score a + 5 * b }"))
    assert [(r.aspect, r.variant, r.provisions) for r in found.rules] == [
        ("points", "for central", ("§2",)), ("when 1", "for central", ("§2",)), ("score", "for central", ("§2",)),
    ]  # fmt: skip
    assert verdicts(found) == [("q for central", "differs")] and replayed(found) == 1
    assert found.meanings[0].witness is not None and found.meanings[0].witness.kind == "central"


def test_the_order_of_nodes_of_one_name_is_no_change() -> None:
    one, other = (line for line in VARIANTS.splitlines(keepends=True) if line.startswith("indicator q"))
    assert not differ(VARIANTS, (one + other, other + one)).rules


def test_a_node_that_is_for_others_stays_the_same_node() -> None:
    found = differ(VARIANTS, ("for local   §3", "for other   §3"))
    assert rules_of(found) == [("q", "indicator", "indicator for local", "indicator for other")]
    assert [r.variant for r in found.rules] == ["for other"]
    assert verdicts(found) == [("q for other", "differs")] and replayed(found) == 1


def test_one_node_becomes_two() -> None:
    text = "".join(line for line in VARIANTS.splitlines(keepends=True) if "for local" not in line)
    found = differ(text, (CENTRAL, f'{CENTRAL}\nindicator q "Q" for local §3 {{ score a }}'))
    assert {(r.aspect, r.variant) for r in found.rules} == {("indicator", "for local"), ("score", "for local")}
    assert verdicts(found) == [("q for local", "differs")] and replayed(found) == 1


# ---- clauses in their order

CLAUSES = """\
act m "M"
input a : count §1
indicator q "Q" §2 {
  when a > 5 : 3 §2.1
  when a = 1 : 4 §2.2
  score a §2.5
  clamp 0 .. 9 §2.6
  round 1 half up §2.7
}
"""


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (("  when a > 5", "  when a > 8 : 7 §2.0\n  when a > 5"), [("when 1", "", "when a > 8 : 7")]),
        (("  score a", "  when a > 2 : 5 §2.3\n  score a"), [("when 3", "", "when a > 2 : 5")]),
        (("  when a > 5 : 3 §2.1\n", ""), [("when 1", "when a > 5 : 3", "")]),
        (
            ("  when a > 5 : 3 §2.1", "  when a > 8 : 7 §2.0\n  when a > 6 : 3 §2.1"),
            [("when 2", "when a > 5 : 3", "when a > 6 : 3"), ("when 1", "", "when a > 8 : 7")],
        ),
        (
            ("  when a > 5 : 3 §2.1\n  when a = 1 : 4 §2.2", "  when a = 1 : 4 §2.2\n  when a > 5 : 3 §2.1"),
            [("when 1", "when a > 5 : 3", ""), ("when 2", "", "when a > 5 : 3")],
        ),
        (("  clamp 0 .. 9", "  clamp .. 5 §2.8\n  clamp 0 .. 9"), [("clamp 1", "", ".. 5")]),
        (
            ("  clamp 0 .. 9 §2.6\n  round 1 half up §2.7", "  round 1 half up §2.7\n  clamp 0 .. 9 §2.6"),
            [("clamp 1", "0 .. 9", ""), ("clamp 2", "", "0 .. 9")],
        ),
    ],
)  # fmt: skip
def test_a_clause_more_or_less_leaves_the_others_as_they_were(
    change: tuple[str, str], rules: list[tuple[str, str, str]]
) -> None:
    assert [rule[1:] for rule in rules_of(differ(CLAUSES, change))] == rules


# ---- each thing that a rule can say

ALL = """\
act m "M"
in force 2020-01-01
kinds central "C", local "L"
office agency "Agency" §20
office ministry "Ministry" §20
body land "Land" §1
input a : number 0..100, more is better §1
reading e "?" id "E" §2 { option one because "x"; option two; choose one }
indicator q "Q" §3 { score a; grade §3.1
  | score   | grade |
  | 5 and up | high |
  | below 5  | low  |
}
indicator p "P" §4 { score a + 1 }
block t "T" §5 {
  weights q 60%, p 40%
}
block u "U" §6 {
  each { score points }
  table
    | no  | indicator | label | points |
    | 1 * | one       | "One" | 3      |
    | 2   | two       | "Two" | 4      |
  mark * not for land
}
rating r "R" §7 { among every body; by t, highest first, ties share }
register list "Bodies" §10 {
  body sea "Sea" covers all, not activity "law" §10.1
}
assessor of q is agency for body where a > 1 §11 { except sea : ministry §11.1 }
"""
SAID = {
    "activity": (', not activity "law"', "", ("list.sea", "covers", "all, not law", "all")),
    "whom an assessor is for": (
        "where a > 1", "where a > 2",
        ("assessor.q", "is", "agency for body where a > 1", "agency for body where a > 2"),
    ),
    "which way is better": (
        ", more is better", ", more is worse",
        ("a", "input", "a number, 0 .. 100, more is better", "a number, 0 .. 100, more is worse"),
    ),
    "bounds": (
        "0..100", "0..50", ("a", "input", "a number, 0 .. 100, more is better", "a number, 0 .. 50, more is better"),
    ),
    "an exemption": ("not for land", "not for land, full points",
                     ("u.one", "not for land", "not for land", "not for land, full points")),
    "each of several": ("by t,", "by each of t,",
                        ("r", "rating", "by t, highest first, ties share", "by each of t, highest first, ties share")),
    "rounding before a grade": (
        "grade §3.1", "grade round 1 half up §3.1", ("q", "grade", "score, grade", "score, grade, round 1 half up"),
    ),
    "an option of a node": (
        '"P" §4', '"P" §4 under e.one',
        ("p", "indicator", "indicator for every kind", "indicator for every kind under E.one"),
    ),
    "weights shared out": (
        "p 40%", "p 40%, shared out when missing",
        ("t", "weight of q", "60%", "60%, shared out when missing"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAID)
def test_what_a_rule_says_is_a_fact_of_it(name: str) -> None:
    before, after, rule = SAID[name]
    assert rule in rules_of(differ(ALL, (before, after)))


def test_a_weight_cites_its_node_where_nothing_nearer_is_cited() -> None:
    found = differ(ALL, ("q 60%, p 40%", "q 50%, p 50%"))
    assert [r.provisions for r in found.rules] == [("§5",), ("§5",)]

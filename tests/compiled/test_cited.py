"""What code rests on stands in comments beside it, in each function."""

import re
from pathlib import Path

from engine.programs import rules_of

from evallang import load
from evallang.backends.specialised import Specialised
from evallang.rules import Rules

RULES = """
methodology m
kinds one, two
body lonely
parameter rate "Rate" §1 = 3/2
input n "N" : count §2
input z : flag §3
item office by id §4 { input asked : number §5 }
brackets banded(count) §app1
  | count    | points |
  | up to 9  | 1      | §app1.1
  | 10 .. 15 | 2      | §app1.2
  | 16 .. 99 | 3      | §app1.3
formula twice §6 = 2 * n
formula thrice(x) §7 = 3 * x
index total §9 {
  indicator a §10 {
    points one 5, two 6 §11
    when z : twice §12
    score thrice(n) * rate + points §13
    clamp 0 .. 50 §14
  }
  block b §15 {
    table §24
      | no  | indicator | label   | points |
      | 1   | near      | "Near"  | 3      |
      | 2 * | other     | "Other" | 4      |
    mark * not for lonely §8
    each { score banded(n) }
  }
  indicator c §16 { score sum(asked for office, none 0) }
  weights a 60% §17, b 30%, c 10% §18
  round 0.1 half up §19
  grade §20
    | score    | grade |
    | 5 and up | good  | §20.1
    | below 5  | bad   |
}
rating order §21 { among body of same kind; by total }
trigger alarm "Alarm" §22 { when z §23; proposes "to look" }
"""


def comments(rules: Rules) -> list[str]:
    """The comments of the code of the rules, by line."""
    text = rules.compile().source.partition("# ---- the rules")[2]
    return [line.partition("# ")[2] for line in text.splitlines() if "# " in line]


def test_every_construct_is_cited() -> None:
    """Each provision of the rules stands in a comment, with the words of what it is the provision of."""
    found = comments(rules_of(RULES))
    every = set(re.findall(r"§[\w.:]*\w", RULES)) - {"§24"}  # of the table; its rows are §24.1 and §24.2
    assert every <= set(" ".join(found).split())
    for words in (
        "parameter rate = 3/2 §1", "twice: §6", "thrice §7", "points of a §11", "when z §12", "clamp 0 .. 50 §14",
        "score thrice(n) * rate + points §13", "b.near: Near §24.1", "b.other not for some §8", "up to 9 | 1 §app1.1",
        "weights of total §17", "weight of c: 10% §18", "round 0.1 half up §19", "grade of total §20",
        "5 and up | good §20.1", "rating order §21", "alarm: Alarm §22", "when z §23",
    ):  # fmt: skip
        assert words in found, words


def test_inputs_are_cited_where_they_are_declared() -> None:
    """At the end of the line."""
    lines = rules_of(RULES).compile().source.splitlines()
    assert [line.rpartition("  # ")[2] for line in lines if " = Input('" in line] == ["§2", "§3", "§5"]
    assert [line.rpartition("  # ")[2] for line in lines if line.startswith("V0 = Level(")] == ["§4"]


def test_a_whole_methodology_is_cited() -> None:
    """What holds for a kind of body under the options chosen, in the methodology of 2020."""
    rules = load(Path(__file__).parents[2] / "rules" / "interaction-2020")
    found = set(" ".join(comments(rules)).split())
    checked = 0
    for kind in rules.program.kinds:
        spec = Specialised(rules.program, rules.choices(None), kind.name)
        for node in rules.program.nodes:
            if spec.active(node.conditions) and spec.is_of_kind(node):
                grade, weights = spec.grades(node), spec.weights(node)
                told = [*spec.steps(node), *spec.clauses(node), *(spec.rows(grade.table) if grade else ())]
                told += [weights, *weights.parts] if weights else []
                provisions = {p for one in told for p in one.provisions}
                assert provisions <= found, (node.short, provisions - found)
                checked += len(provisions)
    assert checked > 300

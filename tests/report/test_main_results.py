"""What counts as a main result, and which readings count as used."""

import json

from engine.programs import rules_of, scored

from evallang.report.main_results import deciding_paths, main_nodes, top_nodes
from evallang.report.results_json import results_json

RULES = """\
methodology m
reading used "…?" { option a; option b; choose a }
reading idle "…?" { option a; option b; choose a }
input x : number
indicator weighed { score by used { a : x; b : 2 * x } }
index whole { weights weighed 60%, added 40%; grade
  | score | grade |
  | any   | g     |
}
indicator added { score x }
block sum { parts named }
indicator named { score x }
indicator alone { score named + 1 }
"""


def test_a_node_that_another_adds_or_weighs_is_no_main_one() -> None:
    program = rules_of(RULES).program
    assert top_nodes(program) == ("whole", "sum", "alone")
    assert main_nodes(program) == ("weighed", "added", "whole", "named", "sum", "alone")


def test_what_a_body_is_scored_for() -> None:
    scores = scored(RULES, [{"body": "A", "x": 1}])
    assert deciding_paths(scores.program) == ("whole", "sum", "alone", "whole.grade")


def test_a_reading_on_which_nothing_rests_is_not_used() -> None:
    found = json.loads(results_json(scored(RULES, [{"body": "A", "x": 1}])))
    assert {reading["name"]: reading["used"] for reading in found["readings"]} == {"used": True, "idle": False}

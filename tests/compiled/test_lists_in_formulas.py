"""Lists of other bodies inside of formulas with parameters: each argument makes another list."""

from fractions import Fraction

from agreeing.engines import given, told
from engine.programs import rules_of

RULES = """
methodology m
kinds central, local
input a : count
input b : number
input fine : flag
item office by id { input visits : count }
formula above(x, k) = count(a for body of same kind where a > x) + sum(a * k for every body where fine, none 0)
formula ours(x) = mean(visits / x for office of every body where visits > x, none 0)
formula chosen(on) = count(a for every body where fine = on)
formula nested(x) = above(x, 2) + above(x + 1, x)
indicator p { score above(b, b / 3) }
indicator q { score above(a, 1) + chosen(fine) }
indicator s { score ours(b) }
indicator t { score nested(a / 2) }
indicator u { score if b > 1 then above(100, 0) else above(0, 0.1) }
"""
RECORDS = [
    {"body": "a", "kind": "central", "a": 3, "b": 2, "fine": True, "office": [{"id": "1", "visits": 3}]},
    {
        "body": "b",
        "kind": "central",
        "a": 5,
        "b": "0.5",
        "fine": False,
        "office": [{"id": "1", "visits": 9}],
    },
    {"body": "c", "kind": "local", "a": 2, "b": 0, "fine": True, "office": []},
    {"body": "d", "kind": "local", "a": 2, "fine": True, "office": []},
    {"body": "e", "kind": "local", "a": 7, "b": 1, "office": []},
]


def test_lists_in_formulas_are_those_of_the_interpreter() -> None:
    """With arguments that are whole, fractions, flags, and not there."""
    rules = rules_of(RULES)
    scorer = rules.compile()
    for records in (RECORDS[:3], RECORDS[:4], RECORDS):
        scores = rules.score({"bodies": records})
        for record, found in zip(records, scorer.score_all(records), strict=True):
            for path in ("p", "q", "s", "t", "u"):
                wanted = told(scores[str(record["body"])][path])
                assert given(found[path]) == wanted or " at data" in str(wanted), (record["body"], path)
    assert scorer.score_all(RECORDS[:3])[0]["p"] == 2 + (3 + 2) * Fraction(2, 3)

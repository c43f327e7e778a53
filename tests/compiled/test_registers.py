"""What registers say of a body, where the data does not: in compiled code as in `score`."""

from agreeing.engines import given, told
from engine.programs import rules_of

RULES = """
act a "A"
kinds local "Local body", central "Central body"
attribute gov : flag
attribute city : flag
office ministry "The ministry" §1
input x : number §3
block services "Services" §3 {
  input counted : flag §3 { when missing : assessed(services) }
  input least : number §3 { when missing : x / 3 }
  when not counted : undefined "not assessed" §3
  score x + (if gov then 10 else 0) + least
}
block budget "Budget" §4 { score if assessed(budget) and not city then x else -x }
assessor of services is ministry §2
register list "List" for local {
  body m "The mill" covers all has gov, city
  body n "North"    covers only services
}
"""
RECORDS = [
    {"body": body, "kind": kind, "x": "1.5", **more}
    for body in ("m", "The mill", "n", "North", "other")
    for kind in ("local", "central")
    for more in ({}, {"gov": True, "city": "no"}, {"counted": "yes", "least": 4}, {"counted": "perhaps", "gov": ""})
]


def test_registers_say_the_same() -> None:
    """By the name and by the label, with and without a line, for kinds that have a register and for others."""
    rules = rules_of(RULES)
    scorer, values = rules.compile(), 0
    for record in RECORDS:
        scores, found = rules.score({"bodies": [record]}), scorer.score(record)
        (body,) = scores
        for path in ("services", "budget"):
            wanted = told(body[path])
            values += not isinstance(wanted, tuple)
            assert given(found[path]) == wanted, (record, path)
    assert 20 < values < 2 * len(RECORDS)

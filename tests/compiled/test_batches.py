"""Many bodies scored together: values as of the interpreter, and work that grows as their number does."""

from fractions import Fraction
from typing import Any

import pytest
from agreeing.engines import given, told
from engine.programs import rules_of

RULES = rules_of("""
methodology m
kinds big, small
input a : number
input w : number
item outage by id {
  input fault : body
  input hours : number
  input heavy : number
}
formula lost = sum(hours for outage of every body where fault = this body, none 0)
indicator total { score lost }
indicator often { score count(outage of every body where fault = this body) }
indicator some_ { score if some outage of every body where fault = this body then 1 else 0 }
indicator mean_ { score mean(hours for outage of every body where fault = this body, weighted by heavy, none 0) }
indicator of_kind { score a / mean(a for body of same kind) }
indicator heavy_ { score mean(a for body of same kind, weighted by w) }
indicator place { score percentile(a for body of same kind) }
indicator cut { score winsorise(a for every body, 0.1, 0.9) }
indicator above { score count(a for every body where a > 3) }
indicator mid { score quantile(a for every body, 0.3) - median(a for body of same kind) }
""")


class Counted(dict[str, Any]):
    """A record that counts how often it is asked."""

    asked = 0

    def get(self, key: str, otherwise: Any = None) -> Any:
        Counted.asked += 1
        return super().get(key, otherwise)


def bodies(count: int, *, bad: bool = False) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for n in range(count):
        rows = [
            Counted(id=str(k), fault=f"b{(n * 7 + k) % count}", hours=n + k, heavy=1 + (n + k) % 3) for k in range(2)
        ]
        if bad and n % 5 == 2:
            rows[0]["fault"] = "nobody"
        if bad and n % 5 == 3:
            del rows[1]["hours"]
        found.append(Counted(body=f"b{n}", kind="small" if n % 3 else "big", a=n * n % 11, w=1 + n % 4, outage=rows))
    if bad:
        found[1]["a"] = "x"
    return found


@pytest.mark.parametrize("bad", [False, True])
def test_the_same_as_the_interpreter(bad: bool) -> None:
    """Also of what is not known: whose an outage is, how long it was."""
    data = bodies(15, bad=bad)
    scores, values = RULES.score({"bodies": data}), set[Any]()
    for record, found in zip(data, RULES.compile().score_all(data), strict=True):
        for path in found:
            wanted = told(scores[record["body"]][path])
            ours = given(found[path])
            assert ours == wanted or (" at data" in str(wanted) and ours[0] == wanted[0]), (record["body"], path)
            values.add(found[path]) if isinstance(found[path], Fraction) else None
    assert len(values) > (10 if bad else 40)


def test_twice_as_many_bodies_are_asked_twice_as_often() -> None:
    """Not four times: what concerns all of them is found once."""
    score_all, asked = RULES.compile().score_all, []
    for count in (30, 60):
        data = bodies(count)
        Counted.asked = 0
        score_all(data)
        asked.append(Counted.asked)
    assert asked[0] > 100
    assert asked[1] < asked[0] * 2.5

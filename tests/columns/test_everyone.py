"""What looks at the items and the parts of all bodies: over columns as by the interpreter, to the last digit."""

import random
from fractions import Fraction
from typing import Any

import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import rules_of

from evallang.backends.columns.results import Columns

Frame = dict[str, list[Any]]

RULES = rules_of(
    """\
methodology m "M"
kinds a "Alpha", b "Beta"
input closed : flag
item outage by code { input lasted : hours; input fault : body }
item service by code { input mark : number 0..100 }
input base : number
indicator blamed { points 5; score sum(lasted for outage of every body where fault = this body, none 7) / 2 }
indicator often { score count(outage of every body where this body = fault) }
formula middle = mean(mark for service)
formula share = base / 7
indicator level {
  when no service : mean(middle for body of same kind where some service, none 3)
  score middle
  round 0.01 half up
}
indicator together { score sum(share for every body where known(share)) }
index whole {
  part left { score base }
  part right { score base * 2 }
  when closed : mean(sum(parts) for body of same kind where not closed, none 1)
  score sum(parts)
}
""".replace(" for a, b {", " {")
)
PATHS = ("blamed", "often", "level", "together", "whole")


def compared(bodies: Frame, lists: dict[str, Frame]) -> Columns:
    """The results of the columns, after they were held to the interpreter."""
    found = RULES.score_columns(as_objects(bodies), lists={n: as_objects(f) for n, f in lists.items()}, paths=PATHS)
    assert differences(found, by_interpreter(RULES, bodies, lists), bodies) == []
    return found


def made(rng: random.Random, size: int, *, gaps: bool) -> tuple[Frame, dict[str, Frame]]:
    """So many bodies with their items; with `gaps` some cells are empty or name nobody."""
    names = [f"b{i}" for i in range(size)]

    def cell(value: Any) -> Any:
        return None if gaps and rng.random() < 0.05 else value

    bodies: Frame = {
        "body": names, "kind": [rng.choice("ab") for _ in names], "closed": [cell(rng.random() < 0.3) for _ in names],
        "base": [cell(Fraction(rng.randint(-300, 300), 10)) for _ in names],
    }  # fmt: skip
    outages = [(rng.choice(names), str(i), rng.choice(names)) for i in range(size)]
    lasted = [cell(rng.randint(0, 40)) for _ in outages]
    services = [(name, str(i)) for name in names for i in range(rng.choice((0, 1, 3, 6, 7, 11)))]
    return bodies, {
        "outage": {
            "body": [o[0] for o in outages], "code": [o[1] for o in outages], "lasted": lasted,
            "fault": [cell(o[2]) for o in outages],
        },
        "service": {
            "body": [s[0] for s in services], "code": [s[1] for s in services],
            "mark": [cell(rng.randint(0, 100)) for _ in services],
        },
    }  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 5, 40, 200])
def test_all_bodies_are_looked_at_in_columns(size: int) -> None:
    bodies, lists = made(random.Random(size), size, gaps=False)
    found = compared(bodies, lists)
    assert not found.whole


@pytest.mark.parametrize("seed", range(12))
def test_what_is_missing_is_missing_for_whoever_needs_it(seed: int) -> None:
    compared(*made(random.Random(seed), 25, gaps=True))


def test_an_item_without_a_value_is_missing_only_for_the_body_that_it_names() -> None:
    bodies, lists = made(random.Random(3), 6, gaps=False)
    lists["outage"] |= {"lasted": [1, None, 2, 3, 4, 5], "fault": ["b0", "b1", "b0", "b2", "b2", "b1"]}
    found = compared(bodies, lists)
    assert [found["blamed"].exact(row) for row in range(4)] == [Fraction(3, 2), None, Fraction(7, 2), Fraction(7, 2)]
    assert not found.whole


@pytest.mark.parametrize("fault", ["nobody", "", None])
def test_an_item_that_names_nobody_is_left_to_the_interpreter(fault: str | None) -> None:
    bodies, lists = made(random.Random(4), 6, gaps=False)
    lists["outage"]["fault"][0] = fault
    assert {"blamed", "often"} <= compared(bodies, lists).whole


def test_a_mean_of_means_needs_no_common_denominator() -> None:
    """Thirty counts have none of 63 bits; the sum is exact all the same."""
    size = 64
    names = [f"b{i}" for i in range(size)]
    rows = [(name, str(k)) for i, name in enumerate(names) if i for k in range(i)]
    bodies: Frame = {"body": names, "kind": ["a"] * size, "closed": [False] * size, "base": [0] * size}
    marks = [int(k) * 37 % 101 for _, k in rows]
    lists = {
        "outage": {"body": [], "code": [], "lasted": [], "fault": []},
        "service": {"body": [r[0] for r in rows], "code": [r[1] for r in rows], "mark": marks},
    }
    found = compared(bodies, lists)
    assert not found.whole and found["level"].exact(0) is not None

"""Bodies are found where only one of many values leads there."""

from fractions import Fraction

from evallang.ir import expr as ir
from evallang.lint.search import Search
from evallang.lint.starts import all_rows, good, starts
from evallang.lint.tuning import Tuning
from evallang.lint.wanted import Wanted
from evallang.numbers import compare
from evallang.pipeline import check_source
from evallang.source import from_text
from evallang.trials.users import Users
from evallang.types import FLAG, NUMBER

RULES = """
methodology m
input cases : count
input late  : count, more is worse, at most cases
input share_on : share, more is better
item visit by id { input answered : flag; input length : number 0..60 }
index total {
  part a { points 40; score 40 - late / cases * 400; clamp 0 .. }
  part b { points 60; score 60 * share_on }
  part c { score mean(length for visit) }
}
"""


def _search(text: str = RULES) -> Search:
    rules, diagnostics = check_source(from_text("rules.eval", text))
    assert rules is not None, diagnostics
    return Search(rules.program, tuple(r.choice for r in rules.program.readings), Users(rules.program))


def _between(search: Search, name: str, low: str, high: str) -> Wanted:
    d = next(d for d in search.program.definitions if d.name == name)
    ref = ir.Ref((d.number,), name, type=NUMBER)
    ends = [
        ir.Apply(op, (ref, ir.Const(Fraction(end), end, type=NUMBER)), type=FLAG)
        for op, end in (("greater", low), ("less", high))
    ]
    return Wanted(tuple((end, True) for end in ends), (), d.number)


def test_a_narrow_window_is_hit() -> None:
    search = _search()
    for low, high in (("89.99", "90"), ("0.01", "0.02"), ("159.9", "160")):
        found = search.find(_between(search, "total", low, high))
        number = next(d.number for d in search.program.definitions if d.name == "total")
        assert found is not None
        assert Fraction(low) < search.value(found, number) < Fraction(high)


def test_what_lies_beyond_every_body_is_not_found() -> None:
    search = _search()
    assert search.find(_between(search, "total", "160", "170")) is None


def test_a_good_body_has_values() -> None:
    search = _search()
    asked = search.asked(_between(search, "total", "0", "1"))
    better = good(search.maker, asked, search.inputs)[0]
    values = {path[-1]: value for made in all_rows(better) for path, value in made.values.items()}
    assert values["cases"] == 1000 and values["late"] == 0 and values["share_on"] == 1
    assert all(made.lists.get(("visit",), {"x": None}) for made in all_rows(better))


def test_starts_are_the_same_each_time() -> None:
    search = _search()
    asked = search.asked(_between(search, "total", "0", "1"))
    once, again = (
        [[sorted(made.values.items()) for made in all_rows(t)] for t in starts(search.maker, asked, search.inputs, 6)]
        for _ in range(2)
    )
    assert once == again


def test_tuning_follows_a_line_and_keeps_to_whole_numbers() -> None:
    search = _search("methodology m\ninput a : count\ninput b : number 0..10\nindex i { score a * 3 + b }\n")
    wanted = _between(search, "i", "70.123", "70.125")
    trial = next(starts(search.maker, search.asked(wanted), search.inputs, 1))
    worth = search.worth(wanted)
    reached, tuned = Tuning(search.inputs, worth).tuned(trial, worth(trial) or Fraction(0))
    made = next(all_rows(tuned))
    a, b = made.values[("a",)], made.values[("b",)]
    assert reached == 0 and isinstance(a, Fraction) and isinstance(b, Fraction)
    assert a.denominator == 1 and b.denominator <= 1000


THROUGH = """
methodology m
input trend : choice (rising, falling)
item measure by code {
  input value : number, yearly
  input kind_ : choice (one, other)
  formula past    = previous(value)
  formula divisor = if trend = rising then past else value
  indicator growth {
    when divisor = 0 : 0
    when min(value, past) < 0 and kind_ = other : (value - past) / abs(past)
    score 1
  }
}
"""


def _where(search: Search, node: str, clause: int) -> Wanted:
    """That a clause is come to, and what it divides by is 0."""
    d = next(d for d in search.program.nodes if d.name == node)
    before = [(c.guard, False) for c in d.clauses[:clause] if c.guard is not None]
    here, value = d.clauses[clause].guard, d.clauses[clause].value
    assert here is not None and isinstance(value, ir.Apply)
    zero = ir.Apply("equal", (value.args[1], ir.Const(Fraction(0), "0", type=NUMBER)), type=FLAG)
    return Wanted((*before, (here, True), (zero, True)), d.level, d.number)


def test_conditions_are_followed_through_formulas_branches_and_extremes() -> None:
    search = _search(THROUGH)
    found = search.find(_where(search, "growth", 1))
    assert found is not None
    rows = [made.values for made in all_rows(found.trial) if ("measure", "value") in made.values]
    assert Fraction(0) in {row["measure", "value"] for row in rows}
    assert any(value < 0 for row in rows if isinstance(value := row["measure", "value"], Fraction))


def test_what_is_not_yearly_is_the_same_in_every_year() -> None:
    search = _search(THROUGH)
    found = search.find(_where(search, "growth", 1))
    assert found is not None
    for path in (("trend",), ("measure", "kind_")):
        assert len({made.values[path] for made in all_rows(found.trial) if path in made.values}) == 1


def test_what_is_found_is_small_and_plain() -> None:
    search = _search("methodology m\ninput a : number\ninput b : number\nitem x by id { input c : number }\n"
                     "index i { score a }\n")  # fmt: skip
    found = search.find(_between(search, "i", "3", "400"))
    assert found is not None
    (made,) = all_rows(found.trial)
    assert made.values == {("a",): Fraction(10)} and not made.lists


def test_a_list_is_emptied() -> None:
    search = _search("methodology m\nitem x by id { input c : number\n item y by id { input e : number } }\n"
                     "index i { score sum(sum(e for y, none 0) for x, none 0) }\n")  # fmt: skip
    for number, path in ((0, ("x",)), (1, ("x", "y"))):
        listed = ir.ItemsOf(number, path[-1])
        none = ir.Apply("not", (ir.Aggregate("some", None, listed, type=FLAG),), type=FLAG)
        found = search.find(Wanted(((none, True),), (0,) * number))
        assert found is not None
        assert any(made.lists.get(path) == {} for made in all_rows(found.trial))


ROOTS = "methodology m\ninput a : number 1..100\nindex i { score sqrt(a) }\n"


def test_a_value_that_is_no_fraction_is_compared_too() -> None:
    search = _search(ROOTS)
    number = next(d.number for d in search.program.definitions if d.name == "i")
    found = search.find(_between(search, "i", "3.1", "3.2"))
    assert found is not None
    value = search.value(found, number)
    assert compare(value, Fraction("3.1")) > 0 > compare(value, Fraction("3.2"))
    assert search.find(_between(search, "i", "10.5", "11")) is None

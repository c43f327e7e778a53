"""Items over columns: frames of lists as they come, every row of the results against the interpreter."""

import random
from fractions import Fraction
from itertools import combinations_with_replacement, product
from typing import Any

import numpy as np
import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import rules_of

from evallang.backends.columns import passes
from evallang.backends.columns.approximate import Approximate
from evallang.backends.columns.item_numbers import inside
from evallang.backends.columns.residues import Residues
from evallang.backends.columns.results import Columns
from evallang.backends.columns.segments import Cut
from evallang.rules import Rules
from evallang.tables.raw import DataError

Frame = dict[str, list[Any]]

RULES = rules_of("""\
methodology m "M"
kinds a "Alpha", b "Beta"
body capital "The capital"
reading form "Which?" { option one "one"; option other "other"; choose one }
input staff : number
item office "Offices" by code {
  input desks : count
  input cost : number { when missing : 2 }
  input open : flag
  input rooms : count, at most staff
  item desk "Desks" by no {
    input price : number, at most cost
    formula dear = price * 2 > cost + staff
    indicator worth { points 3; score price / desks + points; round 0.01 half up }
  }
  formula each = cost / desks
  indicator value {
    points a 4, b 6
    when open : sum(worth for desk where dear, none points)
    score each * staff
    grade
      | score    | grade |
      | 2 and up | good  |
      | below 2  | poor  |
  }
}
indicator whole { score sum(value for office where desks > 1, none staff, at least staff - 2) ; round 0.1 half even }
indicator average { score mean(each for office, weighted by desks) * by form { one : 1; other : 2 } }
indicator many { score count(office where value.grade = good) / count(office) }
indicator deep { score max(min(price for desk) + count(desk) for office) - mean(sum(price for desk) for office) }
indicator north { score office."north".value + office."north".desk."1".price }
indicator some_open { score if (some office where open) and (every office where desks < 9) then 1 else 0 }
trigger dear_desk { when some office where (some desk where dear and price > staff); proposes "to look" }
""")
BODIES: Frame = {
    "body": ["x", " y ", "z", "The capital", "u", "x", "v"],
    "kind": ["a", "b", "Beta", "a", None, "b", "b"],
    "staff": ["3", "4", "what?", "2.5", "7", "1", "4"],
}
OFFICES: Frame = {
    "body": ["z", "x", "y", "x", " x", "capital", "nobody", "", "y", "x", "The capital", "u", "u", "v", "v"],
    "code": ["n", "north", "1", "s", "north", "north", "1", "2", "", "e ", "s", "north", "e", "s", "north"],
    "desks": ["1", "2", "3", "1", "9", "2", "1", "1", "1", "0", "5", "what?", "2", "2", "8"],
    "cost": ["1.5", "", "7", "3", "1", "1/3", "1", "1", "1", "2", "1e400", "4", "0.7", "3", "1.1"],
    "open": ["yes", "no", "", "yes", "yes", "yes", "no", "no", "no", "no", "no", "yes", "yes", "no", "yes"],
    "rooms": ["1", "2", "2", "9", "1", "1", "1", "1", "1", "2", "1", "7", "8", "4", "0"],
}
DESKS: Frame = {
    "body": ["x", "x", "x", "y", "u", "The capital", "u", "z", "z", "u", "v", "v"],
    "code": ["north", "s", "north", "1", "e", "north", "none", "n", "n", "e", "north", "s"],
    "no": ["1", "1", "2", "1", "1", "1", "1", "1", "1", "2", "1", "2"],
    "price": ["1.25", "3", "0.1", "8", "0.5", "0.3", "1", "what?", "1", "0.7", "0.9", "2"],
}
LISTS = {"office": OFFICES, "Desks": DESKS}
PATHS = (
    "whole", "average", "many", "deep", "north", "some_open", "dear_desk",
    "office.north.value", "office.s.value.grade", 'office."north".desk."1".worth', "office.nowhere.each",
)  # fmt: skip


def compared(rules: Rules, bodies: Frame, lists: dict[str, Frame], **options: Any) -> Columns:
    """The results of frames, which are those of the interpreter."""
    chosen = {name: options[name] for name in ("readings", "period") if name in options}
    wanted = by_interpreter(rules, bodies, lists, **chosen)
    found = rules.score_columns(
        as_objects(bodies), lists={name: as_objects(list_) for name, list_ in lists.items()}, **options
    )
    assert differences(found, wanted, bodies) == []
    return found


@pytest.mark.parametrize("option", ["one", "other"])
@pytest.mark.parametrize("block", [1, 3, 64])
def test_lists_as_they_come(block: int, option: str) -> None:
    """Rows of nobody, keys with blanks, twice or nowhere, other kinds, cells that cannot be read, nested lists."""
    found = compared(RULES, BODIES, LISTS, readings={"form": option}, block=block, paths=PATHS)
    assert not found.whole
    assert all((column.status == 0).any() for path, column in found.items() if path != "office.nowhere.each")


@pytest.mark.parametrize("given", [(), ("office",), ("Desks",)])
def test_a_list_without_a_frame_is_missing(given: tuple[str, ...]) -> None:
    lists = {name: LISTS[name] for name in given}
    assert not compared(RULES, BODIES, lists, paths=PATHS).whole


def test_a_frame_without_rows_gives_empty_lists() -> None:
    empty = {name: {header: list[Any]() for header in frame} for name, frame in LISTS.items()}
    found = compared(RULES, BODIES, empty, paths=PATHS)
    assert not found.whole and found["whole"].exact(1) == 4


def test_a_frame_that_is_held_is_scored_again() -> None:
    frame = RULES.read_columns(as_objects(BODIES), lists={name: as_objects(list_) for name, list_ in LISTS.items()})
    for option in ("one", "other", "one"):
        wanted = by_interpreter(RULES, BODIES, LISTS, readings={"form": option})
        found = RULES.score_columns(frame, readings={"form": option}, block=2, threads=2)
        assert not differences(found, wanted, BODIES) and not found.whole


def test_bodies_by_their_numbers() -> None:
    bodies = {"staff": np.arange(6), "kind": np.array(["a", "b"] * 3)}
    offices = {
        "body": np.array([5, 3, 0, 3, 9, -1]), "code": np.arange(6), "desks": np.array([2, 3, 0, 4, 5, 1]),
        "cost": np.array([0.5, 1.25, 3, 7, 1, 1]), "open": np.array([False] * 6),
    }  # fmt: skip
    plain = {name: {k: v.tolist() for k, v in frame.items()} for name, frame in (("b", bodies), ("office", offices))}
    wanted = by_interpreter(RULES, plain["b"], {"office": plain["office"]})
    found = RULES.score_columns(bodies, lists={"office": offices})
    assert not differences(found, wanted, plain["b"])
    keyed = RULES.score_columns({"body": np.arange(6), **bodies}, lists={"office": offices})
    assert not differences(keyed, wanted, plain["b"])


YEARS = """\
methodology m "M"
input n : number{yearly}
item row by id {{
  input k : number{inner}
  input f : number
}}
indicator x {{ score sum(k * f for row, none 0) + n }}
{more}
"""


def years(*, yearly: str = "", inner: str = "", more: str = "") -> Rules:
    return rules_of(YEARS.format(yearly=yearly, inner=inner, more=more))


ROWS_OF_YEARS: Frame = {
    "body": ["a", "a", "a", "b", "b", "b"],
    "period": ["2020", "2021", "2021", "2021", "2020", "soon"],
    "id": ["1", "1", "2", "1", "1", "1"],
    "k": ["1", "2", "3", "4", "5", "6"],
    "f": ["2", "", "3", "7", "8", "9"],
}


def test_lists_in_periods() -> None:
    bodies: Frame = {"body": ["a", "a", "b", "b"], "period": [2020, 2021, 2020, 2021], "n": [1, 2, 3, 4]}
    more = "indicator before { score previous(x) }"
    for rules in (years(), years(yearly=", yearly", inner=", yearly", more=more)):
        for period in ("all", 2021, 2020):
            assert not compared(rules, bodies, {"row": ROWS_OF_YEARS}, period=period).whole
    without = {header: values for header, values in ROWS_OF_YEARS.items() if header != "period"}
    fixed = years(yearly=", yearly", more=more)
    assert not compared(fixed, bodies, {"row": without}, period="all").whole
    with pytest.raises(DataError, match="no column"):
        years().score_columns(as_objects(bodies), lists={"row": as_objects(without)}, period="all")["x"].reason(0)


def test_items_of_a_year_without_the_body_are_left_to_the_interpreter() -> None:
    """They make it a body of that year."""
    rules = years(yearly=", yearly", inner=", yearly", more="indicator before { score previous(x) }")
    bodies: Frame = {"body": ["a", "b"], "period": [2021, 2021], "n": [2, 4]}
    assert "before" in compared(rules, bodies, {"row": ROWS_OF_YEARS}, period="all").whole


def test_a_list_without_its_keys_is_no_list() -> None:
    with pytest.raises(DataError, match="the key of"):
        RULES.score_columns(as_objects(BODIES), lists={"office": {"body": np.array(["x"]), "desks": np.array([1])}})


def test_columns_of_lists_are_told_of() -> None:
    lists = {"office": as_objects({**OFFICES, "dsks": OFFICES["desks"]})}
    found = RULES.score_columns(as_objects(BODIES), lists=lists)
    assert any("`dsks` is no input" in f.message or '"dsks"' in f.message for f in found.findings)


# ---- absence

AGGREGATES = (
    "sum(value for row where flagged)", "mean(value for row where flagged, none 7)", "count(row where flagged)",
    "min(value for row where flagged, at least 2)", "max(value for row where flagged, at least {few})",
    "count(value for row where flagged)", "count(flagged for row)", "mean(weight for row, weighted by value)",
    "mean(value for row, weighted by weight, at least {few})", "sum(value for row, at least {few}, none {few})",
)  # fmt: skip
CONDITIONS = ("some row where flagged", "every row where flagged", "no row where flagged")
STATES = ("there", "other", "missing", "unread", "undefined", "not applicable")


def absences() -> Rules:
    """Values, conditions and weights in every state, chosen for each item; what is for the kind b is not for a."""
    numbers = [text.replace("{few}", "few") for text in AGGREGATES]
    lines = [f"formula r{i} = {text}" for i, text in enumerate((*numbers, *CONDITIONS))]
    lines += [f"indicator x{i} {{ score r{i} }}" for i in range(len(numbers))]
    lines += [f"indicator c{i} {{ when r{i} : 1; score 0 }}" for i in range(len(numbers), len(lines) - len(numbers))]
    count = len(numbers) + len(CONDITIONS)
    lines += [f"indicator k{i} {{ when known(r{i}) : 1; score 0 }}" for i in range(count)]
    chosen = "if {how} = 1 then {there} else if {how} = 2 then {other} else if {how} = 3 then {kind}_missing else if "
    chosen += "{how} = 4 then {kind}_unread else if {how} = 5 then 1 / 0 {more} else b_only.{kind}"
    inside = [
        f"formula {name} = " + chosen.format(how=f"how_{name}", there=there, other=other, kind=kind, more=more)
        for name, there, other, kind, more in (
            ("value", "2", "-3", "number", ""), ("weight", "1", "3", "number", ""),
            ("flagged", "on", "off", "flag", "= 1"),
        )
    ]  # fmt: skip
    inputs = [f"input how_{name} : number" for name in ("value", "weight", "flagged")]
    inputs += [f"input {kind}_{how} : {kind}" for kind in ("number", "flag") for how in ("missing", "unread")]
    inputs += ["input on : flag", "input off : flag"]
    only = "indicator b_only for b { input number : number; input flag : flag; score number }"
    item = "\n  ".join(["item row by id {", *inputs, only, *inside]) + "\n}"
    return rules_of("\n".join(['methodology m "M"', 'kinds a "A", b "B"', "input few : number", item, *lines]))


@pytest.mark.parametrize("with_weights", [False, True])
def test_every_state_of_two_items_together(*, with_weights: bool) -> None:
    """What is missing, cannot be read, is undefined or not applicable, beside every other; and what is known of it."""
    names = ("value", "weight" if with_weights else "flagged")
    items = list(product(STATES, repeat=2))
    bodies: Frame = {"body": [], "kind": [], "few": []}
    rows: Frame = {"body": [], "id": [], "number_unread": [], "flag_unread": [], "on": [], "off": []}
    rows |= {f"how_{name}": list[Any]() for name in ("value", "weight", "flagged")}
    for body, (first, second) in enumerate(combinations_with_replacement(items, 2)):
        for header, value in (("body", body), ("kind", "a"), ("few", ("1", "2", "3", "what?", None)[body % 5])):
            bodies[header].append(value)
        for place, item in enumerate((first, second)):
            state = {name: str(STATES.index(how) + 1) for name, how in zip(names, item, strict=True)}
            cells = {
                "body": body,
                "id": place,
                "number_unread": "what?",
                "flag_unread": "what?",
                "on": "yes",
                "off": "no",
            }
            for header, values in rows.items():
                values.append(cells.get(header, state.get(header.removeprefix("how_"), "1")))
    assert not compared(absences(), bodies, {"row": rows}).whole


# ---- numbers


QUOTIENTS = rules_of("""\
methodology m "M"
input bound : number
item row by id { input up : number; input down : number; input heavy : number }
indicator total { score sum(up / down for row); round 1 half up }
indicator middle { score mean(up / down for row); round 0.5 half even }
indicator least { when min(up / down for row) = bound : 1; score 0 }
indicator most { when max(up / down for row) >= bound : 1; score 0 }
indicator weighed { score mean(up / down for row, weighted by heavy / down); round 0.01 half down }
indicator part { score max(up / bound for row) / sum(down / bound for row); round 0.1 half up }
""")


def quotients(bodies: int, count: int, seed: int) -> tuple[Frame, Frame]:
    """Items whose quotients add up to halves often; bounds at which one of them lies."""
    draw = random.Random(seed)
    rows: Frame = {"body": [], "id": [], "up": [], "down": [], "heavy": []}
    bounds = []
    for body in range(bodies):
        size = draw.randrange(count)
        downs = [draw.choice((2, 3, 4, 6, 12)) for _ in range(size)]
        ups = [draw.randrange(-9, 20) for _ in range(size)]
        for place in range(size):
            for header, value in zip(rows, (body, place, ups[place], downs[place], draw.randrange(1, 5)), strict=True):
                rows[header].append(value)
        some = [Fraction(u, d) for u, d in zip(ups, downs, strict=True)] or [Fraction(1)]
        bounds.append(str(draw.choice((min(some), max(some))) or Fraction(1, 7)))
    return {"body": list(range(bodies)), "bound": bounds}, rows


@pytest.mark.parametrize("seed", range(3))
def test_quotients_are_settled_without_the_interpreter(seed: int) -> None:
    """Sums that lie on a half and equal fractions are told modulo 2^64, over the common multiple of the divisors."""
    bodies, rows = quotients(60, 8, seed)
    found = compared(QUOTIENTS, bodies, {"row": rows}, block=16)
    assert found.settled == 0 and not found.whole


@pytest.fixture
def third(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each third look was at."""
    found: list[int] = []

    class Noting(passes.Fractions):
        def __init__(self, size: int) -> None:
            super().__init__(size)
            found.append(size)

    monkeypatch.setattr(passes, "Fractions", Noting)
    return found


@pytest.mark.parametrize("path", ["total", "least", "most"])
def test_divisors_that_have_no_small_multiple_are_left_to_fractions(path: str, third: list[int]) -> None:
    primes = [1_000_003, 1_000_033, 1_000_037, 1_000_039]
    rows: Frame = {"body": [0] * 5, "id": list(range(5)), "up": [*primes, "1/2"], "down": [*primes, 1]}
    if path == "least":
        rows["up"][4] = 2
    found = compared(QUOTIENTS, {"body": [0, 1], "bound": [1, 1]}, {"row": rows}, paths=[path])
    assert found.settled == 0 and third == [1]


LARGE = rules_of("""\
methodology m "M"
input bound : number
item row by id { input up : number; input down : number; input other : number }
indicator far { when max(up / down for row) >= bound : 1; score 0 }
indicator thin { when 3 * sum(up / (down * other) for row) = sum(3 * up / (down * other) for row) : 1; score 0 }
""")


@pytest.mark.parametrize("path", ["far", "thin"])
def test_numbers_that_63_bits_do_not_hold_are_left_to_fractions(path: str, third: list[int]) -> None:
    rows: Frame = {"body": [0, 0], "id": [1, 2], "up": [10**15 + 1, 10**15 - 9], "down": [1_000_003, 1_000_033]}
    if path == "thin":
        rows |= {"up": [7, 9], "down": [4 * 10**9 + 7] * 2}
    rows["other"] = [5 * 10**9 + 9] * 2
    found = compared(LARGE, {"body": [0, 1], "bound": [f"{10**15 + 1}/1000003", 1]}, {"row": rows}, paths=[path])
    assert found.settled == 0 and third == [1] and found[path].exact(0) == 1


def test_long_lists_beside_empty_ones() -> None:
    count = 3_000
    rows: Frame = {"body": [1] * count, "id": list(range(count)), "up": [i % 7 for i in range(count)]}
    rows |= {"down": [1 + i % 3 for i in range(count)], "heavy": [1] * count}
    found = compared(QUOTIENTS, {"body": [0, 1, 2], "bound": [1, 2, 3]}, {"row": rows})
    assert found.settled == 0


@pytest.mark.parametrize("seed", range(40))
def test_sums_and_extremes_of_items_lie_within_their_bounds(seed: int) -> None:
    """Against fractions; in the second look numerators over the denominator are those of the fraction."""
    draw = random.Random(seed)
    counts = [draw.choice((0, 1, 2, 5)) for _ in range(9)]
    cut = Cut(np.concatenate([[0], np.cumsum(counts)]))
    if not cut.count:
        return
    for outer in (Approximate(cut.size), Residues(cut.size)):
        ops: Any = inside(outer, cut)
        nums = np.array([draw.randint(-(10**6), 10**6) for _ in range(cut.count)])
        dens = np.array([draw.choice((1, 2, 3, 10, 77)) for _ in range(cut.count)])
        marked = np.array([draw.random() < 0.8 for _ in range(cut.count)])
        held, _ = ops.div(ops.column(nums, 7, int(nums.min()), int(nums.max())), ops.column(dens, 1, 1, 77))
        exact = [Fraction(int(n), 7 * int(d)) for n, d in zip(nums, dens, strict=True)]
        rows = [
            [x for x, m in zip(exact[a:b], marked[a:b], strict=True) if m]
            for a, b in zip(cut.starts, cut.starts[1:], strict=False)
        ]
        for number, fold in (
            (ops.total(held, marked), sum),
            (ops.extreme(held, marked, least=True), min),
            (ops.extreme(held, marked, least=False), max),
        ):
            near = getattr(number, "held", number).near
            for row, values in enumerate(rows):
                if not values:
                    continue
                wanted = Fraction(fold(values))
                assert abs(Fraction(float(near.values[row])) - wanted) <= Fraction(near.error)
                if isinstance(outer, Approximate):
                    continue
                (atom,) = number.powers
                over = number.den * int(outer.atoms[atom].residues[row])
                assert int(np.uint64(number.n[row]).astype(np.int64)) == wanted * over
    assert outer.doubt is None

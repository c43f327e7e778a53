"""Who moves and because of what: the ends are the versions themselves, and only what changed counts."""

import json
from fractions import Fraction
from pathlib import Path

from evallang.comparison import difference
from evallang.diff.compare import Version
from evallang.diff.hybrid import changed_provisions, hybrid
from evallang.diff.impact import Impact
from evallang.law.addresses import Address
from evallang.report.changes.json_out import to_json
from evallang.report.changes.words import causes
from evallang.rules import Data, Rules
from evallang.semantics.lower import lower_module
from evallang.source import from_text
from evallang.syntax import ast, format_module, parse

ROWS: Data = {"bodies": [{"body": "X", "a": 9, "b": 20}, {"body": "Y", "a": 3, "b": 10}]}
INPUTS = "act m\nin force 2020-01-01\ninput a : count §1\ninput b : count §1\n"
GUARDED = INPUTS + "indicator q §2 {{ points 10; {} score {} §2.2; {} }}\n"


def version(text: str) -> Version:
    found, wrong = parse(from_text("m.eval", text))
    program, errors = lower_module(found)
    assert not wrong and program is not None, (wrong, errors)
    return Version("m", found, program)


def guarded(whens: str = "when a > 5 : 3 §2.1;", score: str = "a", steps: str = "clamp 0 .. 100 §5.2") -> Version:
    return version(GUARDED.format(whens, score, steps))


def moved(old: Version, new: Version) -> Impact:
    found = difference(old, new, Rules(old.program, old.module, (), Path()), ROWS).impact
    assert found is not None
    return found


def changed(old: Version, new: Version) -> list[str]:
    return [".".join(address) for _, address in changed_provisions(old.module, new.module)]


def between(old: Version, new: Version, *taken: Address) -> str:
    return format_module(hybrid(old.module, new.module, [("", address) for address in taken]))


def test_an_inserted_guard_moves_whom_it_moves() -> None:
    old, new = guarded(), guarded("when a > 5 : 3 §2.1; when a > 2 : 5 §2.9;")
    (move,) = moved(old, new).moves
    assert (move.body, move.before, move.after) == ("Y", 3, 5)
    assert [(s.provision, s.amount) for s in move.shares] == [(("", ("2", "9")), Fraction(2))]


def test_only_what_changed_is_blamed() -> None:
    first = guarded("when a > 8 : 7 §2.0; when a > 5 : 3 §2.1;", "a + 1")
    assert changed(guarded(), first) == ["2.0", "2.2"]
    steps = guarded(steps="clamp .. 50 §5.9; clamp 0 .. 100 §5.2")
    assert changed(guarded(), steps) == ["5.9"]
    again = guarded("when a > 5 : 3 §2.7;")
    assert changed(guarded(), again) == []


def test_the_order_of_clauses_is_of_the_provision_that_holds_them() -> None:
    one, other = "when a > 3 : 1 §2.1;", "when a > 5 : 2 §2.4;"
    old, new = guarded(one + other), guarded(other + one)
    assert changed(old, new) == ["2"]
    taken, left = between(old, new, ("2",)), between(old, new)
    assert taken.index("§2.4") < taken.index("§2.1") and left.index("§2.1") < left.index("§2.4")
    (move,) = moved(old, new).moves
    assert [(s.provision, s.amount) for s in move.shares] == [(("", ("2",)), Fraction(1))]


def test_the_order_of_what_stands_in_no_provision_is_of_its_first_clause() -> None:
    text = INPUTS + "indicator q {{ {} score 0 }}\n"
    one, other = "when a > 3 : 1 §2.1;", "when a > 5 : 2 §2.4;"
    assert changed(*(version(text.format(whens)) for whens in (one + other, other + one))) == ["2.4"]


def test_a_guard_stands_before_the_score_in_every_document_between() -> None:
    text = INPUTS + "indicator q §2 {{ {} }}\n"
    old = version(text.format("score a §2.2; points 10 §2.3"))
    new = version(text.format("points 10 §2.3; when a > 5 : 3 §2.1; score a + 1 §2.2"))
    assert [m.shares for m in moved(old, new).moves if m.body == "X"] != [()]
    program, errors = lower_module(hybrid(old.module, new.module, [("", ("2", "1"))]))
    assert program is not None and not errors


def test_a_row_under_another_option_is_a_change() -> None:
    text = (
        INPUTS + "reading e §3 {{ option one; option two; choose one }}\nbrackets pts(s : number) §3\n"
        "  | s | points |\n  | below 5 | 1 | §3.1\n  | 5 and up | 2 | §3.2 under e.{}\n"
        "  | 5 and up | 3 | §3.3 under e.{}\nindicator q §4 {{ score pts(a) §4.1 }}\n"
    )
    old, new = version(text.format("one", "two")), version(text.format("two", "one"))
    assert changed(old, new) == ["3.2", "3.3"]
    assert [(m.body, m.before, m.after) for m in moved(old, new).moves] == [("X", 2, 3)]


def test_the_order_of_declarations_and_the_head_count_for_nothing() -> None:
    old, new = guarded(), guarded(score="b")
    swapped = GUARDED.replace("input a : count §1\ninput b : count §1", "input b : count §1\ninput a : count §1")
    text = swapped.replace("2020-01-01", "2021-01-01").format("when a > 5 : 3 §2.1;", "b", "clamp 0 .. 100 §5.2")
    assert changed(old, version(text)) == changed(old, new) == ["2.2"]


ANNEXES = (
    INPUTS + 'document app1 "One" §annex {{ criterion c §2 {{ score a * {} §2 }} }}\n'
    'document app2 "Two" §annex2 {{ criterion d §2 {{ score a * {} §2 }} }}\nindex t §2 {{ score c + d §2 }}\n'
)


def test_the_same_number_of_two_annexes_and_the_document_are_three_provisions() -> None:
    old, new = version(ANNEXES.format(2, 3)), version(ANNEXES.format(5, 4))
    found = difference(
        old, new, Rules(old.program, old.module, (), Path()), {"bodies": [{"body": "X", "a": 10, "b": 0}]}
    )
    assert [r.provisions for r in found.rules] == [("§2 of app1",), ("§2 of app2",)]
    assert found.impact is not None and found.impact.provisions == (("app1", ("2",)), ("app2", ("2",)))
    shares = {m.path: [(s.provision[0], s.amount) for s in m.shares] for m in found.impact.moves}
    assert shares == {"c": [("app1", 30)], "d": [("app2", 10)], "t": [("app1", 30), ("app2", 10)]}
    assert [causes(m, found.impact) for m in found.impact.moves if m.path == "t"] == ["§2 of app1 +30, §2 of app2 +10"]
    assert [row["provision"] for row in json.loads(to_json(found))["impact"]["moves"][0]["shares"]] == ["§2 of app1"]


def test_what_cites_no_provision_is_said_to_cite_none() -> None:
    old, new = (version(f"act m\ninput a : count\ninput b : count\nindex t {{ score {n} * a }}\n") for n in (2, 3))
    (move,) = (m for m in moved(old, new).moves if m.body == "X")
    assert causes(move, moved(old, new)) == "what cites no provision +9"


def test_the_tree_between_has_the_places_of_one_text() -> None:
    old, new = guarded(), guarded("when a > 8 : 7 §2.0; when a > 5 : 3 §2.1;", "a + 1")
    found = hybrid(old.module, new.module, [("", ("2", "0"))])
    (node,) = (s for s in found.statements if isinstance(s, ast.Node))
    whens = [s for s in node.body or () if isinstance(s, ast.When)]
    assert [found.source.slice(w.span)[:10] for w in whens] == ["when a > 8", "when a > 5"]

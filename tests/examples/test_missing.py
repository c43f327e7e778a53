"""Examples that are written for what none touches: they pass, touch it, and are written once."""

import random
import re
from pathlib import Path

import pytest
from engine.programs import check, rules_of
from engine.random_tables import Maker
from house.checkout import ROOT

import evallang
from evallang.examples.coverage import search
from evallang.examples.coverage.measure import Coverage
from evallang.examples.coverage.missing import Missing
from evallang.pipeline import check_source
from evallang.rules import Rules
from evallang.source import from_text
from evallang.syntax import ast, format_module, parse

ACTS = sorted((ROOT / "rules").rglob("*.eval"))
FILES = [file for file in ACTS if not re.search("^amendment ", file.read_text(encoding="utf-8"), re.MULTILINE)]


def without_examples(text: str) -> str:
    """A rule file as it is before anyone wrote examples."""
    module, _ = parse(from_text("rules.eval", text))
    for s in reversed(module.statements):
        if isinstance(s, ast.Example | ast.Examples):
            text = text[: s.span.start] + text[s.span.end :]
    return format_module(parse(from_text("rules.eval", text))[0])


def written(rules: Rules) -> tuple[Missing, Rules, Coverage]:
    """The examples that are written, and the rules with them, which have no mistakes and pass."""
    before = rules.coverage()
    found = rules.missing_examples(before)
    text = "\n".join([rules.program.source.text.rstrip("\n"), "", *found.examples]) + "\n" * (not found.examples)
    after, diagnostics = check_source(from_text("rules.eval", text))
    assert after is not None, [d.message for d in diagnostics]
    after.folder = rules.folder
    coverage = after.coverage()
    assert [o.failures for o in coverage.outcomes if o.failures] == []
    laid_out = format_module(parse(from_text("", "".join(found.examples)))[0])
    assert laid_out == "".join(found.examples)
    assert found.touched == len(coverage.further) - len(before.further)
    assert len(found.unreached) + len(coverage.further) == len(coverage.untouched) == len(before.untouched)
    assert after.missing_examples(coverage).examples == ()
    return found, after, coverage


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_what_is_written_for_the_rule_files(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "MOST", 1000)
    written(evallang.load(file))


@pytest.mark.parametrize(("name", "most"), [("news2", 0), ("scorecard", 0), ("hdi", 2), ("progress", 2)])
def test_rule_files_without_examples(name: str, most: int) -> None:
    """Nearly everything is found; of `hdi` no number of years is below nought."""
    file = next(file for file in FILES if file.stem == name)
    rules, _ = check_source(from_text("rules.eval", without_examples(file.read_text(encoding="utf-8"))))
    assert rules is not None
    found, _, _ = written(rules)
    assert found.touched > 15
    assert len(found.unreached) <= most, [goal.sentence for goal, _ in found.unreached]


@pytest.mark.parametrize("page", ["tutorial.md", "ru/tutorial.md"])
def test_the_examples_of_the_tutorials(page: str) -> None:
    """Every methodology on the pages that stands by itself."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```eval[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    whole = [block for block in blocks if re.search(r"^methodology ", block, re.MULTILINE)]
    made = [rules for block in whole if (rules := check(block)[0]) is not None]
    assert made
    for rules in made:
        written(rules)


@pytest.mark.parametrize("seed", range(10))
def test_random_programs(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """They hold much that nothing can touch, so that little is tried for each goal."""
    monkeypatch.setattr(search, "MOST", 40)
    rules, found = check(Maker(random.Random(seed).choice).program().text)
    assert rules is not None, found
    _, after, coverage = written(rules)
    assert after.coverage().touched == coverage.touched


HARD = """\
methodology m
kinds central, local
input services  : count
input late      : count, at most services
input years     : number 0..50
brackets bands(x : number)
  | x | points |
  | 9.7 and up | 3 |
  | 5 ..< 9.7 | 2 |
  | below 5 | 1 |
indicator speed { points 3; when services = 0 : undefined "nobody came"; score bands(10 - late / services * 100) }
indicator root { score sqrt(years) }
indicator both for central { when years > 30 and late > 1_000 : 1; score 0 }
formula rooted = if sqrt(years) > 7 then 1 else 0
"""


def test_bodies_are_led_to_exact_numbers_and_far_conditions() -> None:
    found, _, coverage = written(rules_of(HARD))
    assert found.unreached == () and coverage.touched == frozenset()
    titles = re.findall(r'^example "(.*?)"', "".join(found.examples), re.MULTILINE)
    assert "a value at 9.7 of bands" in titles
    assert all("unconfirmed {" in line for line in "".join(found.examples).splitlines() if line.startswith("example"))


TOGETHER = """\
methodology m
input a : number 0..100
input mode : choice (s1, s2, s3)
input big : flag
brackets two (x : number 0..100, m)
  | x | m | points |
  | 80 .. 100 | s1 | 10 |
  | below 80 | s1 | 3 |
  | 50 .. 100 | s2 | 8 |
  | below 50 | s2 | 4 |
  | any | s3 | 5 |
indicator x { points 10; score two(a, mode) }
indicator y {
  points 10
  when big and mode = s1 : 10
  when not big and a < 30 : 0
  score if a > 60 then 8 else if big then 6 else 4
}
index t {
  weights x 60%, y 40%
  grade
  | score | grade |
  | 8 and up | high |
  | 5 ..< 8 | middle |
  | below 5 | low |
}
"""


def test_values_that_must_fit_at_once_are_found() -> None:
    """5 = 60 % · 3 + 40 % · 8 only with `s1`, without `big`, and from 60 to 80."""
    found, _, _ = written(rules_of(TOGETHER))
    assert "no example has a value score at 5 of the grades of `t`" not in {g.sentence for g, _ in found.unreached}
    assert found.unreached == ()


def test_what_cannot_be_said_exactly_is_shown_by_another_result() -> None:
    """The root itself is no number that an example can expect, its grade is."""
    text = """\
methodology m
input x : number 2..3
indicator a { score sqrt(x); clamp .. 1.6; grade
    | score | grade |
    | 1.5 and up | good |
    | below 1.5 | poor |
}
"""
    found, _, coverage = written(rules_of(text))
    left = {goal.sentence for goal, _ in found.unreached}
    assert "no example comes to the row `below 1.5 | poor` of the grades of `a`" not in left
    assert len(coverage.further) == len(coverage.untouched) - len(left)


def test_what_nothing_can_touch_is_told_with_how_much_was_tried() -> None:
    text = "methodology m\ninput x : share\nindicator a { score x; clamp 0 .. 2 }\n"
    found, _, _ = written(rules_of(text))
    assert [goal.sentence for goal, _ in found.unreached] == [
        "no example is raised by `clamp 0 .. 2` of `a`",
        "no example is lowered by `clamp 0 .. 2` of `a`",
    ]
    assert all(tried > 100 for _, tried in found.unreached)


def test_a_confirmed_example_counts() -> None:
    rules = rules_of(HARD)
    _, after, _ = written(rules)
    confirmed = after.program.source.text.replace(" unconfirmed {", " {")
    assert rules_of(confirmed).coverage().untouched == []


BY_OPTION = """\
methodology m
input n : count
input k : count, at most n
item road by code { input km : number 0.. }
reading which "Which number?" { option part "p" because "z"; option whole "q"; option roads; choose part }
indicator j { score by which { part : k; whole : n; roads : count(road) }; clamp .. 8 }
"""


def test_an_example_of_an_option_gives_what_the_other_one_needs() -> None:
    """That something is not given is no difference that an option makes."""
    found, _, coverage = written(rules_of(BY_OPTION))
    assert found.unreached == ()
    assert not [goal for goal in coverage.untouched if goal.key not in coverage.further]
    shown = [text for text in found.examples if "option which." in text]
    assert len(shown) == 3
    assert all(("k " in text and "n " in text) or "given road" in text for text in shown)


def test_an_option_may_leave_a_value_undefined() -> None:
    text = BY_OPTION.replace("roads : count(road)", 'roads : undefined "not said"')
    found, _, _ = written(rules_of(text))
    assert found.unreached == ()
    assert [text for text in found.examples if "under which.roads" in text and "expect j undefined" in text]

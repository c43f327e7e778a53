"""Small mistakes in rule files are noticed, and the machinery that makes them makes what it says."""

import json
from collections import Counter
from itertools import islice

import pytest
from house.checkout import checked, run_python
from mutation.documents import DOCUMENTS, text
from mutation.judge import judge
from mutation.making import Mutant, mutants
from mutation.sites import SORTS, Site, sites
from mutation.static import Identity, noticed, static

from evallang.checking import check_source
from evallang.source import SourceFile, Span, from_text
from evallang.syntax import parse

LEAST = 0.9
"""The share of mutants that reading the rules or running their examples has to notice."""

RULE = """
methodology m
input late  "Late"  : count §1
input asked "Asked" : count §1
brackets b(x) §2
  | x          | points |
  | below 5    |      3 |
  | 5 ..< 7.25 |      8 |
  | 7.25 and up |    -9 |
index i §3 { parts j, k; weights j 60%, k 40% }
indicator j §4 { when asked = 0 : 1; score b(late) - late / asked * 100; clamp 0 .. ; round 0.1 half up }
indicator k §5 { score 6 }
example "e" { given late 1, asked 10; expect k 6 }
"""


def source() -> SourceFile:
    return from_text("m.eval", RULE)


def found() -> list[Site]:
    read, wrong = check_source(source())
    assert read is not None, wrong
    return sites(read.module, read.program)


def mistakes(sort: str) -> set[tuple[tuple[str, str], ...]]:
    """What can be made of what, for one sort."""
    edits = [edits for site in found() if site.sort == sort for edits in site.mistakes]
    return {tuple((source().slice(span), instead) for span, instead in one) for one in edits}


def one(before: str, after: str) -> tuple[tuple[str, str], ...]:
    return ((before, after),)


# ---- the run


def test_nine_of_ten_mistakes_are_noticed() -> None:
    seen = json.loads(checked(run_python("bench/mutants.py", "--counted", "30", "--quick", "--json")))
    assert seen["counted"] == 30 and not seen["broken"]
    assert seen["either"] >= LEAST * seen["counted"], seen["unnoticed"]


# ---- what is made


@pytest.mark.parametrize(
    ("sort", "before", "after"),
    [
        ("digit", "8", "9"),
        ("digit", "2", "1"),  # one digit of 7.25
        ("digit", "6", "7"),  # of the score; the weight is a sort of its own
        ("bound", "below 5", "up to 5"),
        ("bound", "..<", ".."),
        ("bound", "7.25 and up", "above 7.25"),
        ("sign", "-", "+"),
        ("sign", "/", "*"),
        ("sign", "=", "!="),
        ("reference", "late", "asked"),
        ("weight", "6", "5"),
        ("citation", "2", "3"),
        ("dropped", "clamp 0 ..", ""),
        ("dropped", "when asked = 0 : 1", ""),
        ("dropped", "round 0.1 half up", ""),
    ],
)
def test_mistakes_are_made(sort: str, before: str, after: str) -> None:
    assert one(before, after) in mistakes(sort)


def test_the_answers_of_two_rows_are_exchanged() -> None:
    assert mistakes("rows") == {(("3", "8"), ("8", "3")), (("8", "-9"), ("-9", "8"))}


def test_weights_are_exchanged_so_that_their_sum_stays() -> None:
    assert (("60%", "40%"), ("40%", "60%")) in mistakes("weight")


def test_a_minus_in_a_cell_is_dropped() -> None:
    at = RULE.index("-9")
    assert [s.mistakes for s in found() if s.sort == "sign" and s.span.start == at] == [(((Span(at, at + 1), ""),),)]


def test_examples_are_left_as_they_are() -> None:
    start = RULE.index("example")
    assert all(site.span.end <= start for site in found())


def test_every_mistake_changes_the_text_and_can_be_read() -> None:
    for site in found():
        for edits in site.mistakes:
            mutant = Mutant(0, 1, site.sort, edits, "", "").text(source())
            assert mutant != RULE
            assert not parse(from_text("m.eval", mutant))[1], mutant


def test_what_a_rule_file_counts_is_no_mistake_of_the_sorts_that_it_lacks() -> None:
    assert {site.sort for site in found()} == set(SORTS)


# ---- which, and what of them


def test_the_same_seed_makes_the_same_mutants() -> None:
    few = DOCUMENTS[4:]
    assert list(islice(mutants(7, few), 40)) == list(islice(mutants(7, few), 40))
    assert list(islice(mutants(7, few), 40)) != list(islice(mutants(8, few), 40))


def test_every_document_is_without_mistakes_and_has_its_data() -> None:
    for document in DOCUMENTS:
        assert static(text(document)).checked is not None, document.name
        assert document.data.exists()


def _mutant(name: str, before: str, after: str) -> Mutant:
    number = next(i for i, d in enumerate(DOCUMENTS) if d.name == name)
    at = text(DOCUMENTS[number]).text.index(before)
    return Mutant(number, 1, "digit", ((Span(at, at + len(before)), after),), before, after)


def test_what_an_example_shows_is_caught_by_the_examples() -> None:
    verdict = judge(_mutant("news2", "| up to 8   |      3 |", "| up to 8   |      4 |"))
    assert verdict.counts and verdict.examples and not verdict.static


def test_a_mistake_that_reading_finds_is_caught_by_reading() -> None:
    verdict = judge(_mutant("hdi-2022", "clamp 0 .. 1", "clamp 2 .. 1"))
    assert verdict.counts and verdict.static == ("E0237",) and not verdict.examples


def test_another_layout_is_no_mutant_that_counts() -> None:
    verdict = judge(_mutant("news2", "score respiration_points(resp_rate)", "score  respiration_points( resp_rate )"))
    assert not verdict.counts and not verdict.caught


def _found(rules: str) -> Counter[Identity]:
    return static(from_text("m.eval", rules)).findings


def test_what_was_found_in_the_original_too_is_not_noticed() -> None:
    wrong = "methodology m\nindex i { score 1; part a { score 2 } }\n"
    again = wrong.replace("2", "3")
    assert not noticed(_found(wrong), _found(again))
    twice = again + "index j { score 1; part b { score 2 } }\n"
    assert noticed(_found(wrong), _found(twice)) == ("W0201",)

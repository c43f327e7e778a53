"""Amendments of random documents: what is applied comes out of the comparison again."""

import random
from collections.abc import Iterable
from datetime import date
from itertools import permutations
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from evallang.diff.operations import amendment
from evallang.diff.provisions import changes, provisions
from evallang.editions import edition, library_of
from evallang.law.addresses import Address, order, overlap, shown, within
from evallang.law.amend import WHOLE
from evallang.law.consolidate import Version
from evallang.rules import RulesError
from evallang.source import from_text
from evallang.syntax import ast, parse

HEAD = 'act base "A system"\nin force 2020-01-01\n'
WORDS = st.text("абвгғқңөұүһ xyz", min_size=1, max_size=12).map(lambda t: " ".join(t.split()) or "x")
PLACES = st.builds(
    lambda number, below: (str(number), *below),
    st.integers(1, 20),
    st.just(()) | st.tuples(st.integers(1, 3).map(str)) | st.tuples(st.integers(1, 2).map(str), st.just("1")),
)
Document = dict[Address, tuple[str, str]]
"""Provisions by address: a heading, which may be empty, and words."""


@st.composite
def documents(draw: st.DrawFn) -> Document:
    places = draw(st.lists(PLACES, min_size=3, max_size=12, unique=True))
    return {place: (draw(st.just("") | WORDS), draw(WORDS)) for place in sorted(places, key=order)}


def written(document: Document) -> str:
    return HEAD + "".join(paragraph(shown(place), *content) for place, content in document.items())


def paragraph(place: str, heading: str, words: str) -> str:
    label = f' "{heading}"' if heading else ""
    return f'norm{label} {place} {{ text """{words}""" }}\n'


def applied(base: str, *amendments: str, on: date = date(2030, 1, 1)) -> Version:
    sources = [from_text(f"act{i}.eval", text) for i, text in enumerate((base, *amendments))]
    return edition(library_of(Path(), sources), "base", on)


def content(module: ast.Module) -> dict[object, object]:
    return {key: p.content for key, p in provisions(module).items() if any(p.content)}


def tree(text: str) -> ast.Module:
    found, diagnostics = parse(from_text("rules.eval", text))
    assert not diagnostics
    return found


def operations(text: str) -> set[tuple[str, str]]:
    """The operations of an amendment: what they do, and to which provision."""
    return {(type(s).__name__.lower(), str(s.target)) for s in tree(text).statements if isinstance(s, WHOLE)}


@given(documents(), documents())
@example(
    {("1",): ("", "x"), ("2",): ("", "x"), ("3",): ("", "x")},
    {("1",): ("", "x"), ("2",): ("x", "x"), ("2", "1", "1"): ("", "x")},
)  # a new one below a renamed one
@settings(max_examples=150, deadline=None)
def test_a_difference_carried_out_gives_the_later_version(before: Document, after: Document) -> None:
    old, new = tree(written(before)), tree(written(after))
    text = amendment(old, new, "change", "base", "2021-01-01")
    if not changes(old, new):
        assert not operations(text)
        return
    assert "new edition" not in text
    result = applied(written(before), text)
    assert result.module is not None
    assert content(result.module) == content(new)
    assert not changes(result.module, new)


@st.composite
def amended(draw: st.DrawFn) -> tuple[Document, dict[tuple[str, str], str]]:
    """A document, and an operation on some of its paragraphs, none of which lies below another."""
    document = draw(documents())
    chosen: list[Address] = []
    for place in draw(st.lists(st.sampled_from(sorted(document)), min_size=1, max_size=4, unique=True)):
        if not any(overlap(place, other) for other in chosen):
            chosen.append(place)
    return document, dict(operation(document, draw(SORTS), place) for place in chosen)


SORTS = st.sampled_from(["replace", "repeal", "retitle", "insert"])


def operation(document: Document, sort: str, place: Address) -> tuple[tuple[str, str], str]:
    """An operation with what it does, and its words."""
    number = shown(place)
    alone = not any(within(other, place) and other != place for other in document)
    match sort:
        case "replace":
            return (sort, number), f'replace {number} {{ norm "New heading" {{ text """new words {number}""" }} }}'
        case "repeal":
            return (sort, number), f"repeal {number}"
        case "retitle" if alone:
            return (sort, number), f'retitle {number} "New heading {number}"'
    added = f"§{'.'.join(place)}-9"
    return ("insert", added), f'insert {added} after {number} {{ norm "Added" {{ text """words of {added}""" }} }}'


def act(name: str, of: Iterable[str], since: str = "2021-01-01") -> str:
    return f"amendment {name} amends base\nin force {since}\n" + "\n".join(of) + "\n"


@given(amended())
@settings(max_examples=150, deadline=None)
def test_the_comparison_finds_the_operations_again(case: tuple[Document, dict[tuple[str, str], str]]) -> None:
    document, done = case
    base = written(document)
    result = applied(base, act("a", done.values()))
    assert result.module is not None
    assert operations(amendment(tree(base), result.module, "again", "base", "2021-01-01")) == set(done)


@given(amended(), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_amendments_of_different_provisions_commute(
    case: tuple[Document, dict[tuple[str, str], str]], random: random.Random
) -> None:
    document, done = case
    acts = [act(f"a{i}", [text]) for i, text in enumerate(done.values())]
    other = random.sample(acts, len(acts))
    one, two = applied(written(document), *acts), applied(written(document), *other)
    together = applied(written(document), act("all", done.values()))
    assert one.module is not None and two.module is not None and together.module is not None
    assert content(one.module) == content(two.module) == content(together.module)


@st.composite
def meeting(draw: st.DrawFn) -> tuple[Document, list[str]]:
    """A document, and two or three acts of one day whose operations may meet."""
    document = draw(documents())
    places = st.sampled_from(sorted(document)[:5])
    acts = []
    for name in draw(st.permutations(["a", "b", "c"]))[: draw(st.integers(2, 3))]:
        done = dict(operation(document, draw(SORTS), draw(places)) for _ in range(draw(st.integers(1, 2))))
        acts.append(act(name, done.values()))
    return document, acts


@given(meeting())
@settings(max_examples=150, deadline=None)
def test_the_order_in_which_files_are_read_decides_nothing(case: tuple[Document, list[str]]) -> None:
    document, acts = case
    found = [outcome(written(document), order) for order in permutations(acts)]
    assert all(other == found[0] for other in found)


def outcome(base: str, acts: Iterable[str]) -> str:
    """The text that acts make, or their mistakes without the names of the files."""
    try:
        version = applied(base, *acts)
    except RulesError as error:
        return str(sorted((d.code, d.message) for d in error.diagnostics))
    return version.why if version.module is None else version.module.source.text


@given(documents(), st.data())
@settings(max_examples=100, deadline=None)
def test_inserted_then_repealed_changes_nothing(document: Document, data: st.DataObject) -> None:
    base = written(document)
    place = data.draw(st.sampled_from(sorted(document)))
    added = f"§{'.'.join(place)}-1"
    words = data.draw(WORDS)
    first = act("a", [f'insert {added} after {shown(place)} {{ text """{words}""" }}'])
    second = act("b", [f"repeal {added}"], "2022-01-01")
    between = applied(base, first, on=date(2021, 6, 1))
    result = applied(base, first, second)
    assert between.module is not None and result.module is not None
    assert len(changes(tree(base), between.module)) == 1
    assert content(result.module) == content(tree(base))
    assert not changes(tree(base), result.module)

"""Amendments of random documents: what is applied comes out of the comparison again."""

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from evallang.diff.operations import amendment
from evallang.diff.provisions import changes, provisions
from evallang.editions import edition, library_of
from evallang.law.consolidate import Version
from evallang.source import from_text
from evallang.syntax import ast, parse

HEAD = 'act base "A system"\nin force 2020-01-01\n'
WORDS = st.text("абвгғқңөұүһ xyz", min_size=1, max_size=12).map(lambda t: " ".join(t.split()) or "x")
NUMBERS = st.lists(st.integers(1, 30), min_size=3, max_size=12, unique=True).map(sorted)


@st.composite
def documents(draw: st.DrawFn) -> dict[int, tuple[str, str]]:
    """Paragraphs by number: a heading, which may be empty, and words."""
    return {n: (draw(st.just("") | WORDS), draw(WORDS)) for n in draw(NUMBERS)}


def written(document: dict[int, tuple[str, str]]) -> str:
    return HEAD + "".join(paragraph(n, *content) for n, content in document.items())


def paragraph(number: int, heading: str, words: str) -> str:
    label = f' "{heading}"' if heading else ""
    return f'norm{label} §{number} {{ text """{words}""" }}\n'


def applied(base: str, *amendments: str, on: date = date(2030, 1, 1)) -> Version:
    sources = [from_text(f"act{i}.eval", text) for i, text in enumerate((base, *amendments))]
    return edition(library_of(Path(), sources), "base", on)


def content(module: ast.Module) -> dict[object, object]:
    return {key: p.content for key, p in provisions(module).items() if any(p.content)}


@given(documents(), documents())
@settings(max_examples=150, deadline=None)
def test_a_difference_carried_out_gives_the_later_version(
    before: dict[int, tuple[str, str]], after: dict[int, tuple[str, str]]
) -> None:
    old, _ = parse(from_text("old", written(before)))
    new, _ = parse(from_text("new", written(after)))
    text = amendment(old, new, "change", "base", "2021-01-01")
    if not changes(old, new):
        return
    result = applied(written(before), text)
    assert result.module is not None
    assert content(result.module) == content(new)
    assert not changes(result.module, new)


@st.composite
def amended(draw: st.DrawFn) -> tuple[dict[int, tuple[str, str]], list[tuple[str, int]]]:
    """A document, and one operation on each of some of its paragraphs."""
    document = draw(documents())
    chosen = draw(st.lists(st.sampled_from(sorted(document)), min_size=1, max_size=4, unique=True))
    return document, [(draw(st.sampled_from(["replace", "repeal", "retitle"])), n) for n in chosen]


def operation(sort: str, number: int) -> str:
    match sort:
        case "replace":
            return f'replace §{number} {{ norm "New heading {number}" {{ text """new words {number}""" }} }}'
        case "repeal":
            return f"repeal §{number}"
    return f'retitle §{number} "New heading {number}"'


@given(amended())
@settings(max_examples=150, deadline=None)
def test_the_comparison_finds_the_operations_again(
    case: tuple[dict[int, tuple[str, str]], list[tuple[str, int]]],
) -> None:
    document, operations = case
    base = written(document)
    text = "amendment a amends base\nin force 2021-01-01\n" + "\n".join(operation(*o) for o in operations) + "\n"
    result = applied(base, text)
    assert result.module is not None
    old, _ = parse(from_text("old", base))
    sorts = {"reworded": "replace", "repealed": "repeal", "renamed": "retitle"}
    found = {
        (sorts[c.sort], int((c.after or c.before).address[0]))
        for c in changes(old, result.module)
        if c.after or c.before
    }
    assert found == set(operations)


@given(amended())
@settings(max_examples=100, deadline=None)
def test_amendments_of_different_provisions_commute(
    case: tuple[dict[int, tuple[str, str]], list[tuple[str, int]]],
) -> None:
    document, operations = case
    acts = [f"amendment a{i} amends base\nin force 2021-01-01\n{operation(*o)}\n" for i, o in enumerate(operations)]
    forwards, backwards = applied(written(document), *acts), applied(written(document), *reversed(acts))
    assert forwards.module is not None and backwards.module is not None
    assert content(forwards.module) == content(backwards.module)


@given(documents(), st.integers(31, 40), WORDS)
@settings(max_examples=100, deadline=None)
def test_inserted_then_repealed_changes_nothing(document: dict[int, tuple[str, str]], number: int, words: str) -> None:
    base = written(document)
    last = max(document)
    first = f'amendment a amends base\nin force 2021-01-01\ninsert §{number} after §{last} {{ text """{words}""" }}\n'
    second = f"amendment b amends base\nin force 2022-01-01\nrepeal §{number}\n"
    result = applied(base, first, second)
    old, _ = parse(from_text("old", base))
    assert result.module is not None
    assert content(result.module) == content(old)
    assert not changes(old, result.module)

"""What the checks of names and references read: names one letter apart, labels, addresses, numbers in words."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallang.lint.addresses import chain, ends, listed, paragraph, whole
from evallang.lint.labels import key, nearly_same
from evallang.lint.near import one_apart
from evallang.lint.printed import points, tables, unnumbered
from evallang.suggest import nearest

NAMES = st.lists(st.text(alphabet="abаб1_", min_size=5, max_size=10), max_size=12, unique=True)
LABELS = st.lists(st.sampled_from("саны сандар саныңыз қызмет қызметтер 1 2 of the".split()), min_size=1, max_size=5)


def apart(a: str, b: str) -> bool:
    """By comparing: one letter added, left out or changed, or two swapped, digits and signs aside."""
    if len(a) < len(b):
        a, b = b, a
    if len(a) == len(b) + 1:
        return any(a[:i] + a[i + 1 :] == b and c.isalpha() for i, c in enumerate(a))
    differing = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y] if len(a) == len(b) else []
    if len(differing) == 1:
        return len(a) >= 8 and (a[differing[0]] + b[differing[0]]).isalpha()
    swapped = len(differing) == 2 and differing[1] == differing[0] + 1
    i = differing[0] if differing else 0
    return swapped and a[i : i + 2] == b[i : i + 2][::-1] and a[i : i + 2].isalpha()


@given(NAMES)
def test_names_one_letter_apart_are_those_that_comparing_each_with_each_finds(names: list[str]) -> None:
    found = {frozenset(pair) for pair in one_apart(names)}
    compared = {frozenset(pair) for pair in combinations(names, 2) if apart(*pair)}
    assert found <= compared
    for pair in compared - found:  # words of one or two letters are those of an enumeration
        assert any(len(word) < 3 for name in pair for word in name.replace("1", "_").split("_"))


@given(LABELS, LABELS)
def test_labels_that_are_nearly_the_same_are_so_both_ways_and_are_looked_up_together(
    a: list[str], b: list[str]
) -> None:
    one, other = " ".join(a), " ".join(b)
    assert nearly_same(one, other) == nearly_same(other, one)
    assert not nearly_same(one, other) or key(one) == key(other)


@given(LABELS)
def test_order_and_case_make_no_difference(words: list[str]) -> None:
    assert len(words) == 1 or nearly_same(" ".join(words), " ".join(reversed(words)).upper())


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Қызметтер саны", "Қызметтердің саны", True),
        ("Рассмотрение жалоб в срок", "Рассмотрение жалобы в срок", True),
        ("Services rendered in time", "Service rendered in time", True),
        ("Рассмотрение жалоб", "Рассмотрение заявлений", False),
        ("Көрсетілген қызметтер", "Көрсетілмеген қызметтер", False),
        ("Негізді шағымдар", "Негізсіз шағымдар", False),
        ("With a meter", "Without a meter", False),
        ("Срок до 1 марта", "Срок до 2 марта", False),
    ],
)
def test_endings_are_told_from_other_words(a: str, b: str, same: bool) -> None:
    assert nearly_same(a, b) is same


def test_tables_and_lists_as_laws_print_them() -> None:
    text = "№ | Name | kk | ru\n1 | 2 | 3 | 4\n1 | One | 0,3 | 1\n1.1. | Two | 5 балл |\n| Барлығы | 2"
    (rows,) = tables(text)
    assert [row.no for row in rows] == ["1", "1.1", ""]
    assert rows[0].figures == (Fraction("0.3"), 1) and rows[1].figures == (5, None) and rows[2].is_total
    assert [no for no, _ in points("So:\n 1) one;\n 2) two,\n or three.")] == ["1", "2"]
    assert unnumbered("as follows:\n if more, 10;\n if less, 4.") == ("if more, 10;", "if less, 4.")
    assert unnumbered("as follows: if more, 10; if less, 4.") == ()


def test_two_tables_in_one_text_are_told_apart_by_their_first_number() -> None:
    found = tables("Central:\n1 | One | 5\n2 | Two | 6\nLocal:\n1 | One | 7")
    assert [[row.no for row in table] for table in found] == [["1", "2"], ["1"]]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("43..46", ["43", "44", "45", "46"]),
        ("app6.1..3", ["app6.1", "app6.3"]),
        ("68:2", ["68:2"]),
        ("9..3", ["9", "3"]),
    ],
)
def test_what_a_citation_names(address: str, named: list[str]) -> None:
    assert ends(address) == named


def test_addresses_in_words() -> None:
    assert chain("app10.t2.11.3") == ["app10.t2.11.3", "app10.t2.11", "app10.t2", "app10"]
    assert whole("68:2") == "68" and paragraph("68:2") == 68 and paragraph("48-1") is None
    assert listed(["3", "9", "7", "8", "68:2", "app2"]) == "§3, §7..9, §68:2, §app2"


@given(st.text(alphabet="abcdefgh", min_size=5, max_size=9))
def test_a_name_that_is_one_letter_apart_is_one_that_suggestions_find(name: str) -> None:
    for one, other in one_apart([name, name[1:], name + "s", name[::-1]]):
        assert nearest(one, [other]) == other

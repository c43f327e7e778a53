"""Texts of which no two are alike: what is done with each does not grow with how many there are."""

import numpy as np
import pytest

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.column import Column, codes_of
from evallang.backends.columns.inputs import typed
from evallang.backends.columns.values import Value, Words
from evallang.types import Choice, TextType, Type

MANY = 500


class Watched(str):
    """A text that counts how often it is compared or looked up."""

    __slots__ = ()
    looks = 0

    def __eq__(self, other: object) -> bool:
        Watched.looks += 1
        return str.__eq__(self, other)

    def __hash__(self) -> int:
        Watched.looks += 1
        return str.__hash__(self)


@pytest.fixture
def texts() -> tuple[Watched, ...]:
    found = tuple(Watched(f"case {i}") for i in range(MANY))
    Watched.looks = 0
    return found


@pytest.mark.parametrize("kind", [TextType(), Choice(("a", "b"))])
def test_reading(texts: tuple[Watched, ...], kind: Type) -> None:
    source = Source("note", "words", np.arange(MANY)[::-1].copy(), None, 0, tuple(str(text) for text in texts))
    given = typed(source, kind, {str(text): (text, None) for text in texts})
    assert given is not None
    assert [given.names[code] for code in given.values[:3]] == ["case 499", "case 498", "case 497"]
    assert Watched.looks < 10 * MANY


def test_names_among_more_names(texts: tuple[Watched, ...]) -> None:
    more = (*texts[::-1], Watched("another"))
    assert Words(np.array([0, 2, 499]), texts).among(more).tolist() == [499, 497, 0]
    assert Watched.looks < 10 * MANY


def test_writing_in_many_blocks(texts: tuple[Watched, ...]) -> None:
    column = Column("note", np.zeros(MANY, np.uint8), lambda _: None, codes_of(invalid="invalid"))
    words = Words(np.arange(2), texts[::-1])
    column.write(slice(0, 1), Value(Words(np.array([0]), ("first",))))
    for at in range(2, MANY, 2):
        column.write(slice(at, at + 2), Value(words))
    assert column.values[:6].tolist() == ["first", "first", "case 499", "case 498", "case 499", "case 498"]
    assert Watched.looks < 10 * MANY

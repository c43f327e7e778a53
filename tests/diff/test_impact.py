"""Differences divided among provisions, and the smallest sets that undo a move, against counting everything out."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from evallang.diff.impact import Impact, impact
from evallang.diff.provision import Key
from evallang.report.changes.words import causes

Taken = frozenset[Key]
Game = dict[Taken, Fraction]
ALL = tuple(("", (str(n),)) for n in range(1, 11))
WHERE = ("a body", "total")


def subsets(provisions: tuple[Key, ...]) -> list[Taken]:
    return [frozenset(c) for size in range(len(provisions) + 1) for c in combinations(provisions, size)]


@st.composite
def games(draw: st.DrawFn, most: int = 4, values: st.SearchStrategy[int] | None = None) -> Game:
    """A result under every set of changes of up to so many provisions."""
    sets = subsets(ALL[: draw(st.integers(1, most))])
    numbers = st.integers(-5, 5) if values is None else values
    return {taken: Fraction(draw(numbers), draw(st.sampled_from([1, 2, 3, 7]))) for taken in sets}


def found(game: Mapping[Taken, object], provisions: tuple[Key, ...], number: bool = True) -> Impact:
    return impact(lambda taken: {WHERE: game[taken]}, provisions, lambda _: number)


def provisions_of(game: Mapping[Taken, object]) -> tuple[Key, ...]:
    return tuple(sorted(max(game, key=len)))


@given(games())
@settings(deadline=None)
def test_shares_are_the_mean_over_all_orders_and_add_up(game: Game) -> None:
    provisions = provisions_of(game)
    result = found(game, provisions)
    assert result.method == "shapley"
    whole = game[frozenset(provisions)] - game[frozenset()]
    if not whole:
        assert not result.moves
        return
    (move,) = result.moves
    assert sum(s.amount for s in move.shares) == whole
    orders = list(permutations(provisions))
    for p in provisions:
        added = [game[frozenset(o[: o.index(p) + 1])] - game[frozenset(o[: o.index(p)])] for o in orders]
        share = next((s.amount for s in move.shares if s.provision == p), Fraction(0))
        assert share == sum(added, Fraction(0)) / len(orders)


@given(st.lists(st.integers(-9, 9), min_size=9, max_size=len(ALL)), st.integers(-3, 3))
@settings(deadline=None)
def test_more_changes_are_made_one_by_one_and_add_up(amounts: list[int], together: int) -> None:
    provisions = ALL[: len(amounts)]

    def score(taken: Taken) -> dict[tuple[str, str], Fraction]:
        total = sum((a for p, a in zip(provisions, amounts, strict=True) if p in taken), 0)
        return {WHERE: Fraction(total + together * (len(taken) > 1))}

    result = impact(score, provisions, lambda _: True)
    assert result.method == "in order"
    for move in result.moves:
        assert sum(s.amount for s in move.shares) == move.after - move.before
        second = next((s.amount for s in move.shares if s.provision == provisions[1]), Fraction(0))
        assert second == amounts[1] + together


@given(games(5, st.integers(0, 1)))
@settings(deadline=None)
def test_the_sets_that_undo_a_move_are_all_the_smallest(game: Game) -> None:
    ranks = {taken: int(value > 0) for taken, value in game.items()}
    provisions = provisions_of(ranks)
    result = found(ranks, provisions, number=False)
    everything, before = frozenset(provisions), ranks[frozenset()]
    if ranks[everything] == before:
        assert not result.moves
        return
    (move,) = result.moves
    undo = [s for s in subsets(provisions) if ranks[everything - s] == before]
    smallest = min(map(len, undo))
    expected = {s for s in undo if len(s) == smallest} if smallest <= 3 else None
    assert (None if move.undoing is None else set(map(frozenset, move.undoing))) == expected


def test_what_takes_more_than_three_is_said_to_be_unsearched() -> None:
    provisions = ALL[:5]
    ranks = {taken: 2 if taken & frozenset(provisions[:4]) else 1 for taken in subsets(provisions)}
    result = found(ranks, provisions, number=False)
    (move,) = result.moves
    assert move.undoing is None
    assert causes(move, result) == "not searched beyond 3"


def test_where_a_version_between_has_no_number_another_order_or_nothing_is_said() -> None:
    one, two = ALL[:2]
    scores: dict[Taken, object] = {
        frozenset(): Fraction(1), frozenset({one}): Fraction(3), frozenset({two}): "undefined",
        frozenset({one, two}): Fraction(4),
    }  # fmt: skip
    (move,) = found(scores, (one, two)).moves
    assert [(s.provision, s.amount) for s in move.shares] == [(one, Fraction(2)), (two, Fraction(1))]
    scores[frozenset({one})] = "undefined"
    (move,) = found(scores, (one, two)).moves
    assert not move.shares


def test_eight_changes_are_divided_by_shapley_values_and_nine_one_by_one() -> None:
    def score(taken: Taken) -> dict[tuple[str, str], Fraction]:
        return {WHERE: Fraction(len(taken) ** 2)}

    eight, nine = (impact(score, ALL[:n], lambda _: True) for n in (8, 9))
    assert (eight.method, nine.method) == ("shapley", "in order")
    assert [s.amount for s in eight.moves[0].shares] == [8] * 8
    assert [s.amount for s in nine.moves[0].shares] == [1, 3, 5, 7, 9, 11, 13, 15, 17]


def test_what_makes_no_document_has_no_known_value() -> None:
    one, two = ALL[:2]
    scores: dict[Taken, dict[tuple[str, str], object] | None] = {
        frozenset(): {}, frozenset({one}): None, frozenset({two}): None, frozenset({one, two}): {WHERE: "high"},
    }  # fmt: skip
    (move,) = impact(scores.__getitem__, (one, two), lambda _: False).moves
    assert (move.before, move.after, move.undoing) == (None, "high", ((one, two),))

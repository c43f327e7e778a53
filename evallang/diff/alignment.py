"""Which rule of one version is which of the other: nodes of one name by whom they are for, clauses by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from evallang.diff.fact import Change, Fact, Key

Entry = tuple[Key, Fact]
Facts = Mapping[Key, Fact]


def changed(before: Facts, after: Facts) -> list[Change]:
    """The facts that differ: removed and changed ones in the order of the earlier version, then those added.

    The key has the variant only where the path alone would not say which node is meant.
    """
    old, new = _by_path(before), _by_path(after)
    found: list[Change] = []
    for path in dict.fromkeys([*old, *new]):
        found += _of_path(old.get(path, {}), new.get(path, {}))
    places = {id(fact): i for i, fact in enumerate([*before.values(), *after.values()])}
    return sorted(found, key=lambda c: places[id(c[1] if c[1] is not None else c[2])])


def _by_path(facts: Facts) -> dict[tuple[str, ...], dict[str, list[Entry]]]:
    """The facts by path and variant."""
    found: dict[tuple[str, ...], dict[str, list[Entry]]] = {}
    for key, fact in facts.items():
        found.setdefault(key.path, {}).setdefault(key.variant, []).append((key, fact))
    return found


def _of_path(old: Mapping[str, list[Entry]], new: Mapping[str, list[Entry]]) -> Iterator[Change]:
    ambiguous = len(old) > 1 or len(new) > 1
    for a, b in _variants(old, new):
        shown = (b if b is not None else a or "") if ambiguous else ""
        for key, one, other in _of_variant(old.get(a, []) if a is not None else [], new[b] if b is not None else []):
            yield evolve(key, variant=shown), one, other


def _variants(
    old: Mapping[str, list[Entry]], new: Mapping[str, list[Entry]]
) -> Iterator[tuple[str | None, str | None]]:
    """Variants that belong together: of the same kinds first, then those that have most in common."""
    left, right = [v for v in old if v not in new], [v for v in new if v not in old]
    yield from ((v, v) for v in old if v in new)
    while left and right:
        _, a, b = max(
            ((_common(old[a], new[b]), a, b) for a in left for b in right),
            key=lambda entry: (entry[0], -left.index(entry[1]), -right.index(entry[2])),
        )
        left.remove(a)
        right.remove(b)
        yield a, b
    yield from ((a, None) for a in left)
    yield from ((None, b) for b in right)


def _common(old: Sequence[Entry], new: Sequence[Entry]) -> int:
    forms = {key.aspect: fact.form for key, fact in old}
    return sum(key.aspect in forms and forms[key.aspect] == fact.form for key, fact in new)


def _of_variant(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Change]:
    yield from _unordered(
        {k.aspect: (k, f) for k, f in old if not f.ordered}, {k.aspect: (k, f) for k, f in new if not f.ordered}
    )
    for family in dict.fromkeys(f.ordered for _, f in [*old, *new] if f.ordered):
        yield from _ordered([e for e in old if e[1].ordered == family], [e for e in new if e[1].ordered == family])


def _unordered(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[Change]:
    for aspect, (key, fact) in old.items():
        other = new[aspect][1] if aspect in new else None
        if other is None or other.form != fact.form:
            yield key, fact, other
    yield from ((key, None, fact) for aspect, (key, fact) in new.items() if aspect not in old)


def _ordered(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Change]:
    """Clauses that act in their order: the same ones stay, between them the provision tells, then the place."""
    for a, b in _matched(old, new, (_same, _same_provision, _alike)):
        if a is None or b is None or a[1].form != b[1].form:
            key = (b or a or old[0])[0]
            yield key, a[1] if a else None, b[1] if b else None


Matches = Callable[[Entry, Entry], bool]


def _matched(
    old: Sequence[Entry], new: Sequence[Entry], by: Sequence[Matches]
) -> Iterator[tuple[Entry | None, Entry | None]]:
    """Both sequences as pairs, by the first test; what stands between two pairs by the next one."""
    if not by:
        yield from ((a, None) for a in old)
        yield from ((None, b) for b in new)
        return
    i = j = 0
    for m, n in [*_longest(old, new, by[0]), (len(old), len(new))]:
        yield from _matched(old[i:m], new[j:n], by[1:])
        if m < len(old):
            yield old[m], new[n]
        i, j = m + 1, n + 1


def _longest(old: Sequence[Any], new: Sequence[Any], matches: Matches) -> list[tuple[int, int]]:
    """The places of a longest common subsequence."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    equal = [[matches(a, b) for b in new] for a in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best = max(lengths[i + 1][j], lengths[i][j + 1])
            lengths[i][j] = max(best, lengths[i + 1][j + 1] + 1) if equal[i][j] else best
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if equal[i][j] and lengths[i][j] == lengths[i + 1][j + 1] + 1:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _alike(a: Entry, b: Entry) -> bool:
    """Whether both are clauses of one sort under the same options: `when 2 under r.o` without its number."""
    return _unnumbered(a[0].aspect) == _unnumbered(b[0].aspect)


def _unnumbered(aspect: str) -> list[str]:
    words = aspect.split(" ")
    return [words[0], *words[2:]]


def _same(a: Entry, b: Entry) -> bool:
    return bool(_alike(a, b) and a[1].form == b[1].form)


def _same_provision(a: Entry, b: Entry) -> bool:
    return _alike(a, b) and bool(a[1].provisions) and a[1].provisions[:1] == b[1].provisions[:1]

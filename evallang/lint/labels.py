"""Labels that say nearly the same: the same words but for case, endings, quotes, order and English articles.

No dictionary is asked: two words are forms of one where they share a long beginning, which holds for Kazakh, Russian
and English alike. A negation in one ending alone (in Kazakh `-ма-`, `-сыз`, in English `-less`) makes another word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from attrs import frozen

from evallang.ir.program import Conditions, FormulaDef, InputDef, NodeDef, Program
from evallang.source import Span
from evallang.suggest import skeleton

_WORD = re.compile(r"\w+(?:-\w+)*")
_ASIDE = re.compile(r"\([^()]*\)")
_PARTICLES = frozenset("and as at by for from in of on or per than to with without".split())
_NEGATION = re.compile(r"[мбп][ae]|c[ыi]з|less|out")
_START = 3
_ENDINGS = {4: 3, 5: 6}
"""How long endings may be behind a shared beginning of so many letters; behind a longer one they are not counted."""


@frozen(eq=False)
class Labelled:
    """Something with a label; `sort` is what it is in one word."""

    sort: str
    name: str
    label: str
    conditions: Conditions
    span: Span


def labelled(program: Program) -> Iterator[Labelled]:
    """Everything that has a label, copies of one declaration once."""
    seen: set[tuple[Span, str]] = set()
    given: list[tuple[str, Iterable[Any]]] = [
        ("input", (d for d in program.definitions if isinstance(d, InputDef))),
        ("value", (d for d in program.definitions if isinstance(d, FormulaDef))),
        ("node", (d for d in program.definitions if isinstance(d, NodeDef))),
        ("list", program.items), ("table", program.brackets), ("parameter", program.parameters),
        ("office", program.law.offices), ("event", program.law.events), ("deadline", program.law.deadlines),
        ("rating", program.ratings),
    ]  # fmt: skip
    for sort, things in given:
        for thing in things:
            if thing.label and (thing.span, thing.name) not in seen:
                seen.add((thing.span, thing.name))
                yield Labelled(sort, thing.name, thing.label, getattr(thing, "conditions", ()), thing.span)


@lru_cache(maxsize=8192)
def words_of(label: str) -> tuple[str, ...]:
    """The words of a label in small letters; letters that look alike are one."""
    return tuple(_WORD.findall(skeleton(label.casefold())))


@lru_cache(maxsize=8192)
def main_words(label: str) -> tuple[str, ...]:
    """The words of a label without English articles and what stands in brackets, if there is anything else."""
    words = _WORD.findall(_ASIDE.sub(" ", label).casefold())
    around = zip(words, ("", *words), (*words[1:], ""), strict=False)
    left = [word for word, before, after in around if not _is_article(word, before, after)]
    return words_of(" ".join(left)) or words_of(label)


def _is_article(word: str, before: str, after: str) -> bool:
    """Whether a word is an English article; elsewhere `a` may be a letter: "group a", "the sum of a and b"."""
    if word == "the":
        return True
    return word in {"a", "an"} and (not before or before in _PARTICLES) and bool(after) and after not in _PARTICLES


def nearly_same(a: str, b: str) -> bool:
    """Whether every word of the one has its word in the other, endings and order aside.

    Of labels of one word only those that are the same word are: too many words begin alike.
    """
    one, left = main_words(a), list(main_words(b))
    if len(one) != len(left) or not one:
        return False
    if len(one) == 1:
        return one == tuple(left)
    for word in one:
        found = word if word in left else next((w for w in left if _forms_of_one(word, w)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def key(label: str) -> tuple[str, ...]:
    """What labels that are nearly the same have in common: how their words begin, in the order of the alphabet."""
    return tuple(sorted(w if w[-1].isdigit() else w[:_START] for w in main_words(label)))


def _forms_of_one(a: str, b: str) -> bool:
    shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    ends = a[shared:], b[shared:]
    if shared < min(_ENDINGS) or any(c.isdigit() for c in a + b):
        return False
    if bool(_NEGATION.search(ends[0])) != bool(_NEGATION.search(ends[1])):
        return False
    return max(map(len, ends)) <= _ENDINGS.get(shared, max(map(len, ends)))

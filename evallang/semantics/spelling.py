"""Names that cannot be used, and names that look alike (language reference, "Names")."""

from __future__ import annotations

import re

from evallang.diagnostics import Label
from evallang.semantics.entities import Collected, Scope
from evallang.source import Span
from evallang.suggest import alphabet, skeleton

RESERVED = frozenset(
    "and or not if then else in where for by under no yes some every none any".split()
    + "this undefined first last at weighted".split()
)
IN_NODES = frozenset("points parts score kind missing".split())
NO_OPTION = frozenset("yes no any below above up".split())
_SEGMENT = re.compile(r"[_\d]+")


def check_name(collected: Collected, name: str, span: Span, *, in_node: bool = False, option: bool = False) -> None:
    """Report a name that is refused: a reserved word, or one whose letters are of two alphabets."""
    if option and name in NO_OPTION:
        collected.report(
            "E0206",
            f"an option cannot be called `{name}`",
            span,
            "in a table it has a meaning of its own; choose another name",
        )
    elif not option and name in RESERVED:
        collected.report(
            "E0206", f"`{name}` is a word of the language and cannot be a name", span, "choose another name"
        )
    elif not option and in_node and name in IN_NODES:
        collected.report(
            "E0206",
            f"inside a node `{name}` cannot be a name",
            span,
            "it has a meaning of its own there; choose another name",
        )
    for segment in _SEGMENT.split(name):
        alphabets = {a for a in map(alphabet, segment) if a}
        if len(alphabets) > 1:
            marked = ", ".join(f"`{c}` is {alphabet(c)}" for c in _odd_ones(segment))
            collected.report(
                "E0204", f"`{name}` mixes Latin and Cyrillic letters: {marked}", span, "write it in one alphabet"
            )
            return


def _odd_ones(segment: str) -> list[str]:
    """The letters of the alphabet that is rarer in this segment."""
    latin = [c for c in segment if alphabet(c) == "Latin"]
    cyrillic = [c for c in segment if alphabet(c) == "Cyrillic"]
    return list(dict.fromkeys(latin if len(latin) < len(cyrillic) else cyrillic))[:3]


def check_lookalikes(collected: Collected, scope: Scope) -> None:
    """Report two different names of one scope that look the same on paper."""
    seen: dict[str, str] = {}
    for name, entities in scope.names.items():
        other = seen.setdefault(skeleton(name), name)
        if other != name:
            first = scope.names[other][0]
            collected.report(
                "E0205",
                f"`{name}` and `{other}` look the same but are different names",
                entities[0].span,
                _difference(name, other),
                Label(first.span, f"`{other}` is declared here"),
            )


def _difference(name: str, other: str) -> str:
    """Which letter is of which alphabet, in words: on the screen they are the same."""
    here, there = next((a, b) for a, b in zip(name, other, strict=True) if a != b)
    which = f"`{here}` is a {alphabet(here)} letter here, and `{there}` a {alphabet(there)} one there"
    return f"{which}; write both in one alphabet"

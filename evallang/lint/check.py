"""The checks, collected by name: one file in `evallang.lint.checks` for each bad pattern."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from attrs import frozen

from evallang.lint.finding import Answer

if TYPE_CHECKING:
    from evallang.lint.subject import Subject

FAMILIES = {
    "1": "Points and weights",
    "2": "Brackets and grades",
    "3": "Arithmetic",
    "4": "Contradictions",
    "5": "Names and references",
    "6": "Behaviour",
}
"""By the first digit of a code."""


@frozen
class Check:
    """One bad pattern. `name` is that of its file, and the docstring of its file is its page.

    `by_reading` says whether it is asked anew under each other option of a reading; a check of names and citations
    is not. `instant` marks what needs the values of no made-up body and no solver.
    """

    code: str
    title: str
    run: Callable[[Subject], Iterable[Answer]]
    by_reading: bool = True
    instant: bool = False
    name: str = ""
    page: str = ""

    @property
    def family(self) -> str:
        """What the check is about, in two words."""
        return FAMILIES[self.code[1]]


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of their codes."""
    from attrs import evolve  # noqa: PLC0415  # as below: only here

    from evallang.lint import checks  # noqa: PLC0415  # its modules import this one

    found = []
    for info in pkgutil.iter_modules(checks.__path__):
        module = import_module(f"{checks.__name__}.{info.name}")
        found.append(evolve(module.CHECK, name=info.name, page=(module.__doc__ or "").strip()))
    return tuple(sorted(found, key=lambda check: check.code))


def check_of(word: str) -> Check | None:
    """A check by its code or its name."""
    return next((check for check in all_checks() if word in (check.code, check.name)), None)

"""What is looked for, and what was found."""

from __future__ import annotations

from attrs import define, frozen

from evallang.lint.sites import Guard
from evallang.trials.made import Trial


@frozen(eq=False)
class Wanted:
    """What is looked for: a body, or an item of it at `level`, for which all `guards` are as they say.

    `node` is one that must be for the body (by kind and mark); `kinds` are those allowed, all for None. `names` are
    bodies that the rules name; with one of them the body is that one.
    """

    guards: tuple[Guard, ...]
    level: tuple[int, ...] = ()
    node: int | None = None
    kinds: tuple[str, ...] | None = None
    name: str = ""


@define(eq=False)
class Found:
    """A body, and the keys of the item, on which what was wanted holds."""

    trial: Trial
    keys: tuple[str, ...]

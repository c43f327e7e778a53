"""What examples are to touch, one by one."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from evallang.ir.program import Conditions
from evallang.source import Span
from evallang.trials.uses import Target

Key = tuple[Any, ...]
"""By what a goal is known: its sort and place. Copies of one text, as in the rows of a table, are one goal."""

SORTS = ("rows", "edges", "clamps", "caps", "guards", "conditions", "exemptions", "triggers", "options")


@define(eq=False)
class Goal:
    """Something that some example is to touch.

    `sentence` says that none does. `targets` are the results that rest on it directly. `conditions` are the options
    under which it holds.
    """

    key: Key
    sort: str
    span: Span
    sentence: str
    provisions: tuple[str, ...] = ()
    conditions: Conditions = ()
    targets: list[Target] = field(factory=list)

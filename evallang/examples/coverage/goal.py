"""What examples are to touch, one by one."""

from __future__ import annotations

from typing import Any

from attrs import define, field

from evallang.ir.program import Conditions, ExemptionDef
from evallang.source import Span
from evallang.trials.uses import Target

Key = tuple[Any, ...]
"""By what a goal is known: its sort and place. Copies of one text, as in the rows of a table, are one goal."""

SORTS = ("rows", "edges", "clamps", "caps", "guards", "conditions", "exemptions", "triggers", "options")


@define(eq=False)
class Goal:
    """Something that some example is to touch.

    `words` are a verb and what an example has that touches it. `targets` are the results that rest on it directly.
    `conditions` are the options under which it holds, `under` those of them that are not chosen, as written; `path` are
    the conditions around it, each as the goal that it is true, or false. Where it is for some bodies only, `kinds` says
    for which.
    """

    key: Key
    sort: str
    span: Span
    words: tuple[str, str]
    provisions: tuple[str, ...] = ()
    conditions: Conditions = ()
    targets: list[Target] = field(factory=list)
    path: tuple[Key, ...] = ()
    under: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """That no example touches it."""
        return f"no example {' '.join(self.words)}" + (f" under {self.under}" if self.under else "")

    @property
    def title(self) -> str:
        """The title of an example that does."""
        return self.words[1].replace("`", "")


def exemption_key(exemption: ExemptionDef) -> Key:
    """The goal of a body for which a node is not, with the bodies and kinds that are named."""
    return ("exempt", exemption.span, tuple(sorted(exemption.bodies)), tuple(sorted(exemption.kinds)))

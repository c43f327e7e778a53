"""What a node can be where none of its parts goes beyond its points."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evallang.ir.program import ExemptionDef, NodeDef
from evallang.lint.claims import Plainly
from evallang.lint.ranges import Range, meet

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


class KeptToPoints(Plainly):
    """What the parts of a node make of it, each no more than it claims, where no special case is taken.

    With a body it is worked out for that one; with no `marks` as for those that no mark names.
    """

    def __init__(self, subject: Subject, whole: NodeDef, kind: str | None, body: str | None, *, marks: bool) -> None:
        super().__init__(subject.program, subject.choices, kind, body, (), subject.values)
        self._claims = subject.claims
        self._whole = whole.number
        self._marks = marks

    def falls_under(self, e: ExemptionDef) -> bool:
        """Whether a mark names these bodies, where marks are looked at."""
        return self._marks and super().falls_under(e)

    def of_definition(self, number: int) -> Range:
        """What a definition can be, of a part with points no more than these."""
        found = super().of_definition(number)
        claim = None if number == self._whole else self._claims.of(number, self.kind)
        if claim is None or claim.is_penalty:
            return found
        return meet(found, Range(high=claim.points, high_closed=True))

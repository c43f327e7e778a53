"""CEL by `common-expression-language` (Rust): it has no `let` and no floor, so a body takes three expressions."""

from __future__ import annotations

import cel  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed

from peers.data import Record
from peers.exact import GRADES
from peers.peer import Peer


def _bracket(points: tuple[int, ...]) -> str:
    text = "0.0"
    for edge, reached in reversed(list(zip(("4.8", "4.6", "4.4", "4.2", "4.0"), points, strict=True))):
        text = f"(satisfaction >= {edge} ? {reached}.0 : {text})"
    return text


def _kept(fault: str, base: str, central: int, local: int) -> str:
    left = f"((kind == 'central' ? {central}.0 : {local}.0) - double({fault}) / double({base}) * 10000.0)"
    return f"({left} > 0.0 ? {left} : 0.0)"


def _at_most_5(value: str) -> str:
    return f"({value} < 5.0 ? {value} : 5.0)"


AUTOMATION = (
    "double(on_portal) / double(portalable) * 10.0 + double(online_volume) / double(volume) * 10.0 + "
    f"{_at_most_5('double(moved)')} - {_at_most_5('double(hours_down) * 0.2')}"
)
TOTAL = (
    f"(kind == 'central' ? {_bracket((15, 12, 9, 6, 3))} : {_bracket((20, 16, 12, 8, 4))}) + "
    f"{_kept('complaints', 'services', 10, 20)} + ({_kept('late', 'timed', 26, 30)} + "
    f"{_kept('refused', 'services', 8, 10)} + {_kept('unfinished', 'services', 8, 10)} + "
    f"{_kept('demanded', 'services', 8, 10)}) + (kind == 'central' ? {AUTOMATION} : 0.0) - "
    f"{_at_most_5('double(facts) * 0.2')}"
)
# int() cuts towards zero; to shift by a constant first would hide errors of the float, for the sum is rounded.
SHIFTED = "(total * 100.0 + 0.5)"
SCORE = f"int({SHIFTED}) - (double(int({SHIFTED})) > {SHIFTED} ? 1 : 0)"
GRADE = "score >= 9000 ? 'high' : score >= 7000 ? 'medium' : score >= 5000 ? 'low' : 'ineffective'"


class Cel(Peer):
    """Compiled once, executed for each body."""

    def load(self) -> None:
        self.total, self.score, self.grade = (cel.compile(text).execute for text in (TOTAL, SCORE, GRADE))

    def one(self, record: Record) -> tuple[int, int]:
        score = self.score({"total": self.total(record)})
        return score, GRADES.index(self.grade({"score": score}))

"""Plain Python: floats as they are usually written, floats and integers written out for speed, and fractions."""

from __future__ import annotations

from fractions import Fraction
from math import floor
from typing import Any

from peers.data import Record
from peers.exact import MOST, grade, hundredths
from peers.peer import Peer

BRACKET = {
    "central": ((4.8, 15), (4.6, 12), (4.4, 9), (4.2, 6), (4.0, 3)),
    "local": ((4.8, 20), (4.6, 16), (4.4, 12), (4.2, 8), (4.0, 4)),
}


class Floats(Peer):
    """The formulas as they stand in the rules."""

    def one(self, record: Record) -> tuple[int, int]:
        r, kind = record, record["kind"]
        most, within, top, _, _ = MOST[kind]
        score: float = next((points for edge, points in BRACKET[kind] if r["satisfaction"] >= edge), 0)
        score += max(0, most - r["complaints"] / r["services"] * 10000)
        score += (
            max(0, within - r["late"] / r["timed"] * 10000)
            + max(0, top - r["refused"] / r["services"] * 10000)
            + max(0, top - r["unfinished"] / r["services"] * 10000)
            + max(0, top - r["demanded"] / r["services"] * 10000)
        )
        if kind == "central":
            score += (
                r["on_portal"] / r["portalable"] * 10
                + r["online_volume"] / r["volume"] * 10
                + min(5, r["moved"] * 1)
                - min(5, r["hours_down"] * 0.2)
            )
        score -= min(5, r["facts"] * 0.2)
        rounded = floor(score * 100 + 0.5)
        return rounded, grade(rounded)


class WrittenOut(Peer):
    """The same in floats without a call or a loop, as a compiler of floats would write it."""

    def one(self, record: Record) -> tuple[int, int]:  # straight-line code is the point
        services, s = record["services"], record["satisfaction"]
        step = 5 if s >= 4.8 else 4 if s >= 4.6 else 3 if s >= 4.4 else 2 if s >= 4.2 else 1 if s >= 4.0 else 0
        x = record["facts"] * 0.2
        score = -x if x < 5 else -5.0
        if record["kind"] == "central":
            moved, hours = record["moved"], record["hours_down"] * 0.2
            score += (
                3 * step
                + record["on_portal"] / record["portalable"] * 10
                + record["online_volume"] / record["volume"] * 10
                + (moved if moved < 5 else 5)
                - (hours if hours < 5 else 5)
            )
            most, within, top = 10, 26, 8
        else:
            score += 4 * step
            most, within, top = 20, 30, 10
        x = most - record["complaints"] / services * 10000
        if x > 0:
            score += x
        x = top - record["refused"] / services * 10000
        if x > 0:
            score += x
        x = top - record["unfinished"] / services * 10000
        if x > 0:
            score += x
        x = top - record["demanded"] / services * 10000
        if x > 0:
            score += x
        x = within - record["late"] / record["timed"] * 10000
        if x > 0:
            score += x
        rounded = floor(score * 100 + 0.5)
        return rounded, 3 if rounded >= 9000 else 2 if rounded >= 7000 else 1 if rounded >= 5000 else 0


class Filtered(Peer):
    """Whole numerators, one float over them, and the exact integers where the float is too near an edge."""

    def one(self, record: Record) -> tuple[int, int]:  # straight-line code is the point
        services, timed, s = record["services"], record["timed"], record["hundredths"]
        step = 5 if s >= 480 else 4 if s >= 460 else 3 if s >= 440 else 2 if s >= 420 else 1 if s >= 400 else 0
        facts = record["facts"]
        fifths = -facts if facts < 25 else -25
        if record["kind"] == "central":
            moved, hours = record["moved"], record["hours_down"]
            fifths += 15 * step + 5 * (moved if moved < 5 else 5) - (hours if hours < 25 else 25)
            most, within, top = 10 * services, 26 * timed, 8 * services
            ratios = 10 * record["on_portal"] / record["portalable"] + 10 * record["online_volume"] / record["volume"]
        else:
            fifths += 20 * step
            most, within, top = 20 * services, 30 * timed, 10 * services
            ratios = 0.0
        kept = 0
        x = most - 10000 * record["complaints"]
        if x > 0:
            kept = x
        x = top - 10000 * record["refused"]
        if x > 0:
            kept += x
        x = top - 10000 * record["unfinished"]
        if x > 0:
            kept += x
        x = top - 10000 * record["demanded"]
        if x > 0:
            kept += x
        x = within - 10000 * record["late"]
        if x > 0:
            ratios += x / timed
        near = (fifths * 0.2 + kept / services + ratios) * 100 + 0.5
        rounded = floor(near)
        if not 1e-9 < near - rounded < 1 - 1e-9:  # the error of `near` is below 2e-11: see README.md
            rounded = hundredths(record)
        return rounded, 3 if rounded >= 9000 else 2 if rounded >= 7000 else 1 if rounded >= 5000 else 0


class Fractions(Peer):
    """The formulas as they stand, in `fractions.Fraction`."""

    def load(self) -> None:
        self.bracket = {k: [(Fraction(str(e)), Fraction(p)) for e, p in rows] for k, rows in BRACKET.items()}
        self.most = {kind: [Fraction(points) for points in limits] for kind, limits in MOST.items()}

    def one(self, record: Record) -> tuple[int, int]:
        kind, zero, five = record["kind"], Fraction(0), Fraction(5)
        r: dict[str, Any] = {name: Fraction(value) for name, value in record.items() if name != "kind"}
        most, within, top, _, _ = self.most[kind]
        level = r["hundredths"] / 100
        score = next((points for edge, points in self.bracket[kind] if level >= edge), zero)
        score += max(zero, most - r["complaints"] / r["services"] * 10000)
        score += max(zero, within - r["late"] / r["timed"] * 10000)
        for fault in ("refused", "unfinished", "demanded"):
            score += max(zero, top - r[fault] / r["services"] * 10000)
        if kind == "central":
            score += r["on_portal"] / r["portalable"] * 10 + r["online_volume"] / r["volume"] * 10
            score += min(five, r["moved"]) - min(five, r["hours_down"] / 5)
        score -= min(five, r["facts"] / 5)
        rounded = floor(score * 100 + Fraction(1, 2))
        return rounded, grade(rounded)

"""numba: the float64 formulas as one loop, the exact form with its filter, and that on threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import numba  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed
import numpy as np

from peers.data import NAMES, Columns
from peers.peer import Peer

LIBERAL = {"error_model": "numpy"}  # a division by zero gives an infinity; else every division would be guarded


def _float(  # type: ignore[no-untyped-def]  # numba finds the types
    central, s, complaints, services, late, timed, refused, unfinished, demanded, on_portal, portalable, online, volume,
    moved, hours, facts,
):  # fmt: skip
    step = 5.0 if s >= 4.8 else 4.0 if s >= 4.6 else 3.0 if s >= 4.4 else 2.0 if s >= 4.2 else 1.0 if s >= 4.0 else 0.0
    if central:
        score, most, within, top = step * 3, 10.0, 26.0, 8.0
    else:
        score, most, within, top = step * 4, 20.0, 30.0, 10.0
    score += max(0.0, most - complaints / services * 10000)
    score += (
        max(0.0, within - late / timed * 10000)
        + max(0.0, top - refused / services * 10000)
        + max(0.0, top - unfinished / services * 10000)
        + max(0.0, top - demanded / services * 10000)
    )
    if central:
        score += on_portal / portalable * 10 + online / volume * 10 + min(5.0, moved * 1.0) - min(5.0, hours * 0.2)
    score -= min(5.0, facts * 0.2)
    return np.int64(np.floor(score * 100 + 0.5))


def _exact(  # type: ignore[no-untyped-def]  # numba finds the types
    central, s, complaints, services, late, timed, refused, unfinished, demanded, on_portal, portalable, online, volume,
    moved, hours, facts,
):  # fmt: skip
    step = 5 if s >= 480 else 4 if s >= 460 else 3 if s >= 440 else 2 if s >= 420 else 1 if s >= 400 else 0
    fifths = -min(25, facts)
    if central:
        fifths += 15 * step + 5 * min(5, moved) - min(25, hours)
        most, within, top = 10, 26, 8
        n3, n4 = 10 * on_portal, 10 * online
    else:
        fifths += 20 * step
        most, within, top = 20, 30, 10
        n3, n4 = 0, 0
    n1 = (
        max(0, most * services - 10000 * complaints)
        + max(0, top * services - 10000 * refused)
        + max(0, top * services - 10000 * unfinished)
        + max(0, top * services - 10000 * demanded)
    )
    n2 = max(0, within * timed - 10000 * late)
    near = (fifths * 0.2 + n1 / services + n2 / timed + n3 / portalable + n4 / volume) * 100 + 0.5
    whole = np.int64(np.floor(near + 0.5))
    if abs(near - whole) >= 1e-9:
        return np.int64(np.floor(near))
    over, under = fifths, 5  # modulo 2^64: the difference itself is small, see README.md
    over, under = over * services + n1 * under, under * services
    over, under = over * timed + n2 * under, under * timed
    over, under = over * portalable + n3 * under, under * portalable
    over, under = over * volume + n4 * under, under * volume
    return whole - 1 if 200 * over + under - 2 * whole * under < 0 else whole


class Floats(Peer):
    """The formulas as they stand, on one thread."""

    by_record = False
    row: ClassVar[Callable[..., Any]] = staticmethod(_float)
    exact: ClassVar[bool] = False
    threads: ClassVar[bool] = False

    def load(self) -> None:
        row = numba.njit(**LIBERAL)(self.row)

        def loop(c, s, p1, b1, p2, b2, p3, p4, p5, n3, b3, n4, b4, moved, hours, facts):  # type: ignore[no-untyped-def]  # numba finds the types
            scores, grades = np.empty(len(s), np.int64), np.empty(len(s), np.int8)
            for j in numba.prange(len(s)):
                x = row(
                    c[j], s[j], p1[j], b1[j], p2[j], b2[j], p3[j], p4[j], p5[j], n3[j], b3[j], n4[j], b4[j],
                    moved[j], hours[j], facts[j],
                )  # fmt: skip
                scores[j] = x
                grades[j] = (x >= 9000) + (x >= 7000) + (x >= 5000)
            return scores, grades

        self.loop = numba.njit(parallel=self.threads, **LIBERAL)(loop)
        self.batch(self.prepare({name: np.ones(2, np.int64) for name in NAMES}))  # compiles for these types

    def prepare(self, columns: Columns) -> list[Any]:
        ready: list[Any] = [np.ascontiguousarray(columns[name]) for name in NAMES]
        if not self.exact:
            ready[1] = columns["satisfaction"] / 100
        return ready

    def batch(self, data: list[Any]) -> Any:
        return self.loop(*data)


class Exact(Floats):
    """The float filter over whole numerators, and whole numbers modulo 2^64 where it is in doubt."""

    row: ClassVar[Callable[..., Any]] = staticmethod(_exact)
    exact: ClassVar[bool] = True


class ExactThreads(Exact):
    """The same on all cores."""

    threads: ClassVar[bool] = True

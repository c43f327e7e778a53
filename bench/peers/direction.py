"""One engine on the direction of service quality: a single record, batches that grow, and what is wrong on each set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from peers.data import SETS, Columns, uniform
from peers.exact import grades
from peers.measure import One, one, rate
from peers.peer import Peer, first

SIZES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
PATIENCE = 20.0
"""A batch that would take longer, in seconds, is not tried."""


def measure(peer: Peer, most: int, folder: Path, largest: int) -> dict[str, Any]:
    """Figures as JSON takes them. `folder` holds the sets with their scores."""
    single = _single(peer)
    rates: list[dict[str, Any]] = []
    for rows in (rows for rows in SIZES if rows <= min(most, largest)):
        if rates and rates[-1]["seconds"] / rates[-1]["rows"] * rows > PATIENCE:
            break
        rates.append(rate(peer.batch, peer.prepare(uniform(rows)), rows).plain())
    tried = int(PATIENCE / 5 / (rates[-1]["seconds"] / rates[-1]["rows"]))
    wrong = {name: _wrong(peer, folder / f"{name}.npz", max(200, tried)) for name in SETS}
    alone = {"one_us": single.median, "slow_us": single.slow, "by_record": peer.by_record}
    return alone | {"rates": rates, "wrong": wrong}


def _single(peer: Peer) -> One:
    if peer.by_record:
        return one(peer.one, peer.prepare(uniform(3_000)))
    return one(peer.batch, [peer.prepare(uniform(1))] * 2_000)


def _wrong(peer: Peer, file: Path, tried: int) -> dict[str, int]:
    """How many scores and grades differ from the exact ones, of how many rows."""
    with np.load(file) as saved:
        columns: Columns = {name: saved[name] for name in saved.files}
    exact = columns.pop("exact")[:tried]
    columns = first(columns, tried)
    scores, places = peer.outcome(peer.batch(peer.prepare(columns)))
    wrong = {"scores": int((scores != exact).sum()), "grades": int((places != grades(exact)).sum())}
    return wrong | {"rows": len(exact)}

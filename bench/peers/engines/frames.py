"""Polars: lazy expressions over columns of int64 and one of float64."""

from __future__ import annotations

from typing import Any

import polars as pl

from peers.data import Columns
from peers.peer import Outcome, Peer


class Polars(Peer):
    """The formulas as they stand, as expressions."""

    by_record = False

    def load(self) -> None:
        score = (_level() + _kept("complaints", "services", 10, 20)) + (
            _kept("late", "timed", 26, 30)
            + _kept("refused", "services", 8, 10)
            + _kept("unfinished", "services", 8, 10)
            + _kept("demanded", "services", 8, 10)
        )
        automation = (
            _number("on_portal") / _number("portalable") * 10
            + _number("online_volume") / _number("volume") * 10
            + pl.min_horizontal(pl.lit(5.0), _number("moved"))
            - pl.min_horizontal(pl.lit(5.0), _number("hours_down") * 0.2)
        )
        score += pl.when(pl.col("central") == 1).then(automation).otherwise(0.0)
        score -= pl.min_horizontal(pl.lit(5.0), _number("facts") * 0.2)
        self.score = (score * 100 + 0.5).floor().cast(pl.Int64).alias("score")
        rounded = pl.col("score")
        place = pl.when(rounded >= 9000).then(3).when(rounded >= 7000).then(2).when(rounded >= 5000).then(1)
        self.grade = place.otherwise(0).cast(pl.Int8).alias("grade")

    def prepare(self, columns: Columns) -> pl.DataFrame:
        return pl.DataFrame(columns | {"satisfaction": columns["satisfaction"] / 100})

    def batch(self, data: pl.DataFrame) -> pl.DataFrame:
        return data.lazy().select(self.score).with_columns(self.grade).collect()

    def outcome(self, result: Any) -> Outcome:
        return result["score"].to_numpy(), result["grade"].to_numpy()


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


def _of_kind(central: pl.Expr | float, local: pl.Expr | float) -> pl.Expr:
    return pl.when(pl.col("central") == 1).then(central).otherwise(local)


def _level() -> pl.Expr:
    step = pl.lit(0.0)
    for edge, number in ((4.0, 1.0), (4.2, 2.0), (4.4, 3.0), (4.6, 4.0), (4.8, 5.0)):
        step = pl.when(pl.col("satisfaction") >= edge).then(number).otherwise(step)
    return step * _of_kind(3.0, 4.0)


def _kept(fault: str, base: str, central: float, local: float) -> pl.Expr:
    return pl.max_horizontal(pl.lit(0.0), _of_kind(central, local) - _number(fault) / _number(base) * 10000)

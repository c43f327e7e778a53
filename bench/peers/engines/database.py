"""DuckDB: one SELECT in DOUBLE; when it divides two DECIMALs, the quotient is a DOUBLE too."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed

from peers.data import Columns
from peers.peer import Peer

STEP = "(s >= 4.8)::INT + (s >= 4.6)::INT + (s >= 4.4)::INT + (s >= 4.2)::INT + (s >= 4)::INT"


def _kept(fault: str, base: str, central: int, local: int) -> str:
    points = f"CASE WHEN central = 1 THEN {central}::DOUBLE ELSE {local}::DOUBLE END"
    return f"greatest(0, {points} - {fault}::DOUBLE / {base}::DOUBLE * 10000)"


SCORES = f"""
  SELECT ({STEP}) * CASE WHEN central = 1 THEN 3::DOUBLE ELSE 4::DOUBLE END
    + {_kept("complaints", "services", 10, 20)}
    + ({_kept("late", "timed", 26, 30)} + {_kept("refused", "services", 8, 10)}
      + {_kept("unfinished", "services", 8, 10)} + {_kept("demanded", "services", 8, 10)})
    + CASE WHEN central = 1 THEN on_portal::DOUBLE / portalable * 10 + online_volume::DOUBLE / volume * 10
      + least(5::DOUBLE, moved) - least(5::DOUBLE, hours_down::DOUBLE * 0.2::DOUBLE) ELSE 0::DOUBLE END
    - least(5::DOUBLE, facts::DOUBLE * 0.2::DOUBLE) AS total
  FROM (SELECT *, satisfaction::DOUBLE AS s FROM bodies)
"""
QUERY = f"""
  SELECT score, CASE WHEN score >= 9000 THEN 3 WHEN score >= 7000 THEN 2 WHEN score >= 5000 THEN 1 ELSE 0 END AS grade
  FROM (SELECT floor(total * 100 + 0.5)::BIGINT AS score FROM ({SCORES}))
"""


class DuckDB(Peer):
    """A table in memory; the results come back as NumPy arrays."""

    by_record = False

    def load(self) -> None:
        self.database = duckdb.connect()

    def prepare(self, columns: Columns) -> str:
        bodies = pa.table(columns | {"satisfaction": columns["satisfaction"] / 100})
        self.database.register("arrow", bodies)
        self.database.execute("CREATE OR REPLACE TABLE bodies AS SELECT * FROM arrow")
        self.database.unregister("arrow")
        return QUERY

    def batch(self, data: str) -> Any:
        found = self.database.execute(data).fetchnumpy()
        return found["score"], found["grade"]

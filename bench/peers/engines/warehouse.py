"""evallang's SQL in DuckDB: what `evallang compile --to sql` writes, and compiled rules where that is in doubt."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]  # it has no types, where it is installed

from evallang import load
from evallang.backends.sql.query import Query
from peers.data import Columns
from peers.engines.own import RULES
from peers.exact import GRADES
from peers.peer import Peer

SCORE, GRADE = "service_quality", "service_quality.grade"
PLACES = " ".join(f"WHEN '{name}' THEN {place}" for place, name in enumerate(GRADES))


class Warehouse(Peer):
    """A table in memory, in the columns of `--schema`; what the query leaves in doubt is settled within the batch."""

    by_record = False

    def load(self) -> None:
        self.rules = load(RULES)
        self.scorer = self.rules.compile(outputs=(SCORE, GRADE))
        self.database = duckdb.connect()
        query = Query.of(self.rules.program, self.rules.choices(), "duckdb")
        self.database.execute(query.schema())
        self.table = query.tables[0]
        self.query = (
            f'SELECT CAST(body AS BIGINT) AS place, "{SCORE} × 100" AS score, CASE "{GRADE}" {PLACES} END AS grade, '
            f'"{SCORE} status" = \'in doubt\' OR "{SCORE} × 100" IS NULL OR "{GRADE} status" = \'in doubt\' AS doubt '
            f"FROM ({query.text()})"
        )

    def prepare(self, columns: Columns) -> str:
        kinds = np.array([kind.name for kind in self.rules.program.kinds], dtype=object)
        given = columns | {"satisfaction": columns["satisfaction"] / 100, "kind": kinds[1 - columns["central"]]}
        held = {d.short: given[d.name] for d in self.rules.program.inputs} | {"kind": given["kind"]}
        held |= {"body": np.arange(len(columns["central"])).astype(str)}
        self.database.register("arrow", pa.table(held))
        names = ", ".join(f'"{name}"' for name in held)
        self.database.execute(f"DELETE FROM bodies; INSERT INTO bodies ({names}) SELECT {names} FROM arrow")
        self.database.unregister("arrow")
        return self.query

    def batch(self, data: str) -> Any:
        found = self.database.execute(data).fetchnumpy()
        scores, grades = np.ma.filled(found["score"], 0), np.ma.filled(found["grade"], 0)
        order = np.argsort(found["place"], kind="stable")
        scores, grades, doubt = scores[order], grades[order], found["doubt"][order]
        self._settle(scores, grades, np.flatnonzero(doubt))
        return scores, grades

    def _settle(self, scores: Any, grades: Any, places: Any) -> None:
        """Score some bodies exactly, one by one."""
        if not len(places):
            return
        asked = "SELECT * EXCLUDE (period, in_doubt) FROM bodies WHERE body IN (SELECT UNNEST(?))"
        read = self.database.execute(asked, [places.astype(str).tolist()])
        names = [column[0] for column in read.description]
        for row in read.fetchall():
            body = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            found = self.scorer.score(body)
            place = int(body["body"])
            scores[place], grades[place] = int(found[SCORE] * 100), GRADES.index(found[GRADE])

"""`evallang score --engine …`: a database scores, and the interpreter settles the rows that it leaves in doubt."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator, Sequence

import click

from evallang.backends.scores import BodyScores, Result, Scores
from evallang.backends.sql.engine import Engine, Row, levels_with_results, looks_at_others
from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level
from evallang.backends.sql.values import DOUBT
from evallang.cli.arguments import Asked
from evallang.cli.failures import Failure
from evallang.ir.data import Finding
from evallang.report.figures import cell_text
from evallang.report.findings import all_findings
from evallang.report.main_results import deciding_paths, lacking
from evallang.report.results_csv import item_frames, list_name, result_of
from evallang.rules import Rules
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.csv_out import csv_text
from evallang.tables.item_keys import key_headers
from evallang.tables.parameters import bind_parameters
from evallang.tables.raw import RawData

_INSTALL = {
    "duckdb": "pip install 'evallang[sql]'",
    "postgres": "pip install 'evallang[postgres]'",
    "spark": "pip install 'evallang[spark]', and install Java 17 or later",
}


def engine_of(name: str, rules: Rules, asked: Asked, where: str | None) -> Engine:
    """The database with the data in it. Raises Failure where its package is not installed.

    `where` is the DSN of PostgreSQL, or the master of Spark.
    """
    if rules.others:
        raise Failure("a database scores one document", "leave `--engine` out: the interpreter joins several")
    choices = rules.choices(asked.readings)
    rules.know_parameters(asked.parameters)
    cells, _ = bind_parameters(rules.program, RawData(), asked.parameters)
    query = Query.of(rules.program, choices, name, cells)
    query.invalid = DOUBT  # the interpreter says where an invalid value stands
    try:
        if name == "duckdb":
            from evallang.backends.sql.duck import DuckDB  # noqa: PLC0415  # an extra

            return DuckDB(query, asked.data, asked.key)
        if name == "spark":
            from evallang.backends.sql.spark import Spark  # noqa: PLC0415  # an extra
            from evallang.backends.sql.spark_master import NoCluster  # noqa: PLC0415

            try:
                return Spark(query, asked.data, asked.key, master=where)
            except NoCluster as error:
                message, _, advice = str(error).partition("\n")
                raise Failure(message, advice or None) from None
        from evallang.backends.sql.postgres import Postgres  # noqa: PLC0415  # an extra

        return Postgres(query, where)
    except ImportError as error:
        raise Failure(f"{name} is not installed: {error}", _INSTALL[name]) from None


class Settled:
    """The results of a database and, for the bodies that it leaves in doubt, of the interpreter."""

    def __init__(self, engine: Engine, rules: Rules, asked: Asked) -> None:
        self.engine, self.asked = engine, asked
        known = engine.periods()
        self.periods = known if asked.period == "all" else known[-1:] if asked.period is None else [asked.period]
        open_ = engine.unsettled(self.periods)
        everyone = bool(open_) and looks_at_others(rules.program)
        self.bodies = set(open_)
        raw = engine.raw(None if everyone else {*open_, *engine.sample()})
        self.scores: Scores = rules.score(
            raw, readings=asked.readings, parameters=asked.parameters, period="all", key=asked.key
        )
        if asked.period not in (None, "all") and asked.period not in known:
            rules.score(raw, readings=asked.readings, parameters=asked.parameters, period=asked.period, key=asked.key)
        self.complete = True

    def findings(self) -> tuple[Finding, ...]:
        """What there is to say about the data that the interpreter read."""
        return all_findings(self.scores)

    def files(self, *, bom: bool) -> dict[str, str]:
        """The texts of the CSV files by what they hold, as `evallang score` writes them."""
        found = {}
        for level in levels_with_results(self.engine.query):
            name = list_name(self.scores.program, level[-1]) if level else "bodies"
            found[name] = csv_text(self._header(level), self._lines(level), bom=bom)
        return found

    def _header(self, level: Level) -> list[str]:
        years = [PERIOD] if any(self.periods) else []
        if level:
            return [BODY, *years, *key_headers(self.scores.program, level[-1]), *self.engine.query.results(level)]
        kinds = [KIND] if self.scores.program.kinds else []
        return [BODY, *kinds, *years, *self.scores.columns]

    def _lines(self, level: Level) -> Iterator[list[str]]:
        paths = list(self.engine.query.results(level)) if level else list(self.scores.columns)
        deciding = deciding_paths(self.scores) if not level else ()
        for period in self.periods:
            body, settled = "", dict[tuple[str, ...], list[Result]]()
            for row in self.engine.rows(level, period):
                if row.keys[0] not in self.bodies:
                    results = [Result(path, row.statuses[path], row.values[path]) for path in paths]
                else:
                    if row.keys[0] != body:
                        body = row.keys[0]
                        settled = self._settled(body, period, level, paths)
                    results = settled[(*row.keys[2:],)]
                self.complete &= not any(lacking(r) for r in results if r.path in deciding)
                yield [*self._keys(row, level), *map(cell_text, results)]

    def _settled(
        self, body: str, period: int, level: Level, paths: Sequence[str]
    ) -> dict[tuple[str, ...], list[Result]]:
        """The results of a body, or of its items by their keys, by the interpreter."""
        scored: BodyScores = self.scores[body, period or None]
        if not level:
            return {(): [scored[path] for path in paths]}
        program, start = self.scores.program, len(self.scores.program.items[level[-1]].path)
        nodes = {
            path: [d for d in program.nodes if d.level == level and ".".join(d.path[start:]) == path] for path in paths
        }
        return {
            keys: [result_of(self.scores, frame, nodes[path]) for path in paths]
            for keys, frame in item_frames(scored.frame, level)
        }

    def _keys(self, row: Row, level: Level) -> list[str]:
        body, period, *items = row.keys
        years = [str(period or "")] if any(self.periods) else []
        if level:
            return [body, *years, *items]
        kind = self.scores[body, period or None].kind if body in self.bodies else row.kind
        return [body, *([kind or ""] if self.scores.program.kinds else []), *years]


def write_by_engine(
    name: str, rules: Rules, asked: Asked, where: str | None, form: str
) -> tuple[Settled, dict[str, str]]:
    """The files of a scoring by a database. Raises Failure for another form than CSV."""
    if form != "csv":
        raise Failure(f"a database writes CSV, not {form}", "say `--format csv`, or `-o FILE.csv`")
    atexit.unregister(gc.freeze)  # what the bindings of a database still hold at the end, they complain about
    engine = engine_of(name, rules, asked, where)
    try:
        settled = Settled(engine, rules, asked)
        texts = settled.files(bom=True)
        share = f"{len(settled.bodies):,} bodies were settled by the interpreter"
        click.echo(f"note: {share}", err=True)
        return settled, texts
    finally:
        engine.close()

"""`evallang score --engine …`: a database scores, and the interpreter settles the rows that it leaves in doubt."""

from __future__ import annotations

import atexit
import csv
import gc
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO

import click

from evallang.backends.interpreter.frames import Frame
from evallang.backends.scores import BodyScores, Result, Scores
from evallang.backends.sql.engine import Engine, Row, levels_with_results
from evallang.backends.sql.query import Query
from evallang.backends.sql.steps import Level
from evallang.backends.sql.values import DOUBT
from evallang.cli.arguments import Asked, Scored, inputs
from evallang.cli.by_columns import settled as told_settled
from evallang.cli.failures import Failure
from evallang.cli.output import beside, csv_files, deliver, held_back, refuse
from evallang.cli.told import Told
from evallang.ir.program import NodeDef
from evallang.report.figures import cell_text
from evallang.report.findings import all_findings, of_data
from evallang.report.main_results import deciding_paths, lacking
from evallang.report.results_csv import item_frames, list_name, result_of
from evallang.rules import Rules
from evallang.semantics.others import looks_at_others
from evallang.tables.bodies import BODY, KIND, PERIOD
from evallang.tables.item_keys import key_headers
from evallang.tables.raw import RawData
from evallang.tables.roles import BODIES
from evallang.types import BodyType

_INSTALL = {
    "duckdb": "pip install 'evallang[sql]'",
    "postgres": "pip install 'evallang[postgres]'",
    "spark": "pip install 'evallang[spark]', and install Java 17 or later",
}


def engine_of(name: str, rules: Rules, asked: Asked, where: str | None, wanted: tuple[str, ...]) -> Engine:
    """The database with the data in it. Raises Failure where its package is not installed.

    `where` is the DSN of PostgreSQL, or the master of Spark; `wanted` are results of bodies, none for all.
    """
    if rules.others:
        raise Failure("a database scores one document", "leave `--engine` out: the interpreter joins several")
    choices = rules.choices(asked.readings)
    cells, _ = rules.supplied(asked.parameters, asked.readings)
    query = Query.of(rules.program, choices, name, cells)
    query.outputs = wanted
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


AT_ONCE = 10_000
"""Bodies that the interpreter holds at once where they do not look at one another."""


class Settled:
    """The results of a database and, for the bodies that it leaves in doubt, of the interpreter.

    The interpreter holds all of these bodies at once where they are few, or where bodies look at one another; else so
    many at a time as `AT_ONCE`, in the order of the rows.
    """

    def __init__(self, engine: Engine, rules: Rules, asked: Asked) -> None:
        self.engine, self.rules, self.asked = engine, rules, asked
        known = engine.periods()
        self._dated = any(known)
        self.periods = known if asked.period == "all" else known[-1:] if asked.period is None else [asked.period]
        self.levels = levels_with_results(engine.query)
        self.count, self.complete = engine.count_open(self.periods), True
        named = any(isinstance(d.type, BodyType) for d in rules.program.inputs)  # by which of all, all say
        self._everyone = (bool(self.count) or named) and looks_at_others(rules.program)
        self._inside: tuple[Frame, Level, dict[tuple[str, ...], Frame]] | None = None
        few = [(level, p) for level in self.levels for p in self.periods] if 0 < self.count <= AT_ONCE else []
        self._held = set[str]() if self._everyone else {b for place in few for b in engine.open_bodies(*place)}
        raw = engine.raw(None if self._everyone else {*self._held, *engine.sample()})
        self.scores = self._scored(raw, "all")
        self.told = Told(all_findings(self.scores))
        if asked.period not in (None, "all") and asked.period not in known:
            self._scored(raw, asked.period)

    def _scored(self, raw: RawData, period: Scored) -> Scores:
        asked = self.asked
        return self.rules.score(
            raw, readings=asked.readings, parameters=asked.parameters, period=period, key=asked.key
        )  # fmt: skip

    def _settle(self, body: str, waiting: Iterator[str]) -> None:
        """Have the interpreter hold a body: the first of those that are waiting, with others behind it."""
        if self._everyone or body in self._held:
            return
        batch = list(islice(waiting, AT_ONCE))
        while batch and body not in batch:  # these were held already
            batch = list(islice(waiting, AT_ONCE))
        self._held = {body, *batch}
        self.scores = self._scored(self.engine.raw(self._held), "all")
        self.told.more(of_data(self.scores.data))

    def write(self, level: Level, file: IO[str]) -> None:
        """The results of the bodies or of a list as CSV, as `evallang score` writes them, row by row."""
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self._header(level))
        writer.writerows(self._lines(level))

    def name(self, level: Level) -> str:
        """What the results of a level are called."""
        return list_name(self.scores.program, level[-1]) if level else BODIES

    def _header(self, level: Level) -> list[str]:
        years = [PERIOD] if self._dated else []
        if level:
            return [BODY, *years, *key_headers(self.scores.program, level[-1]), *self.engine.query.results(level)]
        kinds = [KIND] if self.scores.program.kinds else []
        return [BODY, *kinds, *years, *(self.engine.query.outputs or self.scores.columns)]

    def _lines(self, level: Level) -> Iterator[list[str]]:
        wanted = self.engine.query.outputs
        paths = list(self.engine.query.results(level)) if level else list(wanted or self.scores.columns)
        known = wanted or deciding_paths(self.scores.program)
        deciding = [i for i, path in enumerate(paths) if not level and path in known]
        for period in self.periods:
            waiting = self.engine.open_bodies(level, period)
            for row in self.engine.rows(level, period):
                results = [Result(path, row.statuses[path], row.values[path]) for path in paths]
                if row.open:
                    self._settle(row.keys[0], waiting)
                    results = self._exact(row, level, results)
                self.complete &= not any(lacking(results[i]) for i in deciding)
                yield [*self._keys(row, level), *map(cell_text, results)]

    def _exact(self, row: Row, level: Level, results: list[Result]) -> list[Result]:
        """The results of a row, those that are open by the interpreter."""
        scored: BodyScores = self.scores[row.keys[0], row.keys[1] or None]
        if not level:
            return [scored[r.path] if r.path in row.open else r for r in results]
        if self._inside is None or self._inside[:2] != (scored.frame, level):
            self._inside = (scored.frame, level, dict(item_frames(scored.frame, level)))
        frame = self._inside[2][(*row.keys[2:],)]
        return [result_of(self.scores, frame, self._nodes(level, r.path)) if r.path in row.open else r for r in results]

    def _nodes(self, level: Level, path: str) -> list[NodeDef]:
        """The nodes of items that have a path, one for each kind."""
        program = self.scores.program
        start = len(program.items[level[-1]].path)
        return [d for d in program.nodes if d.level == level and ".".join(d.path[start:]) == path]

    def _keys(self, row: Row, level: Level) -> list[str]:
        body, period, *items = row.keys
        years = [str(period or "")] if self._dated else []
        if level:
            return [body, *years, *items]
        kind = self.scores[body, period or None].kind if row.open else row.kind
        return [body, *([kind or ""] if self.scores.program.kinds else []), *years]


def write_by_engine(  # each is an option
    name: str, rules: Rules, asked: Asked, where: str | None, form: str, output: Path | None, wanted: tuple[str, ...]
) -> Settled:
    """Score by a database, and write the files or print the bodies. Raises Failure for another form than CSV.

    Files are written when all is scored, so that a fault leaves none half written.
    """
    if form != "csv":
        raise Failure(f"a database writes CSV, not {form}", "say `--format csv`, or `-o FILE.csv`")
    atexit.unregister(gc.freeze)  # what the bindings of a database still hold at the end, they complain about
    engine = engine_of(name, rules, asked, where, wanted)
    try:
        settled = Settled(engine, rules, asked)
        levels = settled.levels if beside(output) else [level for level in settled.levels if not level]
        files = csv_files([settled.name(level) for level in levels], output)
        if output is not None:
            refuse(files, inputs(asked))
        writers = {file: partial(settled.write, level) for file, level in zip(files, levels, strict=True)}
        with held_back(writers, output) as held:
            click.echo(f"note: {told_settled(settled.count)}", err=True)
            for line in settled.told.lines():
                click.echo(line, err=True)
            deliver(held, output)
        return settled
    finally:
        engine.close()

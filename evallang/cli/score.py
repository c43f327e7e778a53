"""`evallang score RULES --data FILE…`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from evallang.backends.scores import Scores, result_paths
from evallang.cli.arguments import Asked, FilePath, inputs, no_more, scoring_arguments
from evallang.cli.failures import LACKING, finish, plainly
from evallang.cli.output import beside, csv_files, known_ending, progress, terminal_width, write_all
from evallang.cli.outputs import known_outputs, outputs_option
from evallang.cli.scoring import rules_of
from evallang.report.findings import all_findings, has_errors, lines
from evallang.report.main_results import deciding_paths, is_scored
from evallang.report.results_csv import bodies_csv, results_csv
from evallang.report.results_json import results_json
from evallang.report.table import results_table
from evallang.rules import Rules
from evallang.tables.roles import BODIES

_ENGINES = ("columns", "duckdb", "postgres", "spark")
_SUFFIXES = {".csv": "csv", ".json": "json"}
_ENDINGS = {".csv": "which spreadsheets open", ".json": "", ".txt": "", ".md": ""}
_MANY = 500
"""So many bodies take long enough for a progress bar."""

_OUTPUT = "Write to this file, in the form that .csv or .json says; a folder takes CSV files."
_MASTER = "Where Spark runs: `local-cluster[2,1,1024]`, `spark://host:7077`; this machine by default."


@click.command("score")
@scoring_arguments(needs_data=False)
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), help="A table by default.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help=_OUTPUT)
@click.option(
    "--engine",
    type=click.Choice(_ENGINES),
    help="Score over columns or in a database, and exactly what is left in doubt.",
)
@outputs_option
@click.option("--dsn", envvar="EVALLANG_POSTGRES", metavar="DSN", help="The PostgreSQL database that has the tables.")
@click.option("--master", envvar="EVALLANG_SPARK_MASTER", metavar="URL", help=_MASTER)
@plainly
def command(  # each is an option
    asked: Asked, form: str | None, output: Path | None, engine: str | None, outputs: tuple[str, ...],
    dsn: str | None, master: str | None,
) -> None:  # fmt: skip
    """Score the bodies of a data set by a methodology.

    RULES is a rule file, or a folder that holds one; rule files behind it may score some of its nodes, which say
    `scored by OTHER.node`. The exit code is 1 when some body has no result, or when
    something in the data could not be used; a database looks only at what the results need.

    A CSV table has a row for each body and period and a column for each node, rank, grade and trigger. Items
    that have nodes are written with -o only: `-o out.csv` writes `out.csv` and, for a list `measure`,
    `out.measure.csv`; `-o DIR` writes `bodies.csv` and `measure.csv`, which can be the data of another
    methodology.

    `--output-of` asks for some results of the bodies, as CSV, and what they do not need is not computed.

    With `--engine columns` nodes are computed over columns, and the data may be Parquet too; with `--engine duckdb` or
    `--engine spark` it may be larger than the memory, if no body is compared with others, and `--master` says on which
    cluster Spark runs; with `--engine postgres` it is in the tables of a database. The results are the same, digit for
    digit.
    """
    no_more(asked.rest)
    known_ending(output, _ENDINGS)
    _refuse_options_of_others(asked, engine)
    rules = rules_of(asked.rules, asked.others, asked.when)
    wanted = known_outputs(outputs, result_paths(rules.program))
    by_database = engine not in (None, "columns")
    form = form or ("csv" if output is None and (wanted or by_database) else _form_of(output))
    if wanted and form != "csv":
        raise click.UsageError("--output-of is for CSV: say `--format csv`, or `-o FILE.csv`")
    if by_database:
        assert engine is not None
        where = dsn if engine == "postgres" else master
        _by_engine(engine, rules, asked, where, form, output, wanted)
        return
    if engine == "columns" and form == "csv" and _as_whole_frame(rules, asked, output, wanted):
        return
    scores = _scored(rules, asked, wanted, by_columns=engine is not None)
    complete = _all_scored(scores, wanted)
    findings = all_findings(scores)
    for line in lines(findings):
        click.echo(line, err=True)
    _deliver(scores, form, output, inputs(asked), wanted)
    if has_errors(findings) or not complete:
        finish(LACKING)


def _refuse_options_of_others(asked: Asked, engine: str | None) -> None:
    """Raise UsageError for options that the engine has no use for, and for data that is not given."""
    for option, only in (("dsn", "postgres"), ("master", "spark")):
        if _is_typed(option) and engine != only:
            raise click.UsageError(f"--{option} is for `--engine {only}`")
    if engine == "postgres":
        if asked.data:
            raise click.UsageError("--data is not for `--engine postgres`, which scores the tables of a database")
        if _is_typed("key"):
            raise click.UsageError("--key is not for `--engine postgres`, in whose tables the key of a body is `body`")
    elif not asked.data:
        raise click.UsageError("Missing option '--data'.")


def _is_typed(option: str) -> bool:
    return click.get_current_context().get_parameter_source(option) is ParameterSource.COMMANDLINE


def _as_whole_frame(rules: Rules, asked: Asked, output: Path | None, wanted: Sequence[str]) -> bool:
    """Whether the data is a frame that is scored as a whole; its results are delivered then."""
    from evallang.cli.whole_frame import score_whole_frame  # noqa: PLC0415  # who scores without loads no NumPy

    found = score_whole_frame(rules, asked, wanted)
    if found is None:
        return False
    for line in (found.note, *lines(found.findings)):
        click.echo(line, err=True)
    found.deliver(output, inputs(asked))
    if has_errors(found.findings) or not found.complete:
        finish(LACKING)
    return True


def _scored(rules: Rules, asked: Asked, wanted: Sequence[str], *, by_columns: bool) -> Scores:
    if by_columns:
        from evallang.cli.by_columns import score_by_columns  # noqa: PLC0415  # who scores without loads no NumPy

        return score_by_columns(rules, asked, wanted)
    return rules.score(
        asked.data, readings=asked.readings, period=asked.period, parameters=asked.parameters, key=asked.key
    )


def _by_engine(  # each is an option
    engine: str, rules: Rules, asked: Asked, where: str | None, form: str, output: Path | None, wanted: tuple[str, ...]
) -> None:
    """Score in a database."""
    from evallang.cli.engines import write_by_engine  # noqa: PLC0415  # who scores without one loads no SQL

    settled = write_by_engine(engine, rules, asked, where, form, output, wanted)
    if settled.told.errors or not settled.complete:
        finish(LACKING)


def _all_scored(scores: Scores, wanted: Sequence[str]) -> bool:
    """Whether every body has the results that it is scored for: this is where they are computed."""
    paths = tuple(wanted) or deciding_paths(scores.program)
    complete = True
    with progress(len(scores) if len(scores) >= _MANY else 0, "scoring") as step:
        for body in scores:
            complete &= is_scored(body, paths)
            step()
    return complete


def _form_of(output: Path | None) -> str:
    """The form that the name of the output asks for; a folder asks for CSV."""
    if output is None:
        return "table"
    if output.is_dir() or (not output.suffix and beside(output)):
        return "csv"
    return _SUFFIXES.get(output.suffix.lower(), "table")


def _deliver(scores: Scores, form: str, output: Path | None, kept: list[Path], wanted: Sequence[str]) -> None:
    """Print the results, or write them, to no file that is `kept`."""
    if form == "csv":
        _csv(scores, output, kept, wanted)
        return
    width = terminal_width() if output is None else None
    text = results_json(scores) if form == "json" else results_table(scores, width)
    if output is None:
        click.echo(text, nl=False)
    else:
        write_all({output: text}, kept)


def _csv(scores: Scores, output: Path | None, kept: list[Path], wanted: Sequence[str]) -> None:
    """CSV to the terminal or a device holds the bodies only; a file has a byte order mark for spreadsheets."""
    if output is None:
        click.echo(bodies_csv(scores, paths=wanted), nl=False)
        return
    if not beside(output):
        write_all({output: bodies_csv(scores, paths=wanted)}, kept)
        return
    texts = {BODIES: bodies_csv(scores, bom=True, paths=wanted)} if wanted else results_csv(scores, bom=True)
    write_all(dict(zip(csv_files(list(texts), output), texts.values(), strict=True)), kept)

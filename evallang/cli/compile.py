"""`evallang compile RULES --to python|sql -o FILE`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from attrs import frozen

from evallang.cli.arguments import FilePath, RulesPath, pairs, parameter_option, reading_option, rules_in
from evallang.cli.days import day_options, taken_out
from evallang.cli.failures import Failure, plainly
from evallang.cli.output import write_all
from evallang.cli.outputs import known_outputs, outputs_option
from evallang.cli.scoring import rules_of
from evallang.diagnostics import Severity
from evallang.report.findings import lines
from evallang.rules import Rules

_MOST_MERGED = 16
"""A query of so many is known to run in Spark; one of 288 was not planned within minutes."""


@frozen
class Asked:
    """What is to be written: readings and parameters that are switched, the results that are wanted.

    `dialect`, `of`, `schema` and `script` are for SQL: whose, the results of which list, the tables, or statements.
    """

    readings: dict[str, str]
    parameters: dict[str, str]
    outputs: tuple[str, ...]
    dialect: str | None = None
    of: str | None = None
    schema: bool = False
    script: bool = False


def _python(rules: Rules, asked: Asked) -> str:
    from evallang.backends.python.unit import NotCompiled  # noqa: PLC0415  # not for --help

    if asked.dialect or asked.of or asked.schema or asked.script:
        raise click.UsageError("--dialect, --of, --schema and --script are for --to sql")
    try:
        scorer = rules.compile(
            readings=asked.readings, parameters=asked.parameters, outputs=asked.outputs or None
        )  # fmt: skip
    except NotCompiled as error:
        line = rules.program.source.position(error.span.start).line
        place = f"{rules.program.source.name}:{line}"
        advice = "name the results that do without it with --output-of, or score with `evallang score`"
        raise Failure(f"{place}: {error} cannot be compiled", advice) from None
    return scorer.source


def _sql(rules: Rules, asked: Asked) -> str:
    """One query, the same as statements, or the tables that it reads."""
    from evallang.backends.sql.query import Query  # noqa: PLC0415  # not for --help

    if asked.dialect is None:
        raise Failure("SQL differs from one database to the other", "say which: `--dialect duckdb|postgres|spark`")
    if rules.others:
        raise Failure("a query scores one document", "leave the others out: what they score is an input of the query")
    cells, _ = rules.supplied(asked.parameters, asked.readings)
    query = Query.of(rules.program, rules.choices(asked.readings), asked.dialect, cells)
    if asked.schema:
        return query.schema()
    called = [t for t in query.tables if t.title == (asked.of or "bodies")]
    table = (called[-1] if asked.of else called[0]) if called else None  # a list may be called `bodies` too
    if table is None or not query.paths(table.level):
        lists = ", ".join(f"`{t.title}`" for t in query.tables if query.paths(t.level))
        raise Failure(f"`{asked.of}` is no list whose items have results", f"there are results of {lists}")
    query.outputs = known_outputs(asked.outputs, query.paths(table.level))
    if asked.script:
        name = "results" if not table.level else f"results of {table.title}"
        if asked.dialect == "spark":  # its catalog has names of letters, digits and `_` only
            name = re.sub(r"\W", "_", name, flags=re.ASCII)
        name = query.dialect.name_of(query.free_table(name))
        statements = query.script(name, table.level)
        return query.head(table.level) + "".join(f"{statement};\n" for statement in statements)
    if asked.dialect == "spark" and (times := query.merged(table.level)) > _MOST_MERGED:
        raise Failure(
            f"Spark merges steps into all that read them, and would plan this query up to {times:,} times over",
            "say `--script`: a table for each step",
        )
    return query.text(table.level)


def _tell(rules: Rules, asked: Asked) -> None:
    """Say what is wrong with the parameters. Raises Failure for one that the code would hold as unreadable."""
    _, findings = rules.supplied(asked.parameters, asked.readings)
    for finding in findings:
        if finding.severity is Severity.ERROR:
            raise Failure(finding.message, finding.help)
    for line in lines(findings):
        click.echo(line, err=True)


TARGETS: dict[str, Callable[[Rules, Asked], str]] = {"python": _python, "sql": _sql}
"""What rules can be compiled to, each with what writes it."""


@click.command("compile")
@click.argument("rules", type=RulesPath())
@click.argument("others", type=RulesPath(), nargs=-1)
@click.option("--to", "target", type=click.Choice(list(TARGETS)), required=True, help="The language to write.")
@click.option("-o", "--output", type=FilePath(), metavar="FILE", help="The file to write; else it is printed.")
@outputs_option
@click.option("--dialect", type=click.Choice(["duckdb", "postgres", "spark"]), help="With `--to sql`: whose SQL.")
@click.option("--schema", is_flag=True, help="With `--to sql`: the tables that the query reads.")
@click.option("--script", is_flag=True, help="With `--to sql`: a table for each step, not one query.")
@click.option("--of", metavar="LIST", help="With `--to sql`: the results of the items of a list, not of the bodies.")
@reading_option
@parameter_option
@day_options("for a folder with amendments")
@plainly
def command(  # noqa: PLR0913  # each is an option
    rules: Path, others: tuple[Path, ...], *, target: str, output: Path | None, outputs: tuple[str, ...],
    dialect: str | None, schema: bool, script: bool, of: str | None, readings: tuple[str, ...],
    parameters: tuple[str, ...], **when: Any,
) -> None:  # fmt: skip
    """Compile a methodology into code that scores without it.

    Python computes exactly what `evallang score` does, the same to the last digit, and cites the provisions. SQL is
    one query over the tables of `--schema`: for each result the value, the bound of its error and the status, and for
    each row `in_doubt`, whether an exact engine has to settle it. Rule files behind RULES, of which `scored by` speaks,
    cannot be compiled: what needs them is told with its line.
    """
    on = taken_out(when)
    loaded = rules_of(rules, list(others), on)
    given = pairs(readings, "--reading", "ID=option"), pairs(parameters, "--parameter", "NAME=value")
    asked = Asked(*given, outputs, dialect, of, schema, script)
    _tell(loaded, asked)
    text = TARGETS[target](loaded, asked)
    if output is None:
        click.echo(text, nl=False)
    else:
        acts = [rules.parent] if on.said and not rules.is_dir() else []  # a day asks for all that stand beside it
        write_all({output: text}, rules_in([rules, *others, *acts]))

"""`evallang test PATH…`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from attrs import frozen

from evallang.cli.arguments import RulesPath
from evallang.cli.failures import LACKING, WRONG, finish, plainly
from evallang.cli.output import progress
from evallang.cli.rewriting import like, replace
from evallang.cli.rulefiles import counted, found_files
from evallang.examples.run import Outcome
from evallang.pipeline import check_file
from evallang.report.diagnostics import render, render_all
from evallang.rules import Rules
from evallang.source import SourceError


@frozen
class _Asked:
    """What is to be done beside running the examples."""

    coverage: bool
    write_missing: bool


@click.command("test")
@click.argument("paths", type=RulesPath(), nargs=-1, required=True, metavar="PATH…")
@click.option("--coverage", is_flag=True, help="Tell also what no example touches; exit code 1 if there is something.")
@click.option("--write-missing", is_flag=True, help="Write examples of that to the end of the files, `unconfirmed`.")
@plainly
def command(paths: tuple[Path, ...], coverage: bool, write_missing: bool) -> None:
    """Run the examples of rule files.

    PATH is a rule file or a folder. Every example is scored and every expected figure compared, those of
    `examples from` files too. The examples of `--write-missing` expect what the rules give: they count as coverage
    only when a person has calculated them and has taken the word `unconfirmed` away.
    """
    asked = _Asked(coverage, write_missing)
    files, empty = found_files(paths)
    results = []
    with progress(len(files), "running examples") as step:
        for file in files:
            results.append(_test(file, asked))
            step()
    for _, lines in results:
        for line in lines:
            click.echo(line)
    worst = max([code for code, _ in results] + [WRONG] * bool(empty))
    if worst:
        finish(worst)


def _test(file: Path, asked: _Asked) -> tuple[int, list[str]]:
    """Run the examples of one file: its exit code, and what is to be printed."""
    try:
        rules, diagnostics = check_file(file)
    except SourceError as error:
        return WRONG, [f"error: {error}"]
    if rules is None:
        errors = [d for d in diagnostics if d.is_error]
        if not errors:
            return _test_amendment(file)
        return WRONG, [render_all(errors), f"{file.as_posix()}: not tested, the rules have errors"]
    if asked.write_missing:
        return _written(file, rules, asked)
    return _covered(file, rules) if asked.coverage else _run(file, rules.test())


def _covered(file: Path, rules: Rules) -> tuple[int, list[str]]:
    """Run the examples of one file, and tell what they touch."""
    from evallang.report.coverage import coverage_lines  # noqa: PLC0415  # only where it is asked for

    found = rules.coverage()
    code, lines = _run(file, found.outcomes)
    told = coverage_lines(found, file.as_posix(), rules.program.source)
    return max(code, LACKING if found.untouched else 0), [*lines, *told]


def _written(file: Path, rules: Rules, asked: _Asked) -> tuple[int, list[str]]:
    """Run the examples of one file, and write those that are missing."""
    from evallang.report.coverage import missing_lines  # noqa: PLC0415  # only where it is asked for

    before = rules.coverage()
    code, lines = _run(file, before.outcomes)
    if code:
        return code, [*lines, f"{file.as_posix()}: nothing is written while an example fails"]
    found = rules.missing_examples(before)
    if found.examples:
        text = rules.program.source.text.rstrip("\n")
        replace(file, like(file.read_bytes(), "\n".join([text, "", *found.examples])))
    after = check_file(file)[0] or rules
    code, told = _covered(file, after) if asked.coverage else _run(file, after.test())
    return code, [*missing_lines(found, file.as_posix(), rules.program.source), *told]


def _test_amendment(file: Path) -> tuple[int, list[str]]:
    """Run the examples of an amendment on the texts that it makes."""
    from evallang.amending import run_amendments  # noqa: PLC0415  # most files amend nothing

    outcomes, errors = run_amendments(file)
    if errors:
        return WRONG, [render_all(errors), f"{file.as_posix()}: not tested, what it makes has errors"]
    return _run(file, outcomes)


def _run(file: Path, outcomes: Sequence[Outcome]) -> tuple[int, list[str]]:
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    failed = sum(bool(outcome.failures) for outcome in outcomes)
    figures = counted(sum(outcome.compared for outcome in outcomes), "figure")
    result = f"{failed} failed" if failed else "all as expected" if outcomes else "nothing to compare"
    unconfirmed = sum(outcome.unconfirmed for outcome in outcomes)
    examples = counted(len(outcomes), "example") + (f" ({unconfirmed:,} unconfirmed)" if unconfirmed else "")
    closing = f"{file.as_posix()}: {examples}, {figures} compared, {result}"
    return LACKING if failures else 0, [*(f"{render(failure)}\n" for failure in failures), closing]

"""Rule files checked and examined: what the command line prints of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import define, evolve, field, frozen

from evallang.checking import Checked, check_file
from evallang.cli.days import OnDay
from evallang.cli.rulefiles import found_files
from evallang.cli.together import check_together
from evallang.diagnostics import Diagnostic, has_errors
from evallang.ir.data import Finding as DataFinding
from evallang.source import SourceError

if TYPE_CHECKING:
    from evallang.examining import Examined
    from evallang.rules import Rules


@frozen
class Asked:
    """Which checks are run, whether a solver is asked (None: where there is one), and on which data."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    prove: bool | None = None
    data: tuple[Path, ...] = ()


@define
class Checks:
    """What was found: diagnostics of all files, findings by text, and how many files could not be read.

    `lacking` says that some text is not held; `what` names a text that is no file. `data` is what is said of
    the data, such as what could not be used, each once.
    """

    files: int = 0
    diagnostics: list[Diagnostic] = field(factory=list)
    texts: list[Examined] = field(factory=list)
    unreadable: int = 0
    lacking: bool = False
    what: str = ""
    data: dict[DataFinding, None] = field(factory=dict)


def files_checked(paths: tuple[Path, ...], asked: Asked) -> Checks:
    """Check rule files, and the texts that the amendments among them make."""
    files, unreadable = found_files(paths)
    checks = Checks(len(files), unreadable=unreadable)
    loaded: list[Checked] = []
    amending: list[Path] = []
    for file in files:
        try:
            checked, diagnostics = check_file(file)
        except SourceError as error:
            click.echo(f"error: {error}\n", err=True)
            checks.unreadable += 1
            continue
        if checked is not None:
            loaded.append(checked)
        elif not has_errors(diagnostics):
            amending.append(file)  # what has no rules and no errors amends others
        checks.diagnostics += diagnostics
    checks.diagnostics += check_together(loaded)
    checks.texts += _examined(loaded, asked, checks)
    if amending:
        _amended(amending, checks, asked)
    return checks


def _examined(loaded: Sequence[Checked], asked: Asked, checks: Checks) -> Iterable[Examined]:
    if not loaded:
        return
    from evallang.rules import Rules  # noqa: PLC0415  # what has errors is not examined

    for c in loaded:
        yield _examine(Rules(c.program, c.module, c.diagnostics, c.folder), asked, checks)


def _examine(rules: Rules, asked: Asked, checks: Checks) -> Examined:
    from evallang.examining import examine  # noqa: PLC0415  # what has errors is not examined
    from evallang.report.findings import of_data  # noqa: PLC0415  # as above

    data = rules.bind(asked.data) if asked.data else None
    if data is not None:
        checks.data |= dict.fromkeys(of_data(data))
    return examine(
        rules.program, rules.module, rules.score_example, select=asked.select, ignore=asked.ignore,
        prove=asked.prove, data=data,
    )  # fmt: skip


def _amended(amending: Sequence[Path], checks: Checks, asked: Asked) -> None:
    from evallang.amending import check_amendments, in_acts_files  # noqa: PLC0415  # most files amend nothing

    said = {_told(d) for d in checks.diagnostics}  # a mistake of the base is one of each text that is made of it
    wrong, made = check_amendments(amending)
    checks.diagnostics += [d for d in wrong if _told(d) not in said]
    known = {(t.source.name, *f.same) for t in checks.texts for f in t.findings}
    for text in made:
        if text.rules is None:
            continue
        for part in in_acts_files(_examine(text.rules, asked, checks), text.version):
            new = tuple(f for f in part.findings if (part.source.name, *f.same) not in known)
            known |= {(part.source.name, *f.same) for f in new}
            checks.texts.append(evolve(part, findings=new))


def _told(d: Diagnostic) -> tuple[object, ...]:
    return d.code, d.message, d.source.name if d.source else "", d.span


def texts_checked(paths: tuple[Path, ...], when: OnDay, asked: Asked) -> Checks:
    """Check the text of a day that each folder makes."""
    from evallang.cli.dated import version_note  # noqa: PLC0415  # as above
    from evallang.editions import NotHeld, rules_on  # noqa: PLC0415

    checks = Checks()
    names = []
    for path in paths:
        try:
            rules, version = rules_on(path, when.day, when.known, name=when.document, drafts=when.drafts)
        except NotHeld as error:
            click.echo(str(error), err=True)
            checks.lacking = True
            continue
        click.echo(version_note(version), err=True)
        checks.diagnostics += rules.diagnostics
        checks.texts.append(_examine(rules, asked, checks))
        names.append(f"{version.name} on {version.on}")
    checks.what = ", ".join(names) or "nothing"
    return checks

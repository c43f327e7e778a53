"""`evallang scope RULES`."""

from __future__ import annotations

import click

from evallang.backends.assessors import blocks
from evallang.cli.arguments import pairs, reading_option
from evallang.cli.dated import AskedOn, on_a_day, version_note
from evallang.cli.failures import plainly
from evallang.editions import rules_on
from evallang.ir.law import LineDef
from evallang.ir.scope import is_covered
from evallang.report.columns import Column, laid_out
from evallang.rules import UsageError, active_under
from evallang.suggest import nearest


@click.command("scope")
@on_a_day
@click.option("--body", metavar="NAME", help="Only this body, by its name or label.")
@reading_option
@plainly
def command(asked: AskedOn, body: str | None, readings: tuple[str, ...]) -> None:
    """List in what each body of the registers is assessed.

    With it stands the scope as the register has it, and by which provision.
    """
    rules, version = rules_on(asked.rules, asked.on, asked.known, name=asked.document, drafts=asked.drafts)
    active = active_under(rules.choices(pairs(readings, "--reading", "ID=option")))
    lines = [line for register in rules.program.law.registers for line in register.lines if active(line.conditions)]
    if body is not None:
        known = [key for line in lines for key in (line.name, line.label)]
        if body not in known:
            near = nearest(body, known)
            raise UsageError(f"no register has a body `{body}`" + (f"; did you mean `{near}`?" if near else ""))
        lines = [line for line in lines if body in (line.name, line.label)]
    click.echo(version_note(version), err=True)
    if not lines:
        names = ", ".join(f"`{register.name}`" for register in rules.program.law.registers)
        click.echo(f"no body stands in {names}" if names else f"{version.name} has no register")
        return
    nodes = blocks(rules.program)
    columns = [Column("body", tuple(line.name for line in lines))]
    for node in nodes:
        shown = tuple("yes" if is_covered(rules.program, line, (node.number,), node.short) else "–" for line in lines)
        columns.append(Column(node.short, shown))
    columns.append(Column("as written", tuple(written(line) for line in lines)))
    columns.append(Column("by", tuple(", ".join(line.provisions) for line in lines)))
    click.echo("\n".join(laid_out(columns)))


def written(line: LineDef) -> str:
    """The scope in the words of the file."""
    names = ", ".join(line.covers.names)
    if not line.covers.everything:
        return f"only {names}"
    text = f"all except {names}" if names else "all"
    return text + (f", not {line.covers.activity}" if line.covers.activity else "")

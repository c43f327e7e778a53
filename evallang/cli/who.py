"""`evallang who RULES`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from evallang.backends.assessors import Answer, bodies_of, known_bodies, who
from evallang.cli.arguments import data_option, pairs
from evallang.cli.dated import AskedOn, on_a_day, version_note
from evallang.cli.failures import LACKING, finish, plainly
from evallang.editions import rules_on
from evallang.report.columns import Column, laid_out
from evallang.rules import UsageError, active_under
from evallang.suggest import nearest


@click.command("who")
@on_a_day
@click.option("--body", metavar="NAME", help="Only this body, by its name or label.")
@click.option("--reading", "readings", multiple=True, metavar="ID=OPTION", help="Switch a reading.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="How to print.")
@data_option(required=False)
@plainly
def command(
    asked: AskedOn, body: str | None, readings: tuple[str, ...], form: str, data: tuple[Path, ...]
) -> None:  # fmt: skip
    """Say who assesses whom on a date, by which provision.

    The bodies are those of the registers, those that rules name, and one for each kind without a register, or "any
    body" where rules tell none apart; with --data those of the data. Where the answer depends on flags or choices that
    are not known, each case is told.
    """
    rules, version = rules_on(asked.rules, asked.on, asked.known, name=asked.document, drafts=asked.drafts)
    choices = rules.choices(pairs(readings, "--reading", "ID=option"))
    program = rules.program
    active = active_under(choices)
    bodies = bodies_of(program, rules.bind(list(data)), active) if data else known_bodies(program, active)
    if body is not None:
        names = {key: b for b in bodies for key in (b.name, b.label)}
        if body not in names:
            near = nearest(body, names)
            raise UsageError(f"no body is called `{body}`" + (f"; did you mean `{near}`?" if near else ""))
        bodies = (names[body],)
    answers = who(program, choices, bodies)
    click.echo(version_note(version), err=True)
    if form == "json":
        click.echo(json.dumps([_json(a) for a in answers], ensure_ascii=False, indent=2))
    elif answers:
        click.echo("\n".join(laid_out(_columns(answers))))
    else:
        click.echo(f"{version.name} says nothing of who assesses")
    if any(a.status in ("nobody", "conflict", "not known") for a in answers):
        finish(LACKING)


def _columns(answers: tuple[Answer, ...]) -> list[Column]:
    return [
        Column("body", tuple(a.body.name for a in answers)),
        Column("in", tuple(a.node for a in answers)),
        *([Column("when", tuple(a.when for a in answers))] if any(a.when for a in answers) else []),
        Column("assessed by", tuple(a.office or a.status for a in answers)),
        Column("provision", tuple(", ".join(a.provisions) for a in answers)),
        Column("why", tuple(a.why for a in answers)),
    ]


def _json(answer: Answer) -> dict[str, object]:
    return {
        "body": answer.body.name, "label": answer.body.label, "in": answer.node, "when": answer.when or None,
        "status": answer.status, "assessed_by": answer.office or None, "provisions": list(answer.provisions),
        "why": answer.why,
    }  # fmt: skip

"""`evallang readings RULES [--data FILE…]`."""

from __future__ import annotations

import click

from evallang.backends.scores import Scores
from evallang.cli.arguments import Asked, no_more, scoring_arguments
from evallang.cli.failures import plainly
from evallang.cli.output import progress
from evallang.cli.scoring import rules_of
from evallang.report.readings import Moved, moved, needs_other_data, other_options, readings_text, with_option
from evallang.rules import Rules, active_under
from evallang.tables.bind import bind
from evallang.tables.given import raw_data


@click.command("readings")
@scoring_arguments(needs_data=False)
@plainly
def command(asked: Asked) -> None:
    """List what the text leaves open, and what each other option moves.

    Each reading with its question, provisions and options; `*` marks the one that is chosen. With data each
    other option is scored in turn: `scores` counts the bodies of which a main result changes, `ranks`,
    `grades` and `triggers` count those that change, over all bodies of the scored periods.
    """
    no_more(asked.rest)
    rules = rules_of(asked.rules, asked.others, asked.when)
    rules.know_parameters(asked.parameters)
    moves = _moves(rules, asked) if asked.data else {}
    click.echo(readings_text(rules.program, rules.choices(asked.readings), moves), nl=False)


def _moves(rules: Rules, asked: Asked) -> dict[tuple[int, int], Moved]:
    choices = rules.choices(asked.readings)
    raw = raw_data(asked.data)
    bound = bind(rules.program, raw, active_under(choices), key=asked.key)

    def score(reading: int, option: int) -> Scores:
        now = with_option(choices, reading, option)
        anew = needs_other_data(rules.program, reading)
        data = bind(rules.program, raw, active_under(now), key=asked.key) if anew else bound
        return rules.score_bound(data, now, asked.period, asked.parameters, raw, key=asked.key)

    before = rules.score_bound(bound, choices, asked.period, asked.parameters, raw, key=asked.key)
    pairs = other_options(rules.program, choices)
    found: dict[tuple[int, int], Moved] = {}
    with progress(len(pairs), "scoring each option") as step:
        for entry in moved(before, score, pairs):
            found[entry.reading, entry.option] = entry.moved
            step()
    return found

"""The page of the command line, from the commands themselves."""

import inspect
import re

import click

from evallang.cli import main

HEAD = """# Command line

`RULES` is a `.eval` file, or a folder that holds one methodology; `PATH` may also be a folder of many.
Every command tells with `--help` what stands on this page. Text is read and written as UTF-8.

{help}
"""


def commands_page() -> str:
    """The text of the page."""
    context = click.Context(main, info_name="evallang")
    commands = [main.get_command(context, name) for name in main.list_commands(context)]
    return HEAD.format(help=_help(main)) + "".join(_command(c, context) for c in commands if c is not None)


def _help(command: click.Command) -> str:
    """The help as paragraphs; names in capitals and examples are shown as code."""
    text = inspect.cleandoc(command.help or "").replace("\f", "")
    return re.sub(r"`[^`]*`|\b[A-Z]{4,}\b", lambda found: f"`{found[0].strip('`')}`", text)


def _command(command: click.Command, above: click.Context) -> str:
    context = click.Context(command, info_name=command.name, parent=above)
    usage = " ".join(command.collect_usage_pieces(context))
    head = f"\n## {command.name}\n\n```text\nevallang {command.name} {usage}\n```\n\n{_help(command)}\n"
    options = [p for p in command.params if isinstance(p, click.Option)]
    found = [record for option in options if (record := option.get_help_record(context)) is not None]
    rows = "".join(_row(*record) for record in found)
    return f"{head}\n| option | meaning |\n|---|---|\n{rows}" if rows else head


def _row(names: str, meaning: str) -> str:
    # A bar would end the cell.
    return f"| `{names.replace('|', ', ')}` | {meaning} |\n"

"""The command `evallang`: it knows names and one-line helps, and loads the module of a command to run it."""

from __future__ import annotations

import atexit
import gc
import io
import sys
from importlib import import_module
from typing import Any

import click

from evallang.suggest import nearest
from evallang.version import __version__

COMMANDS = {
    "check": "Check rule files, and find what is wrong with a methodology.",
    "rule": "Explain a code that `check` shows.",
    "score": "Score the bodies of a data set by a methodology.",
    "compile": "Compile a methodology into code that scores without it.",
    "explain": "Explain how a body came to its results.",
    "test": "Run the examples of rule files.",
    "fmt": "Bring rule files into the one layout.",
    "new": "Write a small methodology to start from.",
    "template": "Write empty data files for a methodology.",
    "readings": "List what the text leaves open, and what each other option moves.",
    "consolidate": "Write the text of a document as it is on a date.",
    "diff": "Compare two versions: provisions, rules, meaning, who moves.",
    "timeline": "List the acts of a folder, their dates, what they change.",
    "who": "Say who assesses whom on a date, by which provision.",
    "scope": "List in what each body of the registers is assessed.",
    "deadlines": "List the deadlines of a year, or those after an event.",
    "demo": "Score the sample register by the methodology of 2020.",
}


class LazyGroup(click.Group):
    """A group that imports the module of a command only to run it or to show its help."""

    # The signatures are click's own.
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """A command by its name, or None."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"evallang.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest name in the message for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = nearest(args[0], COMMANDS)
            ctx.fail(f"there is no command `{args[0]}`" + (f"; did you mean `{near}`?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The table of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run; what is printed is UTF-8 whatever the code page of the console is."""
        # Data and scores are many small objects and hardly any of them is garbage: look for it less often.
        gc.set_threshold(200_000, 20, 20)
        # At the end Python would look through all of them once more: that takes as long as a small file.
        atexit.register(gc.freeze)
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        return super().main(*args, **kwargs)


@click.group("evallang", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="evallang")
def main() -> None:
    """Write a scoring methodology as a document that runs, and score with it.

    Exit codes: 0 all is well; 1 some body has no result, an example fails or a file is not in layout; 2 wrong
    usage, rules with errors or unreadable data.
    """

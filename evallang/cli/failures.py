"""What a person did wrong as a message and an exit code: never a traceback."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import IO, Any, NoReturn, ParamSpec, TypeVar

import click

from evallang.report.diagnostics import render_all
from evallang.source import SourceError

P = ParamSpec("P")
R = TypeVar("R")

WRONG = 2
"""The exit code for wrong usage, rules with errors and unreadable data."""
LACKING = 1
"""The exit code for bodies without a result, failing examples, files out of layout."""


class Failure(click.ClickException):
    """Something that cannot be done; the message says why and what to do."""

    exit_code = WRONG

    def __init__(self, message: str, help_text: str | None = None) -> None:
        super().__init__(message)
        self.help_text = help_text

    def show(self, file: IO[Any] | None = None) -> None:
        """Print the message, then the advice."""
        click.echo(f"error: {self.message}", err=True, file=file)
        if self.help_text:
            click.echo(f"  help: {self.help_text}", err=True, file=file)


class NoAnswer(Failure):
    """What was asked is not known, as the message says: no mistake of the user."""

    exit_code = LACKING

    def show(self, file: IO[Any] | None = None) -> None:
        """Print what is known."""
        click.echo(self.message, err=True, file=file)


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """A command whose user's mistakes end in a message. What is none of these is a bug, and shows itself."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except BrokenPipeError:
            raise
        except Exception as error:
            failure = _failure(error)
            if failure is None:
                raise
            raise failure from None

    return run


def _failure(error: Exception) -> Failure | None:
    # Whatever raised one of these has loaded them; a command that ends well need not.
    from evallang.editions import NotHeld  # noqa: PLC0415
    from evallang.ir.paths import UnknownPath  # noqa: PLC0415
    from evallang.rules import RulesError, UsageError  # noqa: PLC0415
    from evallang.tables.raw import DataError  # noqa: PLC0415

    match error:
        case RulesError(diagnostics=diagnostics) if diagnostics:
            click.echo(render_all([d for d in diagnostics if d.is_error]), err=True)
            return Failure(f"the rules have errors: {error}")
        case RulesError() | DataError() | SourceError():
            return Failure("\nerror: ".join(str(error).split("\n")))
        case UsageError() | UnknownPath():
            message, _, advice = str(error).partition("; ")
            return Failure(message, advice or None)
        case NotHeld():
            return NoAnswer(str(error))
        case OSError():
            return Failure(why(error))
    return None


def finish(code: int) -> NoReturn:
    """End the command with an exit code."""
    click.get_current_context().exit(code)


def why(error: OSError) -> str:
    """An error of the system with the file that it concerns."""
    name = f"{error.filename}: " if error.filename else ""
    return f"{name}{reason(error)}"


def reason(error: OSError) -> str:
    """What the system says of an error."""
    return (error.strerror or type(error).__name__).lower()

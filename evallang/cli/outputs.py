"""`--output-of PATH`: the results that are wanted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from evallang.cli.failures import Failure
from evallang.suggest import nearest

F = TypeVar("F", bound=Callable[..., Any])

_SHOWN = 12
"""So many results are named where a path is none."""


def outputs_option(function: F) -> F:
    """`--output-of PATH`, as often as wanted."""
    text = "Only this result, as `total` or `total.grade`; may be repeated."
    return click.option("--output-of", "outputs", multiple=True, metavar="PATH", help=text)(function)


def known_outputs(outputs: Sequence[str], every: Sequence[str]) -> tuple[str, ...]:
    """The paths that are wanted, each once. Raises Failure for one that is no result."""
    for path in outputs:
        if path not in every:
            near = nearest(path, every)
            shown = ", ".join(f"`{name}`" for name in every[:_SHOWN]) + (", …" if len(every) > _SHOWN else "")
            raise Failure(f"`{path}` is no result", f"did you mean `{near}`?" if near else f"results are {shown}")
    return tuple(dict.fromkeys(outputs))

"""The arguments that several commands share, and their values."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar

import click
from attrs import frozen

from evallang.cli.days import OnDay, day_options, taken_out

R = TypeVar("R")
BODY = "body"
"""The column that names the body where `--key` names no other."""

F = TypeVar("F", bound=Callable[..., Any])

Scored = int | Literal["all"] | None


class FilePath(click.ParamType[Path]):
    """A path; backslashes are taken for slashes where only that names a file."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        """The path as pathlib has it."""
        return as_path(str(value))


class RulesPath(FilePath):
    """The path of a rule file or a folder; a file that can only be data is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path as pathlib has it."""
        path = super().convert(value, param, ctx)
        if path.suffix.lower() in (".csv", ".json", ".xlsx", ".xls", ".docx", ".doc", ".pdf") and not path.is_dir():
            self.fail(f"`{value}` is no rule file: rules end in `.eval`, and data follows --data", param, ctx)
        return path


def as_path(text: str) -> Path:
    """A path as it was typed, or with slashes where it has backslashes, nothing is called so, and its folder exists."""
    path = Path(text)
    if os.sep == "/" and "\\" in text and not path.exists():
        other = Path(text.replace("\\", "/"))
        if other.exists() or other.parent.is_dir():
            return other
    return path


class Period(click.ParamType[int | str]):
    """A year, or `all`."""

    name = "year"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """The year as a number."""
        text = str(value)
        if text == "all":
            return text
        if len(text) == 4 and text.isascii() and text.isdigit():
            return int(text)
        return self.fail(f"`{text}` is no year of four digits", param, ctx)


def rules_argument(function: F) -> F:
    """RULES: a rule file, or a folder that holds one."""
    return click.argument("rules", type=RulesPath())(function)


def data_option(*, required: bool = True) -> Callable[[F], F]:
    """`--data FILE…`: more files may follow the first, as a shell writes `*.csv`."""
    text = "A CSV or JSON file, or a folder of them; several may follow each other, and it may be repeated."
    return click.option("--data", type=FilePath(), multiple=True, required=required, metavar="FILE…", help=text)


def reading_option(function: F) -> F:
    """`--reading ID=option`."""
    text = "Switch a reading, by its name or id, to another option; may be repeated."
    return click.option("--reading", "readings", multiple=True, metavar="ID=OPTION", help=text)(function)


def parameter_option(function: F) -> F:
    """`--parameter NAME=VALUE`, as often as wanted."""
    text = "The value of a parameter that the document leaves open; may be repeated."
    return click.option("--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help=text)(function)


def key_option(*, default: str | None = BODY) -> Callable[[F], F]:
    """`--key COLUMN`."""
    text = "The column that names the body: `body` by default."
    return click.option("--key", default=default, metavar="COLUMN", help=text)


@frozen
class Asked:
    """What is to be scored and how.

    `others` are further rule files, `key` is the column that names the body, `rest` is what else was typed.
    """

    rules: Path
    others: list[Path]
    data: list[Path]
    readings: dict[str, str]
    parameters: dict[str, str]
    period: Scored
    key: str
    rest: list[str]
    when: OnDay


def scoring_arguments(*, needs_data: bool = True, more: str = "") -> Callable[[Callable[..., R]], Callable[..., R]]:
    """RULES, `--data`, `--reading`, `--parameter`, `--period`, `--key`: the function gets them as one `Asked`.

    `more` is how the usage shows what may follow RULES.
    """
    options = [
        rules_argument,
        click.argument("more", nargs=-1, metavar=more),
        data_option(required=needs_data),
        reading_option,
        parameter_option,
        click.option("--period", type=Period(), help="The year, or `all`; without it the last one."),
        day_options("for a folder with amendments"),
        key_option(),
    ]

    def decorate(function: Callable[..., R]) -> Callable[..., R]:
        found = _gathering(function)
        for option in reversed(options):
            found = option(found)
        return found

    return decorate


def _gathering(function: Callable[..., R]) -> Callable[..., R]:
    """The function, called by click with one argument for each option."""

    @functools.wraps(function)
    def run(**given: Any) -> R:
        data, others, rest = _sorted_out(given.pop("data"), given.pop("more"))
        readings = pairs(given.pop("readings"), "--reading", "ID=option")
        parameters = pairs(given.pop("parameters"), "--parameter", "NAME=VALUE")
        when = taken_out(given)
        asked = Asked(
            given.pop("rules"), others, data, readings, parameters, given.pop("period"), given.pop("key"), rest, when
        )  # fmt: skip
        return function(asked, **given)

    return run


def pairs(given: Iterable[str], option: str, form: str) -> dict[str, str]:
    """`a=b` as a dictionary. Raises click's error for what is no pair, or names a thing twice."""
    found: dict[str, str] = {}
    for text in given:
        name, sign, value = text.partition("=")
        name = name.strip()
        if not sign or not name:
            raise click.BadParameter(f"`{text}` is not of the form {form}", param_hint=option)
        if name in found:
            raise click.BadParameter(f"`{name}` is given twice", param_hint=option)
        found[name] = value.strip()
    return found


def _sorted_out(data: Sequence[Path], extra: Iterable[str]) -> tuple[list[Path], list[Path], list[str]]:
    """All data files, those too that a shell put behind the first one; further rule files; and what is left."""
    rest = list(extra)
    more = [text for text in rest if data and text.lower().endswith((".csv", ".json", ".parquet"))]
    rules = [text for text in rest if text.lower().endswith(".eval")]
    left = [text for text in rest if text not in (*more, *rules)]
    return [*data, *map(as_path, more)], [*map(as_path, rules)], left


def inputs(asked: Asked) -> list[Path]:
    """The files that are read, as far as they are there: nothing is to be written over them."""
    return [*rules_in([asked.rules, *asked.others]), *data_in(asked.data)]


def rules_in(paths: Iterable[Path]) -> list[Path]:
    """The rule files that are meant by paths, those of folders at any depth, as far as they are there."""
    return [file for path in paths for file in (path.rglob("*.eval") if path.is_dir() else [path]) if file.is_file()]


def data_in(paths: Iterable[Path]) -> list[Path]:
    """The files in the place of data, as far as they are there.

    Those of a folder lie in the folder itself, but the parts of a folder `NAME.parquet` at any depth.
    """
    found = list[Path]()
    for path in paths:
        inside = list(path.iterdir()) if path.is_dir() else [path]
        found += [file for file in inside if file.is_file()]
        for folder in (path, *inside):
            if folder.suffix.lower() == ".parquet" and folder.is_dir():
                found += _below(folder, set())
    return found


def _below(folder: Path, seen: set[str]) -> Iterator[Path]:
    """The files in a folder at any depth, through links too, each folder once."""
    seen.add(os.path.realpath(folder))
    for path in folder.iterdir():
        if path.is_file():
            yield path
        elif path.is_dir() and os.path.realpath(path) not in seen:
            yield from _below(path, seen)


def no_more(rest: list[str]) -> None:
    """Raise click's error where arguments are left over."""
    if rest:
        shown = " ".join(f"`{text}`" for text in rest)
        raise click.UsageError(f"it is not clear what {shown} means; data files follow --data")

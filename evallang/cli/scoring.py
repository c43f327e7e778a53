"""What a command line asks for, held against what the data has."""

from __future__ import annotations

from pathlib import Path

from evallang.backends.scores import Scores
from evallang.checking import is_amendment, rule_files
from evallang.cli.days import OnDay
from evallang.cli.failures import Failure
from evallang.pipeline import load
from evallang.rules import Rules
from evallang.source import read
from evallang.suggest import nearest
from evallang.syntax import parse


def rules_of(place: Path, others: list[Path], when: OnDay) -> Rules:
    """The methodology in a file or folder; of a folder with amendments, as it is on a day.

    Raises Failure for amendments without a day.
    """
    if when.said:
        from evallang.editions import load_on  # noqa: PLC0415  # only where a day is asked for

        return load_on(place, when.day, when.known, document=when.document, drafts=when.drafts, others=others)
    if any("amendment" in read(file).text and is_amendment(parse(read(file))[0]) for file in rule_files(place)):
        what = "holds amendments" if place.is_dir() else "amends a document and has no rules by itself"
        raise Failure(f"{place.as_posix()} {what}", "name the folder and a day: `--on 2023-05-29`")
    return load(place, others)


def body_key(scores: Scores, name: str, period: int | None) -> str:
    """The body that a person means: by its key, the name the methodology gives it, or capitals aside.

    Raises Failure with the nearest name where the period has no such body.
    """
    keys = [record.key for record in scores.data.bodies(period)]
    if name in keys:
        return name
    declared = [key for key, word in scores.data.names.items() if word == name and key in keys]
    alike = declared or [key for key in keys if key.casefold() == name.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    inside = [key for key in keys if name.strip() and name.strip().casefold() in key.casefold()]
    if len(inside) == 1:
        return inside[0]
    near = nearest(name, keys)
    shown = [near] if near else inside[:3] or keys[:3]
    help_text = f"did you mean `{near}`?" if near else "bodies are " + ", ".join(f"`{key}`" for key in shown)
    when = f" in {period}" if period is not None else ""
    raise Failure(f"the data has no body `{name}`{when}", help_text if shown else None)

"""What a command line asks for, held against what the data has."""

from __future__ import annotations

from evallang.backends.scores import Scores
from evallang.cli.failures import Failure
from evallang.suggest import nearest


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

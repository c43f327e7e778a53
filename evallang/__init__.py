"""evallang: a language for the rules by which governments and institutions evaluate, and its engine.

`load(path)` gives `Rules`, `load_on(folder, day)` those of a day; `rules.score(data)` gives `Scores`;
`scores["body"]["node"]` gives a `Result`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from evallang.version import __version__

if TYPE_CHECKING:
    from evallang.backends.scores import BodyScores, Result, Scores
    from evallang.diagnostics import Diagnostic, Severity
    from evallang.editions import NotHeld, load_on
    from evallang.pipeline import load
    from evallang.rules import Rules, RulesError, UsageError
    from evallang.source import SourceError
    from evallang.tables.raw import DataError

# Imported when first asked for, so that `import evallang` and `evallang --help` stay quick.
_HOMES = {
    "BodyScores": "evallang.backends.scores",
    "DataError": "evallang.tables.raw",
    "Diagnostic": "evallang.diagnostics",
    "NotHeld": "evallang.editions",
    "Result": "evallang.backends.scores",
    "Rules": "evallang.rules",
    "RulesError": "evallang.rules",
    "Scores": "evallang.backends.scores",
    "Severity": "evallang.diagnostics",
    "SourceError": "evallang.source",
    "UsageError": "evallang.rules",
    "load": "evallang.pipeline",
    "load_on": "evallang.editions",
}

__all__ = [
    "BodyScores",
    "DataError",
    "Diagnostic",
    "NotHeld",
    "Result",
    "Rules",
    "RulesError",
    "Scores",
    "Severity",
    "SourceError",
    "UsageError",
    "__version__",
    "load",
    "load_on",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'evallang' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value

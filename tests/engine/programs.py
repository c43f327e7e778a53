"""Small rule files given as text, checked and scored."""

from collections.abc import Mapping
from typing import Any

from evallang.backends.scores import Scores
from evallang.diagnostics import Diagnostic
from evallang.pipeline import check_source
from evallang.rules import Rules
from evallang.source import from_text


def check(text: str) -> tuple[Rules | None, list[str]]:
    """The rules and what is wrong with them, as `CODE message`."""
    rules, diagnostics = check_source(from_text("rules.eval", text))
    return rules, [f"{d.code} {d.message}" for d in diagnostics]


def diagnostics(text: str) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a rule file."""
    return check_source(from_text("rules.eval", text))[1]


def rules_of(text: str) -> Rules:
    """Rules without a mistake."""
    rules, found = check(text)
    assert rules is not None and not found, found
    return rules


def scored(text: str, bodies: list[dict[str, Any]], **options: Any) -> Scores:
    """The scores of bodies given as for Python."""
    data: Mapping[str, Any] = {"bodies": bodies}
    return rules_of(text).score(data, **options)

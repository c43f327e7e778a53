"""Rules in memory call the package, and a file has what it calls written into it: both say the same."""

from collections.abc import Iterable
from typing import Any

import pytest
from compiled.written import module_of
from conformance.case import Case, cases
from conformance.reading import parameters, records


def told(found: Iterable[Any]) -> list[dict[str, Any]]:
    """The results in words; the classes of a file are its own."""
    return [{path: _told(value) for path, value in one.items()} for one in found]


def _told(value: Any) -> Any:
    if hasattr(value, "because"):
        return value.status, value.because, value.at
    return type(value).__name__, str(value)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_case_of_the_conformance_suite(case: Case) -> None:
    """Every result with its reason and its provisions."""
    scorer, given = case.rules().compile(parameters=parameters(case.data)), records(case.data)
    assert told(module_of(scorer.source).score_all(given)) == told(scorer.score_all(given))

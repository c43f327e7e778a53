"""Formulas that are called with the exponent of a power, or with the step of a rounding."""

from typing import Any, Literal

import pytest
from columns.comparing import as_objects, by_interpreter, differences
from engine.programs import rules_of

DATA: dict[str, list[Any]] = {
    "body": ["p", "q", "r", "s", "t"],
    "a": [1, 2.5, 3, None, 89.995],
    "b": [2, 1, 0, 3, 4],
}
HEAD = 'methodology m "M"\ninput a : number\ninput b : count\n'
ENGINES: list[Literal["columns", "fused"]] = ["columns", "fused"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Any:
    if request.param == "fused":
        pytest.importorskip("numba", reason="numba is not installed (extra `fast`)")
    return request.param


@pytest.mark.parametrize(
    "text",
    [
        "formula f(x, c) = x ^ c\nindicator i { score f(a, 2) }\nindicator j { score f(a, 3) + f(b, -1) }",
        "formula f(x, step) = round(x, step half up)\nindicator i { score f(a, 0.01) * 100 + f(a, 0.5) }",
        (
            "formula g(x, s) = round(x, s half even)\nformula f(x, t) = g(x, t * 0.01) + g(x, t)\n"
            "indicator i { score f(a, 1) - f(a, 5) }"
        ),
        "formula f(x, c) = if x > 2 then x ^ c else c\nindicator i { score f(f(a, 2), 2) }",
    ],
    ids=["powers", "steps", "one calls the other", "one in the other"],
)
def test_constants(text: str, engine: Any) -> None:
    rules = rules_of(HEAD + text)
    found = rules.score_columns(as_objects(DATA), engine=engine)
    assert differences(found, by_interpreter(rules, DATA), DATA) == []
    assert not found.whole


@pytest.mark.parametrize(
    "text",
    [
        "formula f(x, c) = x ^ c\nindicator i { score f(a, b) }",
        "formula f(x, step) = round(x, step half up)\nindicator i { score f(a, b) }",
        "formula f(x, y) = x + (a in y)\nindicator i { score f(a, b) }",
    ],
    ids=["a power", "a step", "a year"],
)
def test_what_the_data_says_is_left_to_the_interpreter(text: str, engine: Any) -> None:
    rules = rules_of(HEAD + text)
    found = rules.score_columns(as_objects(DATA), engine=engine)
    assert differences(found, by_interpreter(rules, DATA), DATA) == []
    assert found.whole == {"i"}

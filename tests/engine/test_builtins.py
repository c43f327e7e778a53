"""Every built-in has an example that is evaluated as it is written."""

import pytest
from engine.programs import scored

from evallang import numbers
from evallang.builtins.catalogue import BUILTINS
from evallang.ir.kernel import AGGREGATES, FUNCTIONS, RELATIVE

EQUAL = [entry.name for entry in BUILTINS.values() if " = " in entry.example]
# The examples without a value of their own, over the data below: what each gives for the body `A`.
OVER_DATA = {
    "count": "2", "quantile": "1.75", "rank": "3", "percentile": "1 / 8", "zscore": "(10 - 50 / 3) / sd(10, 20, 20)",
    "minmax": "0", "winsorise": "11.5", "previous": "4", "missing": "1", "known": "0",
    "assessed": "1",
}  # fmt: skip
RULES = """methodology builtins_
kinds central, local
input level : number
input value : number, yearly
input complaints : count
item measure by code { input value : number }
item service by code { input satisfaction : number }
block goals { score level }
register list for central { body A covers only goals }
"""
BODIES = [
    {
        "body": "A", "period": 2020, "kind": "central", "level": 10, "value": 4, "complaints": None,
        "measure": [], "service": [],
    },
    {
        "body": "A", "period": 2021, "kind": "central", "level": 10, "value": 5, "complaints": None,
        "measure": [{"code": str(i), "value": i} for i in (1, 2, 3, 4)],
        "service": [{"code": str(i), "satisfaction": i} for i in (2, 3, 4, 5)],
    },
    {"body": "B", "period": 2021, "kind": "central", "level": 20, "measure": [], "service": []},
    {"body": "C", "period": 2021, "kind": "central", "level": 20, "measure": [], "service": []},
    {"body": "D", "period": 2021, "kind": "local", "level": 30, "measure": [], "service": []},
]  # fmt: skip


def agrees(expression: str, value: str, rules: str, bodies: list[dict[str, object]]) -> bool:
    """Whether an expression has this value for the first body."""
    text = f"{rules}indicator left {{ score {expression} }}\nindicator right {{ score {value} }}\n"
    scores = scored(text, bodies)["A"]
    left, right = scores["left"].value, scores["right"].value
    assert left is not None and right is not None, (scores["left"].because, scores["right"].because)
    return numbers.compare(left, right) == 0  # type: ignore[arg-type]  # both are numbers


@pytest.mark.parametrize("name", EQUAL)
def test_the_example_is_true(name: str) -> None:
    expression, _, value = BUILTINS[name].example.rpartition(" = ")
    assert expression.startswith(f"{name}(")
    assert agrees(expression, value, "methodology builtins_\n", [{"body": "A"}])
    assert not agrees(expression, f"{value} + 1", "methodology builtins_\n", [{"body": "A"}])


@pytest.mark.parametrize("name", OVER_DATA)
def test_the_example_over_data_has_the_value(name: str) -> None:
    example = BUILTINS[name].example
    assert f"{name}(" in example
    if name in ("missing", "known", "assessed"):
        example = f"if {example} then 1 else 0"
    assert agrees(example, OVER_DATA[name], RULES, BODIES)


def test_every_builtin_has_an_example_that_is_evaluated() -> None:
    assert set(EQUAL) | set(OVER_DATA) == set(BUILTINS)
    assert not set(EQUAL) & set(OVER_DATA)


def test_the_kernel_has_what_the_catalogue_names() -> None:
    kernel = {*FUNCTIONS, *AGGREGATES, *RELATIVE} - {"some", "every"}
    assert kernel | {"previous", "missing", "known", "assessed"} == set(BUILTINS)

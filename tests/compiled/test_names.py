"""Rules may call things as the compiled file calls its own: every name of it is tried as an input and as a node."""

import ast

import pytest
from agreeing.engines import given, told
from engine.programs import check

from evallang.backends.python.bundle import MODULES
from evallang.backends.python.code import taken
from evallang.backends.python.unit import NotCompiled

RULES = """
methodology m
kinds one, two
input {name} : number
input y : number, at most {name}
indicator first_ {{ score if missing(y) then 1 else y / {name} + {name} / 3 }}
indicator sum_of_all {{ score sum({name} for every body where known({name}), none 0) }}
indicator second_ for one {{ score if {name} > y then {name} / y else {name} * 2 + first_ }}
"""
RECORDS = [
    {"body": "a", "kind": "one", "{name}": "7.5", "y": 3},
    {"body": "b", "kind": "two", "{name}": 7, "y": "1/3"},
    {"body": "c", "kind": "one", "{name}": 2},
    {"body": "d", "{name}": "x", "y": 1},
]


def names_of_a_file() -> list[str]:
    """What a compiled file gives its own names to, at the top and inside of functions."""
    rules, found = check(RULES.format(name="given_number"))
    assert rules is not None, found
    tree = ast.parse(rules.compile().source)
    inside = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    return sorted((inside | defined | {"x_2", "x_2_d", "x_d", "c_2"}) - {"given_number", "y", "body", "kind", "period"})


def test_names_that_files_use_are_known() -> None:
    assert {"asked", "number", "lack", "Population"} <= taken() and MODULES


@pytest.mark.parametrize("group", range(4))
def test_rules_may_use_the_names_of_a_file(group: int) -> None:
    tried = 0
    for name in names_of_a_file()[group::4]:
        rules, _ = check(RULES.format(name=name))
        if rules is None:  # a word of the language, or the name of a function of it
            continue
        tried += 1
        records = [{key.format(name=name): value for key, value in record.items()} for record in RECORDS]
        scores = rules.score({"bodies": records})
        for record, found in zip(records, rules.compile().score_all(records), strict=True):
            for path in found:
                wanted = told(scores[str(record["body"])][path])
                assert given(found[path]) == wanted or " at data" in str(wanted), (name, record, path)
    assert tried > 10


@pytest.mark.parametrize(
    "text",
    [
        "input period : count\nindicator x { score period }\n",
        "block q { input body : count; score body }\n",
        "kinds a, b\ninput KIND : count\nindicator x { score KIND }\n",
        "item office by code { input code : count }\nindicator x { score sum(code for office) }\n",
    ],
)
def test_an_input_that_is_called_as_a_key_is_refused(text: str) -> None:
    """A record has the key in its place, and the interpreter does not read that as the input."""
    rules, found = check(f"methodology m\n{text}indicator other {{ score 7 }}\n")
    assert rules is not None, found
    with pytest.raises(NotCompiled, match="an input that is called as a key is"):
        rules.compile()
    assert rules.compile(outputs=["other"]).score({"body": "a", "kind": "a"})["other"] == 7

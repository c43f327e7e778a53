"""Names that Python would read as one another, or as none (PEP 3131), and days as parameters."""

import pytest
from engine.programs import check

RULES = """\
methodology letters "Letters"
kinds µ_a "M", μ_a "N"
input µ : number
input μ : number
input ｘ1 : number
input x1 : number
input m² : number
indicator ﬀ { score µ * 10 + ｘ1 }
indicator ff { score μ * 10 + x1 }
indicator co² { score m² * 2 ; round 0.1 half up }
indicator w for µ_a { score 1 }
indicator w for μ_a { score 2 }
indicator gap { score x1 - mean(x1 for body of same kind) }
"""
CELLS = {"µ": 1, "μ": 2, "ｘ1": 3, "x1": 4, "m²": 5}


def test_names_that_look_alike_stay_apart() -> None:
    rules, problems = check(RULES)
    assert rules is not None, problems
    records = [{"body": f"p{i}", "kind": kind, **CELLS} for i, kind in enumerate(["µ_a", "μ_a"])]
    wanted = rules.score({"bodies": records})
    for record, found in zip(records, rules.compile().score_all(records), strict=True):
        assert dict(found.items()) == {path: wanted[record["body"]][path].value for path in found}
    assert [wanted[f"p{i}"]["w"].value for i in range(2)] == [1, 2]


@pytest.mark.parametrize("name", ["ﾞa", "ﾟ", "ำ", "ຳx"])
def test_a_name_that_begins_with_a_mark_in_python(name: str) -> None:
    rules, problems = check(f"methodology m\ninput {name} : count\nindicator x {{ score {name} * 2 }}\n")
    assert rules is not None, problems
    assert rules.compile().score({"body": "a", name: 3})["x"] == 6


@pytest.mark.parametrize(("since", "score"), [("2020-01-01", 10), ("2022-01-01", 5)])
def test_a_day_as_a_parameter(since: str, score: int) -> None:
    rules, problems = check(
        "methodology m\nparameter since : date\ninput opened : date\n"
        "indicator x { score if opened >= since then 10 else 5 }\n"
    )
    assert rules is not None, problems
    scorer = rules.compile(parameters={"since": since})
    assert scorer.score({"body": "a", "opened": "2021-01-01"})["x"] == score
    assert "date(20" in scorer.source

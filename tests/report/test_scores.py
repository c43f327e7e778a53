"""Scores in Python: bodies by their keys, the column of the key, calls for what is not there."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import evallang

RULES = """\
methodology growth
reading scale "Which scale?" id "G-01" { option one "one"; option ten "ten"; choose one }
parameter weight : number
input x : number, yearly
index share_of { score x / previous(x) * (by scale { one : 1; ten : 10 }) * weight }
"""
BODIES = [{"name": "A", "period": 2019, "x": 2}, {"name": "A", "period": 2020, "x": Decimal("2.5")}]


@pytest.fixture
def rules(tmp_path: Path) -> evallang.Rules:
    (tmp_path / "growth.eval").write_text(RULES, encoding="utf-8")
    return evallang.load(tmp_path / "growth.eval")


def test_a_body_is_in_the_scores_or_is_not(rules: evallang.Rules) -> None:
    scores = rules.score({"bodies": BODIES}, key="name", period="all", parameters={"weight": 1})
    assert "A" in scores and ("A", 2019) in scores
    assert "B" not in scores and ("A", 2018) not in scores and 5 not in scores
    assert len(scores) == len(list(scores)) == 2
    assert scores["A"]["share_of"].value == Fraction(5, 4)
    assert rules.bind({"bodies": BODIES}, key="name").periods == (2019, 2020)


def test_calls_for_what_is_not_there(rules: evallang.Rules) -> None:
    with pytest.raises(evallang.DataError, match='there is no column "body"'):
        rules.score({"bodies": BODIES})
    with pytest.raises(evallang.UsageError, match="no parameter `wait`; it has `weight`"):
        rules.score({"bodies": BODIES}, key="name", parameters={"wait": 1})
    with pytest.raises(evallang.UsageError, match="no reading is called `scal`; did you mean `scale`"):
        rules.score({"bodies": BODIES}, key="name", readings={"scal": "one"})


@pytest.mark.parametrize("data", [None, 5, [{"body": "A"}]])
def test_what_is_neither_paths_nor_a_dictionary(rules: evallang.Rules, data: Any) -> None:
    with pytest.raises(TypeError, match="data is a path, a list of paths, or a dictionary"):
        rules.score(data)


def test_a_float_that_is_no_number_is_one_invalid_cell(rules: evallang.Rules) -> None:
    wrong = {"name": "B", "period": 2020, "x": float("nan")}
    given = {"bodies": [*BODIES, {**wrong, "period": 2019, "x": 1}, wrong]}
    scores = rules.score(given, key="name", parameters={"weight": 1})
    assert scores["A"]["share_of"].value == Fraction(5, 4)
    result = scores["B"]["share_of"]
    assert result.status == "undefined" and "`NaN` is not a number" in result.because
    assert result.at[0] == 'data:bodies[3], column "x"'

"""`scored by`: compiled code takes the result of another document from the record, as `score` does from the data."""

from fractions import Fraction
from pathlib import Path

import pytest
from engine.programs import check

import evallang
from evallang.backends.python.unit import NotCompiled

RULES = """
methodology m
input a : count
item office by id {
  input visits : count
  indicator served { scored by other.order }
}
indicator x { score a }
indicator y { scored by other.total; clamp .. 10 }
indicator z { score sum(visits + served for office) }
index t { score x + y }
"""
RECORDS = [
    {"body": "a", "a": 3, "y": "4.5", "office": [{"id": "1", "visits": 2, "order": 1}]},
    {"body": "b", "a": 3, "total": 40, "office": [{"id": "1", "visits": 2, "served": 3}]},
    {"body": "c", "a": 3, "y": "four", "office": [{"id": "1", "visits": 2}]},
    {"body": "d", "a": 3},
]


def test_a_result_is_taken_from_the_record() -> None:
    """By the path of the node or of the other's; what is not given or cannot be read says so."""
    rules, found = check(RULES)
    assert rules is not None, found
    scorer = rules.compile()
    for record in RECORDS:
        scores = rules.score({"bodies": [record]})
        ours = scorer.score(record)
        for path in ("x", "y", "z", "t"):
            wanted, value = scores[str(record["body"])][path], ours[path]
            assert wanted.value == (None if hasattr(value, "because") else value), (record, path)
            if wanted.value is None:
                assert value.because == wanted.because.partition(" at data")[0], (record, path)
    assert scorer.score(RECORDS[0])["t"] == Fraction(15, 2)
    assert scorer.score(RECORDS[1])["y"] == 10


def test_a_document_that_is_given_with_it_is_not_compiled(tmp_path: Path) -> None:
    """`score` runs the other document; compiled code says that it does not."""
    (tmp_path / "m.eval").write_text("methodology m\nindicator y { scored by other.total }\n", encoding="utf-8")
    (tmp_path / "o.eval").write_text("methodology other\nindex total { score 1 }\n", encoding="utf-8")
    rules = evallang.load(tmp_path / "m.eval", [tmp_path / "o.eval"])
    with pytest.raises(NotCompiled, match="another document"):
        rules.compile()

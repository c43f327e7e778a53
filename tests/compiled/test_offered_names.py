"""Names that reasons offer: those of the records in their order, whatever the hash seed."""

import pytest
from engine.programs import rules_of
from house.checkout import checked, run_python

RULES = "methodology m\ninput who : body\nindicator x { score if who = this body then 1 else 2 }\n"
CODE = """
import sys
names = {}
exec(sys.argv[1], names)
print(names["score_all"]([{"body": f"b{i}", "who": "b9"} for i in range(4)])[0]["x"].because)
"""


@pytest.mark.parametrize("seed", range(3))
def test_names_are_offered_in_the_order_of_the_records(seed: int) -> None:
    source = rules_of(RULES).compile().source
    assert "did you mean `b0`?" in checked(run_python("-c", CODE, source, PYTHONHASHSEED=str(seed)))

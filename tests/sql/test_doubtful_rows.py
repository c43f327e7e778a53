"""Rows that the one who filled the tables marked `in_doubt`: nobody can tell what they hold."""

from pathlib import Path

import pytest
from sql.test_postgres_rows import scored

pytest.importorskip("psycopg")

RULES = """methodology pd
input x : number
input y : number
item fact by id { input w : number }
indicator a { score if known(x) then x + y else 0 ; round 0.01 half up }
indicator b { score sum(y for every body where known(x), none 0) ; round 0.01 half up }
"""
PLAIN = "INSERT INTO bodies (body, x, y, in_doubt) VALUES ('plain', NULL, 2, FALSE), ('unsaid', 3, 1, NULL)"
MARKED = "INSERT INTO bodies (body, x, y, in_doubt) VALUES ('third', NULL, 2, TRUE), ('fourth', 1, 2, TRUE)"
FACTS = "INSERT INTO fact (body, id, w, in_doubt) VALUES ('plain', 'one', NULL, TRUE), ('plain', 'two', 1, NULL)"


@pytest.mark.parametrize(
    ("statement", "said"),
    [(MARKED, "table bodies: the row `fourth` is marked"), (FACTS, "table fact: the row `plain, one` is marked")],
)
def test_a_marked_row_is_not_taken_for_a_missing_value(
    tmp_path: Path, postgres: str, statement: str, said: str
) -> None:
    done = scored(tmp_path, postgres, RULES, [PLAIN, statement])
    assert done.exit_code != 0
    assert said in done.stderr
    assert not (tmp_path / "out.csv").exists()


def test_a_row_of_which_nothing_is_said_holds_what_it_says(tmp_path: Path, postgres: str) -> None:
    done = scored(tmp_path, postgres, RULES, [PLAIN])
    assert done.exit_code == 0, done.stderr
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig") == "body,a,b\nplain,0,1\nunsaid,4,1\n"

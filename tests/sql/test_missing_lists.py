"""A list that has results and was not delivered."""

from pathlib import Path

import pytest
from sql.test_engines import same_files, score

pytest.importorskip("duckdb")

RULES = """methodology m
input x : number
item jt by id {
  input w : number
  indicator j { score w * 2 }
  item part by code { input v : number ; indicator k { score v ; round 1 half up } }
}
indicator i { score sum(j for jt, none 0) ; round 1 half up }
indicator y { score x ; round 1 half up }
"""


@pytest.mark.parametrize("lists", [{}, {"jt": "body,id,w\na,1,2\n"}])
def test_a_list_with_results_that_was_not_delivered(tmp_path: Path, lists: dict[str, str]) -> None:
    (tmp_path / "m.eval").write_text(RULES, encoding="utf-8")
    (tmp_path / "data").mkdir()
    for name, text in {"bodies": "body,x\na,1\nb,2\n", **lists}.items():
        (tmp_path / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    for name, more in (("plain", ()), ("duck", ("--engine", "duckdb"))):
        (tmp_path / name).mkdir()
        done = score(tmp_path / "m.eval", tmp_path / "data", tmp_path / name, *more)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert same_files(tmp_path / "plain", tmp_path / "duck")

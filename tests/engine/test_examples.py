"""An example agrees with exactly one result: a figure above, below or of another sort is reported."""

from pathlib import Path

import pytest

import evallang

RULES = """\
methodology m
kinds central, local
input x : number
indicator a { score x }
indicator b for local { score x }
indicator c {
  score x
  grade
    | score    | grade | label  |
    | 5 and up | good  | "well" |
    | below 5  | poor  | "ill"  |
}
rating order { among every body; by a }
trigger alarm { when a < 5 }
"""
# What is expected of a central body with x = 8, and whether it is so.
EXPECTED = {
    "a 8": True,
    "a 8.0": True,
    "a 800%": True,
    "a 7": False,
    "a 9": False,
    "a 7.999999999999999999999999999999999999": False,
    "a 8.000000000000000000000000000000000001": False,
    "a 801%": False,
    "a -8": False,
    "a undefined": False,
    "a not applicable": False,
    "a yes": False,
    "b not applicable": True,
    "b undefined": False,
    "b 8": False,
    "c.grade good": True,
    'c.grade "well"': True,
    "c.grade poor": False,
    'c.grade "ill"': False,
    "order.rank 1": True,
    "order.rank 2": False,
    "alarm no": True,
    "alarm yes": False,
    "alarm undefined": False,
}
# The same, with no x.
EXPECTED_OF_NOTHING = {
    "a undefined": True,
    "a not applicable": False,
    "a 0": False,
    "b not applicable": True,
    "c.grade undefined": True,
    "c.grade poor": False,
    "order.rank undefined": True,
    "alarm undefined": True,
    "alarm no": False,
}


def failures(folder: Path, example: str) -> list[str]:
    """The messages of the one example of a rule file."""
    (folder / "m.eval").write_text(RULES + example, encoding="utf-8")
    (outcome,) = evallang.load(folder / "m.eval").test()
    return [failure.message for failure in outcome.failures]


@pytest.mark.parametrize("given", [8, None], ids=["with a value", "without"])
def test_what_is_expected_is_compared(given: int | None, tmp_path: Path) -> None:
    facts = "given kind central" + (f", x {given}" if given is not None else "")
    expected = EXPECTED if given is not None else EXPECTED_OF_NOTHING
    found = {words: not failures(tmp_path, f'example "e" {{ {facts}; expect {words} }}\n') for words in expected}
    assert found == expected


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ("8,1,good", []),
        ("8,1,well", []),
        ("9,1,good", ["a"]),
        ("7,1,good", ["a"]),
        ("8,2,poor", ["order.rank", "c.grade"]),
        (",1,good", ["a"]),
        (",,", ["a", "order.rank", "c.grade"]),
    ],
)
@pytest.mark.parametrize("blank_counts", [True, False])
def test_what_a_file_expects_is_compared(cells: str, wrong: list[str], blank_counts: bool, tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_text("key,kind,x\nA,central,8\n", encoding="utf-8")
    (tmp_path / "expected.csv").write_text(f"key,a,place,c.grade\nA,{cells}\n", encoding="utf-8")
    ending = "" if blank_counts else ", blank not compared"
    found = failures(
        tmp_path, f'examples from "given.csv" expect "expected.csv" key key, place is order.rank{ending}\n'
    )
    blank = ["a", "order.rank", "c.grade"] if cells == ",," else ["a"] if cells.startswith(",") else []
    expected = wrong if blank_counts else [name for name in wrong if name not in blank]
    assert len(found) == len(expected), found
    assert all(f"`{name}`" in message for name, message in zip(expected, found, strict=True))

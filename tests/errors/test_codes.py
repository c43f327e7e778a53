"""Every code that the program can raise has its sentence, and no sentence speaks of a code that is never raised."""

import ast

from errors.mistakes import files, read
from house.checkout import ROOT

from evallang.codes import CODES


def raised() -> set[str]:
    """The strings of the program that are codes, wherever they stand but in the list of codes itself."""
    found = set()
    for file in (ROOT / "evallang").rglob("*.py"):
        if file.name != "codes.py":
            tree = ast.parse(file.read_text(encoding="utf-8"))
            texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
            found |= {text for text in texts if isinstance(text, str) and is_code(text)}
    return found


def is_code(text: str) -> bool:
    return len(text) == 5 and text[0] in "EWN" and text[1:].isdecimal()


def test_codes_and_what_is_raised_are_the_same() -> None:
    assert raised() == set(CODES)


def test_each_code_is_one_sentence_of_its_own() -> None:
    assert all(said.endswith(".") and said.count(". ") == 0 and said[0].isupper() for said in CODES.values())
    assert len(set(CODES.values())) == len(CODES)


def test_nearly_every_code_has_a_mistake() -> None:
    """Those without one need several files, a file of megabytes, or a damaged one."""
    amendments = "".join((ROOT / f"tests/law/{name}.md").read_text(encoding="utf-8") for name in ("wrong", "annexes"))
    shown = {code for file in files() for code in CODES if f"[{code}]" in read(file).output}
    shown |= {code for code in CODES if f"[{code}]" in amendments}
    assert sorted(set(CODES) - shown) == ["E0002", "E0011", "E0301", "E0302"]

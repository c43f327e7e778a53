"""Texts with a great many mistakes or copies: the first are reported, and the work stays within bounds."""

from errors.mistakes import messages

from evallang.semantics.collect import MAX_COPIED
from evallang.semantics.entities import MAX_MISTAKES

HEAD = "methodology m\n"


def test_not_more_mistakes_are_reported_than_anyone_reads() -> None:
    nodes = "".join(f"indicator z{i} {{ score quality_{i} }}\n" for i in range(MAX_MISTAKES + 500))
    found = messages(HEAD + nodes)
    assert len(found) == MAX_MISTAKES
    assert found[0].message == "unknown name `quality_0`"


def test_a_mistake_in_each_is_one_mistake() -> None:
    rows = "".join(f"    | {i} | r{i} | 1 |\n" for i in range(1, MAX_MISTAKES + 2))
    table = f"indicator a {{\n  table\n    | no | indicator | points |\n{rows}  each {{ score lost }}\n}}\n"
    found = messages(f"{HEAD}{table}indicator b {{ score gone }}\n")
    assert [d.message for d in found] == ["unknown name `lost`", "unknown name `gone`"]


def test_copies_have_a_limit() -> None:
    count = int(MAX_COPIED**0.5) + 10
    nodes = "".join(f"indicator q{i} {{ score 1 }}\n" for i in range(count))
    names = ", ".join(f"q{i}" for i in range(count))
    inputs = "".join(f"  input f{i} : number\n" for i in range(count))
    (found,) = messages(f"{HEAD}{nodes}penalty p in {names} {{\n{inputs}  score 1\n}}\n")
    assert (found.code, found.message) == (
        "E0012",
        f"the copies of nodes with `in` come to more than {MAX_COPIED} declarations and clauses",
    )

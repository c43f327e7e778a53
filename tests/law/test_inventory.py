"""The rule files against the list of what the acts contain: nothing is missing, nothing was added."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import evolve
from law.inventory import (
    OPERATIONS,
    RULES,
    citations,
    listed,
    numbers_of,
    operations,
    provision,
    provisions,
    rows,
    statements,
    texts,
)

from evallang.law.acts import act_of
from evallang.source import read
from evallang.syntax import ast, parse

FILES = sorted(
    f"{folder}/{file.name}"
    for folder in ("decree-954", "order-20-01-38-3", "interaction-2020")
    for file in (RULES / folder).glob("*.eval")
)
ACTS = [file for file in FILES if operations(statements(file))]
TEXTS = dict(texts())


def of_list(kind: str, section: str) -> list[tuple[str, ...]]:
    return [cells for at, cells in listed(kind) if at == section]


def words_of_list(file: str) -> dict[str, str]:
    """The provisions of the list with their numbers and words."""
    return {cells[0]: " | ".join(cells[1:5]) for cells in of_list("provisions", file)}


def words_of_rules(found: tuple[Any, ...]) -> dict[str, str]:
    return {at: words.cells for at, words in provisions(found).items()}


def orders_of_list(file: str) -> list[tuple[str, ...]]:
    return [(cells[0], cells[1], " | ".join(cells[2:6])) for cells in of_list("operations", file)]


def orders_of_rules(found: tuple[Any, ...]) -> list[tuple[str, ...]]:
    return [(by, shown, words.cells) for by, (shown, words) in operations(found).items()]


def test_the_list_is_of_all_files_and_texts() -> None:
    sections = {at for kind in ("act", "provisions", "operations", "offices") for at, _ in listed(kind)}
    assert sections == {*FILES, *TEXTS}
    assert len(FILES) == 7
    assert [len(of_list("operations", file)) for file in FILES if file in ACTS] == [13, 18, 2]


@pytest.mark.parametrize("file", FILES)
def test_the_act(file: str) -> None:
    act = act_of(parse(read(RULES / file))[0])
    assert act is not None
    status = "draft" if act.draft else "base in part" if act.base_in_part else "–"
    assert of_list("act", file) == [
        (act.name, act.title, str(act.adopted), str(act.since), str(act.until or "–"), status)
    ]


@pytest.mark.parametrize("file", FILES)
def test_every_provision_with_its_words(file: str) -> None:
    assert words_of_rules(statements(file)) == words_of_list(file)


@pytest.mark.parametrize("file", ACTS)
def test_every_operation_with_its_words(file: str) -> None:
    assert orders_of_rules(statements(file)) == orders_of_list(file)


@pytest.mark.parametrize("file", ACTS)
def test_what_an_operation_gives_is_kept(file: str) -> None:
    for by, (shown, words) in operations(statements(file)).items():
        wordless = shown.startswith("repeal") or " is " in shown  # a new edition that is a file of its own
        assert (words.letters == 0) == wordless, (by, shown)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("kind", ["lines", "offices", "assessors", "deadlines"])
def test_bodies_and_days(text: str, kind: str) -> None:
    assert rows(TEXTS[text])[kind] == of_list(kind, text)


# ---- citations


def known(file: str, part: str) -> dict[str, tuple[set[str], int]]:
    """What may be cited in a numbering: each provision with its points or rows and the number of its parts."""
    found = {}
    for cells in of_list("provisions", file):
        home, _, name = cells[0].rpartition(" ")
        if home == part:
            found[name] = (numbers_of(cells[1]), int(cells[2]))
    if not part:
        for _, shown, numbers, parts, *_ in of_list("operations", file):
            target = re.search(r"§([\w.-]+)", shown)
            if target is not None:
                found[target[1]] = (numbers_of(numbers), int(parts))
        found["list"] = ({str(n + 1) for n, _ in enumerate(of_list("lines", "decree-954 on 2017-12-12"))}, 1)
    return found


def placed(file: str) -> Iterator[tuple[str, str]]:
    """Every address that a file cites, with the numbering that it is in; what an operation is after is not held."""
    for statement in statements(file):
        if isinstance(statement, ast.Part):
            yield from ((statement.name.text, c.address) for c in citations(statement.body))
        elif isinstance(statement, OPERATIONS):
            yield from (("", c.address) for c in citations(getattr(statement, "body", None) or ()))
        else:
            yield from (("", c.address) for c in citations(statement) if c.of is None)


def is_known(held: dict[str, tuple[set[str], int]], address: str) -> bool:
    if address in held:
        return True
    head, _, part = address.partition(":")
    if part:
        return head in held and 1 <= int(part) <= held[head][1]
    above = provision(address)
    while address[0].isalpha() and above not in held and "." in above:
        above = above.rpartition(".")[0]
    return above in held and address.removeprefix(above).removeprefix(".") in held[above][0]


@pytest.mark.parametrize("file", FILES)
def test_only_what_is_there_is_cited(file: str) -> None:
    found = list(placed(file))
    held = {part: known(file, part) for part in {part for part, _ in found}}
    ends = {(part, end) for part, address in found for end in address.split("..")}
    assert len(ends) > 3
    assert not sorted(address for part, address in ends if not is_known(held[part], address))


@pytest.mark.parametrize(
    "address",
    ["116", "5:7", "5:0", "30.3", "3.4", "ch8", "ch3.p6", "app16", "app10.t11", "app10.t2.11.4", "app10.t1.6"],
)
def test_what_is_not_there_is_noticed(address: str) -> None:
    held = known("interaction-2020/interaction.eval", "")
    assert is_known(held, "5:6") and is_known(held, "30.2") and is_known(held, "app10.t2.11.3")
    assert not is_known(held, address)


# ---- the comparison sees what is lost


@pytest.mark.parametrize("file", FILES)
def test_a_lost_provision_is_seen(file: str) -> None:
    found = statements(file)
    held = words_of_list(file)
    norms = [s for s in found if isinstance(s, ast.Norm)]
    for norm in norms:
        left = tuple(s for s in found if s is not norm)
        assert words_of_rules(left) != held, norm.marks


@pytest.mark.parametrize("file", ACTS)
def test_a_lost_operation_and_lost_words_are_seen(file: str) -> None:
    found = statements(file)
    held = orders_of_list(file)
    for order in (s for s in found if isinstance(s, OPERATIONS)):
        assert orders_of_rules(tuple(s for s in found if s is not order)) != held
        inside = getattr(order, "body", None) or ()
        if any(isinstance(s, ast.Words) for s in inside):
            silent = evolve(order, body=tuple(s for s in inside if not isinstance(s, ast.Words)))
            assert orders_of_rules(tuple(silent if s is order else s for s in found)) != held

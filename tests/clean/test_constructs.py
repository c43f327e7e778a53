"""Five methodologies without a mistake: together they use every construct, and the checker finds nothing in them."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from clean.constructs import Recorder, all_named, named, nodes, pieces

from evallang.checking import check_file
from evallang.cli.together import check_together
from evallang.pipeline import load
from evallang.source import read
from evallang.syntax import format_module, parse

FILES = sorted(Path(__file__).parent.glob("*.eval"))
LEAST_NODES = 40


@cache
def recorder() -> Recorder:
    return Recorder()


@cache
def used(file: Path) -> frozenset[Any]:
    """The constructs of a file and what it names."""
    return frozenset(recorder().of(file) | named(pieces(file)))


def wanted() -> set[Any]:
    return recorder().all() | all_named()


def test_together_they_use_every_construct() -> None:
    assert len(FILES) == 5
    assert not sorted(wanted().difference(*map(used, FILES)))


@pytest.mark.parametrize("left_out", FILES, ids=lambda file: file.stem)
def test_none_of_them_can_be_spared(left_out: Path) -> None:
    """Each has a shape of its own: without it some construct is used nowhere."""
    assert wanted().difference(*(used(file) for file in FILES if file != left_out))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_is_large_enough(file: Path) -> None:
    assert nodes(pieces(file)) >= LEAST_NODES


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_is_right_and_laid_out(file: Path) -> None:
    checked, diagnostics = check_file(file)
    assert checked is not None and not diagnostics
    text = read(file).text
    assert format_module(parse(read(file))[0]) == text


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_examples_of_each_pass(file: Path) -> None:
    outcomes = load(file).test()
    assert len(outcomes) >= 4
    assert not [failure.message for outcome in outcomes for failure in outcome.failures]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_found_in_any(file: Path) -> None:
    examined = load(file).examine()
    assert not [f"{finding.code} {finding.message}" for finding in examined.findings]
    assert not examined.accepted
    assert sum(examined.proved.values()) > LEAST_NODES  # it was looked at


def test_they_stand_together() -> None:
    checked = [check_file(file)[0] for file in FILES]
    assert check_together(c for c in checked if c is not None) == []

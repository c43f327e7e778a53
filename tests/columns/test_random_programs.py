"""Random programs over random data: columns and the interpreter agree in every value, status and reason."""

import os
import random
from typing import Any

import pytest
from agreeing.engines import ByColumns
from agreeing.holding import held
from columns.comparing import as_objects, by_interpreter, columns_of, differences
from columns.items import lists_of
from columns.one_body import Items, ItemsOfYears, NoLists, OneBody, Years
from engine.programs import check
from engine.random_data import DataMaker
from engine.random_tables import Maker

from evallang.backends.columns.means import MANY

# EVALLANG_PROGRAMS=2000 looks further.
PROGRAMS = int(os.environ.get("EVALLANG_PROGRAMS", "24"))
GROUPS = 3


def differing(seed: int, maker: type[Maker] = Maker, sets: int = 2, **options: Any) -> list[str]:
    pick = random.Random(seed).choice
    made = maker(pick).program()
    rules, _ = check(made.text)
    assert rules is not None
    for _ in range(sets):
        given = [row for _ in range(3) for row in DataMaker(made, pick).data().given]
        for number, row in enumerate(given):  # several sets of bodies in one frame, two rows of some body
            if number % 7:
                row["body"] = f"{row['body']}" if number < 4 else f"body {number // (3 if made.periods else 1)}"
        flat = [{k: v for k, v in row.items() if not isinstance(v, list)} for row in given]
        columns, lists = columns_of(flat), lists_of(given, rules.program)
        if not pick(range(6)):
            lists.popitem()  # a list that is not given is missing for all
        for option in ("one", "other"):
            wanted = by_interpreter(rules, columns, lists, readings={"form": option}, period="all")
            frame, items = as_objects(columns), {name: as_objects(list_) for name, list_ in lists.items()}
            block = 5 if seed % 2 else max(1, len(flat) // MANY)  # of many blocks what can be recorded is a tape
            given_ = {"lists": items, "readings": {"form": option}, "period": "all", "block": block}
            found = rules.score_columns(frame, **given_, **options)
            said = differences(found, wanted, columns)
            if said:
                return [f"program {seed}, {option}", *said[:12], made.text, *map(str, flat)]
    return []


@pytest.mark.parametrize("maker", [Maker, NoLists, OneBody, Years, Items, ItemsOfYears])
@pytest.mark.parametrize("group", range(GROUPS))
def test_columns_and_the_interpreter_agree(group: int, maker: type[Maker]) -> None:
    """A program that differs is shown; of several, the shortest."""
    found = [differing(seed, maker) for seed in range(group, PROGRAMS, GROUPS)]
    wrong = sorted((lines for lines in found if lines), key=lambda lines: sum(map(len, lines)))
    assert not wrong, f"{len(wrong)} programs differ; " + "\n".join(wrong[0])


@pytest.mark.parametrize("group", range(GROUPS))
def test_many_bodies(group: int) -> None:
    """Statuses and exact values of what is computed over columns, over data near the edges of each program."""
    assert held(ByColumns(), group, GROUPS).results > 20_000


@pytest.mark.parametrize("group", range(GROUPS))
def test_many_bodies_with_items(group: int) -> None:
    """The same with the lists of each body; the interpreter takes long for these."""
    assert held(ByColumns(), group, 3 * GROUPS, (Items, ItemsOfYears)).results > 10_000

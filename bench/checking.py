"""The checker on made-up methodologies of 10 to 10,000 nodes, and on the methodology of 2020."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import partial

from amending import each, row
from figures import Section
from longfile import ROOT
from timing import Times, interleaved

from evallang.examining import examine
from evallang.lint.run import examined
from evallang.pipeline import check_source, load
from evallang.rules import Rules
from evallang.source import from_text

LIMITS = {"2020, whole, without the solver": "5,000 ms", "2020, whole, with the solver": "15,000 ms",
          "2020, the instant part": "200 ms"}  # fmt: skip


def measure(sizes: Sequence[int], repeats: int) -> Section:
    """The instant part for each size, the whole check of those up to 1,200 nodes, and of the methodology of 2020."""
    tasks: Tasks = {}
    times: dict[str, Times] = {}
    for group in (_of_2020, lambda: _of_sizes(sizes)):  # what is large slows down whatever stands beside it
        made = group()
        gc.collect()
        gc.freeze()  # what is loaded is not looked through again while something is timed
        times |= interleaved({name: task for name, (_, task) in made.items()}, repeats)
        tasks |= made
    first = f"the instant part, {sizes[0]:,} nodes"
    unit = each(times[first], tasks[first][0])
    figures = [
        row(name, times[name], each(times[name], size), unit, LIMITS.get(name, "")) for name, (size, _) in tasks.items()
    ]
    return Section("Checking", f"the instant part of {sizes[0]:,} nodes; both for one node", figures)


Tasks = dict[str, tuple[int, Callable[[], object]]]
"""What is timed, with the number of its nodes."""


def _of_2020() -> Tasks:
    real = load(ROOT / "rules" / "interaction-2020")
    count = len(real.program.nodes)
    return {
        "2020, the instant part": (count, partial(instant, real)),
        "2020, whole, without the solver": (count, partial(whole, real, solver=False)),
        "2020, whole, with the solver": (count, partial(whole, real, solver=True)),
    }


def _of_sizes(sizes: Sequence[int]) -> Tasks:
    made = {size: rules(methodology(size)) for size in sizes}
    tasks: Tasks = {f"the instant part, {size:,} nodes": (size, partial(instant, its)) for size, its in made.items()}
    for size, its in made.items():
        if size <= 1_200:
            tasks[f"whole, {size:,} nodes"] = (size, partial(whole, its, solver=False))
    return tasks


def instant(its: Rules) -> object:
    """What ranges alone decide under the chosen readings."""
    return examined(its.program, its.module, lambda _: True, instant=True)


def whole(its: Rules, *, solver: bool) -> object:
    """The whole check."""
    return examine(its.program, its.module, its.score_example, prove=solver)


def rules(text: str) -> Rules:
    """A methodology ready to score."""
    found, diagnostics = check_source(from_text("made.eval", text))
    assert found is not None, diagnostics
    return found


def methodology(nodes: int) -> str:
    """So many nodes: rows of tables with a guard and a clamp, ten to a criterion, and a look-up beside every ten."""
    lines = ["methodology made", "block all {"]
    for c in range(max(1, nodes // 12)):
        lines += [f"  criterion c{c} §{c + 1} {{", "    points 100", "    table", "      | no | indicator | points |"]
        lines += [f"      | {i} | i{c}_{i} | 10 |" for i in range(10)]
        lines += [
            "    each {", "      input all : count", "      input late : count, more is worse, at most all",
            "      when all = 0 : points", "      score points * (1 - late / all * 2)", "      clamp 0 ..", "    }",
            "  }", f"  penalty p{c} §{c + 1}.11 {{ points 10; input late : count; score t{c}(late) }}",
        ]  # fmt: skip
    lines.append("}")
    for c in range(max(1, nodes // 12)):
        rows = ["  | n | points |", "  | up to 4 | 0 |", "  | 5 .. 9 | 5 |", "  | 10 and up | 10 |"]
        lines += [f"brackets t{c}(n : count) §{c + 1}.11", *rows]
    return "\n".join(lines) + "\n"

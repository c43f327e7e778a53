"""How often every engine says what the interpreter says: random programs, random data near the edges of the rules.

    python bench/agreement.py --pairs 20000           # prints the outcome
    python bench/agreement.py --minutes 20 --write    # as many as fit; keeps the outcome in agreement.md
    python bench/agreement.py --engines duckdb,postgres --minutes 10 --write
    python bench/agreement.py --engines spark --minutes 15 --write

A pair is a program with a body (in a period) of which the engine computed at least one result itself. A difference is
made smaller and written as a case below tests/conformance/found.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from attrs import define, field

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
sys.path.insert(0, str(ROOT))  # the checkout beside it is held to account

from agreeing.engines import ByColumns, CompiledPython, Database, Engine, Outcome  # noqa: E402
from agreeing.trials import Trial, program  # noqa: E402
from conformance.found import kept  # noqa: E402
from sql.server import running  # noqa: E402
from sql.spark import SparkTables  # noqa: E402

from evallang.backends.sql.spark_session import Session  # noqa: E402

PAGE = Path(__file__).resolve().with_suffix(".md")
KEPT = PAGE.with_suffix(".json")
SIZES = {"python": (3, 40, 1000), "columns": (3, 40, 1000), "duckdb": (4, 40), "postgres": (4, 40), "spark": (200,)}
SLOW = 0.5
"""Seconds for the bodies of one trial after which the program gets no larger one: it looks at others in others."""


@define(eq=False)
class Held:
    """One engine with what came of its trials; `programs` of which at least one result was its own."""

    name: str
    engine: Engine
    outcome: Outcome = field(factory=Outcome)
    seconds: float = 0.0
    cases: list[str] = field(factory=list)

    def take(self, trial: Trial) -> Outcome:
        """Hold the engine to one trial."""
        before = time.process_time()
        found = self.engine(trial)
        self.seconds += time.process_time() - before
        self.outcome.differences += found.differences
        if found.differences:
            print(f"{self.name}: {trial.name}: {found.differences[0]}", flush=True)
            self.cases.append(kept(trial, self.engine, self.name))
        return found


def engines(names: Sequence[str], dsn: str, spark: Any = None) -> list[Held]:
    """The engines by their names; a database is connected to when it is needed."""

    def duckdb() -> object:
        import duckdb  # noqa: PLC0415  # asked for by name

        return duckdb.connect(config={"threads": 1})

    def postgres() -> object:
        import psycopg  # noqa: PLC0415  # asked for by name

        return psycopg.connect(dsn)

    known: dict[str, Callable[[], Engine]] = {
        "python": CompiledPython, "columns": ByColumns,
        "duckdb": lambda: Database("duckdb", duckdb), "postgres": lambda: Database("postgres", postgres),
        "spark": lambda: Database("spark", lambda: SparkTables(spark)),
    }  # fmt: skip
    return [Held(name, known[name]()) for name in names]


def hold(held: Sequence[Held], seeds: Iterator[int], enough: Callable[[], bool]) -> int:
    """Hold engines to the programs of some numbers until it is enough; how many programs were made."""
    made = 0
    for seed in seeds:
        if enough():
            break
        made += 1
        found, open_ = program(seed), {one.name: Outcome() for one in held}
        for size in sorted({size for one in held for size in SIZES[one.name]}):
            trial, before = found.trial(size), time.process_time()
            for one in held:
                if size in SIZES[one.name]:
                    open_[one.name].add(one.take(trial))
            if time.process_time() - before > SLOW:
                break
        for one in held:
            one.outcome.add(open_[one.name])
    return made


def figures(one: Held, first: int, made: int) -> dict[str, Any]:
    """What is kept of an engine's run."""
    o = one.outcome
    return {
        "date": date.today().isoformat(), "drawn": [[first, first + made - 1, o.pairs]], "programs": o.programs,
        "pairs": o.pairs, "results": o.results, "left": o.left, "differences": len(o.differences),
        "minutes": round(one.seconds / 60, 1), "cases": one.cases, "floats": getattr(one.engine, "with_floats", 0),
    }  # fmt: skip


def page(runs: Mapping[str, Mapping[str, Any]]) -> str:
    """The outcome as a page."""
    total, wrong = (sum(run[what] for run in runs.values()) for what in ("pairs", "differences"))
    lines = [
        f"{total:,} pairs, {wrong} differences. Those of a program that several engines were held to counted once, at",
        f"least {distinct(runs):,} different pairs.", "",
        "| engine | run on | drawn from | programs | pairs | results | left to the interpreter | differences | CPU |",
        "|---|---|---|---:|---:|---:|---:|---:|---:|",
    ]  # fmt: skip
    for name, run in runs.items():
        counted = " | ".join(f"{run[what]:,}" for what in ("programs", "pairs", "results", "left", "differences"))
        drawn = ", ".join(f"{first:,} to {last:,}" for first, last, _ in run["drawn"])
        lines.append(f"| {name} | {run['date']} | {drawn} | {counted} | {run['minutes']:g} min |")
    floats = sum(run.get("floats", 0) for run in runs.values())
    more = f"Of {floats:,} programs rounded results were compiled alone too, with floats in front of exact code."
    lines += ["", more] if floats else []
    cases = [f"- a difference of {name} is kept as `{case}`" for name, run in runs.items() for case in run["cases"]]
    return "\n".join([*lines, "", *cases]).rstrip() + "\n"


def distinct(runs: Mapping[str, Mapping[str, Any]]) -> int:
    """How many pairs there are at least, where engines were held to the same programs: those of the one with most."""
    drawn = sorted((*span, name) for name, run in runs.items() for span in run["drawn"])
    found, end, open_ = 0, -1, Counter[str]()
    for first, last, pairs, name in drawn:
        if first > end:
            found, open_ = found + max(open_.values(), default=0), Counter()
        open_[name] += pairs
        end = max(end, last)
    return found + max(open_.values(), default=0)


def main() -> None:
    """Run and print."""
    asked = _arguments()
    end = time.monotonic() + asked.minutes * 60 if asked.minutes else None

    def enough() -> bool:
        done = all(one.outcome.pairs >= asked.pairs for one in held) if asked.pairs else False
        return done or (end is not None and time.monotonic() >= end)

    names = asked.engines.split(",")
    with (
        running() if "postgres" in names else nullcontext("") as dsn,
        closing(Session()) if "spark" in names else nullcontext() as spark,
    ):
        held = engines(names, dsn, spark)
        made = hold(held, iter(range(asked.first, sys.maxsize)), enough)
    runs = {one.name: figures(one, asked.first, made) for one in held}
    print(page(runs))
    if asked.write:
        kept_runs = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        draw(kept_runs | (together(kept_runs, runs) if asked.add else runs))
    sys.exit(any(one.outcome.differences for one in held))


def together(before: Mapping[str, Mapping[str, Any]], runs: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The figures of runs added to those that are kept."""
    found = {}
    for name, run in runs.items():
        known = before.get(name, {})
        added = {what: known.get(what, type(value)()) + value for what, value in run.items() if what != "date"}
        found[name] = added | {"date": run["date"], "minutes": round(added["minutes"], 1)}
    return found


def draw(runs: Mapping[str, Mapping[str, Any]]) -> None:
    """Keep the figures, and write the page."""
    KEPT.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8", newline="\n")
    PAGE.write_text(_HEAD + page(runs), encoding="utf-8", newline="\n")


_HEAD = """# Agreement of the engines

Random programs, each scored with random data near its own edges by every engine and by the interpreter: every status,
value, grade, rank and trigger is compared, and of compiled Python every reason. A pair is a program with a body (in a
year) of which the engine computed at least one result itself. [How it is run](README.md#agreement).

"""


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engines", default="python,columns", help="of python, columns, duckdb, postgres, spark")
    parser.add_argument("--pairs", type=int, default=0, help="stop when each engine has so many")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so many minutes")
    parser.add_argument("--first", type=int, default=0, help="the number of the first program")
    parser.add_argument("--write", action="store_true", help="put the outcome into agreement.md")
    parser.add_argument("--add", action="store_true", help="with --write: to what is there; say another --first")
    asked = parser.parse_args()
    if not asked.pairs and not asked.minutes:
        parser.error("say --pairs or --minutes")
    return asked


if __name__ == "__main__":
    main()

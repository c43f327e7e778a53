"""Who takes part, by name, and what each needs; nothing of it is imported here."""

from __future__ import annotations

from importlib import metadata
from importlib.util import find_spec
from shutil import which
from typing import NamedTuple

DISTRIBUTIONS = {
    "openfisca_core": "OpenFisca-Core", "zen": "zen-engine", "cel": "common-expression-language", "numpy": "numpy",
    "polars": "polars", "duckdb": "duckdb", "pyarrow": "pyarrow", "numba": "numba",
}  # fmt: skip
"""What the packages that take part are called where they are installed from."""


class Entry(NamedTuple):  # attrs would be imported already when what evallang imports is timed
    """One line of the tables: its engine as `module:class`, what it imports, and the most rows that it is given."""

    name: str
    engine: str
    modules: tuple[str, ...] = ()
    most: int = 10_000_000
    program: str | None = None
    own: bool = False
    growth: bool = True
    """Whether it is tried on rules of growing size, where it is one of our own."""
    most_whole: int = 100_000
    """The most bodies that it is given under the whole methodology of 2020."""

    def lacks(self) -> str | None:
        """What is not installed, or not there yet; None for an engine that can take part."""
        if self.program is not None and which(self.program) is None:
            return self.program
        return next(
            (DISTRIBUTIONS.get(name.partition(".")[0], name) for name in self.modules if not _is_there(name)), None
        )


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package that should hold it
        return False


_ONE_BY_ONE = 100_000
_COLUMNS = ("numpy", "evallang", "evallang.backends.columns.scoring")
_FUSED = (*_COLUMNS, "numba", "evallang.backends.columns.fused.loops")

ENTRIES = (
    Entry("Python, floats", "plain:Floats", most=1_000_000),
    Entry("Python, floats written out", "plain:WrittenOut", most=1_000_000),
    Entry("Python, exact, written out by hand", "plain:Filtered", most=1_000_000),
    Entry("Python, `fractions`", "plain:Fractions", most=_ONE_BY_ONE),
    Entry("NumPy, float64", "arrays:Numpy64", ("numpy",)),
    Entry("NumPy, float64, in blocks", "arrays:Blocks", ("numpy",)),
    Entry("NumPy, float32", "arrays:Numpy32", ("numpy",)),
    Entry("NumPy, exact by hand", "filtered:Filter", ("numpy",)),
    Entry("NumPy, exact by hand, in blocks", "filtered:FilterBlocks", ("numpy",)),
    Entry("numba, float64", "jitted:Floats", ("numpy", "numba")),
    Entry("numba, exact by hand", "jitted:Exact", ("numpy", "numba")),
    Entry("numba, exact by hand, all threads", "jitted:ExactThreads", ("numpy", "numba")),
    Entry("C (`gcc -O3`), double", "native:Double", ("numpy",), program="gcc"),
    Entry("C (`gcc -O3`), exact by hand", "native:Exact", ("numpy",), program="gcc"),
    Entry("Polars", "frames:Polars", ("polars",)),
    Entry("DuckDB", "database:DuckDB", ("duckdb", "pyarrow")),
    Entry(
        "`openfisca-core`",
        "openfisca:OpenFisca",
        ("openfisca_core.taxbenefitsystems", "openfisca_core.simulations"),
        most=1_000_000,
    ),
    Entry("`zen-engine`, one by one", "zen_engine:Single", ("zen",), most=_ONE_BY_ONE),
    Entry("`zen-engine`, in a batch", "zen_engine:Batch", ("zen",), most=_ONE_BY_ONE),
    Entry("`common-expression-language`", "expressions:Cel", ("cel",), most=_ONE_BY_ONE),
    Entry("evallang, interpreter", "own:Interpreter", ("evallang",), most=_ONE_BY_ONE, own=True),
    Entry("evallang, compiled Python", "own:Compiled", ("evallang", "evallang.backends.python"), 1_000_000, own=True),
    Entry("evallang, columns", "own:OverColumns", _COLUMNS, own=True, most_whole=1_000_000),
    Entry("evallang, columns, all threads", "own:OverColumnsThreads", _COLUMNS, own=True, most_whole=1_000_000),
    Entry("evallang, columns, with reading them", "own:OverArrays", _COLUMNS, own=True),
    Entry("evallang, SQL in DuckDB", "warehouse:Warehouse", ("evallang", "duckdb", "pyarrow")),
    Entry("evallang, compiled loops", "own:Fused", _FUSED, own=True, growth=False),
    Entry("evallang, compiled loops, all threads", "own:FusedThreads", _FUSED, own=True, growth=False),
)

BY_HAND = (
    Entry("Python, `fractions`, by hand", "whole_plain:Fractions"),
    Entry("Python, floats, by hand", "whole_plain:Floats"),
    Entry("NumPy, float64, by hand", "whole_arrays:Numpy64", ("numpy",), most_whole=1_000_000),
)
"""Those that are written by hand for the whole methodology of 2020, and take part in its table only."""
WHOLE = (*BY_HAND, *(entry for entry in ENTRIES if entry.own))

TAKING_PART = (
    "Python, floats", "Python, floats written out", "Python, exact, written out by hand", "`zen-engine`, one by one",
    "`common-expression-language`", "evallang, compiled Python",
)  # fmt: skip
"""Those that take single records in turns."""
BATCHED = (
    "NumPy, float64", "NumPy, float64, in blocks", "C (`gcc -O3`), exact by hand", "evallang, columns",
    "evallang, columns, all threads", "evallang, compiled loops", "evallang, compiled loops, all threads",
)  # fmt: skip
"""Those that take batches in turns."""
IN_TURNS = (*TAKING_PART, *BATCHED)


def versions() -> str:
    """The packages that take part and are installed, with their versions."""
    found = []
    for distribution in sorted(DISTRIBUTIONS.values(), key=str.lower):
        try:
            found.append(f"{distribution} {metadata.version(distribution)}")
        except metadata.PackageNotFoundError:
            continue
    return ", ".join(found)

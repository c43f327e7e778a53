"""Results by column: a mapping from paths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

from attrs import define, field
from numpy.typing import NDArray

from evallang.backends.columns.arrays import Source
from evallang.backends.columns.column import Column
from evallang.ir.data import Finding


@define(eq=False)
class Columns(Mapping[str, Column]):
    """The results of a frame by path: `columns["total"]`, `columns["total.grade"]`, `columns["rating.rank"]`.

    `findings` are what is to be said about the columns of the frame; `settled` counts the rows that the interpreter
    scored because the columns left something of them open, and `whole` are the paths that it scored for every row.
    """

    columns: Mapping[str, Column] = field(repr=False)
    size: int
    findings: tuple[Finding, ...] = ()
    settled: int = 0
    whole: frozenset[str] = frozenset()
    keys_of_rows: dict[str, Source] = field(factory=dict, repr=False)
    """The bodies of the rows and their periods, where the frame has columns of them."""

    def __getitem__(self, path: str) -> Column:
        return self.columns[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def to_dict(self, paths: Sequence[str] | None = None) -> dict[str, NDArray[Any]]:
        """The values of each column as arrays of NumPy."""
        return {path: self[path].values for path in paths or self}

    def to_arrow(self) -> Any:
        """A table of Arrow: `body` and `period` where the frame has them, then the values, null where there is none.

        Raises ImportError without pyarrow.
        """
        try:
            from evallang.backends.columns.tables_out import to_arrow  # noqa: PLC0415  # loaded where it is asked for
        except ImportError:
            raise ImportError("a table of Arrow needs pyarrow: pip install 'evallang[columns]' pyarrow") from None
        return to_arrow(self)

    def to_pandas(self) -> Any:
        """The same as a data frame of pandas. Raises ImportError without pandas or pyarrow."""
        table = self.to_arrow()
        if find_spec("pandas") is None:
            raise ImportError("a data frame of pandas needs pandas: pip install pandas")
        return table.to_pandas()

"""C, built by `gcc -O3` and called through ctypes over the arrays of NumPy."""

from __future__ import annotations

import ctypes
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import numpy as np

from peers.data import NAMES, Columns
from peers.peer import Peer

SOURCE = Path(__file__).with_name("score.c")


class Double(Peer):
    """The formulas as they stand."""

    by_record = False
    function: ClassVar[str] = "score_double"

    def load(self) -> None:
        with TemporaryDirectory() as folder:  # a library that is loaded outlives its file
            library = Path(folder) / "score.so"
            options = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]
            subprocess.run(["gcc", *options, "-o", str(library), str(SOURCE), "-lm"], check=True)
            self.score = getattr(ctypes.CDLL(str(library)), self.function)
        self.score.restype = None
        self.score.argtypes = [ctypes.c_int64, *[ctypes.c_void_p] * (len(NAMES) + 2)]

    def prepare(self, columns: Columns) -> list[Any]:
        return [np.ascontiguousarray(columns[name]) for name in NAMES]

    def batch(self, data: list[Any]) -> Any:
        rows = len(data[0])
        scores, grades = np.empty(rows, np.int64), np.empty(rows, np.int8)
        self.score(rows, *[column.ctypes.data for column in (*data, scores, grades)])
        return scores, grades


class Exact(Double):
    """The filter, and integers of 128 bits where it is in doubt."""

    function: ClassVar[str] = "score_exact"

"""Every built-in by name."""

from __future__ import annotations

from evallang.builtins.entry import Builtin
from evallang.builtins.scalar import SCALAR
from evallang.builtins.statistics import STATISTICS

BUILTINS: dict[str, Builtin] = {entry.name: entry for entry in (*SCALAR, *STATISTICS)}

"""The primitive operations that every engine supplies: their names and what they give.

Scalar operations take values and give a value; where an operand is absent they are absent, except `and`, `or` and
`not`, which follow Kleene's three values (Kleene, Introduction to Metamathematics, §64). Aggregates take a list.
"""

from __future__ import annotations

ARITHMETIC = ("add", "sub", "mul", "div", "neg", "power")
COMPARISONS = ("equal", "unequal", "less", "less_equal", "greater", "greater_equal")
LOGIC = ("and", "or", "not")
FUNCTIONS = ("min", "max", "abs", "floor", "ceiling", "round", "sqrt", "root", "ln", "exp")

AGGREGATES = (
    "sum", "product", "count", "min", "max", "mean", "geomean", "harmean", "median", "quantile", "sd", "sd_population",
    "some", "every",
)  # fmt: skip
RELATIVE = ("rank", "percentile", "zscore", "minmax", "winsorise")
"""Aggregates that place the own value among those of a list."""

EMPTY = {"count": 0, "some": False, "every": True}
"""What an aggregate over an empty list gives without `none`; the others are undefined then."""

"""What three databases write differently.

What they disagree on is never used: ROUND (half away from zero, half to even, by type), GREATEST and LEAST with NULL,
division by zero (an error, NULL, infinity), division of decimals (a DOUBLE, or cut off at a scale), the type of `0.1`.
PostgreSQL raises an error where a float overflows or underflows, so the query keeps every number within its bounds.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen


@frozen
class Dialect:
    """The names of types, and how a step is kept from being merged into the next one.

    `shared` marks a step that several others read. `fence` ends every step: without it PostgreSQL puts the text of
    each step into all places that name it, and the query grows beyond bounds.
    """

    name: str
    double: str
    text: str
    quote: str = '"'
    shared: str = ""
    fence: str = ""
    false_if_null: str = "COALESCE({0}, FALSE)"
    any_true: str = "BOOL_OR({0})"
    quantile: str = "PERCENTILE_CONT({1}) WITHIN GROUP (ORDER BY {0})"
    decimal: str = "DECIMAL(28, 9)"

    def name_of(self, name: str) -> str:
        """A quoted identifier."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def string(self, text: str) -> str:
        """A string literal; a backslash is a character like others (Spark reads it as an escape)."""
        if self.name == "spark":
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "'" + text.replace("'", "''") + "'"

    def number(self, x: float) -> str:
        """A DOUBLE literal. `0.1` is a DECIMAL in all three, `1e-1` is none in PostgreSQL only."""
        return f"'{x!r}'::float8" if self.name == "postgres" else f"{x!r}" if "e" in repr(x) else f"{x!r}e0"


DIALECTS: Final = {
    "duckdb": Dialect("duckdb", "DOUBLE", "VARCHAR", shared="MATERIALIZED ", quantile="QUANTILE_CONT({0}, {1})"),
    "postgres": Dialect("postgres", "DOUBLE PRECISION", "TEXT", shared="MATERIALIZED ", fence=" OFFSET 0"),
    "spark": Dialect("spark", "DOUBLE", "STRING", quote="`", quantile="PERCENTILE({0}, {1})"),
}

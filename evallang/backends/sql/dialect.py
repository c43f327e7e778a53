"""What three databases write differently.

What they disagree on is never used: ROUND (half away from zero, half to even, by type), GREATEST and LEAST with NULL,
division by zero (an error, NULL, infinity), division of decimals (a DOUBLE, or cut off at a scale), the type of `0.1`.
PostgreSQL raises an error where a float overflows or underflows, so the query keeps every number within its bounds.
"""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import Final, Literal

from attrs import frozen

BLANKS: Final = "".join(c for c in map(chr, range(0x3001)) if c.isspace())
"""What the data reader takes for a blank, the line breaks and the no-break spaces too."""


_SMALL: Final = str.maketrans(ascii_uppercase, ascii_lowercase)


@frozen
class Dialect:
    """The names of types, and how a step is kept from being merged into the next one.

    `shared` holds a step that several others read. `fence` ends every step: without it PostgreSQL puts the text of
    each step into all places that name it, and the query grows beyond bounds. `floor` gives a DOUBLE. Of names it
    leaves the capitals of the letters `capitals` aside, and takes `longest` bytes; 0 is any number. `keeps_gathered`: a
    step of which rows are gathered is kept too, since the planner writes the steps before it into each aggregate.
    """

    name: str
    double: str
    text: str
    quote: str = '"'
    shared: str = "AS MATERIALIZED (\n{0}\n)"
    fence: str = ""
    floor: str = "FLOOR({0})"
    quantile: str = "PERCENTILE_CONT({1}) WITHIN GROUP (ORDER BY {0})"
    decimal: str = "DECIMAL(28, 9)"
    kept: str = "CREATE TEMPORARY TABLE"
    keeps_gathered: bool = False
    capitals: Literal["none", "of ASCII", "all"] = "none"
    longest: int = 0

    def name_of(self, name: str) -> str:
        """A quoted identifier."""
        return self.quote + name.replace(self.quote, self.quote * 2) + self.quote

    def alike(self, name: str) -> str:
        """A text that two names share which the database takes for one."""
        if self.capitals == "all":  # letter by letter, as Java does
            return "".join(letter.upper()[:1].lower()[:1] for letter in name)
        return name.translate(_SMALL) if self.capitals == "of ASCII" else name

    def string(self, text: str) -> str:
        """A string literal; a backslash is a character like others.

        Spark reads it as an escape, and `${x}` as a variable.
        """
        if self.name == "spark":
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("${", "$\\{") + "'"
        return "'" + text.replace("'", "''") + "'"

    def number(self, x: float) -> str:
        """A DOUBLE literal. `0.1` is a DECIMAL in all three, `1e-1` is none in PostgreSQL only."""
        return f"'{x!r}'::float8" if self.name == "postgres" else f"{x!r}" if "e" in repr(x) else f"{x!r}e0"

    def trimmed(self, text: str) -> str:
        """A text without blanks around it, as Python strips them; PostgreSQL takes this form too."""
        if self.name == "duckdb":
            return f"TRIM({text}, {self.string(BLANKS)})"
        return f"TRIM(BOTH {self.string(BLANKS)} FROM {text})"

    def matches(self, text: str, pattern: str) -> str:
        """Whether a whole text has the form of a regular expression; PostgreSQL is not asked."""
        if self.name == "spark":  # `$` fits before a line break, `\z` at the end only
            return f"{text} RLIKE " + self.string(rf"^({pattern})\z")
        return f"REGEXP_FULL_MATCH({text}, {self.string(pattern)})"


DIALECTS: Final = {
    "duckdb": Dialect(
        "duckdb", "DOUBLE", "VARCHAR", quantile="QUANTILE_CONT({0}, {1})", keeps_gathered=True, capitals="of ASCII"
    ),
    "postgres": Dialect("postgres", "DOUBLE PRECISION", "TEXT", fence=" OFFSET 0", longest=63),
    "spark": Dialect(
        "spark", "DOUBLE", "STRING", quote="`", quantile="PERCENTILE({0}, {1})",
        # FLOOR gives a BIGINT, whose arithmetic overflows
        floor="CAST(FLOOR({0}) AS DOUBLE)",
        # Spark merges each step into all that read it, unless a row of it seems to be left to chance
        shared="AS (\n{0}\n  WHERE RAND() >= 0\n)",
        kept="CREATE TABLE",  # there are no temporary tables, and a view would be computed again by each reader
        capitals="all",
    ),
}  # fmt: skip

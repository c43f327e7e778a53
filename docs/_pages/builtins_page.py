"""The page of built-in functions, from the catalogue."""

from evallang.builtins.catalogue import BUILTINS
from evallang.builtins.entry import Builtin

HEAD = """# Built-ins

The functions of the language. What they do with a missing value is said under
[Absence](language.md#absence). Results of `sqrt`, `root`, `ln`, `exp`, `geomean` and the standard
deviations may be real numbers that are no fraction: see [Numbers](language.md#numbers).
"""
SECTIONS = {
    "values": ("Of single values", "They take arguments: `f(a, b)`."),
    "both": (
        "Of values or of a list",
        """They take arguments, `f(a, b, c)`, or a list, `f(x for item)` or `f(parts)`. A list may be followed
by `none V`, the value when it is empty, and `at least N`, the fewest values that suffice; in `mean` also by
`weighted by W`.""",
    ),
    "list": ("Of a list", "They take a list only."),
    "relative": (
        "The own value among others",
        "`f(x for body of same kind)` compares the x of this body with that of all such bodies, itself too.",
    ),
    "asks": ("About a value", "They take the name of an input, a formula or a node."),
}


def builtins_page() -> str:
    """The text of the page."""
    return HEAD + "".join(_section(form, *words) for form, words in SECTIONS.items())


def _section(form: str, title: str, words: str) -> str:
    rows = "".join(_row(entry) for entry in BUILTINS.values() if entry.form == form)
    return f"\n## {title}\n\n{words}\n\n| function | what it gives | for example |\n|---|---|---|\n{rows}"


def _row(entry: Builtin) -> str:
    source = f" *Source: {entry.source}.*" if entry.source else ""
    return f"| `{entry.name}` | {entry.sentence}.{source} | `{entry.example}` |\n"

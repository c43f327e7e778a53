"""The methodologies of Kazakhstan in `rules/`, by the names of their samples."""

from datetime import date
from functools import cache

from house.checkout import ROOT

from evallang import Rules, load, load_on

RULES = ROOT / "rules"
SAMPLES = RULES / "samples"
FILES = {
    "interaction-2020": RULES / "interaction-2020" / "interaction.eval",
    "effectiveness-2021": RULES / "order-20-01-38-3" / "effectiveness.eval",
    "progress-2021": RULES / "order-20-01-38-3" / "progress.eval",
}
# The rating stands in an amending decree: it is in the text of a day.
DECREE, DAY = RULES / "decree-954", date(2024, 1, 1)


@cache
def rules_of(name: str) -> Rules:
    """The methodology that a sample is for."""
    return load(FILES[name]) if name in FILES else load_on(DECREE, DAY)


def arguments(name: str) -> tuple[str, ...]:
    """The same for a command line: the rules, and the day where there is one."""
    if name in FILES:
        return (str(FILES[name]),)
    return str(DECREE), "--on", DAY.isoformat()

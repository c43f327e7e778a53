"""All measurements: `python bench/run.py` prints them, `--write` puts them into README.md beside this file."""

from __future__ import annotations

import argparse
import io
import os
import platform
import re
import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the checkout beside it is measured, whatever else is installed

import amending  # noqa: E402
import checking  # noqa: E402
import memory  # noqa: E402
import parsing  # noqa: E402
import scoring  # noqa: E402
import startup  # noqa: E402

README = Path(__file__).resolve().parent / "README.md"
_MARKED = re.compile(r"(<!-- figures: begin -->\n).*(<!-- figures: end -->)", re.DOTALL)


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    text = figures(smallest=arguments.smallest)
    print(text)
    if arguments.write:
        README.write_text(_MARKED.sub(rf"\1\n{text}\n\2", README.read_text(encoding="utf-8")), encoding="utf-8")


def figures(*, smallest: bool = False) -> str:
    """The conditions and all tables; the smallest sizes only show that everything runs."""
    lines, copies, repeats = (10, (1,), 1) if smallest else (10_000, (1, 5, 25), 7)
    provisions, amendments = ((20,), (1,)) if smallest else ((100, 1_000, 10_000), (1, 10, 100))
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        sections = [
            startup.measure(folder, 1 if smallest else 21),
            parsing.measure(lines, repeats),
            memory.measure(folder, lines, 1 if smallest else 3),
            scoring.measure(copies, repeats),
            amending.measure(provisions, amendments, 1 if smallest else 3),
            checking.measure((12,) if smallest else (12, 120, 1_200, 12_000), 1 if smallest else 3),
        ]
    return "\n".join([conditions(), *(section.markdown() for section in sections)])


def conditions() -> str:
    """The day and the kind of machine, in words that name no machine."""
    python = ".".join(platform.python_version_tuple()[:2])
    system = {"Darwin": "macOS"}.get(platform.system(), platform.system())
    return f"Measured on {date.today().isoformat()}: {os.cpu_count()} cores, {system}, Python {python}.\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smallest", action="store_true", help="sizes that only show that everything runs")
    parser.add_argument("--write", action="store_true", help="put the figures into README.md")
    arguments = parser.parse_args()
    if arguments.smallest and arguments.write:
        parser.error("the smallest sizes give no figures worth writing down")
    return arguments


if __name__ == "__main__":
    main()

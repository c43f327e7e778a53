"""How many small mistakes in rule files are noticed: by reading the rules, by their examples, by both together.

    python bench/mutants.py                                # 400 mutants that count; about twenty minutes
    python bench/mutants.py --counted 30 --quick --json    # few of them, for programs
    python bench/mutants.py --write                        # puts the figures into mutants.md

A mutant is a rule file with one mistake: a digit, a bound, a sign, the answers of two rows exchanged, a clamp or a
guard dropped, a reference to something else of the same type, a weight, a citation. Examples are left as they are. It
counts if the rules then give another result than before, or none: on the sample data, in an example, on a made-up body
at the bounds, or because they have errors. Mistakes are drawn at random from all sites; the seed is fixed.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the checkout beside it is measured
sys.path.insert(0, str(Path(__file__).resolve().parent))

from mutation.documents import DOCUMENTS
from mutation.judge import Verdict, judge
from mutation.making import Mutant, mutants
from mutation.report import as_json, as_text
from mutation.sites import SORTS

PAGE = Path(__file__).resolve().parent / "mutants.md"
SEED = 954
PROCESSES = 2


def main() -> None:
    """Make mutants until enough of them count, and print who noticed them."""
    arguments = _arguments()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    documents = [d for d in DOCUMENTS if d.name in (arguments.document or [d.name])]
    made = mutants(arguments.seed, documents, arguments.sort or SORTS)
    found = list(verdicts(made, arguments.counted, not arguments.quick))
    text = as_json(found) if arguments.json else as_text(found, arguments.seed)
    print(json.dumps(text, ensure_ascii=False, indent=1) if arguments.json else text)
    if arguments.write:
        PAGE.write_text(f"{text}\n", encoding="utf-8")


def verdicts(made: Iterable[Mutant], counted: int, thorough: bool) -> Iterator[Verdict]:
    """Verdicts on mutants in their order, until so many of them count."""
    with Pool(PROCESSES) as pool:
        for verdict in pool.imap(partial(judge, thorough=thorough), made):
            yield verdict
            counted -= verdict.counts
            print(f"\r{counted} to go ", end="", file=sys.stderr, flush=True)
            if not counted:
                print(file=sys.stderr)
                return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counted", type=int, default=400, help="how many mutants that count")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--document", action="append", default=[], choices=[d.name for d in DOCUMENTS])
    parser.add_argument("--sort", action="append", default=[], choices=SORTS)
    parser.add_argument("--quick", action="store_true", help="ask the checker only about what no example notices")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--write", action="store_true", help=f"put what is printed into {PAGE.name}")
    arguments = parser.parse_args()
    if arguments.json and arguments.write:
        parser.error("the page is written as text")
    return arguments


if __name__ == "__main__":
    main()

"""`evallang new NAME`."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import click

from evallang.cli.failures import Failure, plainly
from evallang.cli.output import write_all
from evallang.pipeline import check_source
from evallang.source import from_text
from evallang.syntax import format_module

_TEXT = """\
# A small methodology to start from. Change it, then run:
#   evallang check {name}.eval
#   evallang test {name}.eval
#   evallang template {name}.eval -o data
#   evallang score {name}.eval --data data
methodology {name} "Quality of services"

# What the data gives: one column each. Behind the `§` stands the provision that a line comes from.
input requests "Requests received"        : count §1
input late     "Answered after the term"  : count, at most requests §1
input rating   "Satisfaction of visitors" : number 0..5 §2

# A table of brackets: the row that a rating fits gives the points.
brackets for_rating(rating : number 0..5) §2
  | rating      | points |
  | below 3     | 0      |
  | 3 ..< 4     | 20     |
  | 4 ..< 4.5   | 30     |
  | 4.5 and up  | 40     |

block service_quality "Quality of services" §1 §2 {{
  indicator timeliness "Answers in time" §1 {{
    points 60
    score points * (1 - late / requests) accept C301 "without requests nothing can be said"
  }}
  indicator satisfaction "Satisfaction of visitors" §2 {{
    points 40
    score for_rating(rating)
  }}

  # Without a formula a block is the sum of its indicators.
  grade §3
    | score        | grade  | label    |
    | 90 and up    | high   | "high"   |
    | 50 ..< 90    | medium | "medium" |
    | below 50     | low    | "low"    |
}}

example "eight of ten in time" §1 {{
  given requests 10, late 2, rating 4.2
  expect timeliness 48              # 60 * (1 - 2/10)
  expect satisfaction 30
  expect service_quality 78         # 48 + 30
  expect service_quality.grade medium
}}
example "no requests: nothing can be said about them" §1 {{
  given requests 0, late 0, rating 4.5
  expect timeliness undefined, satisfaction 40, service_quality undefined
}}
"""


@click.command("new")
@click.argument("name")
@plainly
def command(name: str) -> None:
    """Write a small methodology to start from.

    It is written to NAME.eval in the current folder, and can be checked, tested and scored as it is. Letters
    of any alphabet may stand in NAME.
    """
    name = unicodedata.normalize("NFC", name.strip()).removesuffix(".eval")
    if not re.fullmatch(r"[^\W\d]\w*", name):
        advice = _as_name(name)
        raise Failure(
            f"`{name}` cannot be a name: a name has letters, digits and `_`, and begins with no digit",
            f"write `{advice}`" if advice else None,
        )
    rules, found = check_source(from_text(f"{name}.eval", _TEXT.format(name=name)))
    if rules is None:
        raise Failure(f"`{name}` cannot be the name of a document: {found[0].message}", "take another name")
    path = Path(f"{name}.eval")
    if path.exists():
        raise Failure(f"{path}: there is such a file already", "take another name, or move the file away")
    write_all({path: format_module(rules.module)})
    click.echo(f"Now: evallang test {path}")


def _as_name(text: str) -> str:
    """The nearest that could be a name, or nothing."""
    found = re.sub(r"\W+", "_", text).strip("_")
    return f"n_{found}" if found[:1].isdigit() else found

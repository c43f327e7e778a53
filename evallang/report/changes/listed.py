"""A version as lines that compare: its provisions and rules, without layout, comments and the order of declarations.

This is what `git diff` is shown of rule files.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from evallang.diff.facts import facts
from evallang.diff.numbered import numbered
from evallang.diff.provision import shown
from evallang.diff.provisions import provisions
from evallang.ir.program import Program
from evallang.law import addresses
from evallang.syntax import ast

_WIDTH = 120


def listed(module: ast.Module, program: Program) -> str:
    """The text: provisions in the order of the law, then rules by their path."""
    return "\n".join([program.name, "", *_provisions(module), "", *_rules(module, program)]) + "\n"


def _provisions(module: ast.Module) -> Iterator[str]:
    held = sorted(provisions(module).items(), key=lambda item: (item[0][0], addresses.order(item[0][1])))
    for key, p in held:
        if p.heading or p.words:
            yield f"{shown(key)}  {p.heading}".rstrip()
            yield from (f"  {line}" for line in wrap(p.words, _WIDTH))


def _rules(module: ast.Module, program: Program) -> Iterator[str]:
    found = numbered(facts(program), module)
    for key, fact in sorted(found.items(), key=lambda item: (item[0].path, item[0].variant, item[0].aspect)):
        cited = f"  {', '.join(fact.provisions)}" if fact.provisions else ""
        variant = f" {key.variant}" if key.variant else ""
        yield f"{'.'.join(key.path)}{variant} · {key.aspect} = {fact.text}{cited}"

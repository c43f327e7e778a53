"""Operations on an annex with a numbering of its own."""

from __future__ import annotations

from typing import Any

from evallang.law import addresses
from evallang.law.stamps import amended, stamped, with_mark
from evallang.law.tree import Numbering
from evallang.law.work import Work
from evallang.syntax import ast


def keeps_numbering(body: tuple[Any, ...], target: ast.Citation) -> bool:
    """Whether new words are the provisions of an annex, and not another annex or words in its place."""
    own = addresses.parts(target.address)
    cited = [addresses.first(getattr(s, "marks", ())) for s in body]
    return not any(isinstance(s, ast.Part | ast.Annex) for s in body) and any(
        a is not None and not addresses.within(a, own) for a in cited
    )


def worded_anew(work: Work, part: Numbering, o: ast.Replace) -> None:
    """Give all provisions of an annex anew; its name and its heading stay."""
    assert part.part is not None
    by = amended(work.act, o.order, work.since, o.span)
    for item in list(part.items):
        work.tree.take(part, item)
    part.part = ast.evolve(part.part, marks=with_mark(part.part, by))
    work.tree.put(part, 0, work.made(stamped(o.body or (), None, by), part))

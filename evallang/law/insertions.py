"""`insert §48-1 after §48 { … }`: new provisions, and new clauses in a node."""

from __future__ import annotations

from typing import Any

from evallang.law import addresses, misplaced
from evallang.law.addresses import Address
from evallang.law.places import place_for
from evallang.law.splice import cut, written
from evallang.law.stamps import amended, plain, stamped
from evallang.law.tree import Hit, Numbering
from evallang.law.work import Work
from evallang.source import Span
from evallang.syntax import ast


def insert(work: Work, o: ast.Insert) -> None:
    """`insert §48-1 after §48 { … }`."""
    address, anchor = addresses.parts(o.target.address), addresses.parts(o.anchor.address)
    home = work.numbering(o.anchor, anchor)
    if home is None or not _may_stand(work, o, home):
        return
    there = work.tree.find(address, home)
    for note in there:  # it was repealed, and comes back
        work.tree.take(home, note.entry)
    by = amended(work.act, o.order, work.since, o.span)
    new = stamped(o.body, plain(o.target), by)
    found = work.tree.find(anchor, home)
    part = work.tree.part_at(anchor, home)
    if part is not None:
        place = next(i for i, item in enumerate(home.items) if item is part)
        work.tree.put(home, place + (o.word == "after"), work.made(new, home))
        return
    if not found:
        work.missing(o.anchor, f"inserts {o.target} {o.word}")
        work.tree.put(home, place_for(home, address), work.made(new, home))
        return
    hit = found[-1] if o.word == "after" else found[0]
    if all(isinstance(s, ast.Clause | ast.Words) for s in o.body) and any(isinstance(s, ast.Clause) for s in o.body):
        _insert_clauses(work, o, hit, new)
        return
    if _is_inside(hit, address, o.body):
        span = hit.statement.span
        at = span.end if o.word == "after" else span.start
        cut(work.tree, hit.entry, [(Span(at, at), f"\n{written(new, work.act).rstrip()}\n")])
        return
    beside = hit.entry
    place = next(i for i, item in enumerate(home.items) if item is beside)
    work.tree.put(home, place + (o.word == "after"), work.made(new, home))


def _is_inside(hit: Hit, address: Address, body: tuple[Any, ...]) -> bool:
    """Whether a new provision belongs into the statement that holds the one beside it: §2.1-1 into that of §2."""
    around = addresses.first(getattr(hit.entry.statement, "marks", ()))
    plain_words = all(isinstance(s, ast.Norm | ast.Words | ast.Clause | ast.Input) for s in body)
    return not hit.whole and around is not None and addresses.within(address, around) and plain_words


def _may_stand(work: Work, o: ast.Insert, home: Numbering) -> bool:
    """Whether a provision can be inserted in a numbering; reported where it cannot."""
    if o.target.of is not None and work.tree.named(o.target) is not home:
        message = f"{o.target} cannot stand beside {o.anchor}, which is in another numbering"
        work.report("E0508", message, o.target.span, "name the numbering once, behind the provision beside it")
        return False
    line = next((s for s in o.body if isinstance(s, ast.Body)), None)
    if line is not None:
        advice = "write `in register NAME { insert line after … { body … } }`"
        work.report("E0510", "a line of a register stands in its register", line.span, advice)
        return False
    if misplaced.outside(work, o, home):
        return False
    address = addresses.parts(o.target.address)
    there = work.tree.find(address, home)
    if work.tree.part_at(address, home) or any(not isinstance(h.statement, ast.Repealed) for h in there):
        work.report("E0505", f"{o.target} is there already", o.target.span, f"write `replace {o.target}`")
        return False
    return True


def _insert_clauses(work: Work, o: ast.Insert, hit: Hit, new: tuple[Any, ...]) -> None:
    """Clauses go into the node of the provision beside them: next to its clause, or at the end of the node."""
    text = written(new, work.act).rstrip()
    span = hit.statement.span
    if not hit.whole:
        place = span.end if o.word == "after" else span.start
        cut(work.tree, hit.entry, [(Span(place, place), f"\n{text}\n")])
    elif isinstance(hit.statement, ast.Node) and hit.statement.body:
        cut(work.tree, hit.entry, [(Span(span.end - 1, span.end - 1), f"\n{text}\n")])
    else:
        advice = "write the node that it belongs to: `criterion NAME { … }`"
        work.report("E0510", f"a clause cannot stand by itself beside {o.anchor}", o.target.span, advice)

"""Operations on provisions that are there: replace, repeal, retitle, new edition."""

from __future__ import annotations

from typing import Any

from evallang.law import addresses, annexes, misplaced, silent
from evallang.law.addresses import Address
from evallang.law.places import assigned, place_for
from evallang.law.splice import cut, holds, in_place_of, outermost, read_again, with_lines, written
from evallang.law.stamps import amended, marked, plain, stamped, with_mark
from evallang.law.tree import Entry, Hit, Numbering, nested
from evallang.law.work import Work
from evallang.source import Span
from evallang.syntax import ast


def replace(work: Work, o: ast.Replace) -> None:
    """`replace §73 { … }`: the new words take the place of the first of the old ones."""
    address = addresses.parts(o.target.address)
    home = work.numbering(o.target, address)
    if home is None:
        return
    by = amended(work.act, o.order, work.since, o.span)
    new = stamped(o.body, plain(o.target), by)
    part = work.tree.part_at(address, home)
    if part is not None:
        silent.rules_without_successor(work, o, [Hit(e, e.statement, address) for e in part.entries()])
    if part is not None and annexes.keeps_numbering(o.body, o.target):
        annexes.worded_anew(work, part, o)
        return
    if misplaced.outside(work, o, home):
        return
    if part is not None:
        place = work.tree.take(home, part)
        work.tree.put(home, place, work.made(new, home))
        return
    before = len(work.diagnostics)
    hits = work.hits(o.target, home)
    if len(work.diagnostics) > before:
        return
    if not hits:
        work.tree.put(home, place_for(home, address), work.made(new, home))
        return
    silent.rules_without_successor(work, o, hits)
    _exchange(work, home, hits, new, o.target)


def _exchange(work: Work, home: Numbering, hits: list[Hit], new: tuple[Any, ...], target: ast.Citation) -> None:
    """Put new statements where the hits stand: clauses where there were clauses, the others where the first was."""
    whole = [h for h in hits if h.whole]
    inside = outermost([h for h in hits if not any(h.entry is w.entry for w in whole)])
    given = {own for s in new for _, own in nested(s)}
    places, new = assigned(new, inside, bool(whole))
    texts = [written(statements, work.act) for statements in places]
    for i, hit in enumerate(inside):
        kept = _others(hit, addresses.parts(target.address), given)
        if kept and [_key(s) for s in places[i]] != [_key(hit.statement)]:
            _would_go(work, kept, target)
            return
        texts[i] = with_lines(texts[i], [hit.entry.source.slice(s.span) for s in kept]) if kept else texts[i]
    if not whole:
        in_place_of(work.tree, inside, texts)
        return
    made = work.made(new, home)
    for hit in whole:
        kept = _others(hit, addresses.parts(target.address), given)
        if kept and not _move(work, hit, kept, made):
            _would_go(work, kept, target)
            return
    in_place_of(work.tree, inside, texts)
    place = min(work.tree.take(home, h.entry) for h in whole)
    work.tree.put(home, place, made)


def _others(hit: Hit, address: Address, given: set[Address]) -> list[Any]:
    """What stands inside a statement, but is of another provision, which is not given anew with it."""
    found = [s for s, own in nested(hit.statement) if not addresses.within(own, address) and own not in given]
    return [s for s in found if not any(holds(o.span, s.span) for o in found)]


def _would_go(work: Work, kept: list[Any], target: ast.Citation) -> None:
    cited = ", ".join(sorted({addresses.shown(addresses.first(s.marks) or ()) for s in kept}))
    work.report(
        "E0507", f"{target} holds lines of {cited}, which would go with it", target.span,
        "give the new words a statement of the same name, or change those provisions too",
    )  # fmt: skip


def _move(work: Work, hit: Hit, kept: list[Any], made: list[Entry | Numbering]) -> bool:
    """Lines of other provisions move into the new statement of the same name, if there is one."""
    for i, item in enumerate(made):
        if isinstance(item, Entry) and _key(item.statement) == _key(hit.statement):
            lines = [hit.entry.source.slice(s.span) for s in kept]
            text = with_lines(item.source.slice(item.statement.span), lines)
            made[i] = Entry(*read_again(text, work.act.source.name), item.home)
            return True
    return False


def _key(statement: Any) -> tuple[str, str]:
    """What makes two statements the same in two editions."""
    name = statement.node if isinstance(statement, ast.Assessor) else getattr(statement, "name", None)
    return type(statement).__name__, str(getattr(name, "text", name))


def repeal(work: Work, o: ast.Repeal) -> None:
    """`repeal §31`: a line that says so is left in its place."""
    address = addresses.parts(o.target.address)
    home = work.numbering(o.target, address)
    if home is None:
        return
    by = amended(work.act, o.order, work.since, o.span)
    note = ast.Repealed(plain(o.target), (by,), span=o.span)
    part = work.tree.part_at(address, home)
    if part is not None:
        work.tree.put(home, work.tree.take(home, part), work.made((note,), home))
        return
    before = len(work.diagnostics)
    hits = work.hits(o.target, home)
    if len(work.diagnostics) > before:
        return
    if not hits:
        work.tree.put(home, place_for(home, address), work.made((note,), home))
    elif any(h.whole for h in hits):
        _exchange(work, home, hits, (note,), o.target)
    else:
        kept = [s for h in outermost(hits) for s in _others(h, address, set())]
        if kept:
            _would_go(work, kept, o.target)
            return
        entry = hits[-1].entry
        in_place_of(work.tree, hits)
        place = next(i for i, item in enumerate(home.items) if item is entry) + 1
        while place < len(home.items) and _is_earlier_note(home.items[place], address):
            place += 1
        work.tree.put(home, place, work.made((note,), home))


def _is_earlier_note(item: Entry | Numbering, address: Address) -> bool:
    """Whether an item says of a provision with a lower number that it was repealed."""
    if not isinstance(item, Entry) or not isinstance(item.statement, ast.Repealed):
        return False
    return item.address is not None and addresses.order(item.address) < addresses.order(address)


def retitle(work: Work, o: ast.Retitle) -> None:
    """`retitle §ch5 "…"`: another heading; what stands below it stays."""
    address = addresses.parts(o.target.address)
    home = work.numbering(o.target, address)
    if home is None:
        return
    by = amended(work.act, o.order, work.since, o.span)
    part = work.tree.part_at(address, home)
    if part is not None and part.part is not None:
        part.part = ast.evolve(part.part, label=o.title, marks=with_mark(part.part, by))
        return
    exact = [h for h in work.tree.find(address, home) if h.address == address and hasattr(h.statement, "label")]
    if not exact:
        before = len(work.diagnostics)
        if work.hits(o.target, home) and len(work.diagnostics) == before:
            work.report("E0509", f"{o.target} has no heading", o.target.span, "write `replace` to give it new words")
        elif len(work.diagnostics) == before:
            norm = ast.Norm(None, o.title, (plain(o.target), by), None, span=o.span)
            work.tree.put(home, place_for(home, address), work.made((norm,), home))
        return
    hit = next((h for h in exact if h.statement.label is not None), exact[0])
    entry = hit.entry
    changed = marked(hit.statement, by)
    cut(work.tree, entry, [(_label_place(hit.statement), f' "{o.title.value}"'), *changed])


def _label_place(statement: Any) -> Span:
    """Where the label stands, or where it goes: behind the name, else before the first citation."""
    if statement.label is not None:
        return Span(*statement.label.span)
    piece: Any = getattr(statement, "name", None)
    end = piece.span.end if piece is not None else min(mark.span.start for mark in statement.marks)
    return Span(end, end)


def new_edition(work: Work, o: ast.NewEdition) -> None:
    """`new edition §annex { … }`; without a citation every statement but the head is given anew."""
    if o.target is None:
        if misplaced.without_provision(work, o):
            return
        by = amended(work.act, o.order, work.since, o.span)
        for item in list(work.tree.root.items):
            if not (isinstance(item, Entry) and isinstance(item.statement, ast.Head)):
                work.tree.take(work.tree.root, item)
        new = stamped(o.body or (), None, by)
        work.tree.put(work.tree.root, len(work.tree.root.items), work.made(new, work.tree.root))
        return
    if o.document is not None and o.document.text == work.act.amends:
        advice = "name the document that the annex is from now on"
        work.report("E0515", f"{o.target} cannot be `{work.act.amends}` itself", o.document.span, advice)
    elif o.document is not None:
        replace(
            work,
            ast.Replace(o.target, o.order, (ast.Annex(o.document, (plain(o.target),), span=o.span),), span=o.span),
        )
    else:
        replace(work, ast.Replace(o.target, o.order, o.body or (), span=o.span))

"""Provisions as they are cited in a file of reasons, found among those that changed."""

from __future__ import annotations

from evallang.diff.compare import Difference
from evallang.diff.provision import Key, shown
from evallang.diff.provisions import ProvisionChange
from evallang.law import addresses


def provision_of(text: str, difference: Difference) -> tuple[Key | None, str]:
    """The provision that a text cites as the table prints it: `3.1`, `§2 of app1`, `§4 → §5`; else what is wrong.

    Without a numbering that of the document itself counts, and where it has no such change the only annex that has.
    """
    cited, _, name = text.rpartition("→")[2].partition(" of ")
    address, name = addresses.parts(cited.strip().lstrip("§").strip()), name.strip()
    if name:
        home = "" if name in (difference.before.program.name, difference.after.program.name) else name
        found = [(home, address)]
    else:
        changed = {p.numbering for c in difference.provisions for p in (c.before, c.after) if p is not None}
        found = [(numbering, address) for numbering in sorted(changed | {""})]
    found = [key for key in found if any(_is_of(key, change) for change in difference.provisions)]
    if not found:
        return None, f"no change of `{text.strip()}` stands in the table"
    if len(found) > 1 and found[0][0]:
        names = " or ".join(f"`{shown(key)}`" for key in found)
        return None, f"`{text.strip()}` changed in several annexes; write {names}"
    return found[0], ""


def _is_of(key: Key, change: ProvisionChange) -> bool:
    """Whether a provision changed, what holds it or a part of it."""
    sides = (p for p in (change.before, change.after) if p is not None)
    return any(p.numbering == key[0] and addresses.overlap(p.address, key[1]) for p in sides)

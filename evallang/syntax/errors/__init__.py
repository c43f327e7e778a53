"""A mistake of syntax in words: what is wrong, what was expected, what to write instead.

Each rule looks for one sort of mistake and gives None when it is another; the first that knows speaks.
"""

from __future__ import annotations

from evallang.diagnostics import Diagnostic
from evallang.syntax.errors import acceptances, amendments, brackets, clauses, habits, inputs, names, signs, tables
from evallang.syntax.errors.say import say
from evallang.syntax.mistake import Mistake
from evallang.syntax.words import alternatives, only_sign

_RULES = (
    *brackets.LIMITS,
    *signs.RULES,
    *acceptances.RULES,
    *amendments.RULES,
    *inputs.RULES,
    *habits.FIRST,
    *brackets.RULES,
    *tables.RULES,
    *habits.RULES,
    *names.RULES,
    *clauses.RULES,
)


def explain(m: Mistake) -> Diagnostic:
    """The diagnostic for one mistake."""
    for rule in _RULES:
        found = rule(m)
        if found is not None:
            return found
    return _expected(m)


def _expected(m: Mistake) -> Diagnostic:
    """What no rule knows: what was found, and what could have stood there."""
    ends = {"$END": "the file ends", "_NL": "the line ends", "_NLBAR": "a table begins"}
    found = ends.get(m.kind) or f"found {m.quoted}"
    wanted = alternatives(m.accepts)
    if not wanted:
        return say(m, "E0100", f"{found}, which cannot stand here")
    sign = only_sign(m.accepts)
    return say(m, "E0100", f"expected {wanted}, {found}", f"write {sign} here" if sign else None)

"""The kind of a body in SQL, by its name, by its label, and in the capitals that people write.

What capitals are alike is said by Unicode, and each database has rules of its own for it. So only spellings that are
listed are read here; a text that is none of them leaves the row, and all that looks at it, to an engine.
"""

from __future__ import annotations

from evallang.backends.sql.dialect import Dialect
from evallang.backends.sql.place import Place
from evallang.backends.sql.values import DOUBT
from evallang.ir.program import Program
from evallang.tables.values import option_words


def spellings(program: Program) -> dict[str, list[str]]:
    """By the names of the kinds, the texts that are read as each."""
    words = option_words([(kind.name, kind.words) for kind in program.kinds], "kinds")
    found: dict[str, dict[str, None]] = {kind.name: {} for kind in program.kinds}
    for word in dict.fromkeys(word for kind in program.kinds for word in (kind.name, kind.words) if word):
        for text in (word, word.lower(), word.upper(), word.title(), word[:1].upper() + word[1:]):
            name = words.get(text)
            if name is not None:
                found[name][text] = None
    return {name: list(texts) for name, texts in found.items()}


def named(dialect: Dialect, program: Program, text: str) -> str:
    """The name of the kind that a text gives; NULL for other texts."""
    cases = (
        f"WHEN {text} IN ({', '.join(map(dialect.string, texts))}) THEN {dialect.string(name)}"
        for name, texts in spellings(program).items()
    )
    return f"CASE {' '.join(cases)} END"


def read_kind(place: Place, given: str, doubt: str) -> None:
    """Find the kind of a body, and whether an engine has to; `doubt` says that the row holds what the types cannot.

    Over the years a kind that is left out is that of another year, if those agree.
    """
    shared, program = place.shared, place.shared.holds.program
    known = own = place.let(named(shared.steps.dialect, program, given))
    blank = f"{given} IS NULL OR {shared.steps.dialect.trimmed(given)} = ''"
    other = place.let(f"CASE WHEN {known} IS NOT NULL OR {blank} THEN 0 ELSE 1 END")
    if any(d.yearly for d in program.inputs):
        over = "OVER (PARTITION BY p.k0)"
        low, high = place.let(f"MIN({known}) {over}"), place.let(f"MAX({known}) {over}")
        worst = place.let(f"MAX({other}) {over}")
        other = place.let(f"CASE WHEN {known} IS NULL AND ({worst} = 1 OR {low} <> {high}) THEN 1 ELSE 0 END")
        known = place.let(f"COALESCE({known}, CASE WHEN {other} = 0 THEN {low} END)")
    shared.kind = known
    shared.strange_kind = place.let(f"{other} = 1 OR ({own} IS NULL AND {doubt})")


def of_known_kind(place: Place, status: str) -> str:
    """A status at a place; in doubt where the kind of the body is."""
    strange = place.shared.strange_kind
    return place.let(f"CASE WHEN {strange} THEN {DOUBT} ELSE {status} END") if strange else status

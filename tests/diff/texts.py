"""Two versions of a text that differ in one place, and their comparison."""

from pathlib import Path

from evallang.backends.interpreter.absence import Absent
from evallang.backends.scores import Scores
from evallang.diff.compare import Difference, Version, compare
from evallang.diff.meaning import Meaning
from evallang.rules import Rules
from evallang.semantics.lower import lower_module
from evallang.source import from_text
from evallang.syntax import parse


def version(text: str) -> Version:
    """A version of a whole text."""
    module, wrong = parse(from_text("m.eval", text))
    assert not wrong, wrong[0].message
    program, found = lower_module(module)
    assert program is not None, found[0].message
    return Version("v", module, program)


def differ(text: str, *changes: tuple[str, str]) -> Difference:
    """A text and the same with some places changed."""
    new = text
    for before, after in changes:
        assert before in new, before
        new = new.replace(before, after)
    return compare(version(text), version(new))


def rules_of(found: Difference) -> list[tuple[str, str, str, str]]:
    """Each changed rule: path, aspect, before, after."""
    return [
        (".".join(r.path), r.aspect, r.before.text if r.before else "", r.after.text if r.after else "")
        for r in found.rules
    ]


def verdicts(found: Difference) -> list[tuple[str, str]]:
    """Each result with the verdict on it."""
    return [(f"{'.'.join(m.path)} {m.variant}".strip(), m.verdict) for m in found.meanings]


def scored(of: Version, meaning: Meaning) -> Scores:
    """The witness scored as data are."""
    assert meaning.witness is not None
    return Rules(of.program, of.module, (), Path()).score(meaning.witness.data, readings=meaning.witness.readings)


def replayed(found: Difference) -> int:
    """How many witnesses there are; both versions have to give for each what it says, as scoring tells it."""
    count = 0
    for meaning in found.meanings:
        witness = meaning.witness
        assert (witness is not None) == (meaning.verdict == "differs")
        if witness is None:
            continue
        count += 1
        for side, said in ((found.before, witness.before), (found.after, witness.after)):
            result = scored(side, meaning)[witness.cases[0].body][path_of(meaning)]
            if isinstance(said, Absent):
                assert (result.status, result.value) == (said.status, None)
            else:
                assert said in (result.value, f'{result.value} "{result.label}"')
        assert not (isinstance(witness.before, Absent) and isinstance(witness.after, Absent)) or (
            witness.before.status != witness.after.status
        )
    return count


def path_of(meaning: Meaning) -> str:
    """The path of a result, with the keys of the item that it is of."""
    assert meaning.witness is not None
    keys = iter(meaning.witness.at)
    return ".".join(f"{name}.{key}" if (key := next(keys, "")) else name for name in meaning.path)

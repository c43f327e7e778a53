"""A body that was found, as an example of the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from evallang.lint.wanted import Found
from evallang.trials.as_example import Expected
from evallang.trials.uses import Target

if TYPE_CHECKING:
    from evallang.lint.subject import Subject


def as_examples(
    subject: Subject, found: Found, title: str, shown: Sequence[int], grades: Sequence[int] = ()
) -> Iterator[str]:
    """Texts of an example that gives what a body needs and expects values, and `grades`, of definitions.

    The shortest comes first: parameters of the document are given only where that may be needed.
    """
    search, program = subject.search, subject.program
    expected = []
    targets = [(n, Target("value", program.definitions[n].path)) for n in shown]
    targets += [(n, Target("grade", program.definitions[n].path)) for n in grades]
    for number, target in targets:
        d = program.definitions[number]
        results = search.side.results(target, found.trial, read=True)
        keys = found.keys[: len(d.level)]
        if keys in results and search.writer.can_say(target, results[keys], keys):
            expected.append(Expected(target, results[keys], keys))
    given = {program.parameters[n].name: value for n, value in search.supplied.items() if search.asking.needs(n, shown)}
    for parameters in ({}, given) if given else ({},):
        text = search.writer.write(found.trial, expected, title, under=search.named, parameters=parameters)
        if expected and text is not None:
            yield text

'''A provision is transcribed by nothing.

Between the first and the last provision of a document stands one that no rule, no norm and no reading cites. Either
the transcription passed over it, and a body is scored otherwise than the act says; or a number is wrong.

The check looks at the numbers of paragraphs, annexes and chapters, in each numbering of the document by itself, where
most numbers between the first and the last are cited. Acts that are held in part are not looked at.

**What to do.** Transcribe it, if only as a `norm` with its words; of a repealed provision say `repealed §31`.

**Found in:**

```eval
methodology m
norm §1 { text """The methodology is adopted by the Agency.""" }
norm §2 { text """Bodies report by 1 March.""" }
indicator quality §4 { score 1 }
norm §5 { text """The result is published.""" }
norm §6 { text """Appeals are heard by the Agency.""" }
```

**Not found in:**

```eval
methodology m
norm §1 { text """The methodology is adopted by the Agency.""" }
norm §2 { text """Bodies report by 1 March.""" }
repealed §3
indicator quality §4 { score 1 }
norm §5 { text """The result is published.""" }
norm §6 { text """Appeals are heard by the Agency.""" }
```
'''

from __future__ import annotations

import re
from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.addresses import ends, listed, whole
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Proved
from evallang.lint.provisions import Held
from evallang.lint.subject import Subject
from evallang.source import Span
from evallang.syntax import ast

CODE = "C512"
_NUMBERED = re.compile(r"(\D*)(\d+)")
_LEAST, _MOST_MISSING, _MOSTLY = 5, 0.25, 0.8


def run(subject: Subject) -> Iterator[Answer]:
    """Each sort of provisions of each numbering."""
    if subject.program.law.base_in_part:
        return
    for numbering, sorts in _cited(subject).items():
        place = _place(subject, numbering)
        for sort, numbers in sorts.items():
            held = Held(subject, numbering).wholes
            kept = {n for n in numbers if f"{sort}{n}" in held}
            complete = len(kept) >= _MOSTLY * len(numbers)
            low, high = min(numbers), max(kept if complete else numbers)  # what is cited beyond is cited by mistake
            missing = [f"{sort}{n}" for n in range(low, high) if n not in numbers] if high - low < 10_000 else []
            if len(numbers) < _LEAST or len(missing) > _MOST_MISSING * (high - low):
                continue
            if not missing:
                yield Proved(CODE, place)
                continue
            yield Finding(
                CODE, f"no rule, norm or reading cites {listed(missing)}", place, tuple(f"§{a}" for a in missing),
                Severity.WARNING if complete else Severity.NOTE,
                help="transcribe what stands there, if only as a `norm` with its words", subject=sort,
            )  # fmt: skip


def _cited(subject: Subject) -> dict[str, dict[str, set[int]]]:
    """By numbering and by the letters before the number the numbers that are cited."""
    found: dict[str, dict[str, set[int]]] = {}
    for cited in subject.written.cited:
        for address in ends(cited.citation.address):
            parts = _NUMBERED.fullmatch(whole(address))
            if parts is not None and not cited.line.is_example:
                sorts = found.setdefault(cited.line.numbering, {})
                sorts.setdefault(parts[1], set()).add(int(parts[2]))
    return found


def _place(subject: Subject, numbering: str) -> Span:
    """The name of a document."""
    for line in subject.written.of(ast.Document, ast.Part):
        if not numbering or line.statement.name.text == numbering:
            return line.statement.name.span  # type: ignore[no-any-return]  # a name
    return Span(0, 0)


CHECK = Check(CODE, "a provision that nothing transcribes", run, by_reading=False, instant=True)

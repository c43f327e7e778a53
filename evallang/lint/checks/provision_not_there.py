'''A provision is cited that is not there.

A citation that leads nowhere is a slip of the act or of its transcription: the rule is said to rest on words that
nobody can find, and a later amendment of the right provision passes it by.

The check looks at documents that hold the words of their provisions (`norm`, `text`), nearly all of those cited:
there, what is missing is not there. Of parts it asks only where parts are numbered: sub-paragraphs that are norms of
their own, and the points `1)` and rows that the words number. Other acts, annexes where no annex is held in words, and
acts that are held in part are not looked at.

**What to do.** Cite the provision that says it; or transcribe the one that is missing.

**Found in:**

```eval
methodology m
norm §1 { text """The methodology is adopted by the Agency.""" }
norm §2 { text """Bodies report by 1 March.""" }
norm §3 { text """The result is published.""" }
norm §4 { text """Appeals are heard by the Agency.""" }
norm §5:1 { text """A body is assessed every year.""" }
norm §5:2 { text """A body that had no case gets full points.""" }
indicator quality §5:3 { score 1 }
```

**Not found in:**

```eval
methodology m
norm §1 { text """The methodology is adopted by the Agency.""" }
norm §2 { text """Bodies report by 1 March.""" }
norm §3 { text """The result is published.""" }
norm §4 { text """Appeals are heard by the Agency.""" }
norm §5:1 { text """A body is assessed every year.""" }
norm §5:2 { text """A body that had no case gets full points.""" }
indicator quality §5:2 { score 1 }
```
'''

from __future__ import annotations

from collections.abc import Iterator

from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding
from evallang.lint.provisions import missing, numberings
from evallang.lint.subject import Subject

CODE = "C507"


def run(subject: Subject) -> Iterator[Answer]:
    """Each citation in a document that holds its words."""
    for held in numberings(subject):
        if held.is_complete:
            for cited, address, why in missing(held):
                yield Finding(
                    CODE, f"`§{address}` is cited, and the document has no such provision", cited.citation.span,
                    (f"§{address}",), help=why,
                )  # fmt: skip


CHECK = Check(CODE, "a provision that is not there", run, by_reading=False, instant=True)

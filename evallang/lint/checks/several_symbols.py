"""One quantity has several symbols.

A thing that the act calls by one letter in one provision and by another letter elsewhere looks like two things. A
reader looks for the second one, and a later amendment may change what is said of one letter only.

The check looks at declarations with more than one `symbol`. Letters that only look alike are not told apart.

**What to do.** In the act, keep one letter. If they are two quantities after all, declare two.

**Found in:**

```eval
methodology m
input handled "Cases handled" : count §90 symbol p §95 symbol m
indicator work §90 { score handled }
```

**Not found in:**

```eval
methodology m
input handled "Cases handled" : count §90 symbol p §95 symbol p
indicator work §90 { score handled }
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.diagnostics import Severity
from evallang.lint.addresses import ends, listed
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding
from evallang.lint.sentences import counted, joined
from evallang.lint.subject import Subject
from evallang.suggest import skeleton
from evallang.syntax import ast

CODE = "C502"


def run(subject: Subject) -> Iterator[Answer]:
    """Each declaration."""
    for line in subject.written.lines:
        here = line.statement
        name = getattr(here, "name", None)
        pairs = ast.symbols(line.marks)
        if not isinstance(name, ast.Name) or len({skeleton(letter) for letter, _ in pairs}) < 2:
            continue
        places = [mark.span for mark in line.marks if isinstance(mark, ast.Symbol)]
        said = [(letter, [a for c in cited[-1:] if c.of is None for a in ends(c.address)]) for letter, cited in pairs]
        words = joined(f"`{letter}`" + (f" in {listed(cited)}" if cited else "") for letter, cited in said)
        yield Finding(
            CODE, f"`{name.text}` has {counted(len(said), 'symbol')}: {words}", places[1],
            tuple(dict.fromkeys(f"§{a}" for _, cited in said for a in cited)), Severity.NOTE,
            help="keep one letter, or declare two quantities if there are two",
        )  # fmt: skip


CHECK = Check(CODE, "one quantity with several symbols", run, by_reading=False, instant=True)

"""Two exceptions to who assesses can be for one body.

Where two exceptions of one assessor describe bodies (`except body where …`) and a body can be described by both, two
offices are competent, and each can leave the assessment to the other.

The check looks at exceptions that describe bodies by their kind, flags and choices, and asks whether a body can fall
under two that name different offices. (Where every such body does, or one of a register, that is an error, E0244.) One
that names a body goes before one that describes it, and what stands under different options never meets.

**What to do.** Let the later exception exclude the earlier one, or say in the act which goes first.

**Found in:**

```eval
methodology m
attribute in_government : flag §22
attribute reports_to_president : flag §24
office agency §1
office government §2
office administration §3
indicator goals §22 { score 1 }
assessor of goals is agency §22 {
  except body where in_government        : government     §23
  except body where reports_to_president : administration §24
}
```

**Not found in:**

```eval
methodology m
attribute in_government : flag §22
attribute reports_to_president : flag §24
office agency §1
office government §2
office administration §3
indicator goals §22 { score 1 }
assessor of goals is agency §22 {
  except body where in_government                                  : government     §23
  except body where reports_to_president and not in_government : administration §24
}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from evallang.ir.law import AssessorDef, ExceptDef
from evallang.lint.check import Check
from evallang.lint.finding import Answer, Finding, Place, Proved
from evallang.lint.subject import Subject
from evallang.semantics.clashes import overlap
from evallang.semantics.described import bodies_in_both, decidable

CODE = "C404"


def run(subject: Subject) -> Iterator[Answer]:
    """Each pair of exceptions of one assessor."""
    for rule in subject.program.law.assessors:
        described = [e for e in rule.exceptions if not e.assessed.names and e.assessed.where is not None]
        for i, later in enumerate(described):
            for earlier in described[:i]:
                if earlier.office == later.office or not overlap(earlier.conditions, later.conditions):
                    continue
                if not all(decidable(subject.program, e.assessed.where) for e in (earlier, later)):
                    continue
                if bodies_in_both(subject.program, earlier.assessed, later.assessed):
                    yield _finding(rule, earlier, later)
                else:
                    yield Proved(CODE, later.span)


def _finding(rule: AssessorDef, earlier: ExceptDef, later: ExceptDef) -> Finding:
    whom = f"`{earlier.assessed.text}` and `{later.assessed.text}` can be one body"
    return Finding(
        CODE, f"{whom}, and `{rule.path}` is assessed by `{earlier.office}` or by `{later.office}`", later.span,
        tuple(dict.fromkeys((*earlier.provisions, *later.provisions))),
        help="let the later exception exclude the earlier one", places=(Place(earlier.span, "the other exception"),),
        subject=f"{rule.path} {earlier.assessed.text}",
    )  # fmt: skip


CHECK = Check(CODE, "two assessors for one body", run, by_reading=False, instant=True)

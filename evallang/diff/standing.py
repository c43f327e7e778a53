"""Who is assessed, by whom and until when, as facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from evallang.diff.fact import Fact, Key
from evallang.ir.law import AssessorDef, RegisterDef
from evallang.ir.program import Conditions, Program
from evallang.law.deadlines import due_text
from evallang.symbolic.canonical import Canonical

Found = tuple[Key, Fact]


class Standing:
    """The registers, assessors and deadlines of one program; `aspect` adds the options that something stands under."""

    def __init__(self, program: Program, canonical: Canonical, aspect: Callable[[str, Conditions], str]) -> None:
        self.program = program
        self.canonical = canonical
        self.aspect = aspect

    def facts(self) -> Iterator[Found]:
        """All of them, in the order of the document."""
        law = self.program.law
        for register in law.registers:
            yield from self.register(register)
        for rule in law.assessors:
            yield from self.assessor(rule)
        for deadline in law.deadlines:
            text = due_text(deadline.due)
            yield Key((deadline.name,), "deadline"), Fact("deadlines", text, text, deadline.provisions, deadline.span)

    def register(self, r: RegisterDef) -> Iterator[Found]:
        """A body and in what it is assessed."""
        for line in r.lines:
            c = line.covers
            names = ", ".join(c.names)
            text = (f"all except {names}" if names else "all") if c.everything else f"only {names}"
            text += f", not {c.activity}" if c.activity else ""
            text += "".join(f", {name}" for name in sorted(line.attributes))
            form = (c.everything, tuple(sorted(c.names)), c.activity, tuple(sorted(line.attributes)))
            key = Key((r.name, line.name), self.aspect("covers", line.conditions))
            cited = line.provisions or r.provisions
            yield key, Fact("scopes", form, text, cited, line.span, owner="register")

    def assessor(self, a: AssessorDef) -> Iterator[Found]:
        """Who assesses a node, and the exceptions."""
        path, whom = ("assessor", a.path), " ".join(f"for {a.assessed.text}".split()) if a.assessed.text else ""
        form = (a.office, a.assessed.names, self.canonical.form(a.assessed.where))
        text = f"{a.office} {whom}".rstrip()
        yield Key(path, self.aspect("is", a.conditions), whom), Fact("assessors", form, text, a.provisions, a.span)
        for e in a.exceptions:
            key = Key(path, self.aspect(f"except {' '.join(e.assessed.text.split())}", e.conditions), whom)
            yield key, Fact("assessors", e.office, e.office, e.provisions or a.provisions, e.span)

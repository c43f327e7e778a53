"""Where expressions have a value: what must have one where others have, and what has one then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from evallang.ir import expr as ir
from evallang.ir.program import NodeDef
from evallang.lint.facts import Facts
from evallang.lint.forms import Form, form
from evallang.lint.presence import is_defined
from evallang.lint.ranges import ANY, Range
from evallang.lint.sites import Guard
from evallang.lint.subject import Subject
from evallang.lint.values import Values


class Valued:
    """Whether expressions have a value for the bodies that a node is for, whatever the readings."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject

    def is_certain(
        self, node: NodeDef, e: ir.Expr, guards: Sequence[Guard], given: Iterable[ir.Expr] = ()
    ) -> bool:  # fmt: skip
        """Whether an expression has a value wherever guards are as they say and what is given has one."""
        there = {form(x) for guard, holds in guards for x in self._needed(guard, holds)}
        there |= {form(x) for e in given for x in self._needed(e, None)}
        plain = self.plain(guards)
        for kind in self.subject.kinds_of(node):
            values = self.subject.values(kind)
            facts = self.subject.facts(values, plain)
            if facts is not None and not _Reader(self, values, facts, there).is_certain(e):
                return False
        return True

    def plain(self, guards: Iterable[Guard]) -> tuple[Guard, ...]:
        """Those of some guards that rest on no reading: what ranges say of them holds under every option."""
        return tuple((guard, holds) for guard, holds in guards if self.is_plain(guard))

    def is_plain(self, e: ir.Expr) -> bool:
        """Whether an expression rests on no reading."""
        return not self.subject.rests.of(e)

    def meaning(self, e: ir.Expr) -> ir.Expr | None:
        """What a formula says that an expression names, where it is the same whatever the readings."""
        return self.subject.search.meanings.of(e) if isinstance(e, ir.Ref) and self.is_plain(e) else None

    def _needed(self, e: ir.Expr, holds: bool | None) -> Iterator[ir.Expr]:
        """What has a value where an expression has one, or where a condition holds or does not."""
        yield e
        match e:
            case ir.Apply(op="not", args=(x,)):
                yield from self._needed(x, None if holds is None else not holds)
            case ir.Apply(op="and" | "or" as op, args=args):
                # One operand may decide alone: `no and x` has a value without x.
                for x in args if holds is (op == "and") else ():
                    yield from self._needed(x, holds)
            case ir.Apply(args=args):
                for x in args:
                    yield from self._needed(x, None)
            case ir.If(condition=condition):
                yield from self._needed(condition, None)
            case ir.Asks(op=op, operand=x) if holds is (op == "known"):
                yield from self._needed(x, None)
            case ir.Ref() if (meant := self.meaning(e)) is not None:
                yield from self._needed(meant, holds)


class _Reader:
    """The same for the bodies of one kind, where some facts hold and some forms have a value."""

    def __init__(self, valued: Valued, values: Values, facts: Facts, there: Collection[Form]) -> None:
        self.valued, self.values, self.facts, self.there = valued, values, facts, there

    def is_certain(self, e: ir.Expr) -> bool:
        """Whether an expression has a value."""
        if form(e) in self.there:
            return True
        match e:
            case ir.Const() | ir.ParameterRef() | ir.KindOf() | ir.ThisBody() | ir.Asks():
                return True
            case ir.Apply(op="and" | "or", args=args):
                return all(map(self.is_certain, args))
            case ir.Apply(op=op, args=args):
                return all(map(self.is_certain, args)) and is_defined(op, args, self._range)
            case ir.If(condition=c, then=then, otherwise=otherwise):
                return all(map(self.is_certain, (c, then, otherwise)))
            case ir.ByReading(cases=cases):
                return all(map(self.is_certain, cases))
        meant = self.valued.meaning(e)
        return meant is not None and self.is_certain(meant)

    def _range(self, e: ir.Expr) -> Range:
        return self.values.of(e, self.facts) if self.valued.is_plain(e) else ANY

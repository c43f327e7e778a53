"""Two versions of a document in four layers: provisions, rules, meaning, impact."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from evallang.diff.fact import Fact, Key
from evallang.diff.facts import changed, facts
from evallang.diff.impact import Impact
from evallang.diff.labels import label_of, labels
from evallang.diff.meaning import Meaning, meanings
from evallang.diff.numbered import numbered
from evallang.diff.provision import Key as Place
from evallang.diff.provisions import Held, ProvisionChange, changes
from evallang.diff.renamed import named_as
from evallang.ir.program import Program
from evallang.syntax import ast


@frozen(eq=False)
class RuleChange:
    """A rule that was added (no `before`), removed (no `after`) or changed; `label` is that of what it is of.

    `variant` says which of several nodes of one name it is of: `for central`.
    """

    path: tuple[str, ...]
    aspect: str
    sort: str
    before: Fact | None
    after: Fact | None
    label: str = ""
    variant: str = ""

    @property
    def provisions(self) -> tuple[str, ...]:
        """The provisions that it stands in, of the later version where there is one."""
        fact = self.after or self.before
        assert fact is not None
        return fact.provisions


@frozen(eq=False)
class Version:
    """One side of a comparison: its name, its tree, its program.

    `held` is given where it is held in part only; `reasons` are those that its amending acts give, by provision;
    `rests` says which acts are drafts, or hold from a day that is assumed.
    """

    name: str
    module: ast.Module
    program: Program
    held: Held | None = None
    reasons: Mapping[Place, str] = field(factory=dict)
    rests: tuple[str, ...] = ()


@frozen(eq=False)
class Difference:
    """All that differs; `impact` is None without data."""

    before: Version
    after: Version
    provisions: tuple[ProvisionChange, ...]
    rules: tuple[RuleChange, ...]
    meanings: tuple[Meaning, ...]
    impact: Impact | None = None

    @property
    def in_part(self) -> tuple[str, ...]:
        """The versions of which some provisions are not held."""
        return tuple(v.name for v in (self.before, self.after) if v.held is not None)

    @property
    def any(self) -> bool:
        """Whether there is a difference that is more than layout."""
        return bool(self.provisions or self.rules)


def compare(before: Version, after: Version) -> Difference:
    """The first three layers."""
    found = changed(*(numbered(facts(v.program), v.module) for v in (before, after)))
    called = labels(before.program) | labels(after.program)
    return Difference(
        before,
        after,
        changes(before.module, named_as(before.module, after.module), before.held, after.held),
        tuple(_rule(*entry, label_of(called, entry[0].path)) for entry in found),
        tuple(evolve(m, label=label_of(called, m.of)) for m in meanings(before.program, after.program, found)),
    )


def _rule(key: Key, before: Fact | None, after: Fact | None, label: str) -> RuleChange:
    fact = after or before
    assert fact is not None
    return RuleChange(key.path, key.aspect, fact.sort, before, after, label, key.variant)

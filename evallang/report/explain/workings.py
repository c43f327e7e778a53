"""One formula at a time: written, with numbers, what was decided, looked up and gone through in it."""

from __future__ import annotations

from evallang.backends.interpreter.absence import Absent
from evallang.backends.interpreter.frames import Frame
from evallang.backends.interpreter.run import Run
from evallang.ir import expr as ir
from evallang.report.explain.figures import Figures
from evallang.report.explain.places import cell, is_direct
from evallang.report.explain.places import row as row_of
from evallang.report.explain.reach import MOST_MEMBERS, Reach
from evallang.report.explain.scope import Scope, members_of
from evallang.report.explain.seen import ChoiceSeen, ListSeen, MemberSeen, OptionTaken, RowSeen, Working
from evallang.report.explain.shares import member_name
from evallang.report.explain.written import option, taken, written


class Workings:
    """Makes workings, and notes which formulas with parameters were called in them."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.figures = Figures(run)
        self.called: dict[int, None] = {}

    def of(
        self, e: ir.Expr, fr: Frame, name: str = "", label: str = "",
        provisions: tuple[str, ...] = (), conditions: tuple[tuple[int, int], ...] = (),
    ) -> tuple[Working, Reach]:  # fmt: skip
        """The working of an expression, and what it was made of."""
        scope, reach = Scope.of(fr), Reach(self.run)
        reach.look(e, scope)
        self.called |= reach.functions
        options = [*taken(self.run, conditions), *(option(self.run, number) for number in reach.options)]
        working = Working(
            name, label, written(self.run, e), self.figures.show(e, scope), scope.value(e), provisions,
            tuple(dict.fromkeys(options)),
            tuple(self._choice(x, at) for x, at in reach.choices),
            tuple(self._row(x, at) for x, at in reach.rows),
            tuple(self._list(x, at) for x, at in reach.lists),
        )  # fmt: skip
        return working, reach

    def options(self, conditions: tuple[tuple[int, int], ...]) -> tuple[OptionTaken, ...]:
        """The options under which something stands."""
        return taken(self.run, conditions)

    def _choice(self, e: ir.If, scope: Scope) -> ChoiceSeen:
        held = scope.value(e.condition)
        way = "" if type(held) is Absent else written(self.run, scope.followed(e.then if held else e.otherwise)[0])
        return ChoiceSeen(written(self.run, e.condition), self.figures.show(e.condition, scope), held, way)

    def _row(self, e: ir.Lookup, scope: Scope) -> RowSeen:
        brackets = self.run.program.brackets[e.brackets]
        values = [scope.value(arg) for arg in e.args]
        found = self.run.table(brackets).row(values)
        asked = list(zip(brackets.inputs, values, strict=True))
        if e.column is None:
            asked.append(("kind", scope.frame.kind))
        row = None if isinstance(found, Absent) else found
        return RowSeen(
            brackets.name, brackets.label, tuple(asked), row.text if row else "", scope.value(e),
            (row.provisions if row else ()) or brackets.provisions, taken(self.run, row.conditions) if row else (),
            row.amended if row else (),
        )  # fmt: skip

    def _list(self, e: ir.Aggregate, scope: Scope) -> ListSeen:
        text = written(self.run, e)
        found = members_of(e, scope)
        if found is None:
            return ListSeen(text, ())
        direct = is_direct(self.run.program, e.value)
        named = tuple(
            MemberSeen(member_name(e, frame), value, weight, _address(frame, direct))
            for frame, value, weight in found.counted[:MOST_MEMBERS]
        )
        left_out = tuple(member_name(e, frame) for frame in found.left_out[:MOST_MEMBERS])
        return ListSeen(text, named, left_out, len(found.counted) - len(named))


def _address(fr: Frame, direct: int | None) -> str:
    return cell(fr, direct) if direct is not None else row_of(fr)

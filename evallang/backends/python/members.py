"""Functions of other records: the members of lists of bodies, and what is looked at in other years."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from attrs import define, field

from evallang.backends.python.function import Function
from evallang.backends.python.lists import inner, is_indexed, keyed_by, level_of, looks_at_this
from evallang.backends.python.reals import boxed
from evallang.backends.python.results import needed_by
from evallang.backends.python.unit import Forms, Operand, Unit
from evallang.backends.python.value import Value
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir


@define(eq=False)
class Members:
    """Writes them, one function for each kind of body; `spec` says what holds for a kind."""

    unit: Unit
    spec: Callable[[str | None], Specialised]
    functions: list[str] = field(factory=list)

    def write(self, kinds: Sequence[str | None]) -> list[str]:
        """The lines of all that the functions written before need; one list may need another."""
        lists = elsewheres = 0
        while lists < len(self.unit.lists) or elsewheres < len(self.unit.elsewheres):
            if lists < len(self.unit.lists):
                self._list(*self.unit.lists[lists], lists, kinds)
                lists += 1
            else:
                self._elsewhere(self.unit.elsewheres[elsewheres], elsewheres, kinds)
                elsewheres += 1
        return self.functions

    # ---- lists of bodies

    def _list(self, e: ir.Aggregate, forms: Forms, number: int, kinds: Sequence[str | None]) -> None:
        for kind in kinds:
            self._group(e, number, kind)
            write = self._member if isinstance(e.over, ir.BodiesOf) else self._items
            write(e, number, kind, forms)
        for word in ("group", "member"):
            self.functions.append(f"{word.upper()}_{number}: Of = {_by_kind(self.unit, f'{word}_{number}', kinds)}")
        name = e.over.name if isinstance(e.over, ir.ItemsOf) else ""
        given = f"leave_out={e.op == 'rank'}, looks={looks_at_this(e)}, indexed={is_indexed(e)}"
        given += f", keyed={keyed_by(e) is not None}"
        self.functions.append(f"L{number} = Listed(GROUP_{number}, MEMBER_{number}, {name!r}, {given})")

    def _group(self, e: ir.Aggregate, number: int, kind: str | None) -> None:
        same = e.over.same if isinstance(e.over, ir.BodiesOf) else None
        function = self._alone([same] if same is not None else [], kind)
        value = function.writer.own_group(e.over) if isinstance(e.over, ir.BodiesOf) else Value("flag", "True")
        self._end(function, f"group_{number}_{self.unit.of_kinds[kind]}", boxed(value))

    def _member(self, e: ir.Aggregate, number: int, kind: str | None, forms: Forms) -> None:
        function = self._alone(inner(e), kind)
        function.this = "this"
        function.take(forms)
        self._end(function, f"member_{number}_{self.unit.of_kinds[kind]}", self._of_member(function, e))

    def _of_member(self, function: Function, e: ir.Aggregate) -> str:
        """What is known of a member, in the code."""
        where = None if isinstance(e.over, ir.PartsOf) else e.over.where
        by = keyed_by(e)
        where = where if by is None else by
        holds = "True" if where is None else function.writer.of(where).code
        value = Value("flag", "True") if e.value is None else function.writer.of(e.value)
        weight = Value("flag", "None") if e.weight is None else function.writer.of(e.weight)
        return f"{holds}, {value.code}, {value.den}, {weight.code}, {weight.den}"

    def _items(self, e: ir.Aggregate, number: int, kind: str | None, forms: Forms) -> None:
        assert isinstance(e.over, ir.ItemsOf)
        item = self.unit.program.items[e.over.item]
        if item.parent is not None:  # a body holds no items of items
            self._end(self._alone([], kind), f"member_{number}_{self.unit.of_kinds[kind]}", "None")
            return
        function = self._alone(inner(e), kind)
        function.this = "this"
        function.take(forms)
        code = function.code
        rows = code.let(f"rows_of(r, {function.unit.level(e.over.item)})", "rows")
        with code.block(f"if {rows} is None:"):
            code.put("return None")
        found, row = code.empty("found"), code.fresh("row")
        with code.block(f"for {row} in {rows}:"), function.inside(level_of(function.writer, e.over.item), row):
            code.put(f"{found}.append(({self._of_member(function, e)}))")
        self._end(function, f"member_{number}_{self.unit.of_kinds[kind]}", found)

    # ---- other years

    def _elsewhere(self, operand: Operand, number: int, kinds: Sequence[str | None]) -> None:
        for kind in kinds:
            function = self._alone([operand], kind)
            level = _level(function, operand)
            name = f"elsewhere_{number}_{self.unit.of_kinds[kind]}"
            self._end(function, name, self._inside(function, operand, level, 0), "rows: Any = ()")
        lists = "".join(f"{self.unit.level(n)}, " for n in level)
        of_kinds = _by_kind(self.unit, f"elsewhere_{number}", kinds)
        given = f"{number}, {self.unit.text(operand)!r}, ({lists}), OTHER_{number}"
        self.functions += [f"OTHER_{number}: Of = {of_kinds}", f"Y{number} = Elsewhere({given})"]

    def _inside(self, function: Function, operand: Operand, level: tuple[int, ...], depth: int) -> str:
        """The value, with its denominator, of the item that the rows lead to."""
        if depth == len(level):
            value = function.writer.of(operand)
            return f"{value.code}, {value.den}"
        row = function.code.let(f"rows[{depth}]", "row")
        with function.inside(level[: depth + 1], row):
            return self._inside(function, operand, level, depth + 1)

    # ---- functions

    def _alone(self, expressions: Sequence[ir.Expr], kind: str | None) -> Function:
        """A function of a record for some expressions."""
        spec = self.spec(kind)
        function = Function(self.unit, spec, None, needed_by(spec, spec.dependencies.of(expressions)[0]))
        function.write()
        return function

    def _end(self, function: Function, name: str, returned: str, more: str = "this: str = '', given: Any = ()") -> None:
        function.code.put(f"return {returned}")
        self.functions += [
            "", f"def {name}(r: Mapping[str, Any], p: Any, {more}) -> Any:", *filter(None, function.code.lines), "", "",
        ]  # fmt: skip


def _level(function: Function, operand: Operand) -> tuple[int, ...]:
    """The chain of items in which something stands."""
    if isinstance(operand, ir.Ref):
        return function.spec.program.definitions[operand.targets[0]].level
    return level_of(function.writer, operand.items[0])[:-1]


def _by_kind(unit: Unit, name: str, kinds: Sequence[str | None]) -> str:
    each = (f"{kind!r}: {name}_{unit.of_kinds[kind]}" for kind in kinds)
    return f"{{{', '.join(each)}}}"

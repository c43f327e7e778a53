"""The whole file: what it is made of, what it calls, its functions, and how their results are named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cached_property

from attrs import define, field

from evallang.backends.interpreter.absence import NOT_APPLICABLE, Absent
from evallang.backends.python import near, ratings
from evallang.backends.python.branches import boxed
from evallang.backends.python.function import Function
from evallang.backends.python.lists import inner, is_indexed, level_of, looks_at_this
from evallang.backends.python.unit import Forms, NotCompiled, Unit
from evallang.backends.python.value import Value
from evallang.backends.specialised import Specialised
from evallang.ir import expr as ir
from evallang.ir.program import InputDef, NodeDef, RoundStep
from evallang.tables.columns import foreign_columns, keys_of
from evallang.types import BodyType, Choice, DateType, Flag, Quantity, Type

Outputs = Sequence[str] | None
"""The paths of the results that are wanted; None: all."""


@define(eq=False)
class Document:
    """The text of a file for a program under chosen readings."""

    unit: Unit
    outputs: Outputs = None
    functions: list[str] = field(factory=list)
    _known: dict[tuple[int, ...], dict[tuple[str, ...], list[str]]] = field(factory=dict)
    _specs: dict[str | None, Specialised] = field(factory=dict)

    def body(self) -> str:
        """The lines below the imports: constants, inputs, functions, `score`."""
        program = self.unit.program
        kinds: list[str | None] = [*(k.name for k in program.kinds), None]
        written = {kind: self._written(kind) for kind in kinds}
        self._lists(kinds)
        every = (*program.inputs, *foreign_columns(program))
        inputs = [line for d in every if d.number in self.unit.read for line in self._input(d)]
        constants = [f"{name} = {text}" for text, name in self.unit.constants.items()]
        of_kinds = _words((k.name, k.words) for k in program.kinds)
        by_kind = ", ".join(f"{word!r}: {written[kind]}" for word, kind in of_kinds.items())
        named = {n: b.name for b in program.bodies for n in (b.name, b.label) if n}
        return "\n".join([
            *inputs, "", *constants, "", *self.functions,
            f"OF_KIND: dict[Any, Callable[..., Scores]] = {{{by_kind}}}", f"OTHERWISE = {written[None]}",
            f"KINDS: dict[str, str] = {of_kinds!r}",
            f"NAMES: dict[str, str] = {named!r}", "",
        ])  # fmt: skip

    def _inputs(self, level: tuple[int, ...] = ()) -> list[InputDef]:
        program = self.unit.program
        return [d for d in (*program.inputs, *foreign_columns(program)) if d.level == level]

    def _input(self, d: InputDef) -> Iterable[str]:
        kind = d.type
        node = self.unit.program.definitions[d.number]
        name = node.scored_by if isinstance(node, NodeDef) else d.short
        given = [repr(self._keys(d)), repr(name), repr(_takes(kind))]
        if isinstance(kind, Quantity):
            given += [f"low={_fraction(kind.low)}", f"high={_fraction(kind.high)}", f"whole={kind.whole}"]
            given.append(f"share={kind.share}")
        if isinstance(kind, Choice):
            given.append(f"options={_words((o, kind.label(o)) for o in kind.options)!r}")
        yield f"I{d.number} = Input({', '.join(given)})"
        if isinstance(kind, Quantity) and not kind.whole:
            yield f"I{d.number}_KNOWN: dict[Any, tuple[int, int]] = {{}}"

    def _keys(self, d: InputDef) -> tuple[str, ...]:
        """What an input may be called in a record: what a column of a data file may be headed with."""
        if d.level not in self._known:
            above = len(self.unit.program.items[d.level[-1]].path) if d.level else 0
            self._known[d.level] = keys_of(self._inputs(d.level), above, self._spec(None).active)
        return tuple(self._known[d.level].get(d.path, ()))

    def _spec(self, kind: str | None) -> Specialised:
        """What holds for a kind; what uses what is found out once."""
        if kind not in self._specs:
            known = next(iter(self._specs.values())).dependencies if self._specs else None
            self._specs[kind] = Specialised(self.unit.program, self.unit.choices, kind, known)
        return self._specs[kind]

    def _written(self, kind: str | None) -> str:
        """Write the functions for bodies of a kind; the name of the first of them."""
        self._function(kind, "careful", "")
        if kind is None and self.unit.program.kinds:  # a body without a kind is rare, and has few results
            return "careful_any"
        self._function(kind, "of", "careful")
        before = len(self.functions)
        try:
            is_near = self._rounds(self._spec(kind)) and self._function(kind, "near", "of")
        except NotCompiled:  # the exact function has been written: this one is only quicker
            is_near = False
        if not is_near:
            del self.functions[before:]
        return f"{'near' if is_near else 'of'}_{kind or 'any'}"

    def _rounds(self, spec: Specialised) -> bool:
        """Whether all numbers that are wanted are rounded: only then are floats of any use."""
        _, results = self._wanted(spec)
        nodes = [d for path in results for d in self._variants.get(path, ()) if spec.is_of_kind(d)]
        return all(any(isinstance(step, RoundStep) for step in spec.steps(node)) for node in nodes)

    def _function(self, kind: str | None, word: str, otherwise: str) -> bool:
        """Write one function of a kind, which leaves to another one what is not for it; whether floats are in it."""
        spec, name = self._spec(kind), f"{word}_{kind or 'any'}"
        numbers, results = self._wanted(spec)
        function = Function(self.unit, spec, f"{otherwise}_{kind or 'any'}" if otherwise else None, numbers)
        code = function.code
        if word == "near":
            code.leave = f"return {function.careful}(r, p)"
            with code.block("try:"):
                self._body(function, results)
            with code.block("except OverflowError:"):
                code.put(code.leave)
        else:
            self._body(function, results)
        self.functions += [
            "",
            f"def {name}(r: Mapping[str, Any], p: Any = None) -> Scores:",
            *filter(None, code.lines),
            "",
        ]
        return code.is_near

    def _body(self, function: Function, results: Sequence[str]) -> None:
        function.write()
        found = [(path, self._result(function, path)) for path in results]
        near.refuse(*(value for _, value in found))
        returned: list[str] = []
        places: dict[str, tuple[int, int | None, int]] = {}
        for path, value in found:
            at = _place(returned, value.code)
            bottom = _place(returned, value.den) if isinstance(value.den, str) else None
            known = value.den if isinstance(value.den, int) else 1
            places[path] = (at, bottom, known if value.form == "pair" else 0)
        named = self.unit.constant(repr(places), "RESULTS")
        function.code.put(f"return Scores({named}, ({', '.join(returned)},))")

    def _lists(self, kinds: Sequence[str | None]) -> None:
        """The members of the lists of bodies, one function for each kind; one list may need another."""
        done = 0
        while done < len(self.unit.lists):
            (e, forms), number = self.unit.lists[done], done
            done += 1
            for kind in kinds:
                self._group(e, number, kind)
                write = self._member if isinstance(e.over, ir.BodiesOf) else self._items
                write(e, number, kind, forms)
            for word in ("group", "member"):
                of_kinds = ", ".join(f"{kind!r}: {word}_{number}_{kind or 'any'}" for kind in kinds)
                self.functions.append(f"{word.upper()}_{number} = {{{of_kinds}}}")
            name = e.over.name if isinstance(e.over, ir.ItemsOf) else ""
            given = f"leave_out={e.op == 'rank'}, looks={looks_at_this(e)}, indexed={is_indexed(e)}"
            self.functions.append(f"L{number} = Listed(GROUP_{number}, MEMBER_{number}, {name!r}, {given})")

    def _group(self, e: ir.Aggregate, number: int, kind: str | None) -> None:
        same = e.over.same if isinstance(e.over, ir.BodiesOf) else None
        function = self._alone([same] if same is not None else [], kind)
        value = function.writer.own_group(e.over) if isinstance(e.over, ir.BodiesOf) else Value("flag", "True")
        self._end(function, f"group_{number}_{kind or 'any'}", boxed(value))

    def _member(self, e: ir.Aggregate, number: int, kind: str | None, forms: Forms) -> None:
        function = self._alone(inner(e), kind)
        function.this = "this"
        function.take(forms)
        self._end(function, f"member_{number}_{kind or 'any'}", self._of_member(function, e))

    def _of_member(self, function: Function, e: ir.Aggregate) -> str:
        """What is known of a member, in the code."""
        where = None if isinstance(e.over, ir.PartsOf) else e.over.where
        holds = "True" if where is None else function.writer.of(where).code
        value = Value("flag", "True") if e.value is None else function.writer.of(e.value)
        weight = Value("flag", "None") if e.weight is None else function.writer.of(e.weight)
        return f"{holds}, {value.code}, {value.den}, {weight.code}, {weight.den}"

    def _items(self, e: ir.Aggregate, number: int, kind: str | None, forms: Forms) -> None:
        assert isinstance(e.over, ir.ItemsOf)
        item = self.unit.program.items[e.over.item]
        if item.parent is not None:
            raise NotCompiled("items of items of other bodies", e.span)
        function = self._alone(inner(e), kind)
        function.this = "this"
        function.take(forms)
        code = function.code
        rows = code.let(f"rows_of(r, {item.name!r}, {item.key!r})", "rows")
        with code.block(f"if {rows} is None:"):
            code.put("return None")
        found, row = code.let("[]", "found"), code.fresh("row")
        with code.block(f"for {row} in {rows}:"), function.inside(level_of(function.writer, e.over.item), row):
            code.put(f"{found}.append(({self._of_member(function, e)}))")
        self._end(function, f"member_{number}_{kind or 'any'}", found)

    def _alone(self, expressions: Sequence[ir.Expr], kind: str | None) -> Function:
        """A function of a record for some expressions."""
        spec = self._spec(kind)
        needed = self._needed(spec, spec.dependencies.of(expressions)[0])
        function = Function(self.unit, spec, None, [n for n in spec.order if n in needed])
        function.write()
        return function

    def _end(self, function: Function, name: str, returned: str) -> None:
        function.code.put(f"return {returned}")
        self.functions += [
            "",
            f"def {name}(r: Mapping[str, Any], p: Any, this: str = '', given: Any = ()) -> Any:",
            *filter(None, function.code.lines),
            "",
            "",
        ]

    def _result(self, function: Function, path: str) -> Value:
        program = self.unit.program
        if path in self._ranks:
            return ratings.rank(function.writer, *self._ranks[path])
        trigger = next((t for t in program.triggers if ".".join(t.path) == path), None)
        if trigger is not None:
            return function.trigger(trigger)
        graded = path.endswith(".grade") and path not in self._variants
        variants = self._variants[path.removesuffix(".grade") if graded else path]
        node = next((d for d in variants if function.spec.is_of_kind(d)), None)
        if node is None:
            return self._not_for_kind(function, variants[0], graded=graded)
        return function.grade(node.number) if graded else function.of(node.number)

    @cached_property
    def _ranks(self) -> dict[str, tuple[int, int]]:
        """The ranks by their paths: the rating, and the place of the node in it."""
        found: dict[str, tuple[int, int]] = {}
        for number, rating in enumerate(self.unit.program.ratings):
            names = [f"{rating.name}.{name}" for name in rating.names] if rating.each else [rating.name]
            found |= {f"{name}.rank": (number, node) for node, name in enumerate(names)}
        return found

    @cached_property
    def _variants(self) -> dict[str, list[NodeDef]]:
        """The nodes of the body by their short paths."""
        found: dict[str, list[NodeDef]] = {}
        for d in self.unit.program.nodes:
            if not d.level:
                found.setdefault(d.short, []).append(d)
        return found

    def _not_for_kind(self, function: Function, node: NodeDef, *, graded: bool) -> Value:
        kind = function.spec.kind
        if kind is None:
            return Value("word", function.code.let("no_kind(r)"), maybe=True)
        why = "not for this kind of body" if graded else f"`{node.short}` is not for the kind `{kind}`"
        return function.writer.never(Absent(NOT_APPLICABLE, why))

    def _wanted(self, spec: Specialised) -> tuple[list[int], list[str]]:
        """The definitions that the results need, in their order, and the paths of the results."""
        program = self.unit.program
        every = list(dict.fromkeys(n.short for n in program.nodes if not n.level))
        every += self._ranks
        every += list(dict.fromkeys(f"{n.short}.grade" for n in program.nodes if n.grades and not n.level))
        every += [".".join(t.path) for t in program.triggers]
        for path in self.outputs or ():
            if path not in every:
                raise NotCompiled(f"`{path}`, which is no result", program.nodes[0].span)
        results = every if self.outputs is None else list(self.outputs)
        short = set(results) | {path.removesuffix(".grade") for path in results}
        roots = {d.number for d in program.nodes if not d.level and d.short in short}
        wanted = [t for t in program.triggers if ".".join(t.path) in results]
        roots |= spec.dependencies.of(g.guard for t in wanted for g in t.guards if g.guard is not None)[0]
        rated = [spec.among(program.ratings[self._ranks[path][0]]) for path in results if path in self._ranks]
        attributes = (a.over.same for a in rated if a is not None and isinstance(a.over, ir.BodiesOf))
        roots |= spec.dependencies.of(e for e in attributes if e is not None)[0]
        needed = self._needed(spec, roots)
        return [n for n in spec.order if n in needed], results

    def _needed(self, spec: Specialised, roots: set[int]) -> set[int]:
        """All definitions that some are made of, with the inputs that bound these or are bounded by them."""
        dependencies, needed = spec.dependencies, set[int]()
        waiting = [*roots, *(g for n, g in dependencies.grades.items() if n in roots)]
        bound: dict[int, set[int]] = {}
        for d in spec.program.inputs:
            for n in d.at_most:
                bound.setdefault(n, set()).add(d.number)
                bound.setdefault(d.number, set()).add(n)
        while waiting:
            here = waiting.pop()
            if here not in needed:
                needed.add(here)
                waiting += [*dependencies.edges[here], *bound.get(here, ())]
        return needed


def _place(returned: list[str], code: str) -> int:
    if code not in returned:
        returned.append(code)
    return returned.index(code)


def _takes(kind: Type) -> str:
    match kind:
        case Quantity():
            return "number"
        case Flag():
            return "flag"
        case Choice():
            return "choice"
        case BodyType():
            return "body"
        case DateType():
            return "day"
    return "text"


def _fraction(x: object) -> str:
    return str(x) if isinstance(x, Fraction) and x.denominator == 1 else repr(x)


def _words(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a record may call something, a name or a label: a name goes first, a label of two means nothing."""
    pairs = list(named)
    labels = [label for name, label in pairs if label != name]
    found = {label: name for name, label in pairs if labels.count(label) == 1}
    return found | {name: name for name, _ in pairs}

"""The whole file: what it is made of, what it calls, its functions, and how their results are named."""

from __future__ import annotations

from attrs import define, field

from evallang.backends.python.declared import Declared, named
from evallang.backends.python.function import Function
from evallang.backends.python.members import Members
from evallang.backends.python.results import Outputs, Results
from evallang.backends.python.unit import NotCompiled, Unit
from evallang.backends.specialised import Specialised


@define(eq=False)
class Document:
    """The text of a file for a program under chosen readings."""

    unit: Unit
    outputs: Outputs = None
    functions: list[str] = field(factory=list)
    results: Results = field(init=False)
    _specs: dict[str | None, Specialised] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.results = Results(self.unit, self.outputs)

    def body(self) -> str:
        """The lines below the imports: constants, inputs, functions, `score`."""
        program = self.unit.program
        kinds: list[str | None] = [*(k.name for k in program.kinds), None]
        written = {kind: self._written(kind) for kind in kinds}
        members = Members(self.unit, self._spec).write(kinds)
        inputs = Declared(self.unit, self._spec(None).active).lines()
        constants = [f"{name} = {text}" for text, name in self.unit.constants.items()]
        of_kinds = named((k.name, k.words) for k in program.kinds)
        by_kind = ", ".join(f"{word!r}: {written[kind]}" for word, kind in of_kinds.items())
        bodies = {n: b.name for b in program.bodies for n in (b.name, b.label) if n}
        return "\n".join([
            f"KINDS = Words({of_kinds!r})", *inputs, "", *constants, "", *self.functions, *members,
            f"OF_KIND: dict[Any, Callable[..., Scores]] = {{{by_kind}}}", *self._otherwise(written[None]),
            f"NAMES: dict[str, str] = {bodies!r}", "",
        ])  # fmt: skip

    def _otherwise(self, without: str) -> list[str]:
        """What scores records that say no kind of the rules: their kind may be called otherwise."""
        if not self.unit.program.kinds:
            return [f"OTHERWISE = {without}"]
        return [
            "", "", "def OTHERWISE(r: Mapping[str, Any], p: Any = None) -> Scores:",
            "    r = plain(r, BODY)", f"    return (OF_KIND.get(r.get('kind')) or {without})(r, p)", "", "",
        ]  # fmt: skip

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
            is_near = self.results.are_rounded(self._spec(kind)) and self._function(kind, "near", "of")
        except NotCompiled:  # the exact function has been written: this one is only quicker
            is_near = False
        if not is_near:
            del self.functions[before:]
        return f"{'near' if is_near else 'of'}_{self.unit.of_kinds[kind]}"

    def _function(self, kind: str | None, word: str, otherwise: str) -> bool:
        """Write one function of a kind, which leaves to another one what is not for it; whether floats are in it."""
        spec, name = self._spec(kind), f"{word}_{self.unit.of_kinds[kind]}"
        careful = f"{otherwise}_{self.unit.of_kinds[kind]}" if otherwise else None
        function = Function(self.unit, spec, careful, self.results.needed(spec))
        code = function.code
        if word == "near":
            code.leave = f"return {function.careful}(r, p)"
            with code.block("try:"):
                self._body(function)
            with code.block("except OverflowError:"):
                code.put(code.leave)
        elif word == "careful":
            code.put("r = plain(r, BODY)")
            self._body(function)
        else:
            self._body(function)
        head = f"def {name}(r: Mapping[str, Any], p: Any = None) -> Scores:"
        self.functions += ["", head, *filter(None, code.lines), ""]
        return code.is_near

    def _body(self, function: Function) -> None:
        function.write()
        self.results.give(function, self.results.paths)

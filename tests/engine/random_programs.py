"""Whole random programs: the text of a rule file, and the text of a Python module that computes the same."""

from itertools import pairwise
from typing import Any

from attrs import define, field
from engine import plain, plain_lists, plain_nodes
from engine.making import CONSTANTS, DAYS, KINDS, OPTIONS, Expressions, Pick, Place, Term


@define(eq=False)
class Asked:
    """An input: the header of its column, and what may stand in it."""

    header: str
    kind: str
    yearly: bool = False


@define(eq=False)
class Made:
    """A program twice over, with what is asked at each level, and which results are to be compared."""

    periods: bool
    words: list[str] = field(factory=list)
    python: list[str] = field(factory=list)
    inputs: tuple[list[Asked], list[Asked], list[Asked]] = field(factory=lambda: ([], [], []))
    lists: list[str] = field(factory=list)
    results: list[tuple[str, int, str]] = field(factory=list)
    points: list[tuple[str, str]] = field(factory=list)
    bounds: list[tuple[str, str]] = field(factory=list)

    @property
    def text(self) -> str:
        """The rule file."""
        head = (
            "methodology random_",
            'kinds a "Kind one", b "Kind two"',
            "versions tongue kk, ru",
            'body first_ "body 0"',
        )
        return "\n".join((*head, *self.words)) + "\n"

    @property
    def source(self) -> str:
        """The Python."""
        results = [f'    ("{path}", {level}, lambda at: {python}),' for path, level, python in self.results]
        points = [f'    ("{path}", lambda at: {python}),' for path, python in self.points]
        return "\n".join((*self.python, "RESULTS = [", *results, "]", "POINTS = [", *points, "]")) + "\n"

    def module(self) -> dict[str, Any]:
        """The Python as run: every declaration by its name."""
        names = {**vars(plain), **vars(plain_lists), **vars(plain_nodes)}
        exec(compile(self.source, "random program", "exec"), names)  # noqa: S102 - the test wrote this text itself
        return names


class Declarations(Expressions):
    """Makes the declarations other than nodes."""

    def __init__(self, pick: Pick) -> None:
        periods = bool(pick(range(2)))
        super().__init__(pick, periods=periods)
        self.made = Made(periods)
        self.count = 0

    def name(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def declare(self, name: str, python: str) -> None:
        self.made.python.append(f"{name} = {python}")

    # ---- inputs

    def ask(self, header: str, kind: str, level: int = 0, *, yearly: bool = False) -> None:
        self.made.inputs[level].append(Asked(header, kind, yearly))

    def input(self, level: int = 0, kinds: str = "None") -> tuple[str, Term, bool]:
        """The declaration of a number or a flag, its name, and whether it is a number."""
        kind = self.pick(("number", "number", "number", "share", "flag"))
        yearly = self.periods and self.chance(2)
        sense = self.pick(("up", "down")) if yearly and kind == "number" else ""
        name = self.name(sense or "n")
        self.ask(name, kind, level, yearly=yearly)
        spare = self.constant() if kind == "number" and self.chance(3) else None
        fallback = f"lambda at: {spare.python}" if spare else "None"
        self.declare(name, f'Given("{name}", {level}, {kinds}, {fallback})')
        traits = ", yearly" if yearly else ""
        traits += f", more is {'better' if sense == 'up' else 'worse'}" if sense else ""
        body = f" {{ when missing : {spare.words} }}" if spare else ""
        return f"input {name} : {kind}{traits}{body}", Term(name, f"{name}(at)", named=level), kind != "flag"

    def plain_input(self, level: int = 0) -> str:
        words, term, number = self.input(level)
        (self.names.numbers if number else self.names.flags)[level].append(term)
        return words

    def bounded_input(self) -> str:
        """An input that may not be more than another one."""
        inputs = [a for a in self.made.inputs[0] if a.kind == "number" and not a.yearly]
        if not inputs:
            return self.plain_input()
        name, bound = self.name("n"), self.pick(inputs).header
        self.ask(name, "number")
        self.made.bounds.append((name, bound))
        self.declare(name, f'Given("{name}", 0, None)')
        self.names.numbers[0].append(Term(name, f"{name}(at)", named=0))
        return f"input {name} : number, at most {bound}"

    def fixed_inputs(self) -> list[str]:
        """The inputs that every program has: an option, a day, a year."""
        out = [f"input colour : choice ({', '.join(OPTIONS)})", "input since : date"]
        self.ask("colour", "choice")
        self.ask("since", "date")
        self.declare("colour", 'Given("colour", 0, None)')
        self.declare("since", 'Given("since", 0, None)')
        option, day, kind = self.pick(OPTIONS), self.pick(DAYS), self.pick(KINDS)
        sign = self.pick(("<", "<=", "=", ">"))
        self.names.flags[0].extend(
            (
                Term(f"(colour = {option})", f'compared("=", colour(at), "{option}")'),
                Term(f"(since {sign} {day})", f'compared("{sign}", since(at), date.fromisoformat("{day}"))'),
                Term(f"(kind = {kind})", f'compared("=", own_kind(at), "{kind}")'),
            )
        )
        if self.periods:
            out.append("input base_year : year")
            self.ask("base_year", "year")
            self.declare("base_year", 'Given("base_year", 0, None)')
        out.append(f"parameter limit = {(term := self.constant()).words}")
        self.declare("limit", f"lambda at: {term.python}")
        self.names.numbers[0].append(Term("limit", "limit(at)"))
        return out

    # ---- formulas, functions, brackets

    def formula(self) -> str:
        name, value = self.name("f"), self.number(Place())
        self.declare(name, f'Formula("{name}", 0, None, lambda at: {value.python})')
        self.names.numbers[0].append(Term(name, f"{name}(at)", named=0))
        return f"formula {name} = {value.words}"

    def flag_formula(self) -> str:
        name, value = self.name("c"), self.condition(Place())
        self.declare(name, f'Formula("{name}", 0, None, lambda at: {value.python})')
        self.names.flags[0].append(Term(name, f"{name}(at)"))
        return f"formula {name} = {value.words}"

    def a_function(self) -> str:
        name, params = self.name("h"), ("k", "m")[: 1 + self.pick(range(2))]
        value = self.number(Place(local=tuple(Term(p, p) for p in params)))
        self.declare(name, f"lambda at, {', '.join(params)}: {value.python}")
        self.names.functions.append((name, len(params)))
        return f"formula {name}({', '.join(params)}) = {value.words}"

    def brackets(self) -> str:
        """A table over a number, or a number and an option; with one answer, one for each kind, or two."""
        name, options = self.name("b"), self.chance(2)
        answers = self.pick((("points",), ("points",), KINDS, ("left", "right")))
        rows = self.rows(options)
        header = ["v", *(["mode"] if options else []), *answers]
        lines = [f"brackets {name}({', '.join(header[: 1 + options])})", f"  | {' | '.join(header)} |"]
        columns: dict[str, list[str]] = {answer: [] for answer in answers}
        for cells, tests in rows:
            values = ["" if self.chance(9) else self.pick(CONSTANTS) for _ in answers]
            lines.append(f"  | {' | '.join((*cells, *values))} |")
            for answer, value in zip(answers, values, strict=True):
                columns[answer].append(f"(({', '.join(tests)},), " + (f'F("{value}"))' if value else "None)"))
        for answer, held in columns.items():
            self.declare(f"{name}_{answer}", f"lambda at, *v: looked_up([{', '.join(held)}], *v)")
            if answers == ("left", "right"):
                self.names.tables.append((f"{name}.{answer}", f"{name}_{answer}", 1 + options))
        if answers == KINDS:
            self.declare(name, f"lambda at, *v: by_kind(at, {{'a': {name}_a, 'b': {name}_b}}, *v)")
            self.names.tables.append((name, name, 1 + options))
        elif answers == ("points",):
            self.names.tables.append((name, f"{name}_points", 1 + options))
        return "\n".join(lines)

    def rows(self, options: bool) -> list[tuple[list[str], list[str]]]:
        """The cells of each row with the Python that says what fits."""
        found: list[tuple[list[str], list[str]]] = []
        for cell, test in self.cells():
            if not options:
                found.append(([cell], [test]))
            elif self.chance(2):
                found.append(([cell, "any"], [test, "always"]))
            else:
                kept = self.pick((OPTIONS, OPTIONS, OPTIONS[:1]))
                found += [([cell, option], [test, f"lambda v: v == '{option}'"]) for option in kept]
        return found

    def cells(self) -> list[tuple[str, str]]:
        """Bounds one above another: mostly without a gap, sometimes with one or with an overlap."""
        edges = sorted({self.pick(CONSTANTS) for _ in range(3)}, key=float)
        first, last = edges[0], edges[-1]
        below = (f"below {first}", f"lambda v: v < F('{first}')")
        found = [self.pick((below, (f"up to {first}", f"lambda v: v <= F('{first}')")))]
        found += [self.between(a, b) for a, b in pairwise(edges)]
        if not self.chance(4):
            above = (f"above {last}", f"lambda v: v > F('{last}')")
            found.append(self.pick(((f"{last} and up", f"lambda v: v >= F('{last}')"), above)))
        if self.chance(5):
            found.append((first, f"lambda v: v == F('{first}')"))
        return found

    def between(self, a: str, b: str) -> tuple[str, str]:
        sign = self.pick(("..<", "..<", "..<", "..", "<..", "<..<"))
        low, high = ("<" if sign.startswith("<") else "<="), ("<" if sign.endswith("<") else "<=")
        return f"{a} {sign} {b}", f"lambda v: F('{a}') {low} v {high} F('{b}')"

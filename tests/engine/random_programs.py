"""Whole random programs with random data: inputs, formulas, functions, brackets, nodes with parts, a list, a rating."""

from fractions import Fraction
from typing import Any

from attrs import define, field, frozen
from engine import plain
from engine.making import CONSTANTS, KINDS, MODES, OPTIONS, Expressions, Pick, Place, Term
from engine.plain import NA, At, Body, Code, Node, World


@frozen(eq=False)
class Rating:
    """A ranking of one node: of one kind or of all, the tie rule, which end is first."""

    node: Node
    same_kind: bool
    ties: str
    highest: bool

    def rank(self, at: At) -> Any:
        """The rank of a body, or why it has none."""
        mine = self.node.value(at)
        if plain.absent(mine):
            return mine
        sign = 1 if self.highest else -1
        values = [v for place in plain.over_bodies(self.same_kind)(at) if not plain.absent(v := self.node.value(place))]
        above = [v for v in values if sign * v > sign * mine]
        equal = values.count(mine)
        match self.ties:
            case "dense":
                return Fraction(1 + len(set(above)))
            case "mean":
                return 1 + len(above) + Fraction(equal - 1, 2)
            case "none" if equal > 1:
                return None
            case _:
                return Fraction(1 + len(above))


@define(eq=False)
class Made:
    """A program as text with what its results are, and which inputs it has."""

    declarations: list[str] = field(factory=list)
    nodes: list[Node] = field(factory=list)
    inputs: list[tuple[str, str]] = field(factory=list)
    row_inputs: list[tuple[str, str]] = field(factory=list)
    rating: Rating | None = None

    @property
    def text(self) -> str:
        """The rule file."""
        return "\n".join(("methodology random_", "kinds a, b", *self.declarations)) + "\n"


class Maker(Expressions):
    """Makes one program."""

    def __init__(self, pick: Pick) -> None:
        super().__init__(pick)
        self.made = Made()
        self.count = 0

    def name(self, stem: str) -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def program(self) -> Made:
        """Declarations, each of which uses those before it; the file holds them in another order."""
        out = self.made.declarations
        out.append('reading form "Which?" { option one "one"; option other "other"; choose one }')
        for _ in range(2 + self.pick(range(3))):
            out.append(self.input())
        out.append(f"input colour : choice ({', '.join(OPTIONS)})")
        self.made.inputs.append(("colour", "choice"))
        self.names.flags.append(self.colour())
        out.append(self.item())
        for _ in range(4 + self.pick(range(6))):
            make = self.pick(
                (self.formula, self.flag_formula, self.a_function, self.table, self.node, self.node, self.parent)
            )
            out.append(make())
        out.append(self.node())
        self.rate()
        head, rest = out[:1], out[1:]
        self.made.declarations = head + (rest[::-1] if self.chance(2) else rest)
        return self.made

    # ---- inputs and the list

    def input(self) -> str:
        name, kind = self.name("n"), self.pick(("number", "number", "number", "flag"))
        self.made.inputs.append((name, kind))
        if kind == "flag":
            self.names.flags.append(Term(name, lambda at: at.body.inputs[name]))
            return f"input {name} : flag"
        if self.chance(3):
            spare = self.constant()
            code = plain.chosen(
                plain.known(lambda at: at.body.inputs[name]), lambda at: at.body.inputs[name], spare.code
            )
            self.names.of_body.append(Term(name, code))
            return f"input {name} : number {{ when missing : {spare.words} }}"
        self.names.of_body.append(Term(name, lambda at: at.body.inputs[name]))
        return f"input {name} : number"

    def colour(self) -> Term:
        option = self.pick(OPTIONS)
        return Term(f"(colour = {option})", plain.strict(lambda c: c == option, lambda at: at.body.inputs["colour"]))

    def item(self) -> str:
        """A list of rows with inputs, formulas and one node of their own."""
        lines = []
        for kind in ("number", "number", "flag"):
            name = self.name("r")
            self.made.row_inputs.append((name, kind))
            term = Term(name, self.in_row(name))
            (self.names.of_row if kind == "number" else self.names.row_flags).append(term)
            lines.append(f"input {name} : {kind}")
        for _ in range(self.pick(range(3))):
            name, value = self.name("g"), self.number(self.row_place(self.body_place(3)))
            lines.append(f"formula {name} = {value.words}")
            self.names.of_row.append(Term(name, value.code))
        node, text = self.leaf_node(self.row_place(self.body_place(3)), of_row=True)
        self.names.of_row.append(Term(node.name, node.value))
        return "item row by id {\n  " + "\n  ".join([*lines, text]) + "\n}"

    @staticmethod
    def in_row(name: str) -> Code:
        return lambda at: at.row[name] if at.row is not None else NA

    # ---- formulas, functions, brackets

    def formula(self) -> str:
        name, value = self.name("f"), self.number(self.body_place())
        self.names.of_body.append(Term(name, lambda at: value.code(at.of_body())))
        return f"formula {name} = {value.words}"

    def flag_formula(self) -> str:
        name, value = self.name("c"), self.condition(self.body_place())
        self.names.flags.append(Term(name, lambda at: value.code(at.of_body())))
        return f"formula {name} = {value.words}"

    def a_function(self) -> str:
        name, params = self.name("h"), ("k", "m")[: 1 + self.pick(range(2))]
        local = tuple(Term(p, self.argument(p)) for p in params)
        value = self.number(Place((*local, *local, *self.names.of_body), tuple(self.names.flags), 3))

        def meaning(*args: Code) -> Code:
            def compute(at: At) -> Any:
                given = {p: code(at) for p, code in zip(params, args, strict=True)}
                return value.code(At(at.world, at.body, None, given))

            return compute

        self.names.functions.append((name, len(params), meaning))
        return f"formula {name}({', '.join(params)}) = {value.words}"

    @staticmethod
    def argument(name: str) -> Code:
        return lambda at: at.local[name]

    def table(self) -> str:
        """Brackets of one column: mostly without a gap, sometimes with one or with an overlap."""
        name, edges = self.name("b"), sorted({Fraction(self.pick(CONSTANTS)) for _ in range(3)})
        rows, lines = self.rows(edges), [f"brackets {name}(v)", "  | v | points |"]
        lines += [f"  | {words} | {answer} |" for words, _, answer in rows]
        find = plain.looked_up([(fits, Fraction(answer)) for _, fits, answer in rows])
        self.names.tables.append((name, lambda code: plain.strict(find, code)))
        return "\n".join(lines)

    def rows(self, edges: list[Fraction]) -> list[tuple[str, Any, str]]:
        """The cells, whether a number fits, and the answers."""
        low, high = edges[0], edges[-1]
        found: list[tuple[str, Any, str]] = [(f"below {float(low):g}", lambda x: x < low, self.pick(CONSTANTS))]
        for i, a in enumerate(edges[:-1]):
            found.append(self.between(a, edges[i + 1]))
        if not self.chance(4):
            found.append((f"{float(high):g} and up", lambda x: x >= high, self.pick(CONSTANTS)))
        return found

    def between(self, a: Fraction, b: Fraction) -> tuple[str, Any, str]:
        sign = self.pick(("..<", "..<", "..<", "..", "<..", "<..<"))
        fits = {
            "..<": lambda x: a <= x < b, "..": lambda x: a <= x <= b, "<..": lambda x: a < x <= b, "<..<": lambda x: a < x < b,
        }[sign]  # fmt: skip
        return f"{float(a):g} {sign} {float(b):g}", fits, self.pick(CONSTANTS)

    # ---- nodes

    def node(self) -> str:
        node, text = self.leaf_node(self.body_place(), of_row=False)
        self.declare(node)
        return text

    def declare(self, node: Node) -> None:
        self.made.nodes.append(node)
        self.names.of_body.append(Term(node.name, node.value))

    def leaf_node(self, place: Place, *, of_row: bool, word: str = "indicator") -> tuple[Node, str]:
        """A node with a score; its points are a number, or one for each kind."""
        name, kinds, head = self.head()
        words, points = self.points()
        here = Place((*place.numbers, Term("points", points)) if words else place.numbers, place.flags, place.depth)
        lines = [words] if words else []
        node = Node(name, kinds, of_row, points, [], [], False, [], [])
        for _ in range(self.pick(range(3))):
            guard, value = self.condition(here), self.number(here)
            node.clauses.append((guard.code, value.code))
            lines.append(f"when {guard.words} : {value.words}")
        score = self.number(here)
        node.clauses.append((None, score.code))
        lines.append(f"score {score.words}")
        lines += self.steps(node, here)
        if of_row:
            self.made.nodes.append(node)
        return node, f"{word} {name}{head} {{\n  " + "\n  ".join(lines) + "\n}"

    def head(self) -> tuple[str, tuple[str, ...] | None, str]:
        name = self.name("x")
        if not self.chance(4):
            return name, None, ""
        kind = self.pick(KINDS)
        return name, (kind,), f" for {kind}"

    def points(self) -> tuple[str, Code]:
        match self.pick(range(3)):
            case 0:
                term = self.constant()
                return f"points {term.words}", term.code
            case 1:
                amounts = {kind: Fraction(self.pick(range(1, 9))) for kind in KINDS}
                return f"points a {amounts['a']}, b {amounts['b']}", lambda at: amounts[at.body.kind]
            case _:
                return "", lambda at: None

    def steps(self, node: Node, place: Place) -> list[str]:
        lines = []
        for _ in range(self.pick((0, 0, 1, 2))):
            if self.chance(2):
                mode, step = self.pick(MODES), self.pick(("1", "0.1", "0.25"))
                node.steps.append(self.rounding(mode, Fraction(step)))
                lines.append(f"round {step} {mode}")
            else:
                low = self.leaf(place) if not self.chance(3) else None
                high = self.leaf(place) if low is None or self.chance(2) else None
                node.steps.append(self.clamping(low, high))
                lines.append(f"clamp {low.words if low else ''} .. {high.words if high else ''}")
        return lines

    @staticmethod
    def rounding(mode: str, step: Fraction) -> Any:
        return lambda at, value: plain.rounded(mode, value, step)

    @staticmethod
    def clamping(low: Term | None, high: Term | None) -> Any:
        def clamp(at: At, value: Fraction) -> Any:
            ends = [None if end is None else (end.code(at),) for end in (low, high)]
            if any(end is not None and plain.absent(end[0]) for end in ends):
                return None
            value = value if ends[0] is None else max(value, ends[0][0])
            return value if ends[1] is None else min(value, ends[1][0])

        return clamp

    def parent(self) -> str:
        """A node with parts: their sum, a mean of them, or weights."""
        name, kinds, head = self.head()
        node = Node(name, kinds, False, None, [], [], False, [], [])
        lines = []
        for _ in range(2 + self.pick(range(2))):
            word = self.pick(("part", "part", "part", "bonus", "penalty"))
            part, text = self.leaf_node(self.body_place(2), of_row=False, word=word)
            inner = Node(
                part.name, part.kinds if kinds is None else tuple(k for k in kinds if part.kinds is None or k in part.kinds),
                False, part.points, part.clauses, [], False, [], part.steps,
            )  # fmt: skip
            node.parts.append((inner, -1 if word == "penalty" else 1))
            lines.append(text.replace("\n", "\n  "))
        for part, _ in node.parts:
            self.declare(part)
        lines += self.whole(node)
        lines += self.steps(node, self.body_place(1))
        lines += self.grades(node)
        self.declare(node)
        return f"block {name}{head} {{\n  " + "\n  ".join(lines) + "\n}"

    def whole(self, node: Node) -> list[str]:
        lines = []
        if self.chance(3):
            guard, value = self.condition(self.body_place(2)), self.number(self.body_place(2))
            node.clauses.append((guard.code, value.code))
            lines.append(f"when {guard.words} : {value.words}")
        match self.pick(range(4)):
            case 0:
                parts = Place((), (), 2, parts=node)
                score = Term(
                    f"sum(parts) + {(term := self.number(parts)).at(5 + 1)}",
                    plain.strict(lambda a, b: a + b, self.total(node), term.code),
                )
                node.clauses.append((None, score.code))
                lines.append(f"score {score.words}")
            case 1:
                shares = ("0.5", "0.3", "0.2") if len(node.parts) == 3 else ("60%", "40%")
                values = (
                    (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
                    if len(node.parts) == 3
                    else (Fraction(3, 5), Fraction(2, 5))
                )
                node.weights.extend((part, w) for (part, _), w in zip(node.parts, values, strict=True))
                object.__setattr__(node, "shared_out", self.chance(2))
                written = ", ".join(f"{part.name} {w}" for (part, _), w in zip(node.parts, shares, strict=True))
                lines.append(f"weights {written}" + (", shared out when missing" if node.shared_out else ""))
            case _:
                pass
        return lines

    @staticmethod
    def total(node: Node) -> Code:
        return lambda at: None if not (v := node.entering(at)) or None in v else sum(v, Fraction(0))

    def grades(self, node: Node) -> list[str]:
        if not self.chance(3):
            return []
        rows = [
            (w, fits, self.pick(("good", "fair", "poor")))
            for w, fits, _ in self.rows(sorted({Fraction(self.pick(CONSTANTS)) for _ in range(2)}))
        ]
        object.__setattr__(node, "grades", plain.looked_up([(fits, name) for _, fits, name in rows]))
        return ["grade", "  | score | grade |", *(f"  | {words} | {name} |" for words, _, name in rows)]

    def rate(self) -> None:
        node = self.pick([n for n in self.made.nodes if not n.of_row])
        same, ties, highest = self.chance(2), self.pick(("share", "dense", "mean", "none")), self.chance(2)
        self.made.rating = Rating(node, same, ties, highest)
        among = "body of same kind" if same else "every body"
        self.made.declarations.append(
            f"rating order {{ among {among}; by {node.name}, {'highest' if highest else 'lowest'} first, ties {ties} }}"
        )


def data(made: Made, pick: Pick) -> list[Body]:
    """Bodies whose values are the constants of the program, numbers beside them, and nothing."""

    def value(kind: str) -> Any:
        if pick(range(7)) == 0:
            return None
        if kind == "flag":
            return pick((True, False))
        if kind == "choice":
            return pick(OPTIONS)
        return Fraction(pick(CONSTANTS)) + pick((0, 0, 0, 0, -1, Fraction(1, 100), Fraction(-1, 100), Fraction(1, 3)))

    delivered = pick(range(8)) > 0
    bodies = []
    for i in range(1 + pick(range(4))):
        rows = [{name: value(kind) for name, kind in made.row_inputs} for _ in range(pick(range(4)))]
        inputs = {name: value(kind) for name, kind in made.inputs}
        bodies.append(Body(f"body {i}", pick(KINDS), inputs, rows if delivered else None))
    return bodies


def given(bodies: list[Body]) -> list[dict[str, Any]]:
    """The same bodies as a user of the package gives them."""
    found = []
    for body in bodies:
        row: dict[str, Any] = {"body": body.key, "kind": body.kind, **body.inputs}
        if body.rows is not None:
            row["row"] = [{"id": str(i), **values} for i, values in enumerate(body.rows)]
        found.append(row)
    return found


def expected(made: Made, bodies: list[Body], option: str) -> dict[tuple[str, str], Any]:
    """Every result by body and path."""
    world = World(bodies, {"form": option})
    found: dict[tuple[str, str], Any] = {}
    for body in bodies:
        at = At(world, body)
        for node in made.nodes:
            if not node.of_row:
                found[body.key, node.name] = node.value(at)
                if node.grades is not None:
                    found[body.key, f"{node.name}.grade"] = node.grade(at)
            for i, row in enumerate(body.rows or ()) if node.of_row else ():
                found[body.key, f"row.{i}.{node.name}"] = node.value(at.inside(row))
        if made.rating is not None:
            found[body.key, "order.rank"] = made.rating.rank(at)
    return found

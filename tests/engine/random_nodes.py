"""The nodes of random programs: with a score, with parts, as rows of a table; lists, ratings, triggers."""

from collections.abc import Sequence

from attrs import frozen
from engine.making import CONSTANTS, KINDS, MODES, Pick, Place, Term
from engine.random_programs import Declarations

Kinds = tuple[str, ...] | None


@frozen(eq=False)
class Head:
    """A node at work: its name in the Python, for which kinds, how many lists deep."""

    python: str
    kinds: Kinds = None
    level: int = 0


class Nodes(Declarations):
    """Makes nodes."""

    def __init__(self, pick: Pick) -> None:
        super().__init__(pick)
        self.free: list[str] = []
        self.blocks: list[Head] = []

    def add(self, head: Head, path: str) -> None:
        """A node that results are compared of."""
        self.declare(head.python, f'Node("{path}", {head.level}, {head.kinds!r})')
        self.made.results.append((path, head.level, f"{head.python}(at)"))
        if not head.level:
            self.made.points.append((path, f"maximum({head.python}, at)"))

    def say(self, statement: str) -> None:
        self.made.python.append(statement)

    def head(self, kinds: Kinds = None, level: int = 0, stem: str = "x") -> tuple[Head, str]:
        """A new node and what stands behind its name."""
        name = self.name(stem)
        if not self.chance(4):
            head, words = Head(name, kinds, level), ""
        else:
            kind = self.pick(KINDS)
            head = Head(name, (kind,) if kinds is None or kind in kinds else (), level)
            words = f" for {kind}"
        self.add(head, name)
        return head, words

    # ---- clauses

    def under(self, one_in: int = 8) -> tuple[str, str]:
        """Sometimes an option under which a clause holds, and the Python that asks for it."""
        if not self.chance(one_in):
            return "", "True"
        option = self.pick(("one", "other"))
        return f" under form.{option}", f'at.world.choices["form"] == "{option}"'

    def points(self, head: Head) -> tuple[list[str], tuple[Term, ...]]:
        """The points of a node: a number, one for each kind, two under options, or none."""
        named = (Term("points", f"claim({head.python}, at)"),)
        match self.pick(range(5)):
            case 0 | 1:
                term = self.constant()
                words, python = [f"points {term.words}"], term.python
            case 2:
                a, b = self.pick(range(1, 9)), self.pick(range(1, 9))
                words, python = [f"points a {a}, b {b}"], f'{{"a": F({a}), "b": F({b})}}.get(at.body.kind)'
            case 3:
                one, other = self.constant(), self.constant()
                words = [f"points {one.words} under form.one", f"points {other.words} under form.other"]
                python = f'{one.python} if at.world.choices["form"] == "one" else {other.python}'
            case _:
                return [], ()
        self.say(f"{head.python}.points = lambda at: {python}")
        return words, named

    def clauses(self, head: Head, place: Place) -> list[str]:
        lines = [self.when(head, place) for _ in range(self.pick(range(3)))]
        one = self.number(place)
        if self.chance(8):
            other = self.number(place)
            lines += [f"score {one.words} under form.one", f"score {other.words} under form.other"]
            python = f'{one.python} if at.world.choices["form"] == "one" else {other.python}'
        else:
            lines.append(f"score {one.words}")
            python = one.python
        self.say(f"{head.python}.clauses.append((None, lambda at: {python}))")
        return lines

    def when(self, head: Head, place: Place) -> str:
        guard, value, (words, holds) = self.condition(place), self.number(place), self.under()
        self.say(f"{head.python}.clauses.append((lambda at: {holds} and {guard.python}, lambda at: {value.python}))")
        return f"when {guard.words} : {value.words}{words}"

    def steps(self, heads: Sequence[Head], place: Place, capped: bool = False) -> list[str]:
        """Clamps and rounds; what they name is written with `@` for the node."""
        lines = []
        for _ in range(self.pick((0, 0, 1, 2))):
            words, holds = self.under()
            match self.pick(range(5)):
                case 0 | 1:
                    mode, step = self.pick(MODES), self.pick(("1", "0.1", "0.25"))
                    line, python = f"round {step} {mode}", f'rounded("{mode}", "{step}", v)'
                case 2 if capped:
                    line, python = "clamp .. points", 'clamped(v, "open", claim(@, at))'
                case _:
                    ends = [(end.words, end.python) if end else ("", '"open"') for end in self.ends(place)]
                    line = f"clamp {ends[0][0]} .. {ends[1][0]}"
                    python = f"clamped(v, {ends[0][1]}, {ends[1][1]})"
            lines.append(line + words)
            for head in heads:
                self.say(
                    f"{head.python}.steps.append(lambda at, v: {python} if {holds} else v)".replace("@", head.python)
                )
        return lines

    def ends(self, place: Place) -> tuple[Term | None, Term | None]:
        """The ends of a clamp; those that stand there as numbers are in order, for the checker refuses others."""
        low = self.leaf(place) if not self.chance(3) else None
        high = self.leaf(place) if low is None or self.chance(2) else None
        if low is None or high is None or not {low.words, high.words} <= {*CONSTANTS, "factor"}:
            return low, high
        if "factor" in (low.words, high.words):
            return low, None
        return (low, high) if float(low.words) <= float(high.words) else (high, low)

    def grades(self, head: Head) -> list[str]:
        """Sometimes a table of grades: over the value as it is or rounded, sometimes over a flag beside it."""
        if not self.chance(3):
            return []
        flags = [t for t in self.names.flags[0] if t.words.isidentifier()]
        flag = self.pick(flags) if flags and self.chance(2) else None
        step = (self.pick(("1", "0.1")), self.pick(MODES)) if self.chance(2) else None
        lines = ["grade" + (f" round {step[0]} {step[1]}" if step else "")]
        lines.append(f"  | score |{f' {flag.words} |' if flag else ''} grade |")
        held = []
        for cell, test in self.cells():
            for word in self.pick((("any",), ("yes", "no"))) if flag else ("",):
                name = self.pick(("good", "fair", "poor"))
                lines.append(f"  | {cell} |{f' {word} |' if flag else ''} {name} |")
                more = {"any": ", always", "yes": ", lambda v: v", "no": ", lambda v: not v", "": ""}[word]
                held.append((name, f'(({test}{more},), "{name}")'))
        value = f'rounded("{step[1]}", "{step[0]}", v)' if step else "v"
        more = f", {flag.python}" if flag else ""
        rows = ", ".join(row for _, row in held)
        self.say(f"{head.python}.grades = lambda at, v: looked_up([{rows}], {value}{more})")
        self.made.results.append((f"{head.python}.grade", 0, f"grade({head.python}, at)"))
        asked = self.pick(held)[0]
        self.names.flags[0].append(
            Term(f"({head.python}.grade = {asked})", f'compared("=", grade({head.python}, at), "{asked}")')
        )
        return lines

    # ---- nodes with a score, and nodes with parts

    def leaf_node(
        self, word: str = "indicator", kinds: Kinds = None, level: int = 0, depth: int = 3
    ) -> tuple[Head, str]:
        head, words = self.head(kinds, level)
        lines, local = self.points(head)
        flags: tuple[Term, ...] = ()
        if not level and self.chance(3):
            text, term, number = self.input(0, repr(head.kinds))
            lines.append(text)
            local, flags = (*local, *([term] if number else [])), (() if number else (term,))
        place = Place(level, depth, local=local, local_flags=flags)
        lines += self.clauses(head, place)
        lines += self.steps([head], place, bool(lines) and lines[0].startswith("points"))
        return head, f"{word} {head.python}{words} " + braced(lines)

    def node(self) -> str:
        head, text = self.leaf_node()
        self.named(head)
        self.free.append(head.python)
        return text

    def named(self, head: Head) -> None:
        self.names.numbers[head.level].append(Term(head.python, f"{head.python}(at)", named=head.level))

    def parent(self, word: str = "block", kinds: Kinds = None, deeper: bool = True) -> str:
        """A node with parts: their sum, a mean of them, or weights."""
        head, words = self.head(kinds)
        parts, lines = [], []
        for _ in range(2 + self.pick(range(2))):
            if deeper and self.chance(5):
                lines.append(self.parent("part", head.kinds, False))
                part, sign = self.blocks[-1], 1
            else:
                kind = self.pick(("part", "part", "part", "bonus", "penalty"))
                part, text = self.leaf_node(kind, head.kinds, depth=2)
                sign = -1 if kind == "penalty" else 1
                lines.append(text)
            parts.append(part)
            self.say(f"{head.python}.parts.append(([{part.python}], {sign}))")
        for part in parts:
            if part not in self.blocks:
                self.named(part)
        if self.free and self.chance(2):
            other = self.free.pop()
            lines.append(f"parts {other}")
            self.say(f"{head.python}.parts.append(([{other}], 1))")
        lines += self.whole(head, parts)
        self.finish(head, lines)
        return f"{word} {head.python}{words} " + braced(lines)

    def finish(self, head: Head, lines: list[str]) -> None:
        lines += self.steps([head], Place(depth=1))
        lines += self.grades(head)
        self.named(head)
        self.blocks.append(head)

    def whole(self, head: Head, parts: Sequence[Head]) -> list[str]:
        lines = []
        if self.chance(3):
            lines.append(self.when(head, Place(depth=2)))
        match self.pick(range(4)):
            case 0:
                lines.append(self.of_its_parts(head))
            case 1 if parts:
                lines.append(self.weights(head, parts))
            case _:
                pass
        return lines

    def of_its_parts(self, head: Head) -> str:
        term = self.number(Place(depth=2, parts=head.python))
        total = f'of_parts("sum", entering({head.python}, at))'
        self.say(f"{head.python}.clauses.append((None, lambda at: plus({total}, {term.python})))")
        return f"score sum(parts) + {term.at(6)}"

    def weights(self, head: Head, parts: Sequence[Head]) -> str:
        """Shares that add up to one, or formulas."""
        shared = self.chance(2)
        shares = [("60%", "40%"), ("0.5", "0.3", "0.2")][len(parts) - 2]
        written = []
        for part, share in zip(parts, shares, strict=True):
            words, python = share, f"F('{share}')" if "%" not in share else f"F({share.removesuffix('%')}, 100)"
            if self.chance(4):
                term = self.pick(self.numbers(Place()))
                words, python = f"({term.words} / 2)", f"over({term.python}, F(2))"
            written.append(f"{part.python} {words}")
            self.say(f"{head.python}.weights.append(({part.python}, lambda at: {python}))")
        self.say(f"{head.python}.shared_when_missing = {shared}")
        return f"weights {', '.join(written)}" + (", shared out when missing" if shared else "")

    def copies(self) -> str:
        """One penalty in several nodes, with an input of its own in each; it looks at nothing else."""
        name, owners = self.name("p"), self.blocks[-2:]
        if not owners:
            return self.node()
        cap, factor = self.pick(CONSTANTS), self.pick(CONSTANTS)
        for owner in owners:
            head = Head(f"{owner.python}_{name}", owner.kinds)
            self.add(head, f"{owner.python}.{name}")
            header = f"{owner.python}.{name}.facts"
            self.ask(header, "number")
            self.declare(f"{head.python}_facts", f'Given("{header}", 0, {owner.kinds!r})')
            self.say(f'{head.python}.points = lambda at: F("{cap}")')
            self.say(f'{head.python}.clauses.append((None, lambda at: times({head.python}_facts(at), F("{factor}"))))')
            self.say(f'{head.python}.steps.append(lambda at, v: clamped(v, F(0), F("{cap}")))')
            self.say(f"{owner.python}.parts.append(([{head.python}], -1))")
        lines = [f"points {cap}", "input facts : number", f"score facts * {factor}", "clamp 0 .. points"]
        return f"penalty {name} in {', '.join(o.python for o in owners)} " + braced(lines)

    # ---- lists, ratings, triggers

    def item(self) -> str:
        """A list of rows with inputs, formulas and one node, and sometimes rows of their own."""
        self.made.lists.append("row")
        lines = [self.plain_input(1), self.plain_input(1), self.plain_input(1), "input who : body"]
        self.ask("who", "body", 1)
        self.declare("who", 'Given("who", 1, None)')
        self.names.flags[1].append(Term("(who = this body)", 'compared("=", who(at), at.this.key)'))
        if self.chance(2):
            lines.append(self.inner())
        self.names.lists.insert(0, "row")
        lines += [self.row_formula(1) for _ in range(self.pick(range(3)))]
        lines.append(self.row_node(1))
        return "item row by id " + braced(lines)

    def inner(self) -> str:
        self.made.lists.append("inner")
        lines = [self.plain_input(2), self.plain_input(2)]
        lines += [self.row_formula(2) for _ in range(self.pick(range(2)))]
        lines.append(self.row_node(2))
        self.names.lists.append("inner")
        return "item inner by id " + braced(lines)

    def row_formula(self, level: int) -> str:
        name, value = self.name("g"), self.number(Place(level))
        self.declare(name, f'Formula("{name}", {level}, None, lambda at: {value.python})')
        self.names.numbers[level].append(Term(name, f"{name}(at)", named=level))
        return f"formula {name} = {value.words}"

    def row_node(self, level: int) -> str:
        head, text = self.leaf_node(level=level)
        self.named(head)
        return text

    def selector(self) -> tuple[str, str]:
        """Among whom: in words, and what they have in common."""
        among = (("body of same kind", "own_kind"), ("every body", "None"), ("body of same colour", "colour"))
        return among[self.pick(range(3))]

    def rating(self) -> str:
        name, (among, alike) = self.name("q"), self.selector()
        ties, highest = self.pick(("share", "dense", "mean", "none")), self.chance(2)
        words, where = "", "None"
        if self.chance(2):
            condition = self.condition(Place(depth=1))
            words, where = f" where {condition.words}", f"lambda at: {condition.python}"
        nodes = [t.words for t in self.names.numbers[0] if t.words.startswith("x")]
        if not nodes:
            return self.node()
        several = len(nodes) > 1 and self.chance(3)
        by = nodes[-2:] if several else [self.pick(nodes)]
        self.declare(name, f'Rating([{", ".join(by)}], {alike}, {where}, "{ties}", {highest})')
        for node in by:
            self.made.results.append(
                (f"{name}.{node}.rank" if several else f"{name}.rank", 0, f"{name}.rank({node}, at)")
            )
        self.names.ratings.append(name)
        order = "highest" if highest else "lowest"
        return (
            f"rating {name} {{ among {among}{words}; "
            f"by {'each of ' if several else ''}{', '.join(by)}, {order} first, ties {ties} }}"
        )

    def trigger(self) -> str:
        name, lines, guards = self.name("z"), [], []
        for _ in range(1 + self.pick(range(3))):
            place = Place(depth=2)
            condition = self.in_rating(place) if self.chance(2) else self.condition(place)
            words, holds = self.under(4)
            lines.append(f"when {condition.words}{words}")
            guards.append(f"lambda at: {holds} and {condition.python}")
        self.declare(name, f"Trigger([{', '.join(guards)}])")
        self.made.results.append((name, 0, f"{name}.value(at)"))
        return f"trigger {name} " + braced([*lines, 'proposes "to look"'])


def braced(lines: Sequence[str]) -> str:
    """A body in braces, one line for each clause."""
    inner = "\n".join(lines).replace("\n", "\n  ")
    return f"{{\n  {inner}\n}}"

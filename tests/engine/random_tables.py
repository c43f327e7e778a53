"""Tables of indicators in random programs, and whole programs."""

from collections.abc import Sequence
from typing import Any

from attrs import define, field
from engine.making import CONSTANTS, KINDS, Place, Term
from engine.random_nodes import Head, Kinds, Nodes, braced
from engine.random_programs import Made

VERSIONS = ("kk", "ru")


@define(eq=False)
class Line:
    """A row of a table: its number and name, a star, points by column, a factor, its nodes, those that are scored."""

    no: str
    name: str
    starred: bool
    points: dict[str, int]
    factor: str
    head: Head
    leaves: list[tuple[Head, str]] = field(factory=list)
    below: list["Line"] = field(factory=list)

    @property
    def scored(self) -> list[Head]:
        """The nodes that its clauses act on: those of its versions, or itself."""
        return [leaf for leaf, _ in self.leaves] or [self.head]


class Maker(Nodes):
    """Makes whole programs."""

    def program(self) -> Made:
        """Declarations, each of which uses those before it; the file holds them in this order or backwards."""
        out = self.made.words
        out.append('reading form "Which?" { option one "one"; option other "other"; choose one }')
        if self.periods:
            self.ask("up0", "number", yearly=True)
            self.declare("up0", 'Given("up0", 0, None)')
            self.names.numbers[0].append(Term("up0", "up0(at)", named=0))
            out.append("input up0 : number, yearly, more is better")
        out.extend(self.plain_input() for _ in range(2 + self.pick(range(3))))
        out.append(self.bounded_input())
        out += self.fixed_inputs()
        out.append(self.item())
        makers = (
            self.formula, self.flag_formula, self.a_function, self.brackets, self.node, self.node, self.parent,
            self.sheet, self.copies, self.rating, self.trigger,
        )  # fmt: skip
        for _ in range(4 + self.pick(range(6))):
            make: Any = self.pick(makers)
            out.append(make())
        out += [self.node(), self.rating(), self.trigger()]
        head, rest = out[:1], out[1:]
        self.made.words = head + (rest[::-1] if self.chance(2) else rest)
        return self.made

    def sheet(self) -> str:
        """A node with a table, or with one table for each kind."""
        two = self.chance(3)
        head, words = (Head(self.name("t")), "") if two else self.head(stem="t")
        if two:
            self.add(head, head.python)
        lines = []
        flag = self.name("n")
        if self.chance(3):
            part, text = self.leaf_node("penalty", head.kinds, depth=1)
            self.say(f"{head.python}.parts.append(([{part.python}], -1))")
            self.named(part)
            lines.append(text)
        lines.append(f"input {flag} : flag")
        self.ask(flag, "flag")
        self.declare(flag, f'Given("{flag}", 0, {head.kinds!r})')
        tables = []
        for kinds in (("a",), ("b",)) if two else (None,):
            rows = self.lines(head, kinds)
            lines += self.table(head, rows, kinds)
            tables.append(rows)
        groups = self.enter(head, tables)
        every = [row for rows in tables for top in rows for row in (top, *top.below)]
        lines += self.rules(every, Term(flag, f"{flag}(at)"))
        self.names.numbers[0].extend(Term(path, group, named=0) for path, group in groups)
        lines += self.whole(head, ())
        self.finish(head, lines)
        return f"block {head.python}{words} " + braced(lines)

    def lines(self, head: Head, kinds: Kinds) -> list[Line]:
        """The rows: two or three, of which one may have two below it."""
        own = kinds if kinds is not None else head.kinds
        style = self.pick((("points",), KINDS, VERSIONS) if kinds is None else (("points",), VERSIONS))
        rows = []
        for i in range(1, 3 + self.pick(range(2))):
            row = self.line(head, str(i), f"r{i}", own, style)
            if i == 1 and self.chance(2):
                row.below = [self.line(head, f"1.{j}", f"r1{j}", own, style) for j in (1, 2)]
                row.points = {column: sum(b.points[column] for b in row.below) for column in style}
                for below in row.below:
                    below.starred = below.starred or row.starred
            rows.append(row)
        for row in rows:
            for one in row.below or (row,):
                self.leaves(head, one, style, own)
        return rows

    def line(self, head: Head, no: str, name: str, kinds: Kinds, style: Sequence[str]) -> Line:
        suffix = f"_{kinds[0]}" if kinds else ""
        points = {column: self.pick(range(1, 9)) for column in style}
        node = Head(f"{head.python}_{name}{suffix}", kinds)
        return Line(no, name, self.chance(3), points, self.pick(CONSTANTS), node)

    def leaves(self, head: Head, row: Line, style: Sequence[str], kinds: Kinds) -> None:
        path = f"{head.python}.{row.name}"
        if style == VERSIONS:
            row.leaves = [(Head(f"{row.head.python}_{v}", kinds), f"{path}.{v}") for v in VERSIONS]
        else:
            row.leaves = [(row.head, path)]

    def table(self, head: Head, rows: Sequence[Line], kinds: Kinds) -> list[str]:
        """The words of a table and of a mark, and the Python of its nodes."""
        style = tuple(rows[0].points)
        versions = " by tongue" if style == VERSIONS else ""
        lines = [f"table{versions}{f' for {kinds[0]}' if kinds else ''}"]
        lines.append(f"  | no | indicator | {' | '.join(style)} | factor |")
        for row in (line for top in rows for line in (top, *top.below)):
            cells = (row.no + (" *" if row.starred else ""), row.name, *map(str, row.points.values()), row.factor)
            lines.append(f"  | {' | '.join(cells)} |")
            self.row(head, row)
        for row in rows:
            for below in row.below:
                self.say(f"{row.head.python}.parts.append(([{below.head.python}], 1))")
        if self.chance(2) and any(line.starred for top in rows for line in (top, *top.below)):
            lines.append(self.mark(head, rows))
        return lines

    def row(self, head: Head, row: Line) -> None:
        self.declare(row.head.python, f'Node("{head.python}.{row.name}", 0, {row.head.kinds!r}, row=True)')
        self.declare(f"{row.head.python}_factor", f'F("{row.factor}")')
        for leaf, path in row.leaves:
            if leaf is not row.head:
                self.declare(leaf.python, f'Node("{path}", 0, {leaf.kinds!r})')
                self.say(f"{row.head.python}.parts.append(([{leaf.python}], 1))")
            version = path.rpartition(".")[2]
            if version in row.points or "points" in row.points:
                python = f"F({row.points.get(version, row.points.get('points'))})"
            else:
                python = f'{{"a": F({row.points["a"]}), "b": F({row.points["b"]})}}.get(at.body.kind)'
            self.say(f"{leaf.python}.points = lambda at: {python}")
            self.declare(f"{leaf.python}_factor", f'F("{row.factor}")')

    def mark(self, head: Head, rows: Sequence[Line]) -> str:
        """For whom the starred rows do not count."""
        whom, kinds, keys = self.pick((("a", "('a',)", "()"), ("b", "('b',)", "()"), ("first_", "()", "('body 0',)")))
        compensation = self.pick(("", "full points", "shared out"))
        option = self.pick(("one", "other")) if self.chance(4) else None
        mark = f'Mark({kinds}, {keys}, "{compensation}", {option!r})'
        for row in (line for top in rows for line in (top, *top.below) if line.starred):
            for node in dict.fromkeys((row.head.python, *(leaf.python for leaf, _ in row.leaves))):
                self.say(f"{node}.marks.append({mark})")
        if compensation == "shared out":
            self.say(f"{head.python}.shared_out.append({mark})")
        words = f"mark * not for {whom}" + (f", {compensation}" if compensation else "")
        return words + (f" under form.{option}" if option else "")

    def enter(self, head: Head, tables: Sequence[Sequence[Line]]) -> list[tuple[str, str]]:
        """The rows as parts and results; rows of one name, for different kinds, are one part."""
        groups: dict[str, list[str]] = {}
        tops: list[str] = []
        found: list[tuple[str, str]] = []
        for top in (line for rows in tables for line in rows):
            tops.append(top.name)
            for row in (top, *top.below):
                groups.setdefault(f"{head.python}.{row.name}", []).append(row.head.python)
                for leaf, path in row.leaves:
                    if leaf is not row.head:
                        groups.setdefault(path, []).append(leaf.python)
        for path, nodes in groups.items():
            group = f"variant([{', '.join(nodes)}], at)"
            self.made.results.append((path, 0, group))
            found.append((path, group))
        for name in dict.fromkeys(tops):
            self.say(f"{head.python}.parts.append(([{', '.join(groups[f'{head.python}.{name}'])}], 1))")
        return found

    def rules(self, rows: Sequence[Line], flag: Term) -> list[str]:
        """`each` and `row`: every clause is written once, and in the Python for each node with `@` for its name."""
        done = Term("done", "@_done(at)")
        local = (Term("points", "claim(@, at)"), Term("factor", "@_factor"))
        everywhere = Place(depth=2, local=local, local_flags=(flag,))
        place = Place(depth=2, local=(done, *local), local_flags=(flag,))
        each = self.number(place)
        if self.chance(2):
            each = Term("done * points", "times(@_done(at), claim(@, at))")
        self.ask_each(rows)
        leaves = [leaf for row in rows for leaf, _ in row.leaves]
        blocks: list[tuple[str, list[Head], Place]] = [("each", leaves, place)]
        names = list(dict.fromkeys(row.name for row in rows))
        for chosen, at in ((names[:1], 1), (names[-2:], self.pick((0, 1)))):
            if self.chance(2):
                concerned = [row for row in rows if row.name in chosen]
                inside = place if all(row.leaves for row in concerned) else everywhere
                blocks.insert(at, (f"row {', '.join(chosen)}", [h for row in concerned for h in row.scored], inside))
        lines = []
        for word, heads, inside in blocks:
            clauses = ["input done : share"] if word == "each" else []
            clauses += self.row_whens(heads, inside)
            clauses += [f"score {each.words}"] if word == "each" else []
            clauses += self.steps(heads, inside, True)
            lines.append(f"{word} " + braced(clauses))
        return lines + self.scores(rows, each, everywhere)

    def ask_each(self, rows: Sequence[Line]) -> None:
        for row in rows:
            for leaf, path in row.leaves:
                header = f"{path}.done"
                if header not in [a.header for a in self.made.inputs[0]]:
                    self.ask(header, "share")
                self.declare(f"{leaf.python}_done", f'Given("{header}", 0, {leaf.kinds!r})')

    def scores(self, rows: Sequence[Line], each: Term, place: Place) -> list[str]:
        """The score of every leaf, and sometimes another one for a row."""
        own = self.pick(rows).name if self.chance(4) else ""
        other = self.number(place)
        for row in rows:
            for head in row.scored:
                if row.name == own or row.leaves:
                    score = (other if row.name == own else each).python
                    self.say(f"{head.python}.clauses.append((None, lambda at: {score}))".replace("@", head.python))
        return [f"row {own} {{ score {other.words} }}"] if own else []

    def row_whens(self, leaves: Sequence[Head], place: Place) -> list[str]:
        if not self.chance(3):
            return []
        guard, value = self.condition(place), self.number(place)
        for leaf in leaves:
            python = f"{leaf.python}.clauses.append((lambda at: {guard.python}, lambda at: {value.python}))"
            self.say(python.replace("@", leaf.python))
        return [f"when {guard.words} : {value.words}"]

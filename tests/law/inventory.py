"""What the acts contain, as listed in `inventory.md`, and what the rule files hold of it."""

import hashlib
import inspect
import re
from calendar import month_name
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from attrs import fields, frozen, has
from house.checkout import ROOT

from evallang import load, load_on
from evallang.ir.law import Due, LawDef, LineDef
from evallang.source import read
from evallang.syntax import ast, parse

LIST = Path(__file__).with_name("inventory.md")
RULES = ROOT / "rules"
OPERATIONS = (
    ast.Replace | ast.Insert | ast.Repeal | ast.Retitle | ast.NewEdition | ast.InRegister | ast.InTable | ast.InAssessor
)
_POINT = re.compile(r"(?<!\S)(\d+)\) ")
_ROW = re.compile(r"^(\d+(?:\.\d+)*)\.? \|(?!(?: \d+ \|)* \d+$)", re.MULTILINE)
# Appendix 13 of the order of 2020 does not number its lines.
_LINE = re.compile("^егер ", re.MULTILINE)


@frozen
class Words:
    """The words of a provision: its points or rows, its parts, the number of letters and digits, and their sum."""

    numbers: str
    parts: int
    letters: int
    digest: str

    @property
    def cells(self) -> str:
        """As they stand in the list."""
        return " | ".join((self.numbers or "–", str(self.parts), str(self.letters), self.digest))


def words(texts: list[tuple[str, str]], parts: int) -> Words:
    """The words of a provision from its pieces, each with the address at which it stands."""
    numbers: list[str] = []
    for address, text in texts:
        own = re.fullmatch(r"\d+\.(\d+)", address)
        found = _rows(text) if address.startswith("app") else _points(text, len(numbers))
        numbers += [own[1]] if own else found
    said = "".join(re.findall(r"[^\W_]", _POINT.sub("", "\n".join(text for _, text in texts))))
    return Words(_ranges(numbers), parts, len(said), hashlib.sha256(said.encode()).hexdigest()[:8])


def _rows(text: str) -> list[str]:
    """The numbers of the rows of an annex; lines that have none are counted."""
    return _ROW.findall(text) or [str(n + 1) for n, _ in enumerate(_LINE.findall(text))]


def _points(text: str, before: int) -> list[str]:
    """The points that a text counts, one after the other; a reference to a point of another act is none."""
    counted = before
    for found in _POINT.findall(text):
        counted += int(found) == counted + 1
    return [str(n) for n in range(before + 1, counted + 1)]


def _ranges(numbers: list[str]) -> str:
    """`1, 1.1, 1.2, 1.3, 2` as `1, 1.1–1.3, 2`."""
    steps = [(n.rpartition(".")[0], int(n.rpartition(".")[2])) for n in numbers]
    runs = groupby(enumerate(steps), key=lambda pair: (pair[1][0], pair[1][1] - pair[0]))
    shown = []
    for (above, _), run in runs:
        ends = [n for _, (_, n) in run]
        first, last = (f"{above}.{n}" if above else str(n) for n in (ends[0], ends[-1]))
        shown.append(first if first == last else f"{first}–{last}")
    return ", ".join(shown)


def numbers_of(shown: str) -> set[str]:
    """The points or rows that a cell of the list names."""
    found: set[str] = set()
    for run in re.findall(r"[\d.–]+", shown.strip("–")):
        first, _, last = run.partition("–")
        above, _, start = first.rpartition(".")
        end = (last or first).rpartition(".")[2]
        found |= {f"{above}.{n}" if above else str(n) for n in range(int(start), int(end) + 1)}
    return found


# ---- what a rule file holds


def statements(file: str) -> tuple[Any, ...]:
    """The statements of a rule file."""
    return parse(read(RULES / file))[0].statements


def provisions(found: tuple[Any, ...]) -> dict[str, Words]:
    """The words that stand in norms, by the provision, with its numbering where that is not the document's own."""
    pieces: dict[str, list[tuple[str, str]]] = {}
    for part, norm in _norms("", found):
        address = norm.name.text if norm.name else _first(norm).address
        pieces.setdefault(f"{part} {provision(address)}".strip(), []).append((address, _said(norm)))
    return {at: words(texts, sum(":" in a for a, _ in texts) or 1) for at, texts in pieces.items()}


def _norms(part: str, statements: tuple[Any, ...]) -> Iterator[tuple[str, ast.Norm]]:
    for statement in statements:
        if isinstance(statement, ast.Norm):
            yield part, statement
        elif isinstance(statement, ast.Part):
            yield from _norms(statement.name.text, statement.body or ())


def _first(norm: ast.Norm) -> ast.Citation:
    return next(m for m in norm.marks if isinstance(m, ast.Citation))


def provision(address: str) -> str:
    """`5.2`, `34:1` → the paragraph; chapters, annexes and their tables are provisions of their own."""
    return address.partition(":")[0] if address[0].isalpha() else re.split(r"[.:]", address)[0]


def _said(statement: Any) -> str:
    """The words in a statement: a heading, and what stands as text in it or in a register in it."""
    inside = getattr(statement, "body", None) or ()
    heading = statement.title if isinstance(statement, ast.Retitle) else None
    heading = statement.label if isinstance(statement, ast.Norm) else heading
    texts = [inspect.cleandoc(s.text.value).strip() for s in inside if isinstance(s, ast.Words)]
    texts += [_said(s) for s in inside if isinstance(s, ast.Register)]
    return "\n".join([*([heading.value] if heading else []), *texts])


def operations(found: tuple[Any, ...]) -> dict[str, tuple[str, Words]]:
    """The operations, by the provision of the act that orders them, each with its words."""
    told: dict[str, tuple[str, Words]] = {}
    for o in found:
        if isinstance(o, OPERATIONS):
            text = _said(o)
            lines = [line for line in text.splitlines() if not _POINT.match(line)]
            by = str(o.order.by)
            assert by not in told, f"two operations say `by {by}`"
            plain = isinstance(o, ast.Replace | ast.Insert)
            told[by] = (_shown(o), words([("", text)], len(lines) if plain else 1))
    return told


def _shown(o: Any) -> str:
    """The operation with the lines that it changes."""
    match o:
        case ast.Insert():
            return f"insert {o.target} {o.word} {o.anchor}"
        case ast.NewEdition():
            return f"new edition {o.target}" + (f" is {o.document.text}" if o.document else "")
        case ast.InRegister():
            return f"in register {o.register}: " + ", ".join(_line(s) for s in o.body if not isinstance(s, ast.Words))
        case ast.Replace() | ast.Repeal() | ast.Retitle():
            return f"{type(o).__name__.lower()} {o.target}"
    raise AssertionError(f"no act of the list has {type(o).__name__}")


def _line(s: Any) -> str:
    match s:
        case ast.ReplaceLine():
            return f"replace line {s.line.text}"
        case ast.InsertLine():
            return f"insert line {s.body[0].name.text} after {s.after.text}"
    raise AssertionError(f"no act of the list has {type(s).__name__}")


def citations(tree: Any) -> Iterator[ast.Citation]:
    """Every citation in a statement or below it."""
    if isinstance(tree, ast.Citation):
        yield tree
    elif isinstance(tree, tuple):
        for inner in tree:
            yield from citations(inner)
    elif has(type(tree)):
        for one in fields(type(tree)):
            yield from citations(getattr(tree, one.name))


# ---- what the rules make of it


def texts() -> Iterator[tuple[str, LawDef]]:
    """Each document on a day on which a text of it holds: its name with the day, and its registers and the rest."""
    for folder, day in (("decree-954", "2010-10-08"), ("decree-954", "2017-12-12"), ("decree-954", "2024-01-01")):
        rules = load_on(RULES / folder, date.fromisoformat(day), drafts=day.startswith("2010"))
        yield f"{folder} on {day}", rules.program.law
    for name in ("order-20-01-38-3/progress", "order-20-01-38-3/effectiveness", "interaction-2020/interaction"):
        yield f"{name} in force", load(RULES / f"{name}.eval").program.law


def rows(law: LawDef) -> dict[str, list[tuple[str, ...]]]:
    """Lines of registers, offices, assessors with their exceptions, deadlines: as the list has them."""
    assessors = []
    for rule in law.assessors:
        whom = rule.assessed.text or ("all" if rule.office else "not held")
        assessors.append((rule.path, whom, rule.office or "–", _cited(rule.provisions)))
        assessors += [(rule.path, e.assessed.text, e.office, _cited(e.provisions)) for e in rule.exceptions]
    return {
        "lines": [(_cited(x.provisions), x.label, _scope(x)) for r in law.registers for x in r.lines],
        "offices": [(o.name, o.label, _cited(o.provisions)) for o in law.offices],
        "assessors": assessors,
        "deadlines": [(_cited(d.provisions), d.label, _due(d.due)) for d in law.deadlines],
    }


def _cited(provisions: tuple[str, ...]) -> str:
    return " ".join(provisions) or "–"


def _scope(line: LineDef) -> str:
    covers = line.covers
    named = ", ".join(covers.names)
    shown = ("all" + (f" except {named}" if named else "")) if covers.everything else f"only {named}"
    return "; ".join((shown, *([f"not {covers.activity}"] if covers.activity else []), *sorted(line.attributes)))


def _due(due: Due) -> str:
    if due.word == "within":
        return f"within {due.count} {due.unit if due.count > 1 else due.unit[:-1]} of {due.event}"
    day = f"{due.day.day} {month_name[due.day.month]}" if due.day.day else month_name[due.day.month]
    return f"{due.word} {day}" + (" of next year" if due.day.next_year else "")


# ---- what is listed


def listed(kind: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rows below the headings `### KIND`, each with the file that its section `## FILE` names."""
    file = heading = ""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            file, heading = line[3:], ""
        elif line.startswith("### "):
            heading, above = line[4:], True
        elif heading == kind and line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split(" | "))
            if set(line) <= set("|-"):
                above = False
            elif not above:
                yield file, cells

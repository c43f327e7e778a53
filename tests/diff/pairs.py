"""Pairs of versions: a small methodology, and changes of it."""

from evallang.source import from_text
from evallang.syntax import ast, parse

BASE = """\
methodology base "A system"
in force 2020-01-01
kinds central "Central", local "Local"
input late : count §3
input all  : count §3
reading scale id "A-1" §3 { option ten; option twenty; choose ten }
parameter q = 1
brackets steps(n : count) §8
  | n        | points |
  | up to 4  |      1 | §8.1
  | 5 and up |      2 | §8.2
criterion deadlines "Deadlines" §3 {
  points 10                          §3
  when all = 0 : 10                  §3.2
  score 10 - late / all * 10         §3.1
  clamp 0 ..                         §4
}
criterion size "Size" §5 { points 2; score steps(all) }
index total "Total" §6 {
  weights deadlines 60% §6.1, size 40% §6.2
  grade
    | score    | grade |
    | below 5  | low   |
    | 5 and up | high  |
}
rating order "Order" §7 { among body of same kind; by total, highest first, ties share }
"""

CHANGES = {
    "points": ("points 10     ", "points 12     "),
    "guard": ("when all = 0 : 10", "when all = 0 : 0"),
    "formula": ("score 10 - late / all * 10", "score 10 - late / all * 20"),
    "clamp": ("clamp 0 ..", "clamp 1 .."),
    "row": ("| 5 and up |      2 | §8.2", "| 5 and up |      3 | §8.2"),
    "bound": ("below 5  |", "below 6  |"),
    "weight": ("deadlines 60% §6.1, size 40%", "deadlines 70% §6.1, size 30%"),
    "choice": ("choose ten", "choose twenty"),
    "ties": ("ties share", "ties dense"),
    "inserted": (
        'criterion deadlines "Deadlines" §3 {\n',
        'criterion deadlines "Deadlines" §3 {\n  when late > 4 : 1 §3.0\n',
    ),
}
SAME = {
    "layout": (
        'criterion size "Size" §5 { points 2; score steps(all) }',
        'criterion size "Size" §5 {\n  points 2\n  score steps(all)\n}',
    ),
    "a comment": ("kinds central", "# of bodies\nkinds central"),
    "percent": ("deadlines 60%", "deadlines 60.0%"),
    "share": ("deadlines 60%", "deadlines 0.6"),
    "equality turned": ("when all = 0", "when 0 = all"),
    "order of weights": ("deadlines 60% §6.1, size 40% §6.2", "size 40% §6.2, deadlines 60% §6.1"),
    "order of rows": (
        "| up to 4  |      1 | §8.1\n  | 5 and up |      2 | §8.2",
        "| 5 and up |      2 | §8.2\n  | up to 4  |      1 | §8.1",
    ),
    "what is usual": (", highest first, ties share", ""),
    "order of declarations": (
        "input late : count §3\ninput all  : count §3",
        "input all  : count §3\ninput late : count §3",
    ),
    "an acceptance of a node": ('criterion size "Size" §5', 'criterion size "Size" accept C101 "why" §5'),
    "an acceptance of a node that cites nothing": ("parameter q = 1", 'parameter q accept C101 "why" = 1'),
    "an acceptance of a clause": ("clamp 0 ..   ", 'clamp 0 .. accept C401 "why" accept C402 "too"'),
    "an acceptance of a guard": ("when all = 0 : 10                  §3.2", 'when all = 0 : 10 §3.2 accept C401 "why"'),
    "acceptances of weights": ("60% §6.1, size 40%", '60% §6.1 accept C101 "why", size 40% accept C102 "why"'),
    "acceptances of a table": (
        "§8\n  | n        | points |\n  | up to 4  |      1 |",
        '§8 accept C201 "a"\n  | n | points | accept C202 "b"\n  | up to 4 | 1 | accept C203 "c"',
    ),
    "acceptances of grades": (
        "grade\n    | score    | grade |",
        'grade accept C201 "a"\n    | score | grade | accept C202 "b"',
    ),
    "acceptances of a reading": ("§3 { option ten;", '§3 accept C502 "why" { option ten accept C503 "why";'),
    "acceptances of a rating": ("among body of same kind;", 'among body of same kind accept C301 "why";'),
    "order of terms": ("score 10 - late / all * 10", "score 10 - 10 * (late / all)"),
}  # fmt: skip


def module(*changes: tuple[str, str]) -> ast.Module:
    """The methodology with some texts changed."""
    text = BASE
    for before, after in changes:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    found, diagnostics = parse(from_text("rules.eval", text))
    assert not diagnostics
    return found

"""Random trees: printed and read again they are the same, and printing settles at once."""

import re
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import law, names, tables
from strategies.expressions import compound, expressions, leaves, selectors
from strategies.named import named
from strategies.statements import EVERY, module, modules

from evallang.source import from_text
from evallang.syntax import ast, format_module, parse

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
FEW = settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
MANY = settings(max_examples=80, deadline=None, suppress_health_check=SLOW)

_STRINGS = re.compile(r'("""(?:[^"]|"{1,2}(?!"))*"""|"[^"\n]*")')


def read(text: str) -> ast.Module:
    found, diagnostics = parse(from_text("printed.eval", text))
    assert not diagnostics, (text, diagnostics[0].message)
    return found


def check(tree: ast.Module) -> None:
    """The tree comes back, and its print is final."""
    printed = format_module(tree)
    again = read(printed)
    assert again == tree, printed
    settled = format_module(again)
    assert settled == printed


def check_settles(text: str) -> None:
    """A text as some author wrote it: the same tree, the same comments, and a print that is final."""
    tree = read(text)
    printed = format_module(tree)
    again = read(printed)
    assert again == tree
    assert sorted(c.text.rstrip() for c in again.comments) == sorted(c.text.rstrip() for c in tree.comments)
    assert format_module(again) == printed


def drawn(strategy: st.SearchStrategy[Any]) -> set[type[Any]]:
    """The classes of what a strategy gives."""
    classes: set[type[Any]] = set()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True, suppress_health_check=SLOW)
    @given(named("one", strategy))
    def collect(value: object) -> None:
        classes.update(map(type, value) if isinstance(value, tuple) else [type(value)])

    collect()
    return classes


def test_every_sort_of_statement_and_expression_has_a_strategy() -> None:
    assert set(EVERY) == set(get_args(ast.Statement))
    assert set(compound(leaves)) | drawn(leaves) == set(get_args(ast.Expr))


@pytest.mark.parametrize(
    ("union", "strategy"),
    [
        (ast.Cell, tables.cells),
        (ast.Mark, names.marks),
        (ast.Trait, tables.traits),
        (ast.Selector, selectors(leaves)),
        (ast.TypeExpr, tables.types),
        (ast.Covers, law.covers),
        (ast.Due, law.dues),
        (ast.FixedDay | ast.DayOfYear, law.days),
    ],
    ids=["cells", "marks", "traits", "selectors", "types", "covers", "dues", "days"],
)
def test_every_piece_has_a_strategy(union: Any, strategy: st.SearchStrategy[Any]) -> None:
    assert drawn(strategy) == set(get_args(union))


@pytest.mark.parametrize("sort", EVERY, ids=lambda sort: sort.__name__)
def test_each_sort_of_statement_comes_back(sort: type[Any]) -> None:
    @FEW
    @given(EVERY[sort])
    def comes_back(statement: Any) -> None:
        check(module([statement]))

    comes_back()


@MANY
@given(expressions)
def test_expressions_come_back(e: ast.Expr) -> None:
    check(module([ast.Score(e)]))


@FEW
@given(modules)
def test_modules_come_back(tree: ast.Module) -> None:
    check(tree)


@st.composite
def other_layouts(draw: st.DrawFn) -> str:
    """The print of a random module with other line breaks, blank lines and comments."""
    printed = format_module(draw(modules))
    random = draw(st.randoms(use_true_random=False))

    def comment() -> str:
        return random.choice(
            ["", "", f'  # {random.randint(0, 99)} "x', "\n\n\n", f"\n    # өз {random.randint(0, 99)}\n"]
        )

    def broken(found: re.Match[str]) -> str:
        if random.random() < 0.6:
            return found.group()
        sign = found.group().strip()
        if sign in {",", "{"}:
            return f"{sign}{comment()}\n   "
        if sign in {";", "}"}:
            return f"{comment()}\n{sign} "
        return f"{comment()}\n      {sign} "

    parts = _STRINGS.split(printed)
    for i in range(0, len(parts), 2):
        plain = re.sub(r", | (?:and|or|[-+*/=<>]|!=|<=|>=|then|else) | \{ |; | \}", broken, parts[i])
        parts[i] = re.sub(r"\n", lambda _: comment() + "\n", plain)
    return "".join(parts)


@MANY
@given(other_layouts())
def test_any_layout_settles(text: str) -> None:
    check_settles(text)

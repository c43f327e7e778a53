"""What is written into a file hides nothing: neither names of modules that come late, nor one definition another."""

import ast
import inspect
import re
from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import pytest
from compiled.written import module_of
from engine.programs import rules_of

from evallang.backends.python.bundle import MODULES
from evallang.backends.python.runtime.late import Late, Pattern

RULES = """
methodology m
kinds jai "Жай орган", b
input n : number
indicator x { score n }
"""
TEXTS = ["1 000", "45 %", "\u22125", "1\u00a0000", "1\t0", "٣", "x", "1,5", "1e99999", "1." + "0" * 10_000]


def _imported(module: ModuleType) -> Iterator[tuple[str, str]]:
    """What a module imports whole or by name from outside: (module, name)."""
    for statement in ast.parse(inspect.getsource(module)).body:
        if isinstance(statement, ast.Import):
            yield from ((alias.name, "") for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not (statement.module or "").startswith("evallang"):
            yield from ((statement.module or "", alias.name) for alias in statement.names)


def _asked(module: ModuleType) -> set[tuple[str, str, str]]:
    """The attributes that a module asks of what it imports: (module, name, attribute)."""
    here = {name or source: (source, name) for source, name in _imported(module)}
    return {
        (*here[node.value.id], node.attr)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in here
    }


ASKED = sorted(set[tuple[str, str, str]]().union(*map(_asked, MODULES)))


def test_something_is_asked_of_modules() -> None:
    assert ("unicodedata", "", "name") in ASKED


@pytest.mark.parametrize(("module", "name", "attribute"), ASKED)
def test_what_comes_late_hides_no_name(module: str, name: str, attribute: str) -> None:
    """An attribute of what comes late is that of what it stands for."""
    real = getattr(__import__(module), name) if name else __import__(module)
    if module != "__future__":
        assert getattr(Late(module, name, "_of_this_test"), attribute) == getattr(real, attribute)


def test_patterns_that_come_late_can_do_what_is_asked() -> None:
    """Only whole texts are matched."""
    for module in MODULES:
        source = inspect.getsource(module)
        names = re.findall(r"^(_\w+)(?:: [\w.]+)? = re\.compile", source, re.MULTILINE)
        asked = {method for name in names for method in re.findall(rf"\b{name}\.(\w+)", source)}
        assert all(hasattr(Pattern, method) for method in asked), (module, asked)


@pytest.mark.parametrize("score", ["n", "sqrt(n)"])
def test_no_definition_of_a_file_stands_twice(score: str) -> None:
    """The second would take the place of the first, also for those who mean the first."""
    tree = ast.parse(rules_of(RULES.replace("score n", f"score {score}")).compile().source)
    names = [s.name for s in tree.body if isinstance(s, ast.FunctionDef | ast.ClassDef)]
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            names += [x.id for x in ast.walk(statement) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)]
    assert [name for name, times in Counter(names).items() if times > 1] == []


def test_no_module_of_a_file_defines_what_another_one_has() -> None:
    """All of them come into one file."""
    names: Counter[str] = Counter()
    for module in MODULES:
        imported = {name or source for source, name in _imported(module)}
        defined = set[str]()
        for s in ast.parse(inspect.getsource(module)).body:
            if isinstance(s, ast.FunctionDef | ast.ClassDef):
                defined.add(s.name)
            elif isinstance(s, ast.Assign | ast.AnnAssign):
                defined |= {x.id for x in ast.walk(s) if isinstance(x, ast.Name) and isinstance(x.ctx, ast.Store)}
        assert not defined & imported
        names.update(defined)
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("text", TEXTS)
def test_why_a_text_is_no_number(text: str) -> None:
    """In memory and in a file; each text first, while what it needs has not come yet."""
    rules = rules_of(RULES)
    record = {"body": "a", "kind": "jai", "n": text}
    wanted = rules.score({"bodies": [record]})["a"]["x"].because.partition(": ")[2]
    for score in (rules.compile().score, module_of(rules.compile().source).score):
        found = score(record)["x"]
        assert getattr(found, "because", str(found)).partition(": ")[2] == wanted

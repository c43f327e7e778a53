"""Compiled rules in memory: the text of the file, and its functions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from attrs import frozen

from evallang.backends.interpreter.run import Run
from evallang.backends.python.bundle import bundled, known_here
from evallang.backends.python.document import Document
from evallang.backends.python.results import Outputs
from evallang.backends.python.runtime.scores import Scores
from evallang.backends.python.unit import NotCompiled, Unit
from evallang.ir.data import Cell, Dataset
from evallang.ir.deep import deep_calls
from evallang.ir.program import ParameterDef, Program
from evallang.uncollected import uncollected

Record = Mapping[str, Any]
"""What is given of a body: `body`, `kind`, and inputs by their short paths."""


@frozen(eq=False, repr=False, slots=False)
class Scorer:
    """Scores one record at a time, exactly; `source` is the same as a file that needs no package.

    It can be pickled, and so can its results: `score` itself is made anew where it is unpickled, from the code of the
    rules.
    """

    name: str
    """The name of the rules."""
    _head: str
    _rules: str
    score: Callable[..., Scores]
    """All results of a record; where rules look at other bodies or years, those follow as a second argument."""
    score_all: Callable[[Iterable[Record]], list[Scores]]
    """All results of records that are scored together, where rules look at other bodies."""

    @cached_property
    def source(self) -> str:
        """The text of a file."""
        return "\n".join([self._head, "", bundled(self._rules), "", _RULE, self._rules])

    def __call__(self, record: Record, *others: Iterable[Record]) -> Scores:
        """As `score`; what maps over processes takes the scorer itself."""
        return self.score(record, *others)

    def __reduce__(self) -> tuple[Any, ...]:
        return unpickled, (self.name, self._head, self._rules)


def compiled(
    program: Program, choices: Sequence[int], cells: Mapping[int, Cell], outputs: Outputs = None,
    linked: frozenset[int] = frozenset(),
) -> Scorer:  # fmt: skip
    """The scorer of a program under chosen readings; `linked` nodes are scored by documents given with it.

    Raises NotCompiled for what is not written yet.
    """
    run = Run(program, tuple(choices), Dataset({}), None, cells)
    with deep_calls(), uncollected():
        parameters = {number: run.parameter(number) for number in range(len(program.parameters))}
        unit = Unit(program, tuple(choices), parameters, linked=linked)
        document = Document(unit, outputs)
        text = document.body() + _end(unit, document.results.paths)
        return _made(program.name, _head(program, choices, cells), text)


def _made(name: str, head: str, rules: str) -> Scorer:
    """A scorer from the code of its rules, which calls what the package has: a file has the same written into it."""
    functions = {"__name__": "scorer", **known_here()}
    exec(compile(f"{_FUTURE}\n{rules}", f"<{name}>", "exec"), functions)  # noqa: S102  # made from rules
    return Scorer(name, head, rules, functions["score"], functions["score_all"])


@lru_cache(maxsize=8)
def unpickled(name: str, head: str, rules: str) -> Scorer:
    """A scorer that another process made; the same one comes with every task that it is sent for."""
    return _made(name, head, rules)


def _head(program: Program, choices: Sequence[int], cells: Mapping[int, Cell]) -> str:
    options = [f"{r.id or r.name}: {r.options[o].name}" for r, o in zip(program.readings, choices, strict=True)]
    lines = [
        f'"""{program.label or program.name}: exact scores of one record at a time.', "",
        f"Compiled from the rules `{program.name}`, SHA-256 {program.source.digest}",
        "(of their text in UTF-8 and NFC, lines ended by a line feed). It needs Python 3.10 or newer, and no package.",
    ]  # fmt: skip
    lines += ["Readings: " + ", ".join(options) + "."] if options else []
    given = [_given(parameter, cells.get(number)) for number, parameter in enumerate(program.parameters)]
    lines += ["Parameters: " + ", ".join(filter(None, given)) + "."] if any(given) else []
    text = "\n".join(line.replace("\\", "\\\\").replace('"""', "'''") for line in lines[1:])
    first = lines[0].replace("\\", "\\\\")
    return f'{first}\n{text}\n"""\n\n{_TYPES}\n{_FUTURE}\n'


def _given(parameter: ParameterDef, cell: Cell | None) -> str:
    """What a parameter that the rules leave open is in a file; nothing for one that has its value in the rules."""
    if parameter.value is not None:
        return ""
    value = None if cell is None else cell.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    shown = "is not given" if value is None else f"= {value}"
    return f"{parameter.name} {'cannot be read' if cell is not None and cell.invalid else shown}"


_TYPES = """# In the functions of the rules one name may hold a number, or why there is none.
# mypy: disable-error-code="arg-type, assignment, call-overload, comparison-overlap, operator"
# mypy: disable-error-code="union-attr, var-annotated"
"""
_FUTURE = "from __future__ import annotations"
_RULE = "# ---- the rules\n"
_NO_RECORD = '''
def no_record(record: Any, place: int | None = None) -> TypeError:
    """That what is given, or what stands at a place of it, is no record."""
    where = "" if place is None else f" (at {place})"
    return TypeError(f"a record is a dictionary of what is given, not {type(record).__name__}{where}")

'''
_ALONE = '''
def name_of(record: Mapping[str, Any], _: Any) -> str:
    """The body of a record by its name in the rules, where it has one."""
    key = key_of(record, BODY)
    return NAMES.get(key, key)


def score(record: Mapping[str, Any]) -> Scores:
    """All results of a record: `body`, `kind`, and what is given, by the short paths of the inputs."""
    try:
        return (OF_KIND.get(record.get("kind")) or OTHERWISE)(record)
    except TypeError:  # a list is no kind
        return OTHERWISE(record)
    except AttributeError:
        if hasattr(record, "get"):
            raise
        raise no_record(record) from None


def score_all(records: Iterable[Mapping[str, Any]]) -> list[Scores]:
    """All results of each of some records."""
    found = []
    for record in records:
        try:
            found.append((OF_KIND.get(record.get("kind")) or OTHERWISE)(record))
        except TypeError:  # a list is no kind
            found.append(OTHERWISE(record))
        except AttributeError:
            if hasattr(record, "get"):
                raise
            raise no_record(record, len(found)) from None
    return found
'''
_TOGETHER = '''
def name_of(record: Mapping[str, Any], p: Any) -> str:
    """The body of a record by its name in the rules, where it has one, among those that are scored with it."""
    found: str = p.names[key_of(record, BODY)]
    return found


def score(record: Mapping[str, Any], others: Iterable[Mapping[str, Any]] = ()) -> Scores:
    """All results of a record: `body`, `kind`, and what is given, by the short paths of the inputs.

    Some rules look at `others`: other bodies, or the same body in other years, by `period`.
    """
    if not hasattr(record, "get"):
        raise no_record(record)
    return results([record, *records_of(others)], 1)[0]


def score_all(records: Iterable[Mapping[str, Any]]) -> list[Scores]:
    """All results of records that are scored together, each in its own `period`: some rules look at all of them."""
    held = records_of(records)
    return results(held, len(held))


def records_of(given: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Records that are given together."""
    if hasattr(given, "get"):
        raise TypeError("records are given in a list, also where there is one")
    held = list(given)
    for place, record in enumerate(held):
        if not hasattr(record, "get"):
            raise no_record(record, place)
    return held


'''
_SEPARATE = '''def results(records: Sequence[Mapping[str, Any]], count: int) -> list[Scores]:
    """The results of the first of some records."""
    records = [plain(record, BODY) for record in records]
    PREPARED
    together = Periods(records, KINDS, NAMES)
    return [(OF_KIND.get(r.get("kind")) or OTHERWISE)(r, together.of(r)) for r in records[:count]]
'''
_AMONG = '''NOWHERE: dict[str, tuple[int, int | None, int]] = dict.fromkeys(PATHS, (0, None, 0))


def results(records: Sequence[Mapping[str, Any]], count: int) -> list[Scores]:
    """The results of the first of some records; what is left out has none, and nothing looks at it."""
    records = [plain(record, BODY) for record in records]
    why = left_out(records, needs_body=NEEDS_BODY)
    records = [record for place, record in enumerate(records) if place not in why]
    PREPARED
    together = PERIODS(records, KINDS, NAMES)
    scored = ((OF_KIND.get(r.get("kind")) or OTHERWISE)(r, together.of(r)) for r in records)
    return [Scores(NOWHERE, (why[place],)) if place in why else next(scored) for place in range(count)]
'''


def _end(unit: Unit, paths: Sequence[str]) -> str:
    """The functions of the file that are called; `paths` are those of its results."""
    prepared = ["records = carried(records, FIXED, KINDS, NAMES)"] if unit.is_yearly else []
    prepared += ["records = within_bounds(records, BOUNDS)"] if unit.has_outer_bounds else []
    if not prepared and not unit.together and not unit.looks_back:
        return _NO_RECORD + _ALONE
    text = _NO_RECORD + _TOGETHER + (_AMONG if unit.together or unit.looks_back else _SEPARATE)
    lines = "".join(f"    {line}\n" for line in prepared)
    # A record with its own years alone is the same body, whatever it is called.
    needs_body = "True" if unit.together else "len(records) > 1"
    for word, said in (("    PREPARED\n", lines), ("PERIODS", "Years" if unit.looks_back else "Periods"),
                       ("NEEDS_BODY", needs_body), ("PATHS", repr(tuple(paths)))):  # fmt: skip
        text = text.replace(word, said)
    return text


__all__ = ["NotCompiled", "Scorer", "compiled", "unpickled"]

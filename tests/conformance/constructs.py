"""What the rules of the cases use: every operation, every form of expression, clause, row and step."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any, get_args

import attrs
from conformance.case import cases

from evallang.ir import expr as ir
from evallang.ir import kernel
from evallang.ir import program as forms
from evallang.ir.law import LawDef
from evallang.ir.program import Program
from evallang.numbers import RoundingMode
from evallang.types import Type

# Words for people, places in the text, and what follows from the rest: nothing is computed from them.
WORDS = {
    "amended", "asked", "dated", "draft", "id", "in_force", "label", "labels", "language", "law", "name", "names",
    "norms", "origin", "provisions", "proposes", "question", "reasons", "rests", "short", "source", "span", "states",
    "symbol", "takes", "text", "text_of", "type", "types", "why", "number", "path", "params", "word",
}  # fmt: skip
# `a - b` is written down as `a + -b`.
NOT_WRITTEN = {"operation sub"}
DECLARED_CLASSES = (
    forms.ReadingDef, forms.ParameterDef, forms.ItemDef, forms.InputDef, forms.FormulaDef, forms.FunctionDef,
    forms.Guarded, forms.ClampStep, forms.RoundStep, forms.WeightedPart, forms.WeightsDef, forms.PointsDef,
    forms.PartDef, forms.ExemptionDef, forms.Interval, forms.TableRow, forms.BracketsDef, forms.GradeDef,
    forms.NodeDef, forms.AmongDef, forms.RatingDef, forms.TriggerDef,
)  # fmt: skip


def held(value: Any, seen: set[int] | None = None) -> Iterator[Any]:
    """Everything inside a program."""
    seen = set() if seen is None else seen
    if isinstance(value, tuple | list | frozenset):
        for inner in value:
            yield from held(inner, seen)
    elif attrs.has(type(value)) and type(value).__module__.startswith("evallang.ir") and not isinstance(value, LawDef):
        if id(value) in seen:
            return
        seen.add(id(value))
        yield value
        for field in attrs.fields(type(value)):
            if field.name not in ("source", "rests"):
                yield from held(getattr(value, field.name), seen)


def wanted() -> set[str]:
    """Every name that the cases have to use."""
    found = {f"operation {op}" for op in (*kernel.ARITHMETIC, *kernel.COMPARISONS, *kernel.LOGIC)}
    found |= {f"operation {op}" for op in kernel.FUNCTIONS if op != "round"}
    found |= {f"operation round:{mode.value}" for mode in RoundingMode}
    found |= {f"step {mode.value}" for mode in RoundingMode}
    found |= {f"aggregate {op}" for op in (*kernel.AGGREGATES, *kernel.RELATIVE)}
    found |= {f"asks {op}" for op in ("missing", "known")}
    found |= {f"ties {ties}" for ties in ("share", "dense", "mean", "none")}
    found |= {f"{end} {what}".strip() for end in ("first", "last") for what in ("", "places", "values")}
    found |= {f"mark {how}".strip() for how in ("", "full points", "shared out")}
    found |= {f"cell {sort}" for sort in ("bounds", "number", "name", "flag", "any")}
    found |= {f"input {kind.__name__}" for kind in get_args(Type) if kind.__name__ != "Unknown"}
    found |= {f"word {word}" for word in ("block", "bonus", "penalty", "row")}
    classes = (*get_args(ir.Expr), *get_args(ir.Over), *get_args(forms.Step), *DECLARED_CLASSES)
    for kind in dict.fromkeys(classes):
        found.add(kind.__name__)
        for field in attrs.fields(kind):
            if field.name not in WORDS:
                found |= {f"{kind.__name__}.{field.name}{way}" for way in _ways(field)}
    return found - NOT_WRITTEN


def _ways(field: Any) -> tuple[str, ...]:
    """What has to be seen of a field: both of yes and no, or something where there may be nothing."""
    if str(field.type) == "bool":
        return (" yes", " no")
    may_be_left_out = field.default is not attrs.NOTHING or "None" in str(field.type) or str(field.type) == "Conditions"
    return ("",) if may_be_left_out else ()


def used() -> dict[str, set[str]]:
    """What the cases use, and which of them."""
    found: dict[str, set[str]] = defaultdict(set)
    for case in cases():
        for x in held(case.rules().program):
            for name in _names(x):
                found[name].add(case.name)
    return found


def _names(x: Any) -> Iterator[str]:
    kind = type(x)
    yield kind.__name__
    if not isinstance(x, Program):
        for field in attrs.fields(kind):
            value, name = getattr(x, field.name), f"{kind.__name__}.{field.name}"
            if isinstance(value, bool):
                yield f"{name} {'yes' if value else 'no'}"
            elif value not in (None, (), "", frozenset()) and (
                field.default is attrs.NOTHING or value != field.default
            ):
                yield name
    for sort, name in SORTS.items():
        if isinstance(x, sort):
            yield from name(x)


def _cell(test: Any) -> str:
    match test:
        case forms.Interval():
            return "bounds"
        case bool():
            return "flag"
        case Fraction():
            return "number"
        case str():
            return "name"
    return "any"


SORTS: dict[type, Callable[[Any], Iterable[str]]] = {
    ir.Apply: lambda x: [f"operation {x.op}"],
    ir.Aggregate: lambda x: [f"aggregate {x.op}"],
    ir.Asks: lambda x: [f"asks {x.op}"],
    ir.InRating: lambda x: [f"{x.end} {x.what}".strip()],
    forms.RoundStep: lambda x: [f"step {x.mode}"],
    forms.RatingDef: lambda x: [f"ties {x.ties}"],
    forms.InputDef: lambda x: [f"input {type(x.type).__name__}"],
    forms.ExemptionDef: lambda x: [f"mark {x.compensation}".strip()],
    forms.NodeDef: lambda x: [f"word {x.word}"],
    forms.TableRow: lambda x: [f"cell {_cell(test)}" for test in x.tests],
}
"""What else is said of some forms."""

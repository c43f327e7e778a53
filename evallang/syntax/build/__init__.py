"""Grammar rule → node: one function per rule, called by the parser as it reduces."""

from __future__ import annotations

from types import FunctionType, SimpleNamespace

from evallang.syntax.build import base, clauses, declarations, expressions, law, tables

# Rules whose names are words of Python or of another function here.
_RENAMED = {
    "start": base.start_rule,
    "sum": expressions.sum_rule,
    "product": expressions.product,
    "either": expressions.either,
    "both": expressions.both,
    "over": expressions.over_rule,
    "round": clauses.round_rule,
    "input": declarations.input_rule,
    "range": tables.range_rule,
}


def builders() -> SimpleNamespace:
    """All functions by the name of their grammar rule."""
    found: dict[str, FunctionType] = {}
    for module in (base, expressions, tables, clauses, declarations, law):
        own = [v for v in vars(module).values() if isinstance(v, FunctionType) and v.__module__ == module.__name__]
        found |= {function.__name__: function for function in own if function.__name__[0] != "_"}
    return SimpleNamespace(**(found | _RENAMED))

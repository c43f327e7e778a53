"""Written expressions by what they say, whatever the order of what is added, multiplied, or joined."""

from __future__ import annotations

from typing import Any

import attrs

from evallang.syntax import ast

_FIRST = {"+": "+", "-": "+", "*": "*", "/": "*"}
"""What stands before the first operand of a chain, by the operators behind it."""


def reordered(e: Any) -> Any:
    """The same for two expressions that differ in the order of operands alone."""
    match e:
        case ast.Chain(operands=operands, operators=operators):
            signs = (_FIRST.get(operators[0], ""), *operators)
            pairs = [(sign, reordered(x)) for sign, x in zip(signs, operands, strict=True)]
            return "chain", *(sorted(pairs, key=repr) if set(operators) <= _FIRST.keys() else pairs)
        case ast.Logic(operator=operator, operands=operands):
            return operator, *sorted(map(reordered, operands), key=repr)
        case tuple():
            return tuple(map(reordered, e))
    if not attrs.has(type(e)):
        return e
    return type(e).__name__, *(reordered(getattr(e, f.name)) for f in attrs.fields(type(e)) if f.eq)

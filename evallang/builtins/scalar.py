"""Built-ins over single values."""

from __future__ import annotations

from evallang.builtins.entry import Builtin

SCALAR = (
    Builtin("abs", "values", "the value without its sign", "abs(2 - 5) = 3", 1, 1),
    Builtin("floor", "values", "the greatest whole number that is not above the value", "floor(2.7) = 2", 1, 1,
            monotone=1),
    Builtin("ceiling", "values", "the smallest whole number that is not below the value", "ceiling(2.1) = 3", 1, 1,
            monotone=1),
    Builtin("round", "values", "the value to the nearest multiple of a step, in the mode written after it",
            "round(2.675, 0.01 half up) = 2.68", 2, 2, monotone=1),
    Builtin("sqrt", "values", "the square root", "sqrt(2.25) = 1.5", 1, 1, units="root", monotone=1),
    Builtin("root", "values", "the n-th root", "root(8, 3) = 2", 2, 2, units="root", monotone=1),
    Builtin("ln", "values", "the natural logarithm", "ln(1) = 0", 1, 1, units="none", monotone=1),
    Builtin("exp", "values", "e to the power of the value", "exp(0) = 1", 1, 1, units="none", monotone=1),
    Builtin("previous", "asks", "the value of one period, or of n periods, before", "previous(value)", 1, 2),
    Builtin("missing", "asks", "whether no value is given or computed", "missing(complaints)", 1, 1),
    Builtin("assessed", "asks", "whether the register has the body assessed in a node", "assessed(goals)", 1, 1),
    Builtin("known", "asks", "whether there is a value", "known(complaints)", 1, 1),
)  # fmt: skip

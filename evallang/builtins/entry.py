"""What is said of a built-in."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Form = Literal["values", "list", "both", "relative", "asks"]


@frozen
class Builtin:
    """One function of the language.

    `form`: `values` takes arguments `f(a, b)`; `list` takes `f(x for item)` or `f(parts)`; `both` takes either;
    `relative` places the own value among others, `f(x for body of same kind)`; `asks` takes a name.
    `least` and `most` bound the number of arguments in the `values` form (None: no bound); `extra` names the
    arguments that follow a list. `units` says what happens to units. `monotone` is +1 or −1 when the result rises
    or falls with every argument, 0 otherwise. `source` is where the definition is from.
    """

    name: str
    form: Form
    sentence: str
    example: str
    least: int = 1
    most: int | None = None
    extra: tuple[str, ...] = ()
    units: Literal["same", "none", "product", "root"] = "same"
    monotone: int = 0
    whole: bool = False
    source: str = ""

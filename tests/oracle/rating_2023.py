"""Oracle of the unified rating and of the trigger of 2023 (decree № 236, ¶48-1 and ¶73).

Written from the law before the rule file. Exact fractions only; None is "undefined" and
spreads; in `and` / `or` it is Kleene's third value.
"""

from fractions import Fraction

Value = Fraction | None
Truth = bool | None
Options = dict[str, str]

READINGS: Options = {
    "A236-01": "fewer_lower",  # places, distinct
    "A236-02": "split",  # together
    "A236-03": "either",  # both
    "A236-04": "three_falls",  # two_falls, not_better
    "A236-05": "same_rule",  # gap_zero, shared
    "A236-06": "exact",  # two_decimals
    "A236-07": "literal",  # no_trigger
}
WEIGHTS = {  # ¶48-1
    "goals": Fraction(45, 100),
    "interaction": Fraction(30, 100),
    "organisation": Fraction(25, 100),
}


class Body:
    """One body in one year. A block absent from `assessed` is not assessed for it."""

    def __init__(
        self,
        name: str,
        kind: str,
        result: dict[str, Value],
        assessed: frozenset[str] = frozenset(WEIGHTS),
        states: tuple[Value, ...] = (),
    ) -> None:
        self.name = name
        self.kind = kind  # central, local
        self.result = result
        self.assessed = assessed
        self.states = states  # of the sector, oldest first, the scored year last


def rounded(value: Value, options: Options) -> Value:
    """Two decimals, half up, in the reading that rounds before comparing (values are ≥ 0)."""
    if value is None or options["A236-06"] == "exact":
        return value
    return Fraction(int(value * 100 + Fraction(1, 2)), 100)


def block(body: Body, name: str, options: Options) -> Value:
    return rounded(body.result.get(name), options) if name in body.assessed else None


def complete(body: Body) -> bool:
    return body.assessed >= frozenset(WEIGHTS)


def unified(body: Body, options: Options) -> Value:
    """¶48-1: 45 % + 30 % + 25 %; a local body with a gap by the reading A236-05."""
    names = list(WEIGHTS)
    gap = body.kind == "local" and not complete(body)
    if gap and options["A236-05"] != "same_rule":
        names = [name for name in WEIGHTS if name in body.assessed]
    scores = {name: block(body, name, options) for name in names}
    if not scores or any(score is None for score in scores.values()):
        return Fraction(0) if not scores and options["A236-05"] == "gap_zero" else None
    value = sum((WEIGHTS[n] * s for n, s in scores.items() if s is not None), Fraction(0))
    if gap and options["A236-05"] == "shared":
        value /= sum((WEIGHTS[n] for n in names), Fraction(0))
    return rounded(value, options)


def in_unified(body: Body, options: Options) -> bool:
    """Who takes part in the unified rating."""
    return complete(body) or (body.kind == "local" and options["A236-05"] != "same_rule")


def group(bodies: list[Body], body: Body, rating: str, options: Options) -> list[Body]:
    """Those who stand in one rating with this body."""
    together = rating != "unified" and options["A236-02"] == "together"
    return [b for b in bodies if together or b.kind == body.kind]


def scores(bodies: list[Body], body: Body, rating: str, options: Options) -> dict[str, Value]:
    """The compared scores of the body's rating, by name."""
    members = group(bodies, body, rating, options)
    if rating == "unified":
        return {b.name: unified(b, options) for b in members if in_unified(b, options)}
    return {b.name: block(b, rating, options) for b in members if rating in b.assessed}


def rank(bodies: list[Body], body: Body, rating: str, options: Options) -> int | None:
    """The place, largest first, equal scores share the best one (1 2 2 4)."""
    held = scores(bodies, body, rating, options)
    own = held.get(body.name)
    if own is None:
        return None
    return 1 + sum(1 for other in held.values() if other is not None and other > own)


def in_last_three(bodies: list[Body], body: Body, rating: str, options: Options) -> Truth:
    """¶73: one of the last three positions; a body that is not in the rating is not in them."""
    held = scores(bodies, body, rating, options)
    if body.name not in held:
        return False
    own, ranked = held[body.name], [s for s in held.values() if s is not None]
    if options["A236-07"] == "no_trigger" and len(ranked) <= 3:
        return False
    if own is None:
        return None
    if options["A236-01"] == "places":
        place = rank(bodies, body, rating, options)
        return place is not None and place > len(ranked) - 3
    if options["A236-01"] == "distinct":
        return own in sorted(set(ranked))[:3]
    return sum(1 for s in ranked if s < own) < 3


def both(a: Truth, b: Truth) -> Truth:
    if a is False or b is False:
        return False
    return None if a is None or b is None else True


def either(a: Truth, b: Truth) -> Truth:
    if a or b:
        return True
    return None if a is None or b is None else False


def worse(body: Body, options: Options) -> Truth:
    """¶73: the state of the sector got worse three years in a row (more is better)."""
    falls = 2 if options["A236-04"] == "two_falls" else 3
    states = [state for state in body.states[-falls - 1 :] if state is not None]
    if len(states) <= falls:
        return None
    steps = [states[i + 1] - states[i] for i in range(falls)]
    if options["A236-04"] == "not_better":
        return all(step <= 0 for step in steps)
    return all(step < 0 for step in steps)


def responsibility(bodies: list[Body], body: Body, options: Options) -> Truth:
    """¶73: whether the question of responsibility is proposed."""
    low: Truth = False
    for rating in (*WEIGHTS, "unified"):
        low = either(low, in_last_three(bodies, body, rating, options))
    join = either if options["A236-03"] == "either" else both
    return join(low, worse(body, options))

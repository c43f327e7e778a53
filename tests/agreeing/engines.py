"""Each engine over a trial, against the interpreter.

A pair is a program with a body (in a period) of which the engine computed at least one result itself; what it refuses
or leaves to the interpreter is not counted.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from fractions import Fraction
from typing import Any

from agreeing.edges import with_digits
from agreeing.trials import Trial, without_lists
from attrs import define, evolve, field, frozen
from columns.comparing import as_objects, columns_of, near, text_of
from columns.items import lists_of
from sql.comparing import Seen, answers
from sql.comparing import differences as differences_of_rows
from sql.loading import fill

from evallang.backends.columns.column import STATUSES, Column
from evallang.backends.columns.means import MANY
from evallang.backends.python.scorer import Scorer
from evallang.backends.python.unit import NotCompiled
from evallang.backends.sql.query import Query
from evallang.ir.program import RoundStep
from evallang.numbers import Real
from evallang.numbers.enclose import enclosure
from evallang.rules import Rules

_SOME = 2
"""So many rounded results, and so many grades, are compiled alone."""
DIGITS = (40, 160)
"""To so many digits numbers are held to each other that are no fractions."""


@frozen
class Difference:
    """One result that an engine has otherwise than the interpreter."""

    body: str
    path: str
    said: str

    def __str__(self) -> str:
        return f"{self.body}, {self.path}: {self.said}"


@define
class Outcome:
    """What came of trials: pairs and results compared, results left to the interpreter, what differs."""

    programs: int = 0
    pairs: int = 0
    results: int = 0
    left: int = 0
    differences: list[Difference] = field(factory=list)

    def add(self, other: "Outcome") -> None:
        """Count another outcome in."""
        self.programs += bool(other.pairs)
        self.pairs += other.pairs
        self.results += other.results
        self.left += other.left


Engine = Callable[[Trial], Outcome]


# ---- compiled Python


@define(eq=False)
class CompiledPython:
    """Straight-line code; what was compiled for a program is kept for its next trial.

    Besides all results together, those that are rounded are compiled alone: only then are there floats in front.
    """

    with_floats: int = 0
    """Programs of which there were."""
    _held: tuple[Rules, str, list[Scorer], int] | None = None

    def __call__(self, trial: Trial) -> Outcome:
        """Every result of every body, in each of its years, with its reason."""
        scorers, refused = self._scorers(trial)
        out = Outcome(left=refused * len(trial.given), pairs=len(trial.given) if scorers else 0)
        for scorer in scorers:
            for body, found in zip(trial.given, scorer.score_all(trial.given), strict=True):
                wanted = trial.scores[str(body["body"]), body.get("period")]
                for path in found:
                    out.results += 1
                    ours, theirs = given(found[path]), told(wanted[path])
                    same = _is_of_data(theirs) and isinstance(ours, tuple) and ours[0] == theirs[0]
                    if ours != theirs and not same:
                        out.differences.append(Difference(str(body["body"]), path, f"{ours}, not {theirs}"))
        return out

    def _scorers(self, trial: Trial) -> tuple[list[Scorer], int]:
        """The code of all results that can be compiled, that of some rounded ones, and how many cannot."""
        if self._held is None or self._held[0] is not trial.rules or self._held[1] != trial.option:
            paths = trial.scores.columns
            held = [path for path in paths if _compiled(trial, [path])] if not _compiled(trial, paths) else paths
            scorers = [scorer] if held and (scorer := _compiled(trial, held)) else []
            floats = list(_with_floats(trial))
            self.with_floats += bool(floats)
            self._held = (trial.rules, trial.option, scorers + floats, len(paths) - len(held))
        return self._held[2], self._held[3]


def _with_floats(trial: Trial) -> Iterator[Scorer]:
    """The code of some rounded results that has floats in front of it."""
    paths = rounded(trial.rules, trial.scores.columns)
    grades = [path for path in paths if path.endswith(".grade")]
    for path in (*[path for path in paths if path not in grades][-_SOME:], *grades[-_SOME:]):
        scorer = _compiled(trial, [path])
        if scorer is not None and has_floats(scorer):
            yield scorer


def rounded(rules: Rules, paths: Sequence[str]) -> list[str]:
    """The paths of bodies whose numbers are rounded, and those of grades."""
    nodes = (node for node in rules.program.nodes if not node.level)
    held = [node.short for node in nodes if any(isinstance(step, RoundStep) for step in node.steps)]
    return [path for path in paths if path in held or path.endswith(".grade")]


def has_floats(scorer: Scorer) -> bool:
    """Whether floats stand in front of the exact code of some kind."""
    return "def near_" in scorer.source


def _compiled(trial: Trial, paths: Any) -> Scorer | None:
    try:
        return trial.rules.compile(outputs=list(paths), readings=trial.readings)
    except NotCompiled:
        return None


def told(result: Any) -> Any:
    """A result of the interpreter in the way of compiled code; of what is no fraction the ends of two enclosures."""
    if result.status != "value":
        return result.status, result.because
    if isinstance(result.value, Real):
        at = [enclosure(result.value, digits) for digits in DIGITS]
        return [(end.lo, end.hi) for end in at]
    return result.value


def given(value: Any) -> Any:
    """A result of compiled code: an absence by what it says."""
    if type(value).__name__ == "RealNumber":  # the file has classes of its own
        return [value.between(digits) for digits in DIGITS]
    if type(value).__name__ != "Absent":
        return value
    return ("undefined" if value.status in ("missing", "invalid") else value.status, value.because)


def _is_of_data(wanted: Any) -> bool:
    """Whether a reason tells of a cell by its place, which a record does not have."""
    return isinstance(wanted, tuple) and " at data" in str(wanted[1])


# ---- columns


@define(eq=False)
class ByColumns:
    """Columns; after the first trial of a program only the paths are asked for that were computed over columns.

    Every other trial falls into so many blocks that tapes are laid for what can be recorded.
    """

    block: int = 64
    _many: bool = False
    _held: tuple[Rules, str, list[str] | None] | None = None

    def __call__(self, trial: Trial) -> Outcome:
        """Every status, exact value, flag and name; reasons are the interpreter's own words, and not compared here."""
        trial, asked = trial.with_all_lists, self._paths(trial)
        frame = columns_of([without_lists(row) for row in trial.given])
        lists = {name: as_objects(items) for name, items in lists_of(trial.given, trial.rules.program).items()}
        if asked == []:
            return Outcome()
        self._many = not self._many
        block = max(1, len(trial.given) // MANY) if self._many else self.block
        found = trial.rules.score_columns(
            as_objects(frame), lists=lists, readings=trial.readings, period="all", block=block, paths=asked
        )
        paths = [path for path in found if path not in found.whole]
        self._held = (trial.rules, trial.option, paths)
        out = Outcome(left=len(found.whole) * found.size + found.settled * len(paths))
        out.pairs = found.size - found.settled if paths else 0
        values = {path: found[path].values for path in paths}
        for row, body in enumerate(trial.given):
            wanted = trial.scores[text_of(body["body"]), body.get("period")]
            for path in paths:
                out.results += 1
                said = _differs(found[path], values[path], row, wanted[path])
                if said:
                    out.differences.append(Difference(wanted.key, path, said))
        return out

    def _paths(self, trial: Trial) -> list[str] | None:
        held = self._held
        return held[2] if held and held[0] is trial.rules and held[1] == trial.option else None


def _differs(column: Column, values: Any, row: int, wanted: Any) -> str:
    status = STATUSES[column.status[row]]
    if status != wanted.status:
        return f"{status}, not {told(wanted)}"
    if status != "value":
        return ""
    scaled = column.scaled
    if scaled is not None and isinstance(wanted.value, Fraction):
        exact = Fraction(int(scaled[0][row]), scaled[1])
        return "" if exact == wanted.value else f"{exact}, not {wanted.value}"
    return "" if near(values[row], wanted.value) else f"{values[row]}, not {wanted.value}"


# ---- databases


@define(eq=False)
class Database:
    """A query in a database; `connect` gives a connection on which nothing stays."""

    dialect: str
    connect: Callable[[], Any]
    whole: bool = False

    def __call__(self, trial: Trial) -> Outcome:
        """Every status and value of what is not in doubt, also of items."""
        trial = evolve(trial, given=with_digits(trial.given))
        query = Query.of(trial.rules.program, trial.rules.choices(trial.readings), self.dialect)
        seen, out = Seen(), Outcome()
        with closing(self.connect()) as connection:
            fill(connection, query, trial.given, "?" if self.dialect == "duckdb" else "%s")
            rows = answers(query, connection, whole=self.whole)
        statuses = list(query.results())
        out.pairs = sum(any(row[f"{p} status"] != "in doubt" for p in statuses) for row in rows.get((), {}).values())
        out.differences += self._differences(trial, query, rows, seen)
        out.results, out.left = seen.results - seen.doubts, seen.doubts
        return out

    @staticmethod
    def _differences(trial: Trial, query: Query, rows: Any, seen: Seen) -> Iterator[Difference]:
        for said in differences_of_rows(query, rows, trial.scores, seen):
            key, _, rest = said.partition(") ")
            path, _, words = rest.partition(": ")
            yield Difference(key.split("'")[1] if "'" in key else key, path, words)

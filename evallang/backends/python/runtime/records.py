"""Records before they are scored: values that hold in every year, and values that are more than they may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, TypeAlias

from evallang.backends.interpreter.absence import INVALID, MISSING, Absent
from evallang.backends.python.runtime.forms import Level, is_listed, key_in, rows_of
from evallang.backends.python.runtime.given import Input, body_of, value_of
from evallang.numbers.digits import decimal_text

Row: TypeAlias = "dict[str, Any]"
Tree: TypeAlias = "tuple[tuple[Any, ...], tuple[tuple[Level, Any], ...]]"
"""What concerns the rows of one level, and the lists in them with what concerns their rows."""


def period_of(record: Mapping[str, Any]) -> int | None:
    """The year of a record; None where it names none."""
    text = str(record.get("period", "")).strip()
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None


def copied(record: Mapping[str, Any]) -> Row:
    """A record that may be changed, with its lists."""
    return {
        key: [copied(row) if hasattr(row, "items") else row for row in value] if is_listed(value) else value
        for key, value in record.items()
    }


def put(record: Row, spec: Input, value: Any) -> None:
    """Let a record give a value for an input."""
    record[spec.key] = value


def names_of(records: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> dict[str, str]:
    """The bodies by what they may be called: those of the rules, and those that have records.

    Of two records that are one body of the rules, by name and by label, only that with the name is taken for it.
    """
    keys = dict.fromkeys(str(record.get("body") or "") for record in records)
    return {**names, **{key: key if names.get(key) in keys else names.get(key, key) for key in keys}}


# ---- fixed values


def carried(
    records: Sequence[Mapping[str, Any]], fixed: Tree, kinds: Mapping[str, str], names: Mapping[str, str]
) -> list[Mapping[str, Any]]:  # fmt: skip
    """Records in which what holds in every year stands in each; two values make each of them invalid."""
    known = names_of(records, names)
    by_body: dict[str, list[int]] = {}
    for place, record in enumerate(records):
        by_body.setdefault(str(record.get("body", "")), []).append(place)
    found = list(records)
    for places in by_body.values():
        if len(places) > 1:
            same = [copied(records[place]) for place in places]
            _carry_kind(same, kinds)
            carry(same, fixed, known)
            for place, record in zip(places, same, strict=True):
                found[place] = record
    return found


def _carry_kind(records: Sequence[Row], kinds: Mapping[str, str]) -> None:
    known = next((record["kind"] for record in records if record.get("kind") in kinds), None)
    for record in records:
        if known is not None and not str(record.get("kind") or "").strip():
            record["kind"] = known


def carry(records: Sequence[Row], fixed: Tree, names: Mapping[str, str]) -> None:
    """Settle the inputs of one level, and those of its lists by their keys."""
    if len(records) < 2:  # there is nothing to compare with
        return
    inputs, lists = fixed
    for spec in inputs:
        _settle(records, spec, names)
    for level, inner in lists:
        by_key: dict[str, list[Any]] = {}
        for record in records:
            for row in rows_of(record, level) or ():
                by_key.setdefault(key_in(row, level), []).append(row)
        for same in by_key.values():
            carry(same, inner, names)


def _told(record: Row, spec: Input, names: Mapping[str, str]) -> Any:
    return body_of(record, spec, names) if spec.takes == "body" else value_of(record, spec)


def _settle(records: Sequence[Row], spec: Input, names: Mapping[str, str]) -> None:
    values = [_told(record, spec, names) for record in records]
    given = [value for value in values if type(value) is not Absent]
    if any(value != given[0] for value in given[1:]):
        why = (
            f"`{spec.name}` cannot be read: the value is to be the same in every period; another stands at another year"
        )
        for record, value in zip(records, values, strict=True):
            if type(value) is not Absent:
                put(record, spec, Absent(INVALID, why))
        values = [_told(record, spec, names) for record in records]
    usable = [record for record, value in zip(records, values, strict=True) if type(value) is not Absent]
    usable += [r for r, v in zip(records, values, strict=True) if type(v) is Absent and v.status == INVALID]
    if usable:
        raw = usable[0][spec.key]
        for record, value in zip(records, values, strict=True):
            if type(value) is Absent and value.status == MISSING:
                put(record, spec, raw)


# ---- bounds between levels


def within_bounds(records: Sequence[Mapping[str, Any]], bounds: Tree) -> list[Mapping[str, Any]]:
    """Records in which a value that is more than another one is not believed, nor is that one."""
    found: list[Mapping[str, Any]] = []
    for record in records:
        row = copied(record)
        for holder, spec, because in list(_broken((row,), bounds)):
            value = value_of(holder, spec)
            if type(value) is not Absent:
                put(holder, spec, Absent(INVALID, f"`{spec.name}` cannot be read: {because}"))
        found.append(row)
    return found


def _broken(holders: tuple[Row, ...], bounds: Tree) -> Iterator[tuple[Row, Input, str]]:
    """What is more than it may be, and what bounds it: where, and why; `holders` begin with the innermost."""
    pairs, lists = bounds
    for spec, name, over, bound, up in pairs:
        more, most = value_of(holders[0], spec), value_of(holders[up], over)
        if type(more) is not Absent and type(most) is not Absent and more > most:
            told = (f"`{word}` ({decimal_text(Fraction(x))})" for word, x in ((name, more), (bound, most)))
            because = " is more than ".join(told)
            yield holders[0], spec, because
            yield holders[up], over, because
    for level, inner in lists:
        for row in rows_of(holders[0], level) or ():
            assert isinstance(row, dict)  # a copy
            yield from _broken((row, *holders), inner)

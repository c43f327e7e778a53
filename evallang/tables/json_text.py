"""JSON text as a tree in which nothing is lost: numbers keep their digits, a key stands once."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from evallang.source import SourceError, decode
from evallang.tables.raw import DataError
from evallang.tables.wording import quoted


def json_tree(data: bytes, file: str) -> Any:
    """The tree of a JSON file; numbers are texts, each as it is written, `NaN` too. Raises DataError."""

    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        result = dict(found)
        if len(result) < len(found):
            twice = next(key for key, times in Counter(key for key, _ in found).items() if times > 1)
            where = f" (body {quoted(str(result['body']))})" if "body" in result else ""
            raise DataError(f"{file}: the key {quoted(twice)} stands twice in one object{where}")
        return result

    try:
        text = decode(data, file).removeprefix("\ufeff")
        tree = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=pairs)
    except SourceError as error:
        raise DataError(str(error)) from None
    except json.JSONDecodeError as error:
        what = f"this is not JSON: {error.msg} (character {error.colno})"
        raise DataError(f"{file}:{error.lineno}: {what}") from None
    if "\\ud" in text or "\\uD" in text:
        _refuse_halves(tree, file)
    return tree


def _refuse_halves(tree: Any, file: str) -> None:
    """An escape may name half a character, which no text can hold."""
    if isinstance(tree, str):
        try:
            tree.encode("utf-8")
        except UnicodeEncodeError:
            raise DataError(f"{file}: a text holds half a character (a lone surrogate escape)") from None
    elif isinstance(tree, dict):
        for key, value in tree.items():
            _refuse_halves(key, file)
            _refuse_halves(value, file)
    elif isinstance(tree, list):
        for value in tree:
            _refuse_halves(value, file)

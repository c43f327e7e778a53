"""Records in the words of the rules: other words for inputs and lists, and objects inside of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evallang.backends.python.runtime.words import Words, folded, key_text, texted

SHAPES = 10_000
"""So many forms of records are remembered."""
SIMPLE = frozenset({str, int, float, bool, type(None)})


class Level:
    """What records of a body, or of an item of a list, may hold.

    `keys` are the columns that say whose record it is, `words` what inputs are called, with what that is in the rules,
    `aside` the words without capitals that mean something else than `words` tell. A list has a `name`, `called` what it
    may be called, and stands in records of another level; of a body `kinds` are known.
    """

    def __init__(  # each is another sort of words
        self, keys: Sequence[str], words: dict[str, str], aside: Mapping[str, str], *, name: str = "",
        called: Sequence[str] = (), outer: Level | None = None, kinds: Words | None = None,
    ) -> None:  # fmt: skip
        self.keys, self.key = {key.casefold(): key for key in keys}, keys[0]
        self.words, self.aside, self.name, self.outer, self.kinds = words, aside, name, outer, kinds
        self.lists: dict[str, Level] = {}
        self.called: dict[str, Level] = {}
        self.own = {*keys, *words.values()}
        self.folded: dict[str, str] | None = None
        self.shapes: dict[tuple[Any, ...], list[tuple[Any, str, str]]] = {}
        if outer is not None:
            outer.lists[name] = self
            outer.called.update(dict.fromkeys(called, self))

    def meant(self, word: str) -> str:
        """The input, or the key, that a header means; nothing for none."""
        key = self.keys.get(word.casefold())
        if key is not None:
            return key
        word = " ".join(word.split())
        if word in self.words:
            return self.words[word]
        if self.folded is None:
            self.folded = {**folded(self.words), **self.aside}
        return self.folded.get(word.casefold(), "")

    def shape(self, names: tuple[Any, ...]) -> list[tuple[Any, str, str]]:
        """Of the names of a record, those that are not in the words of the rules, each as a text and what it means."""
        found = [(name, texted(name)) for name in names if name not in self.own and name not in self.lists]
        shape = [(name, word, self.meant(word)) for name, word in found]
        if len(self.shapes) < SHAPES:
            self.shapes[names] = shape
        return shape


def plain(record: Mapping[str, Any], level: Level) -> Mapping[str, Any]:
    """A record in the words of the rules, with its lists: itself where it is that already."""
    names = tuple(record)
    shape = level.shapes.get(names)
    found: dict[str, Any] = {}
    for key, word, meant in level.shape(names) if shape is None else shape:
        value = record[key]
        if type(value) not in SIMPLE:
            for name, inside in _given_by(word, value, level):
                _put(found, record, name, inside)
        elif meant:
            _put(found, record, meant, value)
    for name, inner in level.lists.items():
        rows = found.get(name, record.get(name))
        if isinstance(rows, (list, tuple)):
            new = [_row(row, inner) for row in rows]
            if any(a is not b for a, b in zip(new, rows, strict=True)):
                found[name] = new
    if level.outer is None:
        _settle_body(found, record, level)
    return {**record, **found} if found else record


def _put(found: dict[str, Any], record: Mapping[str, Any], name: str, value: Any) -> None:
    """What the rules call by a name: the first that is given, and what is given by that name before all."""
    if name not in record:
        found.setdefault(name, value)


def _given_by(word: str, value: Any, level: Level) -> Iterator[tuple[str, Any]]:
    """What a word gives, by the names of the rules: an object in a record is a path."""
    if hasattr(value, "keys"):
        for key in value:
            yield from _given_by(f"{word}.{texted(key)}", value[key], level)
    elif isinstance(value, (list, tuple)):
        inner = level.called.get(word.strip().casefold())
        if inner is not None:
            yield inner.name, value
    elif meant := level.meant(word):
        yield meant, value


def _row(row: Any, level: Level) -> Mapping[str, Any]:
    if not hasattr(row, "keys"):
        raise TypeError(f"the list `{level.name}` has to hold records, and holds a value of type {type(row).__name__}")
    return plain(row, level)


def _settle_body(found: dict[str, Any], record: Mapping[str, Any], level: Level) -> None:
    """The key of a body as a text, and its kind by name, where they are not so already."""
    key = found.get("body", record.get("body"))
    if key is not None:
        word = key_text(key)
        if type(key) is not str or word != key:
            found["body"] = word
    kind = found.get("kind", record.get("kind"))
    if kind is not None and (type(kind) is not str or (level.kinds and kind not in level.kinds)):
        word = key_text(kind)
        found["kind"] = (level.kinds.meant(word) if level.kinds else "") or word


def key_of(record: Mapping[str, Any], level: Level) -> str:
    """The text that a record calls its body by."""
    given = record.get("body")
    if given is None:
        given = plain(record, level).get("body")
    return key_text(given)


def rows_of(record: Mapping[str, Any], level: Level) -> list[Mapping[str, Any]] | None:
    """The items of a list in a record, each key once; None where the list is not given."""
    given: Any = record.get(level.name)
    if given is None and level.outer is not None:
        given = plain(record, level.outer).get(level.name)
    if given is None or (type(given) is not list and not is_listed(given)):
        return None
    key = level.key
    found: dict[str, Mapping[str, Any]] = {}
    for row in given:
        here, word = row, row.get(key) if type(row) is dict else None
        if type(word) is not str or not word.isascii():  # it may be called or written otherwise
            here = row if hasattr(row, "keys") and key in row else _row(row, level)
            word = key_text(here.get(key))
        word = word.strip()
        if word:
            found.setdefault(word, here)
    return list(found.values())


def is_listed(given: Any) -> bool:
    """Whether something that is given may be a list, such as an array."""
    if isinstance(given, (list, tuple)):
        return True
    if not hasattr(given, "__len__") or getattr(given, "ndim", 1) == 0:  # an array of no dimension is one value
        return False
    return not isinstance(given, (str, bytes)) and not hasattr(given, "keys")


def row_with(rows: list[Mapping[str, Any]], level: Level, word: str) -> Mapping[str, Any] | None:
    """The item with a key."""
    return next((row for row in rows if key_in(row, level) == word), None)


def key_in(row: Mapping[str, Any], level: Level) -> str:
    """The key of an item."""
    return key_text(row.get(level.key))

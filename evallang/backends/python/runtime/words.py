"""Texts as a data file would have them, and the names that they mean."""

from __future__ import annotations

import unicodedata
from typing import Any


class Words(dict[str, str]):
    """Names by the words that may stand for them; capitals are left aside where that is not ambiguous."""

    _folded: dict[str, str] | None = None

    def meant(self, text: str) -> str:
        """The name that a text means; nothing for none."""
        word = text.strip()
        found = self.get(word)
        if found is not None:
            return found
        if self._folded is None:
            self._folded = folded(self)
        return self._folded.get(word.casefold(), "")


def folded(words: dict[str, str]) -> dict[str, str]:
    """Names by their words without capitals; nothing for what means two."""
    found: dict[str, str] = {}
    for word, name in words.items():
        key = word.casefold()
        found[key] = name if found.get(key, name) == name else ""
    return found


def texted(given: Any) -> str:
    """A value as the text that it is in a JSON file."""
    if isinstance(given, str):
        return given if given.isascii() else unicodedata.normalize("NFC", given)
    if given is None:
        return ""
    if type(given).__name__ in ("bool", "bool_"):  # the second is what old releases of NumPy have
        return "true" if given else "false"
    if isinstance(given, float) and not float("-inf") < given < float("inf"):  # NaN is nowhere between
        return "Infinity" if given > 0 else "-Infinity" if given < 0 else "NaN"
    return str(given)


def key_text(given: Any) -> str:
    """The text of a key, a kind or a year, without blanks around it; a list or an object is none."""
    if isinstance(given, (str, int)) or not (isinstance(given, (list, tuple)) or hasattr(given, "keys")):
        return texted(given).strip()
    return ""

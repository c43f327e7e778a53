"""The one grammar, loaded once; its tables are kept in the user's own cache folder."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from lark import Lark

from evallang.resources import folder
from evallang.syntax.build import builders
from evallang.syntax.layout import Layout
from evallang.syntax.lexer import QuickLexer


def text() -> str:
    """The text of the grammar."""
    return (folder("grammar") / "evallang.lark").read_text(encoding="utf-8")


@cache
def parser() -> Lark:
    """The parser. Its tables take a quarter of a second to build, so they are cached where possible."""
    kept = _cache_file()
    if kept is not None:
        try:
            return _build(kept.as_posix())
        except OSError:
            pass
    return _build(False)


def _build(kept: str | bool) -> Lark:
    return Lark(
        text(),
        parser="lalr",
        lexer="contextual",
        postlex=Layout(),
        keep_all_tokens=True,
        maybe_placeholders=True,
        transformer=builders(),
        _plugins={"ContextualLexer": QuickLexer},
        cache=kept,
    )


def _cache_file() -> Path | None:
    """A file in the user's cache folder (never a shared one: what it holds is unpickled), or None."""
    home = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_CACHE_HOME")
    try:
        base = Path(home) if home else Path.home() / ".cache"
        place = base / "evallang"
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except (OSError, RuntimeError):
        return None
    version = f"{sys.version_info.major}{sys.version_info.minor}"
    return place / f"grammar-{version}.bin"

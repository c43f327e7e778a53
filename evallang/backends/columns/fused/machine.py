"""Loops as machine code, by numba; what was compiled is kept on disk. The one home of numba."""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Final

FOLDER: Final = "EVALLANG_CACHE"
"""The variable of the environment that names the folder of what was compiled."""

_LOCK: Final = Lock()
_LOADED: Final[dict[str, Callable[..., int]]] = {}


@cache
def is_installed() -> bool:
    """Whether numba is there; it is not loaded."""
    return find_spec("numba") is not None


def folder() -> Path:
    """Where compiled loops are kept: what `EVALLANG_CACHE` names, else the folder of the platform for such files.

    Raises RuntimeError where that is in a home that is not known.
    """
    named = os.environ.get(FOLDER)
    if named:
        return Path(named).expanduser()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "evallang" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "evallang"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "evallang"


def compiled(text: str) -> Callable[..., int]:
    """The function `loop` of a text: compiled once, by whoever asks first. Raises ImportError without numba."""
    name = _digest(text)
    with _LOCK:
        if name not in _LOADED:
            _LOADED[name] = _load(f"evallang_loop_{name}", text)
        return _LOADED[name]


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:32]


def _load(name: str, text: str) -> Callable[..., int]:
    try:
        file = _kept(folder(), name, text)
        try:
            return _imported(name, file)
        except OSError:
            raise
        except Exception:  # what was kept is damaged, which shows as any error: it is compiled anew, once
            for kept in (file.parent / "__pycache__").glob(f"{name}.*"):
                kept.unlink(missing_ok=True)
            return _imported(name, file)
    except (OSError, RuntimeError):  # nothing can be written there: it is compiled for this process only
        return _imported(name, _kept(_spare(), name, text))


@cache
def _spare() -> Path:
    """A folder that is gone when the process ends."""
    found = TemporaryDirectory(prefix="evallang-", ignore_cleanup_errors=True)
    atexit.register(found.cleanup)
    return Path(found.name)


def _kept(place: Path, name: str, text: str) -> Path:
    """The file of a text, which is left alone where it is there already: numba goes by its time."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = place / f"{name}.py"
    try:
        if file.read_bytes() == text.encode():
            return file
    except FileNotFoundError:
        pass
    draft = place / f"{name}.{os.getpid()}.draft"
    draft.write_bytes(text.encode())
    draft.replace(file)  # another process finds all of it or nothing
    return file


def _imported(name: str, file: Path) -> Callable[..., int]:
    spec = spec_from_file_location(name, file)
    assert spec is not None
    assert spec.loader is not None
    module: Any = module_from_spec(spec)
    sys.modules[name] = module  # numba looks for it there
    spec.loader.exec_module(module)
    loop: Callable[..., int] = module.loop
    return loop

"""Rule files that a command changes: as they were, but for their words."""

from __future__ import annotations

from pathlib import Path

from evallang.cli.targets import put

_BOM = b"\xef\xbb\xbf"


def like(before: bytes, text: str) -> bytes:
    """A text as the bytes of a file that keeps its line ends and its byte order mark."""
    after = text.encode("utf-8")
    if b"\r\n" in before:
        after = after.replace(b"\n", b"\r\n")
    return (_BOM if before.startswith(_BOM) else b"") + after


def replace(file: Path, content: bytes) -> None:
    """Write beside the file and put that in its place, so that no interruption leaves half a file."""
    put({file: content})

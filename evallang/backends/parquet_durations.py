"""Which columns of a Parquet file are durations: the format has no such type, so whole numbers stand for them.

Who writes them says so in the schema of Arrow, which lies in the footer of the file as base64 of one message. Databases
pass over it. The message is a FlatBuffer: tables of offsets, in which the names and types of fields are looked up.
"""

from __future__ import annotations

import struct
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

_TAIL = 8
"""Bytes at the end of a file: how long its footer is, and `PAR1`."""
_MARK = b"\x18\x0cARROW:schema\x18"
"""A key of the footer and the beginning of its text, as Thrift writes them in its compact form."""
_GOES_ON = 0x80
"""The bit of a byte that says that a number goes on in the next one."""
_CONTINUED = b"\xff\xff\xff\xff"
"""How a message begins, but for the oldest ones; then its length follows."""
_HEADER, _FIELDS, _NAME, _TYPE = 2, 1, 0, 2
"""Places in the tables of the schema: of a message, of its header, and twice of a field."""
_DURATION = 18
"""The number of the type."""


def durations(path: Path) -> frozenset[str]:
    """The names of the columns that are durations; none where the file does not say, or is no Parquet file."""
    try:
        message = _message(_footer(path))
        return frozenset(_duration_names(message)) if message else frozenset()
    except (OSError, ValueError, IndexError, struct.error):
        return frozenset()  # a reader of the data says what is wrong with it


def _footer(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-_TAIL, 2)
        end = file.tell()
        (length,) = struct.unpack("<I4x", file.read(_TAIL))
        file.seek(end - length)
        return file.read(length)


def _message(footer: bytes) -> bytes:
    """The message with the schema; empty where there is none."""
    place = footer.rfind(_MARK) + len(_MARK)
    if place < len(_MARK):
        return b""
    length = shift = 0
    while True:
        byte = footer[place]
        length |= (byte & ~_GOES_ON) << shift
        place, shift = place + 1, shift + 7
        if not byte & _GOES_ON:
            break
    message = b64decode(footer[place : place + length])
    return message[8 if message.startswith(_CONTINUED) else 4 :]


def _duration_names(message: bytes) -> Iterator[str]:
    schema = _Table(message, _whole(message, 0)).inner(_HEADER)
    for field in schema.rows(_FIELDS):
        kind = field.slot(_TYPE)
        if kind is not None and message[kind] == _DURATION:
            yield field.text(_NAME)


def _whole(message: bytes, place: int) -> int:
    """An unsigned number of 32 bits."""
    found: tuple[int] = struct.unpack_from("<I", message, place)
    return found[0]


@frozen
class _Table:
    """A table of a FlatBuffer. Raises ValueError for what it does not have."""

    message: bytes
    place: int

    def slot(self, number: int) -> int | None:
        """Where a value stands; None for one that is left out."""
        (back,) = struct.unpack_from("<i", self.message, self.place)
        slots = self.place - back
        (size,) = struct.unpack_from("<H", self.message, slots)
        at = 4 + 2 * number
        (offset,) = struct.unpack_from("<H", self.message, slots + at) if at < size else (0,)
        return self.place + offset if offset else None

    def _behind(self, number: int) -> int:
        """Where a value begins that stands elsewhere."""
        slot = self.slot(number)
        if slot is None:
            raise ValueError
        return slot + _whole(self.message, slot)

    def inner(self, number: int) -> _Table:
        """The table in a place."""
        return _Table(self.message, self._behind(number))

    def rows(self, number: int) -> Iterator[_Table]:
        """The tables of a list."""
        start = self._behind(number)
        for row in range(start + 4, start + 4 + 4 * _whole(self.message, start), 4):
            yield _Table(self.message, row + _whole(self.message, row))

    def text(self, number: int) -> str:
        """The text in a place."""
        start = self._behind(number)
        return self.message[start + 4 : start + 4 + _whole(self.message, start)].decode()

"""How long the pages of a damaged file are: what its header says, unless its pages say otherwise.

A page of a tree tells by itself where its cells lie, and these reach to its end. With a wrong length few are
met, or few are whole: so the length is right with which most pages of a tree are found.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

_USUAL = 4096
_SIZES = tuple(1 << power for power in range(9, 17))
_HEADERS = {2: 12, 5: 12, 10: 8, 13: 8}
"""The bytes before the places of the cells, by the kind of a page."""

_PIECE, _PIECES = 1 << 20, 4
"""Bytes that are looked at in one place, and in how many places of the file."""


def page_size(file: BinaryIO, header: bytes, length: int) -> int:
    """The bytes of a page of an open file of so much `length` that begins with `header`."""
    found = int.from_bytes(header[16:18], "big")
    noted = 65536 if found == 1 else found
    known = noted if noted in _SIZES else _USUAL
    counts = dict.fromkeys(_SIZES, 0)
    for start in sorted({length * part // _PIECES // _SIZES[-1] * _SIZES[-1] for part in range(_PIECES)}):
        try:
            file.seek(start)
            piece = file.read(_PIECE)
        except OSError:
            # The disk itself cannot read it.
            continue
        for size in _SIZES:
            counts[size] += sum(_is_page(piece, at, size) for at in range(0, len(piece) - size + 1, size))
    return max(_SIZES, key=lambda size: (counts[size], size == known))


def _is_page(piece: bytes, at: int, size: int) -> bool:
    """Whether a page of a tree, with at least one cell, begins there."""
    before = _HEADERS.get(piece[at])
    if before is None:
        return False
    many, content = struct.unpack_from(">HH", piece, at + 3)
    content = content or 65536
    end = before + 2 * many
    if not many or not end <= content < size:
        return False
    cells = struct.unpack_from(f">{many}H", piece, at + before)
    return bool(min(cells) >= content and max(cells) < size)

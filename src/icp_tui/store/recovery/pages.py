"""Reading a damaged SQLite file page by page, without SQLite, which stops at the first page that is wrong.

Nothing that stands in the file is believed: a page, cell or value that cannot be as it says is passed over
and counted, and no page is read twice. Format: the “Database File Format” of SQLite, chapters 1.6 and 2.1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from icp_tui.store.file.database import LONGEST_VALUE
from icp_tui.store.recovery.page_size import page_size

Value = str | int | float | bytes | None

_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
"""Bytes of a number, by its kind."""

_WIDEST = 2000
"""Columns that SQLite allows in a table."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, or an entry of an index (rowid 0): its values; `clean` where all text is UTF-8."""

    rowid: int
    values: tuple[Value, ...]
    clean: bool


class Unreadable(Exception):
    """A cell is not what it should be."""


class Pages:
    """The pages of one file, numbered from 1; those that were reached are remembered.

    Attributes:
        count: pages that are there, a cut one at the end not counted.
        reached: one byte a page: whether a tree, a chain or the list of free pages led to it.
        broken: pages that could not be read as what led to them.
        lost_cells: cells on readable pages that could not be read.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path`; it must not be open in SQLite in this process."""
        self._file = path.open("rb")
        header = self._file.read(100)
        length = path.stat().st_size
        self.size = page_size(self._file, header, length)
        reserved = header[20] if len(header) == 100 and header[20] <= 32 else 0
        self._usable = self.size - reserved
        self.count = length // self.size
        self.reached = bytearray(self.count + 1)
        self._passed = 0
        self.broken = 0
        self.lost_cells = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def share(self) -> float:
        """The share of the pages that were reached."""
        return self._passed / max(self.count, 1)

    def rows(self, root: int) -> Iterator[Row]:
        """All readable rows of the table, or entries of the index, whose tree begins at `root`."""
        for page, kind, cells in self._tree(root):
            if kind != _TABLE_INTERIOR:
                yield from self._of_page(page, kind, cells)

    def reach(self, root: int) -> None:
        """Remember the pages of a tree without reading what stands on them."""
        for _ in self._tree(root):
            continue

    def forget_reached(self) -> None:
        """Let all pages be read once more."""
        self.reached = bytearray(self.count + 1)

    def _tree(self, root: int) -> Iterator[tuple[bytes, int, list[int]]]:
        waiting = [root]
        while waiting:
            number = waiting.pop()
            try:
                page = self._reach(number)
                kind, cells = self._cells(number, page)
            except Unreadable:
                self.broken += 1
                continue
            if kind in (_TABLE_INTERIOR, _INDEX_INTERIOR):
                start = self._start(number)
                waiting.append(int.from_bytes(page[start + 8 : start + 12], "big"))
                waiting.extend(int.from_bytes(page[cell : cell + 4], "big") for cell in reversed(cells))
            yield page, kind, cells

    def reach_free_pages(self) -> None:
        """Remember the pages of the list of free ones: what stands on them was thrown away."""
        try:
            number = int.from_bytes(self._page(1)[32:36], "big")
            while number:
                page = self._reach(number)
                many = int.from_bytes(page[4:8], "big")
                for place in range(min(many, self._usable // 4 - 2)):
                    free = int.from_bytes(page[8 + 4 * place : 12 + 4 * place], "big")
                    if 0 < free <= self.count:
                        self.reached[free] = True
                number = int.from_bytes(page[:4], "big")
        except Unreadable:
            self.broken += 1

    def stray_rows(self) -> Iterator[list[Row]]:
        """The rows of each page that looks like one of a table and that nothing has led to."""
        for number in range(1, self.count + 1):
            if self.reached[number]:
                continue
            try:
                page = self._page(number)
                kind, cells = self._cells(number, page)
            except Unreadable:
                continue
            if kind == _TABLE_LEAF and (found := list(self._of_page(page, kind, cells))):
                yield found

    def _page(self, number: int) -> bytes:
        if not 0 < number <= self.count:
            raise Unreadable
        try:
            self._file.seek((number - 1) * self.size)
            page = self._file.read(self.size)
        except OSError as error:
            # The disk itself cannot read it.
            raise Unreadable from error
        if len(page) < self.size:
            raise Unreadable
        return page

    def _reach(self, number: int) -> bytes:
        page = self._page(number)
        if self.reached[number]:
            raise Unreadable
        self.reached[number] = True
        self._passed += 1
        return page

    @staticmethod
    def _start(number: int) -> int:
        return 100 if number == 1 else 0

    def _cells(self, number: int, page: bytes) -> tuple[int, list[int]]:
        """The kind of a page and where its cells begin."""
        start = self._start(number)
        kind, many = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
        if kind not in (_INDEX_INTERIOR, _TABLE_INTERIOR, _INDEX_LEAF, _TABLE_LEAF):
            raise Unreadable
        first = start + (12 if kind in (_INDEX_INTERIOR, _TABLE_INTERIOR) else 8)
        if first + 2 * many > self._usable:
            raise Unreadable
        cells = struct.unpack_from(f">{many}H", page, first)
        within = [cell for cell in cells if first + 2 * many <= cell < self._usable]
        self.lost_cells += many - len(within)
        return kind, within

    def _of_page(self, page: bytes, kind: int, cells: list[int]) -> Iterator[Row]:
        for cell in cells:
            try:
                yield self._row(page, kind, cell)
            except (Unreadable, IndexError, struct.error):
                self.lost_cells += 1

    def _row(self, page: bytes, kind: int, cell: int) -> Row:
        rowid, most = 0, (self._usable - 12) * 64 // 255 - 23
        if kind == _INDEX_INTERIOR:
            cell += 4
        size, cell = _varint(page, cell)
        if kind == _TABLE_LEAF:
            most = self._usable - 35
            rowid, cell = _varint(page, cell)
        payload = self._payload(page, cell, size, most)
        values, clean = _values(payload)
        return Row(rowid, values, clean)

    def _payload(self, page: bytes, start: int, size: int, most: int) -> bytes:
        """The `size` bytes of a cell, of which `most` may stand on the page itself."""
        if size > min(LONGEST_VALUE, self.count * self.size):
            raise Unreadable
        if size <= most:
            if start + size > self._usable:
                raise Unreadable
            return page[start : start + size]
        least = (self._usable - 12) * 32 // 255 - 23
        here = least + (size - least) % (self._usable - 4)
        here = here if here <= most else least
        if start + here + 4 > self._usable:
            raise Unreadable
        parts, left = [page[start : start + here]], size - here
        number, chain = int.from_bytes(page[start + here : start + here + 4], "big"), []
        while left > 0:
            more = self._page(number)
            chain.append(number)
            parts.append(more[4 : 4 + min(left, self._usable - 4)])
            left -= self._usable - 4
            number = int.from_bytes(more[:4], "big")
        if number:
            # A whole chain ends with its last byte.
            raise Unreadable
        for passed in chain:
            self.reached[passed] = True
        return b"".join(parts)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of variable length, and the place behind it."""
    value = 0
    for _ in range(8):
        byte = data[place]
        place += 1
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place
    return value << 8 | data[place], place + 1


def _values(payload: bytes) -> tuple[tuple[Value, ...], bool]:
    """The values of a record, and whether all text in it is UTF-8 without NUL."""
    end, place = _varint(payload, 0)
    if end > len(payload):
        raise Unreadable
    values: list[Value] = []
    at, clean = end, True
    while place < end:
        kind = payload[place]
        place += 1
        if kind >= 0x80:
            kind, place = _varint(payload, place - 1)
        if kind >= 12:
            raw = payload[at : at + (kind - 12) // 2]
            at += (kind - 12) // 2
            value: Value = raw
            if kind % 2:
                value, whole = _text(raw)
                clean = clean and whole
        else:
            width = _WIDTHS[kind]
            value = _number(kind, payload[at : at + width])
            at += width
        values.append(value)
    if place != end or at != len(payload) or not 0 < len(values) <= _WIDEST:
        raise Unreadable
    return tuple(values), clean


def _text(raw: bytes) -> tuple[str, bool]:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace"), False
    return text, "\0" not in text


def _number(kind: int, raw: bytes) -> Value:
    if kind == 0:
        return None
    if kind <= 6:
        return int.from_bytes(raw, "big", signed=True)
    if kind == 7:
        found: float = struct.unpack(">d", raw)[0]
        return found
    if kind <= 9:
        return kind - 8
    # Kept by SQLite for itself.
    raise Unreadable

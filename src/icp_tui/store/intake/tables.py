"""Tables as spreadsheets save them: CSV or TSV, read strictly into rows of text.

Rows are numbered as a spreadsheet shows them, the heading row included. What is not right is an error that
names the row; nothing is guessed, and nothing of such a file is taken.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from icp_tui.errors import BadFile
from icp_tui.store.intake.case_json import bad_case
from icp_tui.texts import count, say

MOST_ROWS = 10_000
"""Rows of a table: they come in within seconds, and a profile with them opens as fast as others."""

_SEPARATORS = (",", ";", "\t")
_LISTED = 10
_LOOK = 200_000
"""Letters of a file that are looked at to find out its separator."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the spreadsheet, and as many cells as there are headings."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its headings, and the rows below them that are not empty."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(held: bytes, name: str | Path, knows: Callable[[str], bool]) -> Table:
    """Read the table that holds `held` and is called `name`; `knows` tells a heading from other words.

    Raises:
        BadFile: it cannot be read whole; names the row.
    """
    text = _text(held, name, knows)
    text, separator = _separated(text, knows)
    rows = _rows(text, separator, name)
    headings = next(rows, None)
    if headings is None:
        _refuse(name, say("It is empty."), say("Check that it is the right file."))
    names = tuple(heading.strip() for heading in _without_end(headings.cells))
    if "" in names:
        _refuse(
            name,
            say("Column {n} has no heading.", n=names.index("") + 1),
            say("Write a heading into row {row}.", row=headings.number),
        )
    below = _evened(rows, len(names), name)
    if not below:
        _refuse_without_rows(name, headings.number)
    return Table(names, below)


def refuse_rows(name: str | Path, problems: Sequence[str]) -> NoReturn:
    """Refuse a table for what is wrong in its rows, and list the first of it.

    Raises:
        BadFile: always.
    """
    lines = list(problems[:_LISTED])
    if more := len(problems) - len(lines):
        lines.append(count(more, "and {n} more", "and {n} more"))
    what = count(len(problems), "{n} thing is not right:", "{n} things are not right:")
    _refuse(
        name, what + "".join(f"\n  {line}" for line in lines), say("Correct the table and import it again.")
    )


def in_row(number: int, why: str, column: str = "") -> str:
    """What is wrong with a row, or with one of its cells, as one line."""
    if column:
        return say("Row {n}, “{column}”: {why}", n=number, column=column, why=why)
    return say("Row {n}: {why}", n=number, why=why)


def _text(held: bytes, name: str | Path, knows: Callable[[str], bool]) -> str:
    """The text of a table, without a byte order mark."""
    coding = "utf-16" if held.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"

    def row_at(before: str) -> int:
        """The number of the row that begins or goes on behind `before`."""
        text, separator = _separated(before, knows)
        return sum(1 for _ in _lenient(f"{text}.", separator))

    if coding == "utf-8-sig" and (place := held.find(b"\0")) >= 0:
        before = held[:place].decode(coding, "replace")
        _refuse(name, say("Row {n} holds a NUL, which is no text.", n=row_at(before)), _save_as())
    try:
        text = held.decode(coding)
    except UnicodeDecodeError as error:
        before, wanted = held[: error.start].decode(coding), coding.upper().removesuffix("-SIG")
        _refuse(name, say("Row {n} is not {coding} text.", n=row_at(before), coding=wanted), _save_as())
    if (place := text.find("\0")) >= 0:
        _refuse(name, say("Row {n} holds a NUL, which is no text.", n=row_at(text[:place])), _save_as())
    return text


def _save_as() -> str:
    return say(
        "Save it anew: in Excel as “CSV UTF-8”, in LibreOffice as “Text CSV” with the character set “UTF-8”."
    )


def _separated(text: str, knows: Callable[[str], bool]) -> tuple[str, str]:
    """The table without a line that only names the separator, and the separator: named, or found out."""
    if found := re.match(r"sep=(.)(?:\r\n?|\n|$)", text, re.IGNORECASE):
        return text[found.end() :], found[1]

    def likely(separator: str) -> tuple[int, bool, int]:
        rows = [row for row in _first_rows(text, separator) if any(row)]
        if not rows:
            return 0, False, 0
        return sum(map(knows, rows[0])), len({len(row) for row in rows}) == 1, len(rows[0])

    return text, max(_SEPARATORS, key=likely)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    """Some rows at the beginning, read without asking whether they are right."""
    rows = list(_lenient(text[:_LOOK], separator))
    # The last one can have been cut.
    return rows[:20] if len(text) <= _LOOK else rows[: min(20, len(rows) - 1)]


def _lenient(text: str, separator: str) -> Iterator[list[str]]:
    before = csv.field_size_limit(max(len(text), 1))
    try:
        yield from list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    finally:
        csv.field_size_limit(before)


def _rows(text: str, separator: str, name: str | Path) -> Iterator[Row]:
    """The rows that are not empty."""
    number, before = 0, csv.field_size_limit(max(len(text), 1))
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            number += 1
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
    except csv.Error:
        why = say("Its quotes do not match; a quote inside a text is written twice.")
        refuse_rows(name, [in_row(number + 1, why)])
    finally:
        csv.field_size_limit(before)


def _evened(rows: Iterator[Row], width: int, name: str | Path) -> tuple[Row, ...]:
    """The rows, each as wide as the headings; empty cells behind them do not matter."""
    evened, problems, number = [], [], 0
    for number, row in enumerate(rows, 1):
        cells = row.cells[:width] if not any(row.cells[width:]) else row.cells
        if len(cells) != width:
            cells_there = count(len(cells), "It has {n} cell", "It has {n} cells")
            why = say("{there}; there are {n} headings.", there=cells_there, n=width)
            problems.append(in_row(row.number, why))
        elif number <= MOST_ROWS:
            evened.append(Row(row.number, cells))
    if number > MOST_ROWS:
        _refuse(
            name,
            say("It has {n:,} rows.", n=number),
            say("At most {n:,} can be imported at once; keep those that matter.", n=MOST_ROWS),
        )
    if problems:
        refuse_rows(name, problems)
    return tuple(evened)


def _refuse_without_rows(name: str | Path, headings: int) -> NoReturn:
    if headings == 1:
        _refuse(name, say("There is no row below the headings."), say("Check that it is the right file."))
    _refuse(
        name,
        say("Row {n}, the first that is not empty, is read as the headings; nothing is below.", n=headings),
        say("Write the headings into row {n}.", n=headings - 1),
    )


def _without_end(cells: Sequence[str]) -> Sequence[str]:
    """The cells up to the last one that is not empty."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _refuse(name: str | Path, what: str, do: str) -> NoReturn:
    error: BadFile = bad_case(name, what, do)
    raise error

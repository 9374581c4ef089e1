"""Taking whatever rows can still be read out of a damaged file into a new one with our own tables.

Rows are found through the file's own table of contents. Where a page on the way to them is lost, all pages
that nothing leads to are looked through, and what is known by its shape to be ours is taken. Which rows are
lost is told by the indexes, as far as these can be read.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from icp_tui.errors import BadFile
from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Links
from icp_tui.method.safe import safe_text
from icp_tui.store.file.database import Database
from icp_tui.store.file.header import COMPAT, read_header
from icp_tui.store.log.ids import new_id
from icp_tui.store.log.schema import link_table
from icp_tui.store.recovery.contents import (
    columns_of,
    is_of_newer,
    meant_columns,
    meant_names,
    unknown_migrations_of,
)
from icp_tui.store.recovery.ids import ID
from icp_tui.store.recovery.pages import Pages, Row, Value
from icp_tui.store.recovery.plausible import LOG, fits, is_plausible, matches
from icp_tui.store.recovery.replay import Progress, no_progress
from icp_tui.texts import say

_BLANK: dict[str, Value] = {"TEXT": "", "INTEGER": 0, "REAL": 0.0}
_ORDERED = (LOG, "forgotten")
"""The tables of which the order of the columns is known in any case: new ones are added at the end."""


@dataclass(frozen=True, slots=True)
class LostChange:
    """A change whose row is lost and whose entries in the indexes are not."""

    id: str
    record_id: str
    field: str
    clock: int


@dataclass(slots=True)
class Salvaged:
    """What was found in a damaged file.

    Attributes:
        read: rows taken, by table.
        lost: ids of the rows (the first part of their key) that are known to be lost, by table.
        counted: hurt tables of which `lost` holds all.
        hurt: tables of which something could not be read.
        lost_changes: those of the lost changes of which the place in the log is known.
        doubtful: (table, id) of rows whose text is damaged.
        unfit: (table, id, column) of values of a type that the column cannot hold; they were left out.
        foreign: tables and columns that icp-tui did not make and that were left out, in words.
    """

    read: dict[str, int] = field(default_factory=dict)
    lost: dict[str, list[str]] = field(default_factory=dict)
    counted: set[str] = field(default_factory=set)
    hurt: set[str] = field(default_factory=set)
    lost_changes: list[LostChange] = field(default_factory=list)
    doubtful: set[tuple[str, str]] = field(default_factory=set)
    unfit: set[tuple[str, str, str]] = field(default_factory=set)
    foreign: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table or index of the damaged file: where its tree begins, and its columns in their order there."""

    root: int
    columns: tuple[str, ...]
    is_table: bool


def salvage(
    source: Path, target: Database, progress: Progress = no_progress, asked: Path | None = None
) -> Salvaged:
    """Take all readable rows of the file at `source` into the empty tables of `target`.

    Inside the caller's transaction, with foreign keys off. `source` must not be open in this process; where
    it is a copy, `asked` is the file of which it is one.

    Raises:
        BadFile: a newer program made it, so that something would be lost here.
    """
    with Pages(source) as pages:
        return _Salvage(source, pages, target, progress, asked or source).run()


def tables_of_ours() -> list[str]:
    """The tables whose rows cannot be derived from others, or are kept where they can: the log first."""
    names = [LOG, "forgotten", "place", "summary", "mark"]
    for kind in RECORDS.values():
        names.append(kind.kind)
        names += [link_table(kind, q) for q in kind.questions.values() if isinstance(q.kind, Links)]
    return names


class _Salvage:
    def __init__(self, source: Path, pages: Pages, target: Database, progress: Progress, asked: Path) -> None:
        self._source = source
        self._asked = asked
        self._pages = pages
        self._target = target
        self._progress = progress
        self._found = Salvaged()
        self._there: dict[str, _Table] = {}
        self._schema_hurt = False
        self._unclear: set[str] = set()
        self._about: dict[str, str] = {}
        noted = target.rows("SELECT name, value FROM about")
        self._about_ours = {str(row["name"]): str(row["value"]) for row in noted}
        self._ours = {name: self._declared(name) for name in tables_of_ours()}
        self._needed = {name: self._never_null(name) for name in self._ours}
        self._statements: dict[str, str] = {}

    def run(self) -> Salvaged:
        self._read_contents()
        self._check_not_newer()
        self._understand()
        for name in self._ours:
            self._take_table(name)
        if self._found.hurt:
            self._reach_the_rest()
            for rows in self._pages.stray_rows():
                self._take_stray_changes(rows)
            for rows in self._pages.stray_rows():
                self._take_stray(rows)
            self._count_lost()
        self._progress(1.0)
        return self._found

    def _declared(self, table: str) -> dict[str, str]:
        """The columns of a table of ours and their types."""
        return {row["name"]: row["type"] for row in self._target.rows(f"PRAGMA table_info({table})")}

    def _never_null(self, table: str) -> set[str]:
        """The columns of a table of ours that always hold something."""
        rows = self._target.rows(f"PRAGMA table_info({table})")
        return {row["name"] for row in rows if row["notnull"] or row["pk"]}

    def _read_contents(self) -> None:
        """Read where the tables and indexes of the damaged file are."""
        before = self._faults()
        for row in self._pages.rows(1):
            match row.values:
                case (
                    ("table" | "index") as kind,
                    str() as name,
                    str(),
                    int() as root,
                    str() | None as sql,
                ) if root > 0:
                    self._there[name] = _Table(root, columns_of(sql or ""), kind == "table")
        self._schema_hurt = self._faults() > before or LOG not in self._there
        noted = (row.values[:2] for row in self._rows_of("about"))
        self._about = {str(held[0]): str(held[1]) for held in noted if len(held) == 2}

    def _faults(self) -> int:
        return self._pages.broken + self._pages.lost_cells

    def _check_not_newer(self) -> None:
        """Refuse what a newer program made; an unknown column alone can be damage, or somebody's own."""
        unknown = unknown_migrations_of(self._rows_of("_sqlite_migrations"))
        added = {
            f"{name}.{column}"
            for name, columns in self._ours.items()
            if name in self._there
            for column in meant_columns(self._there[name].columns, columns).foreign
        }
        if unknown or (added and self._is_newer()):
            raise BadFile(
                say("{path} was made by a newer icp-tui.", path=self._asked),
                means=say(
                    "This one would lose {what}; nothing was changed.",
                    what=", ".join(sorted(unknown | added)[:5]),
                ),
                do=say("Repair it with the newer one."),
            )

    def _rows_of(self, name: str) -> Iterable[Row]:
        return self._pages.rows(self._there[name].root) if name in self._there else ()

    def _is_newer(self) -> bool:
        """Whether the file notes that a newer program made it."""
        with contextlib.suppress(BadFile):
            if read_header(self._source).compat > COMPAT:
                return True
        return is_of_newer(self._about, self._about_ours)

    def _understand(self) -> None:
        """Find the tables and columns of ours under names that damage gave them, and those not of ours."""
        made = {row["name"] for row in self._target.rows("SELECT name FROM sqlite_schema")}
        tables = [name for name, table in self._there.items() if table.is_table]
        for name, meant in meant_names(tables, sorted(made)).items():
            self._there[meant] = self._there.pop(name)
        is_current = self._about.get("shape") == self._about_ours["shape"]
        for name, table in self._there.items():
            if name not in self._ours:
                if table.is_table and name not in made and not name.startswith("sqlite_"):
                    self._found.foreign.append(say("the table {table}", table=name[:60]))
                continue
            found = meant_columns(table.columns, self._ours[name])
            # No column is ever taken away: a table without one of them is not as it says.
            hurt = bool(found.missing) and is_current
            if hurt and name in _ORDERED:
                found.columns = tuple(self._ours[name])
            elif hurt:
                self._unclear.add(name)
            else:
                self._found.foreign += [
                    say("the column {column}", column=f"{name}.{column[:60]}") for column in found.foreign
                ]
            self._there[name] = replace(table, columns=found.columns)

    def _take_table(self, name: str) -> None:
        table = self._there.get(name)
        if table is None:
            if self._schema_hurt:
                self._found.hurt.add(name)
            return
        if name in self._unclear:
            self._pages.reach(table.root)
            self._found.hurt.add(name)
            return
        before = self._faults()
        for number, row in enumerate(self._pages.rows(table.root)):
            self._take(name, table.columns, row, reached=True)
            if number % 500 == 0:
                self._progress(min(0.9, self._pages.share))
        if self._faults() > before:
            self._found.hurt.add(name)

    def _take(self, name: str, columns: tuple[str, ...], row: Row, *, reached: bool = False) -> bool:
        """Put one row into the new file; False where it cannot be one of this table.

        To one that is `reached` the table itself leads, so that its values may be odd.
        """
        types = self._ours[name]
        values = {
            column: value for column, value in zip(columns, row.values, strict=False) if column in types
        }
        values = self._fitting(name, values)
        if not is_plausible(name, values, reached=reached):
            self._found.hurt.add(name)
            return False
        if not row.clean:
            values = {column: _harmless(value) for column, value in values.items()}
            self._found.doubtful.add((name, str(row.values[0])))
        key = f"{name} {','.join(values)}"
        if key not in self._statements:
            self._statements[key] = (
                f"INSERT INTO {name} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})"
            )
        try:
            self._target.execute(self._statements[key], *values.values())
        except sqlite3.IntegrityError:
            # It is there already, or holds what such a table cannot hold.
            self._found.hurt.add(name)
            return False
        self._found.read[name] = self._found.read.get(name, 0) + 1
        return True

    def _fitting(self, name: str, values: dict[str, Value]) -> dict[str, Value]:
        """The values without those of a type that the column cannot hold; the first tells which row it is."""
        if name == LOG and not matches(ID, values, "id"):
            # Without a name of its own only one of such changes would be kept.
            values = {**values, "id": new_id()}
        fitting = dict(values)
        record_id = str(next(iter(values.values()), ""))
        for column, value in values.items():
            kind = self._ours[name][column]
            if not fits(kind, value) or (value is None and column in self._needed[name]):
                blank: Value = _BLANK[kind] if column in self._needed[name] else None
                fitting[column] = blank
                self._found.unfit.add((name, record_id, column))
        return fitting

    def _reach_the_rest(self) -> None:
        """Remember the pages of everything else, so that they are not taken for lost ones."""
        for name, table in self._there.items():
            if name not in self._ours:
                self._pages.reach(table.root)
        self._pages.reach_free_pages()

    def _take_stray_changes(self, rows: list[Row]) -> None:
        """Take the rows of a page that nothing leads to, if they are changes."""
        columns = self._columns_there(LOG)
        if all(self._could_be(LOG, columns, row) for row in rows):
            for row in rows:
                self._take(LOG, columns, row)

    def _take_stray(self, rows: list[Row]) -> None:
        """Take the rows of a page that nothing leads to, if it is clear of which other table they are."""
        if all(self._could_be(LOG, self._columns_there(LOG), row) for row in rows):
            return
        names = [name for name in sorted(self._found.hurt - {LOG}) if self._could_hold(name, rows)]
        if len(names) == 1 and self._is_borne_out(names[0], rows):
            for row in rows:
                self._take(names[0], self._columns_there(names[0]), row)

    def _columns_there(self, name: str) -> tuple[str, ...]:
        """The columns of a table in the order of the damaged file; none where that is unknown."""
        if name in self._there:
            return self._there[name].columns
        return tuple(self._ours[name]) if name in _ORDERED else ()

    def _could_be(self, name: str, columns: tuple[str, ...], row: Row) -> bool:
        types = self._ours[name]
        enough = 13 if name == LOG else 1
        return (
            enough <= len(row.values) <= len(columns)
            and all(fits(types.get(c), v) for c, v in zip(columns, row.values, strict=False))
            and is_plausible(name, dict(zip(columns, row.values, strict=False)))
        )

    def _could_hold(self, name: str, rows: list[Row]) -> bool:
        columns = self._columns_there(name)
        return bool(columns) and all(self._could_be(name, columns, row) for row in rows)

    def _is_borne_out(self, name: str, rows: list[Row]) -> bool:
        """Whether the log calls these records the same; it must know them where tables are missing."""
        if name not in RECORDS:
            return not self._schema_hurt or name == "forgotten"
        for row in rows:
            kinds = self._target.rows("SELECT kind FROM change WHERE record_id = ? LIMIT 1", row.values[0])
            if kinds[0]["kind"] != name if kinds else self._schema_hurt:
                return False
        return True

    def _count_lost(self) -> None:
        """Count the rows that stand in the index of a hurt table and were not found."""
        for name in sorted(self._found.hurt):
            index = self._there.get(f"sqlite_autoindex_{name}_1")
            if index is None:
                continue
            self._pages.forget_reached()
            before = self._faults()
            lost = self._not_found(name, index.root)
            self._found.lost[name] = list(lost.values())
            if self._faults() == before:
                self._found.counted.add(name)
            if name == LOG:
                self._place_lost_changes(lost)

    def _not_found(self, name: str, root: int) -> dict[int, str]:
        """The rows of a table's key index that were not found: rowid → the first column of the key."""
        keys = list(_keys(name, self._ours[name]))
        where = " AND ".join(f"{key} = ?" for key in keys)
        lost = {}
        for entry in self._pages.rows(root):
            held, rowid = entry.values[: len(keys)], entry.values[-1]
            if (
                len(entry.values) == len(keys) + 1
                and isinstance(rowid, int)
                and isinstance(held[0], str)
                and ID.fullmatch(held[0])
                and not self._target.rows(f"SELECT 1 FROM {name} WHERE {where}", *held)
            ):
                lost[rowid] = held[0]
        return lost

    def _place_lost_changes(self, lost: dict[int, str]) -> None:
        """Find out to which fields the lost changes belonged."""
        index = self._there.get("change_by_field")
        for entry in self._pages.rows(index.root) if index and lost else ():
            match entry.values:
                case (str() as record_id, str() as name, int() as clock, int() as rowid) if rowid in lost:
                    self._found.lost_changes.append(LostChange(lost[rowid], record_id, name, clock))


def _keys(name: str, columns: Iterable[str]) -> Iterator[str]:
    """The columns of a table's primary key."""
    names = list(columns)
    two = name == "mark" or (name not in RECORDS and names[-1] == "place")
    yield from names[: 2 if two else 1]


def _harmless(value: Value) -> Value:
    return safe_text(value) if isinstance(value, str) else value

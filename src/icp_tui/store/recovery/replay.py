"""What the change log says that the tables hold, and where they hold something else.

The newest change of a field, by (clock, id), is its value, whoever made it and in whatever order the changes
came. So one record at a time follows from its own changes alone, and a log of any length needs no more memory
than its longest part of a few hundred records. What a newer program wrote is passed over.
"""

from __future__ import annotations

import itertools
import math
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from icp_tui.errors import BadAnswer, BadFile
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link, Links
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import PARENT, POSITION
from icp_tui.store.log.schema import columns, link_table, parent_column
from icp_tui.texts import say

Progress = Callable[[float], None]
"""Hears the share that is done, from 0 to 1."""

AT_ONCE = 200
"""Records that are compared in one read, and so in one lock of some milliseconds."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a table does not hold what the log says; `column` is "" for a whole row."""

    table: str
    record_id: str
    column: str
    held: object
    logged: object


@dataclass(slots=True)
class Content:
    """All that the tables hold of one record: its row (None: there is none), its links, its marks.

    Attributes:
        row: column → value, without the id.
        links: links field → ids in their order.
        marks: field → part → text; parts without a text are left out.
    """

    row: dict[str, object] | None = None
    links: dict[str, tuple[str, ...]] = field(default_factory=dict)
    marks: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One record of the log: its kind, what the log says of it, and the fields whose text cannot be read."""

    kind: type[Record]
    record_id: str
    content: Content
    unread: tuple[str, ...] = ()


def no_progress(_share: float) -> None:
    """Nobody waits."""


def differences(database: Database, progress: Progress = no_progress) -> Generator[Difference, None, None]:
    """Every place where the tables do not hold what the log says.

    Each part is read in one transaction, so that a program that writes meanwhile is neither in the way for
    long nor seen half. Who does not read to the end closes the generator before the database.

    Raises:
        BadFile: the file is damaged.
    """
    with closing(records_of_log(database, progress)) as parts:
        for part in parts:
            held = held_contents(database, part)
            for record in part:
                yield from _compared(record, held[record.record_id])
    yield from _beyond_the_log(database)


def records_of_log(
    database: Database, progress: Progress = no_progress, *, snapshots: bool = True
) -> Generator[list[Replayed], None, None]:
    """All records of known kinds in the log, by id, some at a time.

    With `snapshots` each part is handed over within a reading transaction of its own, which ends with the
    part or with `close`; without them the caller is in a transaction already.
    """
    many = max(database.rows("SELECT count(*) FROM change")[0][0], 1)
    last, seen = "", 0
    while True:
        if snapshots:
            database.rows("BEGIN")
        try:
            ids = database.rows(
                "SELECT DISTINCT record_id FROM change WHERE record_id > ? ORDER BY record_id LIMIT ?",
                last,
                AT_ONCE,
            )
            if not ids:
                return
            if str(ids[-1][0]) <= last:
                # A name that is not read as it is written: it would come again for ever.
                raise BadFile(
                    say("The log names a record by what is no name."),
                    means=say("Nothing was changed."),
                    do=say("Run `icp-tui repair`: it saves what is there and keeps this file."),
                )
            rows = database.rows(
                "SELECT record_id, field, kind, new, at FROM change WHERE record_id > ? AND record_id <= ?"
                " ORDER BY record_id, field, clock, id",
                last,
                ids[-1][0],
            )
            yield list(_replayed(rows, _forgotten(database, rows)))
            last, seen = ids[-1][0], seen + len(rows)
        finally:
            if snapshots:
                database.rows("COMMIT")
        progress(min(1.0, seen / many))


def replayed(database: Database, record_id: str) -> Replayed | None:
    """What the log says of one record; None where it holds nothing of it that is known here."""
    rows = database.rows(
        "SELECT record_id, field, kind, new, at FROM change WHERE record_id = ? ORDER BY field, clock, id",
        record_id,
    )
    return next(_replayed(rows, _forgotten(database, rows)), None)


def _forgotten(database: Database, rows: Iterable[sqlite3.Row]) -> frozenset[str]:
    """Of all ids that these changes name, those of records that were forgotten for good."""
    if not _has(database, "forgotten") or not database.rows("SELECT 1 FROM forgotten LIMIT 1"):
        return frozenset()
    named = {word for row in rows if row["new"] for word in row["new"].split() if len(word) < 100}
    return frozenset(
        word for word in named if database.rows("SELECT 1 FROM forgotten WHERE record_id = ?", word)
    )


def _has(database: Database, table: str) -> bool:
    """Whether the file, which an older program may have made, has this table."""
    return bool(database.rows("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table))


def _replayed(rows: Iterable[sqlite3.Row], gone: frozenset[str]) -> Iterator[Replayed]:
    for record_id, group in itertools.groupby(rows, key=lambda row: str(row["record_id"])):
        changes = list(group)
        births = (change["kind"] for change in reversed(changes) if change["field"] == PARENT)
        if kind := RECORDS.get(next(births, changes[0]["kind"])):
            yield _of_record(kind, record_id, changes, gone)


def _of_record(
    kind: type[Record], record_id: str, changes: Iterable[sqlite3.Row], gone: frozenset[str]
) -> Replayed:
    row = dict.fromkeys(dict(columns(kind))) | {POSITION: 0.0}
    content, unread, born = Content(), [], False
    for name, group in itertools.groupby(changes, key=lambda change: change["field"]):
        of_field = [change for change in group if change["kind"] == kind.kind]
        if not of_field:
            continue
        new = of_field[-1]["new"]
        if name == PARENT:
            parents = [change["new"] for change in of_field if change["new"] is not None]
            born = bool(parents)
            row["deleted_at"] = of_field[-1]["at"] if new is None else None
            if kind.parent:
                row[parent_column(kind)] = parents[-1] if parents else None
        elif ":" in name:
            answer, _, part = name.partition(":")
            if new is not None and part in MARK_PARTS and answer in kind.questions:
                if is_part(part, new):
                    content.marks.setdefault(answer, {})[part] = new
                else:
                    unread.append(name)
        elif name == POSITION or name in kind.questions:
            try:
                _take(kind, name, new, row, content, gone)
            except (BadAnswer, ValueError, OverflowError):
                unread.append(name)
    content.row = row if born else None
    return Replayed(kind, record_id, content, tuple(unread))


def _take(
    kind: type[Record],
    name: str,
    new: str | None,
    row: dict[str, object],
    content: Content,
    gone: frozenset[str],
) -> None:
    """Put the newest value of a field where the tables hold it."""
    if name == POSITION:
        row[POSITION] = position = float(new or 0)
        if not math.isfinite(position):
            raise BadAnswer(say("“{value}” cannot be read.", value=new))
        return
    asked = kind.questions[name].kind
    if isinstance(asked, Links):
        if targets := tuple(dict.fromkeys(word for word in (new or "").split() if word not in gone)):
            content.links[name] = targets
    elif isinstance(asked, Link) and new in gone:
        row[name] = None
    else:
        held = None if new is None else asked.column(new)
        if held is not None:
            asked.from_column(held)
        row[name] = held


def is_part(part: str, held: object) -> bool:
    """Whether a text can be this part of a mark."""
    options = MARK_PARTS[part]
    return isinstance(held, str) and (options is None or any(one.value == held for one in options))


def held_contents(database: Database, records: Iterable[Replayed]) -> dict[str, Content]:
    """What the tables hold of these records, by id."""
    found = {record.record_id: Content() for record in records}
    by_kind: dict[type[Record], list[str]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.record_id)
    for kind, ids in by_kind.items():
        _read_held(database, kind, ids, found)
    return found


def held_content(database: Database, kind: type[Record], record_id: str) -> Content:
    """What the tables hold of one record."""
    found = {record_id: Content()}
    _read_held(database, kind, [record_id], found)
    return found[record_id]


def _read_held(database: Database, kind: type[Record], ids: list[str], found: dict[str, Content]) -> None:
    places = ", ".join("?" * len(ids))
    if not _has(database, kind.kind):
        return
    known = dict(columns(kind))
    for row in database.rows(f"SELECT * FROM {kind.kind} WHERE id IN ({places})", *ids):
        # A file of an older program lacks the newest columns; what a newer one added is its own affair.
        there = set(row.keys())
        found[row["id"]].row = {name: row[name] if name in there else None for name in known}
    for question in kind.questions.values():
        if isinstance(question.kind, Links) and _has(database, link_table(kind, question)):
            for record_id, target in database.rows(
                f"SELECT {kind.kind}_id, {question.kind.to}_id FROM {link_table(kind, question)}"
                f" WHERE {kind.kind}_id IN ({places}) ORDER BY {kind.kind}_id, place",
                *ids,
            ):
                links = found[record_id].links
                links[question.name] = (*links.get(question.name, ()), target)
    for row in database.rows(f"SELECT * FROM mark WHERE record_id IN ({places})", *ids):
        parts = {part: row[part] for part in MARK_PARTS if row[part] is not None}
        if row["field"] in kind.questions:
            found[row["record_id"]].marks[row["field"]] = parts


def _compared(record: Replayed, held: Content) -> Iterator[Difference]:
    table, record_id, logged = record.kind.kind, record.record_id, record.content
    if held.row is None or logged.row is None:
        if held.row is not logged.row:
            yield Difference(table, record_id, "", held.row and "there", logged.row and "there")
    else:
        for column, value in logged.row.items():
            if held.row[column] != value and column not in record.unread:
                yield Difference(table, record_id, column, held.row[column], value)
    for name in record.unread:
        yield Difference(table, record_id, name, held.row and held.row.get(name), "unreadable")
    if logged.row is None and held.row is None:
        return
    yield from _compared_beside(record, held)


def _compared_beside(record: Replayed, held: Content) -> Iterator[Difference]:
    kind, record_id, logged = record.kind, record.record_id, record.content
    for name in sorted(logged.links.keys() | held.links.keys()):
        if logged.links.get(name, ()) != held.links.get(name, ()):
            table = link_table(kind, kind.questions[name])
            yield Difference(table, record_id, name, _listed(held.links, name), _listed(logged.links, name))
    for name in sorted(logged.marks.keys() | held.marks.keys()):
        before, after = held.marks.get(name), logged.marks.get(name)
        if before != after:
            for part in MARK_PARTS:
                one, other = (before or {}).get(part), (after or {}).get(part)
                # A row without any part says nothing and yet is one too many.
                if one != other or not (before or after):
                    yield Difference("mark", record_id, f"{name}:{part}", one, other)


def _listed(links: Mapping[str, tuple[str, ...]], name: str) -> str | None:
    return " ".join(links.get(name, ())) or None


def _beyond_the_log(database: Database) -> Iterator[Difference]:
    """Rows of records of which the log has never heard."""
    for kind in RECORDS.values():
        if not _has(database, kind.kind):
            continue
        for (record_id,) in database.rows(
            f"SELECT id FROM {kind.kind} WHERE NOT EXISTS"
            f" (SELECT 1 FROM change WHERE record_id = {kind.kind}.id AND kind = ?)",
            kind.kind,
        ):
            yield Difference(kind.kind, record_id, "", "there", None)
        for question in kind.questions.values():
            if isinstance(question.kind, Links) and _has(database, link_table(kind, question)):
                table = link_table(kind, question)
                for (record_id,) in database.rows(
                    f"SELECT DISTINCT {kind.kind}_id FROM {table} WHERE NOT EXISTS"
                    f" (SELECT 1 FROM change WHERE record_id = {table}.{kind.kind}_id)"
                ):
                    yield Difference(table, record_id, question.name, "there", None)
    for record_id, name in database.rows(
        "SELECT record_id, field FROM mark WHERE NOT EXISTS"
        " (SELECT 1 FROM change WHERE record_id = mark.record_id)"
    ):
        yield Difference("mark", record_id, name, "there", None)

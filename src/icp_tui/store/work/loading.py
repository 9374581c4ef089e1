"""From rows to records: one profile with everything that hangs on it, in a handful of reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, TypeVar

from icp_tui.errors import BadAnswer, BadFile, NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, State
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Choice, Links
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.database import Database
from icp_tui.store.log.changes import ROOT
from icp_tui.store.log.schema import link_table, parent_column
from icp_tui.texts import say

C = TypeVar("C", bound=Choice)


def load_answers(database: Database, profile_id: str) -> Answers:
    """The profile, its client, and all living records and marks below it.

    Raises:
        NotFound: no such profile, or it was deleted.
    """
    profile = load_record(database, Profile, profile_id)
    client = profile and load_record(database, Client, profile.parent_id)
    if not profile or not client:
        raise NotFound(
            say("There is no such profile."),
            means=say("It may have been deleted; nothing was changed."),
            do=say("See what there is with `icp-tui list`."),
        )
    records: list[Record] = [client, profile]
    ids: dict[type[Record], list[str]] = {Client: [client.id], Profile: [profile.id]}
    for kind in RECORDS.values():
        if kind.parent and kind is not Profile:
            found = _children(database, kind, ids.get(kind.parent, []))
            records.extend(found)
            ids[kind] = [record.id for record in found]
    return Answers(profile_id, records, load_marks(database, [record.id for record in records]))


def load_record(database: Database, kind: type[Record], record_id: str) -> Any:
    """One living record of `kind`, or None."""
    if not _is_there(database, kind.kind):
        return None
    found = database.rows(f"SELECT * FROM {kind.kind} WHERE id = ? AND deleted_at IS NULL", record_id)
    return _records(database, kind, found)[0] if found else None


def _is_there(database: Database, table: str) -> bool:
    """Whether the file has a table: that of an older program, open for reading only, lacks the newest."""
    if not database.read_only:
        return True
    return bool(database.rows("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table))


def _children(database: Database, kind: type[Record], parents: Sequence[str]) -> list[Record]:
    if not parents or not _is_there(database, kind.kind):
        return []
    rows = database.rows(
        f"SELECT * FROM {kind.kind} WHERE deleted_at IS NULL"
        f" AND {parent_column(kind)} IN ({_places(parents)})",
        *parents,
    )
    return _records(database, kind, rows)


def _records(database: Database, kind: type[Record], rows: Sequence[sqlite3.Row]) -> list[Record]:
    linked = {
        question.name: _targets(database, kind, question.name, [row["id"] for row in rows])
        for question in kind.questions.values()
        if isinstance(question.kind, Links)
    }
    parent = parent_column(kind)
    # As with tables, the newest columns can be missing.
    there = set(rows[0].keys()) if rows else set()
    made = []
    for row in rows:
        if not row["id"] or not isinstance(row["position"], float | int):
            error = BadAnswer(say("A record without a name or place."))
            raise _unreadable(database, kind.kind, "id", error)
        values: dict[str, Any] = {name: targets.get(row["id"]) for name, targets in linked.items()}
        for name, question in kind.questions.items():
            if name not in linked and name in there and (held := row[name]) is not None:
                values[name] = _value(database, kind, question, held)
        made.append(
            kind(
                id=row["id"],
                parent_id=row[parent] if parent else ROOT,
                position=row["position"],
                **values,
            )
        )
    return made


def _value(database: Database, kind: type[Record], question: Question, held: str | int | float) -> Any:
    if isinstance(held, bytes):
        # Only a table that lost its STRICT holds such.
        raise _unreadable(database, kind.kind, question.name, BadAnswer(say("These are bytes.")))
    try:
        return question.kind.from_column(held)
    except BadAnswer as error:
        raise _unreadable(database, kind.kind, question.name, error) from error


def _unreadable(database: Database, table: str, column: str, error: BadAnswer) -> BadFile:
    return BadFile(
        say(
            "{path} holds what this program cannot read, in {table}.{column}: {error}",
            path=database.path,
            table=table,
            column=column,
            error=error,
        ),
        means=say("Nothing was changed."),
        do=say(
            "If another program wrote it, correct it there, or let `icp-tui repair` mend it;"
            " if a newer icp-tui did, use that one."
        ),
    )


def _targets(
    database: Database, kind: type[Record], field: str, record_ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    table, question = link_table(kind, kind.questions[field]), kind.questions[field].kind
    if not isinstance(question, Links) or not record_ids or not _is_there(database, table):
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for record_id, target in database.rows(
        f"SELECT {kind.kind}_id, {question.to}_id FROM {table}"
        f" WHERE {kind.kind}_id IN ({_places(record_ids)}) ORDER BY place",
        *record_ids,
    ):
        found[record_id] = (*found.get(record_id, ()), target)
    return found


def load_marks(database: Database, record_ids: Sequence[str]) -> dict[tuple[str, str], Mark]:
    """The marks of the fields of these records.

    Raises:
        BadFile: one is of a state or a ground that this program does not know.
    """
    found = {}
    # In slices: an old SQLite takes no more than 32,766 values in one statement.
    for start in range(0, len(record_ids), 30_000):
        part = record_ids[start : start + 30_000]
        for row in database.rows(f"SELECT * FROM mark WHERE record_id IN ({_places(part)})", *part):
            found[row["record_id"], row["field"]] = Mark(
                state=_part(database, State, "state", row),
                ground=_part(database, Ground, "ground", row),
                raw=row["raw"],
            )
    return found


def _part(database: Database, options: type[C], part: str, row: sqlite3.Row) -> C | None:
    try:
        return options.of(row[part])
    except BadAnswer as error:
        raise _unreadable(database, "mark", part, error) from error


def _places(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))

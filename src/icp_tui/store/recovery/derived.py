"""What is kept beside the answers so that it need not be reckoned: search texts, figures of the library.

Both follow from the records alone, so both can be compared with them at any time, and be made anew.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from icp_tui import formats
from icp_tui.errors import BadFile, NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Prose, Text
from icp_tui.method.folding import fold
from icp_tui.method.records import Profile
from icp_tui.store.file.database import Database
from icp_tui.store.file.failing import code_of
from icp_tui.store.log.schema import parent_column
from icp_tui.store.recovery.replay import AT_ONCE, Progress, no_progress
from icp_tui.store.work.library import Figures, write_summary
from icp_tui.store.work.loading import load_answers, load_record
from icp_tui.store.work.search import index_record

FiguresOf = Callable[[Answers], Figures]


@dataclass(frozen=True, slots=True)
class Unfindable:
    """A living record that search would find by other words than it holds, or not at all."""

    kind: type[Record]
    record_id: str
    profile_id: str


@dataclass(frozen=True, slots=True)
class Stale:
    """A living profile whose figures in the library are not those of its answers.

    Attributes:
        now: its answers and their figures; None where they cannot be read.
        unreadable: why they cannot be read, in words.
    """

    profile_id: str
    now: tuple[Answers, Figures] | None = None
    unreadable: str = ""


def unfindable(database: Database, progress: Progress = no_progress) -> Iterator[Unfindable]:
    """The living records whose entry in the search index does not hold their words."""
    there = {row["name"] for row in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    kinds = [kind for kind in RECORDS.values() if kind.kind in there]
    for number, kind in enumerate(kinds):
        names = {row["name"] for row in database.rows(f"PRAGMA table_info({kind.kind})")}
        texts = [n for n, q in kind.questions.items() if isinstance(q.kind, Text | Prose) and n in names]
        last = ""
        while rows := _with_index_entries(database, kind, texts, last):
            for row in rows:
                if _body(row, texts) != (row["body"] or "") or (
                    row["body"] and row["indexed_in"] != (row["profile_id"] or "")
                ):
                    yield Unfindable(kind, row["id"], row["profile_id"] or "")
            if str(rows[-1]["id"]) <= last:
                # No name at all, which would come again for ever; the log does not know it either.
                break
            last = str(rows[-1]["id"])
        progress((number + 1) / len(kinds))


def _body(row: sqlite3.Row, texts: list[str]) -> str:
    """The words by which a record is found, as `index_record` writes them."""
    # A table that lost its STRICT can hold anything; the other checks tell of it.
    held = (row[name] for name in texts)
    return fold("\n".join(text for text in held if text and isinstance(text, str)))


def _with_index_entries(
    database: Database, kind: type[Record], texts: list[str], last: str
) -> list[sqlite3.Row]:
    """The next living records of a kind by id, with their profile and what the search index holds of them."""
    profile, joins = _profile_of(kind)
    columns = ", ".join(f't0."{name}"' for name in ["id", *texts])
    return database.rows(
        f"SELECT {columns}, {profile} AS profile_id, s.profile_id AS indexed_in, f.body AS body"
        f" FROM {kind.kind} t0{joins} LEFT JOIN search_row s ON s.record_id = t0.id"
        " LEFT JOIN search_text f ON f.rowid = s.id"
        " WHERE t0.deleted_at IS NULL AND t0.id > ? ORDER BY t0.id LIMIT ?",
        last,
        AT_ONCE,
    )


def _profile_of(kind: type[Record]) -> tuple[str, str]:
    """Where the id of a record's profile stands, and the joins that lead there."""
    if kind.parent is None:
        return "NULL", ""
    joins, number, there = "", 0, kind
    while there is not Profile and there.parent and there.parent is not Profile:
        above = f"t{number + 1}"
        joins += f" LEFT JOIN {there.parent.kind} {above} ON {above}.id = t{number}.{parent_column(there)}"
        there, number = there.parent, number + 1
    return (f"t{number}.id" if there is Profile else f"t{number}.{parent_column(there)}"), joins


def make_findable(database: Database, progress: Progress = no_progress) -> int:
    """Bring the search index to what the records hold, in the caller's transaction; how many were brought."""
    mended = 0
    # Entries of which one half is lost would be in the way of new ones.
    database.execute("DELETE FROM search_text WHERE rowid NOT IN (SELECT id FROM search_row)")
    database.execute("DELETE FROM search_row WHERE id NOT IN (SELECT rowid FROM search_text)")
    for found in unfindable(database, progress):
        database.execute(
            "UPDATE search_row SET profile_id = ? WHERE record_id = ?", found.profile_id, found.record_id
        )
        try:
            record = load_record(database, found.kind, found.record_id)
        except BadFile:
            # It holds an answer of a newer program; `icp-tui check` says which.
            continue
        if record:
            index_record(database, found.profile_id, record)
        mended += 1
    try:
        database.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        if code_of(error) != sqlite3.SQLITE_CORRUPT:
            # Ctrl+c, or a disk that is full or gone: SQLite has taken the transaction back by then.
            raise
        database.execute("INSERT INTO search_text (search_text) VALUES ('rebuild')")
        mended = max(mended, 1)
    return mended


def stale(database: Database, figures: FiguresOf, progress: Progress = no_progress) -> Iterator[Stale]:
    """The living profiles of which the library shows other figures than their answers give, or no moment."""
    rows = database.rows(
        "SELECT p.id AS id, s.answered AS answered, s.asked AS asked, s.gaps AS gaps,"
        " s.edited_at AS edited_at FROM profile p"
        " JOIN client c ON c.id = p.client_id LEFT JOIN summary s ON s.profile_id = p.id"
        " WHERE p.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY p.id"
    )
    for number, row in enumerate(rows):
        try:
            answers = load_answers(database, row["id"])
            now = figures(answers)
        except (BadFile, NotFound) as error:
            yield Stale(row["id"], unreadable=error.what)
            continue
        known = (row["answered"], row["asked"], row["gaps"])
        if (now.answered, now.asked, now.gaps) != known or not _is_moment(row["edited_at"]):
            yield Stale(row["id"], (answers, now))
        progress((number + 1) / len(rows))


def refresh(database: Database, figures: FiguresOf, progress: Progress = no_progress) -> int:
    """Bring the library's figures to what the answers say, in the caller's transaction; how many were wrong.

    The moment at which a profile was last edited is kept, or taken from the log.
    """
    refreshed = 0
    for found in stale(database, figures, progress):
        if found.now is None:
            # No figures can be made of it; `icp-tui check` says why.
            continue
        profile_id = found.profile_id
        kept = database.rows("SELECT edited_at FROM summary WHERE profile_id = ?", profile_id)
        [(edited,)] = (
            kept
            if kept and _is_moment(kept[0][0])
            else database.rows(
                "SELECT max(at) FROM change WHERE (scope = ? OR record_id = ?) AND at GLOB '[12][0-9]*-*T*'",
                profile_id,
                profile_id,
            )
        )
        write_summary(database, *found.now, moment(edited))
        refreshed += 1
    return refreshed


def _is_moment(at: str | None) -> bool:
    """Whether the list can show a moment that was kept."""
    return formats.moment(at or "") is not None


def moment(at: str | None) -> dt.datetime:
    """A moment of the log; now where it is none."""
    try:
        found = dt.datetime.fromisoformat(at or "")
    except ValueError:
        return dt.datetime.now(dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)

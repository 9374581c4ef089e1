"""Whether a workspace is in order: its pages and indexes, its links, its log, and what follows from them.

Only reading, and in parts short enough that a program which saves meanwhile never waits for long.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from icp_tui.errors import BadFile, InUse
from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.database import Database, open_database
from icp_tui.store.file.header import journal_waits
from icp_tui.store.file.locks import FileLock
from icp_tui.store.log.belonging import Belonging
from icp_tui.store.log.clocks import runaways
from icp_tui.store.log.schema import foreign_objects
from icp_tui.store.recovery.derived import FiguresOf, stale, unfindable
from icp_tui.store.recovery.log_rows import without_moment
from icp_tui.store.recovery.replay import Difference, Progress, differences, no_progress
from icp_tui.store.recovery.shape import misshapen
from icp_tui.store.work.admission import pages_at_fault
from icp_tui.texts import count, say

NAMED = 5
"""Faults that are told one by one; the others are counted."""

REPAIR = "icp-tui repair"

_PART = 4_000_000
"""Bytes that are read at a time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found.

    Attributes:
        check: its name: pages, indexes, links, log, search or figures.
        says: the outcome in one sentence.
        faults: the first ones, in words; none where all is in order.
        many: how many there are.
        do: what to do, where something is wrong.
    """

    check: str
    says: str
    faults: tuple[str, ...] = ()
    many: int = 0
    do: str = ""


class Names:
    """Names records in words that a person knows: their kind and title, their profile and client."""

    def __init__(self, database: Database) -> None:
        """Look names up in `database`."""
        self._database = database
        self._belonging = Belonging(database)

    def of(self, kind: str, record_id: str) -> str:
        """The record in words; its id where nothing else is known of it."""
        # In a hostile file it can be anything.
        record_id = str(record_id)
        if kind not in RECORDS:
            return say("a record ({id})", id=record_id)
        title = self._title(kind, record_id)
        said = (
            f"{RECORDS[kind].singular} “{title}”" if title else f"{RECORDS[kind].singular} ({record_id[-6:]})"
        )
        profile = self._belonging.profile_of(kind, record_id)
        around = [] if kind in (Profile.kind, Client.kind) else [self._title(Profile.kind, profile)]
        if kind != Client.kind:
            rows = self._database.rows(f"SELECT {Client.kind}_id FROM {Profile.kind} WHERE id = ?", profile)
            around.append(self._title(Client.kind, rows[0][0]) if rows else "")
        known = ", ".join(name for name in around if name)
        return f"{said} ({known})" if known else said

    def kind_of(self, record_id: str) -> str:
        """The kind of a record, as far as the log knows it."""
        rows = self._database.rows("SELECT kind FROM change WHERE record_id = ? LIMIT 1", record_id)
        return str(rows[0]["kind"]) if rows else ""

    def _title(self, kind: str, record_id: str) -> str:
        column = RECORDS[kind].title_field
        rows = self._database.rows(f"SELECT {column} FROM {kind} WHERE id = ?", record_id)
        held = rows[0][0] if rows else None
        return "" if held is None else " ".join(str(held).split())[:60]


def open_to_check(path: Path) -> Database:
    """The workspace at `path`, open for looking only, also while another process writes to it.

    Where a killed program left a save half done and nobody has it open, SQLite takes that back first.

    Raises:
        BadFile: it cannot be opened at all.
    """
    if journal_waits(path):
        with contextlib.suppress(InUse, OSError):
            lock = FileLock.take(path)
            try:
                with contextlib.closing(open_database(path)) as database:
                    database.rows("SELECT count(*) FROM sqlite_schema")
            finally:
                lock.release()
    return open_database(path, why_read_only=say("It was opened to be checked."))


def read_through(path: Path, progress: Progress = no_progress) -> None:
    """Read all of a file once, from its beginning to its end, so that the checks find it in memory.

    They jump to and fro in it and cannot be ended meanwhile. Never where SQLite holds a lock on it in this
    process: closing it here would end that. What cannot be read is the checks' to tell.
    """
    with contextlib.suppress(OSError), path.open("rb", buffering=0) as file:
        size = max(path.stat().st_size, 1)
        while read := len(file.read(_PART)):
            progress(min(1.0, (file.tell() + read) / size))


def examine(
    database: Database, figures: FiguresOf | None, progress: Progress = no_progress
) -> Iterator[Finding]:
    """All checks, one after the other; without `figures` only those of the data itself.

    Where pages cannot be read, a check that needs them says so.
    """
    yield _guarded(database, "pages", lambda: _pages(database))
    progress(0.1)
    yield _guarded(database, "indexes", lambda: _indexes(database, lambda share: progress(0.1 + 0.3 * share)))
    yield _guarded(database, "links", lambda: _links(database))
    progress(0.5)
    end = 0.8 if figures else 1.0
    yield _guarded(database, "log", lambda: _log(database, lambda share: progress(0.5 + (end - 0.5) * share)))
    if figures:
        of = figures
        yield _guarded(
            database, "search", lambda: _search(database, lambda share: progress(0.8 + 0.1 * share))
        )
        yield _guarded(
            database, "figures", lambda: _figures(database, of, lambda share: progress(0.9 + 0.1 * share))
        )
    progress(1.0)


def _guarded(database: Database, check: str, look: Callable[[], Finding]) -> Finding:
    try:
        try:
            return look()
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            # Tables that are not as we make them can hold values of any type; else it is a defect of ours.
            if not misshapen(database):
                raise
            return _not_read(check, str(error))
    except BadFile as error:
        return _not_read(check, str(error.__cause__ or error.what).rstrip("."))


def _not_read(check: str, why: str) -> Finding:
    says = say("The file cannot be read far enough to check its {check}.", check=_of(check))
    return Finding(check, says, (why,), 1, _do())


def _of(check: str) -> str:
    words = {
        "pages": say("pages"),
        "indexes": say("indexes"),
        "links": say("links"),
        "log": say("log of changes"),
        "search": say("search index"),
        "figures": say("list of profiles"),
    }
    return words[check]


def _do() -> str:
    return say("Run `{command}`: it saves what is there into a new file and keeps this one.", command=REPAIR)


def _pages(database: Database) -> Finding:
    wrong = pages_at_fault(lambda sql: [row[0] for row in database.rows(sql)])
    if wrong:
        says = say("The file is damaged: a page of it is not in order.")
        return Finding("pages", says, (in_plain_words(wrong),), 1, _do())
    if wrong_tables := misshapen(database):
        says = say("The tables of the file are not as icp-tui makes them.")
        return Finding("pages", says, tuple(wrong_tables[:NAMED]), len(wrong_tables), _do())
    if strange := foreign_objects(database):
        return Finding(
            "pages",
            say("The file holds what icp-tui never makes."),
            tuple(strange),
            len(strange),
            say("Run `{command}`: the new file is without it.", command=REPAIR),
        )
    return Finding("pages", say("All pages are in order."))


def in_plain_words(wrong: str) -> str:
    """What SQLite found wrong, without the words that only its makers know."""
    wrong = " ".join(wrong.replace("*** in database main ***", "").split())
    if found := re.search(r"(?:Tree \d+ page|[Pp]age) (\d+)", wrong):
        return say("page {n} ({wrong})", n=found[1], wrong=wrong)
    return wrong


def _indexes(database: Database, progress: Progress) -> Finding:
    tables = database.rows(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'create virtual%' ORDER BY name"
    )
    faults = []
    for number, (table,) in enumerate(tables):
        quoted = '"{}"'.format(table.replace('"', '""'))
        # Table by table: one look at the whole of a large file would keep others from saving for too long.
        rows = database.rows(f"PRAGMA integrity_check({quoted})")
        faults += [in_plain_words(row[0]) for row in rows if row[0] != "ok"]
        progress((number + 1) / len(tables))
    if not faults:
        return Finding("indexes", say("All indexes agree with their tables."))
    return Finding(
        "indexes", say("Indexes do not agree with their tables."), tuple(faults[:NAMED]), len(faults), _do()
    )


def _links(database: Database) -> Finding:
    rows = database.rows("SELECT * FROM pragma_foreign_key_check LIMIT 1000")
    if not rows:
        return Finding("links", say("Everything that is linked is there."))
    faults = dict.fromkeys(f"{row['table']} → {row['parent']}" for row in rows)
    return Finding(
        "links",
        count(len(rows), "{n} link leads to nothing.", "{n} links lead to nothing."),
        tuple(faults)[:NAMED],
        len(rows),
        _do(),
    )


def _log(database: Database, progress: Progress) -> Finding:
    names, many = Names(database), 0
    faults: list[str] = []
    runaway, first = runaways(database, NAMED)
    if runaway:
        says = count(
            runaway,
            "{n} change has a number in the log that no work reaches; nothing can follow it.",
            "{n} changes have numbers in the log that no work reaches; nothing can follow them.",
        )
        told = tuple(dict.fromkeys(names.of(kind, record_id) for kind, record_id in first))
        do = say("Run `{command}`: it numbers them anew, in their order.", command=REPAIR)
        return Finding("log", says, told, runaway, do)
    [(below,)] = database.rows("SELECT count(*) FROM change WHERE clock < 1")
    if below:
        says = count(
            below,
            "{n} change has a number in the log below the first.",
            "{n} changes have numbers in the log below the first.",
        )
        return Finding("log", says, (), below, _do())
    undated = list(without_moment(database))
    if undated:
        says = count(
            len(undated),
            "Of {n} change in the log nobody can tell when it was made.",
            "Of {n} changes in the log nobody can tell when they were made.",
        )
        told = tuple(dict.fromkeys(names.of(kind, one) for _, kind, one in undated[:NAMED]))
        do = say("Run `{command}`: it takes the moment of their neighbours.", command=REPAIR)
        return Finding("log", says, told, len(undated), do)
    for found in differences(database, progress):
        many += 1
        if len(faults) < NAMED:
            faults.append(_in_words(names, found))
    if many:
        says = count(
            many,
            "In {n} place a table does not hold what the log of changes says.",
            "In {n} places a table does not hold what the log of changes says.",
        )
        return Finding("log", says, tuple(faults), many, _do())
    [(changes,)] = database.rows("SELECT count(*) FROM change")
    return Finding(
        "log",
        count(
            changes,
            "All answers are what the log of {n} change says.",
            "All answers are what the log of {n} changes says.",
        ),
    )


def _in_words(names: Names, found: Difference) -> str:
    kind = next((kind for kind in RECORDS if kind == found.table), "")
    kind = kind or max((k for k in RECORDS if found.table.startswith(f"{k}_")), key=len, default="")
    where = names.of(kind or names.kind_of(found.record_id), found.record_id)
    if not found.column:
        if found.held:
            return say("{where}: it is there, and the log does not know of it.", where=where)
        return say("{where}: it is not there, and the log says that it is.", where=where)
    return say(
        "{where}, {field}: there is {held}, and the log says {logged}.",
        where=where,
        field=found.column,
        held=_quoted(found.held),
        logged=_quoted(found.logged),
    )


def _quoted(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return f"“{text[:60]}”" if text else say("nothing")


def _search(database: Database, progress: Progress) -> Finding:
    names, many = Names(database), 0
    faults: list[str] = []
    for found in unfindable(database, progress):
        many += 1
        if len(faults) < NAMED:
            faults.append(names.of(found.kind.kind, found.record_id))
    if not many:
        return Finding("search", say("Search finds all answers."))
    says = count(
        many, "Search does not find {n} record rightly.", "Search does not find {n} records rightly."
    )
    return Finding("search", says, tuple(faults), many, _do())


def _figures(database: Database, figures: FiguresOf, progress: Progress) -> Finding:
    names, many = Names(database), 0
    faults: list[str] = []
    for found in stale(database, figures, progress):
        many += 1
        if len(faults) < NAMED:
            faults.append(found.unreadable or names.of(Profile.kind, found.profile_id))
    if not many:
        return Finding("figures", say("The list of profiles shows what the answers say."))
    says = count(
        many, "The list shows old figures of {n} profile.", "The list shows old figures of {n} profiles."
    )
    return Finding("figures", says, tuple(faults), many, _do())

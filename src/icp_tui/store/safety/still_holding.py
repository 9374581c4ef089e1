"""The files that still hold a client who is forgotten: in the state folder, and beside the workspace.

They are looked through and named whatever they are called. Ours are the backups of this workspace, what was
rescued for it, and what a restore or a repair set aside; only these are ever deleted, and only when asked.
Whatever else holds the client belongs to somebody: another workspace, or the consultant.
"""

from __future__ import annotations

import html
import json
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from icp_tui import paths
from icp_tui.errors import BadFile
from icp_tui.files import BESIDE, write_whole
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.abandoned import is_unfinished_file, is_unfinished_repair
from icp_tui.store.file.connecting import reading
from icp_tui.store.file.database import Database
from icp_tui.store.file.header import read_header
from icp_tui.store.file.locks import lock_path
from icp_tui.store.file.setting_aside import was_set_aside
from icp_tui.store.log.forgetting import Known, holds_any
from icp_tui.store.safety.backups import folder_of
from icp_tui.store.safety.rescue import journal_path

_DOCUMENTS = (".icp", ".json", ".md", ".html", ".htm")
"""What icp-tui writes for people; in these the name counts, too."""

_SPECIAL = re.compile(
    r"[\\`\[\]|]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<! )\*|\*(?! )|(?<! )~|~(?!\d)|<(?![ \d=])"
    r"|&(?=#?[A-Za-z0-9]{0,32}(?:;|\Z))|:(?=//)|(?<=[Ww]{3})\."
)
"""What our documents write with a backslash before it."""

_ANY_MARK = re.compile(r"[!-/:-@\[-`{-~]")
"""What other programs may write so."""

_NUMBER, _HASHES = re.compile(r"\A(\d{1,9})(?=[.)](?:[ \t]|\Z))"), re.compile(r"(?<=[ \t])#+\Z")

_LINES = ".jsonl"
"""How a rescue journal ends."""

_PATIENCE = 2.0
"""Seconds for looking into one file; an honest one needs a thousandth of it."""


@dataclass(frozen=True, slots=True)
class Leftovers:
    """The files that hold a client, or may: `ours`, which can be deleted, and `others`, which are not.

    Attributes:
        ids: of the client and of its profiles; lines that were rescued name only these.
    """

    ours: tuple[Path, ...]
    others: tuple[Path, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A client that was forgotten, as other files still know it.

    Attributes:
        profiles: the ids of its profiles.
    """

    client: Known
    profiles: tuple[str, ...]


def leftovers(database: Database, client_id: str, name: str = "", profiles: Sequence[str] = ()) -> Leftovers:
    """The files that hold a client of this `name`; they are only read.

    Its `profiles` are those that the workspace no longer knows.

    Raises:
        BadFile: a file of ours cannot be read.
    """
    rows = database.rows(f"SELECT id FROM {Profile.kind} WHERE client_id = ?", client_id)
    ids = [client_id, *(row["id"] for row in rows), *profiles]
    live = database.path.resolve()
    # Backups of a former path are not ours: they can be those of a copy in which somebody goes on.
    kept = {path: _was_kept_for(live, path) for path in _kept(live)}
    found = {
        path for path, is_ours in kept.items() if (_knows if is_ours else _may_hold)(path, ids, name)
    } | {path for path in _beside(live) if _may_hold(path, ids, name)}
    ours = {path for path in found if kept.get(path) or was_set_aside(live, path)}
    return Leftovers(tuple(sorted(ours)), tuple(sorted(found - ours)), tuple(ids))


def forgotten_clients(database: Database) -> list[Forgotten]:
    """The clients that were forgotten here and that other workspace files know, by each name once."""
    gone = {row["record_id"] for row in database.rows("SELECT record_id FROM forgotten")}
    found: dict[tuple[str, str], set[str]] = {}
    live = database.path.resolve()
    for path in [*_kept(live), *_beside(live)] if gone else []:
        for client_id, name, profiles in _clients_in(path) or ():
            if client_id in gone:
                found.setdefault((client_id, name), set()).update(profiles)
    return [Forgotten(Known(one, name, deleted=False), tuple(ids)) for (one, name), ids in found.items()]


def unreadable(database: Database, name: str) -> list[Path]:
    """The backups and files set aside that are too damaged to be read, and in whose bytes a name stands."""
    live, wanted = database.path.resolve(), {name.encode()} - {b""}
    return [
        path
        for path in (*_kept(live), *_beside(live))
        if (path.parent == folder_of(live) or was_set_aside(live, path))
        and _clients_in(path) is None
        and holds_any(path, wanted)
    ]


def delete(path: Path, ids: Sequence[str]) -> bool:
    """Delete a file of ours, and what SQLite keeps beside it; whether it is gone.

    Of a file with lines that wait for other clients, too, only those go that name one of the `ids`.

    Raises:
        OSError, BadFile: it cannot be.
    """
    if path.suffix == _LINES:
        wanted = [one.encode() for one in ids]
        lines = path.read_bytes().splitlines(keepends=True)
        if rest := [line for line in lines if not any(one in line for one in wanted)]:
            write_whole(path, rest)
            return False
    path.unlink(missing_ok=True)
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return True


# Where they are


def _kept(live: Path) -> Iterator[Path]:
    """What is kept in the state folder; what lies in that folder itself, such as the sample, is no copy."""
    for path in sorted(paths.state_folder().glob("*/**/*")):
        if _is_file(path) and path.resolve() != live:
            yield path


def _beside(live: Path) -> Iterator[Path]:
    """What is beside the workspace and may hold a client of it."""
    own = {live.name, lock_path(live).name, *(live.name + ending for ending in BESIDE)}
    named = re.compile(re.escape(live.stem) + r"(?![^\W_])")
    for path in _listed(live.parent):
        if is_unfinished_repair(path.name, live.name) and not path.is_symlink():
            yield from filter(_is_file, _listed(path))
        elif path.name not in own and _is_file(path) and not _is_same(path, live):
            unfinished = is_unfinished_file(path.name, live.name)
            if unfinished or named.match(path.name) or path.suffix in _DOCUMENTS or _is_database(path):
                yield path


def _listed(folder: Path) -> list[Path]:
    """What is in a folder; nothing where that cannot be found out."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_file(path: Path) -> bool:
    try:
        return path.is_file() and not path.is_symlink()
    except OSError:
        # Where one may not even look, nothing can be read either.
        return False


def _is_same(path: Path, live: Path) -> bool:
    """Whether a name is another one of the open workspace; its bytes must not be read."""
    try:
        return path.samefile(live)
    except OSError:
        # It is gone by now.
        return True


def _was_kept_for(live: Path, path: Path) -> bool:
    """Whether a file of the state folder is a backup of the workspace at this path, or was rescued for it."""
    journal = journal_path(live)
    rescued = path.parent == journal.parent and path.name.startswith(f"{journal.stem}.")
    return rescued or path.parent == folder_of(live)


# What they hold


def _is_database(path: Path) -> bool:
    """Whether a file is a workspace; one that nobody may read, or another program's, is none."""
    try:
        read_header(path)
    except BadFile:
        return False
    return True


@contextmanager
def _looking_into(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to a file that anybody may have made: what takes too long there ends in an error."""
    end = time.monotonic() + _PATIENCE
    with reading(path, unchanging=True) as connection:
        connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
        yield connection


def _clients_in(path: Path) -> list[tuple[str, str, list[str]]] | None:
    """(client, name, profiles) of a workspace file, deleted or not; None where it cannot be read."""
    if not _is_database(path):
        return None
    try:
        with _looking_into(path) as connection:
            clients = connection.execute(f"SELECT id, ifnull(name, '') FROM {Client.kind}").fetchall()
            profiles = connection.execute(f"SELECT client_id, id FROM {Profile.kind}").fetchall()
    except sqlite3.Error:
        return None
    return [(one, name, [own for above, own in profiles if above == one]) for one, name in clients]


def _may_hold(path: Path, ids: Sequence[str], name: str) -> bool:
    """Whether a file that is not ours holds a client; one that cannot be read may."""
    try:
        if path.suffix in _DOCUMENTS:
            return holds_any(path, {one.encode() for one in (*ids, *_written(name))})
        return _knows(path, ids, name)
    except BadFile:
        return True


def _written(name: str) -> set[str]:
    """A name as it stands in documents and bundles: plain, in HTML, in JSON, and in Markdown."""
    in_json = {json.dumps(name, ensure_ascii=ascii_only)[1:-1] for ascii_only in (True, False)}
    escaped = {mark.sub(r"\\\g<0>", name) for mark in (_SPECIAL, _ANY_MARK)}
    # Where a line begins or ends, a number or a `#` would mean something.
    in_markdown = {_NUMBER.sub(r"\1\\", _HASHES.sub(r"\\\g<0>", one)) for one in escaped}
    return {name, html.escape(name), *in_json, *escaped, *in_markdown} - {""}


def _knows(path: Path, ids: Sequence[str], name: str) -> bool:
    """Whether a file holds a client or one of its profiles, by their `ids`, the client's first.

    In a database the bare id of one that was forgotten does not count; in a damaged one the name does.
    """
    try:
        with _looking_into(path) as connection:
            for place in ("client WHERE id", "change WHERE record_id"):
                if connection.execute(f"SELECT 1 FROM {place} = ? LIMIT 1", ids[:1]).fetchone():
                    return True
    except sqlite3.Error:
        # No workspace, or a damaged one: then its bytes have to tell. What was rescued always has the ids.
        forms = {*ids, "" if path.suffix == _LINES else name} - {""}
        return holds_any(path, {one.encode() for one in forms})
    return False

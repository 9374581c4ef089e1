"""Bundles: changes of a workspace as lines of JSON, to be sent to a colleague and merged there.

The first line says what the file is and holds the SHA-256 of the rest; each further line is one change. The
same changes always give the same bytes. Nothing of a bundle is believed before its hash fits, and one change
that does not fit refuses all of it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from icp_tui import __version__
from icp_tui.errors import BadFile, InUse, NotFound
from icp_tui.files import write_whole
from icp_tui.method.declaration import Record
from icp_tui.method.records import Client, Profile
from icp_tui.method.safe import safe_text
from icp_tui.store.exchange.incoming import (
    COLUMNS,
    MOST_CHANGES,
    Incoming,
    NewerError,
    UnfitError,
    check_together,
    fit_change,
)
from icp_tui.store.exchange.redacting import redacted
from icp_tui.store.file.database import Database
from icp_tui.store.file.header import COMPAT
from icp_tui.store.log.changes import PARENT, ROOT, Change, ever_below, in_parts
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import count, say

FORMAT = "icp-tui bundle 1"
"""The first words of every bundle; a later format gets another number."""

LARGEST = 500_000_000
"""Bytes of a bundle; 200 whole profiles take 60 million."""

LONGEST_LINE = 8_000_000
"""Bytes of a change: an old and a new text of a million characters each."""

_HEADER = {"format": str, "compat": int, "program": str, "holds": str, "changes": int, "sha256": str}
_LONGEST_HEADER = 10_000


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that is not written yet: how many changes, what they hold in words, and its lines."""

    changes: int
    holds: str
    lines: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Exported:
    """A written bundle: how many changes, what they hold in words, and whether an earlier file went."""

    changes: int
    holds: str
    replaced: bool


def export(workspace: Workspace, path: Path, record_id: str = "", *, redact: bool = False) -> Exported:
    """Write all changes, or those of a client or a profile, to the bundle at `path`, for its owner only.

    A client goes with its profiles, a profile with its client. What is being typed is saved and closed first.
    With `redact`, names are replaced, and the copy is one of its own (see `redacting`).

    Raises:
        NotFound, InUse, SaveFailed: as `bundle_of`.
        BadFile: the bundle cannot be written; what was there is as it was.
    """
    made = bundle_of(workspace, record_id, redact=redact)
    replaced = write_whole(path, made.lines, live=workspace.database.path)
    return Exported(made.changes, made.holds, replaced)


def bundle_of(workspace: Workspace, record_id: str = "", *, redact: bool = False) -> Bundle:
    """The same as the lines that `export` writes.

    Raises:
        NotFound: there is no such client or profile, or nothing at all.
        InUse: another program is writing to the workspace: its last change may still grow.
        BadFile: there are more changes than a bundle takes.
        SaveFailed: what was being typed could not be saved.
    """
    workspace.leave()
    _check_alone(workspace)
    database = workspace.database
    record = workspace.find(record_id) if record_id else None
    if record and record.kind not in (Client.kind, Profile.kind):
        _refuse_record(record)
    wanted = _wanted(database, record) if record else None
    many = _count(database, wanted)
    if not many:
        raise NotFound(
            say("There is nothing to export yet."),
            means=say("Nothing was written."),
            do=say("Start a profile with `icp-tui new --client NAME --profile NAME`."),
        )
    if many > MOST_CHANGES:
        raise BadFile(
            say("These are {n} changes; a bundle takes {most}.", n=many, most=MOST_CHANGES),
            means=say("Nothing was written."),
            do=say("Export one client at a time."),
        )
    changes = _changes(database, wanted)
    if redact:
        # What stands in one profile can name customers of another.
        changes = redacted(changes, changes if wanted is None else _changes(database, None))
    holds = held_by(changes)
    return Bundle(len(changes), holds, _lines(changes, holds))


def _check_alone(workspace: Workspace) -> None:
    if not workspace.read_only:
        return
    from icp_tui.store.file.locks import FileLock  # noqa: PLC0415 - a file that was opened for writing has it

    path = workspace.database.path
    if FileLock.is_held(path):
        raise InUse(
            say("{path} is open in {who}.", path=path, who=say("another icp-tui")),
            means=say("What is being typed there may still change, so nothing was exported."),
            do=say("Close it there, or wait until it is done."),
        )


def _refuse_record(record: Record) -> NoReturn:
    raise NotFound(
        say("{id} is neither a client nor a profile.", id=record.id),
        means=say("Nothing was written."),
        do=say("See the ids with `icp-tui list`."),
    )


def _wanted(database: Database, record: Record) -> set[str]:
    """The ids of what ever hung on a record and of what it ever hung on."""
    wanted = ever_below(database, record.kind, record.id)
    above = wanted
    while above:
        above = {
            row["new"]
            for part in in_parts(above)
            for row in database.rows(
                "SELECT new FROM change WHERE field = ? AND new NOT NULL AND new <> ?"
                f" AND record_id IN ({', '.join('?' * len(part))})",
                PARENT,
                ROOT,
                *part,
            )
        } - wanted
        wanted |= above
    return wanted


def _count(database: Database, wanted: set[str] | None) -> int:
    """How many changes there are of some records, or of all."""
    if wanted is None:
        return int(database.rows("SELECT count(*) AS n FROM change")[0]["n"])
    return sum(
        row["n"]
        for part in in_parts(wanted)
        for row in database.rows(
            f"SELECT count(*) AS n FROM change WHERE record_id IN ({', '.join('?' * len(part))})", *part
        )
    )


def _changes(database: Database, wanted: set[str] | None) -> list[Change]:
    """All changes of some records, or of all, by clock and id."""
    if wanted is None:
        rows = database.rows("SELECT * FROM change ORDER BY clock, id")
    else:
        rows = [
            row
            for part in in_parts(wanted)
            for row in database.rows(
                f"SELECT * FROM change WHERE record_id IN ({', '.join('?' * len(part))})", *part
            )
        ]
    return sorted((Change(**row) for row in rows), key=lambda change: (change.clock, change.id))


def held_by(changes: Sequence[Change]) -> str:
    """What changes are about, in words: the living clients and how many profiles."""
    names: dict[str, str] = {}
    alive: dict[tuple[str, str], bool] = {}
    for change in changes:
        if change.field == PARENT and change.kind in (Client.kind, Profile.kind):
            alive[change.kind, change.record_id] = change.new is not None
        if change.kind == Client.kind and change.field == Client.title_field:
            names[change.record_id] = change.new or ""
    clients = [record_id for (kind, record_id), lives in alive.items() if kind == Client.kind and lives]
    profiles = sum(lives for (kind, _), lives in alive.items() if kind == Profile.kind)
    told = ", ".join((names.get(one) or say("(client without a name)"))[:60] for one in clients[:3])
    if len(clients) > 3:
        told += ", …"
    return f"{told} · " + count(profiles, "{n} profile", "{n} profiles")


def _lines(changes: Sequence[Change], holds: str) -> Iterator[bytes]:
    body = [_line({name: getattr(change, name) for name in COLUMNS}) for change in changes]
    yield _line(
        {
            "format": FORMAT,
            "compat": COMPAT,
            "program": __version__,
            "holds": holds,
            "changes": len(body),
            "sha256": hashlib.sha256(b"".join(body)).hexdigest(),
        }
    )
    yield from body


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


# Reading


def read_bundle(path: Path) -> Incoming:
    """What the bundle at `path` brings.

    Raises:
        BadFile: it is no bundle, is damaged, or is of a newer program; nothing of it was taken.
    """
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > LARGEST:
                refuse(path, say("it is too large for a bundle"))
            return _Reader(path, file).read()
    except OSError as error:
        refuse(path, error.strerror or str(error), say("Check the name and that you may read it."))


class _Reader:
    """Reads a bundle line by line; the first thing wrong ends it."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self._path = path
        self._file = file
        self._program = ""

    def read(self) -> Incoming:
        """The whole bundle."""
        header = self._header()
        self._check_hash(header["sha256"])
        changes = []
        for number in range(2, header["changes"] + 2):
            try:
                changes.append(fit_change(self._json(number)))
            except UnfitError as error:
                self._refuse(number, str(error))
            except NewerError as error:
                self._refuse_newer(str(error))
        if self._file.readline(1):
            self._refuse(header["changes"] + 2, say("There are more changes than it says at its top."))
        try:
            check_together(changes)
        except UnfitError as error:
            self._refuse(error.args[1] + 2, error.args[0])
        changes.sort(key=lambda change: (change.clock, change.id))
        return Incoming(self._path, header["holds"], self._program, tuple(changes))

    def _header(self) -> dict[str, Any]:
        line = self._file.readline(_LONGEST_HEADER)
        try:
            header = json.loads(line)
        except (ValueError, RecursionError):
            header = None
        if not isinstance(header, dict) or not str(header.get("format")).startswith("icp-tui bundle "):
            refuse(self._path, say("it is no bundle of icp-tui"), say("Make one with `icp-tui export`."))
        self._program = safe_text(str(header.get("program")))[:40].replace("\n", " ")
        compat = header.get("compat")
        if header["format"] != FORMAT or type(compat) is not int or compat > COMPAT:
            self._refuse_newer(safe_text(str(header["format"]))[:40])
        if set(header) != set(_HEADER) or any(type(header[name]) is not its for name, its in _HEADER.items()):
            self._refuse(1, say("The top of it is not as it must be."))
        if not 0 < header["changes"] <= MOST_CHANGES:
            self._refuse(1, say("It says that it holds {n} changes.", n=header["changes"]))
        header["holds"] = safe_text(header["holds"])[:400].replace("\n", " ")
        return header

    def _check_hash(self, wanted: str) -> None:
        """See that the rest of the file is what was written; it is read once more after this."""
        start, hashed = self._file.tell(), hashlib.sha256()
        while piece := self._file.read(1 << 20):
            hashed.update(piece)
        if hashed.hexdigest() != wanted:
            refuse(
                self._path,
                say("it was changed or cut short on its way"),
                say("Ask for it again; send it as an attachment, not as text."),
            )
        self._file.seek(start)

    def _json(self, number: int) -> dict[str, object]:
        line = self._file.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            self._refuse(
                number, say("The line is missing, or too long.") if line else say("It ends too early.")
            )
        try:
            values = json.loads(line.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
        except RecursionError:
            self._refuse(number, say("It is nested too deeply."))
        except ValueError:
            self._refuse(number, say("It is not JSON, or not UTF-8 text."))
        if not isinstance(values, dict):
            self._refuse(number, say("It is no change."))
        return values

    def _refuse(self, number: int, what: str) -> NoReturn:
        refuse(self._path, say("line {number}: {what}", number=number, what=what).rstrip("."))

    def _refuse_newer(self, what: str) -> NoReturn:
        raise newer(self._path, self._program, what)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice")
    return made


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def refuse(path: Path, why: str, do: str = "") -> NoReturn:
    """Refuse a file that was to be merged."""
    raise BadFile(
        say("Cannot merge {path}: {why}.", path=path, why=why),
        means=say("Nothing was merged; your data is as it was."),
        do=do or say("Ask for a new export of it."),
    )


def newer(path: Path, program: str, what: str) -> BadFile:
    """The error of a file that a newer program wrote."""
    made_by = f"icp-tui {program}" if program else say("A newer icp-tui")
    return BadFile(
        say(
            "Cannot merge {path}: {program} made it, with what this one does not know ({what}).",
            path=path,
            program=made_by,
            what=what,
        ),
        means=say("Nothing was merged; your data is as it was."),
        do=say("Bring icp-tui up to date, then merge it."),
    )

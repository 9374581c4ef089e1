"""Repairing a damaged workspace: never in place, and never with less than what can still be read.

A copy is worked on. If only its indexes are damaged, they are made anew; else all readable rows go into a new
file, where log and tables are brought to say the same. Only a file that then passes every check takes the
place of the damaged one, in one step, and the damaged one is kept beside it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.files import BESIDE, sync, sync_names
from icp_tui.method.declaration import RECORDS
from icp_tui.store.file.connecting import connect
from icp_tui.store.file.database import Database, call_often, create_database, open_database
from icp_tui.store.file.failing import heed_interrupt
from icp_tui.store.file.header import read_header
from icp_tui.store.file.locks import FileLock
from icp_tui.store.file.setting_aside import DAMAGED, copy_whole, set_aside
from icp_tui.store.log.changes import KNOWN
from icp_tui.store.log.clocks import number_anew
from icp_tui.store.log.schema import foreign_objects, make_current, unknown_migrations
from icp_tui.store.recovery.agreement import Agreed, Agreement, Damage
from icp_tui.store.recovery.derived import FiguresOf, make_findable, refresh
from icp_tui.store.recovery.log_rows import mend_rows
from icp_tui.store.recovery.lost_changes import put_back, take_from_backup
from icp_tui.store.recovery.repair_room import (
    refuse_closed,
    refuse_target,
    to_the_end,
    working_folder,
)
from icp_tui.store.recovery.replay import Progress, differences, no_progress
from icp_tui.store.recovery.salvage import LostChange, Salvaged, salvage
from icp_tui.store.recovery.shape import misshapen
from icp_tui.store.recovery.soundness import Names, in_plain_words
from icp_tui.store.safety.backups import backups_of
from icp_tui.store.work.admission import pages_at_fault
from icp_tui.texts import say

MOST_NAMED = 200
"""Losses that are named one by one."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A record or an answer that could not be brought back.

    Attributes:
        where: the record in words, as far as anything is known of it.
        field: the field, or "" for a whole record.
        earlier: only an earlier version is lost; what the field holds now is there.
    """

    kind: str
    record_id: str
    field: str
    where: str
    earlier: bool = False


@dataclass(slots=True)
class Report:
    """What a repair found and did.

    Attributes:
        wrong: what was wrong first, in words; "" where the pages are in order.
        salvaged: whether rows were taken into a new file; else the indexes were enough.
        read, lost: rows taken and rows known to be lost before anything was brought back, by table.
        uncounted: tables that lost something of which nobody knows how much.
        put_back: changes that came back from what the rest of the file tells.
        from_backup: changes that came from the newest backup.
        agreed: what it took to let log and tables say the same.
        redated: changes that got the moment of their neighbours; theirs was none.
        renamed: changes that named no record, or that lacked what every change has.
        renumbered: changes whose clock no work could have brought there, and that were numbered anew.
        derived: search entries and figures that were made anew.
        losses: what is lost for good, the first ones.
        kept: the damaged file, under its new name; None where it was left in its place.
        written: the repaired file; None where nothing was written.
    """

    path: Path
    wrong: str = ""
    salvaged: bool = False
    read: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    uncounted: list[str] = field(default_factory=list)
    put_back: int = 0
    from_backup: int = 0
    agreed: Agreed = field(default_factory=Agreed)
    redated: int = 0
    renamed: int = 0
    renumbered: int = 0
    derived: int = 0
    losses: list[Loss] = field(default_factory=list)
    kept: Path | None = None
    written: Path | None = None

    @property
    def needed(self) -> bool:
        """Whether anything was wrong at all."""
        done = self.agreed
        mended = done.added or done.written or done.loose or self.derived
        return bool(self.wrong or mended or self.renumbered or self.redated or self.renamed)


def repair(
    path: Path,
    figures: FiguresOf,
    *,
    into: Path | None = None,
    dry_run: bool = False,
    progress: Progress = no_progress,
    now: dt.datetime | None = None,
) -> Report:
    """Repair the workspace at `path`, which nobody may have open, or write a repaired one to `into`.

    Where nothing is wrong nothing is written, and with `dry_run` nothing is written in any case. `figures`
    says how complete a profile is.

    Raises:
        InUse: it is open somewhere.
        BadFile: it cannot be repaired, or is no workspace; it is as it was.
        SaveFailed: the repaired file cannot be written there; the damaged one is as it was.
    """
    path, at = path.expanduser().resolve(), now or dt.datetime.now(dt.UTC)
    target = into.expanduser().absolute() if into else path
    if into:
        refuse_target(target)
    with (
        contextlib.ExitStack() as last,
        _locked(path),
        working_folder(target.parent, path) as folder,
    ):
        report = _Repair(path, folder, figures, progress, at).run()
        if report.needed and not dry_run:
            refuse_closed(path, target, folder)
            repaired = folder / "repaired.db"
            # Whoever could read the damaged file: this one is the owner's alone, as all that we make.
            repaired.chmod(0o600)
            sync(repaired)
            last.enter_context(to_the_end())
            report.kept = set_aside(path, DAMAGED, at) if target == path else None
            repaired.replace(target)
            sync_names(target.parent)
            report.written = target
    return report


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        lock = FileLock.take(path) if path.exists() else None
    except OSError:
        # Beside it nothing can be written; then nothing is, and it can be looked at all the same.
        lock = None
    try:
        yield
    finally:
        if lock:
            lock.release()


class _Repair:
    """One repair in a folder of its own: `damaged.db` is what was copied, `repaired.db` what comes of it."""

    def __init__(
        self, path: Path, folder: Path, figures: FiguresOf, progress: Progress, at: dt.datetime
    ) -> None:
        self._path = path
        self._damaged = folder / "damaged.db"
        self._repaired = folder / "repaired.db"
        self._figures = figures
        self._hears = progress
        self._share = 0.0
        self._at = at
        self._report = Report(path)

    def run(self) -> Report:
        """Make the repaired file; gives what was done."""
        if self._path.stat().st_size == 0:
            # Only then: the first page of a workspace can be lost, and all the others be there.
            read_header(self._path)
        self._copy(self._path, self._damaged, 0.0, 0.15)
        self._roll_back()
        self._report.wrong = _wrong(self._damaged, self._goes_on).replace(str(self._damaged), str(self._path))
        self._progress(0.25)
        if not self._report.wrong:
            self._damaged.replace(self._repaired)
        elif not self._with_new_indexes():
            self._report.salvaged = True
        if not self._report.salvaged:
            self._bring_up_to_date_or_take_rows()
        else:
            self._take_rows()
        self._check()
        self._progress(1.0)
        return self._report

    def _progress(self, share: float) -> None:
        self._share = share
        self._hears(share)

    def _goes_on(self) -> None:
        """What takes long goes on, and is no further."""
        self._hears(self._share)

    def _copy(self, source: Path, target: Path, start: float, end: float) -> None:
        size = max(source.stat().st_size, 1)
        progress = self._part(start, end)
        copy_whole(source, target, lambda copied: progress(min(1.0, copied / size)))

    def _roll_back(self) -> None:
        """Let SQLite take back what a killed program left half done, and leave nothing beside the copy."""
        with (
            contextlib.suppress(sqlite3.Error),
            contextlib.closing(connect(self._damaged, "rw")) as connection,
        ):
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()

    def _with_new_indexes(self) -> bool:
        """Make all indexes anew in another copy; whether that was all it took."""
        self._copy(self._damaged, self._repaired, 0.25, 0.3)
        try:
            read_header(self._repaired)
            with contextlib.closing(connect(self._repaired, "rw")) as connection:
                call_often(connection, self._goes_on)
                connection.execute("REINDEX")
        except (sqlite3.Error, BadFile) as error:
            heed_interrupt(error)
            return False
        return not _wrong(self._repaired, self._goes_on)

    def _bring_up_to_date_or_take_rows(self) -> None:
        """Let log and tables agree; where that fails as a column has another name, take the rows."""
        try:
            self._bring_up_to_date(self._repaired)
        except (BadFile, SaveFailed) as error:
            code = getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF
            if code not in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT):
                raise
            self._copy(self._path, self._damaged, self._share, self._share)
            self._roll_back()
            self._report.wrong, self._report.salvaged = str(error.__cause__), True
            self._take_rows()

    def _bring_up_to_date(self, path: Path) -> None:
        """Let log, tables and what follows from them agree in a file whose pages are in order."""
        database = open_database(path)
        try:
            self._refuse_newer(database)
            make_current(database)
            self._agree(database, Salvaged())
        finally:
            database.close()

    def _refuse_newer(self, database: Database) -> None:
        if unknown := unknown_migrations(database):
            raise BadFile(
                say(
                    "{path} was made by a newer icp-tui ({what}).",
                    path=self._path,
                    what=", ".join(unknown[:3]),
                ),
                means=say("This one would lose something of it; nothing was changed."),
                do=say("Repair it with the newer one."),
            )

    def _take_rows(self) -> None:
        """Take every readable row into a new file and let all of it agree."""
        for ending in ("", *BESIDE):
            self._repaired.with_name(self._repaired.name + ending).unlink(missing_ok=True)
        create_database(self._repaired, make_current)
        database = open_database(self._repaired)
        try:
            database.rows("PRAGMA foreign_keys=OFF")
            with database.transaction():
                found = salvage(self._damaged, database, self._part(0.3, 0.6), self._path)
                self._check_ours(found)
            self._report.read = dict(found.read)
            self._report.lost = {name: len(ids) for name, ids in found.lost.items() if ids}
            self._report.uncounted = sorted(
                name for name in found.hurt - found.counted if name in found.read or name == "change"
            )
            if "change" in found.hurt and (backups := backups_of(self._path)):
                self._report.from_backup = take_from_backup(database, backups[0].path, found)
            self._agree(database, found)
        finally:
            database.close()

    def _check_ours(self, found: Salvaged) -> None:
        """Refuse a file in which nothing was found that is ours."""
        if not found.read:
            read_header(self._path)
            raise BadFile(
                say("Nothing of a workspace is left in {path}.", path=self._path),
                means=say("It was not touched."),
                do=say("Take it from a backup: `icp-tui restore`."),
            )

    def _part(self, start: float, end: float) -> Progress:
        return lambda share: self._progress(start + (end - start) * share)

    def _agree(self, database: Database, found: Salvaged) -> None:
        database.rows("PRAGMA foreign_keys=OFF")
        damage = Damage(frozenset(found.hurt), frozenset(found.doubtful), frozenset(found.unfit))
        agreement = Agreement(database, damage, at=self._at)
        database.often(self._goes_on)
        with database.transaction():
            rows = mend_rows(database, agreement.batch, self._at)
            self._report.redated, self._report.renamed = rows.moments, rows.others
            self._report.put_back, missing = put_back(database, found, agreement.batch, self._at)
            self._report.renumbered = number_anew(database)
            self._report.agreed = agreement.bring(self._part(0.6, 0.75))
            self._report.derived = make_findable(database, self._part(0.75, 0.85))
            self._report.derived += refresh(database, self._figures, self._part(0.85, 0.9))
            self._report.losses = list(itertools.islice(_losses(database, found, missing), MOST_NAMED))
        database.rows("PRAGMA foreign_keys=ON")

    def _check(self) -> None:
        """Let nothing take the place of the damaged file that is not in order itself."""
        wrong = _wrong(self._repaired, self._goes_on)
        if not wrong:
            database = open_database(self._repaired, why_read_only=say("It is only looked at."))
            database.often(self._goes_on)
            try:
                if loose := database.rows("PRAGMA foreign_key_check"):
                    wrong = f"{loose[0][0]} → {loose[0][2]}"
                with contextlib.closing(differences(database, self._part(0.92, 1.0))) as faults:
                    for found in itertools.islice(faults, 1):
                        wrong = f"{found.table}.{found.column} {found.record_id}"
            finally:
                database.close()
        if wrong:
            raise BadFile(
                say("{path} could not be repaired: {wrong}.", path=self._path, wrong=wrong),
                means=say("It is as it was."),
                do=say("Take it from a backup (`icp-tui restore`), and keep this file."),
            )


def _losses(database: Database, found: Salvaged, missing: Iterable[LostChange]) -> Iterator[Loss]:
    """What could not be brought back, or is not ours."""
    names = Names(database)
    for what in found.foreign:
        where = say("{what}, which icp-tui did not make; the damaged file still holds it", what=what)
        yield Loss("", "", "", where)
    for table, ids in found.lost.items():
        if table in RECORDS:
            for record_id in ids:
                if not database.rows(f"SELECT 1 FROM {table} WHERE id = ?", record_id):
                    yield Loss(table, record_id, "", names.of(table, record_id))
    for lost in missing:
        rows = database.rows("SELECT kind FROM change WHERE record_id = ? LIMIT 1", lost.record_id)
        kind = str(rows[0]["kind"]) if rows else ""
        later = database.rows(
            "SELECT 1 FROM change WHERE record_id = ? AND field = ? AND (clock, id) > (?, ?) LIMIT 1",
            lost.record_id,
            lost.field,
            lost.clock,
            lost.id,
        )
        if lost.field != KNOWN:
            where = names.of(kind, lost.record_id)
            yield Loss(kind, lost.record_id, lost.field, where, earlier=bool(later))


def _wrong(path: Path, goes_on: Callable[[], None]) -> str:
    """What is wrong first with the pages and indexes of a file; "" where they are in order."""
    try:
        if read_header(path).cut_short:
            return say("its end is missing")
        with contextlib.closing(connect(path, "rw")) as connection:
            call_often(connection, goes_on)
            found = pages_at_fault(lambda sql: [row[0] for row in connection.execute(sql)], thorough=True)
        if found:
            return in_plain_words(found)
        database = open_database(path, why_read_only=say("It is only looked at."))
    except BadFile:
        return say("its first page cannot be read")
    except sqlite3.Error as error:
        heed_interrupt(error)
        return str(error)
    try:
        return ", ".join(foreign_objects(database) or misshapen(database))
    except BadFile as error:
        return error.what.rstrip(".")
    finally:
        database.close()

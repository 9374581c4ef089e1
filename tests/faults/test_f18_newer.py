"""A file that a newer version made or changed: it is read, never written, and the version needed is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pty_terminal import Open
from tallying import Tally

from icp_tui.errors import SaveFailed
from icp_tui.method.records import Problem
from icp_tui.store.file.header import COMPAT
from small import Small

pytestmark = pytest.mark.fault(18)

NEEDED = "7.3.1"


def newer_format(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA user_version = {COMPAT + 1}")


def unknown_migration(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        " VALUES ('icp-tui', 'm900_from_the_future', '2031-01-01')"
    )


def unknown_migration_and_columns(connection: sqlite3.Connection) -> None:
    unknown_migration(connection)
    connection.execute("ALTER TABLE problem ADD COLUMN later TEXT")
    connection.execute("CREATE TABLE later (id TEXT PRIMARY KEY) STRICT")


def known_by_its_shape_only(connection: sqlite3.Connection) -> None:
    newer_format(connection)
    connection.execute("UPDATE about SET value = 'later' WHERE name = 'shape'")


MAKES: list[Callable[[sqlite3.Connection], None]] = [
    newer_format,
    unknown_migration,
    unknown_migration_and_columns,
    known_by_its_shape_only,
]


@pytest.fixture(params=MAKES, ids=lambda make: make.__name__)
def newer(request: pytest.FixtureRequest, small_file: Path, path: Path) -> Path:
    """A file with the small profile that a newer version has changed."""
    shutil.copyfile(small_file, path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE about SET value = ? WHERE name = 'program'", (NEEDED,))
        request.param(connection)
    return path


def stamp(path: Path) -> tuple[bytes, int, int]:
    """The bytes of a file, when it was written, and which file it is."""
    found = path.stat()
    return path.read_bytes(), found.st_mtime_ns, found.st_ino


def test_it_is_read_and_never_written(newer: Path, tally: Tally) -> None:
    before = stamp(newer)
    small = Small.opened(newer)
    problem = small.first(Problem)
    assert problem.title == "Load refused at the dock"
    assert NEEDED in small.workspace.database.why_read_only
    small.workspace.typed(small.profile_id, problem, "what", "Changed")
    writes: list[Callable[[], object]] = [
        small.workspace.flush,
        lambda: small.workspace.undo(small.profile_id),
        lambda: small.set(problem, {"times": "3"}),
        small.workspace.close,
    ]
    for write in writes:
        tally.tried()
        with pytest.raises(SaveFailed, match="reading only") as refused:
            write()
        assert NEEDED in refused.value.do
    small.workspace.let_go()
    assert stamp(newer) == before
    assert [there.name for there in newer.parent.iterdir() if there.is_file()] == ["work.db"]


@pytest.mark.long
def test_the_screens_show_it_and_say_what_is_needed(
    started: Open, newer: Path, tmp_path: Path, tally: Tally
) -> None:
    before = stamp(newer)
    terminal = started(newer, size=(200, 40))
    terminal.wait_for("ColdLine", "read only")
    terminal.press("enter")
    terminal.wait_for("ColdLine", "read only")
    terminal.type("x")
    terminal.wait_for(NEEDED)
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    tally.heard(terminal.output)
    assert stamp(newer) == before
    assert not list(newer.parent.glob("work.db-*"))

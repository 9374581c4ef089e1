"""A second program on the same file is refused and told who has it; what kill -9 leaves hinders nobody."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from holding import Holder, holders
from pty_terminal import Open
from tallying import Tally
from whole import faults_of

from icp_tui.errors import BadFile, InUse
from icp_tui.opening import open_workspace

pytestmark = pytest.mark.fault(21)


@pytest.fixture
def there(small_file: Path, path: Path) -> Path:
    """A workspace with the small profile."""
    shutil.copyfile(small_file, path)
    return path


def opened(one: Holder) -> str:
    one.go()
    return one.outcome()


def test_a_second_one_is_refused_with_the_number_of_the_first(there: Path, tally: Tally) -> None:
    with holders(there, 2) as (first, second):
        assert opened(first) == f"owner {first.process.pid}"
        assert f"process {first.process.pid})" in opened(second)
        with pytest.raises(InUse, match=f"process {first.process.pid}"):
            open_workspace(there)
        tally.tried(2)
        first.close()
        second.close()
    open_workspace(there).close()


def test_one_can_look_while_another_one_writes(started: Open, there: Path, tally: Tally) -> None:
    with holders(there, 1) as (first,):
        opened(first)
        terminal = started(there)
        terminal.wait_for("Wholesalers", "read only")
        terminal.press("enter")
        terminal.wait_for("ColdLine", "read only")
        terminal.type("x")
        terminal.wait_for(str(first.process.pid))
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        tally.heard(terminal.output)
        first.close()
    assert faults_of(there, there.with_name("scratch.db")) == []


def test_after_a_kill_the_lock_is_free_and_the_file_is_known_to_have_been_left_open(
    there: Path, tally: Tally
) -> None:
    for _ in range(3):
        with holders(there, 2) as (first, second):
            assert opened(first).startswith("owner")
            first.kill()
            tally.tried()
            assert opened(second) == f"owner {second.process.pid} left open"
            second.close()
        workspace = open_workspace(there)
        assert not workspace.file.left_open
        workspace.close()


def lose_an_index_entry(path: Path) -> None:
    """Damage that only a thorough check finds: rows of which an index knows nothing."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        found = connection.execute(
            "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema WHERE name = 'change_by_clock'"
        ).fetchone()
        connection.execute("DELETE FROM sqlite_schema WHERE name = 'change_by_clock'")
        connection.commit()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE change SET clock = clock + 1000 WHERE clock < 5")
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", found)
        connection.commit()


def test_after_a_kill_the_file_is_checked_thoroughly(there: Path, tally: Tally) -> None:
    lose_an_index_entry(there)
    # The quick check of every start does not compare the indexes.
    open_workspace(there).close()
    with holders(there, 1) as (first,):
        assert opened(first).startswith("owner")
        first.kill()
    tally.tried()
    with pytest.raises(BadFile, match="is damaged"):
        open_workspace(there)

"""One process writes to a workspace; the lock that says so is never stale."""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from threading import Event
from typing import IO

import pytest

from icp_tui.errors import EmptyFile, InUse
from icp_tui.opening import look_at, open_or_look, open_workspace
from icp_tui.store.file.idle import IdleReader
from icp_tui.store.file.locks import FileLock, lock_path
from icp_tui.store.safety.backups import make_backup
from icp_tui.store.safety.rescue import journal_path
from icp_tui.store.work.library import summaries
from small import Small

_HOLDER = """
import sys
import time
from pathlib import Path
from icp_tui.opening import open_workspace
held = open_workspace(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def holding(path: Path) -> subprocess.Popen[str]:
    """Another process that has the workspace open."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "open\n"
    return process


def test_a_second_one_is_told_which_process_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    with holding(path) as other:
        with pytest.raises(InUse, match=rf"process {other.pid}\b"):
            open_workspace(path)
        other.kill()
    again = open_workspace(path)
    assert again.file.left_open
    again.close()
    third = open_workspace(path)
    assert not third.file.left_open
    third.close()


def test_who_cannot_write_can_look_and_sees_what_is_saved_since(small: Small) -> None:
    path = small.workspace.database.path
    looking = open_or_look(path)
    assert looking.read_only
    assert f"process {os.getpid()}" in looking.database.why_read_only
    small.set(small.answers.profile, {"name": "Żabki przed audytem"})
    assert summaries(looking.database)[0].profile == "Żabki przed audytem"
    looking.close()
    assert not small.workspace.read_only


def test_reading_takes_no_lock(small: Small) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    reading = look_at(path)
    writing = open_workspace(path)
    assert not writing.read_only
    writing.close()
    reading.close()


def test_a_save_that_was_cut_off_is_taken_back_also_by_who_only_reads(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    open_workspace(path).close()
    cut_off = f"""
import os, signal
from pathlib import Path
from icp_tui.opening import open_workspace
held = open_workspace(Path({str(path)!r}))
held.database.rows("PRAGMA cache_size = 1")
with held.database.transaction():
    for n in range(2000):
        held.database.execute("INSERT INTO client (id, name) VALUES (?, ?)", str(n), "x" * 500)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run([sys.executable, "-c", cut_off], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.with_name("work.db-journal").stat().st_size > 0
    reading = look_at(path)
    assert reading.database.rows("SELECT count(*) FROM client")[0][0] == 0
    reading.close()


def test_one_waits_for_who_is_just_writing(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    with holding(path) as other:
        assert other.stdin
        other.stdin.close()
        held = open_workspace(path, patience=30)
        held.close()


def test_where_no_lock_can_be_made_the_file_is_only_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "work.db"
    open_workspace(path).close()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileLock, "take", full)
    looking = open_workspace(path)
    assert "No space left on device" in looking.database.why_read_only
    looking.close()


def test_whether_somebody_holds_a_file_is_found_out_without_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    open_workspace(path).close()
    assert not FileLock.is_held(path)
    with holding(path) as other:
        assert FileLock.is_held(path)
        other.kill()
    assert not FileLock.is_held(path)
    again = open_workspace(path)
    assert again.file.left_open
    again.close()


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    open_workspace(path).close()
    assert [file.name for file in tmp_path.iterdir() if "work" in file.name] == ["work.db"]


def test_the_lock_is_the_same_through_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "work.db", tmp_path / "link.db"
    open_workspace(path).close()
    link.symlink_to(path)
    held = FileLock.take(path)
    with pytest.raises(InUse):
        open_workspace(link)
    held.release()
    assert not lock_path(path).exists()


def test_a_long_read_gives_way_to_saves_and_is_done_when_there_is_quiet(small: Small) -> None:
    begun, done = Event(), Event()
    tries, found = [], []
    idle = IdleReader(small.workspace.database.path, quiet=0.05)
    small.workspace.database.before_writing = idle.give_way

    def work(connection: sqlite3.Connection) -> int:
        tries.append(1)
        begun.set()
        # The first try would read for ever.
        last = "" if len(tries) == 1 else "LIMIT 1000"
        endless = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n {last})"
        return int(connection.execute(f"{endless} SELECT count(*) FROM n, client").fetchone()[0])

    def told(outcome: int | sqlite3.Error) -> None:
        found.append(outcome)
        done.set()

    idle.start(work, told)
    assert begun.wait(30)
    for number in range(1, 11):
        small.set(small.answers.profile, {"name": f"Saved {number}"})
    assert done.wait(30)
    assert found == [1000]
    assert small.in_the_file.profile.name == "Saved 10"
    idle.close()


def test_a_long_read_ends_with_the_file(small: Small) -> None:
    begun = Event()
    heard: list[object] = []

    def endless(connection: sqlite3.Connection) -> object:
        begun.set()
        return connection.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        ).fetchone()

    small.workspace.file.idle._quiet = 0.05
    small.workspace.file.idle.start(endless, heard.append)
    assert begun.wait(30)
    small.workspace.close()
    assert heard == []


def test_a_save_between_two_statements_of_a_long_read_ends_the_second(small: Small) -> None:
    begun, saved, done = Event(), Event(), Event()
    tries: list[int] = []
    idle = IdleReader(small.workspace.database.path, quiet=0.05)
    small.workspace.database.before_writing = idle.give_way

    def work(connection: sqlite3.Connection) -> None:
        tries.append(1)
        connection.execute("SELECT count(*) FROM client").fetchone()
        begun.set()
        assert saved.wait(30)
        if len(tries) == 1:
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
            )

    idle.start(work, lambda _: done.set())
    assert begun.wait(30)
    small.set(small.answers.profile, {"name": "Saved"})
    saved.set()
    assert done.wait(30)
    assert len(tries) == 2
    idle.close()


def test_where_typed_text_waits_for_a_file_that_is_gone_none_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "work.db"
    journal = journal_path(path)
    journal.parent.mkdir(parents=True)
    journal.write_text("{}\n", encoding="utf-8")
    with pytest.raises(EmptyFile, match="any more"):
        open_workspace(path)
    assert not path.exists()
    assert journal.exists()


def test_where_a_file_is_gone_its_backups_and_the_typed_text_that_waits_are_both_told(small: Small) -> None:
    path = small.workspace.database.path
    make_backup(small.workspace.database)
    small.workspace.close()
    path.unlink()
    journal = journal_path(path)
    journal.parent.mkdir(parents=True)
    journal.write_text("{}\n", encoding="utf-8")
    with pytest.raises(EmptyFile, match="any more") as told:
        open_workspace(path)
    assert "There is 1 backup of it. What was typed last waits in" in told.value.means


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the file")
def test_a_folder_that_was_closed_meanwhile_is_no_hindrance_to_letting_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(tmp_path / "work.db")
    real, refused = Path.unlink, list[Path]()

    def closed(path: Path, missing_ok: bool = False) -> None:
        if path == lock_path(workspace.database.path):
            refused.append(path)
            raise PermissionError(errno.EACCES, "Permission denied")
        real(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", closed)
        workspace.close()
    assert refused
    assert not FileLock.is_held(workspace.database.path)
    again = open_workspace(workspace.database.path)
    assert not again.read_only and not again.file.left_open
    again.close()


@pytest.mark.parametrize("failing", ["truncate", "flush", "close"])
def test_a_disk_that_is_gone_is_no_hindrance_to_letting_go(tmp_path: Path, failing: str) -> None:
    (tmp_path / "work.db").touch()
    lock = FileLock.take(tmp_path / "work.db")
    assert lock._file
    file: IO[str] = lock._file

    def gone(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    class Gone:
        """The same file on a disk that was taken away."""

        def __getattr__(self, name: str) -> object:
            return gone if name == failing else getattr(file, name)

        def __enter__(self) -> None:
            file.__enter__()

        def __exit__(self, *_: object) -> None:
            file.close()
            if failing == "close":
                gone()

    lock._file = Gone()  # type: ignore[assignment]
    lock.release()
    assert not FileLock.is_held(tmp_path / "work.db")
    FileLock.take(tmp_path / "work.db").release()

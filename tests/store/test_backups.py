"""Backups: whole or not there, private, cleaned up, made when something changed, and in nobody's way."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import stat
import threading
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

from icp_tui.errors import IcpError, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.store.file.connecting import reading
from icp_tui.store.safety import backups, keeping
from icp_tui.store.safety.backups import (
    Backup,
    backups_of,
    check_copy,
    folder_of,
    make_backup,
    write_backup,
)
from icp_tui.store.safety.held import ago, held_in, is_changed, size, when
from icp_tui.store.safety.keeping import EVERY, BackupKeeper, back_up_after_command, back_up_on_leaving, every
from icp_tui.store.work.library import Place, write_place
from icp_tui.store.work.workspace import Workspace
from small import Small

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
posix = pytest.mark.skipif(os.name != "posix", reason="modes and full disks as POSIX has them")


def path_of(small: Small) -> Path:
    return small.workspace.database.path


def say_problem(small: Small, what: str) -> None:
    small.set(small.first(Problem), {"what": what})


def problems_in(file: Path) -> list[str]:
    with reading(file, unchanging=True) as connection:
        return [what for (what,) in connection.execute("SELECT what FROM problem ORDER BY id")]


# Made, and what it holds


def test_a_backup_holds_what_is_saved_and_not_what_comes_after(small: Small) -> None:
    say_problem(small, "Before")
    made = make_backup(small.workspace.database, NOW)
    say_problem(small, "After")
    assert problems_in(made.path)[0] == "Before"
    assert backups_of(path_of(small)) == [made]
    assert made.at == NOW
    check_copy(made.path)


def test_a_backup_can_be_opened_as_a_workspace(small: Small) -> None:
    made = make_backup(small.workspace.database)
    copy = open_workspace(made.path, look="a test looks")
    assert copy.answers(small.profile_id).client.name == "ColdLine"
    copy.let_go()


def test_a_list_tells_what_a_backup_holds(small: Small) -> None:
    held = held_in(make_backup(small.workspace.database).path)
    assert held is not None
    assert (held.profiles, held.clients) == (1, ("ColdLine",))
    assert held.edited_at is not None


def test_a_backup_that_cannot_be_read_holds_nothing_known(tmp_path: Path) -> None:
    (tmp_path / "none.db").write_bytes(b"garbage" * 1000)
    assert held_in(tmp_path / "none.db") is None


@posix
def test_only_its_owner_may_read_a_backup(small: Small) -> None:
    made = make_backup(small.workspace.database)
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (made.path.parent, made.path.parent.parent)]
    assert modes == [0o700, 0o700]
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600


def test_each_path_has_backups_of_its_own(small: Small, tmp_path: Path) -> None:
    make_backup(small.workspace.database)
    assert backups_of(tmp_path / "other" / "small.db") == []
    assert folder_of(path_of(small)) != folder_of(tmp_path / "other" / "small.db")


# What goes wrong


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 4096)


def test_a_copy_that_is_not_whole_never_becomes_a_backup(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = small.workspace.database.copy_into

    def copy(target: Path) -> None:
        real(target)
        damage(target)

    monkeypatch.setattr(small.workspace.database, "copy_into", copy)
    with pytest.raises(SaveFailed, match="not whole"):
        make_backup(small.workspace.database)
    assert list(folder_of(path_of(small)).iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_said_in_words(small: Small, tmp_path: Path) -> None:
    (tmp_path / "state" / "icp-tui").mkdir(parents=True)
    (tmp_path / "state" / "icp-tui" / "backups").write_text("in the way")
    with pytest.raises(SaveFailed, match="Could not make a backup"):
        make_backup(small.workspace.database)
    say_problem(small, "Goes on")


def test_what_a_killed_backup_left_is_taken_away(small: Small) -> None:
    made = make_backup(small.workspace.database)
    abandoned, running = (made.path.with_name(name) for name in (".1-0.new", ".2-0.new"))
    for leftover in (abandoned, running):
        leftover.write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    make_backup(small.workspace.database)
    assert not abandoned.exists()
    assert running.exists()
    assert len(backups_of(path_of(small))) == 2


def test_a_file_of_somebody_else_is_no_backup_and_is_left_alone(small: Small) -> None:
    made = make_backup(small.workspace.database)
    foreign = made.path.with_name("notes.db")
    foreign.write_bytes(b"mine")
    make_backup(small.workspace.database)
    assert foreign.read_bytes() == b"mine"
    assert len(backups_of(path_of(small))) == 2


def test_an_interrupted_backup_leaves_nothing(small: Small) -> None:
    with reading(path_of(small)) as connection, pytest.raises(sqlite3.OperationalError, match="interrupted"):
        write_backup(connection, path_of(small), going=lambda _: False)
    assert list(folder_of(path_of(small)).iterdir()) == []


def test_ctrl_c_while_a_copy_is_read_is_ctrl_c(small: Small) -> None:
    made = make_backup(small.workspace.database)

    def interrupted(_written: int) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_copy(made.path, interrupted, 1)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        check_copy(made.path, lambda _: False, 1)


def test_of_a_file_that_lacks_a_table_no_backup_is_made(small: Small) -> None:
    small.workspace.database.rows("PRAGMA foreign_keys=OFF")
    small.workspace.database.rows("DROP TABLE red_flag")
    with pytest.raises(SaveFailed, match="the workspace lacks its table red_flag"):
        make_backup(small.workspace.database)
    assert list(folder_of(path_of(small)).iterdir()) == []


# Room

Usage = namedtuple("Usage", "total used free")


def full_disk(monkeypatch: pytest.MonkeyPatch, free: Callable[[], int]) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free()))


def test_where_there_is_no_room_it_is_said_with_how_much_is_needed(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_backup(small.workspace.database, NOW - DAY)
    full_disk(monkeypatch, lambda: 1000)
    with pytest.raises(SaveFailed, match="no room") as failed:
        make_backup(small.workspace.database, NOW)
    assert "1 kB are free" in failed.value.means
    assert backups_of(path_of(small)) == [made]


def test_where_the_disk_runs_short_older_backups_make_room(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(5, -1, -1):
        make_backup(small.workspace.database, NOW - days * DAY)
    before = backups_of(path_of(small))
    one = before[0].path.stat().st_size

    def free() -> int:
        return backups.SPARE + (6 - len(backups_of(path_of(small)))) * one - one // 2

    full_disk(monkeypatch, free)
    monkeypatch.setattr(backups, "SHORT_OF_ROOM", 3)
    made = make_backup(small.workspace.database, NOW + DAY)
    left = backups_of(path_of(small))
    assert left[:2] == [made, before[0]]
    assert len(left) < 6


def test_where_backups_could_not_free_the_disk_none_is_given_up_for_it(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    for days in range(19, -1, -1):
        make_backup(small.workspace.database, NOW - days * DAY / 12)
    before = backups_of(path_of(small))
    full_disk(monkeypatch, lambda: backups.SPARE - 100_000_000)
    made = make_backup(small.workspace.database, NOW + DAY / 12)
    assert backups_of(path_of(small)) == [made, *before]


def test_all_backups_of_a_workspace_fill_a_bounded_room(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = make_backup(small.workspace.database, NOW - 10 * DAY).path.stat().st_size
    monkeypatch.setattr(backups, "ROOM", 3 * one + one // 2)
    for days in range(9, -1, -1):
        make_backup(small.workspace.database, NOW - days * DAY)
    left = backups_of(path_of(small))
    assert len(left) == 3
    assert left[0].at == NOW
    assert left[-1].at == NOW - 10 * DAY


def test_two_backups_stay_however_large(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "ROOM", 1)
    for days in (3, 2, 1, 0):
        make_backup(small.workspace.database, NOW - days * DAY)
    assert len(backups_of(path_of(small))) == 2


# Has anything changed?


def is_changed_since(workspace: Path, backup: Backup | None) -> bool:
    with reading(workspace) as connection:
        return is_changed(connection, backup.path if backup else None)


def test_nothing_has_changed_since_a_backup_of_just_now(small: Small) -> None:
    # A gap in the log: what was typed and taken back leaves no change.
    for text in ("A", "AB", ""):
        small.workspace.typed(small.profile_id, small.first(Problem), "sufferers", text)
        small.workspace.flush()
    small.workspace.leave()
    say_problem(small, "Once more")
    assert not is_changed_since(path_of(small), make_backup(small.workspace.database))


def test_an_answer_is_a_change_and_so_is_one_that_grows(small: Small) -> None:
    problem = small.first(Problem)
    for text in ("Sheets", "Sheets get", "Sheets get lost"):
        made = make_backup(small.workspace.database)
        small.workspace.typed(small.profile_id, problem, "what", text)
        small.workspace.flush()
        assert is_changed_since(path_of(small), made)


def test_an_old_change_that_a_merge_brings_is_a_change(small: Small) -> None:
    made = make_backup(small.workspace.database)
    database = small.workspace.database
    with database.transaction():
        database.execute(
            "INSERT INTO change (id, at, author, clock, batch, scope, kind, record_id, field, old, new)"
            " SELECT 'other', at, 'Bea', 1, 'other', scope, kind, record_id, field, old, 'theirs'"
            " FROM change ORDER BY clock LIMIT 1"
        )
    assert is_changed_since(path_of(small), made)


def test_where_one_left_off_is_no_change(small: Small) -> None:
    made = make_backup(small.workspace.database)
    write_place(small.workspace.database, small.profile_id, Place("problems"))
    assert not is_changed_since(path_of(small), made)


def test_an_empty_workspace_has_nothing_to_back_up(workspace: Workspace) -> None:
    assert not is_changed_since(workspace.database.path, None)


def test_a_damaged_backup_is_none_of_what_there_is_now(small: Small) -> None:
    made = make_backup(small.workspace.database)
    made.path.write_bytes(b"garbage")
    assert is_changed_since(path_of(small), made)


# While one works


class Clock:
    """A clock that the test turns."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


class Kept:
    """A workspace with its keeper, and what it told."""

    def __init__(self, small: Small) -> None:
        self.clock, self.told, self.small = Clock(), list[IcpError](), small
        self.keeper = BackupKeeper(small.workspace.database, self.told.append, now=self.clock, quiet=0.0)

    def look_after(self, minutes: int) -> int:
        """Let minutes pass, look, wait until what that began is over; gives how many backups there are."""
        self.clock.now += minutes * MINUTE
        self.keeper.look()
        for thread in self.keeper._reader._threads:
            thread.join(20)
        return len(backups_of(path_of(self.small)))


def test_while_one_works_there_is_a_backup_every_half_hour_with_changes(small: Small) -> None:
    work = Kept(small)
    assert work.look_after(1) == 1
    say_problem(small, "One")
    assert [work.look_after(1) for _ in range(29)][-1] == 1
    assert work.look_after(1) == 2
    assert work.look_after(90) == 2
    say_problem(small, "Two")
    assert work.look_after(1) == 3
    work.keeper.close()
    assert work.told == []


def test_a_save_does_not_wait_for_a_backup_which_begins_anew(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, reading_now, tries = Kept(small), threading.Event(), list[int]()

    def slow(connection: sqlite3.Connection, path: Path, now: dt.datetime, **_: object) -> None:
        tries.append(1)
        if len(tries) == 1:
            connection.create_function("begun", 0, reading_now.set)
            connection.execute(
                "WITH RECURSIVE c(n) AS (SELECT begun() FROM change UNION ALL SELECT 1 FROM c)"
                " SELECT count(*) FROM c"
            ).fetchall()
        write_backup(connection, path, now)

    monkeypatch.setattr(keeping, "write_backup", slow)
    work.clock.now += MINUTE
    work.keeper.look()
    assert reading_now.wait(20)
    say_problem(small, "Saved meanwhile")
    assert work.look_after(0) == 1
    assert len(tries) == 2
    assert small.in_the_file.of(Problem)[0].what == "Saved meanwhile"
    work.keeper.close()


def test_a_backup_that_was_begun_is_given_up_when_the_file_is_closed(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, reading_now = Kept(small), threading.Event()

    def endless(connection: sqlite3.Connection, path: Path, now: dt.datetime, **_: object) -> None:
        connection.create_function("begun", 0, reading_now.set)
        connection.execute(
            "WITH RECURSIVE c(n) AS (SELECT begun() UNION ALL SELECT 1 FROM c) SELECT count(*) FROM c"
        ).fetchall()

    monkeypatch.setattr(keeping, "write_backup", endless)
    work.keeper.look()
    assert reading_now.wait(20)
    work.keeper.close()
    assert not any(thread.is_alive() for thread in work.keeper._reader._threads)
    assert work.told == []


def test_a_backup_that_fails_is_told_once_and_tried_again_later(small: Small, tmp_path: Path) -> None:
    work = Kept(small)
    (tmp_path / "state" / "icp-tui").mkdir(parents=True)
    (tmp_path / "state" / "icp-tui" / "backups").write_text("in the way")
    work.look_after(1)
    work.look_after(1)
    work.look_after(31)
    assert len(work.told) == 1
    say_problem(small, "Goes on")
    (tmp_path / "state" / "icp-tui" / "backups").unlink()
    assert work.look_after(31) == 1
    work.keeper.close()


def test_a_workspace_that_is_only_looked_at_is_not_backed_up(small: Small) -> None:
    small.workspace.close()
    looked = open_workspace(path_of(small), look="a test looks")
    small.workspace = looked
    assert Kept(small).look_after(60) == 0
    assert back_up_on_leaving(looked.database) is None
    assert backups_of(path_of(small)) == []


def test_a_large_workspace_is_backed_up_the_less_often_the_larger_it_is() -> None:
    sizes = (1_000, 50_000_000, 200_000_000, 1_400_000_000, 10**11)
    times = [every(bytes_) for bytes_ in sizes]
    assert times == sorted(times)
    assert (times[0], times[1], times[-1]) == (EVERY, EVERY, DAY)
    assert times[3] == 14 * 60 * MINUTE


# On leaving, and after a command


def test_leaving_backs_up_what_changed_and_nothing_else(small: Small) -> None:
    for number, change in enumerate(("One", "", "", "Two"), 1):
        if change:
            say_problem(small, change)
        assert back_up_on_leaving(small.workspace.database) is None
        assert len(backups_of(path_of(small))) == (1 if number < 4 else 2)


def test_leaving_a_large_workspace_backs_up_once_a_day(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "SMALL", 1000)
    make_backup(small.workspace.database, dt.datetime.now(dt.UTC) - 20 * 60 * MINUTE)
    say_problem(small, "One")
    back_up_on_leaving(small.workspace.database)
    assert len(backups_of(path_of(small))) == 1
    shutil.rmtree(folder_of(path_of(small)))
    back_up_on_leaving(small.workspace.database)
    assert len(backups_of(path_of(small))) == 1
    monkeypatch.setattr(keeping, "MOST_ON_LEAVING", 2000)
    shutil.rmtree(folder_of(path_of(small)))
    back_up_on_leaving(small.workspace.database)
    assert backups_of(path_of(small)) == []


def test_leaving_waits_for_a_few_seconds_at_most(small: Small) -> None:
    given_up = back_up_on_leaving(small.workspace.database, patience=0.0)
    assert given_up is not None
    assert "took too long" in given_up.what
    assert list(folder_of(path_of(small)).iterdir()) == []


def test_leaving_goes_on_where_a_backup_fails(small: Small, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    failed = back_up_on_leaving(small.workspace.database)
    assert failed is not None
    assert "Could not make a backup" in failed.what


def test_leaving_a_file_that_is_gone_is_no_error_here(small: Small) -> None:
    path_of(small).unlink()
    assert back_up_on_leaving(small.workspace.database) is None


def test_a_script_of_many_commands_makes_one_backup_each_half_hour(small: Small) -> None:
    for number in range(5):
        say_problem(small, f"Number {number}")
        assert back_up_after_command(small.workspace.database) is None
    assert len(backups_of(path_of(small))) == 1
    [made] = backups_of(path_of(small))
    old = dt.datetime.now(dt.UTC) - 31 * MINUTE
    made.path.rename(made.path.with_name(f"{old:%Y%m%dT%H%M%S.%fZ}.db"))
    assert back_up_after_command(small.workspace.database) is None
    assert len(backups_of(path_of(small))) == 2


# Words


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (dt.timedelta(), "just now"),
        (MINUTE, "1 minute ago"),
        (59 * MINUTE, "59 minutes ago"),
        (60 * MINUTE, "1 hour ago"),
        (47 * 60 * MINUTE, "47 hours ago"),
        (2 * DAY, "2 days ago"),
        (14 * DAY, "2 weeks ago"),
        (61 * DAY, "2 months ago"),
        (-3 * DAY, "in the future"),
    ],
)
def test_an_age_is_said_in_the_unit_that_people_use(age: dt.timedelta, words: str) -> None:
    assert ago(NOW - age, NOW) == words


@pytest.mark.parametrize(
    ("number", "words"), [(0, "1 kB"), (812_000, "812 kB"), (1_250_000, "1.2 MB"), (1_388_728_320, "1.4 GB")]
)
def test_a_size_is_said_in_the_unit_that_people_use(number: int, words: str) -> None:
    assert size(number) == words


@pytest.mark.parametrize(
    ("others", "ending"),
    [
        ([], ":00"),
        ([MINUTE, -MINUTE], ":00"),
        ([dt.timedelta(seconds=30)], ":00:00"),
        ([dt.timedelta(milliseconds=400), DAY], ":00:00.000"),
    ],
)
def test_a_moment_is_told_as_exactly_as_others_need_it(others: list[dt.timedelta], ending: str) -> None:
    at = NOW.replace(second=0, microsecond=0)
    told = when(at, [at, *(at + apart for apart in others)])
    assert told == f"21 Nov 2026 {at.astimezone():%H}{ending}"

"""A year of work with a clock that only the test turns, and backups that fail: the table of backups holds."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from tallying import Tally

from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from icp_tui.settings import Settings
from icp_tui.store.safety import backups
from icp_tui.store.safety.backups import backups_of, folder_of, make_backup
from icp_tui.store.safety.keeping import back_up_after_command, back_up_on_leaving
from icp_tui.store.safety.rotation import ALL_OF, DAYS, MONTHS, WEEKS, kept
from icp_tui.tui.app import IcpApp
from small import Small

pytestmark = pytest.mark.fault(23)

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_a_year_of_backups_keeps_what_the_table_says(tally: Tally) -> None:
    chance, stay, now = random.Random(23), set[dt.datetime](), NOW
    for _day in range(380):
        for _ in range(chance.choice((0, 1, 4, 14))):
            now += dt.timedelta(minutes=chance.randint(30, 50))
            before, stay = stay, kept({*stay, now}, now)
            tally.tried()
            recent = {at for at in before if now - at <= ALL_OF}
            if not recent | {now} <= stay:
                tally.lost(f"one of the last two days at {now}")
            if len([at for at in stay if now - at > ALL_OF]) > DAYS + WEEKS + MONTHS:
                tally.lost(f"the bound at {now}")
        now = now.replace(hour=12) + DAY
    ages = sorted(max(stay) - at for at in stay)
    if ages[-1] < 270 * DAY or max(after - before for before, after in pairwise(ages)) > 40 * DAY:
        tally.lost(f"a reach of {ages[-1]}")


def test_the_files_of_four_months_follow_the_table(
    small: Small, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "sync", lambda _: None)
    monkeypatch.setattr(backups, "check_copy", lambda *_: None)
    path = small.workspace.database.path
    made = set()
    for days in range(120, -1, -2):
        made.add(make_backup(small.workspace.database, NOW - days * DAY).at)
        tally.tried()
    there = {backup.at for backup in backups_of(path)}
    if there != kept(there, NOW) or not there < made or max(there) != NOW:
        tally.lost("a file that the table keeps")
    if len(there) != 2 + DAYS + WEEKS + 2:
        tally.lost(f"{len(there)} files")
    if {entry.name for entry in folder_of(path).iterdir()} != {
        backup.path.name for backup in backups_of(path)
    }:
        tally.lost("the tidiness of the folder")


@pytest.fixture
def failing(tmp_path: Path) -> Path:
    """A state folder in which no backup can be made."""
    state = tmp_path / "state" / "icp-tui"
    state.mkdir(parents=True)
    (state / "backups").write_text("in the way")
    return state


def test_a_failing_backup_stops_neither_start_nor_work_nor_end(
    small: Small, failing: Path, tally: Tally
) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    workspace = open_workspace(path)
    for back_up in (back_up_after_command, back_up_on_leaving):
        tally.tried()
        said = back_up(workspace.database)
        if said is None or not (said.what and said.means and said.do):
            tally.lost("the words about it")
    workspace.close()
    again = open_workspace(path)
    tally.tried()
    if again.read_only or not again.database.rows("SELECT 1 FROM client"):
        tally.lost("the start after it")
    again.close()


async def test_the_screens_start_where_no_backup_can_be_made(
    small: Small, failing: Path, tally: Tally
) -> None:
    app = IcpApp(small.workspace, Settings())
    async with app.run_test() as pilot:
        await pilot.pause()
        tally.tried()
        if not app.is_running or app.failure:
            tally.lost("the start")


def test_a_full_disk_costs_no_backup_that_is_there(
    small: Small, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small.workspace.database.path
    first = make_backup(small.workspace.database, NOW)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 0))
    for number in range(3):
        small.set(small.first(Problem), {"what": f"Changed since: {number}"})
        said = back_up_on_leaving(small.workspace.database)
        tally.tried()
        if backups_of(path) != [first]:
            tally.lost("the only backup")
        assert said and "no room" in said.what

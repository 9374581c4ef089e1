"""The power fails: of what was not yet synced, nothing, a part, or halves of pages are on the disk.

A real session is recorded statement by statement and done again on a disk that remembers each write and sync.
After a cut the file has to be exactly what it was after the last commit, or after the one that was under way.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from at_work import AtWork
from power import KEPT, Recording, record
from tallying import Tally
from whole import Held, faults_of, held

from icp_tui.errors import BadFile
from icp_tui.opening import open_workspace
from icp_tui.store.file import database as module
from small import Small

pytestmark = pytest.mark.fault(2)

SAVES = 60
PRAGMAS = module._PRAGMAS


@dataclass(frozen=True)
class Session:
    """What somebody did: the file before, the statements, and what the file held after each commit."""

    before: Path
    statements: list[str]
    held: list[Held]


@pytest.fixture(scope="module")
def session(small_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Session:
    """Somebody works for a while, from the small profile on."""
    folder = tmp_path_factory.mktemp("session")
    before, path = folder / "before.db", folder / "work.db"
    shutil.copyfile(small_file, before)
    shutil.copyfile(small_file, path)
    small = Small.opened(path)
    statements: list[str] = []
    small.workspace.database._connection.set_trace_callback(statements.append)
    states = [held(small.workspace.database)]
    for done, _ in enumerate(AtWork(small.workspace, small.profile_id, random.Random(3)).saves(), start=1):
        if done == SAVES:
            break
    last = held(small.workspace.database)
    small.workspace.close()
    ours = [sql for sql in statements if is_ours(sql)]
    states += states_after_commits(before, ours, folder / "again.db")
    assert states[-1] == last, "doing the statements again gives another file"
    return Session(before, ours, states)


def is_ours(sql: str) -> bool:
    """Whether a traced statement changes something and is ours; the search index runs some of its own."""
    head = sql.lstrip().upper()
    if head.startswith(("SELECT", "PRAGMA", "--")):
        return False
    return "search_text_" not in sql


def is_commit(sql: str) -> bool:
    return sql == "COMMIT"


def states_after_commits(before: Path, statements: list[str], path: Path) -> list[Held]:
    """What the file holds after each commit."""
    shutil.copyfile(before, path)
    states = []
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        reading = module.Database(connection, path)
        for statement in statements:
            connection.execute(statement)
            if is_commit(statement):
                states.append(held(reading))
    return states


def recorded(session: Session, folder: Path, pragmas: tuple[str, ...]) -> Recording:
    path = folder / "work.db"
    shutil.copyfile(session.before, path)
    return record(path, session.statements, pragmas, is_commit)


def put(files: dict[str, bytes], folder: Path) -> Path:
    """Write the files that are left into a folder of their own."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "work.db"


def lost_by(
    session: Session, recording: Recording, tmp_path: Path, cuts: int, tally: Tally, *, seed: int = 0
) -> list[str]:
    """Cut the power at `cuts` moments for each way in which a disk forgets; what is then lost or broken."""
    chance = random.Random(seed)
    lost: list[str] = []
    proved: set[int] = set()
    for kept in KEPT:
        for _ in range(cuts):
            cut = chance.randint(1, len(recording.done))
            files, commits = recording.left(cut, kept, chance)
            path = put(files, tmp_path / "left")
            tally.tried()
            where = f"{kept} kept of what was unsynced at step {cut}"
            try:
                workspace = open_workspace(path, "Ada")
                there = held(workspace.database)
                workspace.let_go()
                states = {n for n in (commits, commits + 1) if session.held[n : n + 1] == [there]}
                if not states:
                    lost.append(f"{where}: not what was saved")
                elif not proved & states:
                    proved |= states
                    lost += [f"{where}: {fault}" for fault in faults_of(path, tmp_path / "scratch.db")]
            except BadFile as error:
                lost.append(f"{where}: {error.what}")
    return lost


def test_the_recorded_session_did_all_that_changes_a_file(session: Session) -> None:
    assert len(session.held) > SAVES
    text = "\n".join(session.statements)
    for word in ("UPDATE change SET new", "deleted_at", "INSERT INTO mark", "undoes"):
        assert word in text


def test_nothing_is_lost_when_the_power_fails(session: Session, tmp_path: Path, tally: Tally) -> None:
    for fault in lost_by(session, recorded(session, tmp_path, PRAGMAS), tmp_path, 6, tally):
        tally.lost(fault)


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_nothing_is_lost_in_a_thousand_power_cuts(
    session: Session, tmp_path: Path, tally: Tally, part: int
) -> None:
    recording = recorded(session, tmp_path, PRAGMAS)
    for fault in lost_by(session, recording, tmp_path, 64, tally, seed=part + 1):
        tally.lost(fault)


@pytest.mark.parametrize("weaker", ["synchronous=OFF", "synchronous=NORMAL"])
def test_weaker_settings_would_lose_something(session: Session, tmp_path: Path, weaker: str) -> None:
    pragmas = tuple(weaker if pragma.startswith("synchronous") else pragma for pragma in PRAGMAS)
    assert pragmas != PRAGMAS
    assert lost_by(session, recorded(session, tmp_path, pragmas), tmp_path, 8, Tally())

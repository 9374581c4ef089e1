"""A repair works where there is room and right to, tells what is in the way, and can be ended at any time."""

from __future__ import annotations

import errno
import itertools
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from damaging import PAGE, long_history, overwrite, places

from icp_tui.errors import SaveFailed
from icp_tui.opening import figures, open_workspace
from icp_tui.signals import ENDINGS
from icp_tui.store.file import database
from icp_tui.store.file.locks import FileLock
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.repair_room import to_the_end
from icp_tui.store.recovery.soundness import examine, open_to_check
from small import Small


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace with a history."""
    long_history(small)
    small.workspace.close()
    return small.workspace.database.path


def damaged(path: Path) -> None:
    overwrite(path, places(path)["change"]["leaf"][0])


def files(folder: Path) -> dict[str, bytes]:
    """All files in a folder; that of the state is another matter."""
    return {there.name: there.read_bytes() for there in folder.iterdir() if there.is_file()}


def closed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let nothing be made in a folder, as if it could only be read."""
    real = tempfile.mkdtemp

    def refuse(*words: object, **more: object) -> str:
        if Path(str(more.get("dir"))) == folder:
            raise OSError(errno.EROFS, "Read-only file system")
        return real(*words, **more)  # type: ignore[call-overload, no-any-return]

    def locked(_workspace: Path) -> FileLock:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(FileLock, "take", locked)


def test_the_repaired_file_is_its_owner_s_alone_whoever_could_read_the_damaged_one(path: Path) -> None:
    damaged(path)
    path.chmod(0o644)
    assert repair(path, figures).written == path
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_file_that_can_only_be_read_is_repaired(path: Path) -> None:
    damaged(path)
    path.chmod(0o444)
    report = repair(path, figures)
    assert report.kept and stat.S_IMODE(report.kept.stat().st_mode) == 0o444
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    open_workspace(path).close()


def test_a_sound_file_in_a_folder_that_can_only_be_read_is_said_to_be_sound(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed(monkeypatch, path.parent)
    before = files(path.parent)
    assert not repair(path, figures).needed
    assert files(path.parent) == before


def test_a_damaged_one_there_needs_another_place_and_gets_it(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    damaged(path)
    (elsewhere := tmp_path / "elsewhere").mkdir()
    closed(monkeypatch, path.parent)
    before = files(path.parent)
    with pytest.raises(SaveFailed, match="nothing can be written in") as refused:
        repair(path, figures)
    assert "`icp-tui repair -o FILE`" in refused.value.do and "room" not in refused.value.do
    assert repair(path, figures, dry_run=True).needed
    assert repair(path, figures, into=elsewhere / "saved.db").written
    assert files(path.parent) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [("x" * 300, "Cannot write"), ("none/saved.db", "There is no folder"), ("small.db/saved.db", "Cannot")],
)
def test_a_name_that_no_file_can_have_is_refused_before_anything_is_read(
    path: Path, name: str, words: str
) -> None:
    damaged(path)
    before = files(path.parent)
    with pytest.raises(SaveFailed, match=words) as refused:
        repair(path, figures, into=path.parent / name)
    assert refused.value.means == "Nothing was written."
    assert files(path.parent) == before


def interrupted_at(share: float, after: int = 0) -> Callable[[float], None]:
    """A progress that is ended by ctrl+c, pressed a single time, once so much is done and told so often."""
    told = itertools.count()

    def hear(done: float) -> None:
        if done >= share and next(told) == after:
            raise KeyboardInterrupt

    return hear


def with_an_index_that_lacks_an_entry(path: Path) -> None:
    at = (places(path)["change_by_clock"]["leaf"][0] - 1) * PAGE + 3
    whole = bytearray(path.read_bytes())
    whole[at : at + 2] = (int.from_bytes(whole[at : at + 2], "big") - 1).to_bytes(2, "big")
    path.write_bytes(whole)


@pytest.mark.parametrize("harm", [damaged, with_an_index_that_lacks_an_entry])
@pytest.mark.parametrize("share", [0.01, 0.15, 0.25, 0.3, 0.62, 0.8, 0.92])
@pytest.mark.parametrize("after", [0, 1])
def test_ctrl_c_leaves_all_as_it_was(
    path: Path, harm: Callable[[Path], None], share: float, after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Also within a statement, which a small file would have done before it is asked.
    monkeypatch.setattr(database, "_STEPS", 50)
    harm(path)
    before = files(path.parent)
    with pytest.raises(KeyboardInterrupt):
        repair(path, figures, progress=interrupted_at(share, after))
    assert files(path.parent) == before
    assert not [there for there in path.parent.iterdir() if there.name.startswith(".icp-")]
    assert repair(path, figures).written == path


def test_ctrl_c_in_a_long_statement_is_no_damage(path: Path) -> None:
    opened = open_to_check(path)
    try:
        # As Python does: what a call back raises reaches SQLite as no more than a wish to stop.
        def ended() -> None:
            raise KeyboardInterrupt

        opened.often(ended)
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        with pytest.raises(KeyboardInterrupt):
            opened.rows(endless)
    finally:
        opened.close()


def test_a_check_ends_at_once_and_writes_nothing(path: Path) -> None:
    before = files(path.parent)
    opened = open_to_check(path)
    try:
        with pytest.raises(KeyboardInterrupt):
            list(examine(opened, figures, interrupted_at(0.5)))
    finally:
        opened.close()
    assert files(path.parent) == before


def test_while_one_file_takes_the_place_of_another_ctrl_c_waits() -> None:
    with to_the_end():
        for number in ENDINGS:
            signal.raise_signal(number)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


WAITING = """
import sys, time
from icp_tui.cli import main
from icp_tui.store.recovery import repair

def waits(*_):
    print("at work", flush=True)
    time.sleep(60)

repair._wrong = waits
main(["-w", sys.argv[1], "repair"])
"""


@pytest.mark.parametrize("number", [one for one in ENDINGS if one != signal.SIGINT])
def test_a_repair_that_the_system_ends_leaves_nothing_behind(path: Path, number: int) -> None:
    damaged(path)
    before = files(path.parent)
    with subprocess.Popen([sys.executable, "-c", WAITING, path], stdout=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stdout.readline() == b"at work\n"
        assert files(path.parent) != before
        running.send_signal(number)
        assert running.wait(30) == 128 + number
    assert files(path.parent) == before

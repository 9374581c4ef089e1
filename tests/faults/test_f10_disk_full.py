"""The disk is full: a banner says so, and what is typed waits in the rescue journal until there is room."""

from __future__ import annotations

import json
import signal
import stat
from pathlib import Path

import pytest
from at_the_terminal import QUESTION, TEXT
from pty_terminal import Open, Terminal
from small_disk import SmallDisk, on_small_disk
from tallying import Tally

from icp_tui.method.records import Problem
from icp_tui.store.log.ids import new_id
from icp_tui.store.safety.rescue_lines import Waiting
from small import Small

pytestmark = pytest.mark.fault(10)


def journals(home: Path) -> list[Path]:
    """The rescue journals of a home folder."""
    return sorted((home / ".local" / "state" / "icp-tui" / "rescue").glob("*.jsonl"))


def holds(journal: Path, text: str) -> bool:
    return json.dumps(text)[1:-1] in journal.read_text(encoding="utf-8")


def on_full_disk(started: Open, folder: Path, **more: object) -> tuple[Terminal, SmallDisk]:
    """The program asking for the client's name, and no room left."""
    terminal = started(folder / "work.db", within=on_small_disk(folder, **more))  # type: ignore[arg-type]
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for(QUESTION, "✓ saved")
    disk = SmallDisk(terminal, folder)
    disk.fill()
    return terminal, disk


@pytest.mark.parametrize("size", [(80, 24), pytest.param((120, 40), marks=pytest.mark.long)])
def test_it_is_told_kept_and_saved_when_there_is_room(
    started: Open, tmp_path: Path, tally: Tally, size: tuple[int, int]
) -> None:
    folder = tmp_path / "disk"
    terminal = started(folder / "work.db", within=on_small_disk(folder), size=size)
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for(QUESTION, "✓ saved")
    disk = SmallDisk(terminal, folder)
    disk.fill()
    terminal.type(TEXT)
    terminal.wait_for("the disk of work.db is full", "What you type is kept", "^s saves a copy", TEXT)
    [journal] = journals(tmp_path)
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert stat.S_IMODE(journal.parent.stat().st_mode) == 0o700
    terminal.type("!")
    terminal.wait_until(lambda: holds(journal, f"{TEXT}!"), "in the journal")
    disk.empty()
    terminal.wait_for("✓ saved", "Everything is saved again.")
    terminal.wait_gone("is full")
    found = disk.column("work.db", "SELECT name FROM client")
    if found != [f"{TEXT}!"]:
        tally.lost(found)
    assert journals(tmp_path) == []
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    tally.heard(terminal.output)


def test_who_quits_at_once_is_told_where_it_is_and_the_next_start_brings_it_back(
    started: Open, tmp_path: Path, tally: Tally
) -> None:
    folder = tmp_path / "disk"
    terminal = started(folder / "work.db", within=on_small_disk(folder, twice=True))
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for(QUESTION, "✓ saved")
    # The shell that starts it twice has the same disk.
    disk = SmallDisk(terminal, folder)
    disk.fill()
    terminal.type(TEXT)
    terminal.press("enter")
    terminal.type("Rótulos y señales")
    terminal.press("ctrl+q")
    terminal.wait_for("Brought back", "2 answers that could not be saved before")
    said = terminal.output.decode("utf-8", "replace")
    assert "could not be saved in" in said
    assert "brings it back by itself" in said
    found = disk.column("work.db", "SELECT name || '|' || sells FROM client")
    if found != [f"{TEXT}|Rótulos y señales"]:
        tally.lost(found)
    assert journals(tmp_path) == []
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    tally.heard(terminal.output)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (signal.SIGTERM, 143),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.long),
        pytest.param(signal.SIGKILL, -9, marks=pytest.mark.long),
    ],
)
def test_however_it_ends_the_journal_holds_what_was_typed(
    started: Open, tmp_path: Path, tally: Tally, number: signal.Signals, code: int
) -> None:
    terminal, _ = on_full_disk(started, tmp_path / "disk")
    terminal.type(TEXT)
    terminal.wait_for("What you type is kept", TEXT)
    terminal.watch(0.6)
    terminal.signal(number)
    assert terminal.exit_code() == code
    tally.heard(terminal.output)
    [journal] = journals(tmp_path)
    if not holds(journal, TEXT):
        tally.lost(journal.read_text(encoding="utf-8"))
    if number != signal.SIGKILL:
        assert terminal.left_on == []
        assert "is kept in" in terminal.after


def test_a_full_disk_without_a_disk_of_its_own(small: Small, tally: Tally) -> None:
    """The same within one process, where nothing can be mounted: SQLite is given no more pages."""
    database, problem = small.workspace.database, small.first(Problem)
    database.rows(f"PRAGMA max_page_count = {database.rows('PRAGMA page_count')[0][0]}")
    text = "Żółta łódź. " * 8_000
    edits = small.workspace.answer_edits(small.profile_id, problem, "sufferers", text)
    waiting = Waiting(f"{problem.id}/sufferers", new_id(), small.profile_id, tuple(edits))
    assert small.workspace.rescue.keep([waiting])
    small.workspace.rescue.bring_back()
    failed = small.workspace.rescue.brought_back.failed
    assert failed
    assert "full" in failed.what
    assert small.workspace.rescue.journal.exists()
    small.restart()
    assert small.workspace.rescue.brought_back.back == ("Who suffers",)
    if small.in_the_file.get(problem.id) != small.now(problem) or small.now(problem).sufferers is None:
        tally.lost("the text")

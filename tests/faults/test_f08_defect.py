"""A defect of ours, wherever it strikes: everything typed is saved, the terminal sane, nothing is told.

The defect is put into the program from outside, by a file that Python reads before anything else, and strikes
when the program is sent a signal of which it knows nothing.
"""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from at_the_terminal import asked_in, check_kept
from tallying import Tally

pytestmark = pytest.mark.fault(8)

SECRET = "Ulica Secreta 7"

BROKEN = """
import asyncio, signal, threading
from icp_tui.tui.endings import EndingApp

def breaks(*_):
    secret = "Ulica Secreta 7"
    raise RuntimeError(secret)

async def breaks_later():
    breaks()

def strike(app):
    loop = asyncio.get_running_loop()
    {defect}

listen = EndingApp.listen

def listening(app):
    listen(app)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, strike, app)

EndingApp.listen = listening
"""

DEFECTS = {
    "a handler": "app.call_later(breaks)",
    "a handler of the screen": "app.screen.call_later(breaks)",
    "a timer": "app.set_timer(0.01, breaks)",
    "a worker": "app.run_worker(breaks_later())",
    "a worker in a thread": "app.run_worker(breaks, thread=True)",
    "painting": "app.screen.focused.render_line = breaks; app.screen.focused.refresh()",
    "a signal handler": "breaks()",
    "the loop": "loop.call_soon(breaks)",
    "a thread": "threading.Thread(target=breaks).start()",
    "a long read": "app.workspace.file.idle.start(breaks, print)",
}


def broken(folder: Path, defect: str) -> str:
    """A folder for Python's path from which the program takes its defect."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(BROKEN.format(defect=DEFECTS[defect]), encoding="utf-8")
    return os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])


QUICK = ("a handler", "a timer", "a worker")


@pytest.mark.parametrize(
    "defect", [name if name in QUICK else pytest.param(name, marks=pytest.mark.long) for name in DEFECTS]
)
def test_a_defect_ends_the_program_with_everything_saved_and_nothing_told(
    tmp_path: Path, tally: Tally, defect: str
) -> None:
    folder = tmp_path / "work"
    with asked_in(folder, PYTHONPATH=broken(tmp_path / "broken", defect)) as terminal:
        terminal.type(SECRET)
        terminal.wait_for(SECRET)
        terminal.watch(0.05)
        terminal.signal(signal.SIGUSR1)
        assert terminal.exit_code() == 70
        assert terminal.left_on == []
        check_kept(folder, SECRET, terminal, tally)
        assert "This is a defect of icp-tui (RuntimeError); what was saved is safe." in terminal.after
        assert "Secreta" not in terminal.after
        [report] = folder.rglob("crashes/*.txt")
        assert re.sub(r"\s", "", str(report)) in re.sub(r"\s", "", terminal.after)
        assert "RuntimeError" in report.read_text(encoding="utf-8")
        assert "Secreta" not in report.read_text(encoding="utf-8")

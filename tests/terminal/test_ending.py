"""Every way out of the program leaves the text in the file and the terminal as it was."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from pty_terminal import Open, Terminal
from reading import column, is_whole

TEXT = "Señalización Ñandú, ul. Żółta 7 🥖"


def names(path: Path) -> list[str]:
    """The clients' names in the file."""
    assert is_whole(path)
    return column(path, "SELECT name FROM client")


def test_text_typed_ahead_of_the_pages_lands_where_it_was_meant(asked: Terminal, path: Path) -> None:
    lines = ["uno", "dos", "tres"]
    asked.type(TEXT)
    asked.press("enter")
    asked.type("Rótulos")
    asked.press("ctrl+pagedown")
    asked.type("Panaderías")
    asked.press("f2")
    asked.type("objectives")
    asked.press("enter")
    for line in lines:
        asked.type(line)
        asked.press("enter")
    asked.press("tab", "down")
    asked.type("minutos")
    asked.press("ctrl+q")
    assert asked.exit_code() == 0
    assert column(path, "SELECT name || '|' || sells FROM client") == [f"{TEXT}|Rótulos"]
    assert column(path, "SELECT name FROM profile") == ["Panaderías"]
    assert column(path, "SELECT result FROM objective ORDER BY position") == lines


DEFECTS = {
    "a handler": """
from icp_tui.tui.widgets.form import Form
heard = Form.on_input_changed
def fails(form, event):
    heard(form, event)
    if event.value.endswith("7"):
        raise RuntimeError(event.value)
Form.on_input_changed = fails
""",
    "a timer": """
from icp_tui.tui.pen import Pen
saved = Pen._try_again
def fails(pen):
    if pen._workspace._typing.raw.endswith("7"):
        raise RuntimeError(pen._workspace._typing.raw)
    saved(pen)
Pen._try_again = fails
""",
    "a worker": """
from icp_tui.tui.widgets.form import Form
heard = Form.on_input_changed
async def fails(text):
    raise RuntimeError(text)
def hears(form, event):
    heard(form, event)
    if event.value.endswith("7"):
        form.app.call_after_refresh(form.app.run_worker, fails(event.value))
Form.on_input_changed = hears
""",
    "a thread": """
import threading
from icp_tui.tui.widgets.form import Form
heard = Form.on_input_changed
def fails(text):
    raise RuntimeError(text)
def hears(form, event):
    heard(form, event)
    if event.value.endswith("7"):
        form.app.call_after_refresh(threading.Thread(target=fails, args=(event.value,)).start)
Form.on_input_changed = hears
""",
    "the loop": """
import asyncio
from icp_tui.tui.widgets.form import Form
heard = Form.on_input_changed
def fails(text):
    raise RuntimeError(text)
def hears(form, event):
    heard(form, event)
    if event.value.endswith("7"):
        asyncio.get_running_loop().call_later(0.02, fails, event.value)
Form.on_input_changed = hears
""",
    "painting": """
from icp_tui.tui.widgets.lines import Lines
painted = Lines.render_line
def fails(lines, y):
    strip = painted(lines, y)
    if "7  ›" in strip.text:
        raise RuntimeError(strip.text)
    return strip
Lines.render_line = fails
""",
}


@pytest.mark.parametrize(
    ("defect", "saved"),
    [
        # The key that meets the defect never reaches whoever saves.
        ("a handler", "Ulica Secreta"),
        ("a timer", "Ulica Secreta 7"),
        ("a worker", "Ulica Secreta 7"),
        ("a thread", "Ulica Secreta 7"),
        ("the loop", "Ulica Secreta 7"),
        ("painting", "Ulica Secreta 7"),
    ],
)
def test_a_defect_ends_the_program_with_everything_saved_and_nothing_told(
    started: Open, path: Path, tmp_path: Path, defect: str, saved: str
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(DEFECTS[defect], encoding="utf-8")
    terminal = started(path, PYTHONPATH=str(tmp_path / "broken"))
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    terminal.type("Ulica Secreta 7")
    assert terminal.exit_code() == 70
    assert terminal.left_on == []
    assert names(path) == [saved]
    assert "Traceback" not in terminal.output.decode("utf-8", "replace")
    assert "This is a defect of icp-tui (RuntimeError); what was saved is safe." in terminal.after
    assert "Secreta" not in terminal.after
    [report] = tmp_path.rglob("crashes/*.txt")
    assert re.sub(r"\s", "", str(report)) in re.sub(r"\s", "", terminal.after)
    assert "RuntimeError" in report.read_text(encoding="utf-8")
    assert "Secreta" not in report.read_text(encoding="utf-8")


BROKEN_SAVING = """
from icp_tui.store.work.workspace import Workspace
done = Workspace._profile_brought_up
def fails(workspace, profile_id, edits):
    if any((edit.new or "").endswith(" 7") for edit in edits):
        raise RuntimeError(str(edits))
    return done(workspace, profile_id, edits)
Workspace._profile_brought_up = fails
"""


def test_a_defect_in_saving_itself_leaves_the_text_in_the_journal(
    started: Open, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "sitecustomize.py").write_text(BROKEN_SAVING, encoding="utf-8")
    terminal = started(path, PYTHONPATH=str(tmp_path / "broken"))
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    terminal.type("Ulica Sezamkowa 7")
    assert terminal.exit_code() == 70
    assert terminal.left_on == []
    assert "This is a defect of icp-tui (RuntimeError)" in terminal.after
    assert "is kept in" in terminal.after
    assert "Sezamkowa" not in terminal.after
    again = started(path)
    again.wait_for("Brought back", "Ulica Sezamkowa 7")
    again.press("ctrl+q")
    assert again.exit_code() == 0
    assert names(path) == ["Ulica Sezamkowa 7"]


def test_the_defect_of_a_signal_s_answer_ends_the_program_all_the_same(
    started: Open, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken").mkdir()
    broken = "from icp_tui.tui.endings import EndingApp\ndef fails(app, number):\n    raise RuntimeError\n"
    broken += "EndingApp._signalled = fails\n"
    (tmp_path / "broken" / "sitecustomize.py").write_text(broken, encoding="utf-8")
    terminal = started(path, PYTHONPATH=str(tmp_path / "broken"))
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    terminal.type(TEXT)
    terminal.wait_for(TEXT)
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_code() == 70
    assert terminal.left_on == []
    assert names(path) == [TEXT]

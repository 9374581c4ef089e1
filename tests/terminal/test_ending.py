"""Every way out of the program leaves the text in the file and the terminal as it was."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from pty_terminal import Open, Terminal
from reading import column, is_whole

TEXT = "Señalización Ñandú, ul. Żółta 7 🥖"
ENDINGS = [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]


def names(path: Path) -> list[str]:
    """The clients' names in the file."""
    assert is_whole(path)
    return column(path, "SELECT name FROM client")


@pytest.mark.parametrize(("number", "code"), ENDINGS)
def test_a_signal_while_typing_saves_and_restores_the_terminal(
    asked: Terminal, path: Path, number: signal.Signals, code: int
) -> None:
    asked.type(TEXT)
    asked.wait_for(TEXT)
    asked.signal(number)
    assert asked.exit_code() == code
    assert asked.left_on == []
    assert names(path) == [TEXT]


def test_ten_keys_and_a_signal_at_once_lose_none(asked: Terminal, path: Path) -> None:
    asked.type("0123456789")
    asked.signal(signal.SIGTERM)
    assert asked.exit_code() == 143
    assert names(path) == ["0123456789"]


def test_a_second_signal_changes_nothing(asked: Terminal, path: Path) -> None:
    asked.type(TEXT)
    asked.signal(signal.SIGTERM)
    asked.signal(signal.SIGHUP)
    assert asked.exit_code() in (129, 143)
    assert asked.left_on == []
    assert names(path) == [TEXT]


LEAVING = [
    ("tab", "What does the client sell?", "up"),
    ("enter", "What does the client sell?", "up"),
    ("f3", "What does the client sell?", "shift+tab"),
    ("ctrl+pagedown", "What do you call this profile?", "ctrl+pageup"),
    ("f2", "type a few letters", "f2"),
    ("f4", "Sales playbook", "f4"),
    ("ctrl+o", "1 profile", "enter"),
]
"""Keys that leave a field, what one sees then, and the key back."""


def test_leaving_a_field_at_once_saves_it_there(asked: Terminal, path: Path) -> None:
    for number, (leave, seen, back) in enumerate(LEAVING, start=1):
        asked.type(str(number))
        asked.press(leave)
        asked.wait_for(seen, "1234567890"[:number])
        assert names(path) == ["1234567890"[:number]]
        asked.press(back)
        asked.wait_for("Which business do you advise?", "✓ saved")
    assert column(path, "SELECT coalesce(sells, notes) FROM client") == [None]
    assert column(path, "SELECT name FROM profile") == [None]


@pytest.mark.parametrize("leave", ["ctrl+q", "f10"])
def test_quitting_overtakes_no_key(asked: Terminal, path: Path, leave: str) -> None:
    asked.type(TEXT * 5)
    asked.press(leave)
    assert asked.exit_code() == 0
    assert asked.left_on == []
    assert names(path) == [TEXT * 5]


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


@pytest.mark.parametrize("in_a_window", [True, False], ids=["told by SIGHUP", "without a signal"])
def test_a_terminal_that_is_gone_ends_the_program_with_everything_saved(
    started: Open, path: Path, in_a_window: bool
) -> None:
    terminal = started(path, in_a_window=in_a_window)
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    terminal.type(TEXT)
    terminal.wait_for(TEXT)
    terminal.hang_up()
    assert terminal.exit_code(timeout=20) == 128 + signal.SIGHUP
    assert names(path) == [TEXT]


def test_a_stopped_program_has_saved_and_goes_on(asked: Terminal, path: Path) -> None:
    asked.type(TEXT)
    asked.wait_for(TEXT)
    asked.signal(signal.SIGTSTP)
    os.waitid(os.P_PID, asked.process.pid, os.WSTOPPED | os.WNOWAIT)
    assert names(path) == [TEXT]
    asked.signal(signal.SIGCONT)
    asked.type("!")
    asked.wait_for(f"{TEXT}!")
    asked.press("ctrl+q")
    assert asked.exit_code() == 0
    assert asked.left_on == []
    assert names(path) == [f"{TEXT}!"]


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

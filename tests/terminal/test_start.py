"""The program starts, or says why it does not, on whatever terminal and whatever file it is given."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pty_terminal import Open, Terminal, own_environment
from reading import column, is_whole

SIZES = [(40, 10), (80, 24), (200, 60)]


def piped(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The program with pipes instead of a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "icp_tui", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=own_environment(home),
        check=False,
    )


def test_without_a_terminal_it_says_what_to_use_instead(tmp_path: Path) -> None:
    done = piped("work.db", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "The screens need a terminal" in done.stderr
    assert " render PROFILE`" in done.stderr
    assert not list(tmp_path.rglob("*.db"))


def test_the_demo_prints_the_playbook_into_a_pipe(tmp_path: Path) -> None:
    done = piped("demo", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n## ") > 5
    assert "ColdLine" in done.stdout


def test_of_three_at_once_on_a_new_file_one_writes_and_the_others_look(
    started: Open, path: Path, tmp_path: Path
) -> None:
    three = [started(path) for _ in range(3)]
    for terminal in three:
        terminal.wait_for("Start a playbook")
    writers = [terminal for terminal in three if "read only" not in terminal.text]
    assert len(writers) == 1
    writers[0].press("enter")
    writers[0].wait_for("Which business do you advise?")
    writers[0].type("Frigo Nord")
    writers[0].wait_for("Frigo Nord  ›", "✓ saved")
    for terminal in three:
        terminal.press("ctrl+q")
        assert terminal.exit_code() == 0
        assert b"Traceback" not in terminal.output
    assert is_whole(path)
    assert column(path, "SELECT name FROM client") == ["Frigo Nord"]
    assert [file.name for file in tmp_path.iterdir() if "work.db" in file.name] == ["work.db"]


def foreign(path: Path) -> None:
    """Make a database of another program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title TEXT)")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (foreign, "is a database of another program"),
        (lambda path: path.write_bytes(b"PK\x03\x04 not ours" * 40), "is not an icp-tui workspace"),
        (lambda path: path.write_bytes(b""), "is empty"),
    ],
    ids=["another program's", "an archive", "empty"],
)
def test_a_foreign_file_is_refused_in_words_and_untouched(
    started: Open, path: Path, make: object, words: str
) -> None:
    assert callable(make)
    make(path)
    before = path.read_bytes()
    terminal = started(path, size=(200, 40))
    assert terminal.exit_code() == 1
    assert words in terminal.text
    assert b"Traceback" not in terminal.output
    assert terminal.left_on == []
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.glob("work.db*")] == ["work.db"]


def newer(path: Path) -> None:
    """Make the file one of a newer format, which can be read only."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize(
    "lock",
    [
        newer,
        pytest.param(
            lambda path: path.chmod(0o444),
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere"),
        ),
    ],
    ids=["newer", "not writable"],
)
def test_a_file_that_can_only_be_read_opens_and_says_so(
    started: Open, path: Path, small_file: Path, lock: object
) -> None:
    shutil.copyfile(small_file, path)
    assert callable(lock)
    lock(path)
    before = path.read_bytes()
    terminal = started(path)
    terminal.wait_for("ColdLine", "read only")
    terminal.press("enter")
    terminal.wait_for("ColdLine", "read only")
    terminal.type("x")
    terminal.wait_for("can only be read here")
    terminal.press("f4")
    terminal.wait_for("Sales playbook")
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("environment", "too_much"),
    [
        ({"TERM": "dumb", "COLORTERM": ""}, b"Traceback"),
        ({"TERM": "linux", "COLORTERM": ""}, b"[34]8;[25];"),
        ({"TERM": "xterm", "COLORTERM": ""}, b"[34]8;[25];"),
        ({"NO_COLOR": "1"}, b"Traceback"),
        ({"LC_ALL": "C"}, b"Traceback"),
    ],
    ids=["dumb", "the console", "16 colours", "NO_COLOR", "no locale"],
)
def test_it_can_be_used_on_poor_terminals(
    started: Open, path: Path, environment: dict[str, str], too_much: bytes
) -> None:
    terminal = started(path, **environment)
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    terminal.type("Ñandú & Żółć")
    terminal.wait_for("Ñandú & Żółć  ›", "✓ saved")
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    assert terminal.left_on == []
    assert not re.search(too_much, terminal.output)
    assert column(path, "SELECT name FROM client") == ["Ñandú & Żółć"]


def walk(terminal: Terminal) -> None:
    """Through all pages of the profile, half of them beside the guide, and to the preview and back."""
    terminal.press(*["ctrl+pageup"] * 13, *["ctrl+pagedown", "tab"] * 13, "f1", *["ctrl+pageup"] * 6)
    terminal.press("f4")
    terminal.wait_for("hypothesis")
    terminal.press("n", "n", "f4")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "{}x{}".format(*size))
def test_every_page_can_be_drawn_at_any_size_also_while_it_changes(
    started: Open, small_file: Path, path: Path, size: tuple[int, int]
) -> None:
    shutil.copyfile(small_file, path)
    terminal = started(path, size=size)
    terminal.wait_for("Wholesalers")
    terminal.press("enter")
    terminal.wait_for("ColdLine", "saved")
    walk(terminal)
    for other in [*SIZES, (20, 4), (1, 1), size]:
        terminal.resize(*other)
        terminal.press("ctrl+pagedown")
    # A terminal tells of many sizes at once; what is looked at is the page after the last of them.
    terminal.press("ctrl+pageup")
    terminal.wait_for("saved")
    terminal.press("ctrl+q")
    assert terminal.exit_code() == 0
    assert terminal.left_on == []

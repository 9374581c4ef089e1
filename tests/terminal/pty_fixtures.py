"""Fixtures of all tests that run the program under a pty; their folders import them into their conftest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pty_terminal import Open, Terminal


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The workspace file of the test; not there yet."""
    return tmp_path / "work.db"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Open]:
    """Start the program in the home folder of the test; whatever still runs at its end is ended."""
    with ExitStack() as running:

        def start(*words: str | Path, **more: object) -> Terminal:
            return running.enter_context(Terminal(*words, home=tmp_path, **more))  # type: ignore[arg-type]

        yield start


@pytest.fixture
def asked(started: Open, path: Path) -> Terminal:
    """The program asking for the client's name, on a new workspace."""
    terminal = started(path)
    terminal.wait_for("Start a playbook")
    terminal.press("enter")
    terminal.wait_for("Which business do you advise?")
    return terminal

"""A home folder and a copy of the small workspace for every test of the commands."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from calling import Icp

from icp_tui import paths, texts


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home folder of its own, and a language that does not outlive the test."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("settings_file", "user_templates_folder", "state_folder"):
        monkeypatch.setattr(paths, name, lambda place=folder / name: place)
    monkeypatch.setenv(paths.WORKSPACE_VARIABLE, str(folder / "usual.db"))
    monkeypatch.setattr(sys, "argv", ["icp-tui"])
    yield folder
    texts.speak("en")


@pytest.fixture
def icp(small_file: Path, tmp_path: Path, home: Path) -> Icp:
    """Calls on a copy of the small workspace."""
    path = tmp_path / "work.db"
    shutil.copyfile(small_file, path)
    return Icp(path, home)


@pytest.fixture
def empty(tmp_path: Path, home: Path) -> Icp:
    """Calls on a workspace that is not there yet."""
    return Icp(tmp_path / "none.db", home)

"""Screens under test: no user's own folders, quick timers, and a day that does not move."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from driving import Disk

from icp_tui import paths
from icp_tui.store.file.database import Database
from icp_tui.tui import pen, traced
from icp_tui.tui.screens import library
from icp_tui.tui.widgets import live

TODAY = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)


class _StandingClock(dt.datetime):
    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
        """Always the same moment."""
        return TODAY


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(traced, "user_templates_folder", lambda: home / "templates")
    monkeypatch.setattr(paths, "state_folder", lambda: home / "state")
    monkeypatch.chdir(home)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a pause in typing waits a moment only."""
    monkeypatch.setattr(pen, "PAUSE", 0.03)
    monkeypatch.setattr(pen, "RETRY", 0.05)
    monkeypatch.setattr(live, "PAUSE", 0.03)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No timer saves in this test: what is saved was saved by what was done."""
    monkeypatch.setattr(pen, "PAUSE", 3600.0)
    monkeypatch.setattr(pen, "LONGEST", 3600.0)


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """The library's today is a day that does not move."""
    monkeypatch.setattr(library, "dt", SimpleNamespace(datetime=_StandingClock))
    return TODAY


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    """A disk that can be filled and emptied."""
    disk, real = Disk(), Database.transaction

    @contextmanager
    def transaction(database: Database) -> Iterator[None]:
        with real(database):
            yield
            if disk.full:
                raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Database, "transaction", transaction)
    return disk

"""The screens are drawn for a person at a terminal; everyone else is told what to use instead."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from calling import Icp, run

from icp_tui import paths
from icp_tui.cli import screens
from icp_tui.settings import Settings

Opened = list[tuple[Path, Settings]]


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """A terminal, and screens that only note what they are asked to open; they end with 3."""
    calls: Opened = []

    def note(path: Path, *, settings: Settings, anew: bool = False) -> int:
        assert not anew
        calls.append((path, settings))
        return 3

    app = ModuleType("icp_tui.tui.app")
    app.__dict__["run"] = note
    monkeypatch.setitem(sys.modules, "icp_tui.tui.app", app)
    monkeypatch.setattr(screens, "has_terminal", lambda: True)
    return calls


@pytest.mark.parametrize(
    "words", [("work.db",), ("open", "work.db"), ("-w", "work.db"), ("-w", "work.db", "open")]
)
def test_a_file_is_opened_however_it_is_named(
    icp: Icp, opened: Opened, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(icp.workspace.parent)
    assert icp.bare(*words).code == 3
    assert [path for path, _ in opened] == [Path("work.db")]


def test_without_a_file_the_usual_workspace_is_opened_with_the_settings(icp: Icp, opened: Opened) -> None:
    (icp.home / "settings_file").write_text('theme = "paper"', encoding="utf-8")
    icp.bare()
    icp.bare("open")
    assert opened == [(icp.home / "usual.db", Settings(theme="paper"))] * 2


def test_a_new_file_needs_the_ending_of_a_workspace(icp: Icp, opened: Opened) -> None:
    assert icp.bare("fresh.db").code == 3
    assert "There is no file “fresh”" in icp.bare("open", "fresh").err
    assert len(opened) == 1


def test_two_files_are_one_too_many(icp: Icp, opened: Opened) -> None:
    outcome = icp("open", "other.db")
    assert outcome.code == 2
    assert "Two workspaces" in outcome.err
    assert not opened


def test_broken_settings_keep_the_screens_shut(icp: Icp, opened: Opened) -> None:
    (icp.home / "settings_file").write_text('thmee = "paper"', encoding="utf-8")
    assert "Did you mean “theme”?" in icp.bare("work.db").err
    assert not opened


@pytest.mark.parametrize("words", [(), ("new.db",), ("open",)])
def test_without_a_terminal_nothing_is_drawn_or_made(home: Path, words: tuple[str, ...]) -> None:
    done = run(*words, home=home)
    assert done.returncode == 2
    assert done.stdout == b""
    assert b" render PROFILE`" in done.stderr
    assert not [path for path in home.rglob("*") if path.is_file()]


@pytest.fixture
def sample(small_file: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small workspace in the place of the sample."""
    folder = home / "sample"
    folder.mkdir()
    (folder / "sample.db").write_bytes(small_file.read_bytes())
    monkeypatch.setattr(paths, "sample_folder", lambda: folder)
    return folder / "sample.db"


def test_demo_keeps_its_copy_and_starts_over_when_asked(icp: Icp, opened: Opened, sample: Path) -> None:
    copy = paths.state_folder() / "demo.db"
    before = sample.read_bytes()
    assert icp.bare("demo").code == 3
    Icp(copy, icp.home).done("set", "wholesalers", "offer=Mine")
    icp.bare("demo")
    assert Icp(copy, icp.home).answers().profile.offer == "Mine"
    copy.with_name("demo.db-journal").write_bytes(b"of the old copy")
    icp.bare("demo", "--fresh")
    assert Icp(copy, icp.home).answers().profile.offer == "Monitoring for 10 to 60 vans"
    assert [path for path, _ in opened] == [copy] * 3
    assert sample.read_bytes() == before
    assert sorted(path.name for path in copy.parent.iterdir()) == ["backups", "demo.db"]


def test_demo_without_a_terminal_prints_the_playbook(icp: Icp, sample: Path) -> None:
    before = sample.read_bytes()
    outcome = icp.bare("demo")
    assert outcome.code == 0
    assert "Wholesalers before an audit" in outcome.out
    assert "# " in outcome.out
    assert outcome.out == icp.done("render", "wholesalers").out
    assert sample.read_bytes() == before
    assert not paths.state_folder().exists()


def test_demo_takes_no_workspace_and_misses_no_sample_silently(
    icp: Icp, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "workspace of its own" in icp.refused(2, "demo")
    monkeypatch.setattr(paths, "sample_folder", lambda: home / "nowhere")
    outcome = icp.bare("demo")
    assert outcome.code == 1
    assert "missing" in outcome.err


@pytest.mark.parametrize("ending", [OSError("no"), PermissionError(13, "Permission denied")])
def test_demo_says_where_it_could_not_copy(
    icp: Icp, opened: Opened, sample: Path, ending: OSError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Callable[[], None]:
        raise ending

    monkeypatch.setattr(Path, "write_bytes", fails)
    outcome = icp.bare("demo")
    assert outcome.code == 1
    assert "demo.db" in outcome.err
    assert not opened

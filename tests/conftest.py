"""Fixtures that the tests of all rooms share. Every test gets a file of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from colleagues import Colleague, copies

from icp_tui.opening import open_workspace
from icp_tui.store.work.workspace import Workspace
from small import Small, make_small


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path) -> Iterator[None]:
    """Backups and whatever else is kept beside the data go into the test's own folder."""
    # Not by the fixture: a test that undoes its own changes would undo this one, too.
    with pytest.MonkeyPatch.context() as own:
        own.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        yield


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    made = open_workspace(tmp_path / "workspace.db", "Ada")
    yield made
    made.let_go()


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace file with the small profile; to be copied, never opened."""
    path = tmp_path_factory.mktemp("small") / "small.db"
    made = open_workspace(path, "Ada")
    make_small(made)
    made.close()
    return path


@pytest.fixture
def small(small_file: Path, tmp_path: Path) -> Iterator[Small]:
    """An open workspace with the small profile in it."""
    path = tmp_path / "small.db"
    shutil.copyfile(small_file, path)
    made = Small.opened(path)
    yield made
    made.workspace.let_go()


@pytest.fixture
def pair(small_file: Path, tmp_path: Path) -> Iterator[list[Colleague]]:
    """Ada and Ben, who began with the same file; the clock of Ben is two days behind."""
    both = copies(small_file, tmp_path, ("Ada", "Ben"))
    yield both
    for one in both:
        one.workspace.let_go()

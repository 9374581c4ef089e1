"""The length of a page is what the pages say, whatever the header does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from damaging import held, long_history

from icp_tui.opening import figures
from icp_tui.store.recovery.pages import Pages
from icp_tui.store.recovery.repair import repair
from small import Small


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace."""
    long_history(small)
    small.workspace.close()
    return small.workspace.database.path


def note(path: Path, size: int) -> None:
    """Let the header say that a page has so many bytes."""
    with path.open("r+b") as file:
        file.seek(16)
        file.write((1 if size == 65536 else size).to_bytes(2, "big"))


@pytest.mark.parametrize("size", [0, 512, 1024, 2048, 4097, 8192, 16384, 65536])
def test_a_wrong_length_in_the_header_loses_nothing(path: Path, size: int) -> None:
    before = held(path)
    note(path, size)
    assert repair(path, figures).losses == []
    assert held(path) == before


@pytest.mark.parametrize("size", [512, 1024, 4096, 8192, 65536])
def test_every_length_that_a_database_can_have_is_found(path: Path, size: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size = {size}")
        connection.execute("VACUUM")
    for noted in (size, 0, 512, 65536):
        note(path, noted)
        with Pages(path) as pages:
            assert pages.size == size

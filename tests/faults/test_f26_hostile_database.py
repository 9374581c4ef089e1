"""A hostile database that was mailed: refused within a second, in words, and nothing of ours has changed.

One of our own into which another program wrote odd values: after repair it passes every check.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from colleagues import Colleague, copies
from hostile_cells import damage
from replaying import tables
from strange_files import STRANGE, strange_file
from tallying import Tally

from icp_tui.errors import BadFile
from icp_tui.opening import figures
from icp_tui.store.exchange import merging
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.soundness import examine, open_to_check

pytestmark = pytest.mark.fault(26)

LONGEST = 1.0
"""Seconds of this process until a file is refused."""


@pytest.fixture
def ada(small_file: Path, tmp_path: Path) -> Iterator[Colleague]:
    """Ada, who gets the file."""
    [one] = copies(small_file, tmp_path, ("Ada",))
    yield one
    one.workspace.let_go()


@pytest.mark.parametrize("name", STRANGE)
def test_it_is_refused_within_a_second_and_nothing_of_ours_has_changed(
    ada: Colleague, small_file: Path, tmp_path: Path, tally: Tally, name: str
) -> None:
    (mail := tmp_path / "mail").mkdir()
    path = strange_file(small_file, mail / "ben.db", name)
    own = ada.workspace.database.path
    before, sent = (own.read_bytes(), tables(ada.workspace.database)), path.read_bytes()
    start = time.process_time()
    tally.tried()
    with pytest.raises(BadFile) as told:
        merging.plan(ada.workspace, merging.read(path, own))
    assert time.process_time() - start < LONGEST
    assert told.value.what
    assert told.value.means
    assert told.value.do
    assert (own.read_bytes(), tables(ada.workspace.database)) == before
    assert path.read_bytes() == sent
    assert [left.name for left in mail.iterdir()] == ["ben.db"]


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 1000, 50))
def test_whatever_another_program_wrote_a_repaired_file_passes_every_check(
    small_file: Path, tmp_path: Path, tally: Tally, start: int
) -> None:
    for seed in range(start, start + 50):
        path = tmp_path / f"{seed}.db"
        path.write_bytes(small_file.read_bytes())
        told = damage(path, seed, times=12)
        tally.tried()
        repair(path, figures)
        database = open_to_check(path)
        try:
            assert [finding for finding in examine(database, figures) if finding.many] == [], (seed, told)
        finally:
            database.close()

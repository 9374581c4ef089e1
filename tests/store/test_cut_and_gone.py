"""A file that was cut short, and one that is gone while it is open."""

from __future__ import annotations

import pytest

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import open_workspace
from small import Small


@pytest.mark.parametrize("missing", [1, 1000, 4096, 20_000])
def test_a_file_that_was_cut_short_is_refused_untouched(small: Small, missing: int) -> None:
    path = small.workspace.database.path
    small.workspace.close()
    cut = path.with_name("cut.db")
    cut.write_bytes(path.read_bytes()[:-missing])
    before = cut.read_bytes()
    with pytest.raises(BadFile, match="cut short"):
        open_workspace(cut)
    assert cut.read_bytes() == before


def test_a_file_that_is_gone_is_said_to_be_gone(small: Small) -> None:
    small.workspace.typed(small.profile_id, small.first(Problem), "what", "Kept in memory")
    path = small.workspace.database.path
    aside = path.rename(path.with_name("aside.db"))
    with pytest.raises(SaveFailed, match="is gone"):
        small.workspace.flush()
    assert small.workspace.unsaved
    aside.rename(path)
    small.workspace.flush()
    assert small.in_the_file.of(Problem)[0].what == "Kept in memory"

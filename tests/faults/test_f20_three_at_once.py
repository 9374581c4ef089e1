"""Three programs at once on a new file: one owns it, the others are told so; nothing is left over."""

from __future__ import annotations

from pathlib import Path

import pytest
from holding import holders
from tallying import Tally
from whole import faults_of

pytestmark = pytest.mark.fault(20)


def start_three(folder: Path, rounds: range, tally: Tally) -> None:
    folder.mkdir()
    for number in rounds:
        path = folder / f"{number}.db"
        with holders(path, 3) as three:
            for one in three:
                one.go()
            outcomes = [one.outcome() for one in three]
            tally.tried()
            owners = [said for said in outcomes if said.startswith("owner")]
            if len(owners) != 1:
                tally.lost(f"round {number}: {len(owners)} owners: {outcomes}")
            # Who looks before the owner has written its number is told of another icp-tui without one.
            refused = [said for said in outcomes if said.startswith("refused") and "open in another" in said]
            assert len(owners) + len(refused) == 3, outcomes
            for one in three:
                one.close()
        assert faults_of(path, folder / "scratch.db") == []
        assert [there.name for there in folder.iterdir() if str(number) in there.name] == [path.name]


def test_of_three_at_once_one_owns_the_new_file(tmp_path: Path, tally: Tally) -> None:
    start_three(tmp_path / "new", range(2), tally)


@pytest.mark.long
@pytest.mark.parametrize("part", range(2))
def test_of_three_at_once_one_owns_the_new_file_twenty_times(tmp_path: Path, tally: Tally, part: int) -> None:
    start_three(tmp_path / "new", range(100 + 10 * part, 110 + 10 * part), tally)

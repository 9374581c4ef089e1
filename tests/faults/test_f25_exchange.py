"""Exports brought in twice, late, lost, in disorder, with wrong clocks, damaged, or from a newer version."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from colleagues import Colleague
from replaying import tables
from tallying import Tally
from test_merging import ACTIONS, all_agree

from icp_tui.errors import BadFile
from icp_tui.method.records import Problem
from icp_tui.store.exchange import merging

pytestmark = pytest.mark.fault(25)


@pytest.fixture(autouse=True)
def _no_backups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Backups have tests of their own."""
    monkeypatch.setattr(merging, "make_backup", lambda _: None)


TAKING_BACK = (*ACTIONS, "back", "back", "again", "take", "take")
"""Whole merges are taken back, too, and done again."""


def _random_steps(seed: int, actions: Sequence[str]) -> list[tuple[int, str, int, int, int]]:
    chance = random.Random(seed)
    pick = chance.randrange
    many = chance.randint(10, 50)
    return [(pick(3), chance.choice(actions), pick(10), pick(5), pick(3)) for _ in range(many)]


def _tried(small_file: Path, seeds: range, tally: Tally, *, taking_back: bool = False) -> None:
    for seed in seeds:
        tally.tried()
        steps = _random_steps(seed, TAKING_BACK if taking_back else ACTIONS)
        all_agree(small_file, steps, taking_back=taking_back)


def test_whatever_the_mail_does_all_agree_in_the_end_and_nothing_is_hidden(
    small_file: Path, tally: Tally
) -> None:
    _tried(small_file, range(2), tally)
    _tried(small_file, range(2), tally, taking_back=True)


@pytest.mark.long
def test_three_hundred_trials_agree_and_hide_nothing(small_file: Path, tally: Tally) -> None:
    _tried(small_file, range(1000, 1300), tally)


@pytest.mark.long
def test_a_hundred_trials_with_merges_taken_back_agree(small_file: Path, tally: Tally) -> None:
    _tried(small_file, range(2000, 2100), tally, taking_back=True)


def test_an_export_damaged_at_any_place_is_refused_whole(
    pair: list[Colleague], tmp_path: Path, tally: Tally
) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "times", "30")
    path = ben.send(tmp_path / "ben.icp")
    held, sent, before = path.read_bytes(), merging.read(path).changes, tables(ada.workspace.database)
    chance = random.Random(25)
    for _ in range(150):
        at = chance.randrange(len(held))
        flipped = bytes([held[at] ^ 1 << chance.randrange(8)]) + held[at + 1 :]
        path.write_bytes(held[:at] + (b"" if chance.random() < 0.3 else flipped))
        tally.tried()
        try:
            read = merging.plan(ada.workspace, merging.read(path)).incoming.changes
        except BadFile as error:
            if not (error.what and error.means and error.do):
                tally.lost(f"no words where byte {at} was harmed")
        else:
            # What the top says of it in words can be harmed; what is merged cannot.
            if read != sent:
                tally.lost(f"other changes where byte {at} was harmed")
    assert tables(ada.workspace.database) == before


def test_a_newer_export_names_the_version_and_changes_nothing(pair: list[Colleague], tmp_path: Path) -> None:
    ada, ben = pair
    ben.edit(ben.first(Problem), "times", "30")
    path = ben.send(tmp_path / "ben.icp")
    newer = (
        path.read_bytes().replace(b"bundle 1", b"bundle 2", 1).replace(b'"program":"', b'"program":"9.', 1)
    )
    path.write_bytes(newer)
    before = ada.log
    with pytest.raises(BadFile, match=r"icp-tui 9\."):
        ada.take(path)
    assert ada.log == before

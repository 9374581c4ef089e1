"""A log in which a clock ran away: found, refused from others, never written to, and mended in its order."""

from __future__ import annotations

from pathlib import Path

import pytest
from damaging import by_hand, held, long_history

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.records import Problem
from icp_tui.opening import figures, open_workspace
from icp_tui.store.exchange import merging
from icp_tui.store.exchange.bundles import export
from icp_tui.store.log.clocks import HIGHEST
from icp_tui.store.recovery.repair import repair
from icp_tui.store.recovery.soundness import Finding, examine, open_to_check
from small import Small

END = 2**63 - 1


@pytest.fixture
def path(small: Small) -> Path:
    """A closed workspace whose last three changes, of one field, stand at the end of all numbers."""
    long_history(small)
    for text in ("Clerks", "Drivers", "Drivers and clerks"):
        small.set(small.first(Problem), {"sufferers": text})
    small.workspace.close()
    path = small.workspace.database.path
    newest = "(SELECT id FROM change ORDER BY clock DESC LIMIT 3)"
    by_hand(path, f"UPDATE change SET clock = {END} - (SELECT max(clock) FROM change) + clock"
                  f" WHERE id IN {newest}")  # fmt: skip
    return path


def found(path: Path) -> list[Finding]:
    """What `check` finds wrong."""
    database = open_to_check(path)
    try:
        return [finding for finding in examine(database, figures) if finding.many]
    finally:
        database.close()


def order(path: Path) -> list[str]:
    """The ids of all changes in the order of the log."""
    return [str(row[0]) for row in sorted(held(path)["change"], key=lambda row: (row[3], row[0]))]


def test_check_finds_it_and_names_the_record(path: Path) -> None:
    [finding] = found(path)
    assert finding.check == "log" and finding.many == 3
    assert finding.faults == ("Problem “Load refused at the dock” (Wholesalers before an audit, ColdLine)",)
    assert "icp-tui repair" in finding.do


def test_it_can_be_read_and_what_writes_is_refused_with_the_way_out(path: Path) -> None:
    before = path.read_bytes()
    opened = Small.opened(path)
    try:
        assert opened.first(Problem).sufferers == "Drivers and clerks"
        with pytest.raises(SaveFailed) as refused:
            opened.set(opened.first(Problem), {"sufferers": "Nobody"})
        assert "icp-tui check --data" in refused.value.do and "icp-tui repair" in refused.value.do
    finally:
        opened.workspace.let_go()
    assert path.read_bytes() == before


def test_repair_numbers_anew_what_ran_away_and_nothing_else(path: Path) -> None:
    before, kept_order = held(path), order(path)
    report = repair(path, figures)
    assert report.renumbered == 3 and not report.salvaged and not report.losses
    after = held(path)
    numbers = [int(str(row[3])) for row in sorted(after["change"], key=lambda row: int(str(row[3])))]
    assert numbers[-3:] == [numbers[-4] + 1, numbers[-4] + 2, numbers[-4] + 3] and numbers[-1] < HIGHEST
    assert order(path) == kept_order
    untouched = {row for row in before["change"] if int(str(row[3])) <= HIGHEST}
    assert untouched <= set(after["change"])
    assert {name: rows for name, rows in after.items() if name != "change"} == {
        name: rows for name, rows in before.items() if name != "change"
    }
    assert found(path) == []
    again = Small.opened(path)
    again.set(again.first(Problem), {"sufferers": "Nobody"})
    assert again.workspace.undo(again.profile_id)
    assert again.first(Problem).sufferers == "Drivers and clerks"
    again.workspace.close()


def test_a_damaged_file_is_salvaged_and_numbered_anew(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * 0.9)])
    report = repair(path, figures)
    assert report.salvaged
    assert found(path) == []
    open_workspace(path).close()


def test_a_clock_just_below_is_none_of_these(small: Small) -> None:
    small.workspace.close()
    path = small.workspace.database.path
    by_hand(path, f"UPDATE change SET clock = {HIGHEST} WHERE clock = (SELECT max(clock) FROM change)")
    assert found(path) == []
    again = Small.opened(path)
    again.set(again.first(Problem), {"sufferers": "Nobody"})
    again.workspace.close()
    [finding] = found(path)
    assert finding.many == 1
    repair(path, figures)
    assert found(path) == []
    open_workspace(path).close()


def test_nobody_brings_one_in(path: Path, tmp_path: Path) -> None:
    bundle = tmp_path / "runaway.icp"
    opened = open_workspace(path)
    try:
        export(opened, bundle)
    finally:
        opened.let_go()
    for sent in (bundle, path):
        with pytest.raises(BadFile, match="no work reaches"):
            merging.read(sent)

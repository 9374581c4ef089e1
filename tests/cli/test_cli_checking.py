"""`check` says in plain words whether the file is in order; `repair` says what it saved."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from calling import Icp, run
from damaging import by_hand, overwrite, places

from icp_tui.cli import checking
from icp_tui.opening import open_workspace
from icp_tui.store.recovery.soundness import examine, open_to_check
from icp_tui.store.work.library import Figures


def _bad_page(icp: Icp, table: str = "problem") -> None:
    overwrite(icp.workspace, places(icp.workspace)[table]["leaf"][0])


def test_check_says_that_all_is_in_order(icp: Icp) -> None:
    before = icp.workspace.read_bytes()
    lines = icp.done("check").out.splitlines()
    assert len(lines) == 6 and all(line.startswith("✓ ") for line in lines)
    assert lines[3].startswith("✓ All answers are what the log of ")
    assert icp.workspace.read_bytes() == before


def test_check_of_the_data_leaves_out_what_follows_from_it(icp: Icp) -> None:
    by_hand(icp.workspace, "UPDATE summary SET gaps = gaps + 1")
    assert len(icp.done("check", "--data").out.splitlines()) == 4
    outcome = icp("check")
    assert outcome.code == 1
    assert "✗ The list shows old figures of 1 profile." in outcome.out
    assert "    Profile “Wholesalers before an audit” (ColdLine)" in outcome.out


def test_check_finds_a_damaged_page_and_says_what_to_do(icp: Icp) -> None:
    _bad_page(icp)
    outcome = icp("check")
    assert outcome.code == 1
    assert outcome.out.startswith("✗ The file is damaged: a page of it is not in order.\n    page ")
    assert "in database" not in outcome.out
    assert outcome.out.count("Run `icp-tui repair`") == 1


def test_check_names_the_answer_that_is_not_what_the_log_says(icp: Icp) -> None:
    by_hand(icp.workspace, "UPDATE problem SET times = 77 WHERE times = 2")
    outcome = icp("check")
    assert outcome.code == 1
    assert (
        "    Problem “Load refused at the dock” (Wholesalers before an audit, ColdLine), times:"
        " there is “77.0”, and the log says “2.0”."
    ) in outcome.out


def test_check_counts_what_it_does_not_name(icp: Icp) -> None:
    by_hand(icp.workspace, "UPDATE problem SET position = position + 9, severity = 1")
    out = icp("check").out
    assert "✗ In 6 places a table does not hold what the log of changes says." in out
    assert "    … and 1 more" in out


def test_check_as_json_holds_all_of_it(icp: Icp) -> None:
    assert icp.done("check", "--json").json["ok"] is True
    by_hand(icp.workspace, "DELETE FROM objection")
    outcome = icp("check", "--json")
    assert outcome.code == 1 and outcome.json["ok"] is False
    log = next(one for one in outcome.json["checks"] if one["check"] == "log")
    assert (log["ok"], log["many"]) == (False, 1) and "repair" in log["do"]


def test_check_works_while_the_workspace_is_open(icp: Icp) -> None:
    workspace = open_workspace(icp.workspace)
    try:
        icp.done("check")
    finally:
        workspace.let_go()


def test_check_after_a_killed_save_lets_it_be_taken_back(icp: Icp, tmp_path: Path) -> None:
    killed = Icp(tmp_path / "killed.db", icp.home)
    with closing(sqlite3.connect(icp.workspace, isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN")
        connection.execute("UPDATE change SET new = 'half done'")
        killed.workspace.write_bytes(icp.workspace.read_bytes())
        journal = Path(f"{icp.workspace}-journal").read_bytes()
        Path(f"{killed.workspace}-journal").write_bytes(journal)
        connection.execute("ROLLBACK")
    killed.done("check")


def test_check_of_a_file_that_is_cut_short_says_so(icp: Icp) -> None:
    icp.workspace.write_bytes(icp.workspace.read_bytes()[:-5000])
    outcome = icp("check")
    assert outcome.code == 1
    assert outcome.out.startswith("✗ ") and "cut short" in outcome.out and "icp-tui repair" in outcome.out


@pytest.mark.parametrize("command", ["check", "repair"])
def test_without_a_file_nothing_is_made(empty: Icp, command: str) -> None:
    assert "There is no workspace" in empty.refused(1, command)
    assert not empty.workspace.exists()


@pytest.mark.parametrize("command", ["check", "repair"])
def test_an_empty_file_is_refused(icp: Icp, command: str) -> None:
    icp.workspace.write_bytes(b"")
    assert "is empty" in icp.refused(1, command)


def test_signs_become_words_where_the_terminal_has_none(icp: Icp) -> None:
    done = run("-w", str(icp.workspace), "check", home=icp.home, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == b"ok: All pages are in order."


def test_repair_of_a_file_in_order_changes_nothing(icp: Icp) -> None:
    before = icp.workspace.read_bytes()
    assert icp.done("repair").out.startswith("Nothing is wrong with ")
    assert icp.workspace.read_bytes() == before


def test_repair_saves_what_is_there_and_keeps_the_damaged_file(icp: Icp) -> None:
    _bad_page(icp)
    damaged = icp.workspace.read_bytes()
    out = icp.done("repair").out
    assert out.startswith("What was wrong: page ")
    assert "3 records were written anew from the log of changes." in out and "Nothing is lost." in out
    [kept] = icp.workspace.parent.glob("work-damaged-*.db")
    assert str(kept) in out and kept.read_bytes() == damaged
    icp.done("check")
    assert icp.answers().get(icp.answers().records[-1].id)


def test_repair_tells_what_is_lost(icp: Icp) -> None:
    for table in ("problem", "change"):
        overwrite(icp.workspace, *places(icp.workspace)[table]["leaf"])
    out = icp.done("repair").out
    assert "Lost for good:\n  Problem (" in out and "Nothing is lost." not in out
    icp.done("check")


def test_a_trial_says_all_of_it_and_writes_nothing(icp: Icp) -> None:
    _bad_page(icp)
    before = icp.workspace.read_bytes()
    out = icp.done("repair", "--dry-run").out
    assert "Nothing is lost." in out and out.endswith("This was a trial: nothing was written.\n")
    assert icp.workspace.read_bytes() == before
    assert [there.name for there in icp.workspace.parent.glob("*.db")] == ["work.db"]


def test_repair_into_another_file_leaves_the_damaged_one(icp: Icp, tmp_path: Path) -> None:
    _bad_page(icp)
    before, target = icp.workspace.read_bytes(), tmp_path / "saved.db"
    assert str(target) in icp.done("repair", "-o", str(target)).out
    assert icp.workspace.read_bytes() == before
    Icp(target, icp.home).done("check")
    assert "already" in icp.refused(1, "repair", "-o", str(target))


def test_repair_as_json_names_the_files(icp: Icp) -> None:
    _bad_page(icp)
    values = icp.done("repair", "--json").json
    assert values["needed"] is True and values["salvaged"] is True and values["losses"] == []
    assert values["lost"] == {"problem": 3} and values["agreed"]["written"] == 3
    assert Path(values["written"]) == icp.workspace and Path(values["kept"]).exists()


@pytest.mark.parametrize(
    ("command", "where", "words"),
    [
        (
            "check",
            "soundness.read_through",
            "Stopped. {path} was not read to its end; nothing was changed.\n",
        ),
        ("repair", "repair.salvage", "Stopped. {path} is as it was.\n"),
    ],
)
def test_ctrl_c_ends_it_with_one_line_that_is_true(
    icp: Icp, monkeypatch: pytest.MonkeyPatch, command: str, where: str, words: str
) -> None:
    _bad_page(icp)
    before = {there.name: there.read_bytes() for there in icp.workspace.parent.glob("*.db*")}

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"icp_tui.store.recovery.{where}", interrupted)
    outcome = icp(command)
    assert (outcome.code, outcome.out) == (130, "")
    assert outcome.err == words.format(path=icp.workspace)
    assert {there.name: there.read_bytes() for there in icp.workspace.parent.glob("*.db*")} == before


def test_a_log_that_ran_away_is_found_refused_and_mended(icp: Icp) -> None:
    by_hand(
        icp.workspace, f"UPDATE change SET clock = {2**63 - 1} WHERE clock = (SELECT max(clock) FROM change)"
    )
    assert "has a number in the log that no work reaches" in icp("check", "--data").out
    told = icp.refused(1, "new", "--client", "Frigo Nord", "--profile", "Bakeries")
    assert "icp-tui check --data" in told and "icp-tui repair" in told
    assert "1 change with a number that no work reaches was numbered anew" in icp.done("repair").out
    icp.done("check")
    icp.done("new", "--client", "Frigo Nord", "--profile", "Bakeries")


def test_a_name_that_no_file_can_have_is_no_defect(icp: Icp) -> None:
    _bad_page(icp)
    told = icp.refused(1, "repair", "-o", str(icp.workspace.with_name("x" * 300)))
    assert told.startswith("Cannot write ") and "Nothing was written." in told


def test_repair_of_an_open_workspace_is_refused(icp: Icp) -> None:
    workspace = open_workspace(icp.workspace)
    try:
        assert "is open in" in icp("repair").err
    finally:
        workspace.let_go()


def test_a_large_file_shows_how_far_it_is(
    icp: Icp, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "LARGE", 1)
    monkeypatch.setattr(checking, "is_terminal", lambda _stream: True)
    err = icp.done("check").err
    assert err.startswith("\rChecking work.db … 0 %")
    assert "\rChecking work.db … 100 %" in err and err.endswith("\r")
    monkeypatch.setattr(checking, "LARGE", 10**9)
    assert icp.done("check").err == ""


def test_a_defect_of_ours_is_not_told_as_one_of_the_file(icp: Icp) -> None:
    def broken(_answers: object) -> Figures:
        raise KeyError("attributes")

    with closing(open_to_check(icp.workspace)) as database, pytest.raises(KeyError):
        list(examine(database, broken))
    by_hand(
        icp.workspace,
        "ALTER TABLE summary RENAME TO once",
        "CREATE TABLE summary AS SELECT * FROM once",
        "DROP TABLE once",
    )
    with closing(open_to_check(icp.workspace)) as database:
        assert "The file cannot be read far enough" in [*examine(database, broken)][-1].says

"""The table tells what was lost, who failed, and which fault nobody tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from fault_rows import FAULTS
from tallying import PROPERTY, Table, Tally

HERE = Path(__file__).parent


def report(
    number: int, *, outcome: str = "passed", when: str = "call", tries: int = 1, lost: int = 0
) -> object:
    return pytest.TestReport(
        nodeid="a test",
        location=("file", 1, "a test"),
        keywords={},
        outcome=outcome,  # type: ignore[arg-type]
        longrepr=None,
        when=when,  # type: ignore[arg-type]
        user_properties=[(PROPERTY, [number, tries, lost, 0])],
    )


def told(*reports: object) -> Table:
    table = Table()
    for one in reports:
        assert isinstance(one, pytest.TestReport)
        table.add(one)
    return table


def test_the_table_adds_up_tries_and_losses_of_each_fault() -> None:
    table = told(report(1, tries=200), report(1, tries=8), report(2, tries=40, lost=3, outcome="failed"))
    assert (table.rows[1].tries, table.rows[1].lost, table.rows[1].verdict()) == (208, 0, "holds")
    assert (table.rows[2].lost, table.rows[2].failed, table.rows[2].verdict()) == (3, 1, "FAILS")


def test_a_fault_without_a_test_is_missing_and_turns_the_whole_red() -> None:
    every = [report(number) for number in FAULTS]
    assert told(*every).holds
    lacking = told(*every[1:])
    assert lacking.rows[1].verdict() == "MISSING"
    assert not lacking.holds
    assert "MISSING" in lacking.lines()[1]


def test_an_error_before_or_after_a_test_fails_its_fault() -> None:
    for when in ("setup", "teardown"):
        assert told(report(9), report(9, outcome="failed", when=when)).rows[9].verdict() == "FAILS"


def test_a_fault_that_could_not_be_tried_says_so() -> None:
    assert told(report(13, outcome="skipped", when="setup")).rows[13].verdict() == "skipped"


def test_whatever_a_tally_hears_of_fails_the_test() -> None:
    quiet = Tally()
    quiet.tried(3)
    quiet.heard("all is well", b"here, too")
    quiet.settle()
    losing, telling = Tally(), Tally()
    losing.lost("a word")
    telling.heard(b"Traceback (most recent call last):")
    for tally in (losing, telling):
        with pytest.raises(pytest.fail.Exception):
            tally.settle()


def test_every_file_is_named_by_its_fault() -> None:
    for file in HERE.glob("test_f[0-9]*.py"):
        number = int(file.name[6:8])
        assert number in FAULTS
        assert f"pytest.mark.fault({number})" in file.read_text(encoding="utf-8")

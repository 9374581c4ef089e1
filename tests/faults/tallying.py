"""Counting what the fault tests try and find lost, also where workers run them, and the table of it.

What a test counted travels with its report, so that the process that prints the table hears of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from fault_rows import FAULTS

PROPERTY = "fault"


class Tally:
    """What one test tried, and what it found lost.

    Attributes:
        tries: how often the fault was brought about; a test that never says so tried once.
        losses: what was lost, in words.
        tracebacks: how often a program showed a traceback.
    """

    def __init__(self) -> None:
        self.tries = 0
        self.losses: list[str] = []
        self.tracebacks = 0

    def tried(self, n: int = 1) -> None:
        """The fault was brought about `n` times more."""
        self.tries += n

    def lost(self, what: object) -> None:
        """Something was lost: the test goes on, and fails at its end."""
        self.losses.append(str(what))

    def heard(self, *written: str | bytes | bytearray) -> None:
        """Look for a traceback in what programs wrote: the test goes on, and fails at its end."""
        for text in written:
            told = text if isinstance(text, str) else text.decode("utf-8", "replace")
            self.tracebacks += "Traceback (most recent call last)" in told

    def settle(self) -> None:
        """Fail if anything was lost."""
        if self.losses or self.tracebacks:
            shown = "\n".join(self.losses[:20])
            pytest.fail(f"{len(self.losses)} lost, {self.tracebacks} tracebacks\n{shown}", pytrace=False)


TALLY = pytest.StashKey[Tally]()


@dataclass
class Row:
    """One line of the table."""

    tries: int = 0
    lost: int = 0
    tracebacks: int = 0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0

    def verdict(self) -> str:
        """`holds`, `FAILS`, `skipped` where it could not be tried here, or `MISSING` without a test."""
        if self.failed or self.lost or self.tracebacks:
            return "FAILS"
        if self.passed:
            return "holds"
        return "skipped" if self.skipped else "MISSING"


@dataclass
class Table:
    """The table of all faults, filled from the reports of the tests."""

    rows: dict[int, Row] = field(default_factory=lambda: {number: Row() for number in FAULTS})

    def add(self, report: pytest.TestReport) -> None:
        """Count one report; those of other tests are none of its business."""
        counted = dict(report.user_properties).get(PROPERTY)
        if counted is None:
            return
        assert isinstance(counted, list | tuple)
        number, tries, lost, tracebacks = counted
        row = self.rows[number]
        row.seconds += report.duration
        if report.when == "call":
            row.tries += tries
            row.lost += lost
            row.tracebacks += tracebacks
            row.passed += report.passed
        row.failed += report.failed
        row.skipped += report.skipped

    @property
    def holds(self) -> bool:
        """Whether no fault failed and none is without a test."""
        return not {row.verdict() for row in self.rows.values()} & {"FAILS", "MISSING"}

    def lines(self) -> list[str]:
        """The table as text, one line a fault, with the sums below."""
        wide = max(map(len, FAULTS.values()))
        head = f"{'#':>2}  {'fault':<{wide}}  {'tries':>6}  {'lost':>5}  {'tracebacks':>10}  {'failed':>6}"
        made = [f"{head}  {'s':>6}  verdict"]
        for number, row in self.rows.items():
            made.append(f"{number:>2}  {FAULTS[number]:<{wide}}  {_figures(row)}  {row.verdict()}")
        rows = self.rows.values()
        total = Row(
            tries=sum(row.tries for row in rows),
            lost=sum(row.lost for row in rows),
            tracebacks=sum(row.tracebacks for row in rows),
            failed=sum(row.failed for row in rows),
            seconds=sum(row.seconds for row in rows),
        )
        return [*made, f"{'':>2}  {'all':<{wide}}  {_figures(total)}"]


def _figures(row: Row) -> str:
    return f"{row.tries:>6}  {row.lost:>5}  {row.tracebacks:>10}  {row.failed:>6}  {row.seconds:>6.1f}"

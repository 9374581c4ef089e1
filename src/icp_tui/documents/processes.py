"""What two processes take and how they differ, in words (R-202, formulas.md 7).

Only what is known is said. Where today's way has parts that are not known, a gain is “at least” what its
known parts give; where the new way has, nothing is said of a gain.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from icp_tui.documents.wording import Wording
from icp_tui.insight.value import Comparison, ProcessTotals, Sum


def described_totals(totals: ProcessTotals, wording: Wording) -> str:
    """A process in one line, such as “5 steps, 6 h 15 min a month, at least €35 a month”."""
    return ", ".join(_parts(totals, wording))


def _parts(totals: ProcessTotals, wording: Wording) -> Iterator[str]:
    yield wording.count(totals.steps, "{n} step", "{n} steps")
    if totals.minutes_a_month.is_known:
        time = wording.minutes(totals.minutes_a_month.value)
        yield wording.at_least(wording.say("{figure} a month", figure=time), totals.minutes_a_month)
    elif totals.minutes.is_known:
        time = wording.minutes(totals.minutes.value)
        yield wording.at_least(wording.say("{figure} each time", figure=time), totals.minutes)
    if totals.cost_a_month.is_known and totals.cost_a_month.value:
        money = wording.money(totals.cost_a_month.value)
        yield wording.at_least(wording.say("{figure} a month", figure=money), totals.cost_a_month)


def differences(compared: Comparison, wording: Wording) -> list[str]:
    """How the new process differs, such as “2 steps fewer” and “12 h 30 min a month less”."""
    return list(_differences(compared, wording))


def _differences(compared: Comparison, wording: Wording) -> Iterator[str]:
    yield _steps(compared.steps, wording)
    current, new = compared.current, compared.new
    if a_month := _more_or_less(current.minutes_a_month, new.minutes_a_month):
        yield _told(
            a_month, wording.say("{figure} a month", figure=wording.minutes(abs(a_month[0]))), wording
        )
    elif each := _more_or_less(current.minutes, new.minutes):
        yield _told(each, wording.say("{figure} each time", figure=wording.minutes(abs(each[0]))), wording)
    if money := _more_or_less(current.cost_a_month, new.cost_a_month):
        yield _told(money, wording.say("{figure} a month", figure=wording.money(abs(money[0]))), wording)


def _steps(difference: int, wording: Wording) -> str:
    if difference == 0:
        return wording.say("as many steps")
    if difference < 0:
        return wording.count(-difference, "{n} step fewer", "{n} steps fewer")
    return wording.count(difference, "{n} step more", "{n} steps more")


def _told(difference: tuple[Decimal, bool], figure: str, wording: Wording) -> str:
    value, at_least = difference
    if at_least:
        return wording.say("at least {figure} less", figure=figure)
    return (
        wording.say("{figure} less", figure=figure)
        if value < 0
        else wording.say("{figure} more", figure=figure)
    )


def _more_or_less(current: Sum, new: Sum) -> tuple[Decimal, bool] | None:
    """New minus current, and whether that is the least of a gain; None where it is not known or nothing."""
    if not current.known or not new.known or new.unknown:
        return None
    difference = new.value - current.value
    if difference == 0 or (current.unknown and difference > 0):
        return None
    return difference, current.unknown > 0

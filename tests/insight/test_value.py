"""What problems cost and a new process saves: the worked numbers of the method; unknown is never zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icp_tui.insight.value import (
    compare,
    cost_a_year,
    cost_of_problems,
    net_gain,
    payback_months,
    process_gain,
    times_a_year,
    totals,
)
from icp_tui.method.choices import Period
from icp_tui.method.records import Problem, ProcessStep, Side

REFUSED = Problem(id="refused", times=Decimal(2), per=Period.MONTH, cost_each=190_000)
TAXI = Problem(id="taxi", times=Decimal(3), per=Period.WEEK, cost_each=1_400)
UNKNOWN = Problem(id="unknown", times=Decimal(2), per=Period.MONTH)


def _step(minutes: str | None, times: str | None, per: Period | None, cost: int | None = None) -> ProcessStep:
    return ProcessStep(
        minutes=None if minutes is None else Decimal(minutes),
        times=None if times is None else Decimal(times),
        per=per,
        cost=cost,
        side=Side.CURRENT,
    )


PAPER = _step("6", "3", Period.DAY, 0)
TYPED = _step("25", "1", Period.DAY, 0)
ALERT = _step("1", "2", Period.MONTH, 0)


@pytest.mark.parametrize(
    ("times", "per", "a_year"),
    [
        ("1", "day", 250),
        ("1", "week", 52),
        ("2", "month", 24),
        ("1.5", "year", 1.5),
        ("1", "once", 1),
        ("0", "day", 0),
    ],
)
def test_a_day_means_a_working_day(times: str, per: str, a_year: float) -> None:
    assert times_a_year(Decimal(times), Period.of(per)) == Decimal(str(a_year))


def test_two_loads_a_month_at_1900_are_45600_a_year() -> None:
    assert cost_a_year(REFUSED) == 4_560_000


def test_three_taxis_a_week_at_14_are_2184_a_year() -> None:
    assert cost_a_year(TAXI) == 218_400


@pytest.mark.parametrize(
    "problem",
    [
        UNKNOWN,
        Problem(times=Decimal(2), cost_each=190_000),
        Problem(per=Period.MONTH, cost_each=190_000),
        Problem(),
    ],
)
def test_a_cost_with_a_part_that_is_unknown_is_unknown(problem: Problem) -> None:
    assert cost_a_year(problem) is None


def test_what_costs_nothing_or_never_happens_is_known_to_cost_nothing() -> None:
    assert cost_a_year(Problem(times=Decimal(2), per=Period.MONTH, cost_each=0)) == 0
    assert cost_a_year(Problem(times=Decimal(0), per=Period.MONTH, cost_each=190_000)) == 0


def test_fractions_of_a_hundredth_are_rounded() -> None:
    assert cost_a_year(Problem(times=Decimal("0.333"), per=Period.YEAR, cost_each=100)) == 33


def test_a_sum_says_what_is_missing_and_is_then_at_least() -> None:
    known = cost_of_problems([REFUSED, TAXI])
    assert (known.value, known.known, known.unknown) == (Decimal(4_778_400), 2, 0)
    assert known.is_known and not known.at_least
    partly = cost_of_problems([REFUSED, UNKNOWN])
    assert (partly.value, partly.known, partly.unknown) == (Decimal(4_560_000), 1, 1)
    assert partly.is_known and partly.at_least
    unknown = cost_of_problems([UNKNOWN])
    assert not unknown.is_known and unknown.at_least
    assert not cost_of_problems([]).is_known and not cost_of_problems([]).at_least


def test_a_process_is_added_up_once_through_and_a_month() -> None:
    found = totals([PAPER, TYPED])
    assert (found.steps, found.minutes.value) == (2, Decimal(31))
    assert found.minutes_a_month.value == Decimal(6 * 3 * 250 + 25 * 250) / 12
    assert not found.minutes.at_least


def test_a_step_that_happens_once_is_no_part_of_a_month() -> None:
    found = totals([ALERT, _step("60", "1", Period.ONCE, 50_000)])
    assert (found.minutes.value, found.minutes_a_month.value) == (Decimal(61), Decimal(2))
    assert (found.cost.value, found.cost_a_month.value) == (Decimal(50_000), Decimal(0))
    assert not found.minutes_a_month.at_least


def test_two_processes_are_compared_new_minus_current() -> None:
    compared = compare([PAPER, TYPED], [ALERT])
    assert (compared.steps, compared.minutes) == (-1, Decimal(-30))
    assert compared.minutes_a_month == 2 - Decimal(6 * 3 * 250 + 25 * 250) / 12
    assert compared.cost_a_month == 0


@pytest.mark.parametrize(
    "unknown", [_step(None, "3", Period.DAY), _step("6", None, Period.DAY), _step("6", "3", None)]
)
def test_with_one_step_unknown_there_is_no_difference_a_month(unknown: ProcessStep) -> None:
    compared = compare([PAPER, unknown], [ALERT])
    assert compared.minutes_a_month is None and compared.cost_a_month is None
    assert compared.current.minutes_a_month.at_least
    assert compare([ALERT], [unknown]).minutes_a_month is None


def test_a_process_that_is_not_there_is_not_compared() -> None:
    compared = compare([PAPER], [])
    assert compared.minutes is None and compared.minutes_a_month is None and compared.steps == -1


def test_minutes_saved_are_worth_what_an_hour_costs() -> None:
    ten_minutes_every_month = compare([_step("15", "6", Period.MONTH, 0)], [_step("5", "6", Period.MONTH, 0)])
    assert process_gain(ten_minutes_every_month, 4_200) == 4_200


def test_a_longer_process_is_a_loss_and_never_pays_back() -> None:
    longer = compare([ALERT], [PAPER])
    gain = process_gain(longer, 3_000)
    assert gain is not None and gain < 0
    assert payback_months(100_000, gain) is None


@pytest.mark.parametrize(
    ("current", "hour_cost"), [(PAPER, None), (_step(None, "3", Period.DAY), 3_000)], ids=["hour", "minutes"]
)
def test_a_gain_with_a_part_that_is_unknown_is_unknown(current: ProcessStep, hour_cost: int | None) -> None:
    compared = compare([current], [ALERT])
    assert process_gain(compared, hour_cost) is None and net_gain(compared, hour_cost) is None


def test_an_hour_that_costs_nothing_is_known_to_gain_nothing() -> None:
    assert process_gain(compare([PAPER], [ALERT]), 0) == 0


def test_what_the_new_steps_cost_more_is_taken_off_the_gain() -> None:
    paid = compare([_step("15", "6", Period.MONTH, 100)], [_step("5", "6", Period.MONTH, 300)])
    assert net_gain(paid, 4_200) == 4_200 - 6 * 200
    cheaper = compare([_step("15", "6", Period.MONTH, 300)], [_step("5", "6", Period.MONTH, 100)])
    assert net_gain(cheaper, 4_200) == 4_200 + 6 * 200
    unknown = compare([_step("15", "6", Period.MONTH)], [_step("5", "6", Period.MONTH, 100)])
    assert process_gain(unknown, 4_200) == 4_200 and net_gain(unknown, 4_200) is None


def test_setting_up_for_900_at_300_a_month_pays_back_in_three_months() -> None:
    assert payback_months(90_000, Decimal(30_000)) == 3
    assert payback_months(0, Decimal(30_000)) == 0


@pytest.mark.parametrize(
    ("setup_cost", "gain"),
    [(None, Decimal(1)), (90_000, None), (90_000, Decimal(0)), (90_000, Decimal(-1)), (0, Decimal(0))],
)
def test_without_a_gain_or_a_cost_there_is_no_payback(setup_cost: int | None, gain: Decimal | None) -> None:
    assert payback_months(setup_cost, gain) is None


PROBLEMS = st.builds(
    Problem,
    times=st.none() | st.integers(0, 999).map(Decimal),
    per=st.none() | st.sampled_from(list(Period)),
    cost_each=st.none() | st.integers(0, 10**8),
)


@given(st.lists(PROBLEMS, max_size=8), st.lists(PROBLEMS, max_size=8))
def test_a_sum_of_two_lists_is_the_sum_of_their_sums(one: list[Problem], other: list[Problem]) -> None:
    whole, first, second = cost_of_problems(one + other), cost_of_problems(one), cost_of_problems(other)
    assert whole.value == first.value + second.value
    assert (whole.known, whole.unknown) == (first.known + second.known, first.unknown + second.unknown)
    assert whole.known + whole.unknown == len(one + other)

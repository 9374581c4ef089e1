"""What problems cost and what a new process saves (formulas 7, R-200 to R-203).

Unknown is never zero: a sum says how many of its parts are not known, and is then "at least".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from icp_tui.insight.chain import helped_with
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period
from icp_tui.method.records import Problem, ProcessStep, Side

MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Sum:
    """What is known of a sum, and how many of its parts are not."""

    value: Decimal
    known: int
    unknown: int

    @property
    def is_known(self) -> bool:
        """Whether any part is known at all."""
        return self.known > 0

    @property
    def at_least(self) -> bool:
        """Whether the true sum can be greater."""
        return self.unknown > 0


@dataclass(frozen=True, slots=True)
class ProcessTotals:
    """One process of an objective: steps; minutes and hundredths of money, once through and a month."""

    steps: int
    minutes: Sum
    cost: Sum
    minutes_a_month: Sum
    cost_a_month: Sum


@dataclass(frozen=True, slots=True)
class Comparison:
    """The two processes of an objective, and new minus current where both are fully known."""

    current: ProcessTotals
    new: ProcessTotals

    @property
    def steps(self) -> int:
        """Steps more (+) or fewer (-)."""
        return self.new.steps - self.current.steps

    @property
    def minutes(self) -> Decimal | None:
        """Minutes once through, more (+) or fewer (-)."""
        return _difference(self.current.minutes, self.new.minutes)

    @property
    def minutes_a_month(self) -> Decimal | None:
        """Minutes a month, more (+) or fewer (-)."""
        return _difference(self.current.minutes_a_month, self.new.minutes_a_month)

    @property
    def cost_a_month(self) -> Decimal | None:
        """Hundredths of money a month, more (+) or fewer (-)."""
        return _difference(self.current.cost_a_month, self.new.cost_a_month)


def sum_known(parts: Iterable[Decimal | int | None]) -> Sum:
    """The sum of some figures; None is one that is not known."""
    values = list(parts)
    known = [Decimal(value) for value in values if value is not None]
    return Sum(sum(known, Decimal(0)), len(known), len(values) - len(known))


def times_a_year(times: Decimal | None, per: Period | None) -> Decimal | None:
    """Occurrences in a year; None where it is not known how often. A day means 250 working days."""
    if times is None or per is None:
        return None
    return times * per.a_year


def amount_a_year(amount: int | None, per: Period | None) -> int | None:
    """Hundredths of money in a year, where they come so often; what comes once counts as one year's."""
    return None if amount is None or per is None else amount * per.a_year


def cost_a_year(problem: Problem) -> int | None:
    """Hundredths of money that a problem costs in a year: how often, times what one time costs.

    Unknown where either is unknown (formulas 7).
    """
    often = times_a_year(problem.times, problem.per)
    if often is None or problem.cost_each is None:
        return None
    return int((often * problem.cost_each).to_integral_value())


def cost_of_problems(problems: Iterable[Problem]) -> Sum:
    """Hundredths of money that several problems cost in a year."""
    return sum_known(cost_a_year(problem) for problem in problems)


def totals(steps: Sequence[ProcessStep]) -> ProcessTotals:
    """What one process takes. A step that happens once is no part of the monthly figures."""
    recurring = [step for step in steps if step.per is not Period.ONCE]
    return ProcessTotals(
        steps=len(steps),
        minutes=sum_known(step.minutes for step in steps),
        cost=sum_known(step.cost for step in steps),
        minutes_a_month=sum_known(_a_month(step, step.minutes) for step in recurring),
        cost_a_month=sum_known(_a_month(step, step.cost) for step in recurring),
    )


def compare(current: Sequence[ProcessStep], new: Sequence[ProcessStep]) -> Comparison:
    """The two processes of an objective side by side (R-202)."""
    return Comparison(totals(current), totals(new))


def process_gain(comparison: Comparison, hour_cost: int | None) -> Decimal | None:
    """What the working time saved by the new process is worth, in hundredths of money a month.

    (old minutes - new minutes) × how often × cost of an hour (formulas 7); below zero where the new process
    takes longer. None where the minutes of either process or the cost of an hour are not known.

    Args:
        comparison: the two processes of an objective.
        hour_cost: what an hour costs the customer, in hundredths of money.
    """
    more = comparison.minutes_a_month
    return None if more is None or hour_cost is None else -more * hour_cost / MINUTES_AN_HOUR


def net_gain(comparison: Comparison, hour_cost: int | None) -> Decimal | None:
    """The process gain less what the new steps cost more beside working time, in hundredths a month.

    None where either is not known.
    """
    gain, more = process_gain(comparison, hour_cost), comparison.cost_a_month
    return None if gain is None or more is None else gain - more


def net_gains(answers: Answers) -> Sum:
    """The net gain of all objectives that the client can help with, in hundredths of money a month."""
    gains = []
    for objective in helped_with(answers):
        steps = answers.of(ProcessStep, objective.id)
        compared = compare(
            [step for step in steps if step.side is not Side.NEW],
            [step for step in steps if step.side is Side.NEW],
        )
        gains.append(net_gain(compared, answers.profile.hour_cost))
    return sum_known(gains)


def payback_months(setup_cost: int | None, gain: Decimal | None) -> Decimal | None:
    """Months after which a gain has paid for the start: set-up cost / net gain a month (formulas 7).

    None where either is not known, and where nothing is gained: it never pays back then.

    Args:
        setup_cost: what starting costs the customer once, in hundredths of money.
        gain: the net gain, in hundredths of money a month.
    """
    if setup_cost is None or gain is None or gain <= 0:
        return None
    return setup_cost / gain


def _a_month(step: ProcessStep, each: Decimal | int | None) -> Decimal | None:
    often = times_a_year(step.times, step.per)
    return None if often is None or each is None else often * each / 12


def _difference(current: Sum, new: Sum) -> Decimal | None:
    if current.unknown or new.unknown or not current.known or not new.known:
        return None
    return new.value - current.value

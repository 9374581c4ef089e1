"""The fit framework for templates: the scorecard, how they buy and how we sell, what winning them costs.

Figures come from insight/framework.py and insight/acquisition.py. A score that was not given is left out, and
one that counts less than it says tells why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import TypeVar

from icp_tui.documents.markdown import Answer
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.insight.acquisition import acquisition
from icp_tui.insight.customers import best, typical_price_a_year
from icp_tui.insight.framework import INPUTS, Row, Scorecard, scorecard
from icp_tui.insight.value import sum_known
from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    BuyingSide,
    BuyingStep,
    ExpansionItem,
    Rating,
    TriggerEvent,
)
from icp_tui.method.records.ratings import ASKS, MEANS

R = TypeVar("R", bound=Record)

HIGHEST = 4
"""The best score of a line."""

NO_STEP: Values = {"title": None, "takes": None}
"""What stands beside the last steps of the longer side."""


class FrameworkContext:
    """The framework of one profile as plain values."""

    def __init__(self, maker: RecordValues) -> None:
        """Read the ratings and lists of `maker.answers`."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording
        self.profile = maker.answers.profile

    def values(self) -> Values:
        """`framework` (see `_framework`), `triggers`, `buying`, `costs` and `expansion`."""
        return {
            "framework": self._framework(scorecard(self.answers)),
            "triggers": [self.maker.of(trigger) for trigger in self._told(TriggerEvent)],
            "buying": self._buying(),
            "costs": self._costs(),
            "expansion": [self._expansion(item) for item in self._told(ExpansionItem)],
        }

    def _told(self, kind: type[R]) -> list[R]:
        return [record for record in self.answers.of(kind) if says_something(self.answers, record)]

    # The scorecard

    def _framework(self, card: Scorecard) -> Values:
        """The scorecard for templates.

        Returns:
            `rows`, the lines that have a score; `facts`, what the gates and the advocacy line tell beside it
            (`dimension`, and `told` with `label` and `text`); `shut` and `not_rated`, gates by name, and
            `open`, whether all are open; `success` (`value`, `known`, `weakest`), which says nothing while
            none of its inputs is rated.
        """
        return {
            "rows": [self._row(row, row.rating) for row in card.rows if row.rating and row.score is not None],
            "facts": [
                {"dimension": self._dimension(row), "told": told}
                for row in card.rows
                if row.rating and (told := list(self._facts(row.rating)))
            ],
            "shut": [self._dimension(card.row(dimension)) for dimension in card.shut],
            "not_rated": [self.wording.words(dimension.words) for dimension in card.not_rated],
            "open": not card.shut and not card.not_rated,
            "success": self._success(card),
        }

    def _row(self, row: Row, rating: Rating) -> Values:
        """A line: `dimension`, what it `asks`, `score` with what that means, `because`, `shown_by`.

        Where it is `capped`, `why` says why it counts less.
        """
        means = self.wording.words(MEANS[row.score or 0])
        score = self.wording.say("{score}: {means}", score=row.score, means=means)
        if row.capped and row.counts is not None:
            score = self.wording.say("{score}; counts {n}", score=score, n=self.wording.figure(row.counts))
        proof = "; ".join(self.maker.title(found) for found in self.answers.linked(rating, "proof"))
        return {
            "dimension": self._dimension(row),
            "asks": self.wording.words(ASKS[row.dimension]),
            "score": self.maker.answer(rating, "score", score),
            "because": self.maker.of(rating)["note"],
            "shown_by": self.maker.answer(rating, "proof", proof) if proof else None,
            "capped": row.capped,
            "why": self.wording.words(row.why) if row.capped else None,
            "is_gate": row.dimension.is_gate,
        }

    def _dimension(self, row: Row) -> str:
        words = self.wording.words(row.dimension.words)
        return self.maker.answer(row.rating, "score", words) if row.rating else words

    def _facts(self, rating: Rating) -> Iterator[Values]:
        for name, question in rating.questions.items():
            value = getattr(rating, name)
            if question.only and question.asked_of(rating) and value not in (None, YesNo.UNKNOWN):
                yield {
                    "label": self.wording.words(question.label),
                    "text": self.maker.of(rating)[name],
                }

    def _success(self, card: Scorecard) -> Values:
        found = card.success
        return {
            "value": None if found.value is None else self._of_four(found.value),
            "known": self.wording.say("{n} of {all}", n=found.known, all=len(INPUTS)),
            "weakest": self._dimension(card.row(found.weakest)) if found.weakest else None,
        }

    def _of_four(self, value: Decimal) -> str:
        return self.wording.say("{n} of {most}", n=self.wording.figure(value), most=HIGHEST)

    # How they buy, how we sell

    def _buying(self) -> Values:
        """`theirs` and `ours`, `side_by_side`, and what each side takes (`theirs_take`, `ours_take`)."""
        steps = self._told(BuyingStep)
        theirs = [step for step in steps if step.side is not BuyingSide.OURS]
        ours = [step for step in steps if step.side is BuyingSide.OURS]
        sides = [[self._step(step) for step in side] for side in (theirs, ours)]
        return {
            "theirs": sides[0],
            "ours": sides[1],
            "side_by_side": [
                {"theirs": one or NO_STEP, "ours": other or NO_STEP} for one, other in zip_longest(*sides)
            ],
            "theirs_take": self._takes(theirs),
            "ours_take": self._takes(ours),
        }

    def _step(self, step: BuyingStep) -> Values:
        days = None if step.days is None else self.wording.days(step.days) + self.maker.guess(step, "days")
        text = " · ".join(part for part in (step.who, days) if part)
        return {**self.maker.of(step), "takes": self.maker.answer(step, "days", text) if text else None}

    def _takes(self, steps: Iterable[BuyingStep]) -> str | None:
        """One side in a line, such as “4 steps, at least 62 days”; None where it has no step."""
        days = sum_known(step.days for step in steps)
        number = days.known + days.unknown
        if not number:
            return None
        counted = self.wording.count(number, "{n} step", "{n} steps")
        if not days.is_known:
            return counted
        return f"{counted}, {self.wording.at_least(self.wording.days(days.value), days)}"

    # Cost and growth

    def _costs(self) -> Values:
        """What a customer costs to win and serve; None where a figure that it needs is not known.

        `without_referrals` and `with_referrals` are for each customer won, `saved` the difference where
        referrals save anything, `payback` the time in which a best customer's price earns it.
        """
        profile, figures = self.profile, ("acquisition_cost", "service_cost")
        found = acquisition(profile, typical_price_a_year(best(self.answers)))
        guess = self.maker.guess(profile, *figures)
        with_guess = self.maker.guess(profile, *figures, "referral_reward", "referrals_per_win")
        saved = found.saved if found.saved and found.saved > 0 else None
        referrals = profile.referrals_per_win
        return {
            "without_referrals": self._cost(found.without_referrals, "acquisition_cost", guess),
            "with_referrals": self._cost(
                found.with_referrals if referrals else None, "referrals_per_win", with_guess
            ),
            "saved": self._cost(saved, "referrals_per_win", ""),
            "payback": None if found.payback_months is None else self._months(found.payback_months),
        }

    def _cost(self, hundredths: Decimal | None, field: str, guess: str) -> Answer | None:
        if hundredths is None:
            return None
        return self.maker.answer(self.profile, field, self.wording.money(hundredths) + guess)

    def _months(self, months: Decimal) -> Answer:
        shown = self.wording.figure(months)
        # A fraction takes the form of the many; gettext knows no other.
        number = int(months) if months == months.to_integral_value() else 5
        text = self.wording.count(number, "{n} month", "{n} months", n=shown)
        return self.maker.answer(self.profile, "acquisition_cost", text)

    def _expansion(self, item: ExpansionItem) -> Values:
        """What more they may buy, with what it is `worth` and in which time."""
        worth = None
        if item.value is not None:
            text = self.wording.amount(item.value, item.per) + self.maker.guess(item, "value")
            worth = self.maker.answer(item, "value", text)
        return {**self.maker.of(item), "worth": worth}

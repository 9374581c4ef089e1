"""The customers for templates: the best ones with what they pay and gain, and why others were lost.

Figures come from insight/customers.py and are put in words here; unknown is never a zero, and a value that
nobody asked for says that it is a guess. The best stand in the order of the numbers chosen for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from icp_tui.documents.markdown import Answer
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.insight.customers import (
    TARGET,
    Pareto,
    Ratios,
    best,
    candidates,
    comparison,
    heard_via,
    lost_reasons,
    pareto,
    ranking,
    ratios,
    told_ratio,
    unaware,
    value_ratio,
)
from icp_tui.method.folding import fold
from icp_tui.method.records import Customer


class CustomerContext:
    """The customers of one profile as plain values; those that say nothing yet are left out."""

    def __init__(self, maker: RecordValues) -> None:
        """Read the customers of `maker.answers`."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording
        metrics = self.answers.profile.best_by or ()
        self.best = [ranked.customer for ranked in ranking(self._told(best(self.answers)), metrics)]
        self.comparison = self._told(comparison(self.answers))

    def _told(self, customers: Iterable[Customer]) -> list[Customer]:
        return [customer for customer in customers if says_something(self.answers, customer)]

    def values(self) -> Values:
        """The customers for templates: `best`, `candidates`, `comparison`, `figures`, `lost`, `first_heard`.

        `figures` is described at `_figures`. `lost` counts the reasons (`reason`, `count`, `lost_at`), the
        most frequent first; `first_heard` are places with how many named them.
        """
        return {
            "best": [self.customer(customer) for customer in self.best],
            "candidates": [self.customer(customer) for customer in self._told(candidates(self.answers))],
            "comparison": [self.customer(customer) for customer in self.comparison],
            "figures": self._figures(),
            "lost": self._lost(),
            "first_heard": self._first_heard(),
        }

    def customer(self, customer: Customer) -> Values:
        """A customer with `pays` and `gains`, each with its time, and `gain_for_price`, such as “2.81”."""
        ratio = value_ratio(customer)
        return {
            **self.maker.of(customer),
            "pays": self._pays(customer),
            "gains": self._gains(customer),
            "gain_for_price": (
                None
                if ratio is None
                else self.maker.answer(customer, "value_obtained", self.wording.figure(told_ratio(ratio), 2))
            ),
        }

    def _pays(self, customer: Customer) -> Answer | None:
        if customer.price_paid is None:
            return None
        text = self.wording.amount(customer.price_paid, customer.per)
        return self.maker.answer(customer, "price_paid", text + self.maker.guess(customer, "price_paid"))

    def _gains(self, customer: Customer) -> Answer | None:
        """What a customer gains and how it is known, such as “€1,180 a month (phone call)”."""
        if customer.value_obtained is None:
            return None
        text = self.wording.amount(customer.value_obtained, customer.per)
        source = customer.value_source
        if source:
            text = self.wording.say("{gain} ({source})", gain=text, source=self.wording.words(source.words))
        return self.maker.answer(customer, "value_obtained", text)

    def _figures(self) -> Values:
        """What the best customers' figures say together; None where they say nothing.

        `pooled` how many times what they pay all gain together, `at_target` how many reach `target`,
        `known_by` how many figures of gain were asked or measured, `guessed` how many are a guess, `pareto`
        who brings the revenue, `unaware` who gains much and does not know it.
        """
        found = ratios(self.best)
        return {
            "target": self.wording.number(TARGET),
            "pooled": self._pooled(found),
            "pooled_from": found.pooled_from,
            "at_target": self._of("value_obtained", found.at_target, found.known),
            "known_by": self._of("value_source", found.asked, found.values),
            "guessed": found.guessed,
            "pareto": self._pareto(pareto(self.best)),
            "unaware": [self.maker.title(customer) for customer in unaware(self.best)],
        }

    def _pooled(self, found: Ratios) -> Answer | None:
        """All gain over all price, such as “2.41 times (partly guessed)”; it leads to the first customer."""
        if found.pooled is None:
            return None
        text = self.wording.say("{n} times what they pay", n=self.wording.figure(told_ratio(found.pooled), 2))
        if found.guessed:
            text = self.wording.say("{figure} (partly guessed)", figure=text)
        return self.maker.answer(self.best[0], "value_obtained", text)

    def _of(self, field: str, some: int, many: int) -> Answer | None:
        """How many of how many; None of nobody."""
        if not many:
            return None
        return self.maker.answer(self.best[0], field, self.wording.say("{n} of {all}", n=some, all=many))

    def _pareto(self, found: Pareto | None) -> Answer | None:
        """Who brings the revenue, as it really is (R-041)."""
        if found is None or not found.says_something:
            return None
        text = self.wording.say(
            "{n} of these {all} customers bring {share} of the revenue",
            n=found.customers,
            all=found.of,
            share=self.wording.percent(found.share),
        )
        if not found.holds:
            text = self.wording.say("{who_brings}; there is no 80/20 among them", who_brings=text)
        if found.unknown:
            unknown = self.wording.count(
                found.unknown,
                "the revenue of one more is not known",
                "the revenue of {n} more is not known",
            )
            text = f"{text}; {unknown}"
        return self.maker.answer(self.best[0], "price_paid", text)

    def _lost(self) -> list[Values]:
        found: list[Values] = []
        for reason, number in lost_reasons(self.comparison):
            lost = [customer for customer in self.comparison if customer.reason is reason]
            found.append(
                {
                    "reason": self.maker.answer(lost[0], "reason", self.wording.words(reason.words)),
                    "count": number,
                    "lost_at": self._lost_at(lost),
                }
            )
        return found

    def _lost_at(self, lost: Iterable[Customer]) -> Answer | None:
        """How far it had come with each, every stage once."""
        at = {fold(c.lost_stage): c for c in lost if c.lost_stage}
        text = "; ".join(c.lost_stage for c in at.values() if c.lost_stage)
        return self.maker.answer(next(iter(at.values())), "lost_stage", text) if text else None

    def _first_heard(self) -> list[Answer]:
        found: list[Answer] = []
        for place, number in heard_via(self.best):
            first = next(c for c in self.best if c.first_heard and fold(c.first_heard) == fold(place))
            text = self.wording.say("{place} ({n})", place=place, n=number) if number > 1 else place
            found.append(self.maker.answer(first, "first_heard", text))
        return found

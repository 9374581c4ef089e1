"""What the list of customers says: value for price, who brings the revenue, who is best (formulas 1 and 3).

Unknown is never zero: who lacks a figure is left out of what needs it, and counted. Price and value of one
customer are of the same period, so a value ratio needs none. Amounts of several customers are only put
together on one footing:

- Where no customer names a period, all are taken to be of the same one, whichever it is.
- Where any does, amounts are brought to a year, and who names none is left out: a price without a period
  says nothing beside one with it. What is paid once counts once, as one year's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from icp_tui.formats import rounded
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Period, YesNo
from icp_tui.method.fields import Choice
from icp_tui.method.folding import fold
from icp_tui.method.records import Customer, CustomerGroup, LostReason, Metric, ValueSource
from icp_tui.texts import _

T = TypeVar("T", int, Decimal)
Figure = int | Decimal

TARGET = Decimal("2.0")
"""Value for price from which a customer has a good bargain (R-056)."""

ENOUGH = 10
"""Best customers that bear a profile out; with fewer it stays a hypothesis (R-052, R-061)."""

FEWEST_FOR_PARETO = 5
"""Customers with a known revenue below which a fifth of them is nobody."""


class Band(Choice):
    """What a value ratio means for the customer (formulas 1)."""

    LOSING = "losing", _("losing money")
    THIN = "thin", _("a thin gain")
    GOOD = "good", _("a good bargain")


@dataclass(frozen=True, slots=True)
class Ratios:
    """Value obtained for price paid in a group (formulas 1).

    Attributes:
        pooled: all value over all price, of those on one footing; None where there are none.
        pooled_from: how many customers those are.
        median: the middle one of the known ratios.
        at_target: how many reach the target.
        known: how many ratios are known.
        of: how many customers there are.
        values: how many figures of value are known, with or without a price.
        asked: how many of these the customer gave, or were measured (R-055).
        guessed: how many are a guess. The rest do not say where they come from.
    """

    pooled: Decimal | None
    pooled_from: int
    median: Decimal | None
    at_target: int
    known: int
    of: int
    values: int
    asked: int
    guessed: int

    @property
    def asked_share(self) -> Decimal | None:
        """Figures of value that were asked or measured, of all that are known; 0 to 1.

        A figure that does not say where it comes from is not known to be asked.
        """
        return Decimal(self.asked) / self.values if self.values else None


@dataclass(frozen=True, slots=True)
class Pareto:
    """The fewest customers who bring a share of the revenue (formulas 3, R-041).

    Attributes:
        customers: how few they are.
        of: how many customers have a known revenue.
        share: of the revenue that they bring, 0 to 1; at least `asked`.
        asked: the share that was asked for.
        unknown: customers left out, as their revenue is not known on the same footing.
    """

    customers: int
    of: int
    share: Decimal
    asked: Decimal
    unknown: int

    @property
    def says_something(self) -> bool:
        """Whether there are enough of them for a fifth to be somebody."""
        return self.of >= FEWEST_FOR_PARETO

    @property
    def holds(self) -> bool:
        """Whether so few bring so much: at most a fifth bring four fifths."""
        return self.customers <= self.of * (1 - self.asked)


@dataclass(frozen=True, slots=True)
class Concentration:
    """The customer who brings most of the revenue, and their share of it, 0 to 1 (check L12)."""

    customer: Customer
    share: Decimal
    of: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A customer with their mean rank (1 is best; None: no metric known) over `known` metrics."""

    customer: Customer
    mean: Decimal | None
    known: int


def best(answers: Answers) -> list[Customer]:
    """The best customers (R-052)."""
    return _in_group(answers, CustomerGroup.BEST)


def comparison(answers: Answers) -> list[Customer]:
    """Lost deals and poor fits, against whom the best are held."""
    return _in_group(answers, CustomerGroup.COMPARISON)


def candidates(answers: Answers) -> list[Customer]:
    """Those who could become best customers (R-062)."""
    return _in_group(answers, CustomerGroup.CANDIDATE)


def value_ratio(customer: Customer) -> Decimal | None:
    """Value obtained over price paid (formulas 1); None where either is unknown or the price is nothing."""
    if customer.value_obtained is None or not customer.price_paid:
        return None
    return Decimal(customer.value_obtained) / customer.price_paid


def told_ratio(ratio: Decimal) -> Decimal:
    """A ratio in two decimals as it is told: 1.996 is 1.99, as it is not rounded up into a better band.

    Else a figure of 2 would stand beside the count of those who reach 2, and not be among them.
    """
    near = rounded(ratio, 2)
    return near - Decimal("0.01") if any(ratio < bound <= near for bound in (1, TARGET)) else near


def band(ratio: Decimal, target: Decimal = TARGET) -> Band:
    """Below 1 they lose, below the target they gain little."""
    if ratio < 1:
        return Band.LOSING
    return Band.GOOD if ratio >= target else Band.THIN


def ratios(customers: Sequence[Customer], target: Decimal = TARGET) -> Ratios:
    """The value ratios of a group: ten of the method's customers pool to 2.41, eight at target."""
    priced = [c for c in customers if value_ratio(c) is not None]
    known = [ratio for c in customers if (ratio := value_ratio(c)) is not None]
    pool = [(c, times) for c, times in zip(priced, _footing(priced), strict=True) if times]
    value = sum((c.value_obtained or 0) * times for c, times in pool)
    price = sum((c.price_paid or 0) * times for c, times in pool)
    sources = [c.value_source for c in customers if c.value_obtained is not None]
    return Ratios(
        pooled=Decimal(value) / price if price else None,
        pooled_from=len(pool),
        median=median(known),
        at_target=sum(ratio >= target for ratio in known),
        known=len(known),
        of=len(customers),
        values=len(sources),
        asked=sum(source not in (None, ValueSource.GUESS) for source in sources),
        guessed=sources.count(ValueSource.GUESS),
    )


def unaware(customers: Iterable[Customer], target: Decimal = TARGET) -> list[Customer]:
    """Those who get a good bargain and do not know it (R-057, check L08); unknown is no “no”."""
    return [
        c
        for c in customers
        if c.aware is YesNo.NO and (ratio := value_ratio(c)) is not None and ratio >= target
    ]


def median(figures: Iterable[T]) -> Decimal | None:
    """The middle of some figures, or half-way between the middle two; None where there are none."""
    ordered = sorted(figures)
    if not ordered:
        return None
    low, high = Decimal(ordered[(len(ordered) - 1) // 2]), Decimal(ordered[len(ordered) // 2])
    # Half of the sum could be rounded out of the two.
    return low + (high - low) / 2


def typical_price_a_year(customers: Iterable[Customer]) -> Decimal | None:
    """The median of what customers pay in a year, hundredths; only of prices that recur and say how often."""
    return median(
        c.price_paid * c.per.a_year
        for c in customers
        if c.price_paid is not None and c.per is not None and c.per is not Period.ONCE
    )


def revenues(customers: Sequence[Customer]) -> list[int | None]:
    """What each brings, hundredths, on one footing (see above): a year's, or of one period that nobody names.

    None where the price is unknown or cannot be held against the others'.
    """
    priced = [c for c in customers if c.price_paid is not None]
    times = iter(_footing(priced))
    return [
        None if c.price_paid is None or (often := next(times)) is None else c.price_paid * often
        for c in customers
    ]


def pareto(customers: Sequence[Customer], share: Decimal = Decimal("0.8")) -> Pareto | None:
    """The smallest number of customers who together bring `share` (over 0, at most 1) of the revenue.

    The method's ten need 7 for 80 %, so it does not hold there. None where no revenue is known.
    """
    known = sorted((revenue for revenue in revenues(customers) if revenue is not None), reverse=True)
    total, brought, few = sum(known), 0, 0
    if not total:
        return None
    while brought < share * total:
        brought += known[few]
        few += 1
    return Pareto(few, len(known), Decimal(brought) / total, share, len(customers) - len(known))


def concentration(customers: Sequence[Customer]) -> Concentration | None:
    """Who brings the largest share of the revenue; None where no revenue is known."""
    known = [
        (revenue, customer)
        for revenue, customer in zip(revenues(customers), customers, strict=True)
        if revenue is not None
    ]
    total = sum(revenue for revenue, _customer in known)
    if not total:
        return None
    most, customer = max(known, key=lambda pair: pair[0])
    return Concentration(customer, Decimal(most) / total, len(known), len(customers) - len(known))


def ranking(customers: Sequence[Customer], metrics: Iterable[Metric]) -> list[Ranked]:
    """The customers by their mean rank over the chosen metrics, best first (R-069 to R-071, R-075 to R-077).

    The mean is over the metrics known of a customer; those of whom none is known come last. Equals share
    the mean of the places that they take. Of two with the same mean the one of whom more is known is first.
    """
    columns = [_ranks(_measured(customers, metric)) for metric in metrics]
    found = []
    for place, customer in enumerate(customers):
        known = [rank for column in columns if (rank := column[place]) is not None]
        found.append(Ranked(customer, sum(known, Decimal(0)) / len(known) if known else None, len(known)))
    return sorted(found, key=lambda r: (r.mean is None, r.mean or 0, -r.known))


def lost_reasons(customers: Iterable[Customer]) -> list[tuple[LostReason, int]]:
    """Why customers were lost, most frequent first; those without a known reason are left out (check L14)."""
    return Counter(c.reason for c in customers if c.reason is not None).most_common()


def heard_via(customers: Iterable[Customer]) -> list[tuple[str, int]]:
    """Where customers first heard of the client, most frequent first, as first written; case is no matter."""
    texts = [c.first_heard for c in customers if c.first_heard]
    spelling = {fold(text): text for text in reversed(texts)}
    return [(spelling[folded], number) for folded, number in Counter(map(fold, texts)).most_common()]


def _in_group(answers: Answers, group: CustomerGroup) -> list[Customer]:
    return [c for c in answers.of(Customer) if c.customer_group is group]


def _footing(customers: Sequence[Customer]) -> list[int | None]:
    """What brings the amounts of each to one footing; None for who cannot be put on it."""
    if all(c.per is None for c in customers):
        return [1] * len(customers)
    return [None if c.per is None else c.per.a_year for c in customers]


_MORE_IS_BETTER: Mapping[Metric, Callable[[Customer], Figure | None]] = {
    Metric.MARGIN: lambda c: c.margin,
    Metric.VALUE_RATIO: value_ratio,
    Metric.YEARS: lambda c: None if c.since is None else -c.since.toordinal(),
    Metric.FAST: lambda c: None if c.days_to_close is None else -c.days_to_close,
    Metric.REFERRALS: lambda c: c.referrals,
    Metric.EASY: lambda c: c.ease_of_sale,
    Metric.LITTLE_SUPPORT: lambda c: None if c.support_load is None else -c.support_load,
}


def _measured(customers: Sequence[Customer], metric: Metric) -> Sequence[Figure | None]:
    """A figure for each customer of which more is better."""
    if metric is Metric.REVENUE:
        return revenues(customers)
    return [_MORE_IS_BETTER[metric](customer) for customer in customers]


def _ranks(figures: Sequence[Figure | None]) -> list[Decimal | None]:
    """The rank of each known figure, the greatest first."""
    ordered = sorted((figure for figure in figures if figure is not None), reverse=True)
    ranks: dict[Figure, Decimal] = {}
    place = 1
    for figure, equals in Counter(ordered).items():
        ranks[figure] = place + Decimal(equals - 1) / 2
        place += equals
    return [None if figure is None else ranks[figure] for figure in figures]

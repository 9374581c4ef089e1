"""How well somebody fits the profile, and what to ask next (formulas 5, R-113, R-168).

What is unknown is neither yes nor no: it widens the range from `low` to `high`, in which the true score lies
whatever is still learnt. Figures are percent, exact; nothing is rounded here.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from icp_tui.insight.attributes import chosen, columns
from icp_tui.insight.customers import revenues
from icp_tui.insight.framework import scorecard
from icp_tui.insight.value import Sum, sum_known
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.records import Attribute, ComparisonKind, Customer, CustomerGroup, Fit, Trait

MEETS: Mapping[Fit, Decimal] = {Fit.YES: Decimal(1), Fit.PARTLY: Decimal("0.5"), Fit.NO: Decimal(0)}
"""How far an answer meets an attribute; unknown is not among them."""

LEAST_WEIGHT = 1
"""What an attribute weighs that was chosen and not weighed yet: the least, but never nothing."""


class Tier(enum.StrEnum):
    """How well somebody fits, best first; X is whom the profile rules out."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    X = "X"


class KnockOut(enum.Enum):
    """What is known of the signs that rule somebody out; where `UNCHECKED`, that is asked first of all."""

    NONE = "none"
    UNCHECKED = "unchecked"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class TierBounds:
    """From how many percent a tier begins, and the coverage in percent below which none is given."""

    a: Decimal | int = 80
    b: Decimal | int = 60
    c: Decimal | int = 40
    coverage: Decimal | int = 50

    def tier(self, percent: Decimal) -> Tier:
        """The tier of a score."""
        for tier, least in ((Tier.A, self.a), (Tier.B, self.b), (Tier.C, self.c)):
            if percent >= least:
                return tier
        return Tier.D


DEFAULT_BOUNDS = TierBounds()


@dataclass(frozen=True, slots=True)
class Item:
    """An attribute in the score: its importance from 1 to 5, and the answer; None is unknown too."""

    weight: int
    fit: Fit | None
    must_have: bool = False
    meets: Decimal | None = field(init=False, compare=False)
    """How far it is met, 0 to 1; None where that is not known."""

    def __post_init__(self) -> None:
        """Look it up once: a grid of 200 by 200 asks 40,000 times."""
        object.__setattr__(self, "meets", None if self.fit is None else MEETS.get(self.fit))


@dataclass(frozen=True, slots=True)
class FitScore:
    """How well somebody fits; all figures are percent, None where there is nothing to reckon with.

    Attributes:
        known: of the known answers alone, before penalties.
        coverage: the weight of what is known.
        low: if all that is unknown turned out as no.
        high: if all that is unknown turned out as yes.
        shown: the score: what is unknown counts half.
        tier: by `shown`, with all caps; None where too little is known; X after a confirmed knock-out.
        firm: whether no answer that is still missing can move the tier; else it is provisional.
        failed_must_have: whether an answer to a must-have is no, which caps at C.
        knock_out: what is known of what rules somebody out.
        next_best: the place among the items of the question to ask next; None where none moves the tier.
    """

    known: Decimal | None
    coverage: Decimal | None
    low: Decimal | None
    high: Decimal | None
    shown: Decimal | None
    tier: Tier | None
    firm: bool
    failed_must_have: bool
    knock_out: KnockOut
    next_best: int | None

    @property
    def printed(self) -> str:
        """The tier as it is printed: `A` to `D`, `X`, `X?` with a knock-out unchecked, or `?`."""
        if self.knock_out is KnockOut.UNCHECKED:
            return "X?"
        return "?" if self.tier is None else self.tier.value


@dataclass(frozen=True, slots=True)
class TierRow:
    """The customers of one tier (None: too little known), their revenue and the effort for them.

    Revenue is in hundredths a year, or of the one period that all customers share where none names it;
    effort in hours a month.
    """

    tier: Tier | None
    customers: tuple[Customer, ...]
    revenue: Sum
    effort: Sum

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.customers)


def score(
    items: Iterable[Item],
    *,
    penalty: Decimal | int = 0,
    knock_outs: Iterable[YesNo] = (),
    gates_zero: bool = False,
    bounds: TierBounds = DEFAULT_BOUNDS,
) -> FitScore:
    """Score somebody's answers: weights 5,4,3,3,2,1 and answers 1,1,0.5,?,0,? give 69.4, B provisional.

    A must-have that is not known can still fail, so it keeps a tier above C from being firm; partly is no
    failure. While the range of scores spans two tiers, or none can be given, the next question is the
    heaviest unknown: if any answer can move the tier, alone or with others, the heaviest can. Where the
    score is settled it is the heaviest unknown must-have, if its failure would cost the tier.

    Args:
        items: the attributes that count, with the answers.
        penalty: points of the red flags that were seen; no score falls below 0 by it.
        knock_outs: for each sign that rules somebody out whether it shows; unknown is unchecked.
        gates_zero: whether Ready, Willing or Able has a zero, which caps at B (R-113).
        bounds: where the tiers begin.
    """
    items = tuple(items)
    known = [(item.weight, meets) for item in items if (meets := item.meets) is not None]
    whole = Decimal(sum([item.weight for item in items]))
    weight_known = Decimal(sum([weight for weight, _meets in known]))
    met = sum([weight * meets for weight, meets in known], Decimal(0))
    unknown = whole - weight_known
    knock_out = _knock_out(knock_outs)
    failed = any(item.must_have and item.fit is Fit.NO for item in items)
    if not whole:
        ruled_out = knock_out is KnockOut.CONFIRMED
        tier = Tier.X if ruled_out else None
        return FitScore(None, None, None, None, None, tier, ruled_out, failed, knock_out, None)

    def after_penalty(points: Decimal) -> Decimal:
        return max(100 * points / whole - penalty, Decimal(0))

    low, shown, high = map(after_penalty, (met, met + unknown / 2, met + unknown))
    coverage = 100 * weight_known / whole
    ranked = _Ranked(items, low, shown, high, coverage < bounds.coverage, failed, gates_zero, bounds)
    ruled_out = knock_out is KnockOut.CONFIRMED
    return FitScore(
        known=100 * met / weight_known if weight_known else None,
        coverage=coverage,
        low=low,
        high=high,
        shown=shown,
        tier=Tier.X if ruled_out else ranked.tier,
        firm=ruled_out or (ranked.firm and knock_out is KnockOut.NONE),
        failed_must_have=failed,
        knock_out=knock_out,
        next_best=None if ruled_out else ranked.next_best,
    )


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The scores of some items as tiers, before knock-outs."""

    items: Sequence[Item]
    low: Decimal
    shown: Decimal
    high: Decimal
    too_little: bool
    failed: bool
    gates_zero: bool
    bounds: TierBounds

    def _capped(self, percent: Decimal, *, failed: bool) -> Tier:
        best = Tier.C if failed else Tier.B if self.gates_zero else Tier.A
        order = list(Tier)
        return max(self.bounds.tier(percent), best, key=order.index)

    @property
    def tier(self) -> Tier | None:
        return None if self.too_little else self._capped(self.shown, failed=self.failed)

    @property
    def spans_tiers(self) -> bool:
        """Whether the scores that are still possible lie in two tiers."""
        lowest = self._capped(self.low, failed=self.failed)
        return lowest is not self._capped(self.high, failed=self.failed)

    @property
    def must_have_decides(self) -> bool:
        """Whether the tier falls if an unknown must-have fails."""
        open_ = any(item.must_have and item.meets is None for item in self.items)
        without = self._capped(self.low, failed=self.failed)
        return open_ and self._capped(self.low, failed=True) is not without

    @property
    def firm(self) -> bool:
        return not (self.too_little or self.spans_tiers or self.must_have_decides)

    @property
    def next_best(self) -> int | None:
        if self.firm:
            return None
        by_score = self.too_little or self.spans_tiers
        asked = [
            (item.weight, item.must_have, -place)
            for place, item in enumerate(self.items)
            if item.meets is None and (by_score or item.must_have)
        ]
        # Of equals the first.
        return -max(asked)[2] if asked else None


def _knock_out(showing: Iterable[YesNo]) -> KnockOut:
    found = set(showing)
    if YesNo.YES in found:
        return KnockOut.CONFIRMED
    return KnockOut.UNCHECKED if YesNo.UNKNOWN in found else KnockOut.NONE


def scored_attributes(answers: Answers) -> list[Attribute]:
    """The attributes that count in the score: chosen, not protected, and not merely common (R-066)."""
    return [attribute for attribute in chosen(answers) if attribute.trait is not Trait.COMMON]


# Whoever saves asks for it, and so does whoever shows what was saved.
@lru_cache(maxsize=2)
def _scores(answers: Answers) -> Mapping[str, FitScore]:
    grid, gates_zero = columns(answers), bool(scorecard(answers).shut)
    # Of one attribute there are as many items as there can be answers, whoever gives them.
    counted = [(grid.get(attribute.id, {}), _items(attribute)) for attribute in scored_attributes(answers)]
    return {
        customer.id: score(
            [items[column.get(customer.id)] for column, items in counted], gates_zero=gates_zero
        )
        for customer in answers.of(Customer)
    }


def _items(attribute: Attribute) -> Mapping[Fit | None, Item]:
    """An attribute in the score with each answer that there can be."""
    weight, must_have = attribute.importance or LEAST_WEIGHT, attribute.must_have is YesNo.YES
    return {fit: Item(weight, fit, must_have) for fit in (None, *Fit)}


def score_of(answers: Answers, customer: Customer) -> FitScore:
    """How well a customer fits the profile, by the answers of the grid (R-168).

    The items are `scored_attributes`, in that order. Which customer shows which red flag is not recorded, so
    there is neither a penalty nor a knock-out here; a zero in a gate of the scorecard caps all of them.
    """
    return _scores(answers)[customer.id]


def _is_lost(customer: Customer) -> bool:
    compared = customer.customer_group is CustomerGroup.COMPARISON
    return compared and customer.comparison_kind is ComparisonKind.LOST_DEAL


def by_tier(answers: Answers) -> tuple[TierRow, ...]:
    """The customers by tier, best first, those of whom too little is known last (R-039, R-043, R-168).

    All groups are in it but lost deals: these bring no revenue and take no effort. Whoever was won back has
    left the comparison group, though it stands there still why they were lost.
    """
    customers = [c for c in answers.of(Customer) if not _is_lost(c)]
    revenue = dict(zip((c.id for c in customers), revenues(customers), strict=True))
    rows: list[TierRow] = []
    for tier in (Tier.A, Tier.B, Tier.C, Tier.D, None):
        found = tuple(c for c in customers if score_of(answers, c).tier is tier)
        rows.append(
            TierRow(
                tier,
                found,
                revenue=sum_known(revenue[c.id] for c in found),
                effort=sum_known(c.effort_hours for c in found),
            )
        )
    return tuple(rows)

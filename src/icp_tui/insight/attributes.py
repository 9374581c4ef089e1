"""Which attributes tell the best customers from the others (formulas 4, R-078 to R-083).

Only known answers count, "partly" among them as known but not as yes; who is unknown is counted apart. An
attribute by which the best were picked is never tested on them, for it would only find itself again (check
L20); nor is a protected personal trait, which is never chosen either (check L22).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from icp_tui.insight import customers
from icp_tui.insight.statistics import (
    expected_by_luck,
    fisher_one_sided,
    lift,
    smoothed,
    weight_of_evidence,
    wilson,
)
from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.fields import Choice
from icp_tui.method.library import protected
from icp_tui.method.records import Attribute, Customer, CustomerAnswer, Fit
from icp_tui.texts import _

FEWEST = 5
"""Known answers that each group needs before it is held against the other."""

FEWEST_CHOSEN, ENOUGH_CHOSEN, MOST_CHOSEN = 5, 7, 10
"""How many attributes make a good profile: from, to, and how many will still do (R-082, R-083)."""


class Label(Choice):
    """What the comparison says of an attribute."""

    DISTINCTIVE = "distinctive", _("distinctive")
    HINT = "hint", _("a hint")
    COMMON_ONLY = "common_only", _("common only")
    PLAIN = "plain", _("tells nothing")
    TOO_FEW = "too_few", _("too few answers")
    NO_COMPARISON = "no_comparison", _("nothing to compare")
    PICKED_BY = "picked_by", _("used to pick them")
    PROTECTED = "protected", _("protected")


class HowMany(Choice):
    """Whether the chosen attributes are of a number that people can keep in mind (R-082, R-083)."""

    TOO_FEW = "too_few", _("too few")
    RIGHT = "right", _("a good number")
    MANY = "many", _("rather many")
    TOO_MANY = "too_many", _("too many")


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers of one group about one attribute: `yes` of `known`, and how many are `unknown`."""

    yes: int
    known: int
    unknown: int

    @property
    def rate(self) -> float | None:
        """How frequent it is among the known, 0 to 1."""
        return self.yes / self.known if self.known else None

    @property
    def interval(self) -> tuple[float, float]:
        """Between which rates the true one probably lies (Wilson, 95 %)."""
        return wilson(self.yes, self.known)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One attribute among the best customers and among the others.

    `lift` (times as frequent), `p` (the chance that it is luck) and `weight` (of evidence, nats) are None
    where the attribute was not tested.
    """

    attribute: Attribute
    best: Counted
    comparison: Counted
    label: Label
    lift: float | None = None
    p: float | None = None
    weight: float | None = None

    @property
    def tested(self) -> bool:
        """Whether the two groups were held against each other."""
        return self.p is not None

    @property
    def suggested_weight(self) -> int | None:
        """An importance from 1 to 5 that the figures would bear out; None where they say nothing."""
        return None if self.weight is None else suggested_weight(self.label, self.weight)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """All attributes in their order."""

    attributes: tuple[Comparison, ...]

    @property
    def tested(self) -> int:
        """How many were tested."""
        return sum(found.tested for found in self.attributes)

    @property
    def luck(self) -> float:
        """How many of them luck alone would let pass: of 13 about 0.65."""
        return expected_by_luck(self.tested)


def is_protected(attribute: Attribute) -> bool:
    """Whether it is a personal trait that may be described but never scored (check L22)."""
    return protected(attribute.name or "")


def cells(answers: Answers) -> dict[tuple[str, str], CustomerAnswer]:
    """The grid: the record by (customer id, attribute id); of several the one made last, even if empty."""
    return {
        (given.parent_id, given.attribute): given
        for given in answers.as_made(CustomerAnswer)
        if given.attribute is not None
    }


def fits(answers: Answers) -> dict[tuple[str, str], Fit]:
    """The answers of the grid by (customer id, attribute id)."""
    return {place: given.answer for place, given in cells(answers).items() if given.answer is not None}


# A grid of 200 by 200 is looked through by whoever compares, chooses and scores.
@lru_cache(maxsize=2)
def columns(answers: Answers) -> Mapping[str, Mapping[str, Fit | None]]:
    """The same by attribute id, in it by customer id; None where the record made last is empty."""
    found: dict[str, dict[str, Fit | None]] = {}
    for given in answers.as_made(CustomerAnswer):
        if given.attribute is not None:
            found.setdefault(given.attribute, {})[given.parent_id] = given.answer
    return found


def counted(column: Mapping[str, Fit | None], group: Iterable[Customer]) -> Counted:
    """The answers of a group about an attribute, given by customer id. Partly is known, and no yes."""
    found = [column.get(customer.id) or Fit.UNKNOWN for customer in group]
    unknown = found.count(Fit.UNKNOWN)
    return Counted(found.count(Fit.YES), len(found) - unknown, unknown)


# Whoever saves asks for it, and so does whoever shows what was saved.
@lru_cache(maxsize=2)
def comparisons(answers: Answers) -> Comparisons:
    """Every attribute, the best customers held against the comparison group (formulas 4)."""
    grid = columns(answers)
    best, others = customers.best(answers), customers.comparison(answers)
    return Comparisons(
        tuple(
            _compared(attribute, counted(column, best), counted(column, others))
            for attribute in answers.of(Attribute)
            for column in (grid.get(attribute.id, {}),)
        )
    )


def suggested_weight(label: Label, weight: float) -> int | None:
    """An importance from 1 to 5 of the weight of evidence in nats, a convention of ours.

    A hint starts at 1 and gains one at 1 and at 2 nats (odds 2.7 and 7.4 times as high); what is distinctive
    starts at 3 and gains one at 2 and at 3 nats (20 times). So more evidence never weighs less, and at the
    same evidence a hint never more than what is distinctive. Nothing else is given a weight.
    """
    if label is Label.DISTINCTIVE:
        return 3 + (weight >= 2) + (weight >= 3)
    if label is Label.HINT:
        return 1 + (weight >= 1) + (weight >= 2)
    return None


def chosen(answers: Answers) -> list[Attribute]:
    """The attributes that make up the profile: chosen and not protected, most important first.

    Those of the same importance keep their order; those without one are last.
    """
    found = [a for a in answers.of(Attribute) if a.chosen is YesNo.YES and not is_protected(a)]
    return sorted(found, key=lambda attribute: -(attribute.importance or 0))


def how_many(number: int) -> HowMany:
    """Five to seven attributes are good, up to ten will do (R-082, R-083)."""
    if number < FEWEST_CHOSEN:
        return HowMany.TOO_FEW
    if number <= ENOUGH_CHOSEN:
        return HowMany.RIGHT
    return HowMany.MANY if number <= MOST_CHOSEN else HowMany.TOO_MANY


def duplicates(answers: Answers) -> list[tuple[Attribute, Attribute]]:
    """Pairs of attributes that always agree, and so count the same thing twice (check L21).

    Over at least five customers of any group of whom both are known. Two that all of these share alike are
    no pair: they agree as nobody differs.
    """
    grid = columns(answers)
    everyone = answers.of(Customer)
    found = [
        (attribute, [grid.get(attribute.id, {}).get(c.id) or Fit.UNKNOWN for c in everyone])
        for attribute in answers.of(Attribute)
    ]
    return [
        (first, second)
        for (first, answers_1), (second, answers_2) in combinations(found, 2)
        if _agree(zip(answers_1, answers_2, strict=True))
    ]


def _agree(pairs: Iterable[tuple[Fit, Fit]]) -> bool:
    known: list[Fit] = []
    for one, other in pairs:
        if Fit.UNKNOWN not in (one, other):
            if one is not other:
                # Most pairs differ at once: 200 attributes are 20,000 pairs.
                return False
            known.append(one)
    return len(known) >= FEWEST and len(set(known)) > 1


def _compared(attribute: Attribute, best: Counted, others: Counted) -> Comparison:
    label = _why_not_tested(attribute, best, others)
    if label:
        return Comparison(attribute, best, others, label)
    table = (best.yes, best.known, others.yes, others.known)
    times, p = lift(*table), fisher_one_sided(*table)
    return Comparison(attribute, best, others, _label(best, times, p), times, p, weight_of_evidence(*table))


def _why_not_tested(attribute: Attribute, best: Counted, others: Counted) -> Label | None:
    if is_protected(attribute):
        return Label.PROTECTED
    if attribute.picked_by is YesNo.YES:
        return Label.PICKED_BY
    if not others.known + others.unknown:
        return Label.NO_COMPARISON
    return Label.TOO_FEW if min(best.known, others.known) < FEWEST else None


def _label(best: Counted, times: float, p: float) -> Label:
    if times >= 1.5 and p <= 0.05:
        return Label.DISTINCTIVE
    if times >= 1.3:
        return Label.HINT
    return Label.COMMON_ONLY if smoothed(best.yes, best.known) >= 0.7 else Label.PLAIN

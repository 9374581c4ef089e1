"""The scorecard: three gates, the chance of success, and what depends on it (formulas 6, R-113 to R-134).

A score that was not given is unknown, never a zero: it shuts no gate, lowers no mean and caps nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import NO_WORDS
from icp_tui.method.records import Dimension, Rating
from icp_tui.texts import Words, _

GATES: tuple[Dimension, ...] = tuple(dimension for dimension in Dimension if dimension.is_gate)
"""What all the rest stands on: ready, willing, able (R-113)."""

INPUTS: tuple[Dimension, ...] = tuple(dimension for dimension in Dimension if dimension.is_input)
"""The six inputs of the chance of success (R-122)."""

CAPPED: Mapping[Dimension, Words] = {
    Dimension.EXPANSION: _("Counts no more than the chance of success: who does not succeed buys no more."),
    Dimension.ADVOCACY: _("Counts no more than the chance of success: who does not succeed tells nobody."),
}
"""Why a score can count less than it says: R-130 and R-134."""


class Gate(enum.Enum):
    """What a gate says: a zero shuts it, any other score opens it."""

    OPEN = "open"
    SHUT = "shut"
    NOT_RATED = "not_rated"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the scorecard.

    Attributes:
        dimension: what is rated.
        rating: the record that rates it; None where there is none.
        score: 0 to 4 as rated; None where it is not.
        counts: what the score counts for, 0 to 4; less than `score` where success caps it.
        why: why it counts less; empty where it does not.
    """

    dimension: Dimension
    rating: Rating | None
    score: int | None
    counts: Decimal | None
    why: Words = NO_WORDS

    @property
    def capped(self) -> bool:
        """Whether it counts less than it says (R-130, R-134)."""
        return bool(self.why)


@dataclass(frozen=True, slots=True)
class Success:
    """The chance of success, a potential and no guarantee (R-123).

    Attributes:
        value: the mean of the inputs that are rated, 0 to 4; None where none is.
        known: how many of the six inputs are rated.
        weakest: the lowest of them, the first in the order of the method; None where none is rated.
    """

    value: Decimal | None
    known: int
    weakest: Dimension | None

    @property
    def unknown(self) -> int:
        """How many of the six inputs are not rated."""
        return len(INPUTS) - self.known


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All thirteen lines in the order of the method, and what follows from them."""

    rows: tuple[Row, ...]
    success: Success

    def row(self, dimension: Dimension) -> Row:
        """The line of one dimension."""
        return next(row for row in self.rows if row.dimension is dimension)

    def gate(self, dimension: Dimension) -> Gate:
        """What the line of a gate says."""
        score = self.row(dimension).score
        if score is None:
            return Gate.NOT_RATED
        return Gate.OPEN if score else Gate.SHUT

    @property
    def shut(self) -> tuple[Dimension, ...]:
        """The gates with a zero; a single one keeps everybody out of tier A (R-113)."""
        return tuple(dimension for dimension in GATES if self.gate(dimension) is Gate.SHUT)

    @property
    def not_rated(self) -> tuple[Dimension, ...]:
        """The gates of which nothing is known yet."""
        return tuple(dimension for dimension in GATES if self.gate(dimension) is Gate.NOT_RATED)


def scorecard(answers: Answers) -> Scorecard:
    """The scorecard of a profile; of two ratings of one dimension the one made last counts.

    success = mean of the inputs known; expansion' = min(expansion, success); advocacy' = min(advocacy,
    success) (formulas 6).
    """
    ratings = _latest(answers)
    success = _success({dimension: r.score for dimension, r in ratings.items() if r.score is not None})
    return Scorecard(
        tuple(_row(dimension, ratings.get(dimension), success) for dimension in Dimension), success
    )


def _latest(answers: Answers) -> dict[Dimension, Rating]:
    """The rating of each dimension that was made last."""
    return {rating.dimension: rating for rating in answers.as_made(Rating) if rating.dimension}


def _success(scores: Mapping[Dimension, int]) -> Success:
    known = [dimension for dimension in INPUTS if dimension in scores]
    if not known:
        return Success(None, 0, None)
    total = sum(scores[dimension] for dimension in known)
    weakest = min(known, key=lambda dimension: scores[dimension])
    return Success(Decimal(total) / len(known), len(known), weakest)


def _row(dimension: Dimension, rating: Rating | None, success: Success) -> Row:
    score = rating.score if rating else None
    if score is None:
        return Row(dimension, rating, None, None)
    if dimension in CAPPED and success.value is not None and score > success.value:
        return Row(dimension, rating, score, success.value, CAPPED[dimension])
    return Row(dimension, rating, score, Decimal(score))

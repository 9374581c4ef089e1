"""Fixed sets of answers that several records share, and the marks that any answer can carry."""

from __future__ import annotations

from dataclasses import dataclass

from icp_tui.method.fields import Choice
from icp_tui.texts import Words, _


class Period(Choice):
    """How often something recurs. `a_year` is how many times."""

    DAY = "day", _("a day")
    WEEK = "week", _("a week")
    MONTH = "month", _("a month")
    YEAR = "year", _("a year")
    ONCE = "once", _("once")

    @property
    def a_year(self) -> int:
        """Occurrences in a year: 250 working days, 52 weeks, 12 months; once is once."""
        return {"day": 250, "week": 52, "month": 12, "year": 1, "once": 1}[self.value]


class YesNo(Choice):
    """Unknown is an answer of its own; it is never "no"."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    UNKNOWN = "unknown", _("not known yet")


class Ground(Choice):
    """On what an answer stands, strongest first (R-073)."""

    MEASURED = "measured", _("measured")
    TOLD = "told", _("told by the customer")
    OBSERVED = "observed", _("observed")
    ASSUMED = "assumed", _("assumed")


class State(Choice):
    """What can be said of a field instead of an answer."""

    ASK = "ask", _("ask the client")
    DOES_NOT_APPLY = "not_applicable", _("does not apply")


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known about one answer beside the answer: its state, its ground, and text not yet readable.

    `raw` holds what was typed where it could not be read as the field's kind, so that nothing is lost.
    """

    state: State | None = None
    ground: Ground | None = None
    raw: str | None = None


NO_MARK = Mark()

MARK_PARTS: dict[str, type[Choice] | None] = {"state": State, "ground": Ground, "raw": None}
"""The parts of a mark; in the change log a field's part is named `field:part`."""


def words_of(mark: Mark) -> Words:
    """The words that stand beside an answer for its mark; empty where there is nothing to say."""
    if mark.state:
        return mark.state.words
    return mark.ground.words if mark.ground else Words("")

"""Phase 2, what makes a customer best: the numbers chosen for it, and how the choice came about.

These are questions of the profile, because one ruling holds for all its customers.
"""

from __future__ import annotations

from icp_tui.method.declaration import Record, choices, part, prose
from icp_tui.method.fields import Choice
from icp_tui.texts import _


class Metric(Choice):
    """A number by which customers can be ranked (R-012, R-069, R-071)."""

    REVENUE = "revenue", _("revenue")
    MARGIN = "margin", _("margin")
    VALUE_RATIO = "value_ratio", _("gain for their price")
    YEARS = "years", _("years as a customer")
    FAST = "fast", _("quick to order")
    REFERRALS = "referrals", _("customers they sent")
    EASY = "easy", _("easy to win")
    LITTLE_SUPPORT = "little_support", _("little support")


@part
class BestCustomersPart(Record):
    """By what the best customers are chosen (R-069 to R-071), by whom (R-074), and their kinds (R-018)."""

    best_by: tuple[Metric, ...] | None = choices(
        Metric,
        _("Best means"),
        _("By which numbers is a customer one of the best?"),
        hint=_("Two or three that serve the goal of this profile"),
        why=_(
            "“Best” can be debated for ever. Numbers agreed on beforehand settle it, and readers see which."
        ),
        how=_("“If you could rank your customers by two or three things only, which would you take?”"),
        b2b=(_("gain for their price"), _("years as a customer")),
        b2c=(_("customers they sent"), _("easy to win")),
        core=True,
        page="best",
    )
    best_note: str | None = prose(
        _("How we chose"),
        _("Who chose the best customers, and what was argued about?"),
        hint=_("Who was in the room, which names were in doubt, and why"),
        why=_("Sales, service and bookkeeping each see another side; where they differ, look twice."),
        how=_("Ask one person from each: “Which of our customers gave us most, and why those?”"),
        b2b=(_("Owner, seller, fitter. In doubt: the largest buyer, who rings every other day."),),
        b2c=(_("Shop, workshop and bookkeeping. In doubt: families who only ride in summer."),),
        page="best",
    )
    segment_note: str | None = prose(
        _("Kinds among them"),
        _("Do they fall into two or three kinds?"),
        hint=_("New or returning, or by what they buy; perhaps each needs a profile"),
        why=_("Two kinds mixed together make an average that fits neither of them."),
        how=_("“Which of these names do not belong together? What sets them apart?”"),
        b2b=(_("Suppliers of supermarkets; and caterers, who buy before the season."),),
        b2c=(_("Families new to nursery; and parents who come back for the second child."),),
        page="best",
    )

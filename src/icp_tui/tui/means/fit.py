"""What the chosen attributes mean: how the customers would be ranked by them, live (formulas 5, R-168)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from icp_tui.insight.customers import best, comparison
from icp_tui.insight.fit import Tier, score_of, scored_attributes
from icp_tui.method.records import Customer
from icp_tui.texts import say
from icp_tui.tui.means import View
from icp_tui.tui.means.drawing import labelled


def tiers(view: View) -> list[Text]:
    """Into which tiers the best and the others would fall: the further apart, the better the choice."""
    if not scored_attributes(view.answers):
        return []
    lines = []
    for label, customers in (
        (say("The best are"), best(view.answers)),
        (say("The others are"), comparison(view.answers)),
    ):
        if customers:
            lines += labelled(label, _counted(customers, view), view)
    return lines


def _counted(customers: Sequence[Customer], view: View) -> list[Text]:
    found = Counter(score_of(view.answers, customer).tier for customer in customers)
    inks = view.inks
    return [
        Text.assemble(
            (f"{tier.value if tier else '?'} ", inks.strong), ("■" * min(n, 12), inks.accent), f" {n}"
        )
        for tier in (*Tier, None)
        if (n := found[tier])
    ]

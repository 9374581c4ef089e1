"""Which page says what its answers mean, and where that is worked out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from icp_tui.tui.means import Meaning

MEANINGS: Mapping[str, tuple[str, str]] = {
    "best_customers": ("customers", "best_customers"),
    "ranking": ("customers", "ranked"),
    "comparison_group": ("customers", "comparison_group"),
    "choice": ("fit", "tiers"),
    "buying_theirs": ("framework", "buying"),
    "buying_ours": ("framework", "buying"),
    "expansion": ("framework", "expansion"),
    "costs": ("framework", "costs"),
    "red_flags": ("people", "red_flags"),
    "statement": ("people", "statement"),
    "story": ("people", "story"),
    "personas": ("people", "personas"),
    "objectives": ("people", "threads"),
    "current_process": ("processes", "processes"),
    "new_process": ("processes", "processes"),
    "channels": ("people", "channels"),
    "touchpoints": ("people", "touchpoints"),
}
"""The module and the function for each page. By name, since all of them together take 10 ms to import."""


@cache
def meaning_of(page_id: str) -> Meaning | None:
    """What works out the lines of a page; None for a page that needs none."""
    if page_id not in MEANINGS:
        return None
    module, function = MEANINGS[page_id]
    found: Meaning = getattr(import_module(f"icp_tui.tui.means.{module}"), function)
    return found

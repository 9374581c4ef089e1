"""Leaving while something typed can be saved nowhere: the one question that the program asks at its end."""

from __future__ import annotations

from icp_tui.texts import say
from icp_tui.tui.screens.ways import WaysScreen

COPY, AGAIN, LEAVE = "copy", "again", "leave"


class LeavingScreen(WaysScreen):
    """Gives `copy`, `again` or `leave`, or None when one stays."""

    def __init__(self, why: str) -> None:
        """Ask what is to happen; `why` nothing can be saved."""
        super().__init__(
            (
                say("What you typed last could not be saved."),
                why,
                say("It is only on this screen; the rescue journal cannot be written either."),
            ),
            (
                (COPY, say("Save a copy elsewhere")),
                (AGAIN, say("Try again")),
                (LEAVE, say("Leave without what was typed last")),
            ),
        )

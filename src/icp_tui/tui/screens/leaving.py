"""Leaving while something typed can be saved nowhere: the one question that the program asks at its end."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from icp_tui.texts import say
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped

COPY, AGAIN, LEAVE = "copy", "again", "leave"


class LeavingScreen(ModalScreen[str | None]):
    """Gives `copy`, `again` or `leave`, or None when one stays."""

    BINDINGS = [("escape", "dismiss(None)", "Stay")]  # noqa: RUF012
    AUTO_FOCUS = None

    def __init__(self, why: str) -> None:
        """Ask what is to happen; `why` nothing can be saved."""
        super().__init__()
        self._why = why
        self._at = 0
        self._first = 0

    @property
    def _ways(self) -> list[tuple[str, str]]:
        return [
            (COPY, say("Save a copy elsewhere")),
            (AGAIN, say("Try again")),
            (LEAVE, say("Leave without what was typed last")),
        ]

    def compose(self) -> ComposeResult:
        """What is wrong, then the ways out."""
        with Vertical(classes="sheet"):
            yield Lines(id="ways")

    def on_mount(self) -> None:
        """Draw when the width is known."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Break the lines elsewhere."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        lines = self.query_one("#ways", Lines)
        inks = lines.inks
        told = (
            Text(say("What you typed last could not be saved."), inks.strong),
            Text(self._why),
            Text(say("It is only on this screen; the rescue journal cannot be written either.")),
        )
        above = [line for text in told for line in wrapped(text, lines.size.width)]
        self._first = len(above) + 1
        ways = [
            Text.assemble(
                ("▸ " if n == self._at else "  ", inks.here), (words, inks.strong if n == self._at else "")
            )
            for n, (_, words) in enumerate(self._ways)
        ]
        foot = Text(say("Enter chooses, Escape stays."), inks.dim)
        lines.show([*above, Text(), *ways, Text(), foot])

    def on_key(self, event: events.Key) -> None:
        """Up, down, Enter."""
        if event.key in ("up", "down"):
            self._at = (self._at + (1 if event.key == "down" else -1)) % len(self._ways)
            self._draw()
        elif event.key == "enter":
            self.dismiss(self._ways[self._at][0])
        else:
            return
        event.stop()

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Choose what was clicked."""
        place = event.line - self._first
        if 0 <= place < len(self._ways):
            self.dismiss(self._ways[place][0])

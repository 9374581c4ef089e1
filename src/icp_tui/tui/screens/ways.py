"""One question with a few answers in words, gone through by the arrows; Escape changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from icp_tui.texts import say
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped


class WaysScreen(ModalScreen[str | None]):
    """Gives the id of the way that is chosen, or None when one stays."""

    BINDINGS = [("escape", "dismiss(None)", "Stay")]  # noqa: RUF012
    AUTO_FOCUS = None

    def __init__(self, told: Sequence[str], ways: Sequence[tuple[str, str]]) -> None:
        """Ask what is to happen: the first line of `told` is the question; `ways` are ids and words."""
        super().__init__()
        self._told = told
        self._ways = ways
        self._at = 0
        self._first = 0

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
        told = [Text(self._told[0], inks.strong), *map(Text, self._told[1:])]
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

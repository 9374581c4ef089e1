"""All keys of a screen, from the table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from icp_tui.texts import say
from icp_tui.tui.commands import Command, show_key
from icp_tui.tui.gridding import fitted
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped

LEAST_BESIDE = 28
"""Columns for the sentences, from which they stand beside the words."""


class HelpScreen(ModalScreen[None]):
    """Shows keys, words and one sentence for each command."""

    BINDINGS = [("escape,f1,question_mark,enter,q", "dismiss(None)", "Back")]  # noqa: RUF012
    AUTO_FOCUS = "#list"

    def __init__(self, commands: Sequence[Command]) -> None:
        """Show these commands."""
        super().__init__()
        self._commands = commands

    def compose(self) -> ComposeResult:
        """One scrolling list."""
        with Vertical(classes="sheet tall"), VerticalScroll(id="list"):
            yield Lines(id="keys")

    def on_mount(self) -> None:
        """Fill it once there is a width."""
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Wrap it to another width."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        lines = self.query_one("#keys", Lines)
        # The scrollbar comes once the lines are known.
        inks, width = lines.inks, self.query_one("#list").size.width - 1
        keys = ["  ".join(map(show_key, command.keys_now)) for command in self._commands]
        names = [str(command.words) for command in self._commands]
        first, second = (max(map(cell_len, told)) + 2 for told in (keys, names))
        drawn = [Text(say("Keys of this screen"), inks.strong), Text()]
        # Where there is little room beside the words, the sentence stands below them.
        column = first + second if width - first - second >= LEAST_BESIDE else 2
        for key, name, command in zip(keys, names, self._commands, strict=True):
            said = wrapped(Text(str(command.help), inks.dim), max(20, width - column))
            beside = Text.assemble((fitted(key, first), inks.here), fitted(name, second))
            if column < first + second:
                drawn.append(beside)
                beside = Text(" " * column)
            for part in said:
                drawn.append(Text.assemble(beside, part))
                beside = Text(" " * column)
        closing = say("Tab, Enter and ↑ ↓ go from field to field. Escape closes this.")
        drawn += [Text(), *wrapped(Text(closing, inks.dim), max(20, width))]
        lines.show(drawn)

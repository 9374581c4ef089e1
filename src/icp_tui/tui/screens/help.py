"""All keys of a screen, from the table of commands."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from icp_tui.texts import say
from icp_tui.tui.commands import Command, show_key
from icp_tui.tui.widgets.lines import Lines


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
        """Fill it."""
        lines = self.query_one("#keys", Lines)
        inks = lines.inks
        drawn = [Text(say("Keys of this screen"), inks.strong), Text()]
        for command in self._commands:
            keys = "  ".join(show_key(key) for key in command.keys.split(","))
            drawn.append(
                Text.assemble(
                    (f"{keys:<16}", inks.here), f"{command.words!s:<17}", (str(command.help), inks.dim)
                )
            )
        drawn += [
            Text(),
            Text(say("Tab, Enter and ↑ ↓ go from field to field. Escape closes this."), inks.dim),
        ]
        lines.show(drawn)

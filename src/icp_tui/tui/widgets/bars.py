"""The line at the top (where one is, how far, saved or not) and the line of keys at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.message import Message

from icp_tui.tui.commands import Command
from icp_tui.tui.widgets.lines import Lines, right_aligned


class TopBar(Lines):
    """One line: what one looks at on the left, how it stands on the right."""

    DEFAULT_CSS = "TopBar { height: 1; dock: top; padding: 0 1; background: $panel; }"

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self._left, self._right = Text(), Text()

    def say(self, left: Text, right: Text) -> None:
        """Show both sides."""
        self._left, self._right = left, right
        self._draw()

    def _draw(self) -> None:
        self.show([right_aligned(self._left, self._right, self.size.width, gap=3)])

    def on_resize(self) -> None:
        """Keep the right side at the edge."""
        super().on_resize()
        self._draw()


class KeyBar(Lines):
    """The keys that matter on this screen, as many as fit, the kept ones first. They can be clicked."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; padding: 0 1; background: $panel; }"

    class Pressed(Message):
        """A command was clicked."""

        def __init__(self, command: Command) -> None:
            """Carry the command."""
            super().__init__()
            self.command = command

    def __init__(self, commands: Sequence[Command], *, id: str | None = None) -> None:
        """Show these commands."""
        super().__init__(id=id)
        self._commands = commands
        self._shown: list[tuple[int, int, Command]] = []

    def on_mount(self) -> None:
        """Draw in the first theme, and again in another."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())
        self._draw()

    def on_resize(self) -> None:
        """Show as many as fit now."""
        super().on_resize()
        self._draw()

    def _draw(self) -> None:
        parts = [
            (
                command,
                Text.assemble((command.shown_key, self.inks.here), (f" {command.words}", self.inks.dim)),
            )
            for command in self._commands
        ]
        width, room = sum(part.cell_len for _, part in parts), self.size.width
        gap = 3 if width + 3 * (len(parts) - 1) <= room else 2
        while len(parts) > 1 and sum(part.cell_len + gap for _, part in parts) - gap > room:
            least = min(command.foot for command, _ in parts)
            parts.pop(max(n for n, (command, _) in enumerate(parts) if command.foot == least))
        line, self._shown = Text(), []
        for command, part in parts:
            line.append(" " * gap if line else "")
            start = line.cell_len
            line.append_text(part)
            self._shown.append((start, line.cell_len, command))
        self.show([line])

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        event.stop()
        for start, end, command in self._shown:
            if start <= event.x - 1 < end:
                self.post_message(self.Pressed(command))

"""The editor of an answer that may hold several of a fixed set: a row of boxes, each on or off."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence

from rich.text import Text
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from icp_tui.tui.theme import finished, inks_of
from icp_tui.tui.widgets.editors import WORD_ENDS


class ToggleRow(Widget, can_focus=True):
    """Boxes in one line: arrows go along them; space, a first letter or a digit turns one on or off."""

    DEFAULT_CSS = "ToggleRow { height: 1; }"

    class Chosen(Message):
        """Other boxes are on."""

        def __init__(self, values: Sequence[str]) -> None:
            """Carry the stored values of those that are on, in their order."""
            super().__init__()
            self.values = list(values)

    class Refused(Message):
        """What was typed is none of the boxes."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start without boxes."""
        super().__init__(id=id, classes=classes)
        self._options: list[tuple[str, str]] = []
        self._on: set[str] = set()
        self._at = 0
        self._typed = ""
        self._last_key = 0.0

    def offer(self, options: Sequence[tuple[str, str]], on: Collection[str]) -> None:
        """Offer boxes as (stored value, words), with some of them on."""
        self._options, self._on, self._at, self._typed = list(options), set(on), 0, ""
        self.refresh()

    def _toggle(self, place: int) -> None:
        self._at = place
        self._on ^= {self._options[place][0]}
        self.refresh()
        self.post_message(self.Chosen([value for value, _ in self._options if value in self._on]))

    def on_key(self, event: events.Key) -> None:
        """Go along the boxes, turn one on or off."""
        if not self._goes_on_with_word((event.character or "").casefold()):
            self._typed = ""
            if not self._does(event):
                return
        event.stop()
        event.prevent_default()

    def _does(self, event: events.Key) -> bool:
        """Do what a key says; False where it says nothing here."""
        if event.key in ("left", "right"):
            self._at = (self._at + (1 if event.key == "right" else -1)) % len(self._options)
            self.refresh()
        elif event.key == "space":
            self._toggle(self._at)
        elif event.key in ("backspace", "delete"):
            if self._options[self._at][0] in self._on:
                self._toggle(self._at)
        elif event.character and event.character.isprintable():
            self._by_letter(event.character.casefold())
        else:
            return False
        return True

    def _goes_on_with_word(self, letter: str) -> bool:
        """Take a letter as the next one of a word that is written out, which turns its box once."""
        going, self._last_key = time.monotonic() - self._last_key < WORD_ENDS, time.monotonic()
        if not (going and letter and self._typed):
            return False
        word = self._typed + letter
        found = self._beginning_with(word)
        if not found:
            return False
        self._typed = word
        if self._at not in found:
            # Another box was meant than the one that the letters before had turned.
            self._toggle(self._at)
            self._toggle(found[0])
        return True

    def _beginning_with(self, typed: str) -> list[int]:
        """The boxes whose words begin so, from the one behind the box at hand on."""
        order = [(self._at + 1 + n) % len(self._options) for n in range(len(self._options))]
        return [place for place in order if self._options[place][1].casefold().startswith(typed)]

    def _by_letter(self, letter: str) -> None:
        if letter.isdecimal() and 1 <= int(letter) <= len(self._options):
            self._toggle(int(letter) - 1)
            return
        if found := self._beginning_with(letter):
            self._typed = letter
            self._toggle(found[0])
        else:
            self.post_message(self.Refused())

    def on_click(self, event: events.Click) -> None:
        """Turn the clicked box on or off."""
        self._typed = ""
        for place, (start, words) in enumerate(self._boxes()):
            if start <= event.x < start + words.cell_len:
                self._toggle(place)

    def _boxes(self) -> list[tuple[int, Text]]:
        """Each box with the column at which it starts."""
        inks = inks_of(self.app)
        boxes, column = [], 0
        for place, (value, words) in enumerate(self._options):
            on = value in self._on
            ink = inks.here if on else inks.dim
            mark = "■" if on else "□"
            box = Text(
                f" {mark} {words} ", ink + inks.chosen if place == self._at and self.has_focus else ink
            )
            boxes.append((column, box))
            column += box.cell_len
        end = boxes[self._at][0] + boxes[self._at][1].cell_len if boxes else 0
        if end > self.size.width:
            # What is at hand stays in view; whole boxes before it give way to a mark of two columns.
            fitting = [start for start, _ in boxes if end - start + 2 <= self.size.width]
            cut = min([boxes[self._at][0], *fitting]) - 2
            boxes = [(start - cut, words) for start, words in boxes]
        return boxes

    def render_line(self, y: int) -> Strip:
        """All boxes in one line, those at hand in view."""
        inks, width = inks_of(self.app), self.size.width
        row = Text()
        for start, words in self._boxes():
            if start >= 0:
                row.append_text(words)
            elif not row:
                row.append("… ", inks.dim)
        row.truncate(width, overflow="ellipsis")
        return finished(Strip(list(row.render(self.app.console, end=""))).adjust_cell_length(width), self)

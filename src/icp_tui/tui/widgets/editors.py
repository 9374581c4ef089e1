"""The editors that a form puts over the answer in focus: a line, a page of prose, a row of options."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Edit, EditResult

from icp_tui.method.length import LONGEST
from icp_tui.method.safe import safe_text
from icp_tui.texts import say
from icp_tui.tui.commands import key_of
from icp_tui.tui.theme import finished, inks_of


def unprintable_text(event: events.Key) -> str:
    """What a key writes though Textual holds it unprintable: the joiners within emoji, and odd spaces."""
    character = event.character or ""
    if character in ("\u200c", "\u200d"):
        return character
    return " " if character not in ("", " ") and unicodedata.category(character) == "Zs" else ""


BEGINNING = 2000
"""Characters that are shown of an answer that is too long to be changed here."""


def left_out(widget: Widget, length: int) -> None:
    """Say that what was typed or pasted would make an answer of `length`, and that none of it was put in."""
    widget.app.clear_notifications()
    widget.app.notify(
        say("An answer can have {most:,} characters; with this it would have {n:,}.", most=LONGEST, n=length)
        + " "
        + say("Nothing was put in. What you copied is still where it was."),
        title=say("Too long"),
        severity="warning",
        markup=False,
    )


class LineInput(Input):
    """A one-line input that keeps every pasted line and leaves up and down to whoever holds it.

    Nothing makes an answer in it that is too long; one that is already is only to be read.
    """

    BINDINGS: ClassVar = [
        # Textual deletes to the right here, unlike every shell.
        Binding("ctrl+backspace,alt+backspace", "delete_left_word", show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """An input without a border whose text is not selected when it gets the focus."""
        super().__init__(id=id, classes=classes, compact=True, select_on_focus=False)

    class Pasted(Message):
        """Several lines were pasted."""

        def __init__(self, lines: Sequence[str]) -> None:
            """Carry the lines that hold anything."""
            super().__init__()
            self.lines = list(lines)

    many: bool = False
    """Whether several pasted lines are told as `Pasted` instead of being joined."""

    read_only: bool = False

    def offer(self, text: str) -> None:
        """Put a text here to be changed; of one that is too long only the beginning, to be read."""
        self.read_only = len(text) > LONGEST
        if self.read_only:
            more = say(
                "{n:,} characters, too many here: {key} opens your own editor.",
                n=len(text),
                key=key_of("editor"),
            )
            text = f"{more}  {' '.join(text[:BEGINNING].split())}…"
        self.value = text
        self.cursor_position = 0 if self.read_only else len(text)

    def replace(self, text: str, start: int, end: int) -> None:
        """Change the text, as every key and paste does in the end, unless it would become too long."""
        length = len(self.value) - abs(end - start) + len(text)
        if self.read_only:
            return
        if text and length > LONGEST:
            left_out(self, length)
        else:
            super().replace(text, start, end)

    async def _on_key(self, event: events.Key) -> None:
        """Take all text, also what Textual would leave out."""
        if text := unprintable_text(event):
            event.stop()
            event.prevent_default()
            self.insert_text_at_cursor(text)

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines: joined to one, or told as several."""
        event.stop()
        event.prevent_default()
        lines = [" ".join(line.split()) for line in safe_text(event.text).split("\n") if line.strip()]
        if self.many and len(lines) > 1:
            # Lists come with their bullets and numbers; an outline has its own.
            lines = [re.sub(r"^(?:[-*•–]|\d{1,3}[.)])\s+", "", line) for line in lines]
        if self.many and len(lines) > 1 and (longest := max(map(len, lines))) > LONGEST:
            left_out(self, longest)
        elif self.many and len(lines) > 1:
            self.post_message(self.Pasted(lines))
        elif lines:
            self.insert_text_at_cursor(" ".join(lines))


class ProseArea(TextArea):
    """Several lines of prose; as high as its text, never lower than three lines.

    Nothing makes an answer in it that is too long; one that is already is only to be read.
    """

    LEAST_LINES = 3

    class Resized(Message):
        """The text needs another number of lines."""

    class Emptied(Message):
        """Nothing is left to undo in the text itself."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """A plain area; Tab goes on to the next field."""
        super().__init__(
            id=id,
            classes=classes,
            compact=True,
            tab_behavior="focus",
            highlight_cursor_line=False,
            soft_wrap=True,
        )
        self._height_shown = 0

    async def _on_key(self, event: events.Key) -> None:
        """Take all text, also what Textual would leave out."""
        if (text := unprintable_text(event)) and not self.read_only:
            event.stop()
            event.prevent_default()
            self.insert(text)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take what can be shown."""
        event.stop()
        event.prevent_default()
        if not self.read_only:
            self.replace(safe_text(event.text), *self.selection, maintain_selection_offset=False)

    def offer(self, text: str) -> None:
        """Put a text here to be changed; of one that is too long only the beginning, to be read.

        Textual wraps a whole paragraph for every line that it shows: with a megabyte a key takes seconds.
        """
        self.read_only = len(text) > LONGEST
        if self.read_only:
            more = say(
                "… {n} characters, too many to be changed here: {key} opens your own editor.",
                n=f"{len(text):,}",
                key=key_of("editor"),
            )
            text = f"{text[:BEGINNING]}\n\n{more}"
        self.text = text
        self.move_cursor(self.document.end)
        self.history.clear()

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, as every key and paste does in the end, unless it would become too long."""
        gone = self.document.get_text_range(edit.top, edit.bottom)
        length = len(self.text) - len(gone) + len(edit.text)
        if edit.text and length > LONGEST:
            left_out(self, length)
            return EditResult(self.cursor_location, "")
        return super().edit(edit)

    @property
    def lines_needed(self) -> int:
        """How many lines the wrapped text takes, with one to go on writing."""
        return max(self.LEAST_LINES, self.wrapped_document.height + (1 if self.text else 0))

    def on_resize(self) -> None:
        """Wrapped to another width, the text can need another height; Textual wraps it after this."""
        self.call_after_refresh(self.tell_height)

    def tell_height(self) -> None:
        """Tell when the number of lines has changed."""
        if self.lines_needed != self._height_shown:
            self._height_shown = self.lines_needed
            self.post_message(self.Resized())

    @property
    def cursor_line(self) -> int:
        """The wrapped line in which the cursor is; 0 is the first."""
        return int(self.wrapped_document.location_to_offset(self.cursor_location).y)

    @property
    def at_top(self) -> bool:
        """Whether the cursor cannot go further up."""
        return self.cursor_location[0] == 0 and self.get_cursor_up_location() in (
            (0, 0),
            self.cursor_location,
        )

    @property
    def at_bottom(self) -> bool:
        """Whether the cursor cannot go further down."""
        last = self.document.line_count - 1
        return (
            self.cursor_location[0] == last
            and self.get_cursor_down_location()[0] == last
            and self.cursor_line == self.wrapped_document.height - 1
        )


WORD_ENDS = 1.0
"""Seconds without a key after which a letter begins another word."""


class OptionRow(Widget, can_focus=True):
    """A choice or a scale in one line: arrows and first letters choose, digits set, Backspace clears."""

    DEFAULT_CSS = "OptionRow { height: 1; }"

    class Chosen(Message):
        """Another option was chosen; "" for none."""

        def __init__(self, value: str) -> None:
            """Carry the option's stored value."""
            super().__init__()
            self.value = value

    class Refused(Message):
        """What was typed is none of the options; the answer is as it was."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start without options."""
        super().__init__(id=id, classes=classes)
        self._options: list[tuple[str, str]] = []
        self._value = self._before = ""
        self._typed = ""
        self._last_key = 0.0

    def offer(self, options: Sequence[tuple[str, str]], value: str) -> None:
        """Offer options as (stored value, words), with one chosen or "" for none."""
        self._options, self._value, self._typed, self._last_key = list(options), value, "", 0.0
        self.refresh()

    def _place(self) -> int:
        values = [value for value, _ in self._options]
        return values.index(self._value) if self._value in values else -1

    def _choose(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.refresh()
            self.post_message(self.Chosen(value))

    def on_key(self, event: events.Key) -> None:
        """Choose by arrows, by letters, by the digit of the value or place, or clear."""
        place = self._place()
        if event.key in ("left", "right"):
            step = 1 if event.key == "right" else -1
            at = min(max(place + step, 0), len(self._options) - 1)
            self._choose(self._options[at][0])
        elif event.key in ("backspace", "delete"):
            self._typed = ""
            self._choose("")
        elif event.key == "space" and not self._is_going_on():
            self._choose(self._options[(place + 1) % len(self._options)][0])
        elif event.character and event.character.isprintable():
            self._by_letter(event.character.casefold())
        else:
            return
        event.stop()
        event.prevent_default()

    def _is_going_on(self) -> bool:
        """Whether the key belongs to the word that is being typed."""
        return time.monotonic() - self._last_key < WORD_ENDS

    def _by_letter(self, letter: str) -> None:
        """Choose by what is typed in one go; what is none of the options changes nothing.

        A hurried person who means another field types a sentence here: the answer is then as it was before.
        """
        if not self._is_going_on():
            self._typed, self._before = "", self._value
        self._last_key = time.monotonic()
        self._typed += letter
        found = self._meant(self._typed)
        if found is None and len(self._typed) == 2:
            # A second key can also mend the first.
            found = self._meant(letter)
        if found is not None:
            self._choose(found)
        elif len(self._typed) == 1 or self._value != self._before:
            self._choose(self._before)
            self.post_message(self.Refused())

    def _meant(self, typed: str) -> str | None:
        values = [value for value, _ in self._options]
        if typed.isdecimal():
            place = int(typed) - 1
            if values[0].isdecimal():
                return typed if typed in values else None
            return values[place] if len(typed) == 1 and 0 <= place < len(values) else None
        found = [value for value, words in self._options if words.casefold().startswith(typed)]
        # Where no first word begins so, another may: “a week” is found by w.
        found += [value for value, words in self._options if f" {typed}" in words.casefold()]
        return next(iter(found), None)

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        x = 0
        for value, words in self._options:
            width = Text(words).cell_len + 2
            if x <= event.x < x + width:
                self._choose(value)
                return
            x += width

    def render_line(self, y: int) -> Strip:
        """All options in one line, the chosen one marked; from the chosen one where they do not all fit."""
        inks, width = inks_of(self.app), self.size.width
        row = Text()
        for value, words in self._options:
            chosen = value == self._value
            row.append(f" {words} ", inks.here + inks.chosen if chosen else inks.dim)
        place = self._place()
        before = sum(Text(words).cell_len + 2 for _, words in self._options[: place + 1])
        if before > width:
            row = Text.assemble(("… ", inks.dim), row[before - Text(self._options[place][1]).cell_len - 2 :])
        row.truncate(width, overflow="ellipsis")
        row.stylize_before(row.style)
        strip = Strip(list(row.render(self.app.console, end="")))
        return finished(strip.adjust_cell_length(width), self)

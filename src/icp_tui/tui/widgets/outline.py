"""The outline of a page: one line a record, and the + line in which the next one is typed.

The + line always has the keyboard: up and down choose a record above it, Enter opens the chosen one, and
whatever is typed begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Input

from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.editors import LineInput
from icp_tui.tui.widgets.lines import LONGEST, Lines
from icp_tui.tui.widgets.offers import Offers


@dataclass(frozen=True, slots=True)
class Row:
    """One record in an outline: its id, its title, and its columns at the right."""

    record_id: str
    title: str
    columns: tuple[Text, ...] = ()


class Outline(VerticalScroll, can_focus=False):
    """Shows rows and the + line."""

    DEFAULT_CSS = """
    Outline { height: auto; }
    Outline > #plus { height: 1; }
    Outline > #plus > Lines { width: 2; }
    Outline > #plus > LineInput { width: 1fr; }
    """

    class Typed(Message):
        """The text of the + line has changed."""

        def __init__(self, text: str) -> None:
            """Carry the text."""
            super().__init__()
            self.text = text

    class Added(Message):
        """Enter in the + line: the record is finished, the next one begins."""

    class Pasted(Message):
        """Several lines were pasted: each is a record."""

        def __init__(self, lines: Sequence[str]) -> None:
            """Carry the lines."""
            super().__init__()
            self.lines = list(lines)

    class Taken(Message):
        """A ready-made answer was taken instead of what was typed."""

        def __init__(self, title: str) -> None:
            """Carry the title of the ready-made answer."""
            super().__init__()
            self.title = title

    class Chosen(Message):
        """Another record is the chosen one."""

        def __init__(self, record_id: str) -> None:
            """Carry its id."""
            super().__init__()
            self.record_id = record_id

    class Opened(Message):
        """The chosen record, or the one just typed, is to be edited."""

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._chosen: str | None = None
        self._offers: Offers | None = None
        self._empty = ""

    def compose(self) -> ComposeResult:
        """The rows, then the + line."""
        yield Lines(id="rows")
        with Horizontal(id="plus"):
            yield Lines(id="sign")
            line = LineInput(id="add")
            line.many = True
            yield line
        yield Lines(id="offers")

    @property
    def line(self) -> LineInput:
        """The + line."""
        return self.query_one("#add", LineInput)

    def show(
        self,
        rows: Sequence[Row],
        chosen: str | None,
        add: str,
        *,
        empty: str = "",
        offers: Offers | None = None,
    ) -> None:
        """Show rows, one of them chosen; `add` invites in the + line, `empty` stands where no row is.

        What is offered stands below the + line while something is typed, and while there is no row.
        """
        self._rows, self._chosen = rows, chosen
        if self._offers is None or offers is None or not self.line.value:
            self._offers = offers
            self._look_for(self.line.value)
        self._empty = empty
        self.line.placeholder = add
        self.line.disabled = not add
        self._draw()

    def _draw(self) -> None:
        lines = self.query_one("#rows", Lines)
        inks = lines.inks
        width = max(20, self.scrollable_content_region.width or self.size.width)
        if self._rows:
            lines.show(_lines(self._rows, self._chosen, width, inks))
        else:
            lines.show([Text(f"  {self._empty}", inks.quiet)] if self._empty else [])
        lines.display = bool(self._rows or self._empty)
        self.query_one("#sign", Lines).show([Text("+", inks.here)])
        self._show_chosen()

    def _look_for(self, typed: str) -> None:
        if self._offers:
            self._offers.look_for(typed)
        self._draw_offers()

    def _draw_offers(self) -> None:
        lines = self.query_one("#offers", Lines)
        wanted = self._offers is not None and (bool(self.line.value.strip()) or not self._rows)
        lines.display = wanted and bool(self._offers and self._offers.height)
        if self._offers and lines.display:
            lines.show([Text.assemble("  ", line) for line in self._offers.lines(lines.inks)])

    @property
    def height_below(self) -> int:
        """How many lines the offers take below the + line."""
        lines = self.query_one("#offers", Lines)
        return lines.count if lines.display else 0

    def _show_chosen(self) -> None:
        place = self._place()
        if self.line.has_focus and (self.line.value or place is None or place == len(self._rows) - 1):
            self.scroll_end(animate=False, immediate=True)
        elif place is not None and not self.scroll_y <= place < self.scroll_y + self.size.height - 1:
            self.scroll_to(y=max(0, place - 1), animate=False)

    def _place(self) -> int | None:
        return next((n for n, row in enumerate(self._rows) if row.record_id == self._chosen), None)

    def begin(self) -> None:
        """Give the keyboard to the + line."""
        self.line.focus(scroll_visible=False)

    def clear(self) -> None:
        """Empty the + line without telling."""
        with self.prevent(Input.Changed):
            self.line.value = ""
        self._look_for("")

    def on_key(self, event: events.Key) -> None:
        """Choose by up and down, open by Enter or Tab."""
        if event.key in ("up", "down") and self._moves_in_offers(1 if event.key == "down" else -1):
            self._draw_offers()
            self.scroll_end(animate=False, immediate=True)
        elif event.key == "enter" and self._offers and self._offers.chosen:
            self.post_message(self.Taken(self._offers.chosen))
        elif event.key in ("up", "down"):
            self._step(-1 if event.key == "up" else 1)
        elif event.key == "enter" and self.line.value.strip():
            self.post_message(self.Added())
        elif event.key in ("enter", "tab"):
            self.post_message(self.Opened())
        else:
            return
        event.stop()
        event.prevent_default()

    def _moves_in_offers(self, steps: int) -> bool:
        return self._offers is not None and self.query_one("#offers").display and self._offers.move(steps)

    def _step(self, steps: int) -> None:
        place = self._place()
        if not self._rows or self.line.value:
            return
        at = len(self._rows) - 1 if place is None else min(max(place + steps, 0), len(self._rows) - 1)
        if self._rows[at].record_id != self._chosen:
            self._chosen = self._rows[at].record_id
            self._draw()
            self.post_message(self.Chosen(self._chosen))

    def on_input_changed(self, event: Input.Changed) -> None:
        """The + line has changed."""
        event.stop()
        self._look_for(event.value)
        self.post_message(self.Typed(event.value))

    def on_line_input_pasted(self, event: LineInput.Pasted) -> None:
        """Several lines came at once."""
        event.stop()
        self.post_message(self.Pasted(event.lines))

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Choose what was clicked; a second click opens it."""
        event.stop()
        if event.lines.id == "offers" and self._offers:
            if self._offers.choose_line(event.line) and self._offers.chosen:
                self.post_message(self.Taken(self._offers.chosen))
            return
        if event.lines.id != "rows" or not event.line < len(self._rows):
            self.begin()
            return
        clicked = self._rows[event.line].record_id
        again = clicked == self._chosen
        self._chosen = clicked
        self._draw()
        self.post_message(self.Opened() if again else self.Chosen(clicked))

    def on_resize(self) -> None:
        """Fit the columns to another width."""
        self._draw()


def _lines(rows: Sequence[Row], chosen: str | None, width: int, inks: Inks) -> list[Text]:
    """The rows with their columns right-aligned under each other; columns give way before titles do."""
    many = max((len(row.columns) for row in rows), default=0)
    widths = [
        max((row.columns[n].cell_len for row in rows if n < len(row.columns)), default=0) for n in range(many)
    ]
    longest = max((Text(row.title[:LONGEST]).cell_len for row in rows), default=0)
    room = min(longest, max(16, width // 2))
    shown = list(range(many))
    while shown and sum(widths[n] + 2 for n in shown if widths[n]) + room + 2 > width:
        shown.pop(0)
    drawn = []
    for row in rows:
        is_chosen = row.record_id == chosen
        right = Text()
        for n in shown:
            if widths[n]:
                cell = row.columns[n] if n < len(row.columns) else Text()
                right.append("  " + " " * (widths[n] - cell.cell_len))
                right.append_text(cell)
        title = Text(row.title[:LONGEST] or "…", inks.strong if is_chosen else inks.plain)
        left = Text.assemble(("▸ " if is_chosen else "  ", inks.here), title)
        left.truncate(max(10, width - right.cell_len), overflow="ellipsis")
        drawn.append(Text.assemble(left, " " * max(0, width - left.cell_len - right.cell_len), right))
    return drawn

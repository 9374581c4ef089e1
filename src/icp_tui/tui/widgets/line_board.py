"""A board of lines: one line a place, some that stay at the top and the foot, and a cursor of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.tui.position import Position
from icp_tui.tui.widgets.board import Board, Spot
from icp_tui.tui.widgets.lines import Lines, right_aligned


@dataclass(frozen=True, slots=True)
class Painted:
    """A board of lines: what stays at its top and foot, and between them lines that scroll.

    A line of the body leads to the place with the id beside it; headings lead nowhere.
    """

    head: Sequence[Text]
    body: Sequence[tuple[str | None, Text]]
    foot: Sequence[Text]


class LineBoard(Board):
    """A board of one line a place, along which one goes up and down.

    The cursor stands at the position's record; where that is none, as at a place not answered yet, it stays.
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start without answers."""
        super().__init__(id=id, classes=classes)
        self._answers: Answers | None = None
        self._at: str | None = None
        self._room = 6
        self._top = 0
        self._shown: list[str | None] = []

    # What each such board says of itself

    def places(self, answers: Answers) -> Sequence[str]:
        """The ids of all places from top to bottom."""
        raise NotImplementedError

    def place_of(self, record: Record) -> str | None:
        """At which place a record stands."""
        raise NotImplementedError

    def spot(self, answers: Answers, place: str) -> Spot:
        """What is at a place."""
        raise NotImplementedError

    def painted(self, answers: Answers, at: str | None, width: int, mark: Text) -> Painted:
        """The lines in `width` columns; the cursor's place begins with `mark`."""
        raise NotImplementedError

    def typed(self, answers: Answers, place: str, key: str) -> None:
        """A printable key, "space", "backspace" or "delete" was pressed at a place."""
        raise NotImplementedError

    # What is shown

    def tell(self, answers: Answers, position: Position, *, room: int, narrow: bool) -> None:
        """Show the answers, with the cursor at the position's record; at most `room` lines high."""
        self._answers, self._room = answers, room
        record = answers.get(position.record_id)
        if record and (place := self.place_of(record)):
            self._at = place
        places = self.places(answers)
        if self._at not in places:
            self._at = next(iter(places), None)
        self._draw()
        if record is None and self._at and (spot := self.spot(answers, self._at)).record:
            # Nobody said where the cursor should stand, as on arriving: then it is here.
            self.post_message(self.Chosen(spot))

    def _draw(self) -> None:
        inks, width = self.inks, self.size.width
        if self._answers is None or not width:
            # It has no place yet; a height asked for now would be lost once it has one.
            return
        mark = Text.assemble(("▸ ", inks.here if self.has_focus else inks.dim))
        painted = self.painted(self._answers, self._at, width, mark)
        room = max(3, self._room - len(painted.head) - len(painted.foot))
        if len(painted.body) > room:
            # The arrows that say so need a place.
            painted = self.painted(self._answers, self._at, width - 2, mark)
        body = painted.body
        at = next((n for n, (place, _) in enumerate(body) if place and place == self._at), 0)
        self._top = _scrolled(self._top, at, len(body), room)
        window = body[self._top : self._top + room]
        lines = [line for _, line in window]
        if self._top:
            lines[0] = right_aligned(lines[0], Text("↑", inks.dim), width)
        if self._top + room < len(body):
            lines[-1] = right_aligned(lines[-1], Text("↓", inks.dim), width)
        self._shown = [*(None for _ in painted.head), *(place for place, _ in window)]
        self.show([*painted.head, *lines, *painted.foot])

    def on_resize(self) -> None:
        """Fit the columns to another width."""
        self._draw()

    def on_focus(self) -> None:
        """Show that the cursor is here."""
        self._draw()

    def on_blur(self) -> None:
        """Show that the cursor is elsewhere."""
        self._draw()

    # What is done

    def on_key(self, event: events.Key) -> None:
        """Go up and down, open the form, or answer."""
        answers, at = self._answers, self._at
        if answers is None or at is None:
            return
        match event.key:
            case "up" | "down":
                self._step(answers, -1 if event.key == "up" else 1)
            case "pageup" | "pagedown":
                self._step(answers, -self._room if event.key == "pageup" else self._room)
            case "home" | "end":
                self._step(answers, (-1 if event.key == "home" else 1) * len(self.places(answers)))
            case "enter" | "tab":
                self.post_message(self.Opened(self.spot(answers, at)))
            case "space" | "backspace" | "delete":
                self.typed(answers, at, event.key)
            case _ if event.is_printable and event.character:
                self.typed(answers, at, event.character.casefold())
            case _:
                return
        event.stop()
        event.prevent_default()

    def _step(self, answers: Answers, steps: int) -> None:
        places = self.places(answers)
        here = places.index(self._at) if self._at in places else 0
        self._go(answers, places[min(max(here + steps, 0), len(places) - 1)])

    def _go(self, answers: Answers, place: str) -> None:
        if place != self._at:
            self._at = place
            self._draw()
            self.post_message(self.Chosen(self.spot(answers, place)))

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Go to the line that was clicked; a second click opens its form."""
        event.stop()
        place = self._shown[event.line] if event.line < len(self._shown) else None
        if self._answers is None or place is None:
            return
        if place == self._at:
            self.post_message(self.Opened(self.spot(self._answers, place)))
        else:
            self._go(self._answers, place)


def _scrolled(top: int, at: int, lines: int, room: int) -> int:
    """The first line shown of `lines`: the one `at` is among the `room` shown, and not at their edge."""
    top = min(top, at - 1)
    top = max(top, at + 2 - room)
    return max(0, min(top, lines - room))

"""What all boards share: pages that are filled on a surface of their own instead of a list.

A board shows what it is told, has the keyboard itself, and posts what happens. It may show places where no
record is yet, such as an unrated dimension; what is answered there says how the record is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.message import Message

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.tui.position import Position
from icp_tui.tui.widgets.lines import Lines


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a board: its record, or what one made there begins with.

    Attributes:
        record: what stands there; None where nothing does yet.
        kind: what would be made.
        parent_id: below which record.
        first: what it answers from the start.
    """

    record: Record | None
    kind: type[Record]
    parent_id: str
    first: Mapping[str, str] = field(default_factory=dict)


class Board(Lines, can_focus=True):
    """A surface of painted lines with a cursor."""

    DEFAULT_CSS = "Board { height: auto; width: 1fr; }"

    class Answered(Message):
        """A key answered a field of the place in view; "" clears it."""

        def __init__(self, spot: Spot, field: str, raw: str) -> None:
            """Carry the place, the field, and the answer as the field's kind reads it."""
            super().__init__()
            self.spot = spot
            self.field = field
            self.raw = raw

    class Chosen(Message):
        """The cursor stands at another place."""

        def __init__(self, spot: Spot) -> None:
            """Carry the place."""
            super().__init__()
            self.spot = spot

    class Opened(Message):
        """The record of a place is to be edited in the form; it is made where there is none."""

        def __init__(self, spot: Spot) -> None:
            """Carry the place."""
            super().__init__()
            self.spot = spot

    def tell(self, answers: Answers, position: Position, *, room: int, narrow: bool) -> None:
        """Show the answers, with the cursor at the position's record; at most `room` lines high."""
        raise NotImplementedError

    def stand_at(self, record: Record) -> None:
        """Put the cursor where a record stands that is not the position's own, such as a cell of the grid."""
        del record

    @property
    def takes_all(self) -> bool:
        """Whether the board wants the whole height, so that no form stands below it."""
        return False

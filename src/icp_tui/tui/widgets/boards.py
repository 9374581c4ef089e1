"""The place where a page's board stands; a board is made when its page is first shown."""

from __future__ import annotations

from textual.containers import Vertical

from icp_tui.method.answers import Answers
from icp_tui.tui.position import Position
from icp_tui.tui.widgets.board import Board

SHARE, SHARE_NARROW = 0.55, 0.45
"""The share of the screen's height that a board takes at most where a form stands below it."""

AROUND, AROUND_NARROW = 6, 4
"""Lines that head and keys take from a board that wants the whole height."""


class Boards(Vertical):
    """Shows the board of the page in view; nothing on any other page."""

    DEFAULT_CSS = "Boards { height: auto; }"

    board: Board | None = None
    """The board in view."""

    def tell(self, answers: Answers, position: Position, *, narrow: bool) -> None:
        """Show the page's board."""
        self.display = position.page.is_board
        if not self.display:
            self.board = None
            return
        layout = position.page.layout
        if not self.query(f"#{layout}"):
            self.mount(_made(layout))
        for board in self.query(Board):
            board.display = board.id == layout
        self.board = self.query_one(f"#{layout}", Board)
        height = self.app.size.height
        if self.board.takes_all:
            room = height - (AROUND_NARROW if narrow else AROUND)
        else:
            room = int(height * (SHARE_NARROW if narrow else SHARE))
        self.board.tell(answers, position, room=max(room, 6), narrow=narrow)


def _made(layout: str) -> Board:
    """The board of a layout; each is imported when it is first needed."""
    if layout == "grid":
        from icp_tui.tui.widgets.grid import Grid  # noqa: PLC0415

        return Grid(id=layout)
    if layout == "choice":
        from icp_tui.tui.widgets.choice_board import ChoiceBoard  # noqa: PLC0415

        return ChoiceBoard(id=layout)
    from icp_tui.tui.widgets.scorecard import Scorecard  # noqa: PLC0415

    return Scorecard(id=layout)

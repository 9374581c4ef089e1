"""The place where a page says what its answers mean: always as wide as it really is."""

from __future__ import annotations

from icp_tui.method.answers import Answers
from icp_tui.tui.means import View, means
from icp_tui.tui.position import Position
from icp_tui.tui.widgets.lines import Lines


class Meaning(Lines):
    """Shows what the answers of the page in view mean; takes no room where they need no explanation."""

    _told: tuple[Answers, Position, bool] | None = None

    def tell(self, answers: Answers, position: Position, *, narrow: bool) -> bool:
        """Explain the answers of the position's page; gives whether there is anything to say."""
        self._told = (answers, position, narrow)
        return self._draw()

    def on_resize(self) -> None:
        """Wrap it to another width: before the first layout, and beside the guide, it was not known."""
        self._draw()

    def _draw(self) -> bool:
        if self._told is None:
            return False
        answers, position, narrow = self._told
        width = max(40, self.size.width or self.app.size.width - 4)
        lines = means(View(answers, position, self.inks, width, narrow))
        self.display = bool(lines)
        self.show(lines)
        return bool(lines)

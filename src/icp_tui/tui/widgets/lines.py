"""Lines of styled text painted by one widget: a list of hundreds costs no more than a label.

What is a string from a person is always a `rich.text.Text`, never markup.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from icp_tui.tui.theme import Inks, finished, inks_of

LONGEST = 2_000
"""Characters of a line that are looked at: more than a screen is wide, also where letters have many signs."""


class Lines(Widget):
    """Shows lines from the top; as high as they are many unless styled otherwise."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    class Clicked(Message):
        """A line was clicked."""

        def __init__(self, lines: Lines, line: int, column: int) -> None:
            """Say which line (0 is the first) and column."""
            super().__init__()
            self.lines = lines
            self.line = line
            self.column = column

        @property
        def control(self) -> Lines:
            """The widget that was clicked."""
            return self.lines

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id, classes=classes)
        self._lines: Sequence[Text] = ()
        self._strips: dict[int, Strip] = {}
        self._width = 0
        self._style: Style | None = None

    @property
    def inks(self) -> Inks:
        """The styles of the theme worn now."""
        return inks_of(self.app)

    @property
    def count(self) -> int:
        """How many lines are shown."""
        return len(self._lines)

    def show(self, lines: Sequence[Text]) -> None:
        """Show these lines instead of those before; what is the same is not painted again."""
        taller = len(lines) != len(self._lines)
        if not taller and isinstance(lines, list) and all(map(_same, lines, self._lines)):
            return
        self._lines = lines
        self._strips.clear()
        self.refresh(layout=taller)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As high as the lines are many."""
        return max(1, len(self._lines))

    def render_line(self, y: int) -> Strip:
        """Paint one line; longer ones end in “…” unless they say otherwise."""
        width = self.size.width
        if width != self._width:
            # A new width is painted before `on_resize` hears of it, several at once also before the last.
            self._strips.clear()
            self._width = width
        strip = self._strips.get(y)
        if strip is None:
            if y < len(self._lines):
                text = shortened(self._lines[y])
                # Without spans Rich leaves the text's own style out.
                text.stylize_before(text.style)
                text.truncate(width, overflow=text.overflow or "ellipsis")
                strip = Strip(list(text.render(self.app.console, end="")))
            else:
                strip = Strip([])
            strip = finished(strip.adjust_cell_length(width), self, self._base())
            self._strips[y] = strip
        return strip

    def _base(self) -> Style:
        if self._style is None:
            self._style = self.rich_style
        return self._style

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        self._strips.clear()
        self._style = None
        super().notify_style_update()

    def on_resize(self) -> None:
        """Forget what was painted in another width."""
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        """Tell which line was clicked."""
        self.post_message(self.Clicked(self, event.y, event.x))


def _same(one: Text, other: Text) -> bool:
    """Whether two lines look the same; Rich leaves the text's own style out of the comparison."""
    return one == other and one.style == other.style


def first_part(text: str) -> str:
    """As much of a name as a line can show; Rich looks at every letter of what it is given."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def shortened(text: Text) -> Text:
    """A copy of a line, cut with “…” where no screen is as wide: a megabyte takes long to be measured."""
    if len(text) <= LONGEST:
        return text.copy()
    return text[:LONGEST].append("…")


def right_aligned(left: Text, right: Text, width: int, *, gap: int = 1) -> Text:
    """One line with `right` at the right edge; `left` gives way where a `gap` would not stay."""
    left = shortened(left)
    room = width - right.cell_len - gap
    left.truncate(max(0, room), overflow="ellipsis")
    return Text.assemble(left, " " * max(1, width - left.cell_len - right.cell_len), right)

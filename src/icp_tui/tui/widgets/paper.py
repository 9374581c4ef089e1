"""A document on paper: rendered block by block when it comes into view, painted line by line.

The Markdown widget of Textual needs seconds for a long document; this one paints the visible lines only. It
knows which answer each block came from, and keeps its place while the answers change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Heading, Markdown, TableElement
from rich.segment import Segment
from rich.style import Style
from rich.table import Table
from rich.text import Text
from rich.theme import Theme
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from icp_tui.documents.front_matter import split_front_matter
from icp_tui.documents.parser import markdown_parser
from icp_tui.tui.theme import Inks, finished, inks_of


class _PlainHeading(Heading):
    """A heading as a line of its own, at the left, without boxes."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        self.text.justify = "left"
        if self.tag != "h1":
            yield Text()
        yield self.text


class _OpenTable(TableElement):
    """A table set like a page: a line below the heads, none between the cells."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for made in super().__rich_console__(console, options):
            if isinstance(made, Table):
                made.expand = True
                made.padding = (0, 1)
                made.pad_edge = False
            yield made


class _Sheet(Markdown):
    elements = {**Markdown.elements, "heading_open": _PlainHeading, "table_open": _OpenTable}  # noqa: RUF012

    def __init__(self, markdown: str) -> None:
        super().__init__("", hyperlinks=False)
        self.parsed = markdown_parser().parse(markdown)


@dataclass
class Block:
    """One top-level block: its Markdown, the answers it came from, and its painted lines once needed."""

    text: str
    sources: Sequence[str]
    level: int = 0
    heading: str = ""
    painted: list[list[Segment]] | None = field(default=None, repr=False)


def blocks_of(markdown: str, sources: Sequence[tuple[int, str]]) -> list[Block]:
    """The top-level blocks of a document, each with the sources of its lines (0 is the first)."""
    _, body = split_front_matter(markdown)
    skipped = markdown[: len(markdown) - len(body)].count("\n")
    lines = body.split("\n")
    tokens = markdown_parser().parse(body)
    made = []
    for place, token in enumerate(tokens):
        if token.level == 0 and token.map and token.nesting >= 0:
            start, end = token.map
            found = [source for line, source in sources if start + skipped <= line < end + skipped]
            level = int(token.tag[1]) if token.type == "heading_open" else 0
            words = ""
            if level:
                words = "".join(part.content for part in tokens[place + 1].children or ())
            made.append(Block("\n".join(lines[start:end]), found, level, words))
    return made


class Paper(ScrollView, can_focus=True):
    """Shows one document, with a line one stands on."""

    DEFAULT_CSS = "Paper { width: 1fr; height: 1fr; scrollbar-size-vertical: 1; }"

    class Turned(Message):
        """One stands at another block."""

        def __init__(self, place: int) -> None:
            """Carry the block's place."""
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None, cursor: bool = True) -> None:
        """Start without a document; without `cursor` it only follows."""
        super().__init__(id=id)
        self.blocks: list[Block] = []
        self._starts: list[int] = [0]
        self._lines: list[list[Segment]] = []
        self._line = 0
        self._cursor = cursor
        self.can_focus = cursor

    def show(self, markdown: str, sources: Sequence[tuple[int, str]]) -> None:
        """Show a document; one stays at the block where one was."""
        place, within = self._place(), self._line - self._starts[self._place()] if self.blocks else 0
        before = self.blocks[place].sources if self.blocks else ()
        self.blocks = blocks_of(markdown, sources)
        self._forget()
        if before:
            found = [n for n, block in enumerate(self.blocks) if set(block.sources) & set(before)]
            place = min(found, key=lambda n: abs(n - place)) if found else place
        if self.blocks:
            self.go_to(min(place, len(self.blocks) - 1), within)

    def _forget(self) -> None:
        self._starts, self._lines = [0], []
        for block in self.blocks:
            block.painted = None
        self._paint_to(self.size.height * 2)

    def _paint_to(self, line: int) -> None:
        """Render blocks until `line` is reached."""
        done = len(self._starts) - 1
        width = max(20, self.size.width - 4)
        while done < len(self.blocks) and len(self._lines) <= line:
            block = self.blocks[done]
            block.painted = _painted(block.text, width, inks_of(self.app))
            self._lines += block.painted
            self._starts.append(len(self._lines))
            done += 1
        # What is not rendered yet is guessed, so that the scrollbar is about right.
        guess = sum(1 + len(block.text) // width for block in self.blocks[done:])
        self.virtual_size = Size(width, len(self._lines) + guess)
        self.refresh()

    # Where one stands

    def _place(self) -> int:
        return max((n for n, start in enumerate(self._starts[:-1]) if start <= self._line), default=0)

    @property
    def place(self) -> int:
        """The place of the block that one stands on; two of them can read the same."""
        return self._place()

    @property
    def block(self) -> Block | None:
        """The block that one stands on."""
        return self.blocks[self._place()] if self.blocks else None

    def place_of(self, part: str) -> int | None:
        """The first block with a source that holds `part`, such as a record's id."""
        found = (n for n, block in enumerate(self.blocks) if any(part in source for source in block.sources))
        return next(found, None)

    @property
    def source(self) -> str | None:
        """The answer that the line one stands on came from, as far as it can be told."""
        block = self.block
        if block is None or not block.sources:
            return None
        return block.sources[self._nearest(block)]

    def _nearest(self, block: Block) -> int:
        """Which of the block's sources the line is about: as far down in them as the line is in the block."""
        many = len(block.painted or ()) or 1
        within = (self._line - self._starts[self._place()]) / many
        return min(int(within * len(block.sources)), len(block.sources) - 1)

    def go_to(self, place: int, within: int = 0) -> None:
        """Stand at a block, `within` lines below its start."""
        while len(self._starts) - 1 <= place < len(self.blocks):
            self._paint_to(len(self._lines) + 1)
        if not within and self.blocks[place].level > 1:
            within = 1  # a heading has an empty line above it
        self._line = min(self._starts[place] + within, max(0, len(self._lines) - 1))
        self._paint_to(self._line + self.size.height * 2)
        if not self._starts[place] <= self._line:
            self._line = self._starts[place]
        # After the layout knows how long the paper has become.
        self.call_after_refresh(self.scroll_to, y=max(0, self._line - 2), animate=False)
        self.refresh()
        self.post_message(self.Turned(place))

    def stand(self, line: int) -> None:
        """Stand on a line, kept in view."""
        self._paint_to(line + self.size.height)
        self._line = min(max(line, 0), max(0, len(self._lines) - 1))
        self.scroll_to_region(Region(0, self._line, 1, 1), animate=False, force=True)
        self.refresh()
        self.post_message(self.Turned(self._place()))

    def on_key(self, event: events.Key) -> None:
        """Up and down, a page at a time, start and end."""
        page = max(1, self.size.height - 2)
        steps = {"up": -1, "down": 1, "k": -1, "j": 1, "pageup": -page, "pagedown": page, "space": page}
        if event.key in steps:
            self.stand(self._line + steps[event.key])
        elif event.key == "home":
            self.stand(0)
        elif event.key == "end":
            self._paint_to(10**9)
            self.stand(len(self._lines))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        """Stand on what was clicked."""
        self.stand(event.y + self.scroll_offset.y)

    def on_resize(self) -> None:
        """Set in another width."""
        if self.blocks:
            place = self._place()
            self._forget()
            self.go_to(place)

    def watch_scroll_y(self, old: float, new: float) -> None:
        """Render what comes into view."""
        super().watch_scroll_y(old, new)
        self._paint_to(int(new) + self.size.height * 2)

    def render_line(self, y: int) -> Strip:
        """Paint one line, the one stood on with a mark."""
        inks, width, line = inks_of(self.app), self.size.width, y + self.scroll_offset.y
        here = self._cursor and line == self._line and self.has_focus
        mark = Segment("▌ " if here else "  ", inks.here)
        segments = self._lines[line] if line < len(self._lines) else []
        strip = Strip([mark, *segments]).adjust_cell_length(width)
        return finished(strip, self)


def _painted(text: str, width: int, inks: Inks) -> list[list[Segment]]:
    console = Console(
        file=StringIO(), width=width, color_system="truecolor", theme=_theme(inks), legacy_windows=False
    )
    options = console.options.update(width=width)
    lines = console.render_lines(_Sheet(text), options, pad=False)
    heading = text.startswith("#")
    while lines and not heading and not "".join(segment.text for segment in lines[0]).strip():
        lines.pop(0)
    while lines and not "".join(segment.text for segment in lines[-1]).strip():
        lines.pop()
    return [*lines, []]


def _theme(inks: Inks) -> Theme:
    return Theme(
        {
            "markdown.h1": inks.here + Style(bold=True),
            "markdown.h2": inks.here,
            "markdown.h3": inks.strong,
            "markdown.h4": inks.strong,
            "markdown.h5": inks.strong,
            "markdown.h6": inks.strong,
            "markdown.block_quote": Style(italic=True),
            "markdown.item.bullet": inks.accent,
            "markdown.item.number": inks.accent,
            "markdown.hr": inks.rule,
            "markdown.link": inks.accent,
            "markdown.link_url": inks.dim,
            "markdown.code": inks.plain,
            "markdown.table.header": inks.dim,
            "markdown.table.border": inks.rule,
        }
    )

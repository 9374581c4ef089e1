"""Search over all answers of all profiles, as one types."""

from __future__ import annotations

from itertools import chain

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

from icp_tui.errors import IcpError
from icp_tui.method.declaration import Record
from icp_tui.store.work.library import summaries
from icp_tui.store.work.search import Hit, search
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say
from icp_tui.tui.widgets.editors import LineInput
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped

Found = tuple[str, Record, str]
"""Profile id, record, and the field that holds what was looked for."""


class SearchScreen(ModalScreen[Found | None]):
    """Gives what was chosen, or None."""

    BINDINGS = [("escape", "dismiss(None)", "Back")]  # noqa: RUF012
    AUTO_FOCUS = "#wanted"

    def __init__(self, workspace: Workspace, near: str = "") -> None:
        """Search `workspace`, standing in the profile `near` if in any."""
        super().__init__()
        self._workspace = workspace
        self._near = near
        self._hits: list[Hit] = []
        self._at = 0
        self._profiles = summaries(workspace.database)
        self._names = {s.profile_id: f"{s.client} › {s.profile}" for s in self._profiles}

    def compose(self) -> ComposeResult:
        """The line to type in, and what was found."""
        with Vertical(classes="sheet tall"):
            yield LineInput(id="wanted")
            with VerticalScroll(id="list", can_focus=False):
                yield Lines(id="hits")

    def on_mount(self) -> None:
        """Invite."""
        self.query_one("#wanted", LineInput).placeholder = say(
            "search all answers: a few letters of each word"
        )
        self._draw("")

    def _draw(self, wanted: str) -> None:
        lines = self.query_one("#hits", Lines)
        inks = lines.inks
        drawn = [Text()]
        for place, hit in enumerate(self._hits):
            mark = "▸ " if place == self._at else "  "
            ink = inks.strong if place == self._at else inks.plain
            drawn.append(Text.assemble((mark, inks.here), (hit.line, ink)))
            question = hit.record.questions[hit.field]
            where = f"    {hit.record.singular} · {question.label} · {self._names.get(hit.profile_id, '')}"
            drawn.append(Text(where, inks.dim))
        if not self._hits and wanted.strip():
            drawn.append(Text(say("Nothing found."), inks.dim))
        lines.show(drawn)
        self.query_one("#list").scroll_to(y=max(0, self._at * 2 - 8), animate=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Search at every key: a workspace of a thousand profiles answers in a few milliseconds."""
        self._at = 0
        try:
            self._hits = search(self._workspace.database, event.value, limit=30)
        except IcpError as error:
            self._hits = []
            width = self.query_one("#list").scrollable_content_region.width
            told = (wrapped(Text(part), width) for part in str(error).split("\n"))
            self.query_one("#hits", Lines).show([Text(), *chain.from_iterable(told)])
        else:
            self._draw(event.value)

    def on_key(self, event: events.Key) -> None:
        """Up and down."""
        if event.key in ("up", "down") and self._hits:
            self._at = (self._at + (1 if event.key == "down" else -1)) % len(self._hits)
            self._draw("")
            event.stop()

    def on_input_submitted(self) -> None:
        """Go there."""
        if self._hits:
            hit = self._hits[self._at]
            if profile_id := hit.profile_id or self._profile_of(hit.record.id):
                self.dismiss((profile_id, hit.record, hit.field))

    def _profile_of(self, client_id: str) -> str:
        """A profile of a client: the one that one stands in, else the first; "" where there is none."""
        ids = [summary.profile_id for summary in self._profiles if summary.client_id == client_id]
        return self._near if self._near in ids else next(iter(ids), "")

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Go to what was clicked."""
        place = (event.line - 1) // 2
        if event.lines.id == "hits" and 0 <= place < len(self._hits):
            self._at = place
            self.on_input_submitted()

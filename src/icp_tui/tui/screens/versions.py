"""What stood in a field before: when, by whom, and what; Enter brings a version back."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen

from icp_tui.errors import BadAnswer
from icp_tui.formats import UNKNOWN, date, moment
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link, Links
from icp_tui.store.log.history import Version, versions
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import interface_language, say
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import in_view, wrapped


class VersionsScreen(ModalScreen[str | None]):
    """Gives the text of the version to restore ("" for empty), or None."""

    BINDINGS = [("escape,ctrl+r", "dismiss(None)", "Back")]  # noqa: RUF012
    DEFAULT_CSS = "VersionsScreen #text { border-left: vkey $panel; padding-left: 1; }"

    def __init__(self, workspace: Workspace, record: Record, question: Question, answers: Answers) -> None:
        """Show the versions of a field of `record`."""
        super().__init__()
        self._record, self._question, self._answers = record, question, answers
        self._versions = versions(workspace.database, record.id, question.name)
        self._at = 0

    def compose(self) -> ComposeResult:
        """The versions at the left, the chosen one at the right."""
        with Vertical(classes="sheet tall"):
            yield Lines(id="title")
            with Horizontal():
                with VerticalScroll(id="list", can_focus=False):
                    yield Lines(id="versions")
                with VerticalScroll(id="text", can_focus=False):
                    yield Lines(id="value")
            yield Lines(id="note")

    def on_mount(self) -> None:
        """Show the newest."""
        title, note = self.query_one("#title", Lines), self.query_one("#note", Lines)
        title.show([Text.assemble((str(self._question.ask), title.inks.strong)), Text()])
        note.show([Text(), Text(say("↑ ↓ to look, Enter to restore, Escape to leave it."), note.inks.dim)])
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        listed, value = self.query_one("#versions", Lines), self.query_one("#value", Lines)
        inks = listed.inks
        drawn = []
        for place, version in enumerate(self._versions):
            here = place == self._at
            words = _when(version)
            now = say(" now") if place == 0 else ""
            drawn.append(
                Text.assemble(
                    ("▸ " if here else "  ", inks.here),
                    (words, inks.strong if here else inks.plain),
                    (f"{now}  {version.author}", inks.dim),
                )
            )
        listed.show(drawn or [Text(say("Nothing was ever answered here."), inks.dim)])
        # Where there is nothing to show, there is room for saying so.
        self.query_one("#text").display = bool(self._versions)
        width = max(20, value.size.width - 2)
        lines: list[Text] = []
        if self._versions:
            chosen = self._versions[self._at]
            lines += [Text(" · ".join(filter(None, (_when(chosen), chosen.author))), inks.dim), Text()]
            for line in in_view(self._words(chosen.value)).split("\n"):
                lines += wrapped(Text(line), width) or [Text()]
        value.show(lines)
        self.query_one("#list").scroll_to(y=max(0, self._at - 6), animate=False)

    def _words(self, value: str | None) -> str:
        if value is None:
            return say("(empty)")
        kind = self._question.kind
        if isinstance(kind, Link | Links):
            found = [self._answers.get(target) for target in value.split()]
            return "\n".join(record.title for record in found if record) or say("(deleted)")
        try:
            return kind.format(kind.load(value))
        except BadAnswer:
            # Another program wrote it; it can be looked at all the same.
            return value

    def on_key(self, event: events.Key) -> None:
        """Look and restore."""
        if event.key in ("up", "down") and self._versions:
            self._at = min(max(self._at + (1 if event.key == "down" else -1), 0), len(self._versions) - 1)
            self._draw()
        elif event.key == "enter" and self._versions:
            self.dismiss(self._versions[self._at].value or "")
        else:
            return
        event.stop()


def _when(version: Version) -> str:
    at = moment(version.at)
    return f"{date(at.date(), interface_language())} {at:%H:%M}" if at else UNKNOWN

"""The backups of the open workspace; one of them takes its place after a question on the same screen.

The file is closed before it is replaced, and opened again whatever has happened meanwhile: what is seen
afterwards is always what is in the file.
"""

from __future__ import annotations

import datetime as dt
from typing import Protocol, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from icp_tui.errors import IcpError
from icp_tui.formats import UNKNOWN
from icp_tui.opening import open_or_look
from icp_tui.store.recovery.restoring import Restored, restore
from icp_tui.store.recovery.staying_forgotten import coming_back, forgotten_in
from icp_tui.store.safety.backups import Backup, age, backups_of
from icp_tui.store.safety.held import held_in, size, when
from icp_tui.store.safety.moved import backups_elsewhere
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import count, say
from icp_tui.tui.gridding import fitted
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import Lines

_WHEN, _AGO, _SIZE = 17, 17, 9
"""Columns of the list."""


class _Shell(Protocol):
    """What this screen asks of the application."""

    author: str

    def stop_tending(self) -> None:
        """Give up what is done behind the screen with the file, before it is let go of."""

    def go_on_in(self, workspace: Workspace, profile_id: str | None) -> None:
        """Show the library of another open workspace."""


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class BackupsScreen(ModalScreen[None]):
    """Lists the backups of a workspace, and restores one."""

    BINDINGS = [("escape", "back", "Back")]  # noqa: RUF012

    def __init__(self, workspace: Workspace) -> None:
        """Show the backups of `workspace`, which is open."""
        super().__init__()
        self._workspace = workspace
        self._path = workspace.database.path
        own, elsewhere = backups_of(self._path), backups_elsewhere(self._path)
        self._found = [(backup, held_in(backup.path)) for backup in (*own, *elsewhere)]
        self._moments = [backup.at for backup, _ in self._found]
        self._own = len(own)
        self._wide = max([_WHEN, *(len(self._moment(backup)) for backup, _ in self._found)])
        self._gone = forgotten_in(self._path)
        self._at = 0
        self._asked = self._let_go = self._busy = False
        self._bytes = 0

    def compose(self) -> ComposeResult:
        """A title, the list, what the chosen one holds, and what can be done."""
        with Vertical(classes="sheet tall"):
            yield Lines(id="title")
            with VerticalScroll(id="list", can_focus=False):
                yield Lines(id="backups")
            yield Lines(id="held")
            yield Lines(id="note")

    def on_mount(self) -> None:
        """Show the newest; again in another theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Fit another width."""
        self._draw()

    def _draw(self) -> None:
        lines = {name: self.query_one(f"#{name}", Lines) for name in ("title", "backups", "held", "note")}
        inks = lines["title"].inks
        told = count(len(self._found), "{n} backup", "{n} backups")
        title = (say("Backups of {file}", file=self._path.name), inks.strong)
        lines["title"].show([Text.assemble(title, (f"   {told}", inks.dim)), Text()])
        now = _now()
        lines["backups"].show(
            [self._line(place, now, inks) for place in range(len(self._found))]
            or [Text(say("There are none yet. They are made as you work and when you leave."), inks.dim)]
        )
        lines["held"].show(self._holds(inks))
        lines["note"].show([Text(self._warning(), inks.warn), *self._offer(inks)])
        self.query_one("#list").scroll_to(y=max(0, self._at - 6), animate=False)

    def _line(self, place: int, now: dt.datetime, inks: Inks) -> Text:
        backup, held = self._found[place]
        here = place == self._at
        profiles = count(held.profiles, "{n} profile", "{n} profiles") if held else say("cannot be read")
        return Text.assemble(
            ("▸ " if here else "  ", inks.here),
            (f"{self._moment(backup):>{self._wide}}   ", inks.strong if here else inks.plain),
            (fitted(age(backup, now), _AGO), inks.dim),
            (f"{size(_bytes(backup)):>{_SIZE}}   ", inks.dim),
            (profiles, inks.plain if held else inks.warn),
        )

    def _moment(self, backup: Backup) -> str:
        return when(backup.at, self._moments)

    def _holds(self, inks: Inks) -> list[Text]:
        held = self._found[self._at][1] if self._found else None
        if not held:
            return [Text(), Text()]
        edited = when(held.edited_at) if held.edited_at else UNKNOWN
        moved = self._at >= self._own
        return [
            Text(say("Made under another name or in another place.") if moved else "", inks.dim),
            Text.assemble(
                (say("last edited {moment}", moment=edited), inks.dim),
                (f"   {', '.join(held.clients)}", inks.plain),
            ),
        ]

    def _warning(self) -> str:
        """Who is in the chosen backup and was forgotten since."""
        if not self._found or self._let_go:
            return ""
        names = coming_back(self._found[self._at][0].path, self._gone)
        if not names:
            return ""
        return say("Forgotten since, and forgotten in it again: {names}.", names=", ".join(names))

    def _offer(self, inks: Inks) -> list[Text]:
        if self._let_go:
            return [
                Text(say("The file is closed at the moment."), inks.warn),
                Text(say("Enter opens it again."), inks.dim),
            ]
        if not self._found:
            return [Text(), Text(say("Escape goes back."), inks.dim)]
        if self._asked:
            moment = self._moment(self._found[self._at][0])
            return [
                Text(say("Put {file} back to {moment}?", file=self._path.name, moment=moment), inks.warn),
                Text(say("Enter does it, Escape leaves it. The present state becomes a backup."), inks.dim),
            ]
        return [Text(), Text(say("↑ ↓ to look, Enter to restore, Escape to leave it."), inks.dim)]

    def on_key(self, event: events.Key) -> None:
        """Look, ask, restore."""
        steps = {"up": -1, "k": -1, "down": 1, "j": 1, "pageup": -10, "pagedown": 10}
        if self._busy:
            event.stop()
        elif event.key in steps and self._found and not self._let_go:
            self._at = min(max(self._at + steps[event.key], 0), len(self._found) - 1)
            self._asked = False
            self._draw()
            event.stop()
        elif event.key == "enter":
            self._enter()
            event.stop()

    def _enter(self) -> None:
        if self._let_go:
            self._open_again()
        elif self._asked:
            self._restore(self._found[self._at][0])
        elif self._found and self._found[self._at][1]:
            self._asked = True
            self._draw()

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Look at what was clicked."""
        if event.lines.id == "backups" and event.line < len(self._found) and not (self._busy or self._let_go):
            self._at, self._asked = event.line, False
            self._draw()

    def action_back(self) -> None:
        """From the question to the list, from the list to the library; never to a file that is closed."""
        if self._busy:
            return
        if self._let_go:
            self._open_again()
        elif self._asked:
            self._asked = False
            self._draw()
        else:
            self.dismiss()

    def _restore(self, backup: Backup) -> None:
        """Close the file and replace it, in a thread: a large one takes seconds."""
        try:
            cast("_Shell", self.app).stop_tending()
            self._workspace.close()
        except IcpError as error:
            self._complain(error)
            return
        self._busy = self._let_go = True
        self._bytes = _bytes(backup)
        self._tell_copied(0)

        def told(copied: int) -> None:
            self.app.call_from_thread(self._tell_copied, copied)

        def work() -> None:
            try:
                outcome: Restored | IcpError = restore(self._path, backup.path, told=told)
            except IcpError as error:
                outcome = error
            self.app.call_from_thread(self._done, backup, outcome)

        self.run_worker(work, thread=True)

    def _tell_copied(self, copied: int) -> None:
        note = self.query_one("#note", Lines)
        share = 100 * copied // max(1, self._bytes)
        note.show(
            [
                Text(),
                Text(say("Restoring … {percent}%", percent=min(share, 100)), note.inks.strong),
                Text(say("The present state becomes a backup."), note.inks.dim),
            ]
        )

    def _done(self, backup: Backup, outcome: Restored | IcpError) -> None:
        self._busy = False
        app = self.app
        if self._open_again() and isinstance(outcome, Restored):
            title = say("This is the state of {moment}.", moment=self._moment(backup))
            app.notify(_words(outcome), title=title, timeout=10, markup=False)
        if isinstance(outcome, IcpError):
            self._complain(outcome)

    def _open_again(self) -> bool:
        """Open the file that is there now and show its library; where it cannot be opened, stay here."""
        try:
            workspace = open_or_look(self._path, cast("_Shell", self.app).author)
        except IcpError as error:
            self._draw()
            self._complain(error)
            return False
        cast("_Shell", self.app).go_on_in(workspace, None)
        return True

    def _complain(self, error: IcpError) -> None:
        words = "\n".join(part for part in (error.means, error.do) if part)
        self.app.notify(words, title=error.what, severity="error", timeout=12, markup=False)


def _bytes(backup: Backup) -> int:
    try:
        return backup.path.stat().st_size
    except OSError:
        # It was taken away while one looked at the list; restoring it will say so.
        return 0


def _words(done: Restored) -> str:
    told = []
    if done.forgotten:
        told.append(say("Forgotten in it again: {names}.", names=", ".join(done.forgotten)))
    if done.backup:
        told.append(say("What was there before is the newest backup now; b shows it."))
    elif done.aside:
        told.append(say("What was there before is {path} now.", path=done.aside.name))
    return "\n".join(told)

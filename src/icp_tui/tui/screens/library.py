"""The library: all profiles of the workspace by client, and the way into each of them."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from icp_tui.errors import IcpError, SaveFailed
from icp_tui.method.declaration import Record
from icp_tui.store.work import actions
from icp_tui.store.work.library import Summary, summaries, unreadable
from icp_tui.store.work.workspace import LIBRARY as LIBRARY_SCOPE
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import count, say
from icp_tui.tui.commands import LIBRARY, bindings_on, key_of
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.screens.library_view import Choice, Shelf, invitation
from icp_tui.tui.widgets.bars import KeyBar, TopBar
from icp_tui.tui.widgets.lines import Lines


class LibraryScreen(CommandedScreen):
    """Shows the profiles; where there is none yet, three ways to begin."""

    where: ClassVar[str] = LIBRARY
    BINDINGS = bindings_on(LIBRARY)
    CSS_PATH = "../styles/library.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-usual")]  # noqa: RUF012

    def __init__(self, workspace: Workspace) -> None:
        """Show the profiles of `workspace`."""
        super().__init__()
        self.workspace = workspace
        self.found: list[Summary] = []
        self._at = 0
        self._stale = False
        self._begun = ""
        self._line_of: list[int] = []

    def compose(self) -> ComposeResult:
        """The list between the two bars."""
        yield TopBar(id="top")
        with VerticalScroll(id="shelf", can_focus=False):
            yield Lines(id="profiles")
        yield KeyBar(self.foot(), id="keys")

    def on_mount(self) -> None:
        """Know what there is; it is drawn when the size is known, and again in another theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())
        self._read()
        if wrong := unreadable(self.workspace.database, self.found):
            words = "\n".join((wrong.means, wrong.do))
            what = wrong.what.replace(str(self.workspace.database.path), self.workspace.database.path.name)
            self.notify(words, title=what, severity="warning", timeout=12, markup=False)

    def on_screen_suspend(self) -> None:
        """What is known may be old when one comes back."""
        self._stale = True

    def on_screen_resume(self) -> None:
        """Something may have changed below another screen."""
        # Not where another workspace has just taken its place: this one's file is closed by now.
        if self._stale and self.is_current:
            self._take_back_empty()
            self.draw()

    def on_resize(self) -> None:
        """Fit another width."""
        self._draw()

    @property
    def chosen(self) -> Summary | None:
        """The profile that one stands on."""
        return self.found[self._at] if self._at < len(self.found) else None

    @property
    def choices(self) -> list[Choice]:
        """What an empty library offers."""
        return [
            Choice("new_client", say("Start a playbook"), say("for a client of yours, step by step")),
            Choice("sample", say("Explore the sample"), say("two complete cases, yours to change")),
            Choice("open_file", say("Open a file"), say("another workspace on this computer")),
        ]

    def brought_up(self) -> None:
        """The file has changed below this screen: show it as it is now."""
        self.draw()

    def draw(self) -> None:
        """Show the profiles as they are now."""
        self._read()
        self._draw()

    def _read(self) -> None:
        before = self.chosen
        self.found = summaries(self.workspace.database)
        ids = [summary.profile_id for summary in self.found]
        if before and before.profile_id in ids:
            self._at = ids.index(before.profile_id)
        self._at = min(self._at, max(0, (len(self.found) or len(self.choices)) - 1))

    def _draw(self) -> None:
        bar, lines = self.query_one("#top", TopBar), self.query_one("#profiles", Lines)
        inks = lines.inks
        file = self.workspace.database.path.name
        told = count(len(self.found), "{n} profile", "{n} profiles")
        if self.workspace.read_only:
            told += " · " + say("read only")
        bar.say(Text("icp-tui", inks.strong), Text(f"{file} · {told}", inks.dim))
        width = max(40, lines.size.width or self.app.size.width - 4)
        if self.found:
            shelf = Shelf(self.found, self._at, width, inks, dt.datetime.now().astimezone())
            self._line_of = shelf.lines_of
            lines.show(shelf)
        else:
            drawn, self._line_of = invitation(self.choices, self._at, inks)
            lines.show(drawn)
        if self._line_of:
            line, view = self._line_of[self._at], self.query_one("#shelf")
            if not view.scroll_y <= line < view.scroll_y + view.size.height - 1:
                view.scroll_to(y=max(0, line - 3), animate=False)

    def on_key(self, event: events.Key) -> None:
        """Up, down, start, end."""
        many = len(self.found) or len(self.choices)
        steps = {
            "up": -1,
            "k": -1,
            "down": 1,
            "j": 1,
            "home": -many,
            "end": many,
            "pageup": -10,
            "pagedown": 10,
        }
        if event.key in steps:
            self._at = min(max(self._at + steps[event.key], 0), many - 1)
            self._draw()
            event.stop()

    @on(Lines.Clicked, "#profiles")
    def _clicked(self, event: Lines.Clicked) -> None:
        if event.line in self._line_of:
            at = self._line_of.index(event.line)
            again, self._at = at == self._at, at
            self._draw()
            if again:
                self.action_do("open")

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done now."""
        needs_profile = ("duplicate", "delete_profile", "preview_profile")
        if command_id in needs_profile and not self.chosen:
            return say("There is no profile yet: {key} starts one.", key=key_of("new"))
        writes = (
            "new",
            "new_client",
            "duplicate",
            "delete_profile",
            "undo_library",
            "redo_library",
            "merge",
            "conflicts",
        )
        if command_id in writes and self.workspace.read_only:
            return say("This file can only be read here.") + " " + self.workspace.database.why_read_only
        return ""

    def do_open(self) -> None:
        """Open the profile, or do what the empty library offers."""
        if self.chosen:
            self.open_profile(self.chosen.profile_id)
        else:
            self.action_do(self.choices[self._at].command)

    def do_new(self) -> None:
        """Start a profile for the client one stands on."""
        if self.chosen:
            self._begin(actions.start(self.workspace, {}, client_id=self.chosen.client_id))
        else:
            self.do_new_client()

    def do_new_client(self) -> None:
        """Start a profile for a new client."""
        self._begin(actions.start(self.workspace, {}))

    def _begin(self, profile_id: str) -> None:
        self._begun = profile_id
        self.open_profile(profile_id)

    def _take_back_empty(self) -> None:
        begun, self._begun = self._begun, ""
        # What cannot be saved now has a banner of its own.
        with suppress(SaveFailed):
            if begun and actions.take_back_empty(self.workspace, begun):
                self.say_done(say("Nothing was written there, so it is not kept."))

    def do_duplicate(self) -> None:
        """Copy the profile."""
        if self.chosen:
            name = say("{name} (copy)", name=self.chosen.profile or say("Profile"))
            made = actions.duplicate(self.workspace, self.chosen.profile_id, name)
            self.draw()
            self._at = next((n for n, s in enumerate(self.found) if s.profile_id == made), self._at)
            self.draw()
            self.say_done(say("Copied as “{name}”, a hypothesis until it is proven.", name=name))

    def do_delete_profile(self) -> None:
        """Delete the profile."""
        if self.chosen:
            name = self.chosen.profile or say("the profile")
            profile = self.workspace.answers(self.chosen.profile_id).profile
            actions.delete(self.workspace, profile.id, profile)
            self.draw()
            self.say_done(
                say("Deleted: {name}. {key} brings it back.", name=name, key=key_of("undo_library"))
            )

    def do_undo_library(self) -> None:
        """Take back; where answers would leave the list with it, only when that is what one wants."""
        from icp_tui.store.exchange.naming import undone  # noqa: PLC0415 - seldom
        from icp_tui.store.log.history import inverse, next_undo  # noqa: PLC0415
        from icp_tui.tui.screens.ways import WaysScreen  # noqa: PLC0415

        self.workspace.leave()
        lost = set(actions.lost_by_undo(self.workspace))
        names = [_name(row) for row in self.found if row.profile_id in lost]
        if not names:
            self._take_back()
            return

        def chosen(way: str | None) -> None:
            if way:
                self._take_back()

        database = self.workspace.database
        about = undone(database, inverse(database, next_undo(database, LIBRARY_SCOPE) or "", LIBRARY_SCOPE))
        told = (
            say("Take back {action}?", action=about),
            say("That takes {names} away, with every answer.", names=", ".join(names)),
            say(
                "{key} brings it back, as long as nothing else is done in this list.",
                key=key_of("redo_library"),
            ),
        )
        self.app.push_screen(WaysScreen(told, [("away", say("Take it back"))]), chosen)

    def _take_back(self) -> None:
        from icp_tui.store.exchange.conflicts import conflicts  # noqa: PLC0415 - seldom
        from icp_tui.store.exchange.naming import merge_named  # noqa: PLC0415
        from icp_tui.store.exchange.telling import touched  # noqa: PLC0415

        before, settled = self.found, len(conflicts(self.workspace.database))
        done = self.workspace.undo(LIBRARY_SCOPE)
        self.draw()
        words, merge = say("Nothing left to undo here."), merge_named(self.workspace.database, done)
        if done:
            words = say("Taken back: {records}.", records=merge or touched(self.workspace.database, done))
        merged = words if merge else ""
        if (again := len(conflicts(self.workspace.database)) - settled) > 0:
            words = count(
                again,
                "{n} answer is open again: {key} shows both.",
                "{n} answers are open again: {key} shows both of each.",
                key=key_of("conflicts"),
            )
        self._tell_undone(before, words, merged)

    def do_redo_library(self) -> None:
        """Do again."""
        from icp_tui.store.exchange.naming import merge_named  # noqa: PLC0415 - seldom
        from icp_tui.store.exchange.telling import touched  # noqa: PLC0415

        before = self.found
        done = self.workspace.redo(LIBRARY_SCOPE)
        self.draw()
        words, merge = say("Nothing to redo."), merge_named(self.workspace.database, done)
        if done:
            words = say("Done again: {records}.", records=merge or touched(self.workspace.database, done))
        self._tell_undone(before, words, words if merge else "")

    def _tell_undone(self, before: list[Summary], words: str, merged: str) -> None:
        """Name what left the list or came into it: whole clients can go with one key.

        `merged` says of which merge it is, and is said in any case.
        """
        then = {row.profile_id: row for row in before}
        now = {row.profile_id: row for row in self.found}
        gone, come = (
            ", ".join(_name(row) for key, row in one.items() if key not in other)
            for one, other in ((then, now), (now, then))
        )
        if gone:
            words = say(
                "No longer there: {names}. {key} brings it back.", names=gone, key=key_of("redo_library")
            )
        elif come:
            words = say("There again: {names}.", names=come)
        self.say_done(words if merged in words else f"{merged} {words}")

    def do_preview_profile(self) -> None:
        """Read the playbook."""
        from icp_tui.tui.screens.preview import PreviewScreen  # noqa: PLC0415 - Jinja2, markdown-it

        if chosen := self.chosen:

            def opened(goal: tuple[Record, str] | None) -> None:
                if goal:
                    self.open_profile(chosen.profile_id, goal)

            self.app.push_screen(PreviewScreen(self.workspace, chosen.profile_id), opened)

    def do_search(self) -> None:
        """Search all answers."""
        self.search(self.workspace)

    def do_sample(self) -> None:
        """Open the two sample cases, in a copy that one may change."""
        self.shell.open_sample()

    def do_backups(self) -> None:
        """Look at the backups, and restore one."""
        from icp_tui.tui.screens.backups import BackupsScreen  # noqa: PLC0415

        self.app.push_screen(BackupsScreen(self.workspace))

    def do_merge(self) -> None:
        """Ask for a colleague's file, show what it would change, and merge it."""
        from icp_tui.tui.screens.merging import ask_and_merge  # noqa: PLC0415

        ask_and_merge(self, self.workspace)

    def do_conflicts(self) -> None:
        """Choose where merges left something open."""
        from icp_tui.tui.screens.merging import settle_open  # noqa: PLC0415

        settle_open(self, self.workspace)

    def do_open_file(self) -> None:
        """Open another workspace."""
        from icp_tui.tui.screens.asking import AskScreen, file_meant, no_file  # noqa: PLC0415

        def none(typed: str) -> str:
            path = file_meant(typed)
            if path.suffix.lower() == ".db" or os.path.lexists(path):
                return no_file(typed)
            return no_file(typed) or say("There is no such file.")

        def opens(typed: str) -> str:
            try:
                self.shell.open_file(file_meant(typed))
            except IcpError as error:
                return str(error)
            return ""

        here = f"{self.workspace.database.path.parent}/"
        done = say("Enter opens it, Escape goes back. A new file is made where its name ends in .db.")
        self.app.push_screen(AskScreen(say("Open which file?"), here, refuse=none, take=opens, done=done))


def _name(row: Summary) -> str:
    """What a profile is called in a sentence, also before it has a name."""
    return row.profile or row.client or say("a new profile")

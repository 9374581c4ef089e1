"""The application: one workspace and its screens."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from icp_tui.errors import SaveFailed
from icp_tui.opening import open_or_look, told_if_slow
from icp_tui.store.safety.keeping import back_up_on_leaving
from icp_tui.texts import say
from icp_tui.tui.commands import name_keys
from icp_tui.tui.pasting import clean_pastes
from icp_tui.tui.remapping import check_settings
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.tending import TendingApp
from icp_tui.tui.theme import INK, PAPER, THEMES

if TYPE_CHECKING:
    from icp_tui.method.declaration import Record
    from icp_tui.settings import Settings
    from icp_tui.store.work.workspace import Workspace
    from icp_tui.tui.screens.interview import InterviewScreen


READ = 2.0
"""Seconds in which a message is read, as far as one waits for it; then the next command takes it away."""

SETTLED = 0.25
"""Seconds after which every screen has heard of a new size of the terminal."""

SIGNALLED = 128
"""From here on the exit code is that of a signal."""


class IcpApp(TendingApp):
    """The screens of one workspace."""

    TITLE = "icp-tui"
    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-usual")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar = [Binding("ctrl+c", "tell_how_to_quit", show=False, priority=False)]

    def __init__(self, workspace: Workspace, settings: Settings, profile_id: str | None = None) -> None:
        """Show the library of `workspace`, or one of its profiles."""
        super().__init__()
        self.workspace = workspace
        self.author = settings.author
        self._first_profile = profile_id
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = THEMES[settings.theme or "ink"]
        self.plain_glyphs = settings.plain_glyphs
        self.show_preview = settings.show_preview
        self.protected_traits = settings.protected_traits
        name_keys(settings.keys)
        self.set_keymap({command: ",".join(keys) for command, keys in settings.keys.items()})

    def on_mount(self) -> None:
        """Show the first screen and listen to what can end the program."""
        if self._first_profile:
            self.open_profile(self._first_profile)
        else:
            self.push_screen(LibraryScreen(self.workspace))
            # The next screen is read while one looks at this one, so that Enter opens it at once.
            self.call_after_refresh(threading.Thread(target=_interview_screen, daemon=True).start)
        self.watch_file()
        self.keep_tending()
        if not self.is_headless:
            self.listen()
        self.call_after_refresh(_collect_again)

    def on_resize(self) -> None:
        """See that the screens hear of the new size, too."""
        self.set_timer(SETTLED, self._see_resized)

    def _see_resized(self) -> None:
        # At the end there is no screen left.
        if any(screen.size != self.size for screen in self.screen_stack[-1:]):
            # Textual tells them by a timer of 8 ms, which skips its only turn where a busy machine lets it
            # begin late; it is waited for ever after, and no later size is told either.
            self._resize_timer = None
            self._check_resize()

    def open_profile(self, profile_id: str, goal: tuple[Record, str] | None = None) -> None:
        """Ask about a profile, where one left off or at a record's field; one profile at a time.

        Where what is typed elsewhere cannot be saved, one stays there.
        """
        if not self.save_all():
            return
        # Made first: what cannot be read is told where one is.
        screen = _interview_screen()(self.workspace, profile_id, goal, self.size.width)
        while len(self.screen_stack) > 1 and not isinstance(self.screen, LibraryScreen):
            self.pop_screen()
        self.push_screen(screen, self._back_in_library)

    def _back_in_library(self, _: None) -> None:
        if not any(isinstance(screen, LibraryScreen) for screen in self.screen_stack):
            self.push_screen(LibraryScreen(self.workspace))

    def open_sample(self) -> None:
        """Open the two sample cases in a copy that one may change."""
        from icp_tui.sample import own_sample  # noqa: PLC0415

        self.open_file(own_sample())

    def open_file(self, path: Path) -> None:
        """Open another workspace instead of this one; where it cannot be opened, this one stays.

        Raises:
            IcpError: it cannot be opened.
        """
        if _is_same(path, self.workspace.database.path):
            self.notify(say("It is open already."), markup=False)
            return
        workspace = open_or_look(path, self.author)
        old = self.workspace
        if not self.save_all():
            workspace.let_go()
            return
        self.go_on_in(workspace, None)
        old.close()
        if trouble := back_up_on_leaving(old.database):
            self._tell_failed(trouble)

    def go_on_in(self, workspace: Workspace, profile_id: str | None) -> None:
        """Show another workspace instead of this one: its library, or a profile where one left off."""
        self.workspace = workspace
        # It was of the file before.
        self._saving = self._damage = None
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.push_screen(LibraryScreen(workspace))
        if profile_id:
            self.open_profile(profile_id)
        self.watch_file()
        self.tend_file()

    def clear_notifications(self) -> None:
        """Take away all messages, and the places in which they stood: Textual leaves them, one line each."""
        super().clear_notifications()
        for screen in self.screen_stack:
            screen.query("ToastHolder").remove()

    def put_away_told(self) -> None:
        """Take away what was told, once there was time to read it: something else is done now."""
        if all(time.time() - told.raised_at > READ for told in self._notifications):
            self.clear_notifications()

    # Saving

    def save_all(self) -> bool:
        """Save what is pending on any screen; False where it could not be."""
        saved = True
        for screen in self.screen_stack:
            if isinstance(screen, CommandedScreen):
                saved = screen.save_pending() and saved
        return saved

    def close_workspace(self) -> None:
        """Let go of the file at the end; what could not be saved until now is tried a last time."""
        self.stop_tending()
        try:
            self.workspace.close()
        except SaveFailed:
            self.workspace.let_go()
        except Exception:
            self.workspace.let_go()
            if self.failure is None:
                raise

    def action_next_theme(self) -> None:
        """Wear the next of our themes."""
        names = list(THEMES.values())
        place = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(place + 1) % len(names)]


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        # One of them is not there, or has a name that no file can have.
        return False


def _collect_again() -> None:
    """Let garbage be collected again after the first paint; what was imported will never be any."""
    gc.freeze()
    gc.enable()


def _interview_screen() -> type[InterviewScreen]:
    """The interview, 60 ms that the first paint of the library does not wait for."""
    from icp_tui.tui.screens.interview import InterviewScreen  # noqa: PLC0415

    return InterviewScreen


def run(path: Path, *, settings: Settings, profile: str | None = None, anew: bool = False) -> int:
    """Open the workspace at `path` and show it until the user leaves; gives the exit code.

    Where another process writes to it, it is only shown. One that is gone is begun `anew` only if asked for.

    Raises:
        WrongUse: the settings name what there is not.
        IcpError: the file cannot be opened.
        SaveFailed: something typed is not in the file; says where it is.
        Exception: a defect; everything typed was saved before, as far as the disk allowed.
    """
    check_settings(settings)
    clean_pastes()
    # The terminal itself knows how large it is; a wrong word about it has frozen machines.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    with told_if_slow(path):
        workspace = open_or_look(path, settings.author, anew=anew)
    app = IcpApp(workspace, settings, profile)
    try:
        app.run()
    finally:
        app.close_workspace()
    if app.failure is not None:
        if app.left_behind:
            app.failure.add_note(str(app.left_behind))
        raise app.failure
    if app.left_behind:
        app.left_behind.exit_code = app.return_code or 1
        raise app.left_behind
    code = app.return_code or 0
    # Whoever ended it by a signal does not wait.
    if code < SIGNALLED and (trouble := back_up_on_leaving(app.workspace.database)):
        sys.stderr.write(f"{trouble}\n")
    return code

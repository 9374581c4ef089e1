"""The application: one workspace and its screens."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding

from icp_tui.errors import IcpError
from icp_tui.opening import open_workspace
from icp_tui.tui.endings import EndingApp
from icp_tui.tui.pasting import clean_pastes
from icp_tui.tui.remapping import check_settings
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.theme import INK, PAPER, THEMES

if TYPE_CHECKING:
    from icp_tui.method.declaration import Record
    from icp_tui.settings import Settings
    from icp_tui.store.workspace import Workspace
    from icp_tui.tui.screens.interview import InterviewScreen


class IcpApp(EndingApp):
    """The screens of one workspace."""

    TITLE = "icp-tui"
    CSS_PATH = "styles/app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar = [Binding("ctrl+c", "tell_how_to_quit", show=False, priority=False)]

    def __init__(self, workspace: Workspace, settings: Settings, profile_id: str | None = None) -> None:
        """Show the library of `workspace`, or one of its profiles."""
        super().__init__()
        self.workspace = workspace
        self._first_profile = profile_id
        self.register_theme(INK)
        self.register_theme(PAPER)
        self.theme = THEMES[settings.theme or "ink"]
        self.plain_glyphs = settings.plain_glyphs
        self.show_preview = settings.show_preview
        self.protected_traits = settings.protected_traits
        self.set_keymap({command: ",".join(keys) for command, keys in settings.keys.items()})

    def on_mount(self) -> None:
        """Show the first screen and listen to what can end the program."""
        if self._first_profile:
            self.open_profile(self._first_profile)
        else:
            self.push_screen(LibraryScreen(self.workspace))
            # The next screen is read while one looks at this one, so that Enter opens it at once.
            self.call_after_refresh(threading.Thread(target=_interview_screen, daemon=True).start)
        if not self.is_headless:
            self.listen()
        self.call_after_refresh(_collect_again)

    def open_profile(self, profile_id: str, goal: tuple[Record, str] | None = None) -> None:
        """Ask about a profile, where one left off or at a record's field; one profile at a time.

        Where what is typed elsewhere cannot be saved, one stays there.
        """
        if not self.save_all():
            return
        while len(self.screen_stack) > 1 and not isinstance(self.screen, LibraryScreen):
            self.pop_screen()
        screen = _interview_screen()(self.workspace, profile_id, goal, self.size.width)
        self.push_screen(screen, self._back_in_library)

    def _back_in_library(self, _: None) -> None:
        if not any(isinstance(screen, LibraryScreen) for screen in self.screen_stack):
            self.push_screen(LibraryScreen(self.workspace))

    def open_sample(self) -> None:
        """Open the two sample cases in a copy that one may change."""
        from icp_tui.sample import own_sample  # noqa: PLC0415

        self.open_file(own_sample())

    def open_file(self, path: Path) -> None:
        """Open another workspace instead of this one; where it cannot be opened, this one stays."""
        try:
            workspace = open_workspace(path)
        except IcpError as error:
            self.notify(str(error), title=error.what, severity="error", timeout=10, markup=False)
            return
        self.save_all()
        old, self.workspace = self.workspace, workspace
        self.switch_screen(LibraryScreen(workspace))
        old.close()

    # Saving

    def save_all(self) -> bool:
        """Save what is pending on any screen; False where it could not be."""
        saved = True
        for screen in self.screen_stack:
            if isinstance(screen, CommandedScreen):
                saved = screen.save_pending() and saved
        return saved

    def action_next_theme(self) -> None:
        """Wear the next of our themes."""
        names = list(THEMES.values())
        place = names.index(self.theme) if self.theme in names else -1
        self.theme = names[(place + 1) % len(names)]


def _collect_again() -> None:
    """Let garbage be collected again after the first paint; what was imported will never be any."""
    gc.freeze()
    gc.enable()


def _interview_screen() -> type[InterviewScreen]:
    """The interview, 60 ms that the first paint of the library does not wait for."""
    from icp_tui.tui.screens.interview import InterviewScreen  # noqa: PLC0415

    return InterviewScreen


def run(path: Path, *, settings: Settings, profile: str | None = None) -> int:
    """Open the workspace at `path` and show it until the user leaves; gives the exit code.

    Raises:
        WrongUse: the settings name what there is not.
        IcpError: the file cannot be opened.
        Exception: a defect; everything typed was saved before, as far as the disk allowed.
    """
    check_settings(settings)
    clean_pastes()
    # The terminal itself knows how large it is; a wrong word about it has frozen machines.
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)
    workspace = open_workspace(path, settings.author)
    app = IcpApp(workspace, settings, profile)
    try:
        app.run()
    finally:
        workspace.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0

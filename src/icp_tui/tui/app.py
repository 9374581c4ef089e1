"""The application: one workspace, its screens, and every way to end with everything saved."""

from __future__ import annotations

import asyncio
import gc
import os
import select
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding

from icp_tui.errors import IcpError
from icp_tui.opening import open_workspace
from icp_tui.tui.remapping import check_settings
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.screens.library import LibraryScreen
from icp_tui.tui.theme import INK, PAPER, THEMES

if TYPE_CHECKING:
    from icp_tui.method.declaration import Record
    from icp_tui.settings import Settings
    from icp_tui.store.workspace import Workspace
    from icp_tui.tui.screens.interview import InterviewScreen

GRACE = 0.1
"""Seconds between a signal and the end, in which bytes that were typed before still arrive."""

TERMINAL_CHECK = 0.5
"""Seconds between looks whether the terminal is still there."""

LAST_MOMENT = 1.5
"""Seconds for saving once the terminal is gone."""

LONGEST_HEARING = 1.0
"""Seconds that a key waits, at most, for what the key before has set off."""


class IcpApp(App[None]):
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
        self.set_keymap({command: ",".join(keys) for command, keys in settings.keys.items()})
        self.failure: BaseException | None = None
        self._keys: deque[events.Event] = deque()

    def on_mount(self) -> None:
        """Show the first screen and listen to what can end the program."""
        if self._first_profile:
            self.open_profile(self._first_profile)
        else:
            self.push_screen(LibraryScreen(self.workspace))
            # The next screen is read while one looks at this one, so that Enter opens it at once.
            self.call_after_refresh(threading.Thread(target=_interview_screen, daemon=True).start)
        if not self.is_headless:
            self._listen()
        self.call_after_refresh(_collect_again)

    def open_profile(self, profile_id: str, goal: tuple[Record, str] | None = None) -> None:
        """Ask about a profile, where one left off or at a record's field."""
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

    # One key after another

    async def on_event(self, event: events.Event) -> None:
        """Take keys one after another: each finds what the one before has set off, however fast they come.

        Textual hands keys on while earlier ones still wait in the queues of widgets. Tab, Enter and the keys
        that turn the page would overtake the text before them, and it would land in another field.
        """
        one_by_one = events.Key | events.Paste | events.MouseDown | events.MouseUp
        if not isinstance(event, one_by_one) or event.is_forwarded:
            await super().on_event(event)
            return
        self._keys.append(event)
        if len(self._keys) == 1:
            self.call_later(self._take_key)

    async def _take_key(self, after: int = 3) -> None:
        await self._heard_out()
        if self.message_queue_size and after:
            # A key that no widget wanted comes back to us, then the change of focus that it asked for: both
            # go first.
            self.call_later(self._take_key, after - 1)
            return
        await super().on_event(self._keys[0])
        await self._heard_out()
        self._keys.popleft()
        if self._keys:
            self.call_later(self._take_key)

    async def _heard_out(self) -> None:
        """Wait until all messages of the widget in focus, and of all above it, have been heard."""
        end = asyncio.get_running_loop().time() + LONGEST_HEARING
        while asyncio.get_running_loop().time() < end:
            heard_by = (self.focused or self.screen).ancestors_with_self
            if not any(node.message_queue_size for node in heard_by if node is not self):
                return
            await asyncio.sleep(0)

    # Saving on every way out

    def save_all(self) -> bool:
        """Save what is pending on any screen; False where it could not be."""
        saved = True
        for screen in self.screen_stack:
            if isinstance(screen, CommandedScreen):
                saved = screen.save_pending() and saved
        return saved

    async def action_quit(self) -> None:
        """Save and leave; where saving fails, stay."""
        if self.save_all():
            self.exit()

    def action_tell_how_to_quit(self) -> None:
        """Ctrl+C copies or interrupts elsewhere; here it only says how to leave."""
        self.notify("^q", title="Quit")

    def action_suspend_process(self) -> None:
        """Save before the shell takes over."""
        self.save_all()
        super().action_suspend_process()

    def _listen(self) -> None:
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._signalled, number)
            stop = signal.getsignal(signal.SIGTSTP)
            if callable(stop):
                loop.add_signal_handler(signal.SIGTSTP, self._stopped, stop)
            threading.Thread(target=self._watch_terminal, args=(loop,), daemon=True).start()

    def _signalled(self, number: signal.Signals) -> None:
        self.save_all()
        self.set_timer(GRACE, lambda: self._end(128 + number))

    def _stopped(self, stop: Callable[[int, None], object]) -> None:
        """Save before Textual gives the terminal back and stops the process."""
        self.save_all()
        stop(signal.SIGTSTP, None)

    async def _end(self, code: int) -> None:
        if self._keys:
            self.set_timer(GRACE, lambda: self._end(code))
            return
        self.save_all()
        self.exit(return_code=code)

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """End when the terminal is gone: without it Textual would wait for keys for ever.

        In a thread of its own, because what is painted then fills a queue that nobody empties, and whoever
        paints waits for it, too: for saving there is a moment, for restoring the terminal none.
        """
        poll = select.poll()
        poll.register(0, select.POLLHUP | select.POLLERR)
        while not poll.poll(1000 * TERMINAL_CHECK):
            continue
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._signalled, signal.SIGHUP)
        time.sleep(LAST_MOMENT)
        os._exit(128 + signal.SIGHUP)

    def _handle_exception(self, error: Exception) -> None:
        """A defect of ours: save, end, and let the caller report it. No traceback reaches the screen."""
        if self.failure is None:
            self.failure = error
            try:
                self.save_all()
            except Exception as second:
                self.log.warning(str(second))
        if self.is_headless:
            # Under test the defect itself has to be seen.
            super()._handle_exception(error)
        else:
            self.exit(return_code=70)

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
    workspace = open_workspace(path, settings.author)
    app = IcpApp(workspace, settings, profile)
    try:
        app.run()
    finally:
        workspace.close()
    if app.failure is not None:
        raise app.failure
    return app.return_code or 0

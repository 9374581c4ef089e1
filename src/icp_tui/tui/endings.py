"""Every way to end, with everything saved: quitting, signals, a closed terminal, a stop, a defect of ours."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from textual.worker import WorkerFailed

from icp_tui.errors import SaveFailed
from icp_tui.tui.ordering import OrderedApp

GRACE = 0.1
"""Seconds between a signal and the end, in which bytes that were typed before still arrive."""

TERMINAL_CHECK = 0.5
"""Seconds between looks whether the terminal is still there."""

LAST_MOMENT = 1.5
"""Seconds for saving once the terminal is gone."""


class EndingApp(OrderedApp):
    """An application that saves before it ends, however it ends.

    Attributes:
        failure: the defect that ended it.
        left_behind: what is to be said of text that could not be saved, once the terminal is restored.
    """

    failure: BaseException | None = None
    left_behind: SaveFailed | None = None
    _terminal_gone = False
    _gave_back = False

    def save_all(self) -> bool:
        """Save what is pending on any screen; False where it could not be."""
        raise NotImplementedError

    def close_workspace(self) -> None:
        """Let go of the file, so that others may write to it."""
        raise NotImplementedError

    def keep_all(self) -> bool:
        """Put all that is not saved into the rescue journal; False where it could not be written."""
        raise NotImplementedError

    def what_is_left(self, *, kept: bool | None = None) -> SaveFailed:
        """What to say of text that is not in the file; `kept` where it is in the rescue journal."""
        raise NotImplementedError

    @property
    def all_kept(self) -> bool:
        """Whether all that could not be saved is in the rescue journal."""
        raise NotImplementedError

    def ask_leaving(self) -> None:
        """Ask what is to become of what can be saved nowhere."""
        raise NotImplementedError

    async def action_quit(self) -> None:
        """Save and leave; ask only where something typed can be kept nowhere."""
        if self.save_all():
            self.exit()
        elif self.all_kept:
            self.leave(1)
        else:
            self.ask_leaving()

    def leave(self, code: int) -> None:
        """Leave without having saved everything; what is to be said of it is said after the end."""
        self.left_behind = self.what_is_left()
        self.exit(return_code=code)

    def action_tell_how_to_quit(self) -> None:
        """Ctrl+C copies or interrupts elsewhere; here it only says how to leave."""
        self.notify("^q", title="Quit")

    def action_suspend_process(self) -> None:
        """Save before the shell takes over."""
        self.save_all()
        super().action_suspend_process()

    def listen(self) -> None:
        """Hear the signals and watch the terminal, once the loop runs."""
        loop = asyncio.get_running_loop()
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self._signalled, number)
            stop = signal.getsignal(signal.SIGTSTP)
            if callable(stop):
                loop.add_signal_handler(signal.SIGTSTP, self._stopped, stop)
            go_on = signal.getsignal(signal.SIGCONT)
            if callable(go_on):
                loop.add_signal_handler(signal.SIGCONT, self._continued, go_on)
            threading.Thread(target=self._watch_terminal, args=(loop,), daemon=True).start()
        loop.set_exception_handler(self._failed_in_loop)
        threading.excepthook = self._failed_in_thread

    def _failed_in_loop(self, loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        """A defect in what the loop itself calls, such as the answer to a signal."""
        error = told.get("exception")
        if isinstance(error, Exception) and "handle" in told:
            self._handle_exception(error)
        else:
            loop.default_exception_handler(told)

    def _failed_in_thread(self, told: threading.ExceptHookArgs) -> None:
        """A defect in a thread of ours: without this its traceback would be painted over the screen."""
        if isinstance(told.exc_value, Exception) and not _terminal_is_gone(0):
            self.call_later(self._handle_exception, told.exc_value)

    def _signalled(self, number: signal.Signals) -> None:
        self.save_all()
        self.set_timer(GRACE, lambda: self._end(128 + number))

    def _stopped(self, stop: Callable[[int, None], object]) -> None:
        """Save before Textual gives the terminal back and stops the process."""
        self.save_all()
        self._gave_back = True
        stop(signal.SIGTSTP, None)

    def _continued(self, go_on: Callable[[int, None], object]) -> None:
        """Take the terminal again, but only if it was given back: Textual would start its threads twice."""
        if self._gave_back:
            self._gave_back = False
            go_on(signal.SIGCONT, None)

    async def _end(self, code: int) -> None:
        if self.keys_waiting:
            self.set_timer(GRACE, lambda: self._end(code))
            return
        if self.save_all():
            self.exit(return_code=code)
        else:
            self.leave(code)
        if self._terminal_gone:
            self.close_workspace()
            os._exit(code)

    def _watch_terminal(self, loop: asyncio.AbstractEventLoop) -> None:
        """End when the terminal is gone: without it Textual would wait for keys for ever.

        In a thread of its own, because what is painted then fills a queue that nobody empties, and whoever
        paints waits for it, too: for saving there is a moment, for restoring the terminal none.
        """
        while not _terminal_is_gone(TERMINAL_CHECK):
            continue
        self._terminal_gone = True
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._signalled, signal.SIGHUP)
        time.sleep(LAST_MOMENT)
        os._exit(128 + signal.SIGHUP)

    def _handle_exception(self, error: Exception) -> None:
        """A defect of ours: save, end, and let the caller report it. No traceback reaches the screen."""
        if isinstance(error, WorkerFailed) and isinstance(error.error, Exception):
            error = error.error
        if self.failure is None:
            self.failure = error
            self.left_behind = self._save_in_spite_of_it()
        if self.is_headless:
            # Under test the defect itself has to be seen.
            super()._handle_exception(error)
        else:
            self.exit(return_code=70)

    def _save_in_spite_of_it(self) -> SaveFailed | None:
        """Save after a defect; where saving is what is broken, fill the rescue journal. Says what is left."""
        try:
            return None if self.save_all() else self.what_is_left()
        except Exception as second:
            self.log.warning(str(second))
        try:
            return self.what_is_left(kept=self.keep_all())
        except Exception as third:
            self.log.warning(str(third))
            return self.what_is_left(kept=False)


def _terminal_is_gone(seconds: float) -> bool:
    """Whether the terminal is gone, or goes within some seconds."""
    if sys.platform == "win32":
        return False
    poll = select.poll()
    poll.register(0, select.POLLHUP | select.POLLERR)
    return bool(poll.poll(1000 * seconds))

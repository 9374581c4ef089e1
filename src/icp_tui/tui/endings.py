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

from icp_tui.texts import say
from icp_tui.tui.ordering import OrderedApp

GRACE = 0.1
"""Seconds between a signal and the end, in which bytes that were typed before still arrive."""

TERMINAL_CHECK = 0.5
"""Seconds between looks whether the terminal is still there."""

LAST_MOMENT = 1.5
"""Seconds for saving once the terminal is gone."""


ONCE_MORE = 5.0
"""Seconds in which quitting again leaves although saving failed."""


class EndingApp(OrderedApp):
    """An application that saves before it ends, however it ends; `failure` is the defect that ended it."""

    failure: BaseException | None = None
    _refused = -1000.0

    def save_all(self) -> bool:
        """Save what is pending on any screen; False where it could not be."""
        raise NotImplementedError

    async def action_quit(self) -> None:
        """Save and leave; where saving fails, say so, and leave only when asked again."""
        if self.save_all():
            self.exit()
        elif time.monotonic() - self._refused < ONCE_MORE:
            self.exit(return_code=1)
        else:
            self._refused = time.monotonic()
            self.notify(
                say("What you typed last is only on this screen. ^q once more leaves without it."),
                title=say("It could not be saved."),
                severity="error",
                timeout=ONCE_MORE,
                markup=False,
            )

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
            threading.Thread(target=self._watch_terminal, args=(loop,), daemon=True).start()

    def _signalled(self, number: signal.Signals) -> None:
        self.save_all()
        self.set_timer(GRACE, lambda: self._end(128 + number))

    def _stopped(self, stop: Callable[[int, None], object]) -> None:
        """Save before Textual gives the terminal back and stops the process."""
        self.save_all()
        stop(signal.SIGTSTP, None)

    async def _end(self, code: int) -> None:
        if self.keys_waiting:
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

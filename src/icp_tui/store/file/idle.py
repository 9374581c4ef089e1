"""Long reads of the file while somebody types: in a thread of their own, giving way to every save.

A read of the whole file holds a lock that a commit has to wait for. So each transaction interrupts it, and it
begins anew when nothing has been saved for a while.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from icp_tui.store.file.connecting import connect

T = TypeVar("T")

Work = Callable[[sqlite3.Connection], T]
"""A long read."""

Done = Callable[[T | sqlite3.Error], None]
"""Hears what it found, or why it could not read."""

_IN_THE_WAY = (sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_BUSY)

_STEPS = 10_000
"""Steps of SQLite between two looks at whether somebody saves: some tenths of a millisecond."""

QUIET = 1.0
"""Seconds without a save after which a long read begins."""


class IdleReader:
    """Reads one file in the background; `give_way` before each transaction."""

    def __init__(self, path: Path, *, quiet: float = QUIET) -> None:
        """Read the file at `path` when it was left alone for `quiet` seconds."""
        self._path = path
        self._quiet = quiet
        self._guard = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        # The first paint is not to wait for a read that nobody waits for.
        self._last_save = time.monotonic()
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self, work: Work[T], done: Done[T]) -> None:
        """Do `work` with a connection of its own that can only read; `done` hears the outcome, in the thread.

        Where a save interrupts it, `work` is called again from its start. It hears nothing after `close`.
        """
        thread = threading.Thread(target=self._run, args=(work, done), daemon=True)
        self._threads = [*(one for one in self._threads if one.is_alive()), thread]
        thread.start()

    def give_way(self) -> bool:
        """A save is about to begin: stop reading until there is quiet again; whether anything was read."""
        self._last_save = time.monotonic()
        with self._guard:
            if self._connection:
                self._connection.interrupt()
            return self._connection is not None

    def close(self) -> None:
        """Stop for good, before the file is let go of."""
        self._closed.set()
        self.give_way()
        for thread in self._threads:
            thread.join(2.0)

    def _run(self, work: Work[T], done: Done[T]) -> None:
        while self._is_quiet():
            try:
                outcome: T | sqlite3.Error = self._once(work)
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", None) in _IN_THE_WAY:
                    continue
                outcome = error
            if not self._closed.is_set():
                done(outcome)
            return

    def _is_quiet(self) -> bool:
        """Wait until nothing has been saved for a while; False where there is nothing to wait for."""
        while not self._closed.is_set():
            left = self._last_save + self._quiet - time.monotonic()
            if left <= 0:
                return True
            self._closed.wait(left)
        return False

    def _once(self, work: Work[T]) -> T:
        connection = connect(self._path, any_thread=True)
        began = time.monotonic()
        try:
            # An interrupt ends only a statement that runs; this one also ends the next.
            connection.set_progress_handler(lambda: self._closed.is_set() or self._last_save >= began, _STEPS)
            with self._guard:
                self._connection = connection
            return work(connection)
        finally:
            with self._guard:
                self._connection = None
            connection.close()

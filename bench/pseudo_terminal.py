"""A program under a terminal of 120 × 40, and when it has painted what is waited for.

The time is taken right after the `read` that completes it, before anything is parsed. What stands inside a
synchronized update counts when the update ends, as in a terminal. Queries are answered, so that no program
waits for an answer that a terminal would have given. Linux only.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROWS, COLUMNS = 40, 120
PATIENCE = 20.0
"""Seconds after which a program that has not painted is taken for broken."""

_CONTROL = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, places, modes
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links
    rb"|\x1b[PX^_][^\x1b]*\x1b\\|\x1b[()*+][A-Za-z0-9]|\x1b[=>78cDEHMNOZ]"
)
_UPDATE_BEGINS, _UPDATE_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",  # synchronized updates: yes
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",  # sizes in the input: no
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}
_LONGEST_QUERY = max(map(len, _ANSWERS))


class NotPainted(Exception):
    """The program ended, or went on, without painting what was waited for."""


class Terminal:
    """One program in a session of its own; ended by `close`, or by leaving the `with` block."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start the program; its clock (`since_start`) runs from here."""
        self._output = bytearray()
        self._begun = time.perf_counter()
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            _become(command, environment)
        # Held by programs that are started later, a terminal would outlive us, and its program with it.
        os.set_inheritable(self._terminal, False)
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def __enter__(self) -> Terminal:
        """The terminal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the program."""
        self.close()

    def first_paint(self, *words: str) -> float:
        """Milliseconds from the start of the program until all of `words` are on the screen."""
        return self._painted(words, self._begun)

    def press(self, keys: str, *words: str) -> float:
        """Milliseconds from pressing keys until all of `words` have been painted anew."""
        self._output.clear()
        pressed = time.perf_counter()
        os.write(self._terminal, keys.encode())
        return self._painted(words, pressed)

    def rest(self, quiet: float, most: float = 3.0) -> None:
        """Let the program paint until nothing came for `quiet` seconds."""
        end = time.perf_counter() + most
        while time.perf_counter() < end and self._read(quiet):
            pass

    def peak_memory(self) -> float:
        """The most memory that the program has had so far, in MB."""
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        if found is None:
            raise NotPainted("the program has ended")
        return int(found[1]) / 1024

    def close(self) -> None:
        """End the program at once; what it reads and writes are copies made for it."""
        with suppress(ProcessLookupError):
            os.killpg(self._pid, signal.SIGKILL)
        os.close(self._terminal)
        os.waitpid(self._pid, 0)

    def _painted(self, words: Collection[str], since: float) -> float:
        wanted = [word.encode() for word in words]
        while True:
            stamp = self._read(PATIENCE)
            shown = _CONTROL.sub(b"", bytes(self._output))
            # A blinking cursor goes on for ever.
            if not stamp or stamp - since > PATIENCE:
                raise NotPainted(f"no {words} in: {shown[-3000:].decode(errors='replace')}")
            whole = self._output.rfind(_UPDATE_BEGINS) <= self._output.rfind(_UPDATE_ENDS)
            if whole and all(word in shown for word in wanted):
                return (stamp - since) * 1000

    def _read(self, seconds: float) -> float:
        """Take what comes within `seconds`; gives when it came, 0 where nothing did."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return 0
        try:
            found = os.read(self._terminal, 1 << 16)
        except OSError:
            # How Linux says that the program at the other end is gone.
            return 0
        stamp = time.perf_counter()
        known = max(0, len(self._output) - _LONGEST_QUERY)
        before = self._output[known:]
        self._output += found
        for query, answer in _ANSWERS.items():
            if query in self._output[known:] and query not in before:
                os.write(self._terminal, answer)
        return stamp


def _become(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """In the child: turn into the program."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    try:
        os.chdir(environment["HOME"])
        os.execve(command[0], list(command), environment)
    finally:
        os._exit(127)

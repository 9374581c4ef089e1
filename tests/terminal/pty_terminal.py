"""A person at a terminal: the real program under a pty, its screen as pyte reads it, and keys.

Nothing here sleeps: whoever waits reads what the program writes until it shows what is waited for. While
nobody waits nothing is read, so a test that lets time pass does it with `watch`.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import pyte

PATIENCE = 45.0
"""Seconds after which waiting is given up: far more than is ever needed, for machines that do much else."""

# The pty becomes the controlling terminal of a session of its own, as in a terminal window.
_IN_A_WINDOW = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""

_ANSWERS: Sequence[tuple[re.Pattern[bytes], bytes]] = (
    (re.compile(rb"\x1b\[\?2026\$p"), b"\x1b[?2026;2$y"),  # synchronized output: known, off
    (re.compile(rb"\x1b\[\?2048\$p"), b"\x1b[?2048;0$y"),  # sizes told in band: unknown
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
)
_LONGEST_QUESTION = 16
_MODE = re.compile(rb"\x1b\[\?(\d+)([hl])")
_ALTERNATE_SCREEN = 1049
_CURSOR = 25
_MOUSE = (1000, 1002, 1003, 1006, 1015, 1016)
_PASTE, _FOCUS = 2004, 1004

_ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
_NUMBERED = {"insert": 2, "delete": 3, "pageup": 5, "pagedown": 6}
_NUMBERED |= {f"f{n}": code for n, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), start=5)}
_PLAIN = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " "}
_PLAIN |= {"shift+tab": "\x1b[Z", "f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS"}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(name: str) -> bytes:
    """What a terminal sends for a key, named as Textual names it: `enter`, `f4`, `ctrl+pagedown`, `w`."""
    if name in _PLAIN:
        return _PLAIN[name].encode()
    *held, key = name.split("+") if len(name) > 1 else [name]
    if key in _ARROWS or key in _NUMBERED:
        modifier = 1 + sum(_MODIFIERS[part] for part in held)
        if key in _ARROWS:
            return f"\x1b[1;{modifier}{_ARROWS[key]}".encode() if held else f"\x1b[{_ARROWS[key]}".encode()
        return f"\x1b[{_NUMBERED[key]}{f';{modifier}' if held else ''}~".encode()
    if held == ["ctrl"]:
        return bytes([ord(key) & 0x1F])
    if held == ["alt"]:
        return b"\x1b" + key.encode()
    assert not held, f"no terminal sends {name}"
    assert len(key) == 1, f"there is no key {name}"
    return key.encode()


class Terminal:
    """`python -m icp_tui` under a pty of `size` (columns, lines), with a home folder of its own."""

    def __init__(
        self,
        *words: str | Path,
        home: Path,
        size: tuple[int, int] = (120, 40),
        in_a_window: bool = True,
        within: Sequence[str] = (),
        **environment: str,
    ) -> None:
        """Start the program with `words`; without `in_a_window` no signal tells that the terminal is gone.

        `within` are the words of a command that starts it in surroundings of its own.
        """
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.output = bytearray()
        self.keys = 0
        self._master, slave = os.openpty()
        self.resize(columns, lines)
        self._before = termios.tcgetattr(slave)
        program = [*within, sys.executable, "-m", "icp_tui", *map(str, words)]
        launcher = [sys.executable, "-I", "-S", "-c", _IN_A_WINDOW] if in_a_window else []
        try:
            self.process = subprocess.Popen(
                [*launcher, *program],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                cwd=home,
                env=own_environment(home) | environment,
                start_new_session=True,
            )
        finally:
            os.close(slave)

    def __enter__(self) -> Terminal:
        """The running program."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave no process behind."""
        self.kill()
        self.hang_up()

    # What a person does

    def press(self, *names: str) -> None:
        """Press keys, each counted."""
        self.keys += len(names)
        self.send(b"".join(key_bytes(name) for name in names))

    def type(self, text: str) -> None:
        """Type text."""
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """Paste text as a terminal does that was asked to mark what is pasted."""
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def send(self, content: bytes) -> None:
        """Write bytes as they are; what the program writes meanwhile is read, so that neither waits."""
        end = time.monotonic() + PATIENCE
        while content:
            readable, writable, _ = select.select([self._master], [self._master], [], PATIENCE)
            if readable:
                self._read(0)
            if writable:
                content = content[os.write(self._master, content[:512]) :]
            assert time.monotonic() < end, "the program takes no keys"

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self._screen.resize(lines, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the terminal, as when its window is closed or the connection breaks."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """End the program at once, without giving it a chance (kill -9)."""
        self.process.kill()
        self.process.wait(PATIENCE)

    # What a person sees

    @property
    def screen(self) -> list[str]:
        """The lines of the screen, without the space behind them."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.screen)

    def wait_for(self, *texts: str, timeout: float = PATIENCE) -> None:
        """Wait until all texts stand on the screen at once."""
        self.wait_until(lambda: all(text in self.text for text in texts), " and ".join(texts), timeout)

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> None:
        """Wait until a text no longer stands on the screen."""
        self.wait_until(lambda: text not in self.text, f"{text} gone", timeout)

    def wait_until(self, is_so: Callable[[], bool], what: str, timeout: float = PATIENCE) -> None:
        """Wait until something is so, reading what the program writes."""
        end = time.monotonic() + timeout
        while not is_so():
            left = end - time.monotonic()
            assert left > 0, f"not seen in {timeout} s: {what}\n{self.text}"
            assert self._read(min(left, 0.1)), f"the program ended before: {what}\n{self.text}"

    def watch(self, seconds: float) -> None:
        """Look at the screen for a time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._read(left)

    def exit_code(self, timeout: float = PATIENCE) -> int:
        """Wait until the program has ended; its exit code, or minus the signal that ended it."""
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            assert time.monotonic() < end, f"has not ended in {timeout} s\n{self.text}"
            if self._master < 0 or not self._read(0.02):
                self.process.wait(max(0.01, end - time.monotonic()))
        while self._master >= 0 and self._read(0, only_ready=True):
            pass
        return self.process.returncode

    @property
    def after(self) -> str:
        """What was written after the screens were left: what now stands in the shell."""
        return bytes(self.output).rpartition(b"\x1b[?1049l")[2].decode("utf-8", "replace")

    @property
    def left_on(self) -> list[str]:
        """What the program switched on in the terminal and did not switch off again."""
        on = {int(mode): switch == b"h" for mode, switch in _MODE.findall(self.output)}
        found = [f"mouse mode {mode}" for mode in _MOUSE if on.get(mode)]
        found += ["alternate screen"] if on.get(_ALTERNATE_SCREEN) else []
        found += ["cursor hidden"] if not on.get(_CURSOR, True) else []
        found += ["marked paste"] if on.get(_PASTE) else []
        found += ["focus told"] if on.get(_FOCUS) else []
        found += ["raw keys"] if termios.tcgetattr(self._master)[:4] != self._before[:4] else []
        return found

    # Reading

    def _read(self, timeout: float, *, only_ready: bool = False) -> bool:
        """Read once, for `timeout` seconds at most; False when nothing can come any more."""
        ready, _, _ = select.select([self._master], [], [], timeout)
        if not ready:
            return not only_ready
        try:
            content = os.read(self._master, 1 << 16)
        except OSError:
            # Linux: nobody holds the other end any more.
            return False
        start = max(0, len(self.output) - _LONGEST_QUESTION)
        known = len(self.output) - start
        self.output += content
        for question, answer in _ANSWERS:
            for asked in question.finditer(bytes(self.output[start:])):
                if asked.end() > known:
                    os.write(self._master, answer)
        self._stream.feed(content)
        return bool(content)


Open = Callable[..., Terminal]
"""Starts the program; takes what `Terminal` takes, but for the home folder."""


def own_environment(home: Path) -> dict[str, str]:
    """This process's variables with a home folder apart and the terminal of most people."""
    ours = ("XDG_", "ICP_TUI_", "LC_", "TEXTUAL", "COLUMNS", "LINES", "NO_COLOR", "LANGUAGE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return kept | shown | {"HOME": str(home)}

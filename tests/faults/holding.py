"""Several programs that hold a workspace, or would like to."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HOLDER = Path(__file__).with_name("holder.py")


class Holder:
    """One program beside this one that opens a workspace at a sign."""

    def __init__(self, path: Path) -> None:
        """Start it; it waits when this returns."""
        self.process = subprocess.Popen(
            [sys.executable, HOLDER, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdin
        assert self.process.stdout
        self._keys, self._words = self.process.stdin, self.process.stdout
        assert self._words.readline() == "ready\n"

    def go(self) -> None:
        """Open the file, now."""
        self._keys.write("go\n")
        self._keys.flush()

    def outcome(self) -> str:
        """`owner PID`, with `left open` behind where it was; or `refused` and why."""
        return self._words.readline().strip()

    def close(self) -> None:
        """Close the file and end.

        Raises:
            AssertionError: it did not end well.
        """
        _, said = self.process.communicate(timeout=30)
        assert (self.process.returncode, said) == (0, "")

    def kill(self) -> None:
        """End it at once (kill -9)."""
        self.process.kill()
        self.process.communicate(timeout=30)


@contextmanager
def holders(path: Path, many: int) -> Iterator[Sequence[Holder]]:
    """Programs that wait for their sign; those that still run at the end are ended."""
    started = [Holder(path) for _ in range(many)]
    try:
        yield started
    finally:
        for one in started:
            if one.process.poll() is None:
                one.kill()

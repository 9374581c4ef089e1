"""What takes long: a line that says how far it is, and an end by ctrl+c that says what became of the file."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator

import click

from icp_tui.cli.printing import note
from icp_tui.texts import say


class Going:
    """How far something is, as a line on standard error that is written over and over.

    Called with the share that is done, from 0 to 1; `tick` shows meanwhile that it goes on.
    """

    def __init__(self, doing: str, *, shown: bool) -> None:
        """Say `doing`, where it is to be shown at all."""
        self._doing = doing
        self._shown = shown
        self._since = time.monotonic()
        self._share = 0.0
        self._line = ""
        self.tick()

    def __call__(self, share: float) -> None:
        """So much is done."""
        self._share = max(self._share, share)
        self.tick()

    def tick(self) -> None:
        """It goes on."""
        if not self._shown:
            return
        seconds = int(time.monotonic() - self._since)
        line = f"{self._doing} … {int(100 * self._share)} %"
        if seconds:
            line += f", {seconds} s"
        if line != self._line:
            self._write(line.ljust(len(self._line)))
            self._line = line

    def clear(self) -> None:
        """Take the line away, so that other words can stand there."""
        if self._line:
            self._write(" " * len(self._line))
            self._write("")
            self._line = ""

    def _write(self, text: str) -> None:
        click.echo(f"\r{text}", nl=False, err=True)
        sys.stderr.flush()


@contextlib.contextmanager
def going(doing: str, stopped: str, *, shown: bool) -> Iterator[Going]:
    """Something that takes long; after ctrl+c the words of `stopped` are all that is said.

    Raises:
        click.Abort: it was ended by ctrl+c.
    """
    line = Going(doing, shown=shown)
    try:
        yield line
    except KeyboardInterrupt:
        line.clear()
        note(say("Stopped. {what}", what=stopped))
        raise click.Abort from None
    finally:
        line.clear()

"""What is pasted is text, whatever it holds.

Textual takes an escape inside a bracketed paste for a key: a copied colour code would then quit, undo or
scramble the order of lines. Here what a terminal sends is cleaned before Textual reads it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

from icp_tui.method.safe import safe_text

START, END = "\x1b[200~", "\x1b[201~"


class PasteCleaner:
    """Cleans what stands between the marks of a paste; everything arrives in pieces cut anywhere."""

    def __init__(self) -> None:
        """Start outside of a paste."""
        self._pasting = False
        self._before = ""
        self._held = ""

    def clean(self, data: str) -> str:
        """The next piece as Textual may see it. Part of an end mark is held back until the rest has come."""
        done = []
        data, self._held = self._held + data, ""
        while data:
            if self._pasting:
                text, mark, data = data.partition(END)
                if not mark:
                    text, self._held = _without_half(text)
                done.append(safe_text(text) + mark)
                self._pasting = not mark
            else:
                # The mark may have begun in the piece before; keys are never held back.
                at = (self._before + data).find(START)
                if at < 0:
                    self._before = (self._before + data)[1 - len(START) :]
                    done.append(data)
                    break
                end = at + len(START) - len(self._before)
                done.append(data[:end])
                data, self._before, self._pasting = data[end:], "", True
        return "".join(done)


def _without_half(text: str) -> tuple[str, str]:
    """The text, and what at its end may be the beginning of the end mark."""
    for length in range(min(len(END) - 1, len(text)), 0, -1):
        if END.startswith(text[-length:]):
            return text[:-length], text[-length:]
    return text, ""


class CleanParser(XTermParser):
    """Textual's reader of a terminal, given clean pastes."""

    def __init__(self, debug: bool = False) -> None:
        """Start outside of a paste."""
        super().__init__(debug)
        self._cleaner = PasteCleaner()

    def feed(self, data: str) -> Iterable[Message]:
        """Read the next piece; an empty one ends the input."""
        clean = self._cleaner.clean(data)
        return super().feed(clean) if clean or not data else ()


def clean_pastes() -> None:
    """Let the driver of this system read through `CleanParser`; it knows no other way to be told."""
    if sys.platform == "win32":
        from textual.drivers import win32 as driver  # noqa: PLC0415
    else:
        from textual.drivers import linux_driver as driver  # noqa: PLC0415
    driver.XTermParser = CleanParser  # type: ignore[attr-defined]

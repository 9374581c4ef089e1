"""The few signs that the screens draw with, and their plain twins for fonts that lack them.

Every twin is as wide as its sign, so that nothing moves.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip

TWINS = str.maketrans(
    {
        "○": "o",
        "◐": "%",
        "●": "*",
        "▸": ">",
        "■": "#",
        "□": "-",
        "▌": "|",
        "‹": "<",
        "›": ">",
        "✓": "*",
        "━": "=",
        "─": "-",
        "↑": "^",
        "↓": "v",
        "←": "<",
        "→": ">",
        "•": "*",
        "−": "-",
        "…": "~",
    }
)


def plain(strip: Strip) -> Strip:
    """The same strip in signs that every font has."""
    return Strip(
        [Segment(segment.text.translate(TWINS), segment.style, segment.control) for segment in strip],
        strip.cell_length,
    )

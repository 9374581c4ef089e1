"""The white space of a finished document: the same for every template, whatever its author's habits.

At most one blank line in a row, none at the beginning, one line end at the end, no spaces at line ends.
Code blocks are left alone. Marks of a trace (tracing.py) take no part: they count as nothing and are kept.
"""

from __future__ import annotations

import re

from icp_tui.documents.tracing import split_marks

# A fence may stand in quotes and list items.
_FENCE = re.compile(r"[\s>]*+(?:(?:[-+*]|\d{1,9}[.)])\s++)*+(?P<ticks>`{3,}+(?=[^`]*\Z)|~{3,}+)")


def tidy(markdown: str) -> str:
    """The document with its white space in order; tidying twice changes nothing more."""
    kept: list[str] = []
    fence = ""
    blank_before = True
    for line in markdown.split("\n"):
        marks, bare = split_marks(line)
        if fence:
            fence = "" if _closes(fence, bare) else fence
            kept.append(marks + bare)
            blank_before = False
            continue
        bare = bare.rstrip(" \t")
        if bare or not blank_before:
            kept.append(marks + bare if bare else "")
        blank_before = not bare
        opening = _FENCE.match(bare)
        fence = opening["ticks"] if opening else ""
    return "\n".join(kept).rstrip("\n") + "\n" if any(kept) else ""


def _closes(fence: str, line: str) -> bool:
    """Whether a line ends the code block that `fence` began."""
    ticks = line.strip(" \t>")
    return len(ticks) >= len(fence) and ticks == fence[0] * len(ticks)

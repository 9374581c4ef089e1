"""Text that is safe to keep and to show.

Every text that enters (typed, pasted, imported, read from the file) and every text that leaves goes through
`safe_text`, so no answer can move the cursor of a terminal, turn the direction of a line or make a file
unreadable, whoever wrote it. Letters of all scripts, combining marks, joined emoji and the direction marks
that Arabic and Hebrew need are kept.
"""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Whole terminal sequences go, so that no "[31m" is left behind; an unfinished one loses only its escape.
_SEQUENCES = r"\x1b\[[0-?]*+[ -/]*+[@-~]|\x1b\][^\x07\x1b]*+(?:\x07|\x1b\\)"
_CONTROLS = r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]"
# Embeddings, overrides and isolates reach past their answer; U+200E, U+200F and U+061C do not, and stay.
_DIRECTION = r"[\u202a-\u202e\u2066-\u2069]"
_INVISIBLE = r"[\ufeff\ufff9-\ufffb]"
_DROPPED = re.compile("|".join((_SEQUENCES, _CONTROLS, _DIRECTION, _INVISIBLE)))

# Neither can be written as UTF-8 text that other programs accept.
_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNWRITABLE = re.compile(f"[\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")

# One look for whatever the three could change; all above the emoji is suspect, which is five times faster.
_SUSPECT = re.compile(
    rf"[\r\x0b\x0c\x85\u2028\u2029{_CONTROLS[1:-1]}{_DIRECTION[1:-1]}{_INVISIBLE[1:-1]}"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe-\U0010ffff]"
)


def safe_text(text: str) -> str:
    r"""The text without what a terminal or a file could be harmed by; all line ends become `\n`.

    Control characters (but newline and tab), terminal sequences, direction overrides and byte order marks
    are dropped. Lone surrogates and noncharacters become U+FFFD, so that a loss can be seen. Doing it twice
    changes nothing more.
    """
    # All that is changed is unprintable; that test alone costs next to nothing.
    if text.isprintable() or not _SUSPECT.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text)
    text = _DROPPED.sub("", text)
    return _UNWRITABLE.sub(REPLACEMENT, text)


def text_of_file(raw: bytes) -> str:
    """The text that a file holds as `raw`, safe; what is no UTF-8 in it becomes U+FFFD."""
    return safe_text(raw.decode("utf-8", "replace"))

"""How long an answer can be: one limit for whatever is typed, pasted or imported.

What is longer is refused whole, with its length, and never cut. A file that is there already, or the log of a
colleague, may hold more: such an answer is shown in part, printed and exported whole, and shortened in one's
own editor.
"""

from __future__ import annotations

from icp_tui.errors import TooLong
from icp_tui.texts import say

LONGEST = 100_000
"""Characters of an answer: forty printed pages, and few enough that no key in its field is felt to wait."""


def check_length(text: str) -> None:
    """Refuse a text, cleaned by `safe_text`, that is longer than an answer can be.

    Raises:
        TooLong: it is; says how long it is and how long it can be.
    """
    length = len(text.strip())
    if length > LONGEST:
        raise TooLong(
            say("This is {n:,} characters long; an answer can have {most:,}.", n=length, most=LONGEST),
            means=say("Nothing was changed."),
            do=say("Shorten it, or divide it among several answers."),
        )

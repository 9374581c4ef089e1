"""How texts are compared when people look for something: accents and case do not matter."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})
"""Lower-case letters that have no accent to take off."""


def fold(text: str) -> str:
    """`text` in lower case without accents: “Łódź” is “lodz”. Letters that have no accents stay."""
    if text.isascii():
        return text.lower()
    # Taking a letter apart can bring forth a capital, such as the H of “ℌ”.
    plain = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_LETTERS)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))

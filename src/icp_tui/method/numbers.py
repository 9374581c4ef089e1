"""Numbers as people type them, and the one plain way in which we write them down.

People of six countries type figures here: `1 900,50`, `1.900,50`, `1,900.50`, `90k`. A lone separator before
exactly three digits is read as a thousands mark (`1,900`, `1.900`), anything else as a decimal mark.
"""

from __future__ import annotations

import re
from decimal import Decimal

from icp_tui.errors import BadAnswer
from icp_tui.texts import say

MOST_DIGITS = 15
"""Digits that a double holds exactly, so that the REAL column and the text in the log never disagree."""

LEAST_FRACTION = Decimal("1E-9")
"""The smallest figure but nothing: there are at most nine digits behind the decimal mark."""

_MOST_CHARACTERS = 28
"""What is reckoned with exactly; anything longer is no figure, and slow to read."""

_FACTORS = {"": 1, "k": 1_000, "m": 1_000_000}


def parse_decimal(typed: str, *, decimals: int | None = None) -> Decimal:
    """The number that `typed` means.

    `decimals` is the most digits allowed behind the decimal mark.

    Raises:
        BadAnswer: not a number, too long, or too many decimals.
    """
    text = re.sub(r"[\s\u00a0\u202f'’_]", "", typed).casefold()
    if len(text) > _MOST_CHARACTERS:
        raise BadAnswer(say("That number is too long; 15 digits are kept exactly."))
    found = re.fullmatch(r"([+-]?)([\d.,]*\d[\d.,]*)([km]?)", text)
    if not found:
        raise BadAnswer(say("Not a number. Type digits, for example 1 900 or 12.5."))
    sign, digits, factor = found.groups()
    value = Decimal(sign + _with_point(digits)) * _FACTORS[factor]
    value = value.normalize() if value else Decimal(0)
    if len(value.as_tuple().digits) > MOST_DIGITS or abs(value) >= 10**MOST_DIGITS:
        raise BadAnswer(say("That number is too long; 15 digits are kept exactly."))
    exponent = int(value.as_tuple().exponent)
    if exponent < -(decimals if decimals is not None else 9):
        raise BadAnswer(say("At most {decimals} digits behind the decimal mark.", decimals=decimals or 9))
    return value


def _with_point(digits: str) -> str:
    marks = [mark for mark in digits if mark in ".,"]
    if len(set(marks)) == 2:
        point = marks[-1]
        if marks.count(point) > 1:
            raise BadAnswer(say("Not a number. Type digits, for example 1 900 or 12.5."))
        return digits.replace("." if point == "," else ",", "").replace(point, ".")
    if not marks:
        return digits
    groups = re.split(r"[.,]", digits)
    in_thousands = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
    if in_thousands and groups[0].strip("0"):
        return "".join(groups)
    if len(marks) > 1:
        raise BadAnswer(say("Not a number. Type digits, for example 1 900 or 12.5."))
    return ".".join(groups)


def plain(value: Decimal) -> str:
    """`value` in digits with a decimal point, without exponent, thousands marks or idle zeros.

    Three digits behind the point get a zero after them, or reading them back would take the point for a
    thousands mark.
    """
    text = f"{value.normalize() if value else Decimal(0):f}"
    whole, point, fraction = text.partition(".")
    return f"{whole}.{fraction}0" if point and len(fraction) == 3 and whole.strip("-0") else text

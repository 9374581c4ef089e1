"""Figures, money and days as each language writes them.

The interface and a document can speak different languages in one run, so every function is told which.
Babel knows all languages and takes 33 ms to load; plain English figures are written without it, because the
first screen would wait for them.
"""

from __future__ import annotations

import datetime as dt
from decimal import Context, Decimal, localcontext
from functools import lru_cache

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}

UNKNOWN = "–"
"""What stands where nothing is known; never a zero."""

_AMPLE = Context(prec=1_000)
"""More digits than any figure has: products of answers of 15 digits go beyond the usual 28."""


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """A figure of any size with so many decimals; with less than none, to tens or hundreds."""
    return value.quantize(Decimal(1).scaleb(-places), context=_AMPLE)


def moment(text: str) -> dt.datetime | None:
    """A moment as it is kept (ISO 8601), in the time of this place; None where the text is none."""
    try:
        return dt.datetime.fromisoformat(text).astimezone()
    except (TypeError, ValueError, OverflowError):
        return None


@lru_cache(maxsize=4096)
def number(value: Decimal, language: str) -> str:
    """A figure with the language's marks, such as `1,900.5` or `1 900,5`."""
    if language == "en":
        text = f"{value:,f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return _by_babel(value, "#,##0.#########", language)


def fixed(value: Decimal | float, digits: int, language: str) -> str:
    """A figure with so many decimals, also where they are zeros, such as `2.00`."""
    exact = Decimal(f"{value:.{digits}f}")
    if language == "en":
        return f"{exact:,f}"
    return _by_babel(exact, f"#,##0.{'0' * digits}".rstrip("."), language)


def _by_babel(value: Decimal, pattern: str, language: str) -> str:
    from babel.numbers import format_decimal  # noqa: PLC0415

    # Babel rounds in whatever context there is.
    with localcontext(_AMPLE):
        return format_decimal(value, format=pattern, locale=language)


def probability(value: float, language: str) -> str:
    """What stands behind “p”: three digits, such as `0.010`; below that only `< 0.001`."""
    least = 0.001
    return f"< {fixed(least, 3, language)}" if value < least else fixed(value, 3, language)


@lru_cache(maxsize=4096)
def money(hundredths: int, currency: str, language: str) -> str:
    """An amount with its currency; without decimals where it is whole.

    A currency that is no ISO 4217 code stands behind the figure as it was typed. Letters before a figure are
    set apart from it, as CLDR asks (currencySpacing) and Babel does not.
    """
    amount = Decimal(hundredths).scaleb(-2, context=_AMPLE)
    whole = hundredths % 100 == 0
    if language == "en" and currency in _SIGNS:
        return f"{_SIGNS[currency]}{amount:,.{0 if whole else 2}f}"
    digits = "0" if whole else "0.00"
    from babel.numbers import format_currency, get_currency_symbol, is_currency  # noqa: PLC0415

    if not is_currency(currency, language):
        return f"{number(amount, language)} {currency}".strip()
    from babel.core import Locale  # noqa: PLC0415

    pattern = Locale.parse(language).currency_formats["standard"].pattern
    positive = pattern.split(";")[0].replace("0.00", digits)
    if get_currency_symbol(currency, language)[-1].isalpha():
        positive = positive.replace("¤#", "¤\u00a0#")
    with localcontext(_AMPLE):
        return format_currency(amount, currency, format=positive, locale=language, currency_digits=False)


@lru_cache(maxsize=1024)
def date(day: dt.date, language: str) -> str:
    """A day in words that cannot be misread, such as `30 Sep 2026`."""
    if language == "en":
        return f"{day.day} {day:%b} {day.year}"
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, format="medium", locale=language)


def percent(value: int, language: str) -> str:
    """A whole percentage with the space that the language asks for: `64%`, `64 %`."""
    return f"{value}%" if language == "en" else f"{value}\u00a0%"

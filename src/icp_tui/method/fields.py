"""The kinds of field: how an answer is typed, read, kept and shown.

Every kind turns text into a value and back (`parse`, `format`) so that `parse(format(value)) == value`, and
keeps a value as one text in the change log (`dump`, `load`) and one column of a table (`column`). Parsing
raises `BadAnswer` with words for the user; the raw text is then kept by the caller, never lost.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Self

from icp_tui.errors import BadAnswer
from icp_tui.method.numbers import LEAST_FRACTION, MOST_DIGITS, parse_decimal, plain
from icp_tui.texts import Words, say


class Choice(enum.StrEnum):
    """One of a fixed set of answers; the value is what is stored, `words` what is shown.

    Example:
        >>> class Mode(Choice):
        ...     B2B = "b2b", _("B2B")
    """

    words: Words

    def __new__(cls, value: str, words: Words) -> Self:
        """Give each member its words."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    @classmethod
    def of(cls, value: str | None) -> Self | None:
        """The member that is stored as `value`; None where there is none.

        Raises:
            BadAnswer: no such answer.
        """
        if value is None:
            return None
        for member in cls:
            if member.value == value:
                return member
        raise BadAnswer(say("Unknown answer “{value}”.", value=value))


@dataclass(frozen=True, slots=True)
class Kind:
    """What all kinds share. `sql` is the column's type in a STRICT table."""

    name: ClassVar[str] = ""
    sql: ClassVar[str] = "TEXT"
    many_lines: ClassVar[bool] = False

    def parse(self, typed: str) -> Any:
        """The value of what was typed; None where it is blank.

        Raises:
            BadAnswer: it cannot be read as this kind.
        """
        raise NotImplementedError

    def format(self, value: Any) -> str:
        """The text that stands in the field for `value`, ready to be edited."""
        return self.dump(value)

    def dump(self, value: Any) -> str:
        """The one canonical text of `value`, as the change log keeps it."""
        return str(value)

    def load(self, dumped: str) -> Any:
        """The value that `dump` wrote.

        Raises:
            BadAnswer: no version of this program wrote such a text.
        """
        return self.parse(dumped)

    def column(self, dumped: str) -> str | int | float:
        """What the record's table holds for it, for people who read the file with other tools."""
        return dumped

    def from_column(self, held: str | int | float) -> Any:
        """The value of what the record's table holds."""
        return self.load(str(held))


def _never_written(dumped: str) -> BadAnswer:
    return BadAnswer(say("“{value}” cannot be read.", value=dumped))


def _whole(dumped: str, low: int, high: int) -> int:
    try:
        value = int(dumped)
    except ValueError:
        raise _never_written(dumped) from None
    if not low <= value <= high:
        raise _out_of_range(dumped)
    return value


def _out_of_range(dumped: str) -> BadAnswer:
    """What can stand in a file that another program wrote, and would make every figure false."""
    return BadAnswer(say("“{value}” is out of range.", value=dumped))


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """One line."""

    name: ClassVar[str] = "text"

    def parse(self, typed: str) -> str | None:
        return " ".join(typed.split()) or None

    def load(self, dumped: str) -> str:
        return dumped


@dataclass(frozen=True, slots=True)
class Prose(Kind):
    """Several lines; may hold simple Markdown (emphasis, lists, links)."""

    name: ClassVar[str] = "prose"
    many_lines: ClassVar[bool] = True

    def parse(self, typed: str) -> str | None:
        lines = [line.rstrip() for line in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
        return "\n".join(lines).strip("\n").rstrip() or None

    def load(self, dumped: str) -> str:
        return dumped


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A figure, exact to 15 digits. `unit` stands behind it; `whole` allows no fraction."""

    name: ClassVar[str] = "number"
    sql: ClassVar[str] = "REAL"
    unit: Words | None = None
    whole: bool = False

    def parse(self, typed: str) -> Decimal | None:
        if not typed.strip():
            return None
        value = parse_decimal(typed)
        if value < 0:
            raise BadAnswer(say("A number below zero makes no sense here."))
        if self.whole and value != value.to_integral_value():
            raise BadAnswer(say("A whole number, please, such as 12."))
        return value

    def dump(self, value: Decimal) -> str:
        return plain(value)

    def load(self, dumped: str) -> Decimal:
        try:
            value = Decimal(dumped)
        except InvalidOperation:
            raise _never_written(dumped) from None
        if value and not (value.is_finite() and LEAST_FRACTION <= value < 10**MOST_DIGITS):
            raise _out_of_range(dumped)
        return value

    def column(self, dumped: str) -> float:
        return float(dumped)

    def from_column(self, held: str | int | float) -> Decimal:
        # The shortest text of a double is exact for the 15 digits that we allow.
        return self.load(repr(held)).normalize()


_CURRENCIES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN"}


@dataclass(frozen=True, slots=True)
class Money(Kind):
    """An amount in the profile's currency; the value is an integer of hundredths of its unit.

    Hundredths for every currency, so that a profile's currency can be changed without touching an amount.
    """

    name: ClassVar[str] = "money"
    sql: ClassVar[str] = "INTEGER"
    most: ClassVar[int] = 100 * 10**MOST_DIGITS - 1

    def check_currency(self, typed: str, currency: str) -> None:
        """Refuse an amount that names another currency than the profile's.

        Raises:
            BadAnswer: it does; counting it as `currency` would print a false figure.
        """
        found = re.search(r"\b[A-Za-z]{3}\b|[€$£¥₹]|zł", typed)
        own = _CURRENCIES.get(currency, currency.upper())
        named = _CURRENCIES.get(found[0], found[0].upper()) if found else own
        if currency and named != own:
            both = {"currency": currency, "named": named}
            raise BadAnswer(say("This profile counts in {currency}, not in {named}; see Situation.", **both))

    def parse(self, typed: str) -> int | None:
        text = " ".join(typed.split())
        text = re.sub(r"^(?:[A-Z]{3}\b|[€$£¥₹]|zł) ?| ?(?:\b[A-Z]{3}|[€$£¥₹]|zł)$", "", text)
        if not text:
            if typed.strip():
                raise BadAnswer(say("The amount is missing, for example 1 900 or 12.50."))
            return None
        hundredths = parse_decimal(text, decimals=2) * 100
        if hundredths < 0:
            raise BadAnswer(say("An amount below zero makes no sense here."))
        return int(hundredths)

    def format(self, value: int) -> str:
        return plain(Decimal(value) / 100) if value % 100 == 0 else f"{Decimal(value) / 100:.2f}"

    def dump(self, value: int) -> str:
        return str(value)

    def load(self, dumped: str) -> int:
        return _whole(dumped, 0, self.most)

    def column(self, dumped: str) -> int:
        return int(dumped)


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Date(Kind):
    """A day. Typed as 2026-09-30, 30.9.2026, 30/9/26 or 30 Sep 2026; stored as ISO 8601."""

    name: ClassVar[str] = "date"

    def parse(self, typed: str) -> dt.date | None:
        text = " ".join(typed.split())
        if not text:
            return None
        try:
            if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
                return dt.date(int(found[1]), int(found[2]), int(found[3]))
            if found := re.fullmatch(r"(\d{1,2})\s*[./ -]\s*(\d{1,2})\s*[./ -]\s*(\d{4}|\d{2})\.?", text):
                return dt.date(_full_year(found[3]), int(found[2]), int(found[1]))
            named = re.fullmatch(r"(\d{1,2})\.?\s*([A-Za-z]{3,9})\.?,?\s*(\d{4}|\d{2})", text)
            if named and named[2][:3].lower() in _MONTHS:
                month = _MONTHS.index(named[2][:3].lower()) + 1
                return dt.date(_full_year(named[3]), month, int(named[1]))
        except ValueError:
            raise BadAnswer(say("There is no such day: {typed}.", typed=text)) from None
        raise BadAnswer(say("A day, please, such as 2026-09-30 or 30.9.2026."))

    def dump(self, value: dt.date) -> str:
        return value.isoformat()

    def load(self, dumped: str) -> dt.date:
        try:
            return dt.date.fromisoformat(dumped)
        except ValueError:
            raise _never_written(dumped) from None


def _full_year(digits: str) -> int:
    return int(digits) + (2000 if len(digits) == 2 else 0)


@dataclass(frozen=True, slots=True)
class OneOf(Kind):
    """One of a fixed set of answers, typed by its first letters or its number."""

    name: ClassVar[str] = "choice"
    options: type[Choice]

    def parse(self, typed: str) -> Choice | None:
        text = typed.strip().casefold()
        if not text:
            return None
        members: Sequence[Choice] = list(self.options)
        for member in members:
            if text in (member.value, str(member.words).casefold()):
                return member
        starts = [member for member in members if str(member.words).casefold().startswith(text)]
        if len(starts) == 1:
            return starts[0]
        offered = ", ".join(str(member.words) for member in starts or members)
        raise BadAnswer(say("One of these, please: {offered}.", offered=offered))

    def format(self, value: Choice) -> str:
        return str(value.words)

    def dump(self, value: Choice) -> str:
        return value.value

    def load(self, dumped: str) -> Choice | None:
        return self.options.of(dumped)


@dataclass(frozen=True, slots=True)
class Several(Kind):
    """Any number of a fixed set of answers, kept in the order of the set; typed with commas between them."""

    name: ClassVar[str] = "choices"
    options: type[Choice]

    def parse(self, typed: str) -> tuple[Choice, ...] | None:
        one = OneOf(self.options)
        named = {one.parse(part) for part in re.split(r"[,;]", typed) if part.strip()}
        return tuple(member for member in self.options if member in named) or None

    def format(self, value: tuple[Choice, ...]) -> str:
        return ", ".join(str(member.words) for member in value)

    def dump(self, value: tuple[Choice, ...]) -> str:
        return " ".join(member.value for member in value)

    def load(self, dumped: str) -> tuple[Choice, ...] | None:
        # What a newer program wrote beside the known ones cannot be shown, but it is no reason to refuse all.
        written = dumped.split()
        found = tuple(member for member in self.options if member.value in written)
        if not found:
            raise _never_written(dumped)
        return found


@dataclass(frozen=True, slots=True)
class Scale(Kind):
    """A whole number from `low` to `high`; `ends` says what the lowest and the highest mean."""

    name: ClassVar[str] = "scale"
    sql: ClassVar[str] = "INTEGER"
    low: int
    high: int
    ends: tuple[Words, Words]

    def parse(self, typed: str) -> int | None:
        if not typed.strip():
            return None
        value = parse_decimal(typed)
        if value != value.to_integral_value() or not self.low <= value <= self.high:
            raise BadAnswer(say("A number from {low} to {high}, please.", low=self.low, high=self.high))
        return int(value)

    def load(self, dumped: str) -> int:
        return _whole(dumped, self.low, self.high)

    def column(self, dumped: str) -> int:
        return int(dumped)


def _links_to(to: str, kind: str) -> bool:
    # A client belongs to several profiles; copied or exported with one of them, a link to it would be lost.
    return to == kind or (not to and kind != "client")


@dataclass(frozen=True, slots=True)
class Link(Kind):
    """Another record of the profile, by its id.

    `to` is the kind of record, "" any kind; `where` narrows it by answers, such as the side of process steps.
    """

    name: ClassVar[str] = "link"
    to: str
    where: tuple[tuple[str, str], ...] = ()

    def fits(self, kind: str) -> bool:
        """Whether a record of this kind can be linked."""
        return _links_to(self.to, kind)

    def parse(self, typed: str) -> str | None:
        return typed.strip() or None


@dataclass(frozen=True, slots=True)
class Links(Kind):
    """Any number of other records of the profile, by their ids, in the order in which they were chosen."""

    name: ClassVar[str] = "links"
    to: str

    def fits(self, kind: str) -> bool:
        """Whether a record of this kind can be linked."""
        return _links_to(self.to, kind)

    def parse(self, typed: str) -> tuple[str, ...] | None:
        return tuple(dict.fromkeys(typed.split())) or None

    def dump(self, value: tuple[str, ...]) -> str:
        return " ".join(value)

"""Sentences, figures and days of one document, in its language and currency.

The document's language may differ from the interface's, so nothing here looks at the interface. The methods
`say` and `count` are named as the functions of texts.py, so that their sentences are found for translation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from icp_tui import formats
from icp_tui.insight.value import Sum
from icp_tui.method.choices import Period
from icp_tui.method.declaration import Question
from icp_tui.method.fields import Choice, Date, Kind, Money, Number, OneOf, Scale, Several
from icp_tui.texts import Words, _, catalogue

TWO_HOURS = 120
"""Minutes up to which a time is given in minutes; above, hours are easier to grasp."""

STANDING: Mapping[str, Words] = {
    "hypothesis": _(
        "This is a hypothesis: too few good customers bear it out yet. "
        "Check what is marked as assumed before you build on it."
    ),
    "draft": _("This is a draft: some of it is still open, as listed near the end."),
    "released": _("This version is released."),
    "retired": _("This profile is retired: it no longer guides the work."),
}
"""What the profile's status means for whoever reads the document."""


@dataclass(frozen=True, slots=True)
class Wording:
    """How one document speaks: its language (`en`, `es`, …) and the currency of its amounts."""

    language: str
    currency: str = ""

    def words(self, words: Words) -> str:
        """Declared words in the document's language."""
        return words.in_(self.language)

    def say(self, english: str, **values: object) -> str:
        """A sentence with its `{places}` filled."""
        return catalogue(self.language).gettext(english).format(**values)

    def count(self, number: int, one: str, many: str, **values: object) -> str:
        """A sentence about `number` things; `{n}` is the number."""
        shown = formats.number(Decimal(number), self.language)
        sentence = catalogue(self.language).ngettext(one, many, number)
        return sentence.format(**{"n": shown, **values})

    def number(self, value: Decimal) -> str:
        """A figure."""
        return formats.number(value, self.language)

    def money(self, hundredths: int | Decimal) -> str:
        """An amount in the profile's currency."""
        return formats.money(int(Decimal(hundredths).to_integral_value()), self.currency, self.language)

    def percent(self, share: Decimal) -> str:
        """A share of 0 to 1 as whole percent; never all or nothing where it is only nearly so."""
        whole = int((share * 100).to_integral_value())
        if 0 < share < 1:
            whole = min(max(whole, 1), 99)
        return formats.percent(whole, self.language)

    def figure(self, value: Decimal, decimals: int = 1) -> str:
        """A figure that was worked out, rounded."""
        return self.number(formats.rounded(value, decimals))

    def days(self, days: Decimal) -> str:
        """A time in days."""
        whole = days == days.to_integral_value()
        # A fraction takes the form of the many; gettext knows no other.
        return self.count(int(days) if whole else 5, "{n} day", "{n} days", n=self.figure(days))

    def amount(self, hundredths: int | Decimal, period: Period | None) -> str:
        """An amount with the time that it is for, such as “€420 a month”."""
        money = self.money(hundredths)
        if period is None:
            return money
        return self.say("{amount} {period}", amount=money, period=self.words(period.words))

    def date(self, day: dt.date) -> str:
        """A day."""
        return formats.date(day, self.language)

    def minutes(self, minutes: Decimal) -> str:
        """A time: in minutes up to two hours, above in hours and minutes."""
        if minutes <= TWO_HOURS:
            rounded = formats.rounded(minutes, 1 if minutes < 10 else 0)
            return self.say("{n} min", n=self.number(rounded))
        hours, rest = divmod(int(minutes.to_integral_value()), 60)
        if not rest:
            return self.say("{n} h", n=self.number(Decimal(hours)))
        return self.say("{hours} h {minutes} min", hours=self.number(Decimal(hours)), minutes=rest)

    def how_often(self, times: Decimal, per: Period | None) -> str:
        """How often something happens, such as “3 times a day” or “twice a month”."""
        if times == 2:
            often = self.say("twice")
        elif times == times.to_integral_value():
            often = self.count(int(times), "once", "{n} times")
        else:
            # A fraction takes the form of the many; gettext knows no other.
            often = self.count(5, "once", "{n} times", n=self.number(times))
        if per is None or (per is Period.ONCE):
            return often
        return self.say("{often} {period}", often=often, period=self.words(per.words))

    def at_least(self, shown: str, total: Sum) -> str:
        """The words of a sum: “at least” where parts of it are not known."""
        return self.say("at least {figure}", figure=shown) if total.at_least else shown

    def period(self, start: dt.date | None, end: dt.date | None) -> str:
        """The time from one day to another, either of which may be open."""
        if start and end:
            return f"{self.date(start)} – {self.date(end)}"
        if start:
            return self.say("from {day}", day=self.date(start))
        return self.say("until {day}", day=self.date(end)) if end else ""

    def answer(self, question: Question, value: object) -> str:
        """The words of one answer of any kind but a link."""
        return self._shown(question.kind, value)

    def _shown(self, kind: Kind, value: object) -> str:
        match kind, value:
            case Number(unit=unit), Decimal():
                figure = self.number(value)
                return f"{figure} {self.words(unit)}" if unit else figure
            case Money(), int():
                return self.money(value)
            case Date(), dt.date():
                return self.date(value)
            case OneOf(), Choice():
                return self.words(value.words)
            case Several(), tuple():
                return ", ".join(self.words(choice.words) for choice in value)
            case Scale(high=high), int():
                return self.say("{n} of {most}", n=value, most=high)
        return kind.format(value)

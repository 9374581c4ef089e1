"""The words of the program, in English at the place where they are meant, translated when they are shown.

`_` marks a sentence of a declaration and returns it untranslated (`Words`), because the interface and a
document can speak different languages in one run. `say` and `count` translate at once, for the interface.
Catalogues are gettext .mo files below `locale/`; English needs none.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOCALE_FOLDER = Path(__file__).parent / "locale"

_interface = "en"


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations of one language (`en`, `es`, `pt`, `pl`, `it`, `fr`); English where one is missing."""
    return gettext.translation("icp_tui", LOCALE_FOLDER, languages=[language], fallback=True)


def interface_language() -> str:
    """The language that the screens and commands speak now."""
    return _interface


def speak(language: str) -> None:
    """Make `language` the interface's language."""
    global _interface  # noqa: PLW0603 - one process has one interface language
    _interface = language


@dataclass(frozen=True, slots=True)
class Words:
    """An English sentence marked for translation; looked up when it is shown."""

    english: str

    def in_(self, language: str) -> str:
        """The sentence in `language`."""
        return catalogue(language).gettext(self.english) if self.english else ""

    def __str__(self) -> str:
        return self.in_(_interface)

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __bool__(self) -> bool:
        return bool(self.english)


def _(english: str) -> Words:
    """Mark a sentence of a declaration for translation."""
    return Words(english)


def say(english: str, **values: object) -> str:
    """A sentence in the interface's language, with its `{places}` filled."""
    sentence = catalogue(_interface).gettext(english)
    return sentence.format(**values) if values else sentence


def count(number: int, one: str, many: str, **values: object) -> str:
    """A sentence about `number` things in the interface's language; `{n}` is the number."""
    return catalogue(_interface).ngettext(one, many, number).format(n=number, **values)

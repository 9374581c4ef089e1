"""Ready-made lists of attributes, red flags, trigger events and channels; survey.py has the customer survey.

Nothing here is known about a client: a list is a start, offered while somebody types, and theirs to change
once taken. It is the same in every profile of a mode.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import cache

from icp_tui.method.folding import fold
from icp_tui.method.library.entry import Entry
from icp_tui.method.library.protection import WHY_PROTECTED, protected

__all__ = [
    "WHY_PROTECTED",
    "Entry",
    "answers_of",
    "matching",
    "offered",
    "protected",
]


# The parameter bears the word of `Entry.protected`; the function of that name is not wanted in here.
def offered(name: str, mode: str | None, *, protected: bool = False) -> tuple[Entry, ...]:
    """The ready-made entries of one list for a profile's mode; without a mode, those for organisations.

    Protected attributes are among them only in b2c, and only where `protected` asks for them.

    Raises:
        KeyError: there is no list of this name.
    """
    entries = _lists()[name]["b2c" if mode == "b2c" else "b2b"]
    return tuple(entry for entry in entries if protected or not entry.protected)


@cache
def _lists() -> dict[str, dict[str, tuple[Entry, ...]]]:
    # The words of all lists cost 8 ms; a start asks only which attributes are protected.
    from icp_tui.method.library import attributes, channels, red_flags, triggers  # noqa: PLC0415

    return {
        "attributes": attributes.BY_MODE,
        "red_flags": red_flags.BY_MODE,
        "triggers": triggers.BY_MODE,
        "channels": channels.BY_MODE,
    }


def matching(entries: Iterable[Entry], typed: str, taken: Collection[str] = ()) -> list[Entry]:
    """The entries whose title holds every word typed, without those taken already.

    Where all words stand at the beginnings of words, the entry comes first; otherwise the order stays. Case
    and accents do not matter. Nothing typed gives all.

    Args:
        entries: where to look.
        typed: the words looked for, in any order.
        taken: titles that the profile has already.
    """
    words = fold(typed).split()
    gone = {_plain(title) for title in taken}
    found = [
        entry
        for entry in entries
        if (title := _plain(str(entry.title))) not in gone and all(word in title for word in words)
    ]
    return sorted(found, key=lambda entry: not _begins(words, _plain(str(entry.title))))


def answers_of(entry: Entry) -> dict[str, str]:
    """What the entry fills in beside its title: field name -> text that the field's kind parses.

    Words come in the interface's language of now, a choice by its stored value.
    """
    return {field: str(answer) for field, answer in entry.answers}


def _plain(title: str) -> str:
    return " ".join(fold(title).split())


def _begins(words: list[str], title: str) -> bool:
    return all(re.search(rf"(?<!\w){re.escape(word)}", title) for word in words)

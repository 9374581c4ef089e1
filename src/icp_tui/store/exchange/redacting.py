"""Changes without the names of people and customers, for eyes that are not to see them.

Names become neutral words such as “Customer 3”, in every version that a field ever had; where one stands in
another text, it is replaced there as whole words, however letters, apostrophes and hyphens are written. Of
people, each one of several is looked for, and a last name by itself. All ids are made anew, always in the
same way: merged, the copy stands beside the original and never in its place, and twice the same copy is one.

The client's own name stays. So does a proof's source where the customer may be named. What a text tells of
somebody without the name cannot be found.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from icp_tui.method.declaration import RECORDS
from icp_tui.method.fields import Link, Links, Prose, Text
from icp_tui.method.records import Customer, Evidence, Objective, Permission, Persona, Profile, Touchpoint
from icp_tui.store.log.changes import PARENT, ROOT, Change
from icp_tui.texts import Words, _, say

_NAMES: dict[tuple[str, str], Words] = {
    (Customer.kind, "name"): _("Customer {n}"),
    (Persona.kind, "nickname"): _("Persona {n}"),
    (Profile.kind, "story_name"): _("Somebody {n}"),
    (Profile.kind, "people"): _("People {n}"),
    (Objective.kind, "who_said"): _("Somebody {n}"),
    (Touchpoint.kind, "owner"): _("Colleague {n}"),
    (Evidence.kind, "source"): _("Source {n}"),
}
"""The fields that name somebody, and what stands there instead."""

_OF_PEOPLE = frozenset({"story_name", "people", "who_said", "owner"})
"""The fields of people, and often of several; a nickname or a company is one name."""

SHORTEST, IN_ITS_CASE = 3, 2
"""Letters of a name that is looked for in other texts, and of one that is in exactly its case."""

_BETWEEN_NAMES = re.compile(r"[,;/&\n]|(?<!\S)(?:and|und|y|i)(?!\S)", re.IGNORECASE)
_PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "la", "le", "ten", "ter", "van", "von"]
)
"""What stands in a full name without a capital."""

_SAME = str.maketrans(
    dict.fromkeys("‘’ʼ‛´`′＇", "'") | dict.fromkeys("-_‐‑‒–—−\N{NO-BREAK SPACE}", " ") | {"İ": "i", "ı": "i"}
)
"""What is written for one another: apostrophes, what joins words, and the two letters i of Turkish."""


def redacted(changes: Sequence[Change], every: Sequence[Change] = ()) -> list[Change]:
    """The same changes without names, each with ids of its own.

    Args:
        changes: What is given away, in order.
        every: All changes of the workspace: the names in them are looked for, too.
    """
    given = {change.id for change in changes}
    known = [*changes, *(change for change in every if change.id not in given)]
    hidden = _hidden_fields(known)
    neutral = _neutral_words(known, hidden)
    clean = _replacer(known, hidden, neutral)
    authors = {name: place + 1 for place, name in enumerate(sorted({c.author for c in changes if c.author}))}

    def text_of(change: Change, value: str | None) -> str | None:
        if value is None:
            return None
        name, _colon, part = change.field.partition(":")
        if (change.record_id, name) in hidden and part in ("", "raw"):
            return neutral[change.record_id, name]
        if change.field == PARENT:
            return value if value == ROOT else _renamed(value)
        question = RECORDS[change.kind].questions.get(name)
        if question and not part and isinstance(question.kind, Link | Links):
            return " ".join(map(_renamed, value.split()))
        if part == "raw" or (question and not part and isinstance(question.kind, Text | Prose)):
            return clean(value)
        return value

    return [
        replace(
            change,
            id=_renamed(change.id),
            author=say("Author {n}", n=authors[change.author]) if change.author else "",
            batch=_renamed(change.batch),
            scope=_renamed(change.scope),
            record_id=_renamed(change.record_id),
            old=text_of(change, change.old),
            new=text_of(change, change.new),
            base=change.base and _renamed(change.base),
            undoes=change.undoes and _renamed(change.undoes),
            settles=change.settles and _renamed(change.settles),
        )
        for change in changes
    ]


def _renamed(name: str) -> str:
    """Another id for `name`, always the same; it keeps the time of its making, and with it its order."""
    if not name:
        return ""
    made = hashlib.sha256(b"icp-tui redacted " + name.encode()).hexdigest()
    return f"{name[:18]}-8{made[:3]}-{made[3:15]}"


def _hidden_fields(changes: Iterable[Change]) -> set[tuple[str, str]]:
    """The fields that name somebody; the source of a proof unless its customer may be named."""
    found: set[tuple[str, str]] = set()
    named: set[str] = set()
    for change in changes:
        if change.kind == Evidence.kind and change.field == "permission":
            (named.add if change.new == Permission.NAMED.value else named.discard)(change.record_id)
        name = change.field.partition(":")[0]
        if (change.kind, name) in _NAMES:
            found.add((change.record_id, name))
    return {(record_id, name) for record_id, name in found if name != "source" or record_id not in named}


def _neutral_words(changes: Iterable[Change], hidden: set[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What stands in each hidden field, numbered in the order in which they were first answered."""
    made: dict[tuple[str, str], str] = {}
    numbers: dict[str, int] = {}
    for change in changes:
        place = change.record_id, change.field.partition(":")[0]
        if place in hidden and place not in made:
            words = str(_NAMES[change.kind, place[1]])
            numbers[words] = numbers.get(words, 0) + 1
            made[place] = words.format(n=numbers[words])
    return made


def _replacer(
    changes: Iterable[Change], hidden: set[tuple[str, str]], neutral: dict[tuple[str, str], str]
) -> Callable[[str], str]:
    """What replaces all names in a text, whole words only, however they are written."""
    named = [
        (value, name, neutral[change.record_id, name])
        for change in changes
        if (change.record_id, name := change.field.partition(":")[0]) in hidden
        and change.field in (name, f"{name}:raw")
        for value in (change.old, change.new)
        if value
    ]
    people = [(part, words) for value, name, words in named if name in _OF_PEOPLE for part in _people(value)]
    last = [(name, words) for person, words in people if (name := _last_name(person))]
    wanted = _Wanted()
    for whole, _name, words in named:
        wanted.add(whole, words)
    for person, words in people:
        wanted.add(person, words, as_name=len(_folded(person).split()) == 1)
    for name, words in last:
        wanted.add(name, words, as_name=True)
    return wanted.replacer()


class _Wanted:
    """The names to look for, and what stands instead of each; what was added first counts."""

    def __init__(self) -> None:
        self._instead: dict[str, str] = {}
        self._capital: set[str] = set()
        self._exact: dict[str, set[str]] = {}

    def add(self, name: str, words: str, *, as_name: bool = False) -> None:
        """Look for a name; `as_name` only where it begins with a capital, since it may be a common word."""
        folded = _folded(name)
        if len(folded) < IN_ITS_CASE:
            return
        if len(folded) < SHORTEST:
            self._exact.setdefault(folded, set()).add(_put_together(name).strip())
        elif folded not in self._instead and as_name:
            self._capital.add(folded)
        self._instead.setdefault(folded, words)

    def replacer(self) -> Callable[[str], str]:
        """What replaces them in a text."""
        if not self._instead:
            return lambda text: text
        longest_first = sorted(self._instead, key=lambda name: (-len(name), name))
        patterns = (r"\s+".join(map(re.escape, name.split(" "))) for name in longest_first)
        wanted = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?![\w\u0300-\u036f])")

        def clean(text: str) -> str:
            # A name can be written with letters and accents apart; only then is the text put together.
            whole = _put_together(text)
            folded, places = _in_place(whole)
            pieces, end = [], 0
            for seen in wanted.finditer(folded):
                first, after = places[seen.start()], places[seen.end() - 1] + 1
                name = " ".join(seen[0].split())
                if self._is_meant(name, whole[first:after]):
                    pieces += [whole[end:first], self._instead[name]]
                    end = after
            return "".join([*pieces, whole[end:]]) if pieces else text

        return clean

    def _is_meant(self, name: str, written: str) -> bool:
        if name in self._exact:
            return written in self._exact[name]
        return name not in self._capital or not written[0].islower()


def _people(value: str) -> list[str]:
    """The people that an answer names, if they are several or one; what has no capital is no name."""
    parts = (part.strip() for part in _BETWEEN_NAMES.split(value))
    return [part for part in parts if part and part[0].isalpha() and not part[0].islower()]


def _last_name(person: str) -> str:
    """The last name of a full one; "" where words do not look like one, such as “Head of Logistics”."""
    first, *others = person.split()
    if not others or any(word[0].islower() and word not in _PARTICLES for word in (first, *others)):
        return ""
    return others[-1] if len(others[-1]) >= SHORTEST and others[-1][0].isupper() else ""


def _put_together(text: str) -> str:
    """A text whose letters and accents are one; the dot that İ leaves behind when it becomes small goes."""
    return unicodedata.normalize("NFC", text).replace("i\u0307", "i")


def _in_place(text: str) -> tuple[str, Sequence[int]]:
    """A text as it is compared, and of each letter the place in `text`."""
    folded = text.translate(_SAME).casefold()
    if len(folded) == len(text):
        return folded, range(len(text))
    places = [place for place, letter in enumerate(text) for _each in letter.translate(_SAME).casefold()]
    return folded, places


def _folded(name: str) -> str:
    return " ".join(_in_place(_put_together(name))[0].split())

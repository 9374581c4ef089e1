"""Changes without the names of people and customers, for eyes that are not to see them.

Names become neutral words such as “Customer 3”, in every version that a field ever had; where one stands in
another text, it is replaced there as whole words. All ids are made anew, always in the same way: merged, the
copy stands beside the original and never in its place, and twice the same copy is one.

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

SHORTEST = 3
"""Letters of a name that is looked for in other texts; shorter ones are in too many words' way."""


def redacted(changes: Sequence[Change]) -> list[Change]:
    """The same changes without names, each with ids of its own."""
    hidden = _hidden_fields(changes)
    neutral = _neutral_words(changes, hidden)
    clean = _replacer(changes, hidden, neutral)
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
    instead: dict[str, str] = {}
    for change in changes:
        name = change.field.partition(":")[0]
        if (change.record_id, name) in hidden and change.field in (name, f"{name}:raw"):
            for value in (change.old, change.new):
                if value and len(folded := _folded(value)) >= SHORTEST:
                    instead.setdefault(folded, neutral[change.record_id, name])
    if not instead:
        return lambda text: text
    longest_first = sorted(instead, key=lambda name: (-len(name), name))
    patterns = (r"\s+".join(map(re.escape, name.split(" "))) for name in longest_first)
    wanted = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)

    def clean(text: str) -> str:
        # A name can be written with letters and accents apart; only then is the text put together.
        whole = unicodedata.normalize("NFC", text)
        found = wanted.sub(lambda seen: instead.get(_folded(seen[0]), say("somebody")), whole)
        return text if found == whole else found

    return clean


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).lower().split())

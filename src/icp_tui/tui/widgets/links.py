"""Choosing other records by a few letters: what is chosen, what is offered, and the place among it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Link, Links, Text
from icp_tui.method.folding import fold
from icp_tui.method.records import Client, Objective, Profile
from icp_tui.texts import _, say
from icp_tui.tui.widgets.lines import first_part

QUOTED = 60
"""Characters that a message quotes of what was typed."""


class LinkChoice:
    """The state of one link or links field while it is edited."""

    def __init__(self, answers: Answers, record: Record, question: Question) -> None:
        """Offer the records that may be linked: those of the record's own thread first."""
        target = question.kind
        if not isinstance(target, Link | Links):
            raise TypeError(question.name)
        self.many = isinstance(target, Links)
        self.chosen: list[str] = [found.id for found in answers.linked(record, question.name)]
        self.place: int | None = None
        self._wanted = ""
        found = _of_any_kind(answers, record) if not target.to else _of_kind(answers, record, target)
        self._candidates = [(candidate.id, title) for candidate, title in found if candidate.title]
        self._kinds = RECORDS[target.to].plural if target.to else _("Records")

    @property
    def offered(self) -> Sequence[tuple[str, str]]:
        """What is not chosen yet and holds all that was typed, as (id, title); word beginnings first."""
        words = fold(self._wanted).split()
        left = [(i, title) for i, title in self._candidates if i not in self.chosen]
        found = [(i, title) for i, title in left if all(word in fold(title) for word in words)]
        return sorted(found, key=lambda c: not all(f" {word}" in f" {fold(c[1])}" for word in words))

    @property
    def nothing(self) -> str:
        """What to say where nothing is offered."""
        if not self._candidates:
            return say("There is nothing to link yet. First add: {kinds}.", kinds=self._kinds)
        if self._wanted:
            return say("Nothing holds “{wanted}”.", wanted=self._wanted)
        return say("All are chosen. Backspace takes the last one away.")

    @property
    def unlinked(self) -> str:
        """What to say to somebody who goes on from letters that linked nothing; empty where all is well."""
        if not self._wanted:
            return ""
        if self.offered:
            return say("“{wanted}” is not linked: Enter takes what is marked.", wanted=_short(self._wanted))
        return say("Nothing holds “{wanted}”; it is not linked.", wanted=_short(self._wanted))

    def window(self, most: int) -> list[tuple[int, str]]:
        """At most `most` of the offered titles with their places, around the place."""
        start = max(0, (self.place or 0) - most + 1)
        return [(place, title) for place, (_, title) in enumerate(self.offered)][start : start + most]

    def look_for(self, wanted: str) -> None:
        """Offer what holds `wanted`, the best one ready to be taken; a space alone offers all."""
        self._wanted = wanted.strip()
        self.place = 0 if wanted and self.offered else None

    def move(self, steps: int) -> bool:
        """Move among what is offered; False where nothing is looked for, or that leads out of it."""
        if self.place is None or not 0 <= self.place + steps < len(self.offered):
            return False
        self.place += steps
        return True

    def take(self) -> None:
        """Choose what stands at the place."""
        if self.place is None:
            return
        taken = self.offered[self.place][0]
        self.chosen = [*self.chosen, taken] if self.many else [taken]
        self.look_for("")

    def drop_last(self) -> None:
        """Take the last chosen one away."""
        self.chosen = self.chosen[:-1]


def _short(wanted: str) -> str:
    """As much of what was looked for as a message quotes."""
    return wanted if len(wanted) <= QUOTED else f"{wanted[:QUOTED]}…"


def _of_kind(answers: Answers, record: Record, target: Link | Links) -> list[tuple[Record, str]]:
    """The records of one kind with their titles, those below an objective from the record's own one only."""
    kind = RECORDS[target.to]
    where = target.where if isinstance(target, Link) else ()
    found: list[Record] = answers.of(kind)
    if record.parent is Objective and kind is not Objective:
        found = answers.thread(kind, record.parent_id, where)
    return [(candidate, first_part(candidate.title)) for candidate in found]


def _of_any_kind(answers: Answers, record: Record) -> list[tuple[Record, str]]:
    """Whatever hangs on the profile and has a name of its own, with the word for what it is."""
    named = (
        candidate
        for candidate in answers.records
        if candidate.id != record.id
        and not isinstance(candidate, Client | Profile)
        and isinstance(candidate.questions[candidate.title_field].kind, Text)
    )
    return [
        (candidate, say("{title} ({kind})", title=first_part(candidate.title), kind=candidate.singular))
        for candidate in named
    ]

"""Reading a case file: its tree becomes the edits that make its records, or the first thing wrong ends it.

Nothing is written here, so that a case can be looked at before it is taken in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from icp_tui.errors import BadAnswer
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Choice, Link, Links
from icp_tui.method.records import Client, Profile
from icp_tui.method.safe import safe_text
from icp_tui.store.intake.case_json import (
    FORMAT,
    KEY,
    MARKS,
    Entry,
    bad_case,
    children_of,
    chosen,
    instead,
    read_json,
    shown,
    text_of,
    value_of,
)
from icp_tui.store.intake.once import ONCE
from icp_tui.store.log.changes import POSITION, ROOT, Edit
from icp_tui.store.work.actions import birth
from icp_tui.texts import say

MOST_RECORDS = 20_000
"""Records of a case; the samples have 120."""


@dataclass(frozen=True, slots=True)
class Case:
    """A case that was read and found whole: what taking it in makes.

    Attributes:
        client_id: the id that its client gets.
        names: the names of the client and of its profiles by id, in their order; "" where one has none.
        counts: how many records of each kind, in the order of the kinds.
        edits: the changes that make it, but for the place of the client.
    """

    client_id: str
    names: Mapping[str, str]
    counts: Mapping[str, int]
    edits: Sequence[Edit]


def read_case(held: bytes, name: str | Path, new_id: Callable[[], str]) -> Case:
    """Read the case file that holds `held` and is called `name`; nothing is written.

    Raises:
        BadFile: it is not right; the error says where and why.
    """
    reader = _Reader(name, new_id)
    client = reader.take(read_json(held, name))
    edits = reader.edits()
    counted = Counter(found.record.kind for found in reader.found)
    titles = {
        edit.record_id: edit.new or "" for edit in edits if edit.field == RECORDS[edit.kind].title_field
    }
    named = [found.record.id for found in reader.found if found.record.kind in (Client.kind, Profile.kind)]
    return Case(
        client.id,
        {record_id: titles.get(record_id, "") for record_id in named},
        {kind: counted[kind] for kind in RECORDS if counted[kind]},
        edits,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """A record of the file: what it becomes, where it stands, and the profile that it belongs to."""

    record: Record
    entry: Entry
    where: str
    profile: str


@dataclass
class _Reader:
    """Turns the tree of a case file into edits; the first thing wrong ends it."""

    name: str | Path
    new_id: Callable[[], str]
    found: list[_Found] = field(default_factory=list)
    keys: dict[str, _Found] = field(default_factory=dict)
    once: dict[tuple[str, str, str | None], str] = field(default_factory=dict)

    def take(self, case: object) -> Record:
        """Find all records of the file; gives the client."""
        top = self._object(case, "$")
        if top.get("format") != FORMAT:
            self._refuse(
                "$.format",
                say("This is no case file that this program knows."),
                say("A case file begins with {line}.", line=f'"format": "{FORMAT}"'),
            )
        self._check_names(top, "$", ("format", Client.kind))
        if Client.kind not in top:
            self._refuse("$", say("The client is missing."), say("Every case is about one client."))
        return self._record(Client, top[Client.kind], "$.client", None, 0)

    def edits(self) -> list[Edit]:
        """The edits that make the records: all of them first, then their answers, so that links find them."""
        made = [birth(self.found[0].record)]
        for found in self.found[1:]:
            record = found.record
            made += [birth(record), Edit(record.kind, record.id, POSITION, repr(record.position))]
        for found in self.found:
            made += self._answers(found)
        return made

    def _record(
        self, kind: type[Record], entry: object, where: str, above: _Found | None, place: int
    ) -> Record:
        entry = self._object(entry, where)
        children = children_of(kind)
        self._check_names(entry, where, (*kind.questions, *(child.kind for child in children), KEY, MARKS))
        parent_id = above.record.id if above else ROOT
        record = kind(id=self.new_id(), parent_id=parent_id, position=place + 1.0)
        found = _Found(record, entry, where, record.id if kind is Profile or not above else above.profile)
        self.found.append(found)
        if len(self.found) > MOST_RECORDS:
            self._refuse(
                where,
                say("There are more records than a case can have."),
                say("At most {n:,} can be imported at once.", n=MOST_RECORDS),
            )
        self._note_key(found)
        for child in children:
            below = f"{where}.{child.kind}"
            for number, each in enumerate(self._list(entry.get(child.kind, []), below)):
                self._record(child, each, f"{below}[{number}]", found, number)
        return record

    def _note_key(self, found: _Found) -> None:
        if KEY not in found.entry:
            return
        key, where = found.entry[KEY], f"{found.where}.{KEY}"
        if not isinstance(key, str) or not key:
            self._refuse(where, say("A key is a text."), say("Name it in a word, such as “late-loads”."))
        if key in self.keys:
            self._refuse(
                where,
                say("The key “{key}” stands at {other} already.", key=shown(key), other=self.keys[key].where),
                say("Give every record a key of its own."),
            )
        self.keys[key] = found

    def _answers(self, found: _Found) -> list[Edit]:
        record, edits = found.record, []
        for name, question in record.questions.items():
            where = f"{found.where}.{name}"
            if (given := found.entry.get(name)) is not None:
                dumped = self._dumped(found, question, given, where)
                edits.append(Edit(record.kind, record.id, name, dumped))
                if name == ONCE.get(record.kind):
                    self._note_once(record, dumped, where)
            elif question.always or question.fixed:
                self._refuse(where, say("It is never without an answer."), say("Write it there."))
        return edits + self._marks(found)

    def _note_once(self, record: Record, dumped: str | None, where: str) -> None:
        place = (record.kind, record.parent_id, dumped)
        if place in self.once:
            self._refuse(
                where,
                say("The same stands at {other} already.", other=self.once[place]),
                say("Keep one of them."),
            )
        self.once[place] = where

    def _dumped(self, found: _Found, question: Question, given: object, where: str) -> str | None:
        kind = question.kind
        if isinstance(kind, Link):
            return self._target(found, kind, given, where)
        if isinstance(kind, Links):
            keys = self._list(given, where)
            ids = [self._target(found, kind, key, f"{where}[{place}]") for place, key in enumerate(keys)]
            return kind.dump(tuple(dict.fromkeys(ids))) if ids else None
        try:
            value = value_of(question, given)
        except BadAnswer as error:
            self._refuse(where, error.what, say("Correct it there."))
        return None if value is None else kind.dump(value)

    def _target(self, found: _Found, kind: Link | Links, key: object, where: str) -> str:
        if not isinstance(key, str):
            self._refuse(where, say("A link is the key of another record."), say("Write the key as a text."))
        target = self.keys.get(key)
        if target is None or not kind.fits(target.record.kind) or target.profile != found.profile:
            there = [
                k for k, f in self.keys.items() if kind.fits(f.record.kind) and f.profile == found.profile
            ]
            wanted = kind.to or say("record")
            self._refuse(
                where,
                say("No “{kind}” of this profile has the key “{key}”.", kind=wanted, key=shown(key)),
                instead(key, there),
            )
        return target.record.id

    def _marks(self, found: _Found) -> list[Edit]:
        record, edits = found.record, []
        top = f"{found.where}.{MARKS}"
        marks = self._object(found.entry.get(MARKS, Entry()), top)
        self._check_names(marks, top, record.questions)
        for name, given in marks.items():
            where = f"{top}.{name}"
            mark = self._object(given, where)
            self._check_names(mark, where, MARK_PARTS)
            for part, value in mark.items():
                marked = self._part(MARK_PARTS[part], value, f"{where}.{part}")
                edits.append(Edit(record.kind, record.id, f"{name}:{part}", marked))
        return edits

    def _part(self, options: type[Choice] | None, value: object, where: str) -> str:
        try:
            return safe_text(text_of(value)) if options is None else chosen(options, value).value
        except BadAnswer as error:
            self._refuse(where, error.what, say("Correct it there."))

    def _object(self, value: object, where: str) -> Entry:
        if not isinstance(value, Entry):
            self._refuse(
                where,
                say("Something in braces { } must stand here."),
                say("See the sample cases for the form."),
            )
        if value.twice is not None:
            self._refuse(
                where,
                say("“{name}” stands here more than once.", name=shown(value.twice)),
                say("Keep one of them."),
            )
        return value

    def _list(self, value: object, where: str) -> list[object]:
        if not isinstance(value, list):
            self._refuse(
                where,
                say("A list in brackets [ ] must stand here."),
                say("See the sample cases for the form."),
            )
        return value

    def _check_names(self, entry: Mapping[str, object], where: str, known: Iterable[str]) -> None:
        for name in entry:
            if name not in (names := list(known)):
                self._refuse(
                    where, say("“{name}” is not known here.", name=shown(name)), instead(name, names)
                )

    def _refuse(self, where: str, what: str, do: str) -> NoReturn:
        raise bad_case(self.name, say("at {where}: {what}", where=where, what=what), do)

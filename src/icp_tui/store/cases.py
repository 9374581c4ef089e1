"""Case files: a client with its profiles and all their answers as JSON that people can read and write.

Records nest below their parent under the name of their kind; a link names the `key` of another record. A case
is taken in whole, in one transaction and one batch, or not at all, and comes back out with the same answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from icp_tui.errors import BadAnswer, NotFound
from icp_tui.method.choices import MARK_PARTS, Mark
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.fields import Choice, Link, Links, Money, Number, Scale, Several
from icp_tui.method.records import Client, Profile
from icp_tui.method.safe import safe_text
from icp_tui.store.actions import at_the_end, birth
from icp_tui.store.case_json import Entry, bad_case, chosen, instead, read_json, shown, text_of, value_of
from icp_tui.store.changes import POSITION, ROOT, Edit
from icp_tui.store.library import profiles_of
from icp_tui.store.loading import load_marks
from icp_tui.store.workspace import Workspace
from icp_tui.texts import say

FORMAT = "icp-tui case 1"
"""The first line of every case file; a later format gets another number."""

KEY = "key"
MARKS = "_marks"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a case became: the ids of the new client and of its profiles, in their order."""

    client_id: str
    profile_ids: tuple[str, ...]


def children_of(kind: type[Record]) -> list[type[Record]]:
    """The kinds of record that nest below `kind`."""
    return [child for child in RECORDS.values() if child.parent is kind]


# Into a workspace


def import_case(workspace: Workspace, path: Path) -> Imported:
    """Take the case file at `path` into `workspace`, as a new client behind those that are there.

    Raises:
        BadFile: it cannot be read; the error says where and why. Nothing was imported.
        SaveFailed: the workspace could not be written. Nothing was imported.
    """
    reader = _Reader(path, workspace)
    client = reader.take(read_json(path))
    workspace.change_library(reader.edits())
    profiles = (found.record.id for found in reader.found if found.record.kind == Profile.kind)
    return Imported(client.id, tuple(profiles))


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

    path: Path
    workspace: Workspace
    found: list[_Found] = field(default_factory=list)
    keys: dict[str, _Found] = field(default_factory=dict)

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
        client = self.found[0].record
        made = [at_the_end(self.workspace, client)]
        for found in self.found[1:]:
            record = found.record
            made += [birth(record), Edit(record.kind, record.id, POSITION, repr(record.position))]
        for found in self.found:
            made += self._answers(found)
        return [birth(client), *made]

    def _record(
        self, kind: type[Record], entry: object, where: str, above: _Found | None, place: int
    ) -> Record:
        entry = self._object(entry, where)
        children = children_of(kind)
        self._check_names(entry, where, (*kind.questions, *(child.kind for child in children), KEY, MARKS))
        parent_id = above.record.id if above else ROOT
        record = kind(id=self.workspace.new_id(), parent_id=parent_id, position=place + 1.0)
        found = _Found(record, entry, where, record.id if kind is Profile or not above else above.profile)
        self.found.append(found)
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
                edits.append(Edit(record.kind, record.id, name, self._dumped(found, question, given, where)))
            elif question.always:
                self._refuse(where, say("It is never without an answer."), say("Write it there."))
        return edits + self._marks(found)

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
            self._refuse(where, str(error), say("Correct it there."))
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
            self._refuse(where, str(error), say("Correct it there."))

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
        raise bad_case(self.path, say("at {where}: {what}", where=where, what=what), do)


# Out of a workspace


def case_of(workspace: Workspace, record_id: str) -> dict[str, Any]:
    """The case of a client with all its profiles, or of one profile; plain values, ready for `as_json`.

    Raises:
        NotFound: no such client or profile.
    """
    record = workspace.find(record_id)
    if isinstance(record, Profile):
        client, profile_ids = workspace.find(record.parent_id), [record.id]
    elif isinstance(record, Client):
        client, profile_ids = record, profiles_of(workspace.database, record.id)
    else:
        raise NotFound(
            say("{id} is neither a client nor a profile.", id=record_id),
            means=say("Nothing was written."),
            do=say("See the ids with `icp-tui list`."),
        )
    records, marks = [client], load_marks(workspace.database, [client.id])
    for profile_id in profile_ids:
        answers = workspace.answers(profile_id)
        records += (each for each in answers.records if each.kind != Client.kind)
        marks |= answers.marks
    return {"format": FORMAT, Client.kind: _Writer(records, marks).entry(client)}


def as_json(case: Mapping[str, Any]) -> str:
    """A case as the text of its file."""
    return json.dumps(case, ensure_ascii=False, indent=2) + "\n"


class _Writer:
    """Turns records into the nested entries of a case file; what is linked to gets a key."""

    def __init__(self, records: list[Record], marks: Mapping[tuple[str, str], Mark]) -> None:
        self._marks = marks
        self._below: dict[tuple[str, str], list[Record]] = {}
        for record in records:
            self._below.setdefault((record.parent_id, record.kind), []).append(record)
        linked = {target for record in records for target in _links(record)}
        self._keys: dict[str, str] = {}
        numbers: dict[str, int] = {}
        for record in records:
            if record.id in linked:
                numbers[record.kind] = numbers.get(record.kind, 0) + 1
                self._keys[record.id] = f"{record.kind}-{numbers[record.kind]}"

    def entry(self, record: Record) -> dict[str, Any]:
        """The entry of a record with all that hangs on it."""
        made: dict[str, Any] = {KEY: self._keys[record.id]} if record.id in self._keys else {}
        marks = {}
        for name, question in record.questions.items():
            if (value := self._plain(question, getattr(record, name))) is not None:
                made[name] = value
            mark = self._marks.get((record.id, name), Mark())
            if parts := {part: str(held) for part in MARK_PARTS if (held := getattr(mark, part)) is not None}:
                marks[name] = parts
        if marks:
            made[MARKS] = marks
        for child in children_of(type(record)):
            if below := self._below.get((record.id, child.kind)):
                made[child.kind] = [self.entry(each) for each in below]
        return made

    def _plain(self, question: Question, value: Any) -> Any:
        """A value as JSON has it; a link to what is gone is left out."""
        if value is None or isinstance(question.kind, Scale):
            return value
        if isinstance(question.kind, Link):
            return self._keys.get(value)
        if isinstance(question.kind, Links):
            return [self._keys[target] for target in value if target in self._keys] or None
        if isinstance(question.kind, Money | Number):
            figure = Decimal(value) / 100 if isinstance(question.kind, Money) else value
            # At most 15 digits, which a float writes as they were.
            return int(figure) if figure == figure.to_integral_value() else float(figure)
        if isinstance(question.kind, Several):
            return [member.value for member in value]
        return question.kind.dump(value)


def _links(record: Record) -> Iterable[str]:
    for name, question in record.questions.items():
        value = getattr(record, name)
        if isinstance(question.kind, Links):
            yield from value or ()
        elif isinstance(question.kind, Link) and value:
            yield value

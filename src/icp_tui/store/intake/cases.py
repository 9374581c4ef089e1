"""Case files: a client with its profiles and all their answers as JSON that people can read and write.

Records nest below their parent under the name of their kind; a link names the `key` of another record. A case
is taken in whole, in one transaction and one batch, or not at all, and comes back out with the same answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from icp_tui.errors import NotFound
from icp_tui.files import write_whole
from icp_tui.method.choices import MARK_PARTS, Mark
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link, Links, Money, Number, Scale, Several
from icp_tui.method.records import Client, Profile
from icp_tui.store.intake.case_json import FORMAT, KEY, MARKS, children_of, read_held
from icp_tui.store.intake.case_reading import Case, read_case
from icp_tui.store.intake.once import counting
from icp_tui.store.work.actions import at_the_end
from icp_tui.store.work.library import profiles_of
from icp_tui.store.work.loading import load_marks
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say


@dataclass(frozen=True, slots=True)
class Imported:
    """What a case became: the ids of the new client and of its profiles, in their order."""

    client_id: str
    profile_ids: tuple[str, ...]


# Into a workspace


def take_in_case(workspace: Workspace, case: Case) -> Imported:
    """Make a case that was read a new client of `workspace`, behind those that are there; one batch.

    Raises:
        SaveFailed: the workspace could not be written. Nothing was imported.
    """
    place = at_the_end(workspace, Client(id=case.client_id))
    first, *more = case.edits
    workspace.change_library([first, place, *more])
    return Imported(case.client_id, tuple(found for found in case.names if found != case.client_id))


def import_case(workspace: Workspace, path: Path) -> Imported:
    """Take the case file at `path` into `workspace`, as a new client behind those that are there.

    Raises:
        BadFile: it cannot be read; the error says where and why. Nothing was imported.
        SaveFailed: the workspace could not be written. Nothing was imported.
    """
    return take_in_case(workspace, read_case(read_held(path), path, workspace.new_id))


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
    return {"format": FORMAT, Client.kind: _Writer(counting(records), marks).entry(client)}


def as_json(case: Mapping[str, Any]) -> str:
    """A case as the text of its file."""
    return json.dumps(case, ensure_ascii=False, indent=2) + "\n"


def write_case(workspace: Workspace, record_id: str, path: Path) -> bool:
    """Write the case of a client or profile to `path`, for its owner only; True where it replaced a file.

    Raises:
        NotFound: no such client or profile.
        BadFile: it cannot be written; what was there is as it was.
    """
    written = as_json(case_of(workspace, record_id)).encode("utf-8", "replace")
    return write_whole(path, written, live=workspace.database.path)


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

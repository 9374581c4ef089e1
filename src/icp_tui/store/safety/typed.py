"""What was typed, as the edits that it means: read as the field's kind, or kept as its raw text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from icp_tui.errors import BadAnswer, TooLong
from icp_tui.method.answers import Answers
from icp_tui.method.choices import MARK_PARTS, Mark
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link, Links, Money, Prose
from icp_tui.method.length import check_length
from icp_tui.method.safe import safe_text
from icp_tui.store.log.changes import Change, Edit
from icp_tui.store.safety.rescue_lines import Waiting
from icp_tui.texts import _, say

Read = Callable[[str], Answers]
"""Gives the answers of the profile with an id."""


@dataclass
class Typing:
    """The one field that is being typed into: its raw text, and the changes that grow with it."""

    profile_id: str
    record: Record
    field: str
    raw: str
    batch: str
    unsaved: bool
    open: dict[str, Change]

    def edits(self, read: Read) -> list[Edit]:
        """The edits that save it as it stands now."""
        edits = answer_edits(read, self.profile_id, self.record, self.field, self.raw)
        # What this typing no longer changes comes back, such as a state that an answer had ended.
        now = {edit.field for edit in edits}
        return edits + list(self._coming_back(now))

    def edits_to_save(self, read: Read) -> list[Edit]:
        """The same without taking away marks that are not there: each costs a look into the log."""
        marks = read(self.profile_id).marks.get((self.record.id, self.field), Mark())
        return [
            edit
            for edit in self.edits(read)
            if edit.new is not None
            or edit.field in self.open
            or not (part := edit.field.partition(":")[2])
            or getattr(marks, part) is not None
        ]

    def _coming_back(self, now: set[str]) -> Iterable[Edit]:
        for field, change in self.open.items():
            if field not in now:
                yield Edit(change.kind, change.record_id, field, change.old)

    def waiting(self, read: Read) -> list[Waiting]:
        """The same as it goes into the rescue journal; nothing where it is saved."""
        if not self.unsaved:
            return []
        about = f"{self.record.id}/{self.field}"
        return [Waiting(about, self.batch, self.profile_id, tuple(self.edits(read)))]


def answer_edits(read: Read, profile_id: str, record: Record, field: str, raw: str) -> list[Edit]:
    """The edits that set a field to what was typed; what cannot be read is kept as its raw text.

    Raises:
        TooLong: it is longer than an answer can be.
    """
    question = record.questions[field]
    dumped: str | None
    try:
        value = parsed(read, profile_id, record, field, raw)
        dumped, unread = (None if value is None else question.kind.dump(value)), None
    except TooLong:
        raise
    except BadAnswer:
        dumped, unread = None, safe_text(raw)
    edits = [
        Edit(record.kind, record.id, field, dumped),
        Edit(record.kind, record.id, f"{field}:raw", unread),
    ]
    if dumped is None and (question.always or question.fixed):
        return []
    if dumped is not None:
        # An answer ends "ask the client" and "does not apply".
        edits.append(Edit(record.kind, record.id, f"{field}:state", None))
    return edits


def as_if_saved(answers: Answers, edits: Iterable[Edit]) -> Answers:
    """The answers as they will be once the edits of their fields are saved; for showing what waits."""
    for edit in edits:
        record, (field, _, part) = answers.get(edit.record_id), edit.field.partition(":")
        if record is None or field not in record.questions:
            continue
        if not part:
            value: Any = None if edit.new is None else record.questions[field].kind.load(edit.new)
            answers = answers.replaced(replace(record, **{field: value}))
            continue
        options = MARK_PARTS[part]
        marked: Any = edit.new if options is None or edit.new is None else options.of(edit.new)
        mark = replace(answers.marks.get((record.id, field), Mark()), **{part: marked})
        answers = answers.replaced()
        answers.marks[record.id, field] = mark
    return answers


def parsed(read: Read, profile_id: str, record: Record, field: str, raw: str) -> object:
    """The value of what was typed for a field; None where it is blank.

    Raises:
        BadAnswer: it cannot be read as the field's kind, or links to what is not there.
        TooLong: it is longer than an answer can be.
    """
    kind = record.questions[field].kind
    text = safe_text(raw)
    check_length(text)
    if isinstance(kind, Money) and profile_id:
        kind.check_currency(text, read(profile_id).profile.currency or "")
    value = kind.parse(text if isinstance(kind, Prose) else text.replace("\n", " "))
    if isinstance(kind, Link | Links) and value is not None:
        answers = read(profile_id)
        for target in value if isinstance(value, tuple) else (value,):
            found = answers.get(target)
            if found is None or not kind.fits(found.kind):
                words = RECORDS[kind.to].singular if kind.to else _("Record")
                raise BadAnswer(say("There is no such record in this profile. Needed: {kind}.", kind=words))
    return value

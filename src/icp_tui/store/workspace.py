"""The workspace: what is in the file, and the one way to change it.

Typing goes through `typed` (in memory), `flush` (one transaction) and `leave` (the change is closed); every
other action is one transaction and one batch, undone as one. After a transaction the answers in memory, the
search index, the profile's summary and the tables all say the same, or nothing has changed at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from icp_tui.errors import BadAnswer, NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.fields import Link, Links, Money, Prose
from icp_tui.method.records import Client, Profile
from icp_tui.method.safe import safe_text
from icp_tui.store import history
from icp_tui.store.changes import PARENT, Change, ChangeLog, Edit
from icp_tui.store.database import Database, create_database, open_database
from icp_tui.store.ids import new_id
from icp_tui.store.library import (
    Figures,
    correct_summary,
    note_edited,
    only_words,
    profiles_of,
    write_summary,
)
from icp_tui.store.loading import load_answers, load_marks, load_record
from icp_tui.store.schema import make_current
from icp_tui.store.search import index_record
from icp_tui.texts import _, say

LIBRARY = ""
"""The scope of what is done to whole profiles and clients."""


@dataclass
class _Typing:
    """The one field that is being typed into: its raw text, and the changes that grow with it."""

    profile_id: str
    record: Record
    field: str
    raw: str
    batch: str
    unsaved: bool
    open: dict[str, Change]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Workspace:
    """One open workspace file."""

    def __init__(
        self,
        database: Database,
        figures: Callable[[Answers], Figures],
        *,
        author: str = "",
        now: Callable[[], dt.datetime] = _now,
        names: Callable[[], str] = new_id,
    ) -> None:
        """Work on an open file.

        `figures` says how complete a profile is; what it returns is kept beside the profile for the library.
        It may look at choices and at whether there is an answer, never at its wording: it is not asked again
        while one goes on typing.
        """
        self.database = database
        self._figures = figures
        self._log = ChangeLog(database, author, names)
        self._now = now
        self.new_id = names
        self._answers: dict[str, Answers] = {}
        self._typing: _Typing | None = None

    @classmethod
    def open(cls, path: Path, figures: Callable[[Answers], Figures], *, author: str = "") -> Workspace:
        """Open the file at `path`, made anew where there is none.

        Raises:
            BadFile: it cannot be used; its bytes are untouched.
        """
        path = path.expanduser().absolute()
        if not path.exists():
            create_database(path, make_current)
        database = open_database(path)
        try:
            make_current(database)
        except BaseException:
            database.close()
            raise
        return cls(database, figures, author=author)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self.database.read_only

    def close(self) -> None:
        """Save what is pending and let go of the file.

        Raises:
            SaveFailed: what is pending could not be saved; the file stays open.
        """
        self.leave()
        self.database.close()

    # Reading

    def answers(self, profile_id: str) -> Answers:
        """One profile with everything that hangs on it, as last saved.

        Raises:
            NotFound: no such profile.
        """
        if profile_id not in self._answers:
            self._answers[profile_id] = load_answers(self.database, profile_id)
        return self._answers[profile_id]

    def find(self, record_id: str) -> Record:
        """The living record with this id, of whatever kind.

        Raises:
            NotFound: there is none.
        """
        kinds = self.database.rows("SELECT kind FROM change WHERE record_id = ? LIMIT 1", record_id)
        record: Record | None = None
        if kinds and (kind := RECORDS.get(kinds[0]["kind"])):
            record = load_record(self.database, kind, record_id)
        if record is None:
            raise NotFound(
                say("There is no record {id}.", id=record_id),
                means=say("It may have been deleted; nothing was changed."),
                do=say("See the ids with `icp-tui show --json`."),
            )
        return record

    def profile_of(self, record: Record) -> str:
        """The id of the profile that a record hangs on; "" for a client.

        Raises:
            NotFound: something above it was deleted.
        """
        while record.kind != Profile.kind:
            if record.parent is None:
                return ""
            record = self.find(record.parent_id)
        return record.id

    # Typing

    @property
    def unsaved(self) -> bool:
        """Whether something typed is not on the disk yet."""
        return self._typing is not None and self._typing.unsaved

    def typed(self, profile_id: str, record: Record, field: str, raw: str) -> None:
        """Note what stands in a field now, in memory; `flush` saves it.

        Going to another field leaves the one before.
        """
        there = self._typing
        if there and (there.record.id, there.field) != (record.id, field):
            self.leave()
            there = None
        if there is None:
            there = self._typing = _Typing(profile_id, record, field, raw, self.new_id(), True, {})
        there.raw, there.unsaved = raw, True

    def keep_typing(self, profile_id: str, record: Record, field: str) -> None:
        """Go on typing into a field that was just answered, so that all of it is one change and one batch."""
        change = self._log.newest(record.id, field)
        if change:
            raw = "" if change.new is None else change.new
            self._typing = _Typing(profile_id, record, field, raw, change.batch, False, {field: change})

    def flush(self) -> Record | None:
        """Save what was typed since the last time, in one transaction; gives the record as it is now.

        Raises:
            SaveFailed: it is not saved, and is kept to be tried again.
        """
        there = self._typing
        if there is None or not there.unsaved:
            return None
        edits = self.answer_edits(there.profile_id, there.record, there.field, there.raw)
        # What this typing no longer changes comes back, such as a state that an answer had ended.
        now = {edit.field for edit in edits}
        edits += [
            Edit(change.kind, change.record_id, field, change.old)
            for field, change in there.open.items()
            if field not in now
        ]
        grown: dict[str, Change] = {}
        with self.database.transaction():
            for edit in edits:
                if edit.field in there.open:
                    change = self._log.grow(there.open[edit.field], edit.new, self._now())
                else:
                    change = self._log.append(edit, there.batch, there.profile_id, self._now())
                if change:
                    grown[edit.field] = change
            answers = self._brought_up(there.profile_id, edits)
        self._publish(there.profile_id, answers, edits)
        there.open, there.unsaved = grown, False
        return answers.get(there.record.id)

    def leave(self) -> None:
        """Save what is pending and close the change: what is typed after this is a change of its own.

        Raises:
            SaveFailed: it is not saved, and the field stays open.
        """
        self.flush()
        self._typing = None

    def answer_edits(self, profile_id: str, record: Record, field: str, raw: str) -> list[Edit]:
        """The edits that set a field to what was typed; what cannot be read is kept as its raw text."""
        question = record.questions[field]
        dumped: str | None
        try:
            value = self.parsed(profile_id, record, field, raw)
            dumped, unread = (None if value is None else question.kind.dump(value)), None
        except BadAnswer:
            dumped, unread = None, safe_text(raw)
        edits = [
            Edit(record.kind, record.id, field, dumped),
            Edit(record.kind, record.id, f"{field}:raw", unread),
        ]
        if dumped is None and question.always:
            return []
        if dumped is not None:
            # An answer ends "ask the client" and "does not apply".
            edits.append(Edit(record.kind, record.id, f"{field}:state", None))
        return edits

    def parsed(self, profile_id: str, record: Record, field: str, raw: str) -> object:
        """The value of what was typed for a field; None where it is blank.

        Raises:
            BadAnswer: it cannot be read as the field's kind, or links to what is not there.
        """
        kind = record.questions[field].kind
        text = safe_text(raw)
        if isinstance(kind, Money) and profile_id:
            kind.check_currency(text, self.answers(profile_id).profile.currency or "")
        value = kind.parse(text if isinstance(kind, Prose) else text.replace("\n", " "))
        if isinstance(kind, Link | Links) and value is not None:
            answers = self.answers(profile_id)
            for target in value if isinstance(value, tuple) else (value,):
                found = answers.get(target)
                if found is None or not kind.fits(found.kind):
                    words = RECORDS[kind.to].singular if kind.to else _("Record")
                    raise BadAnswer(
                        say("There is no such record in this profile. Needed: {kind}.", kind=words)
                    )
        return value

    # One action, one batch

    def set(self, profile_id: str, record: Record, values: Mapping[str, str]) -> Record:
        """Answer fields of a record with what was typed for them.

        Raises:
            BadAnswer: one cannot be read as its kind; nothing was changed.
            SaveFailed: nothing was changed.
        """
        for field, raw in values.items():
            self.parsed(profile_id, record, field, raw)
        edits = [
            edit
            for field, raw in values.items()
            for edit in self.answer_edits(profile_id, record, field, raw)
        ]
        answers = self.change(profile_id, edits)
        return answers.get(record.id) or record

    def mark(self, profile_id: str, record: Record, field: str, part: str, value: str | None) -> None:
        """Set a part of a field's mark (`state` or `ground`), or take it away with None."""
        kind = MARK_PARTS[part]
        if kind and value is not None:
            kind.of(value)
        self.change(profile_id, [Edit(record.kind, record.id, f"{field}:{part}", value)])

    def undo(self, scope: str) -> list[Edit]:
        """Take back the last action in `scope`; gives what was changed, if anything was left."""
        self.leave()
        return self._take_back(scope, history.next_undo(self.database, scope))

    def redo(self, scope: str) -> list[Edit]:
        """Do again what was last undone in `scope`."""
        self.leave()
        return self._take_back(scope, history.next_redo(self.database, scope))

    def _take_back(self, scope: str, batch: str | None) -> list[Edit]:
        if batch is None:
            return []
        edits = history.inverse(self.database, batch)
        if scope == LIBRARY:
            self.change_library(edits)
        else:
            self.change(scope, edits)
        return edits

    # The one write path

    def change(self, profile_id: str, edits: Iterable[Edit], *, scope: str | None = None) -> Answers:
        """Make all edits in one transaction and one batch; gives the answers as they are then.

        Raises:
            SaveFailed: nothing was changed.
        """
        self.leave()
        edits = list(edits)
        with self.database.transaction():
            self._log_batch(edits, profile_id if scope is None else scope)
            answers = self._brought_up(profile_id, edits)
        self._publish(profile_id, answers, edits)
        return answers

    def _log_batch(self, edits: Iterable[Edit], scope: str) -> None:
        batch = self.new_id()
        for edit in edits:
            self._log.append(edit, batch, scope, self._now())

    def change_library(self, edits: Iterable[Edit]) -> None:
        """Changes to whole profiles: any number in one transaction and one batch, each brought up to date.

        Raises:
            SaveFailed: nothing was changed.
        """
        self.leave()
        edits = list(edits)
        with self.database.transaction():
            self._log_batch(edits, LIBRARY)
            for profile_id in dict.fromkeys(edit.record_id for edit in edits if edit.kind == Profile.kind):
                self._profile_brought_up(profile_id, edits)
            self._client_brought_up("", edits)
        self._answers.clear()

    def _brought_up(self, profile_id: str, edits: Sequence[Edit]) -> Answers:
        self._client_brought_up(profile_id, edits)
        return self._profile_brought_up(profile_id, edits)

    def _profile_brought_up(self, profile_id: str, edits: Sequence[Edit]) -> Answers:
        """The profile's answers after `edits`, with its summary and the search index written.

        Not yet published: the transaction can still fail.
        """
        touched = {edit.record_id: RECORDS[edit.kind] for edit in edits}
        known = self._answers.get(profile_id)
        structural = any(edit.field == PARENT for edit in edits)
        if known is None or structural:
            try:
                answers = load_answers(self.database, profile_id)
            except NotFound:
                # The profile itself was deleted: there is nothing to keep up to date.
                return Answers(profile_id, [])
        else:
            records = [load_record(self.database, kind, record_id) for record_id, kind in touched.items()]
            answers = known.replaced(*(record for record in records if record))
            answers.marks = {key: mark for key, mark in known.marks.items() if key[0] not in touched}
            answers.marks.update(load_marks(self.database, list(touched)))
        for record_id in touched:
            if record := answers.get(record_id):
                index_record(self.database, "" if record.parent is None else profile_id, record)
        if known and all(only_words(edit, known, answers) for edit in edits):
            note_edited(self.database, profile_id, self._now())
        else:
            write_summary(self.database, answers, self._figures(answers), self._now())
        return answers

    def _client_brought_up(self, profile_id: str, edits: Sequence[Edit]) -> None:
        """A client's answers count for all its profiles: the figures of those but `profile_id` follow."""
        for client_id in dict.fromkeys(edit.record_id for edit in edits if edit.kind == Client.kind):
            if client := load_record(self.database, Client, client_id):
                index_record(self.database, "", client)
            for other in profiles_of(self.database, client_id):
                if other != profile_id:
                    correct_summary(self.database, other, self._figures(load_answers(self.database, other)))

    def _publish(self, profile_id: str, answers: Answers, edits: Iterable[Edit]) -> None:
        if any(edit.kind == Client.kind for edit in edits):
            self._answers.clear()
        if answers.records:
            self._answers[profile_id] = answers
        else:
            self._answers.pop(profile_id, None)

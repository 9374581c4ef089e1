"""The workspace: what is in the file, and the one way to change it.

Typing goes through `typed` (in memory), `flush` (one transaction) and `leave` (the change is closed); every
other action is one transaction and one batch, undone as one. After a transaction the answers in memory, the
search index, the profile's summary and the tables all say the same, or nothing has changed at all.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from icp_tui.errors import NotFound
from icp_tui.method.answers import Answers
from icp_tui.method.choices import MARK_PARTS
from icp_tui.method.declaration import RECORDS, Record
from icp_tui.method.records import Client, Profile
from icp_tui.store.file.database import Database
from icp_tui.store.log import history
from icp_tui.store.log.belonging import by_profile
from icp_tui.store.log.changes import PARENT, Change, ChangeLog, Edit
from icp_tui.store.log.ids import new_id
from icp_tui.store.safety.rescue import Rescue
from icp_tui.store.safety.rescue_lines import Line, Waiting, bring_in
from icp_tui.store.safety.typed import Typing, answer_edits, parsed
from icp_tui.store.work.admission import OpenFile, admit
from icp_tui.store.work.library import (
    Figures,
    correct_summary,
    note_edited,
    only_words,
    profiles_of,
    write_summary,
)
from icp_tui.store.work.loading import load_answers, load_marks, load_record
from icp_tui.store.work.search import index_record
from icp_tui.texts import say

LIBRARY = ""
"""The scope of what is done to whole profiles and clients."""


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
        file: OpenFile | None = None,
    ) -> None:
        """Work on an open file.

        `figures` says how complete a profile is; what it returns is kept beside the profile for the library.
        It may look at choices and at whether there is an answer, never at its wording: it is not asked again
        while one goes on typing.
        """
        self.file = file or OpenFile(database)
        self.database = database
        self._figures = figures
        self._log = ChangeLog(database, author, names)
        self.now = now
        self.new_id = names
        self._answers: dict[str, Answers] = {}
        self._typing: Typing | None = None
        self.rescue = Rescue(database, self._log, now, self.bring_in)

    @classmethod
    def open(
        cls,
        path: Path,
        figures: Callable[[Answers], Figures],
        *,
        author: str = "",
        look: str = "",
        anew: bool = False,
        patience: float = 0.0,
    ) -> Workspace:
        """Open the file at `path`, made anew where there is none; for reading only where `look` says why.

        Raises:
            EmptyFile: a workspace was there and is gone or empty; `anew` begins another all the same.
            InUse: another process writes to it.
            BadFile: it cannot be used; its bytes are untouched.
            SaveFailed: its tables could not be brought up to date; they are as they were.
        """
        file = admit(path.expanduser().absolute(), look=look, anew=anew, patience=patience)
        workspace = cls(file.database, figures, author=author, file=file)
        workspace.rescue.bring_back()
        return workspace

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
        self.let_go()

    def let_go(self) -> None:
        """Let go of the file without saving what is pending."""
        self.file.let_go()

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
            there = self._typing = Typing(profile_id, record, field, raw, self.new_id(), True, {})
        there.raw, there.unsaved = raw, True

    def keep_typing(self, profile_id: str, record: Record, field: str) -> None:
        """Go on typing into a field that was just answered, so that all of it is one change and one batch."""
        change = self._log.newest(record.id, field)
        if change:
            raw = "" if change.new is None else change.new
            self._typing = Typing(profile_id, record, field, raw, change.batch, False, {field: change})

    def flush(self) -> Record | None:
        """Save what was typed since the last time, in one transaction; gives the record as it is now.

        Raises:
            SaveFailed: it is not saved, and is kept to be tried again.
        """
        there = self._typing
        if there is None or not there.unsaved:
            return None
        edits = there.edits_to_save(self.answers)
        grown: dict[str, Change] = {}
        with self.database.transaction():
            for edit in edits:
                if edit.field in there.open:
                    change = self._log.grow(there.open[edit.field], edit.new, self.now())
                else:
                    change = self._log.append(edit, there.batch, there.profile_id, self.now())
                if change:
                    grown[edit.field] = change
            answers = self._brought_up(there.profile_id, edits)
        self._publish(there.profile_id, answers, edits)
        there.open, there.unsaved = grown, False
        return answers.get(there.record.id)

    def waiting(self) -> list[Waiting]:
        """What was typed and is not saved, as it goes into the rescue journal."""
        return self._typing.waiting(self.answers) if self._typing else []

    def leave(self) -> None:
        """Save what is pending and close the change: what is typed after this is a change of its own.

        Raises:
            SaveFailed: it is not saved, and the field stays open.
        """
        self.flush()
        self._typing = None

    def answer_edits(self, profile_id: str, record: Record, field: str, raw: str) -> list[Edit]:
        """The edits that set a field to what was typed; what cannot be read is kept as its raw text."""
        return answer_edits(self.answers, profile_id, record, field, raw)

    def parsed(self, profile_id: str, record: Record, field: str, raw: str) -> object:
        """The value of what was typed for a field; None where it is blank.

        Raises:
            BadAnswer: it cannot be read as the field's kind, or links to what is not there.
        """
        return parsed(self.answers, profile_id, record, field, raw)

    # One action, one batch

    def set(self, profile_id: str, record: Record, values: Mapping[str, str]) -> Record:
        """Answer fields of a record with what was typed for them.

        Raises:
            BadAnswer: one cannot be read as its kind; nothing was changed.
            SaveFailed: nothing was changed.
        """
        for field, raw in values.items():
            self.parsed(profile_id, record, field, raw)
        edits = [self.answer_edits(profile_id, record, field, raw) for field, raw in values.items()]
        answers = self.change(profile_id, itertools.chain.from_iterable(edits))
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
        edits = history.inverse(self.database, batch, scope)
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
            self._log.append(edit, batch, scope, self.now())

    def bring_in(self, lines: Sequence[Line]) -> tuple[list[str], list[str]]:
        """Make what was kept elsewhere part of the file, in one transaction: what came, and what did not fit.

        Raises:
            SaveFailed: nothing was changed.
        """
        if not lines:
            return [], []
        with self.database.transaction():
            done = bring_in(self.database, self._log, lines)
            for profile_id, edits in done.edits.items():
                self._brought_up(profile_id, edits)
        self._answers.clear()
        return done.back, done.aside

    def change_library(self, edits: Iterable[Edit]) -> None:
        """Changes to whole profiles: any number in one transaction and one batch, each brought up to date.

        Raises:
            SaveFailed: nothing was changed.
        """
        edits = list(edits)

        def write(_log: ChangeLog) -> Sequence[Edit]:
            self._log_batch(edits, LIBRARY)
            return edits

        self.change_many(write)

    def change_many(self, write: Callable[[ChangeLog], Sequence[Edit]]) -> None:
        """Let `write` change any number of profiles in one transaction; it gives what is no longer as it was.

        Raises:
            SaveFailed: nothing was changed.
        """
        self.leave()
        with self.database.transaction():
            edits = write(self._log)
            if any(edit.kind == Client.kind for edit in edits):
                self._answers.clear()
            self._client_brought_up("", edits)
            for profile_id, its in by_profile(self.database, edits).items():
                self._profile_brought_up(profile_id, its)
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
                # The profile itself was deleted; what is written below it has to be found when it is back.
                answers = Answers(profile_id, [])
        else:
            records = [load_record(self.database, kind, record_id) for record_id, kind in touched.items()]
            answers = known.replaced(*(record for record in records if record))
            if any(":" in edit.field for edit in edits):
                answers.marks = {key: mark for key, mark in known.marks.items() if key[0] not in touched}
                answers.marks.update(load_marks(self.database, list(touched)))
        for record_id, kind in touched.items():
            if record := answers.get(record_id) or load_record(self.database, kind, record_id):
                index_record(self.database, "" if record.parent is None else profile_id, record)
        if not answers.records:
            return answers
        if known and all(only_words(edit, known, answers) for edit in edits):
            note_edited(self.database, profile_id, self.now())
        else:
            write_summary(self.database, answers, self._figures(answers), self.now())
        return answers

    def _client_brought_up(self, profile_id: str, edits: Sequence[Edit]) -> None:
        """A client's answers count for all its profiles: the figures of those but `profile_id` follow."""
        for client_id in dict.fromkeys(edit.record_id for edit in edits if edit.kind == Client.kind):
            client = load_record(self.database, Client, client_id)
            if client is None:
                # Nobody sees the profiles of a deleted client.
                continue
            index_record(self.database, "", client)
            for other in profiles_of(self.database, client_id):
                if other != profile_id:
                    figures = self._figures(load_answers(self.database, other))
                    correct_summary(self.database, other, figures, self.now())

    def _publish(self, profile_id: str, answers: Answers, edits: Iterable[Edit]) -> None:
        if any(edit.kind == Client.kind for edit in edits):
            self._answers.clear()
        if answers.records:
            self._answers[profile_id] = answers
        else:
            self._answers.pop(profile_id, None)

"""Everything that typing writes: answers, and records that begin in the + line. Saved 300 ms after a key.

The pen knows no widget. It is told what stands in a field, saves when typing pauses (after a second at the
latest while it goes on), and says what the state of saving is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from icp_tui.errors import BadFile, SaveFailed
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.length import check_length
from icp_tui.method.safe import safe_text
from icp_tui.store.log.changes import PARENT, Edit
from icp_tui.store.safety.rescue_lines import Waiting
from icp_tui.store.work import actions
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.position import Position, answers_of_new, parent_of_new

PAUSE = 0.25
"""Seconds without a key after which is saved; with the transaction well under 300 ms."""

LONGEST = 1.0
"""Seconds of typing without a pause after which is saved all the same."""

RETRY = 2.0
"""Seconds after which a failed save is tried again."""


class Timer(Protocol):
    """What a scheduled call can be told."""

    def stop(self) -> None:
        """Do not call."""


@dataclass(frozen=True, slots=True)
class Saving:
    """The state of saving: nothing pending, pending, or failed with the reason.

    Attributes:
        kept: all that waits is in the rescue journal.
    """

    pending: bool = False
    failure: SaveFailed | BadFile | None = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Begun:
    """Records that were begun in the + line and are in no file yet: the same ones however often it is tried.

    Attributes:
        titles: what was typed or pasted for each, by the id that it is to have.
    """

    position: Position
    titles: Mapping[str, str]
    batch: str


@dataclass(frozen=True, slots=True)
class _Held:
    """An answer that waits behind what could not be saved before it."""

    record: Record
    field: str
    raw: str
    batch: str


class Pen:
    """Writes one profile as it is typed."""

    def __init__(
        self,
        workspace: Workspace,
        profile_id: str,
        *,
        schedule: Callable[[float, Callable[[], None]], Timer],
        tell: Callable[[Saving], None],
        saved: Callable[[], None],
    ) -> None:
        """Write through `workspace`; `tell` hears of each state, `saved` of each commit."""
        self._workspace = workspace
        self._profile_id = profile_id
        self._schedule = schedule
        self._tell = tell
        self._saved = saved
        self._pause: Timer | None = None
        self._longest: Timer | None = None
        self._retry: Timer | None = None
        self._draft: Record | None = None
        self._erased = ""
        self._begun: _Begun | None = None
        self._ended: list[_Begun] = []
        self._held: dict[tuple[str, str], _Held] = {}
        self.saving = Saving()

    @property
    def draft(self) -> Record | None:
        """The record that is being typed in the + line, once it was saved for the first time."""
        return self._draft

    @property
    def lines_waiting(self) -> Mapping[str, str]:
        """The titles of records that are in no file yet though their lines are ended, by the ids to come."""
        return {record_id: title for ended in self._ended for record_id, title in ended.titles.items()}

    def answer(self, record: Record, field: str, raw: str) -> None:
        """Note what stands in a field now; it waits behind what could not be saved before it.

        Raises:
            TooLong: it is longer than an answer can be; what was noted before stays.
        """
        check_length(safe_text(raw))
        before = self._held.get((record.id, field))
        batch = before.batch if before else self._workspace.new_id()
        self._held[record.id, field] = _Held(record, field, raw, batch)
        if self.saving.failure:
            self._wait()
            return
        try:
            self._hand_over()
        except (SaveFailed, BadFile) as failure:
            self._failed(failure)
        else:
            self._wait()

    def begin(self, position: Position, text: str) -> None:
        """Note what stands in the + line now; it becomes a record when typing pauses.

        A record whose text is erased again is taken back at once.
        """
        if self._draft and not text.strip():
            self._erased = self._erased or self._workspace.new_id()
            self.save()
            return
        if self._draft:
            self._erased = ""
            self._workspace.typed(self._profile_id, self._draft, self._draft.title_field, text)
        elif not text.strip():
            self._begun = None
        elif self._begun:
            [record_id] = self._begun.titles
            self._begun = replace(self._begun, position=position, titles={record_id: text})
        else:
            self._begun = self._beginning(position, [text])
        self._wait()

    def begin_all(self, position: Position, texts: Sequence[str]) -> list[str]:
        """Begin a record with each of several lines; gives their ids, and none where they have to wait."""
        self.end_line()
        pasted = self._beginning(position, texts)
        self._ended.append(pasted)
        return list(pasted.titles) if self.save() else []

    def save(self) -> bool:
        """Save what is pending, now; False where it failed. It is then kept, and tried again."""
        self._stop()
        pending = self._pending
        self._workspace.rescue.older_first()
        try:
            self._hand_over()
            self._workspace.flush()
        except (SaveFailed, BadFile) as failure:
            self._failed(failure)
            return False
        self._stop_trying()
        self._workspace.rescue.nothing_waits()
        if pending:
            self._saved()
        self._now(Saving())
        return True

    def leave(self) -> Record | None:
        """Save and close what was typed; gives the record that the + line made, if it made one."""
        made = None
        if self.save():
            made = self._finish()
            self._workspace.leave()
        return made

    def end_line(self) -> str | None:
        """Close the + line; gives the id of its record, also of one that has to wait. The next is another.

        A line that was erased and could not be taken back goes on: it may still get a text.
        """
        if made := self.leave():
            return made.id
        if begun := self._begun:
            self._ended.append(begun)
            self._begun = None
            return next(iter(begun.titles))
        if (draft := self._draft) and not self._erased:
            # Its text waits in the workspace.
            self._draft = None
            return draft.id
        return None

    def waiting(self) -> list[Waiting]:
        """All that is not saved, in the order in which it was typed."""
        waiting = []
        for begun in self._all_begun:
            about, edits = next(iter(begun.titles)), tuple(self._edits_of(begun))
            waiting.append(Waiting(about, begun.batch, self._profile_id, edits))
        if self._erased and self._draft:
            gone = Edit(self._draft.kind, self._draft.id, PARENT, None)
            waiting.append(Waiting(self._draft.id, self._erased, self._profile_id, (gone,)))
        waiting += self._workspace.waiting()
        for held in self._held.values():
            answered = self._workspace.answer_edits(self._profile_id, held.record, held.field, held.raw)
            about = f"{held.record.id}/{held.field}"
            waiting.append(Waiting(about, held.batch, self._profile_id, tuple(answered)))
        return [one for one in waiting if one.edits]

    def drop(self) -> None:
        """Forget everything: it is safe elsewhere, or not wanted any more."""
        self._stop()
        self._stop_trying()
        self._begun, self._draft, self._erased = None, None, ""
        self._ended.clear()
        self._held.clear()

    @property
    def _pending(self) -> bool:
        return self._workspace.unsaved or bool(self._all_begun or self._held or self._erased)

    @property
    def _all_begun(self) -> list[_Begun]:
        return [*self._ended, *([self._begun] if self._begun else [])]

    def _try_again(self) -> None:
        self._retry = None
        self.save()

    def _hand_over(self) -> None:
        """Give the workspace what waits, in the order in which it was typed."""
        if self._erased and self._draft:
            actions.take_back_new(self._workspace, self._profile_id, self._draft)
            self._draft, self._erased = None, ""
        while self._ended:
            self._finish()
            self._make(self._ended[0])
            del self._ended[0]
        if self._begun:
            self._make_draft(self._begun)
            self._begun = None
        if self._held:
            self._finish()
        for place, held in list(self._held.items()):
            self._workspace.typed(self._profile_id, held.record, held.field, held.raw)
            del self._held[place]

    def _failed(self, failure: SaveFailed | BadFile) -> None:
        """Keep everything, in the rescue journal too, and try again; the same failure again is no news."""
        self._stop()
        told = self.saving.failure
        self._now(
            Saving(
                pending=True,
                failure=told if str(told) == str(failure) else failure,
                kept=self._workspace.rescue.keep(self.waiting()),
            )
        )
        self._stop_trying()
        self._retry = self._schedule(RETRY, self._try_again)

    def _keep(self) -> None:
        """While saving fails, a pause in typing only fills the journal: trying to save can take a while."""
        self._stop()
        self._now(replace(self.saving, kept=self._workspace.rescue.keep(self.waiting())))

    def _beginning(self, position: Position, texts: Sequence[str]) -> _Begun:
        return _Begun(position, {self._workspace.new_id(): text for text in texts}, self._workspace.new_id())

    def _edits_of(self, begun: _Begun) -> list[Edit]:
        """The edits that make the records; none where there is nothing yet that they could hang on."""
        parent = parent_of_new(begun.position, self._workspace.answers(self._profile_id))
        if parent is None:
            return []
        kind = begun.position.page.record
        rows = {
            record_id: {**answers_of_new(begun.position), kind.title_field: text}
            for record_id, text in begun.titles.items()
        }
        return actions.adding(self._workspace, self._profile_id, kind, parent, rows)

    def _make(self, begun: _Begun) -> Answers | None:
        edits = self._edits_of(begun)
        return self._workspace.change(self._profile_id, edits) if edits else None

    def _make_draft(self, begun: _Begun) -> None:
        [record_id] = begun.titles
        if (answers := self._make(begun)) and (record := answers.get(record_id)):
            self._workspace.keep_typing(self._profile_id, record, record.title_field)
            self._draft = record

    def _finish(self) -> Record | None:
        """The + line's record is done."""
        draft = self._draft
        if draft is None:
            return None
        self._workspace.leave()
        self._draft = None
        return self._workspace.answers(self._profile_id).get(draft.id)

    def _wait(self) -> None:
        if self._pause:
            self._pause.stop()
        then = self._keep if self.saving.failure else self._try_again
        self._pause = self._schedule(PAUSE, then)
        if self._longest is None:
            self._longest = self._schedule(LONGEST, then)
        self._now(replace(self.saving, pending=True))

    def _stop(self) -> None:
        for timer in (self._pause, self._longest):
            if timer:
                timer.stop()
        self._pause = self._longest = None

    def _stop_trying(self) -> None:
        if self._retry:
            self._retry.stop()
        self._retry = None

    def _now(self, saving: Saving) -> None:
        if saving != self.saving:
            self.saving = saving
            self._tell(saving)

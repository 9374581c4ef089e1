"""Everything that typing writes: answers, and records that begin in the + line. Saved 300 ms after a key.

The pen knows no widget. It is told what stands in a field, saves when typing pauses (after a second at the
latest while it goes on), and says what the state of saving is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from icp_tui.errors import SaveFailed
from icp_tui.method.declaration import Record
from icp_tui.store import actions
from icp_tui.store.workspace import Workspace
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
    """The state of saving: nothing pending, pending, or failed with the reason."""

    pending: bool = False
    failure: SaveFailed | None = None


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
        self._draft: Record | None = None
        self._begun: tuple[Position, str] | None = None
        self._held: dict[tuple[str, str], tuple[Record, str]] = {}
        self.saving = Saving()

    @property
    def draft(self) -> Record | None:
        """The record that is being typed in the + line, once it was saved for the first time."""
        return self._draft

    def answer(self, record: Record, field: str, raw: str) -> None:
        """Note what stands in a field now; it waits behind what could not be saved before it."""
        self._held[record.id, field] = (record, raw)
        try:
            self._hand_over()
        except SaveFailed as failure:
            self._failed(failure)
        else:
            self._wait()

    def begin(self, position: Position, text: str) -> None:
        """Note what stands in the + line now; it becomes a record when typing pauses."""
        if self._draft:
            self._workspace.typed(self._profile_id, self._draft, self._draft.title_field, text)
        else:
            self._begun = (position, text) if text.strip() else None
        self._wait()

    def save(self) -> bool:
        """Save what is pending, now; False where it failed. It is then kept, and tried again."""
        self._stop()
        pending = self._workspace.unsaved or self._begun is not None or bool(self._held)
        try:
            self._hand_over()
            self._workspace.flush()
        except SaveFailed as failure:
            self._failed(failure)
            return False
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

    def _try_again(self) -> None:
        self.save()

    def _hand_over(self) -> None:
        """Give the workspace what waits, in the order in which it was typed."""
        if self._begun:
            self._make_draft(*self._begun)
        if self._held:
            self._finish()
        for (record_id, field), (record, raw) in list(self._held.items()):
            self._workspace.typed(self._profile_id, record, field, raw)
            del self._held[record_id, field]

    def _failed(self, failure: SaveFailed) -> None:
        """Keep everything and try again; the same failure again is no news."""
        self._stop()
        told = self.saving.failure
        self._now(Saving(pending=True, failure=told if str(told) == str(failure) else failure))
        self._pause = self._schedule(RETRY, self._try_again)

    def _make_draft(self, position: Position, text: str) -> None:
        answers = self._workspace.answers(self._profile_id)
        parent = parent_of_new(position, answers)
        if parent is None:
            self._begun = None
            return
        kind = position.page.record
        [record] = actions.add(
            self._workspace,
            self._profile_id,
            kind,
            parent,
            [{**answers_of_new(position), kind.title_field: text}],
        )
        self._workspace.keep_typing(self._profile_id, record, kind.title_field)
        self._draft, self._begun = record, None

    def _finish(self) -> Record | None:
        """The + line's record is done; one whose text was taken back is taken back itself."""
        draft = self._draft
        if draft is None:
            return None
        self._workspace.leave()
        self._draft = None
        made = self._workspace.answers(self._profile_id).get(draft.id)
        if made and not made.title:
            actions.delete(self._workspace, self._profile_id, made)
            return None
        return made

    def _wait(self) -> None:
        if self._pause:
            self._pause.stop()
        self._pause = self._schedule(PAUSE, self._try_again)
        if self._longest is None:
            self._longest = self._schedule(LONGEST, self._try_again)
        self._now(Saving(pending=True, failure=self.saving.failure))

    def _stop(self) -> None:
        for timer in (self._pause, self._longest):
            if timer:
                timer.stop()
        self._pause = self._longest = None

    def _now(self, saving: Saving) -> None:
        if saving != self.saving:
            self.saving = saving
            self._tell(saving)

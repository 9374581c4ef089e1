"""What happens on the boards of the interview: places are chosen, answered by a key, and opened."""

from __future__ import annotations

from dataclasses import replace

from textual import on

from icp_tui.errors import SaveFailed
from icp_tui.method.declaration import Record
from icp_tui.method.steps import page_for
from icp_tui.store.work import actions
from icp_tui.texts import say
from icp_tui.tui.screens.interview_commands import InterviewCommands
from icp_tui.tui.widgets.board import Board, Spot


class InterviewBoards(InterviewCommands):
    """Takes what the boards post."""

    @on(Board.Chosen)
    def _another_spot(self, event: Board.Chosen) -> None:
        self._at(event.spot.record)
        self.draw()

    @on(Board.Answered)
    def _by_key(self, event: Board.Answered) -> None:
        """One key, one change: saved at once, so that what it means is shown at once."""
        spot = event.spot
        if self.workspace.read_only:
            self.complain_read_only()
            return
        self.pen.leave()
        record = self._standing(spot)
        try:
            if record is not None:
                record = self.workspace.set(self.profile_id, record, {event.field: event.raw})
            elif event.raw and spot.first:
                record = self._make(spot, {event.field: event.raw})
        except SaveFailed as error:
            self.complain(error)
            return
        if spot.kind is self.position.page.record:
            self._at(record)
        self.brought_up()

    @on(Board.Opened)
    def _into_the_form_below(self, event: Board.Opened) -> None:
        spot = event.spot
        record = self._standing(spot)
        if record is None:
            self.say_done(say("A digit from 0 to 4 rates it first."))
            return
        if self.has_class("-whole"):
            # There is no form below; the page that has one opens it.
            page = page_for(record)
            self.go(replace(self.position, page=page, record_id=record.id, field=record.title_field))
            return
        self._at(record)
        self.draw()
        # The board shows the name; what one comes for is what it does not ask.
        self.form.edit(self._first_open(record, beyond_core=True))

    def _first_open(self, record: Record, *, beyond_core: bool = False) -> str:
        """The first core question without an answer, `beyond_core` then any; the first of all if none is."""
        questions = self.position.page.questions(record)
        still = [question for question in questions if not self.answers.is_answered(record, question)]
        core = [question for question in still if question.core]
        return (core or (still if beyond_core else []) or questions)[0].name

    def _standing(self, spot: Spot) -> Record | None:
        """What stands at a place by now: the key before this one may have made it."""
        if spot.record is not None:
            return self.answers.get(spot.record.id)
        if not spot.first:
            return None
        for record in self.answers.of(spot.kind, spot.parent_id):
            if all(str(getattr(record, name)) == value for name, value in spot.first.items()):
                return record
        return None

    def _make(self, spot: Spot, answered: dict[str, str]) -> Record:
        rows = [{**spot.first, **answered}]
        [made] = actions.add(self.workspace, self.profile_id, spot.kind, spot.parent_id, rows)
        return made

    def _at(self, record: Record | None) -> None:
        self.position = replace(self.position, record_id=record.id if record else None, field=None)
        self.question = None

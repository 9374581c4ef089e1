"""What changes answers and records in the interview, one method a command (`do_<id>`)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from icp_tui.errors import NotFound, SaveFailed
from icp_tui.method.choices import Ground, State
from icp_tui.method.declaration import Question, Record
from icp_tui.method.records import Attribute, CustomerAnswer, Objective
from icp_tui.store.log.changes import Edit
from icp_tui.store.safety.typed import as_if_saved
from icp_tui.store.work import actions
from icp_tui.store.work.library import write_place
from icp_tui.texts import say
from icp_tui.tui.commands import key_of
from icp_tui.tui.position import (
    Position,
    position_of,
    records_at,
    with_objective,
)
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.widgets.boards import Boards
from icp_tui.tui.widgets.editors import ProseArea
from icp_tui.tui.widgets.form import Form
from icp_tui.tui.widgets.lines import first_part
from icp_tui.tui.widgets.outline import Outline
from icp_tui.tui.widgets.sheet import typed

if TYPE_CHECKING:
    from icp_tui.insight.progress import Progress
    from icp_tui.method.answers import Answers
    from icp_tui.store.safety.rescue_lines import Waiting
    from icp_tui.store.work.workspace import Workspace
    from icp_tui.tui.pen import Pen

_NEEDS_RECORD = (
    "delete",
    "duplicate_record",
    "move_up",
    "move_down",
    "to_next_objective",
    "to_previous_objective",
)
_NEEDS_FIELD = ("ground", "state", "history", "editor")
_TURNS_THREAD = ("next_objective", "previous_objective", "to_next_objective", "to_previous_objective")
_WRITES = (*_NEEDS_RECORD, "undo", "redo", "ground", "state", "editor", "bring_in", "add")


class InterviewChanges(CommandedScreen):
    """The commands of the interview that change something."""

    workspace: Workspace
    profile_id: str
    position: Position
    progress: Progress
    question: Question | None
    pen: Pen

    # What the interview itself brings.
    go: Callable[[Position], None]
    draw: Callable[[], None]
    to_outline: Callable[[], None]
    must_stay: Callable[[], bool]
    remember: Callable[[], None]

    @property
    def answers(self) -> Answers:
        """The profile as last saved; while saving fails, as it will be once what waits is saved."""
        answers = self.workspace.answers(self.profile_id)
        if not self.pen.saving.failure:
            return answers
        return as_if_saved(answers, (edit for waiting in self.pen.waiting() for edit in waiting.edits))

    @property
    def outline(self) -> Outline:
        """The list of the page's records."""
        return self.query_one("#outline", Outline)

    @property
    def form(self) -> Form:
        """The form of the chosen record."""
        return self.query_one("#form", Form)

    @property
    def record(self) -> Record | None:
        """The record in view."""
        return self.answers.get(self.position.record_id)

    def complain_read_only(self) -> None:
        """Say that nothing can be changed here; once, however much one types."""
        self.app.clear_notifications()
        self.notify(
            say("This file can only be read here.") + " " + self.workspace.database.why_read_only,
            severity="warning",
            markup=False,
        )

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done now."""
        record, page, question = self.record, self.position.page, self.question
        reasons = (
            (
                self.workspace.read_only and command_id in _WRITES,
                say("This file can only be read here."),
            ),
            (
                command_id in _NEEDS_RECORD and (record is None or page.single),
                say("There is no record here to do that with."),
            ),
            (
                command_id in _NEEDS_FIELD and (question is None or self.form.record is None),
                say("Go into a field first: Enter opens the record."),
            ),
            (
                command_id == "ground" and question is not None and not question.grounded,
                say("Only of figures and claims one says how one knows them."),
            ),
            (
                command_id == "add" and page.single,
                say("This page is about one thing only; there is nothing to add."),
            ),
            (
                command_id == "add" and page.is_board,
                say("Attributes are added on the page Collect; {key} shows all pages.", key=key_of("steps"))
                if page.record is Attribute
                else say("These thirteen are all there are; a digit rates the one in view."),
            ),
            (
                page.layout == "grid" and command_id in _NEEDS_RECORD,
                say(
                    "Customers and attributes are changed on their own pages; {key} shows all.",
                    key=key_of("steps"),
                ),
            ),
            (
                page.layout == "scorecard" and command_id in ("duplicate_record", "move_up", "move_down"),
                say("There is one rating of each, in this order."),
            ),
            (
                command_id in _TURNS_THREAD and len(self.answers.of(Objective)) < 2,
                say("There is no other objective."),
            ),
        )
        return next((words for applies, words in reasons if applies), "")

    def save_pending(self) -> bool:
        """Save what is pending and note the place; False where it could not be saved."""
        # Not left: who comes back to a line that is still being typed goes on with the same record.
        saved = self.pen.save()
        if saved:
            self.remember()
        return saved

    def waiting(self) -> list[Waiting]:
        """What was typed here and could not be saved."""
        return self.pen.waiting()

    def move_to(self, workspace: Workspace) -> str:
        """All is in another workspace now: forget what waits here, note the place there."""
        self.pen.drop()
        with suppress(SaveFailed):
            write_place(workspace.database, self.profile_id, self.position.place)
        return self.profile_id

    def say_not_saved(self) -> None:
        """Say why one stays; once, however often one tries. The banner says the rest."""
        self.app.clear_notifications()
        self.notify(
            say(
                "It stays in view until it is saved. Go on typing, or save a copy elsewhere: {key}.",
                key=key_of("save"),
            ),
            title=say("Not saved yet"),
            severity="warning",
            markup=False,
        )

    def leave_line(self) -> Record | None:
        """Save and close what was typed; the + line is empty once a record has been made of it."""
        made = self.pen.leave()
        if made:
            self.outline.clear()
        return made

    def end_line(self) -> str | None:
        """Empty the + line for the next record; gives the id of its own, which waits if it is not saved."""
        ended = self.pen.end_line()
        if ended or not self.pen.saving.failure:
            self.outline.clear()
        return ended

    def choose_line(self) -> None:
        """End the line that is being typed: its record is the chosen one, as after Enter."""
        if made := self.leave_line():
            self.position = replace(self.position, record_id=made.id)

    def do_undo(self) -> None:
        """Take back: what was typed in a prose field first, then the last change."""
        prose = self.app.focused
        if isinstance(prose, ProseArea) and prose.history.undo_stack:
            prose.undo()
            return
        self.pen.leave()
        if not self.pen.saving.failure:
            # What could not be saved stays in the + line.
            self.outline.clear()
        before = self.answers
        self._after(
            before,
            self.workspace.undo(self.profile_id),
            lambda records: say("Taken back: {records}.", records=records),
            say("Nothing left to undo in this profile."),
        )

    def do_redo(self) -> None:
        """Do again what was taken back."""
        prose = self.app.focused
        if isinstance(prose, ProseArea) and prose.history.redo_stack:
            prose.redo()
            return
        self.leave_line()
        before = self.answers
        self._after(
            before,
            self.workspace.redo(self.profile_id),
            lambda records: say("Done again: {records}.", records=records),
            say("Nothing to redo."),
        )

    def _after(self, before: Answers, edits: list[Edit], done: Callable[[str], str], nothing: str) -> None:
        """Go where something was taken back, so that it is seen."""
        if not edits:
            self.say_done(nothing)
            return
        edit = edits[0]
        record = self.answers.get(edit.record_id)
        cell = record or before.get(edit.record_id)
        if isinstance(cell, CustomerAnswer):
            self.go(position_of(cell, None, self.answers, self.position))
            if board := self.query_one("#boards", Boards).board:
                board.stand_at(cell)
            return
        if record is None:
            from icp_tui.store.exchange.telling import touched  # noqa: PLC0415 - seldom

            self.go(replace(self.position, record_id=None, field=None))
            self.say_done(done(touched(self.workspace.database, edits)))
            return
        field = edit.field.split(":")[0]
        known = field if field in record.questions else None
        self.go(position_of(record, known, self.answers, self.position))
        self.form.reload()

    def do_delete(self) -> None:
        """Delete the record in view."""
        self.choose_line()
        record = self.record
        if record is None:
            return
        ids = [sibling.id for sibling in records_at(self.position, self.answers)]
        place = ids.index(record.id) if record.id in ids else 0
        neighbour = next(iter([*ids[place + 1 :], *reversed(ids[:place])]), None)
        actions.delete(self.workspace, self.profile_id, record)
        if self.position.page.layout == "scorecard":
            # The line stays, without a rating, and the cursor with it.
            neighbour = None
        self.go(replace(self.position, record_id=neighbour, field=None))
        title = first_part(record.title) or record.singular
        self.say_done(say("Deleted: {title}. {key} brings it back.", title=title, key=key_of("undo")))

    def do_duplicate_record(self) -> None:
        """Copy the record in view."""
        self.choose_line()
        if self.record:
            made = actions.duplicate_record(self.workspace, self.profile_id, self.record)
            self.go(replace(self.position, record_id=made.id, field=None))

    def do_move_up(self) -> None:
        """Move the record up."""
        self._move(-1)

    def do_move_down(self) -> None:
        """Move the record down."""
        self._move(1)

    def _move(self, steps: int) -> None:
        self.choose_line()
        if self.record:
            among = records_at(self.position, self.answers)
            actions.move(self.workspace, self.profile_id, self.record, steps, among)
            self.brought_up()

    def do_to_next_objective(self) -> None:
        """Hang the record below the next objective."""
        self._to_objective(1)

    def do_to_previous_objective(self) -> None:
        """Hang the record below the objective before."""
        self._to_objective(-1)

    def _to_objective(self, steps: int) -> None:
        record = self.record
        goal = with_objective(self.position, self.answers, steps).objective_id
        if record is None or goal is None or goal == self.position.objective_id:
            raise NotFound(say("There is no other objective."), means=say("Nothing was changed."))
        self.pen.leave()
        if record.parent is Objective:
            actions.rehang(self.workspace, self.profile_id, record, goal)
        elif record.within:
            self.workspace.set(self.profile_id, record, {record.within: goal})
        else:
            raise NotFound(say("This record belongs to no objective."), means=say("Nothing was changed."))
        self.go(replace(self.position, objective_id=goal, field=None))

    def do_ground(self) -> None:
        """The next ground: measured, told, observed, assumed, none."""
        self._mark("ground", [member.value for member in Ground])

    def do_state(self) -> None:
        """Ask the client, does not apply, neither."""
        self._mark("state", [member.value for member in State])

    def _mark(self, part: str, values: list[str]) -> None:
        self.pen.leave()
        record, question = self.form.record, self.question
        if record is None or question is None:
            return
        held = getattr(self.answers.mark(record.id, question.name), part)
        now = values.index(held.value) + 1 if held else 0
        value = values[now] if now < len(values) else None
        self.workspace.mark(self.profile_id, record, question.name, part, value)
        self.brought_up()
        words = (Ground if part == "ground" else State).of(value)
        self.say_done(
            f"{question.label}: {words.words}" if words else say("{label}: no mark", label=question.label)
        )

    def do_history(self) -> None:
        """What stood in this field before."""
        from icp_tui.tui.screens.versions import VersionsScreen  # noqa: PLC0415

        self.pen.leave()
        record, question = self.record, self.question
        if record is None or question is None:
            return

        def restored(value: str | None) -> None:
            if value is None:
                return
            # What could not be read gives way, too.
            parts = {question.name: value or None, f"{question.name}:raw": None}
            edits = [Edit(record.kind, record.id, part, text) for part, text in parts.items()]
            try:
                self.workspace.change(self.profile_id, edits)
            except SaveFailed as error:
                self.complain(error)
                return
            self.brought_up()
            self.form.reload()

        self.app.push_screen(VersionsScreen(self.workspace, record, question, self.answers), restored)

    def do_editor(self) -> None:
        """Write the answer in the user's own editor."""
        from icp_tui.tui.outside import edited_outside  # noqa: PLC0415

        self.pen.leave()
        record, question = self.record, self.question
        if record is None or question is None:
            return
        text = edited_outside(self.app, typed(self.answers, record, question))
        if text is not None:
            self.pen.answer(record, question.name, text)
            self.pen.leave()
            self.brought_up()
            self.form.reload()

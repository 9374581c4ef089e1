"""The interview: one profile, step by step. It wires widgets, position, pen and commands together.

Attributes go down to the widgets, messages come up from them; what is typed goes to the pen, everything else
to the store's actions. Nothing asked here blocks, validates on leaving, or asks whether to save.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from icp_tui.errors import BadAnswer, SaveFailed
from icp_tui.insight.progress import Progress, progress
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question, Record
from icp_tui.store.work.library import read_place, write_place
from icp_tui.store.work.workspace import Workspace
from icp_tui.tui.commands import INTERVIEW, bindings_on
from icp_tui.tui.pen import Pen, Saving
from icp_tui.tui.position import (
    Position,
    parent_of_new,
    position_at,
    position_of,
    settled,
    turned,
)
from icp_tui.tui.screens.interview_bringing import InterviewBringing
from icp_tui.tui.screens.interview_view import (
    heading,
    how_far,
    who_and_what,
)
from icp_tui.tui.widgets.bars import KeyBar, TopBar
from icp_tui.tui.widgets.boards import Boards
from icp_tui.tui.widgets.coach import Coach, Guide
from icp_tui.tui.widgets.contents import Contents
from icp_tui.tui.widgets.form import Form
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.lists import Lists
from icp_tui.tui.widgets.meaning import Meaning
from icp_tui.tui.widgets.outline import Outline

NARROW, WIDE = 100, 150


class InterviewScreen(InterviewBringing):
    """Asks the questions of one profile."""

    where: ClassVar[str] = INTERVIEW
    BINDINGS = bindings_on(INTERVIEW)
    CSS_PATH = "../styles/interview.tcss"
    AUTO_FOCUS = None
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-usual"), (WIDE, "-wide")]  # noqa: RUF012

    def __init__(
        self, workspace: Workspace, profile_id: str, goal: tuple[Record, str] | None = None, width: int = 120
    ) -> None:
        """Ask about a profile: where one left off, or at a record's field (`goal`).

        Told the terminal's `width`, it is styled once instead of twice.
        """
        fitting = [name for least, name in self.HORIZONTAL_BREAKPOINTS if width >= least]
        super().__init__(classes=fitting[-1])
        self.workspace = workspace
        self.profile_id = profile_id
        self.pen = Pen(
            workspace,
            profile_id,
            schedule=self.set_timer,
            tell=self._show_saving,
            saved=self.brought_up,
        )
        self.position = position_at(read_place(workspace.database, profile_id), self.answers)
        if goal:
            self.position = position_of(goal[0], goal[1], self.answers, self.position)
        self.progress: Progress = progress(self.answers)
        self.question: Question | None = None
        self._remembering: Timer | None = None

    def compose(self) -> ComposeResult:
        """The steps at the left, the page in the middle, the guide and the preview at the right."""
        yield TopBar(id="top")
        with Horizontal(id="body"):
            yield Contents(id="contents")
            with Vertical(id="main"):
                yield Lines(id="head")
                yield Lists(id="lists")
                yield Boards(id="boards")
                yield Meaning(id="means")
                yield Lines(id="rule")
                yield Form(id="form")
                yield Coach(id="coach")
            yield Guide(id="guide")
        yield KeyBar(self.foot(), id="keys")

    def on_mount(self) -> None:
        """Show the place, with the cursor where one can type at once."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.draw())
        self.draw()
        self.land()

    @property
    def _narrow(self) -> bool:
        return self.app.size.width < NARROW

    # Drawing

    def draw(self) -> None:
        """Show everything as it is now."""
        self._draw_top()
        inks = self.query_one("#head", Lines).inks
        self.query_one("#head", Lines).show(heading(self.position, self.answers, inks))
        self.query_one("#contents", Contents).tell(self.answers, self.progress, self.position.page)
        self._draw_lists(self.answers)
        self._draw_means(self.answers)
        self._draw_form()
        self._follow()

    def _draw_top(self) -> None:
        bar = self.query_one("#top", TopBar)
        bar.say(
            who_and_what(self.answers, bar.inks),
            how_far(
                self.progress,
                self.pen.saving,
                bar.inks,
                read_only=self.workspace.read_only,
                wide=not self._narrow,
                older=bool(self.workspace.rescue.brought_back.failed),
            ),
        )

    def _draw_lists(self, answers: Answers) -> None:
        draft = self.pen.draft.id if self.pen.draft else None
        self.query_one("#lists", Lists).tell(
            answers,
            self.position,
            draft=draft,
            waiting=self.pen.lines_waiting,
            narrow=self._narrow,
            protected=self.shell.protected_traits,
        )
        boards = self.query_one("#boards", Boards)
        boards.tell(answers, self.position, narrow=self._narrow)
        self.set_class(boards.board is not None and boards.board.takes_all, "-whole")

    def _draw_means(self, answers: Answers) -> None:
        """What the page's answers mean, with what is being typed right now."""
        said = self.query_one("#means", Meaning).tell(answers, self.position, narrow=self._narrow)
        rule = self.query_one("#rule", Lines)
        rule.display = (said or not self.position.page.single) and not self.has_class("-whole")
        rule.show([Text("─" * 300, rule.inks.rule, overflow="crop")])

    def _draw_form(self) -> None:
        record = self.answers.get(self.position.record_id)
        if record is not None and self._is_draft(record):
            record = None
        self.form.show(self.answers, record, self.position.page.questions(record) if record else [])
        self._coach()

    def _is_draft(self, record: Record) -> bool:
        return self.pen.draft is not None and record.id == self.pen.draft.id

    @property
    def _mode(self) -> str | None:
        return self.answers.profile.mode

    def _coach(self) -> None:
        page = self.position.page
        question = self.question
        if question is None and not page.single:
            question = page.record.questions[page.record.title_field]
        self.query_one("#coach", Coach).tell(
            question, self._mode, hinted=self.form.hints, record=self.form.record
        )
        guide = self.query_one("#guide", Guide)
        if guide.has_class("open"):
            guide.tell(question, self._mode, self.form.record)

    def _show_saving(self, saving: Saving) -> None:
        if self.is_mounted:
            self.shell.saving_changed(saving)
            self._draw_top()
            if saving.failure:
                # What waits is shown as it was typed, so that nobody types it anew or over it.
                self._draw_form()

    def brought_up(self) -> None:
        """Something was saved: show what follows from it."""
        self.progress = progress(self.answers)
        if not self.is_mounted:
            return
        self.position = self._nearest(self.position) if self.pen.draft is None else self.position
        self.draw()

    def _nearest(self, position: Position) -> Position:
        """The nearest position that exists; a record that waits to be saved can be the chosen one, too."""
        waits = position.record_id in self.pen.lines_waiting
        return position if waits else settled(position, self.answers)

    def _follow(self) -> None:
        """Let the document follow, where there is room beside the questions."""
        if self.app.size.width >= WIDE and self.shell.show_preview:
            from icp_tui.tui.widgets.live import LiveDocument  # noqa: PLC0415 - Markdown, 50 ms

            if not self.query("#live"):
                self.query_one("#body").mount(LiveDocument(id="live"))
            self.query_one("#live", LiveDocument).follow(self.answers, self.position)

    # Going from place to place

    def land(self) -> None:
        """Put the cursor where one goes on: the field of the place, else the first line to type in."""
        page, field = self.position.page, self.position.field
        board = self.query_one("#boards", Boards).board
        if board and not (field and self.position.record_id):
            board.focus(scroll_visible=False)
        elif page.single or (field and self.position.record_id):
            self.form.edit(field)
        else:
            self.to_outline()

    def to_outline(self) -> None:
        """From the form to the + line."""
        if self.must_stay():
            return
        self.question = None
        self.position = replace(self.position, field=None)
        self.form.leave()
        if board := self.query_one("#boards", Boards).board:
            board.focus(scroll_visible=False)
        else:
            self.outline.begin()
        self._coach()
        self._remember()

    def go(self, position: Position) -> None:
        """Save, and go somewhere else in the profile."""
        self.pen.leave()
        if self.must_stay():
            return
        self.outline.clear()
        self.form.leave()
        self.question = None
        self.position = settled(position, self.answers)
        self.progress = progress(self.answers)
        self.draw()
        self.land()
        self._remember()

    def must_stay(self) -> bool:
        """What could not be saved keeps one where it stands, so that nothing is typed over it."""
        if self.pen.saving.failure:
            self.say_not_saved()
        return self.pen.saving.failure is not None

    def _remember(self) -> None:
        """Note the place soon, so that one comes back to it even after a crash."""
        if self._remembering:
            self._remembering.stop()
        self._remembering = self.set_timer(0.4, self.remember)

    def remember(self) -> None:
        """Note the place now. It is no answer: where it cannot be written, nothing of the user's is lost."""
        if self.workspace.read_only:
            return
        try:
            write_place(self.workspace.database, self.profile_id, self.position.place)
        except SaveFailed as error:
            self.log.warning(str(error))

    # What the widgets say

    @on(Outline.Typed)
    def _plus_line(self, event: Outline.Typed) -> None:
        if self.workspace.read_only:
            self.outline.clear()
            self.complain_read_only()
            return
        self.pen.begin(self.position, event.text)

    @on(Outline.Added)
    def finish_line(self) -> None:
        """What stands in the + line is a record now, and the chosen one; the next one begins.

        One that cannot be saved is in view, too, and waits.
        """
        if made := self.end_line():
            self.position = self._nearest(replace(self.position, record_id=made))
        self.brought_up()
        self._remember()

    @on(Outline.Pasted)
    def _several(self, event: Outline.Pasted) -> None:
        if parent_of_new(self.position, self.answers) is None or self.workspace.read_only:
            self.complain_read_only()
            return
        self.end_line()
        made = self.pen.begin_all(self.position, event.lines) or list(self.pen.lines_waiting)
        self.position = replace(self.position, record_id=made[-1])
        self.brought_up()

    @on(Outline.Chosen)
    def _another_record(self, event: Outline.Chosen) -> None:
        self.position = self._nearest(replace(self.position, record_id=event.record_id, field=None))
        self.draw()
        self._remember()

    @on(Outline.Opened)
    def _into_the_form(self) -> None:
        self.finish_line()
        record = self.answers.get(self.position.record_id)
        if record:
            self.form.edit(self._first_open(record))
        else:
            self.must_stay()

    @on(Form.Typed)
    def _answer(self, event: Form.Typed) -> None:
        if self.workspace.read_only:
            self.form.reload()
            self.complain_read_only()
            return
        self.pen.answer(event.record, event.question.name, event.raw)
        # Figures follow each key; the form itself waits until it is saved.
        answers = self._as_typed(event)
        self._draw_lists(answers)
        self._draw_means(answers)
        if self.pen.saving.failure:
            # The form is drawn when something was saved; what waits is to be shown as well.
            self._draw_form()
        if event.question.kind.name in ("choice", "choices", "scale", "link") and self.pen.save():
            self._go_along(event.record, event.question.name)

    def _go_along(self, record: Record, field: str) -> None:
        """Stay with a record that the answer just given has moved to another list."""
        moved = self.answers.get(record.id)
        if moved and moved.id != self.position.record_id:
            self.go(position_of(moved, field, self.answers, self.position))

    def _as_typed(self, event: Form.Typed) -> Answers:
        """The answers as they will be once what is typed now is saved."""
        record = self.answers.get(event.record.id)
        if record is None:
            return self.answers
        try:
            value = self.workspace.parsed(self.profile_id, record, event.question.name, event.raw)
        except BadAnswer:
            value = None
        typed: dict[str, Any] = {event.question.name: value}
        return self.answers.replaced(replace(record, **typed))

    @on(Form.Entered)
    def _another_field(self, event: Form.Entered) -> None:
        if self.end_line() and self.pen.saving.failure:
            self._draw_lists(self.answers)
        self.question = event.question
        self.position = replace(self.position, field=event.question.name)
        self._coach()
        self._remember()

    @on(Form.Finished)
    def _past_the_form(self, event: Form.Finished) -> None:
        if not self.position.page.single:
            self.pen.leave()
            self.to_outline()
        else:
            goal = turned(self.position, 1 if event.forward else -1)
            if not event.forward and goal.page.single and goal.page is not self.position.page:
                last = goal.page.questions(self.answers.thread(goal.page.record, None)[0])[-1]
                goal = replace(goal, field=last.name)
            self.go(goal)

    @on(Contents.Asked)
    def _another_page(self, event: Contents.Asked) -> None:
        self.go(replace(self.position, page=event.page, record_id=None, field=None))

    def on_resize(self) -> None:
        """The top line says more where there is room."""
        if self.is_mounted:
            self._draw_top()
            self._draw_lists(self.answers)
            self._follow()

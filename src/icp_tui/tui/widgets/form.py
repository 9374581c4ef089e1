"""The form of one record: painted lines with one live editor over the answer in focus.

It shows what it is given (`show`) and posts what happens; it never writes anything itself.
"""

from __future__ import annotations

from textual import events, on
from textual.message import Message
from textual.widgets import Input, TextArea

from icp_tui.insight.attributes import is_protected
from icp_tui.method.choices import YesNo
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Several
from icp_tui.method.library import WHY_PROTECTED
from icp_tui.method.records import Attribute, Trait
from icp_tui.texts import say
from icp_tui.tui.widgets.editors import LineInput, OptionRow, ProseArea
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.painted_form import PaintedForm
from icp_tui.tui.widgets.toggles import ToggleRow


class Form(PaintedForm):
    """Shows the questions of one record and lets one answer be edited at a time."""

    class Typed(Message):
        """What stands in a field has changed."""

        def __init__(self, record: Record, question: Question, raw: str) -> None:
            """Carry the text as it stands in the editor."""
            super().__init__()
            self.record = record
            self.question = question
            self.raw = raw

    class Entered(Message):
        """Another field has the focus."""

        def __init__(self, question: Question) -> None:
            """Carry the field's question."""
            super().__init__()
            self.question = question

    class Finished(Message):
        """One went on from the last field (`forward`) or back from the first."""

        def __init__(self, *, forward: bool) -> None:
            """Say in which direction."""
            super().__init__()
            self.forward = forward

    # The field in focus

    def edit(self, field: str | None = None) -> None:
        """Give the focus to a field; to the first one where none is named or it is not asked."""
        if not self._questions or self._record is None:
            return
        question = (field and self._question(field)) or self._questions[0]
        changed = question.name != self._field
        if changed:
            self._put_away()
        self._field = question.name
        if changed:
            self._load(question)
        self._paint()
        editor = self._editor(question)
        editor.display = True
        editor.focus(scroll_visible=False)
        self._scroll_to_field()
        if changed:
            self.post_message(self.Entered(question))

    def put(self, field: str, text: str) -> None:
        """Go into a field of prose and put a text there, without telling that it changed."""
        self.edit(field)
        prose = self.query_one("#prose", ProseArea)
        with self.prevent(TextArea.Changed):
            prose.offer(text)
        self._paint()

    def leave(self) -> None:
        """Put the editor away; the screen gives the focus to something else."""
        self._put_away()
        self._paint()

    # From field to field

    def go(self, steps: int) -> None:
        """The field `steps` further; past the ends the screen is told."""
        names = [question.name for question in self._questions]
        if self._field not in names:
            return
        place = names.index(self._field) + steps
        if 0 <= place < len(names):
            self.edit(names[place])
        else:
            self.post_message(self.Finished(forward=steps > 0))

    def _go_down(self, lines: int) -> None:
        """The field below (1) or above (-1); what stands beside another field is passed by."""
        names = [question.name for question in self._questions]
        first = [question.name for question in self._questions if not question.beside]
        here = [name for name in names[: names.index(self._field or names[0]) + 1] if name in first]
        at = first.index(here[-1]) + lines
        if 0 <= at < len(first):
            self.edit(first[at])
        else:
            self.post_message(self.Finished(forward=lines > 0))

    def on_key(self, event: events.Key) -> None:
        """Tab, Enter, up and down go from field to field; in links they choose from what is offered."""
        if self._field is None:
            return
        prose = self.query_one("#prose", ProseArea) if self.query_one("#prose").has_focus else None
        taken = True
        match event.key:
            case "tab":
                self.go(1)
            case "shift+tab":
                self.go(-1)
            case "enter" if not prose:
                self._take_offered()
            case "down" | "up" if self._moves_below(1 if event.key == "down" else -1):
                self._paint()
            case "down" if not prose or prose.at_bottom:
                self._go_down(1)
            case "up" if not prose or prose.at_top:
                self._go_down(-1)
            case "backspace" if self._links and not self.query_one("#line", LineInput).value:
                self._links.drop_last()
                self._tell(" ".join(self._links.chosen))
                self._paint()
            case _:
                taken = False
        if taken:
            event.stop()
            event.prevent_default()

    def _moves_below(self, steps: int) -> bool:
        """Move among what is offered below the line; False where that leads out of it."""
        if self._links:
            return self._links.move(steps)
        typed = self.query_one("#line", LineInput).value.strip()
        return self._offers is not None and bool(typed) and self._offers.move(steps)

    def _take_offered(self) -> None:
        """Take what was chosen below the line; go on where nothing was."""
        if self._links and self._links.place is not None:
            self._take_link()
        elif self._offers and self._offers.chosen:
            self._take_offer(self._offers.chosen)
        else:
            self.go(1)

    def _take_offer(self, title: str) -> None:
        line = self.query_one("#line", LineInput)
        with self.prevent(Input.Changed):
            line.offer(title)
        if self._offers:
            self._offers.look_for(title)
        self._tell(title)
        self.go(1)

    def _take_link(self) -> None:
        if self._links is None:
            return
        self._links.take()
        line = self.query_one("#line", LineInput)
        with self.prevent(Input.Changed):
            line.value = ""
        self._tell(" ".join(self._links.chosen))
        self._paint()
        if not self._links.many:
            self.go(1)

    # What is typed

    def _tell(self, raw: str) -> None:
        question = self._question(self._field or "")
        if question and self._record:
            self.post_message(self.Typed(self._record, question, raw))

    def on_input_changed(self, event: Input.Changed) -> None:
        """A line has changed; in links it is what is looked for."""
        event.stop()
        if self._links:
            self._links.look_for(event.value)
            self._paint()
        else:
            if self._offers:
                self._offers.look_for(event.value)
                self._paint()
                self._scroll_to_field()
            self._tell(event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Prose has changed."""
        event.stop()
        self._tell(event.text_area.text)
        self.query_one("#prose", ProseArea).tell_height()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """The cursor moves within prose that can be higher than the form."""
        event.stop()
        self._scroll_now()

    def on_prose_area_resized(self, event: ProseArea.Resized) -> None:
        """Prose needs another number of lines: the lines below give way."""
        event.stop()
        self._paint()
        self._scroll_to_field()

    def on_option_row_chosen(self, event: OptionRow.Chosen) -> None:
        """An option was chosen."""
        event.stop()
        question = self._question(self._field or "")
        if question and question.always and not event.value:
            # It is never without an answer; the one that stands is shown again.
            self.reload()
        elif question and self._would_score(question, event.value):
            self.app.notify(str(WHY_PROTECTED), severity="warning", timeout=5, markup=False)
            self.reload()
        else:
            self._tell(event.value)

    def _would_score(self, question: Question, value: str) -> bool:
        """Whether an answer would choose or weigh a protected trait, which only describes (check L22)."""
        if not isinstance(self._record, Attribute) or not is_protected(self._record):
            return False
        choosing = {"chosen": YesNo.YES, "must_have": YesNo.YES, "trait": Trait.WANTED}
        return value == choosing.get(question.name) or (question.name == "importance" and value != "")

    def on_toggle_row_chosen(self, event: ToggleRow.Chosen) -> None:
        """Other boxes are on."""
        event.stop()
        question = self._question(self._field or "")
        if question and isinstance(question.kind, Several):
            on = [member for member in question.kind.options if member.value in event.values]
            self._tell(question.kind.format(tuple(on)))

    @on(OptionRow.Refused)
    @on(ToggleRow.Refused)
    def _none_of_these(self, event: OptionRow.Refused | ToggleRow.Refused) -> None:
        """What was typed is no option."""
        event.stop()
        self.app.notify(
            say("None of these begins so; nothing was changed. Arrows choose."), timeout=3, markup=False
        )

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Edit what was clicked."""
        event.stop()
        if cell := self._sheet.at(event.line, event.column):
            self.edit(cell.question.name)

    def on_resize(self) -> None:
        """Lay out anew in another width, with the field in focus in view at any height."""
        self._paint()
        self._scroll_to_field()

"""The form of one record: painted lines with one live editor over the answer in focus.

It shows what it is given (`show`) and posts what happens; it never writes anything itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link, Links, OneOf, Prose, Scale
from icp_tui.texts import say
from icp_tui.tui.theme import inks_of
from icp_tui.tui.widgets.editors import LineInput, OptionRow, ProseArea
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.links import LinkChoice
from icp_tui.tui.widgets.sheet import Cell, Live, Sheet, lay_out, typed

MOST_OFFERED = 6


class Form(VerticalScroll, can_focus=False):
    """Shows the questions of one record and lets one answer be edited at a time."""

    DEFAULT_CSS = """
    Form { height: 1fr; }
    Form > #sheet { height: auto; }
    Form > .editor { position: absolute; display: none; }
    """

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

    def __init__(self, *, id: str | None = None) -> None:
        """Start without a record."""
        super().__init__(id=id)
        self._answers: Answers | None = None
        self._record: Record | None = None
        self._questions: Sequence[Question] = ()
        self._sheet = Sheet((), ())
        self._field: str | None = None
        self._links: LinkChoice | None = None
        self._loading = False

    def compose(self) -> ComposeResult:
        """The painted lines, and one editor of each kind."""
        yield Lines(id="sheet")
        yield LineInput(id="line", classes="editor")
        yield OptionRow(id="options", classes="editor")
        yield ProseArea(id="prose", classes="editor")

    # What is shown

    @property
    def field(self) -> str | None:
        """The field in focus, if the form has the focus."""
        return self._field

    @property
    def hints(self) -> bool:
        """Whether the field in focus shows its hint itself while it is empty."""
        question = self._question(self._field or "")
        return question is not None and not isinstance(question.kind, OneOf | Scale | Link | Links)

    @property
    def record(self) -> Record | None:
        """The record that is shown."""
        return self._record

    def show(self, answers: Answers, record: Record | None, questions: Sequence[Question]) -> None:
        """Show a record. The field in focus keeps it, with what is being typed, when it is still asked."""
        same = record is not None and self._record is not None and record.id == self._record.id
        names = [question.name for question in questions]
        self._answers, self._record, self._questions = answers, record, questions
        if not same or self._field not in names:
            self._put_away()
        self._paint()

    def reload(self) -> None:
        """Take the answer in focus anew from the record, as after undo."""
        if self._field and (cell := self._cell(self._field)):
            self._load(cell.question)
            self._paint()

    def _paint(self) -> None:
        if self._answers is None or self._record is None:
            self._sheet = Sheet((), ())
        else:
            self._sheet = lay_out(
                self._answers,
                self._record,
                self._questions,
                max(40, self._width),
                inks_of(self.app),
                self._live(),
            )
        self.query_one("#sheet", Lines).show(self._sheet.lines)
        self._place_editor()

    @property
    def _width(self) -> int:
        return self.scrollable_content_region.width or self.size.width

    def _live(self) -> Live:
        if self._field is None:
            return Live()
        if self._links:
            return Live(self._field, len(self._links.chosen) + 1, self._offered())
        question = self._question(self._field)
        if question and isinstance(question.kind, Prose):
            return Live(self._field, self.query_one("#prose", ProseArea).lines_needed)
        return Live(self._field)

    def _offered(self) -> list[Text]:
        if self._links is None:
            return []
        inks = inks_of(self.app)
        lines = [
            Text.assemble(("▸ " if place == self._links.place else "  ", inks.accent), words)
            for place, words in self._links.window(MOST_OFFERED)
        ]
        if not lines:
            lines = [Text(self._links.nothing, inks.dim)]
        return lines

    # The live editor

    def _question(self, field: str) -> Question | None:
        return next((question for question in self._questions if question.name == field), None)

    def _cell(self, field: str) -> Cell | None:
        return next((cell for cell in self._sheet.cells if cell.question.name == field), None)

    def _editor(self, question: Question) -> Widget:
        match question.kind:
            case Prose():
                return self.query_one("#prose")
            case OneOf() | Scale():
                return self.query_one("#options")
        return self.query_one("#line")

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

    def leave(self) -> None:
        """Put the editor away; the screen gives the focus to something else."""
        self._put_away()
        self._paint()

    def _put_away(self) -> None:
        self._field, self._links = None, None
        for editor in self.query(".editor"):
            editor.display = False

    def _load(self, question: Question) -> None:
        """Put the answer into its editor without telling that it changed."""
        if self._answers is None or self._record is None:
            return
        text = typed(self._answers, self._record, question)
        line, prose = self.query_one("#line", LineInput), self.query_one("#prose", ProseArea)
        self._links = None
        with self.prevent(Input.Changed, TextArea.Changed):
            match question.kind:
                case Prose():
                    prose.text = text
                    prose.placeholder = str(question.hint)
                    prose.move_cursor(prose.document.end)
                    prose.history.clear()
                case OneOf(options=options):
                    value = getattr(self._record, question.name)
                    self.query_one("#options", OptionRow).offer(
                        [(member.value, str(member.words)) for member in options],
                        value.value if value else "",
                    )
                case Scale(low=low, high=high, ends=ends):
                    words = {low: f"{low} {ends[0]}", high: f"{high} {ends[1]}"}
                    value = getattr(self._record, question.name)
                    self.query_one("#options", OptionRow).offer(
                        [(str(n), words.get(n, str(n))) for n in range(low, high + 1)],
                        "" if value is None else str(value),
                    )
                case Link() | Links():
                    self._links = LinkChoice(self._answers, self._record, question)
                    line.value = ""
                    line.placeholder = self._fitting(
                        question, say("a few letters, or a space for all; Enter takes one")
                    )
                case _:
                    line.value = text
                    line.placeholder = self._fitting(question, str(question.hint))
                    line.cursor_position = len(text)

    def _fitting(self, question: Question, words: str) -> str:
        """As much of the words as the question's line has room for, cut with a mark."""
        cell, text = self._cell(question.name), Text(words)
        text.truncate((cell.width if cell else self._width) - 1, overflow="ellipsis")
        return text.plain

    def _place_editor(self) -> None:
        if self._field is None or (cell := self._cell(self._field)) is None:
            return
        editor = self._editor(cell.question)
        line = cell.line + (cell.lines - 1 if self._links else 0)
        editor.styles.offset = (cell.column, line)
        editor.styles.width = max(8, min(cell.width, self._width - cell.column))
        editor.styles.height = cell.lines if isinstance(cell.question.kind, Prose) else 1

    def _scroll_to_field(self) -> None:
        if cell := self._cell(self._field or ""):
            top, bottom = cell.line, cell.line + cell.lines + (MOST_OFFERED if self._links else 0)
            if top < self.scroll_y or bottom > self.scroll_y + self.size.height:
                self.scroll_to(y=max(0, min(top - 1, bottom - self.size.height)), animate=False)

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
                if self._links and self._links.place is not None:
                    self._take_link()
                else:
                    self.go(1)
            case "down" | "up" if self._links and self._links.move(1 if event.key == "down" else -1):
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
            self._tell(event.value)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Prose has changed."""
        event.stop()
        self._tell(event.text_area.text)
        self.query_one("#prose", ProseArea).tell_height()

    def on_prose_area_resized(self, event: ProseArea.Resized) -> None:
        """Prose needs another number of lines: the lines below give way."""
        event.stop()
        self._paint()
        self._scroll_to_field()

    def on_option_row_chosen(self, event: OptionRow.Chosen) -> None:
        """An option was chosen."""
        event.stop()
        self._tell(event.value)

    def on_option_row_refused(self, event: OptionRow.Refused) -> None:
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
        """Lay out anew in another width."""
        self._paint()

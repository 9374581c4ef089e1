"""The form as it is painted: its lines, and the one live editor over the answer in focus.

What the keys do stands in form.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, TextArea

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link, Links, OneOf, Prose, Scale, Several
from icp_tui.texts import say
from icp_tui.tui.theme import inks_of
from icp_tui.tui.widgets.editors import LineInput, OptionRow, ProseArea
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.links import LinkChoice
from icp_tui.tui.widgets.offers import Offers, offers_for
from icp_tui.tui.widgets.sheet import Cell, Live, Sheet, lay_out, typed
from icp_tui.tui.widgets.toggles import ToggleRow

MOST_OFFERED = 6


class PaintedForm(VerticalScroll, can_focus=False):
    """Shows the questions of one record, and loads and places the editor of one of them."""

    DEFAULT_CSS = """
    PaintedForm { height: 1fr; }
    PaintedForm > #sheet { height: auto; }
    PaintedForm > .editor { position: absolute; display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Start without a record."""
        super().__init__(id=id)
        self._answers: Answers | None = None
        self._record: Record | None = None
        self._questions: Sequence[Question] = ()
        self._sheet = Sheet((), ())
        self._field: str | None = None
        self._links: LinkChoice | None = None
        self._offers: Offers | None = None

    def compose(self) -> ComposeResult:
        """The painted lines, and one editor of each kind."""
        yield Lines(id="sheet")
        yield LineInput(id="line", classes="editor")
        yield OptionRow(id="options", classes="editor")
        yield ToggleRow(id="toggles", classes="editor")
        yield ProseArea(id="prose", classes="editor")

    # What is shown

    @property
    def field(self) -> str | None:
        """The field in focus, if the form has the focus."""
        return self._field

    @property
    def hints(self) -> bool:
        """Whether the field in focus shows its hint itself while it is empty, and whole."""
        question = self._question(self._field or "")
        return question is not None and bool(self._own_hint(question))

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
        if self._offers and self.query_one("#line", LineInput).value.strip():
            return Live(self._field, 1, self._offers.lines(inks_of(self.app)))
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
            case Several():
                return self.query_one("#toggles")
        return self.query_one("#line")

    def _put_away(self) -> None:
        if self._links and (unlinked := self._links.unlinked):
            self.app.notify(unlinked, timeout=5, markup=False)
        self._field, self._links, self._offers = None, None, None
        for editor in self.query(".editor"):
            editor.display = False

    def _load(self, question: Question) -> None:
        """Put the answer into its editor without telling that it changed."""
        if self._answers is None or self._record is None:
            return
        text = typed(self._answers, self._record, question)
        line, prose = self.query_one("#line", LineInput), self.query_one("#prose", ProseArea)
        self._links = None
        # The title has its offers below the + line.
        own = question.name != self._record.title_field
        self._offers = offers_for(question, self._answers) if own else None
        with self.prevent(Input.Changed, TextArea.Changed):
            match question.kind:
                case Prose():
                    prose.placeholder = self._own_hint(question)
                    prose.offer(text)
                case OneOf(options=options):
                    value = getattr(self._record, question.name)
                    self.query_one("#options", OptionRow).offer(
                        [(member.value, str(member.words)) for member in options],
                        value.value if value else "",
                    )
                case Several(options=options):
                    self.query_one("#toggles", ToggleRow).offer(
                        [(member.value, str(member.words)) for member in options],
                        getattr(self._record, question.name) or (),
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
                    line.offer("")
                    how = Text(say("a few letters, or a space for all; Enter takes one"))
                    how.truncate(self._room(question), overflow="ellipsis")
                    line.placeholder = how.plain
                case _:
                    line.offer(text)
                    line.placeholder = self._own_hint(question)

    def _own_hint(self, question: Question) -> str:
        """The hint as it stands in the empty field; none where it would be cut: the coach says it whole."""
        if isinstance(question.kind, OneOf | Scale | Several | Link | Links):
            return ""
        hint = str(question.hint)
        return hint if Text(hint).cell_len <= self._room(question) else ""

    def _room(self, question: Question) -> int:
        """Columns for words in a question's empty line."""
        cell = self._cell(question.name)
        return (min(cell.width, self._width - cell.column) if cell else self._width) - 1

    def _place_editor(self) -> None:
        if self._field is None or (cell := self._cell(self._field)) is None:
            return
        editor = self._editor(cell.question)
        line = cell.line + (cell.lines - 1 if self._links else 0)
        editor.styles.offset = (cell.column, line)
        editor.styles.width = max(8, min(cell.width, self._width - cell.column))
        editor.styles.height = cell.lines if isinstance(cell.question.kind, Prose) else 1

    def _scroll_to_field(self) -> None:
        """Keep the field in focus in view."""
        self._scroll_now()
        # A form that has grown can be scrolled to its new end only once it is laid out.
        self.call_after_refresh(self._scroll_now)

    def _scroll_now(self) -> None:
        """Scroll to the field; in prose that is higher than the form, to the line one writes in."""
        if (cell := self._cell(self._field or "")) is None:
            return
        below = MOST_OFFERED if self._links else len(self._live().offered)
        top, lines, room = cell.line, cell.lines + below, self.size.height
        if lines > room and isinstance(cell.question.kind, Prose):
            top, lines = top + self.query_one("#prose", ProseArea).cursor_line, 1
        if top < self.scroll_y or lines >= room:
            self.scroll_to(y=max(0, top - 1 if lines < room else top), animate=False)
        elif top + lines > self.scroll_y + room:
            self.scroll_to(y=top + lines - room, animate=False)

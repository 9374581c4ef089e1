"""The list of a page: its outline; beside one of two lists that belong together, the other one."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Choice, OneOf
from icp_tui.method.pages import Page
from icp_tui.method.steps import PAGES
from icp_tui.texts import say
from icp_tui.tui.commands import key_of
from icp_tui.tui.position import Position, needs_objective, parent_of_new, records_at
from icp_tui.tui.widgets.lines import Lines, first_part
from icp_tui.tui.widgets.offers import offers_for
from icp_tui.tui.widgets.outline import Outline
from icp_tui.tui.widgets.rows import row_of, waiting_row

MOST, MOST_NARROW = 0.4, 0.3
"""The share of the screen that a list takes at most."""


class Lists(Vertical):
    """Shows the records of a page in the thread in view; nothing on a page about one record."""

    DEFAULT_CSS = """
    Lists { height: auto; }
    Lists #outline { width: 1fr; height: 100%; }
    Lists #before, Lists #after { width: 1fr; }
    """

    def compose(self) -> ComposeResult:
        """The outline between the places for the other list."""
        yield Lines(id="captions")
        with Horizontal(id="sides"):
            yield Lines(id="before")
            yield Outline(id="outline")
            yield Lines(id="after")

    _captions = ("", "")
    _most = 3
    _lines = 0
    _others = 0

    def tell(
        self,
        answers: Answers,
        position: Position,
        *,
        draft: str | None,
        waiting: Mapping[str, str],
        narrow: bool,
        protected: bool = False,
    ) -> None:
        """Show the page's records but the `draft`, which is still being typed in the + line.

        Below them stand those that are `waiting` to be saved: their titles by the ids they are to have.
        """
        self.display = not position.page.single and not position.page.is_board
        if not self.display:
            return
        self._lines = self._tell_outline(answers, position, draft, waiting, protected=protected)
        self._others = self._tell_sides(answers, position, narrow=narrow)
        self._most = max(3, int(self.app.size.height * (MOST_NARROW if narrow else MOST)))
        self._fit()

    def _fit(self) -> None:
        """Tell the list how high it is, since Textual counts the whole of one that scrolls."""
        own = self._lines + 1 + self.query_one("#outline", Outline).height_below
        self.query_one("#sides").styles.height = min(max(own, self._others), self._most)

    def on_outline_typed(self, _: Outline.Typed) -> None:
        """What is offered for the text needs room."""
        self._fit()

    def _tell_outline(
        self,
        answers: Answers,
        position: Position,
        draft: str | None,
        waiting: Mapping[str, str],
        *,
        protected: bool,
    ) -> int:
        """Show the records; gives how many lines they are."""
        page, outline = position.page, self.query_one("#outline", Outline)
        inks = self.query_one("#captions", Lines).inks
        shown = [record for record in records_at(position, answers) if record.id != draft]
        rows = [row_of(record, answers, inks) for record in shown]
        columns = max((len(row.columns) for row in rows), default=1)
        rows += [waiting_row(record_id, title, columns, inks) for record_id, title in waiting.items()]
        add, empty = str(page.add), ""
        if needs_objective(page) and parent_of_new(position, answers) is None:
            add = ""
            empty = say(
                "First name an objective, in the step Objectives: {key} shows all steps.", key=key_of("steps")
            )
        title = page.record.questions[page.record.title_field]
        if add and not rows:
            example = next(iter(title.examples(answers.profile.mode)), "")
            empty = say("Nothing here yet. For example: {example}", example=example) if example else ""
        taken = [first_part(record.title) for record in shown]
        offers = offers_for(title, answers, taken=taken, protected=protected)
        if offers and rows:
            add = say("{add}   {key}: ready-made", add=add, key=key_of("bring_in"))
        outline.show(rows, position.record_id, add, empty=empty, offers=offers)
        return len(rows) or bool(empty)

    def _tell_sides(self, answers: Answers, position: Position, *, narrow: bool) -> int:
        """The other list beside the one being edited; gives its lines."""
        page = position.page
        beside = page.layout == "sides" and not narrow
        captions = self.query_one("#captions", Lines)
        before, after = self.query_one("#before", Lines), self.query_one("#after", Lines)
        captions.display = beside
        if not beside:
            before.display = after.display = False
            return 0
        [(field, own)] = page.fixed
        first, second = (option for option in _options(page.record, field))
        other, shown = (second, after) if own == first.value else (first, before)
        before.display, after.display = shown is before, shown is after
        aside = answers.thread(page.record, position.objective_id, ((field, other.value),))
        shown.show([self._aside(record, answers) for record in aside])
        self._captions = (_title(page, field, first), _title(page, field, second))
        self._draw_captions()
        return len(aside)

    def _draw_captions(self) -> None:
        lines, (left, right) = self.query_one("#captions", Lines), self._captions
        lines.show([Text(f"  {left}".ljust(self.size.width // 2 + 2) + right, lines.inks.dim)])

    def on_resize(self) -> None:
        """Put the captions above their halves: a list that was hidden has no width before."""
        self._draw_captions()

    def _aside(self, record: Record, answers: Answers) -> Text:
        """A record of the list that is not being edited, its last column first."""
        inks = self.query_one("#captions", Lines).inks
        figure = row_of(record, answers, inks).columns[-1].plain
        return Text(f"{figure:>9}  {first_part(record.title) or '…'}", inks.dim)


def _title(beside: Page, field: str, side: Choice) -> str:
    """The title of the page on which the list of a side is edited."""
    made = ((field, side.value),)
    return next(str(page.title) for page in PAGES if page.record is beside.record and page.fixed == made)


def _options(kind: type[Record], field: str) -> type[Choice]:
    declared = kind.questions[field].kind
    if not isinstance(declared, OneOf):
        raise TypeError(field)
    return declared.options

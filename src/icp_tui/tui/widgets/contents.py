"""The steps at the left: phases, steps, how far each is, and where one is. Painted by one widget."""

from __future__ import annotations

from rich.text import Text
from textual.message import Message

from icp_tui.insight.progress import Progress
from icp_tui.method.answers import Answers
from icp_tui.method.pages import Page, Step
from icp_tui.method.steps import PHASES
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import Lines

GLYPHS = {"empty": "○", "begun": "◐", "done": "●"}


class Contents(Lines):
    """All steps; the pages of the step in view stand below it."""

    DEFAULT_CSS = "Contents { width: 27; height: 1fr; padding: 1 0 0 1; }"

    class Asked(Message):
        """A page was clicked."""

        def __init__(self, page: Page) -> None:
            """Carry the page."""
            super().__init__()
            self.page = page

    def __init__(self, *, id: str | None = None) -> None:
        """Start empty."""
        super().__init__(id=id)
        self._pages: list[Page | None] = []

    def tell(self, answers: Answers, progress: Progress, current: Page) -> None:
        """Show how far each step is."""
        lines, self._pages = contents(answers, progress, current, self.inks)
        self.show(lines)

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """Go to the page that was clicked."""
        event.stop()
        if event.line - 1 < len(self._pages) and (page := self._pages[max(0, event.line - 1)]):
            self.post_message(self.Asked(page))


def contents(
    answers: Answers, progress: Progress, current: Page, inks: Inks
) -> tuple[list[Text], list[Page | None]]:
    """The lines of the list of steps, and the page that each line leads to."""
    lines: list[Text] = []
    pages: list[Page | None] = []
    for phase in PHASES:
        lines += [Text(f" {phase.title}", inks.dim)]
        pages += [None]
        for step in phase.steps:
            here = current in step.pages
            lines.append(_line(step, answers, progress, inks, here=here))
            pages.append(step.pages[0])
            if here and len(step.pages) > 1:
                for page in step.pages:
                    mark = "▸ " if page is current else "  "
                    ink = inks.strong if page is current else inks.dim
                    lines.append(Text.assemble("     ", (mark, inks.here), (str(page.title), ink)))
                    pages.append(page)
        lines.append(Text())
        pages.append(None)
    return lines, pages


def glyph_of(progress: Progress, inks: Inks, *, records: int, asks: bool) -> Text:
    """How far some pages are: nothing yet, begun, or every core question answered; a dot where none is."""
    if not progress.asked:
        return Text(GLYPHS["empty"] if asks else "·", inks.dim)
    if not progress.open:
        return Text(GLYPHS["done"], inks.good)
    if progress.answered or records:
        return Text(GLYPHS["begun"], inks.warn)
    return Text(GLYPHS["empty"], inks.dim)


def _line(step: Step, answers: Answers, progress: Progress, inks: Inks, *, here: bool) -> Text:
    listed = [page for page in step.pages if not page.single and page.core]
    records = sum(len(_all(page, answers)) for page in listed)
    ink = inks.here if here else (inks.plain if records or not listed else inks.dim)
    title = Text(str(step.title), ink)
    title.truncate(17, overflow="ellipsis")
    title.pad_right(17 - title.cell_len)
    figure = Text(f"{records:>4}" if records else "", inks.dim)
    bar = Text("▌" if here else " ", inks.accent)
    return Text.assemble(
        bar, " ", glyph_of(progress.of(step.pages), inks, records=records, asks=True), " ", title, figure
    )


def _all(page: Page, answers: Answers) -> list[object]:
    return [
        record
        for record in answers.of(page.record)
        if all(str(getattr(record, name)) == value for name, value in page.fixed)
    ]

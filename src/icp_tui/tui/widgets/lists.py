"""The list of a page: its outline; beside one process of an objective, the other one."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from icp_tui.method.answers import Answers
from icp_tui.method.records import ProcessStep, Side
from icp_tui.texts import say
from icp_tui.tui.position import Position, needs_objective, parent_of_new, records_at
from icp_tui.tui.processes import comparison_lines, processes
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.outline import Outline
from icp_tui.tui.widgets.rows import row_of

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
        """The outline between the places for the other process; below it the two compared, and a line."""
        yield Lines(id="captions")
        with Horizontal(id="sides"):
            yield Lines(id="before")
            yield Outline(id="outline")
            yield Lines(id="after")
        yield Lines(id="compare")
        yield Lines(id="rule")

    def tell(self, answers: Answers, position: Position, *, draft: str | None, narrow: bool) -> None:
        """Show the page's records but the `draft`, which is still being typed in the + line."""
        self.display = not position.page.single
        if position.page.single:
            return
        rule = self.query_one("#rule", Lines)
        rule.show([Text("─" * 300, rule.inks.rule, overflow="crop")])
        own = self._tell_outline(answers, position, draft)
        other = self._tell_processes(answers, position, narrow=narrow)
        # Told how high it is, since Textual counts the whole of a list that scrolls.
        most = int(self.app.size.height * (MOST_NARROW if narrow else MOST))
        self.query_one("#sides").styles.height = min(max(own + 1, other), max(most, 3))

    def _tell_outline(self, answers: Answers, position: Position, draft: str | None) -> int:
        """Show the records; gives how many lines they are."""
        page, outline = position.page, self.query_one("#outline", Outline)
        inks = self.query_one("#rule", Lines).inks
        shown = [record for record in records_at(position, answers) if record.id != draft]
        rows = [row_of(record, answers, inks) for record in shown]
        add, empty = str(page.add), ""
        if needs_objective(page) and parent_of_new(position, answers) is None:
            add, empty = "", say("First name an objective, in the step Objectives: F2 shows all steps.")
        elif not rows:
            title = page.record.questions[page.record.title_field]
            example = next(iter(title.examples(answers.profile.mode)), "")
            empty = say("Nothing here yet. For example: {example}", example=example) if example else ""
        outline.show(rows, position.record_id, add, empty=empty)
        return len(rows) or bool(empty)

    def _tell_processes(self, answers: Answers, position: Position, *, narrow: bool) -> int:
        """The other process beside the one being edited, and the two compared; gives the other's lines."""
        both = position.page.layout == "process"
        captions, compared = self.query_one("#captions", Lines), self.query_one("#compare", Lines)
        before, after = self.query_one("#before", Lines), self.query_one("#after", Lines)
        compared.display = both
        captions.display = both and not narrow
        is_new = dict(position.page.fixed).get("side") == Side.NEW.value
        before.display = both and not narrow and is_new
        after.display = both and not narrow and not is_new
        if not both:
            return 0
        currency = answers.profile.currency or ""
        compared.show([Text(), *comparison_lines(processes(position, answers), currency, compared.inks)])
        other, side = (before, Side.CURRENT) if is_new else (after, Side.NEW)
        steps = answers.of(ProcessStep, position.objective_id or "")
        aside = [self._aside(step, answers) for step in steps if step.side is side]
        other.show(aside)
        half = self.size.width // 2
        left, right = (str(which.words).capitalize() for which in (Side.CURRENT, Side.NEW))
        captions.show([Text(f"  {left}".ljust(half + 2) + right, captions.inks.dim)])
        return 0 if narrow else len(aside)

    def _aside(self, step: ProcessStep, answers: Answers) -> Text:
        """A step of the process that is not being edited."""
        inks = self.query_one("#rule", Lines).inks
        minutes = row_of(step, answers, inks).columns[-1].plain
        return Text(f"{minutes:>9}  {step.title or '…'}", inks.dim)

"""Going about in the interview, one method a command (`do_<id>`)."""

from __future__ import annotations

from dataclasses import replace

from icp_tui.method.declaration import Record
from icp_tui.method.steps import PAGES
from icp_tui.texts import say
from icp_tui.tui.position import position_of, turned, with_objective, with_problem
from icp_tui.tui.screens.interview_changes import InterviewChanges
from icp_tui.tui.widgets.coach import Guide
from icp_tui.tui.widgets.contents import Contents


class InterviewCommands(InterviewChanges):
    """The commands of the interview: those that only lead elsewhere stand here."""

    def do_next_page(self) -> None:
        """The next page."""
        self.go(turned(self.position, 1))

    def do_previous_page(self) -> None:
        """The page before."""
        self.go(turned(self.position, -1))

    def do_next_objective(self) -> None:
        """The next objective's thread."""
        self.pen.leave()
        self.go(with_objective(self.position, self.answers, 1))

    def do_previous_objective(self) -> None:
        """The thread of the objective before."""
        self.pen.leave()
        self.go(with_objective(self.position, self.answers, -1))

    def do_next_problem(self) -> None:
        """The next problem."""
        self.pen.leave()
        self.go(with_problem(self.position, self.answers, 1))

    def do_previous_problem(self) -> None:
        """The problem before."""
        self.pen.leave()
        self.go(with_problem(self.position, self.answers, -1))

    def do_next_open(self) -> None:
        """The next core question without an answer, round and round."""
        self.pen.leave()
        self.brought_up()
        asked = self.progress.asked
        if not self.progress.open:
            self.say_done(say("Every core question is answered. F4 shows the playbook."))
            return
        here = (self.position.page.id, self.position.record_id, self.position.field)
        start = next((n for n, a in enumerate(asked) if (a.page.id, a.record_id, a.field) == here), None)
        if start is None:
            page = PAGES.index(self.position.page)
            start = next((n for n, a in enumerate(asked) if PAGES.index(a.page) >= page), 0) - 1
        following = [*asked[start + 1 :], *asked[: start + 1]]
        found = next(question for question in following if not question.answered)
        objective = found.objective_id or self.position.objective_id
        goal = replace(self.position, page=found.page, objective_id=objective, record_id=found.record_id)
        self.go(replace(goal, field=found.field if found.record_id else None))

    def do_back(self) -> None:
        """From the form to the outline, from there to the library."""
        guide = self.query_one("#guide", Guide)
        if guide.has_class("open"):
            self._show_guide(shown=False)
        elif self.form.field and not self.position.page.single:
            self.pen.leave()
            self.to_outline()
        else:
            self.do_library()

    def do_library(self) -> None:
        """Save, remember the place, and show all profiles."""
        if self.pen.saving.failure or not self.save_pending():
            return
        self.dismiss()

    def do_add(self) -> None:
        """To the + line."""
        self.pen.leave()
        self.to_outline()

    def do_steps(self) -> None:
        """Choose a step from a list."""
        from icp_tui.tui.screens.picking import PickScreen, step_choices  # noqa: PLC0415

        def chosen(page_id: str | None) -> None:
            if page_id:
                page = next(page for page in PAGES if page.id == page_id)
                self.go(replace(self.position, page=page, record_id=None, field=None))

        self.pen.save()
        contents = self.query_one("#contents", Contents)
        choices = step_choices(self.progress, self.answers, contents.inks)
        self.app.push_screen(PickScreen(say("Steps"), choices, current=self.position.page.id), chosen)

    def do_guide(self) -> None:
        """Show or hide the guide."""
        self._show_guide(shown=not self.query_one("#guide", Guide).has_class("open"))

    def _show_guide(self, *, shown: bool) -> None:
        self.query_one("#guide", Guide).set_class(shown, "open")
        self.set_class(shown, "-guided")
        self.draw()

    def do_keys(self) -> None:
        """All keys."""
        self.do_help()

    def do_preview(self) -> None:
        """The playbook as it stands now."""
        from icp_tui.tui.screens.preview import PreviewScreen  # noqa: PLC0415 - Jinja2, markdown-it

        self.pen.leave()
        near = self.position.objective_id

        def opened(goal: tuple[Record, str] | None) -> None:
            if goal:
                self.go(position_of(goal[0], goal[1], self.answers, self.position))

        self.app.push_screen(PreviewScreen(self.workspace, self.profile_id, near), opened)

    def do_search_answers(self) -> None:
        """Search all answers of all profiles."""
        self.pen.leave()
        self.search(self.workspace, self.profile_id)

"""Going about in the interview, one method a command (`do_<id>`)."""

from __future__ import annotations

import time
from dataclasses import replace

from icp_tui.method.declaration import Record
from icp_tui.method.steps import PAGES
from icp_tui.texts import say
from icp_tui.tui.commands import key_of
from icp_tui.tui.position import position_of, printed_near, turned, with_objective, with_problem
from icp_tui.tui.screens.interview_changes import InterviewChanges
from icp_tui.tui.widgets.coach import Guide
from icp_tui.tui.widgets.contents import Contents

ONCE_MORE = 3.0
"""Seconds in which a second Escape leads to the library."""


class InterviewCommands(InterviewChanges):
    """The commands of the interview: those that only lead elsewhere stand here."""

    _escaped = -ONCE_MORE

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
        self.leave_line()
        self.brought_up()
        asked = self.progress.asked
        if not self.progress.open:
            key = key_of("preview")
            self.say_done(say("Every core question is answered. {key} shows the playbook.", key=key))
            return
        start = self._questions_before()
        following = [*asked[start + 1 :], *asked[: start + 1]]
        found = next(question for question in following if not question.answered)
        objective = found.objective_id or self.position.objective_id
        goal = replace(self.position, page=found.page, objective_id=objective, record_id=found.record_id)
        self.go(replace(goal, field=found.field if found.record_id else None))

    def _questions_before(self) -> int:
        """The place of the last core question at or before the cursor; -1 where there is none."""
        asked, position, record = self.progress.asked, self.position, self.record
        names = [question.name for question in position.page.questions(record)] if record else []
        passed = names[: names.index(position.field) + 1] if position.field in names else []
        on_page = [n for n, question in enumerate(asked) if question.page is position.page]
        same = [n for n in on_page if record and asked[n].record_id == record.id]
        same = same or [n for n in on_page if asked[n].objective_id == position.objective_id] or on_page
        before = [n for n in same if asked[n].field in passed]
        if same and record is None:
            # An empty list is in view: it was passed already.
            return same[-1]
        if before or same:
            return before[-1] if before else same[0] - 1
        earlier = [n for n, q in enumerate(asked) if PAGES.index(q.page) < PAGES.index(position.page)]
        return earlier[-1] if earlier else -1

    def do_back(self) -> None:
        """From the form to the outline; from there, pressed twice, to the library."""
        guide = self.query_one("#guide", Guide)
        if guide.has_class("open"):
            self._show_guide(shown=False)
        elif self.form.field and not self.position.page.single:
            self.pen.leave()
            self.to_outline()
        elif time.monotonic() - self._escaped < ONCE_MORE:
            self.do_library()
        else:
            # One Escape too many must not leave somebody who goes on typing among the library's letters.
            self._escaped = time.monotonic()
            if self.outline.line.value:
                self.go(replace(self.position, field=None))
                if self.pen.saving.failure:
                    return
            self.notify(say("Escape once more leads to all profiles."), timeout=ONCE_MORE, markup=False)

    def do_library(self) -> None:
        """Save, remember the place, and show all profiles."""
        if not self.save_pending():
            self.must_stay()
            return
        self.pen.leave()
        self.dismiss()

    def do_add(self) -> None:
        """To the + line, where the next record begins."""
        if self.leave_line():
            self.brought_up()
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
        self._show_document("playbook")

    def do_agenda(self) -> None:
        """What is to be asked of the client."""
        self._show_document("agenda")

    def _show_document(self, document: str) -> None:
        from icp_tui.tui.screens.preview import PreviewScreen  # noqa: PLC0415 - Jinja2, markdown-it

        # Saved, not left: who comes back goes on typing the same record.
        self.pen.save()
        near = printed_near(self.position, self.answers)

        def opened(goal: tuple[Record, str] | None) -> None:
            if goal:
                self.go(position_of(goal[0], goal[1], self.answers, self.position))

        self.app.push_screen(PreviewScreen(self.workspace, self.profile_id, near, document=document), opened)

    def do_search_answers(self) -> None:
        """Search all answers of all profiles."""
        self.pen.save()
        self.search(self.workspace, self.profile_id)

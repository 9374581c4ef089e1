"""What the interview can bring in by itself: ready-made answers, composed texts, records made of others."""

from __future__ import annotations

from collections.abc import Callable

from rich.text import Text
from textual import on

from icp_tui.errors import SaveFailed, TooLong
from icp_tui.method.declaration import RECORDS, Question, Record
from icp_tui.method.length import check_length
from icp_tui.method.records import Finding, ParkedSituation
from icp_tui.store.work import actions
from icp_tui.texts import say
from icp_tui.tui.position import answers_of_new, position_of
from icp_tui.tui.screens.interview_boards import InterviewBoards
from icp_tui.tui.theme import inks_of
from icp_tui.tui.widgets.lines import first_part
from icp_tui.tui.widgets.outline import Outline

BECOMES = (
    "attribute",
    "red_flag",
    "trigger_event",
    "persona",
    "objective",
    "objection",
    "channel",
    "competitor",
)
"""The kinds of record that a finding can become at once; a problem needs its objective first."""

GO_TO_IT = "go to it"
"""The choice to go where a finding leads already."""


class InterviewBringing(InterviewBoards):
    """Brings in what need not be typed."""

    # What the interview itself brings.
    finish_line: Callable[[], None]

    def why_not(self, command_id: str) -> str:
        """Why a command cannot be done now."""
        if command_id == "bring_in" and not self.workspace.read_only and self._bringer() is None:
            if self.position.page.record in (ParkedSituation, Finding):
                return say("There is no record here to do that with.")
            return say("Nothing can be brought in on this page.")
        return super().why_not(command_id)

    def do_bring_in(self) -> None:
        """What this page brings in."""
        if bringer := self._bringer():
            bringer()

    def _bringer(self) -> Callable[[], None] | None:
        page, record = self.position.page, self.record
        if page.record is ParkedSituation:
            return self._serve_parked if record else None
        if page.record is Finding:
            return self._make_of_finding if record else None
        if page.group in ("statement", "story"):
            return self._compose_text
        if not page.single and not page.is_board and self._titles.library:
            return self._choose_ready_made
        return None

    @property
    def _titles(self) -> Question:
        kind = self.position.page.record
        return kind.questions[kind.title_field]

    # Ready-made answers

    @on(Outline.Taken)
    def _ready_made(self, event: Outline.Taken) -> None:
        if self.workspace.read_only:
            self.outline.clear()
            self.complain_read_only()
            return
        self._take(event.title)

    def _choose_ready_made(self) -> None:
        from icp_tui.method.library import matching, offered  # noqa: PLC0415
        from icp_tui.tui.gridding import fitted  # noqa: PLC0415
        from icp_tui.tui.screens.picking import Pick, PickScreen  # noqa: PLC0415

        def chosen(title: str | None) -> None:
            if title:
                self._take(title)

        # What is being typed in the + line stays there: the ready-made answer may take its place.
        self.pen.save()
        answers, page = self.answers, self.position.page
        taken = [record.title for record in answers.thread(page.record, None, page.fixed)]
        entries = offered(self._titles.library, answers.profile.mode, protected=self.shell.protected_traits)
        dim = inks_of(self.app).dim
        found = matching(entries, "", taken)
        # Never cut: one looks for the letters of the title.
        widest = max([34, *(Text(str(entry.title)).cell_len for entry in found)])
        picks = [
            Pick(
                str(entry.title),
                Text.assemble(f"{fitted(str(entry.title), widest)} ", (str(entry.hint), dim)),
                str(entry.title),
            )
            for entry in found
        ]
        self.app.push_screen(PickScreen(say("Ready-made"), picks), chosen)

    def _take(self, title: str) -> None:
        """Make a record of the ready-made answer with this title, in place of what was typed."""
        from icp_tui.method.library import answers_of, offered  # noqa: PLC0415

        entries = offered(self._titles.library, self.answers.profile.mode, protected=True)
        entry = next(entry for entry in entries if str(entry.title) == title)
        row = {self._titles.name: title, **answers_of(entry)}
        made: Record | None = self.pen.leave()
        if self.pen.saving.failure:
            # It was said. The line keeps what was typed, and the offers stand below it.
            return
        try:
            if made is None:
                made = self._made(row)
            else:
                self.workspace.set(self.profile_id, made, row)
        except SaveFailed as error:
            self.complain(error)
            return
        self.outline.clear()
        self.go(position_of(made, None, self.answers, self.position))

    def _made(self, row: dict[str, str]) -> Record:
        kind, parent = self.position.page.record, self.answers.profile_id
        rows = [{**answers_of_new(self.position), **row}]
        return actions.add(self.workspace, self.profile_id, kind, parent, rows)[0]

    # Records made of others

    def _serve_parked(self) -> None:
        """Turn the parked situation into a profile and go there."""
        self.finish_line()
        parked = self.record
        if isinstance(parked, ParkedSituation) and self.save_pending():
            new = actions.serve_parked(self.workspace, self.profile_id, parked)
            self.dismiss()
            self.app.call_later(self.shell.open_profile, new)

    def _make_of_finding(self) -> None:
        """Turn the finding into a record of another step, linked to it, and go there.

        Where it became something already, go there; something else takes its place only if that is chosen.
        """
        from icp_tui.tui.screens.picking import Pick, PickScreen  # noqa: PLC0415

        self.finish_line()
        finding = self.record
        if self.pen.saving.failure or not isinstance(finding, Finding):
            return
        before = self.answers.get(finding.becomes)

        def chosen(kind: str | None) -> None:
            if kind == GO_TO_IT and before:
                self.go(position_of(before, before.title_field, self.answers, self.position))
            elif kind:
                become(kind)

        def become(kind: str) -> None:
            try:
                made = actions.make_of_finding(self.workspace, self.profile_id, finding, RECORDS[kind])
            except (SaveFailed, TooLong) as error:
                self.complain(error)
                return
            self.go(position_of(made, made.title_field, self.answers, self.position))

        kinds = [*BECOMES, ParkedSituation.kind]
        picks = [Pick(kind, Text(str(RECORDS[kind].singular))) for kind in kinds]
        title = say("What does this finding become?")
        if before:
            named = first_part(before.title)
            title = say("It became this: {kind} “{title}”.", kind=before.singular, title=named)
            heading = Text(say("or something else, to which it leads from then on:"), inks_of(self.app).dim)
            picks = [Pick(GO_TO_IT, Text(say("Go there"))), Pick("", heading), *picks]
        self.app.push_screen(PickScreen(title, picks), chosen)

    # Composed texts

    def _compose_text(self) -> None:
        """Compose the page's text from what is answered; undo brings back what stood there."""
        from icp_tui.insight.composing import compose_statement, compose_story  # noqa: PLC0415

        self.pen.leave()
        field = self.position.page.group
        text = (compose_statement if field == "statement" else compose_story)(self.answers)
        if not text:
            self.say_done(
                say("Choose attributes first, on the page Choose and weigh.")
                if field == "statement"
                else say("Fill a few of the lines above first.")
            )
            return
        check_length(text)
        # In the field first: what cannot be saved now stays in view.
        self.form.put(field, text)
        self.pen.answer(self.answers.profile, field, text)
        self.pen.leave()
        self.go(position_of(self.answers.profile, field, self.answers, self.position))

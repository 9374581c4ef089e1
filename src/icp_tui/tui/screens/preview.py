"""The preview: the document as it will be read, from which one writes it, copies it, or opens an answer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll

from icp_tui.documents.catalogue import DOCUMENTS, document_named, page_title
from icp_tui.documents.files import write_file
from icp_tui.documents.html import to_html
from icp_tui.errors import IcpError
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import say
from icp_tui.tui.commands import INTERVIEW, PREVIEW, bindings_on, key_of
from icp_tui.tui.screens.asking import AskScreen, file_meant, no_file
from icp_tui.tui.screens.commanded import CommandedScreen
from icp_tui.tui.screens.interview_view import who_and_what
from icp_tui.tui.traced import traced_document
from icp_tui.tui.widgets.bars import KeyBar, TopBar
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.paper import Paper


class PreviewScreen(CommandedScreen):
    """Shows a document of one profile."""

    where: ClassVar[str] = PREVIEW
    BINDINGS = bindings_on(PREVIEW)
    CSS_PATH = "../styles/preview.tcss"
    AUTO_FOCUS = "#paper"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-usual")]  # noqa: RUF012

    def __init__(
        self, workspace: Workspace, profile_id: str, near: Sequence[str] = (), *, document: str = "playbook"
    ) -> None:
        """Show a document of a profile, opened where the first of `near` prints (parts of sources)."""
        super().__init__()
        self._document = document
        self.workspace = workspace
        self.profile_id = profile_id
        self._near = near
        self._markdown = ""

    def compose(self) -> ComposeResult:
        """The headings at the left, the paper at the right."""
        yield TopBar(id="top")
        with Horizontal():
            with VerticalScroll(id="outline", can_focus=False):
                yield Lines(id="headings")
            yield Paper(id="paper")
        yield KeyBar(self.foot(), id="keys")

    @property
    def paper(self) -> Paper:
        """The document."""
        return self.query_one("#paper", Paper)

    def on_mount(self) -> None:
        """Make the document once the size is known."""
        self.call_after_refresh(self._make)

    def _make(self) -> None:
        bar = self.query_one("#top", TopBar)
        document = document_named(self._document)
        try:
            answers = self.workspace.answers(self.profile_id)
            self._markdown, sources = traced_document(answers, self._document)
        except IcpError as error:
            self.complain(error)
            self.dismiss()
            return
        self.paper.show(self._markdown, sources)
        status = answers.profile.status
        bar.say(
            Text.assemble(
                who_and_what(answers, bar.inks),
                ("  ›  ", bar.inks.dim),
                (str(document.title), bar.inks.strong),
            ),
            Text(str(status.words) if status else "", bar.inks.warn),
        )
        near = next((n for part in self._near if (n := self.paper.place_of(part)) is not None), None)
        if near is not None:
            # The section, not a line in the midst of it.
            self.paper.go_to(max((n for n in self._headings() if n <= near), default=near))
        self._draw_headings()

    def _draw_headings(self) -> None:
        lines = self.query_one("#headings", Lines)
        inks, here = lines.inks, self._heading_here()
        shown = []
        for place in self._headings():
            block = self.paper.blocks[place]
            mark = "▌" if place == here else " "
            ink = inks.strong if place == here else inks.dim
            indent = "  " * max(0, block.level - 2)
            shown.append(Text.assemble((mark, inks.accent), (f"{indent}{block.heading}", ink)))
        lines.show(shown)
        if here in self._headings():
            at = self._headings().index(here)
            self.query_one("#outline").scroll_to(y=max(0, at - 8), animate=False)

    def _headings(self) -> list[int]:
        return [n for n, block in enumerate(self.paper.blocks) if 1 <= block.level <= 4]

    def _heading_here(self) -> int:
        return max((n for n in self._headings() if n <= self.paper.place), default=0)

    @on(Paper.Turned)
    def _turned(self) -> None:
        self._draw_headings()

    @on(Lines.Clicked, "#headings")
    def _heading_clicked(self, event: Lines.Clicked) -> None:
        headings = self._headings()
        if event.line < len(headings):
            self.paper.go_to(headings[event.line])

    def do_next_heading(self) -> None:
        """The next heading."""
        self._step(1)

    def do_previous_heading(self) -> None:
        """The heading before."""
        self._step(-1)

    def _step(self, steps: int) -> None:
        headings, here = self._headings(), self._heading_here()
        if headings:
            place = headings.index(here) if here in headings else 0
            self.paper.go_to(headings[min(max(place + steps, 0), len(headings) - 1)])

    def do_open_source(self) -> None:
        """Go to the answer that the line came from."""
        source = self.paper.source
        if source is None:
            self.say_done(say("This line is not an answer; choose one that is."))
            return
        _, record_id, field = source.split("/")
        record = self.workspace.answers(self.profile_id).get(record_id)
        if record is not None:
            self.dismiss((record, field))

    def do_documents(self) -> None:
        """Another document of the same profile."""
        from icp_tui.tui.gridding import fitted  # noqa: PLC0415
        from icp_tui.tui.screens.picking import Pick, PickScreen  # noqa: PLC0415

        def chosen(document: str | None) -> None:
            if document:
                self._document, self._near = document, ()
                self._make()

        dim = self.query_one("#top", TopBar).inks.dim
        widest = max(Text(str(document.title)).cell_len for document in DOCUMENTS.values()) + 2
        picks = [
            Pick(name, Text.assemble(fitted(str(document.title), widest), (str(document.reader), dim)))
            for name, document in DOCUMENTS.items()
        ]
        self.app.push_screen(PickScreen(say("Documents"), picks, current=self._document), chosen)

    def do_search(self) -> None:
        """Search all answers of all profiles."""
        self.search(self.workspace, self.profile_id)

    def do_close_preview(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)

    def do_library(self) -> None:
        """Back to all profiles."""
        self.dismiss(None)
        below = self.app.screen
        if isinstance(below, CommandedScreen) and below.where == INTERVIEW:
            self.app.call_later(below.action_do, "library")

    def do_copy(self) -> None:
        """Copy the document."""
        self.app.copy_to_clipboard(self._markdown)
        key = key_of("write")
        self.say_done(say("Copied, as far as the terminal allows it; {key} writes a file.", key=key))

    def do_write(self) -> None:
        """Write Markdown."""
        self._ask_where(".md")

    def do_write_html(self) -> None:
        """Write one HTML file."""
        self._ask_where(".html")

    def _ask_where(self, suffix: str) -> None:
        answers = self.workspace.answers(self.profile_id)
        name = "-".join(
            "".join(
                c if c.isalnum() else " " for c in f"{answers.client.title} {answers.profile.title}"
            ).split()
        )
        if self._document != "playbook":
            name = f"{name}-{self._document}"
        path = Path.cwd() / f"{name.casefold()[:80] or 'playbook'}{suffix}"

        def write(typed: str) -> str:
            try:
                self._write(file_meant(typed), suffix)
            except IcpError as error:
                return str(error)
            return ""

        done = say("Enter writes the file, Escape goes back.")
        self.app.push_screen(
            AskScreen(say("Write to"), str(path), note=_note, refuse=no_file, take=write, done=done)
        )

    def _write(self, path: Path, suffix: str) -> None:
        answers = self.workspace.answers(self.profile_id)
        content = self._markdown
        if suffix == ".html":
            title = page_title(answers, self._document)
            content = to_html(content, title=title, language=answers.profile.language or "en")
        write_file(path, content, live=self.workspace.database.path)
        self.say_done(say("Written: {path}", path=path))


def _note(typed: str) -> str:
    return say("There is such a file already; it will be replaced.") if file_meant(typed).exists() else ""

"""What helps with the field in focus: the question with examples in two lines, or the whole guide (F1)."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from icp_tui.insight.attributes import is_protected
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import OneOf, Prose, Scale, Several
from icp_tui.method.library import WHY_PROTECTED
from icp_tui.method.records import Attribute
from icp_tui.texts import say
from icp_tui.tui.commands import key_of
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import Lines
from icp_tui.tui.widgets.sheet import wrapped


class Coach(Lines):
    """Two lines above the keys: the whole question, and good examples; the hint is where there is room."""

    DEFAULT_CSS = "Coach { height: 2; }"

    _told: tuple[Question | None, str | None, bool, Record | None] = (None, None, False, None)

    def tell(
        self,
        question: Question | None,
        mode: str | None,
        *,
        hinted: bool = False,
        record: Record | None = None,
    ) -> None:
        """Help with a field of `record`; nothing where there is none. It may have `hinted` already itself.

        Of a protected attribute it says why it is one, instead of the examples.
        """
        self._told = (question, mode, hinted, record)
        self._draw()

    def on_resize(self) -> None:
        """Put the parts where they fit in another width."""
        super().on_resize()
        self._draw()

    def _draw(self) -> None:
        question, mode, hinted, record = self._told
        if question is None:
            self.show([Text(), Text()])
            return
        inks = self.inks
        examples = " · ".join(map(str, question.examples(mode)))
        if isinstance(question.kind, OneOf | Scale | Several):
            # The options themselves stand in the field.
            examples = ""
        parts = []
        if question.hint and not hinted and str(question.hint) not in examples:
            parts.append(Text(str(question.hint), inks.quiet))
        if isinstance(question.kind, Prose):
            parts.append(Text(say("Enter: new line, Tab: next field"), inks.dim))
        above: list[Text] = [Text(str(question.ask), inks.dim)]
        below: list[Text] = []
        for part in parts:
            fits = sum(line.cell_len + 2 for line in above) + part.cell_len <= (self.size.width or 1_000)
            (above if fits else below).append(part)
        if why := _why_protected(record):
            below = [Text(why, inks.warn)]
        elif examples:
            good = say("Good examples") + "  "
            below.append(Text.assemble((good, inks.dim), (examples, inks.quiet)))
        self.show([Text("  ").join(above), Text("  ").join(below)])


class Guide(VerticalScroll, can_focus=False):
    """The whole guide of a field: why it is asked, how to ask it in the client's presence, good examples."""

    DEFAULT_CSS = """
    Guide { width: 42; padding: 1 2; background: $surface; display: none; }
    Guide.open { display: block; }
    Guide > Lines { height: auto; }
    """

    def compose(self) -> ComposeResult:
        """The lines."""
        yield Lines(id="words")

    def tell(self, question: Question | None, mode: str | None, record: Record | None = None) -> None:
        """Show the guide of a field of `record`."""
        lines = self.query_one("#words", Lines)
        width = max(20, (self.size.width or 42) - 4)
        lines.show(guide_lines(question, mode, width, lines.inks, record) if question else [])


def guide_lines(
    question: Question, mode: str | None, width: int, inks: Inks, record: Record | None = None
) -> list[Text]:
    """The guide of a question about `record`, wrapped."""
    protected = _why_protected(record)
    parts: list[tuple[str, list[str]]] = [
        (say("Why it is protected"), [protected] if protected else []),
        (say("Why it is asked"), [str(question.why)] if question.why else []),
        (say("How to ask it"), [str(question.how)] if question.how else []),
        (say("Good answers"), [f"· {example}" for example in question.examples(mode)]),
        (say("What can be answered"), _options(question)),
    ]
    lines = wrapped(Text(str(question.ask), inks.strong), width)
    if question.hint:
        lines += wrapped(Text(str(question.hint), inks.quiet), width)
    for title, texts in parts:
        if texts:
            lines += [Text(), Text(title, inks.here)]
            for text in texts:
                lines += wrapped(Text(text), width)
    lines += [Text(), Text(say("{key} closes this.", key=key_of("guide")), inks.dim)]
    return lines


def _why_protected(record: Record | None) -> str:
    """Why an attribute is only ever described; empty for anything else."""
    return str(WHY_PROTECTED) if isinstance(record, Attribute) and is_protected(record) else ""


def _options(question: Question) -> list[str]:
    match question.kind:
        case OneOf(options=options) | Several(options=options):
            return [f"· {member.words}" for member in options]
        case Scale(low=low, high=high, ends=ends):
            return [
                say(
                    "{low}: {lowest} … {high}: {highest}", low=low, lowest=ends[0], high=high, highest=ends[1]
                )
            ]
    return []

"""The form as lines: where each answer stands, how it is wrapped, and what is said beside it.

Pure layout. The `Form` paints these lines and puts one live editor over the answer in focus, so that a form
of twenty fields costs one input, not twenty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO

from rich.console import Console
from rich.text import Text

from icp_tui.errors import BadAnswer
from icp_tui.formats import date, money, number
from icp_tui.method.answers import Answers
from icp_tui.method.choices import State
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Date, Link, Links, Money, Number, OneOf, Scale, Several
from icp_tui.texts import interface_language, say
from icp_tui.tui.theme import Inks
from icp_tui.tui.widgets.lines import first_part

LABEL_WIDTH = 19
SHORT_WIDTH = 14
MOST_SHOWN = 20_000
"""Characters of one answer that a form shows; wrapping a megabyte at each key would take seconds."""

LEAST_BESIDE = 56
"""Columns from which two answers fit into one line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Where one answer stands: its question, the lines and columns that its editor may cover."""

    question: Question
    line: int
    lines: int
    column: int
    width: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The painted form: its lines, and the cell of each question in reading order."""

    lines: Sequence[Text]
    cells: Sequence[Cell]

    def at(self, line: int, column: int) -> Cell | None:
        """The cell at a place, or the one that its line belongs to."""
        there = [cell for cell in self.cells if cell.line <= line < cell.line + cell.lines]
        inside = [cell for cell in there if cell.column <= column < cell.column + cell.width]
        return next(iter(inside or there), None)


@dataclass(frozen=True, slots=True)
class Live:
    """The answer in focus: its field, how many lines its editor takes, and what is offered below it."""

    field: str | None = None
    lines: int = 1
    offered: Sequence[Text] = ()


def shown(answers: Answers, record: Record, question: Question) -> str:
    """An answer as it is read, in the interface's language; what could not be read as it was typed."""
    value = getattr(record, question.name)
    if value is None:
        return answers.mark(record.id, question.name).raw or ""
    language = interface_language()
    match question.kind:
        case Money():
            return money(value, answers.profile.currency or "", language)
        case Number():
            return number(value, language)
        case Date():
            return date(value, language)
        case OneOf():
            return str(value.words)
        case Several():
            return question.kind.format(value)
        case Link() | Links():
            linked = answers.linked(record, question.name)
            return "\n".join(first_part(found.title) or "…" for found in linked)
    return str(value)


def typed(answers: Answers, record: Record, question: Question) -> str:
    """An answer as it stands in its editor."""
    raw = answers.mark(record.id, question.name).raw
    if raw is not None:
        return raw
    value = getattr(record, question.name)
    return "" if value is None else question.kind.format(value)


def complaint(answers: Answers, record: Record, question: Question) -> str:
    """What is wrong with an answer that was kept as it was typed; empty where nothing is."""
    raw = answers.mark(record.id, question.name).raw
    if raw is None:
        return ""
    try:
        if isinstance(question.kind, Money):
            question.kind.check_currency(raw, answers.profile.currency or "")
        question.kind.parse(raw)
    except BadAnswer as error:
        return say("{problem} Kept as you typed it.", problem=error.what)
    return say("Kept as you typed it.")


def lay_out(
    answers: Answers, record: Record, questions: Sequence[Question], width: int, inks: Inks, live: Live
) -> Sheet:
    """The form of `record` in `width` columns."""
    lines: list[Text] = []
    cells: list[Cell] = []
    rows: list[list[Question]] = []
    for question in questions:
        if question.beside and rows and width >= LEAST_BESIDE:
            rows[-1].append(question)
        else:
            rows.append([question])
    for row in rows:
        if row[0].section:
            lines += [*([Text()] if lines else []), Text(str(row[0].section), inks.strong)]
        made, placed = _row(answers, record, row, width, inks, live, len(lines))
        lines += made
        cells += placed
    return Sheet(lines, cells)


def _row(
    answers: Answers,
    record: Record,
    row: Sequence[Question],
    width: int,
    inks: Inks,
    live: Live,
    line: int,
) -> tuple[list[Text], list[Cell]]:
    """One question, or one with another beside it."""
    question = row[0]
    column = LABEL_WIDTH
    short = len(row) > 1 or isinstance(question.kind, Number | Money | Date)
    room = SHORT_WIDTH if short else width - column
    is_live = live.field == question.name
    label_ink = inks.here if is_live else inks.dim
    first = _value_lines(answers, record, question, room, inks)
    if is_live:
        first = _under_editor(first, question, live)
    lines = [Text() for _ in first]
    asked = _is_asked(answers, record, question)
    lines[0].append(_fit(str(question.label), LABEL_WIDTH - 2 * asked), label_ink)
    if asked:
        lines[0].append("? ", inks.warn)
    for number_, text in enumerate(first):
        if number_:
            lines[number_].append(" " * LABEL_WIDTH)
        lines[number_].append_text(text)
    cells = [Cell(question, line, len(first), column, room)]
    if isinstance(question.kind, Number) and question.kind.unit:
        _pad(lines[0], column + room + 1)
        lines[0].append(str(question.kind.unit), inks.dim)
    for other in row[1:]:
        _pad(lines[0], max(column + room + 1, lines[0].cell_len + 2))
        words = "" if isinstance(other.kind, OneOf) else f"{other.label}  "
        if _is_asked(answers, record, other):
            lines[0].append("? ", inks.warn)
        other_live = live.field == other.name
        lines[0].append(words, inks.here if other_live else inks.dim)
        at = lines[0].cell_len
        value = shown(answers, record, other)
        lines[0].append(value or "·", inks.plain if value else inks.dim)
        cells.append(Cell(other, line, 1, at, max(10, width - at)))
    mark = answers.mark(record.id, question.name)
    if mark.ground and short:
        _pad(lines[0], max(column + room + 1, lines[0].cell_len + 2))
        lines[0].append(str(mark.ground.words), inks.dim)
    if asked and short and len(row) == 1 and (is_live or shown(answers, record, question)):
        _pad(lines[0], max(column + room + 1, lines[0].cell_len + 2))
        lines[0].append(str(State.ASK.words), inks.warn)
    if is_live:
        lines += [Text.assemble(" " * LABEL_WIDTH, text) for text in live.offered]
    for each in row:
        if words := complaint(answers, record, each):
            said = wrapped(Text(f"! {words}", inks.bad), max(10, width - LABEL_WIDTH))
            lines += [Text.assemble(" " * LABEL_WIDTH, part) for part in said]
    return lines, cells


def _is_asked(answers: Answers, record: Record, question: Question) -> bool:
    """Whether the client is still to be asked; it is said beside the answer, which may be a guess by now."""
    return answers.mark(record.id, question.name).state is State.ASK


def _under_editor(first: list[Text], question: Question, live: Live) -> list[Text]:
    """The lines of the answer in focus: as many as its editor needs, with what stays in view above it."""
    if isinstance(question.kind, Link | Links):
        # The chosen ones stay; the line to look for more stands below them.
        return [*(first if live.lines > 1 else []), Text()]
    return [*first[: live.lines], *(Text() for _ in range(live.lines - len(first)))]


def _value_lines(answers: Answers, record: Record, question: Question, room: int, inks: Inks) -> list[Text]:
    """The answer wrapped to its room; a dot where there is none."""
    value = getattr(record, question.name)
    if isinstance(question.kind, Scale) and value is not None:
        return [_scale(question.kind, value, inks)]
    text = shown(answers, record, question)
    if not text:
        mark = answers.mark(record.id, question.name)
        if mark.state:
            return [Text(str(mark.state.words), inks.warn if mark.state is State.ASK else inks.dim)]
        return [Text("○" if question.core else "·", inks.warn if question.core else inks.dim)]
    lines: list[Text] = []
    for paragraph in in_view(text).split("\n"):
        lines += wrapped(Text(paragraph), max(10, room - 1)) or [Text()]
    return lines


def in_view(text: str) -> str:
    """As much of an answer as is shown beside others, with its length where that is not all."""
    if len(text) <= MOST_SHOWN:
        return text
    return f"{text[:MOST_SHOWN]}…\n" + say("… {n} characters; the preview shows all.", n=len(text))


def _scale(kind: Scale, value: int, inks: Inks) -> Text:
    full, empty = value, kind.high - value
    words = kind.ends[0] if value == kind.low else kind.ends[1] if value == kind.high else ""
    return Text.assemble(
        ("■" * full, inks.accent),
        ("□" * empty, inks.dim),
        (f"  {value} " + say("of {high}", high=kind.high), inks.dim),
        (f"  {words}" if words else "", inks.dim),
    )


def wrapped(text: Text, width: int) -> list[Text]:
    """`text` in lines of at most `width` columns, broken between words where it can be."""
    return list(text.wrap(_console(), width))


@cache
def _console() -> Console:
    """Rich asks for a console to wrap text; nothing is printed on it."""
    return Console(file=StringIO())


def _fit(label: str, width: int) -> str:
    text = Text(label)
    text.truncate(width - 1, overflow="ellipsis")
    return text.plain + " " * (width - text.cell_len)


def _pad(line: Text, column: int) -> None:
    line.append(" " * max(1, column - line.cell_len))

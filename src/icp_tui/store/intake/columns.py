"""From the columns and rows of a table to the answers of records of one kind.

Headings name fields, by their name or by the words of the form. All cells are read before anything is made;
where one cannot be, all that cannot be is told, and nothing is made.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from icp_tui.errors import BadAnswer
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Link, Links
from icp_tui.method.folding import fold
from icp_tui.method.length import check_length
from icp_tui.method.safe import safe_text
from icp_tui.store.intake.case_json import bad_case, shown
from icp_tui.store.intake.once import ONCE, standing_in
from icp_tui.store.intake.tables import MOST_ROWS, Row, Table, in_row, refuse_rows
from icp_tui.store.work.workspace import Workspace
from icp_tui.texts import count, say

_SHORTEST_ID = 6
"""Characters of the end of an id that name a record in a cell; commands print as many."""

Column = tuple[str, Question] | None
"""A heading and the field that it names; None for a column that is passed over."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the rows of a table go: a kind of record below a parent, and what their empty cells mean."""

    profile_id: str
    kind: type[Record]
    parent_id: str
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """What a table says: what was typed for each new record, by field; nothing is made yet.

    Attributes:
        rows: in the order of the table; every value can be read as its field.
        passed_over: headings of the columns that name no field.
        same: the titles that are there already, or that stand in the table more than once, by row number.
    """

    rows: tuple[dict[str, str], ...]
    passed_over: tuple[str, ...]
    same: tuple[tuple[int, str], ...]


def question_of(kind: type[Record], heading: str) -> Question | None:
    """The field that a heading names by its name or label; case, accents and spaces do not matter."""
    wanted = _letters(heading)
    by_label = {
        _letters(text): question for question in kind.questions.values() for text in _labels(question)
    }
    by_name = {_letters(name): question for name, question in kind.questions.items()}
    return {**by_label, **by_name}.get(wanted)


def bring(
    workspace: Workspace, place: Place, table: Table, name: str | Path, *, pass_over: bool = False
) -> Brought:
    """Read a table that is called `name`; with `pass_over`, columns that name no field are left out.

    Raises:
        BadFile: a column or a cell cannot be read; names the rows and columns.
    """
    columns = _columns(place, table, name, pass_over=pass_over)
    answers = workspace.answers(place.profile_id)
    there = len(answers.of(place.kind))
    if there + len(table.rows) > MOST_ROWS:
        raise bad_case(
            name,
            count(len(table.rows), "It has {n:,} row.", "It has {n:,} rows."),
            say("The profile has room for {n:,} more.", n=max(MOST_ROWS - there, 0)),
        )
    reader = _Reader(workspace, place, answers, columns)
    rows = tuple(reader.row(row) for row in table.rows)
    if reader.problems:
        refuse_rows(name, reader.problems)
    left_out = [heading for heading, column in zip(table.headings, columns, strict=True) if column is None]
    return Brought(rows, tuple(left_out), reader.same(table, rows))


def _columns(place: Place, table: Table, name: str | Path, *, pass_over: bool) -> list[Column]:
    kind, columns, named = place.kind, list[Column](), dict[str, str]()
    unknown = []
    for heading in table.headings:
        question = question_of(kind, heading)
        if question is None:
            unknown.append(heading)
        elif question.name in named:
            raise bad_case(
                name,
                say("“{one}” and “{other}” mean the same.", one=named[question.name], other=shown(heading)),
                say("Take one of them out of the table."),
            )
        else:
            named[question.name] = shown(heading)
        columns.append((shown(heading), question) if question else None)
    if unknown and not (pass_over and named):
        _refuse_unknown(kind, unknown, name)
    for question in kind.questions.values():
        if _is_needed(kind, question) and question.name not in named and question.name not in place.given:
            raise bad_case(
                name,
                say("No column gives “{field}” ({label}).", field=question.name, label=question.label),
                say("Give one of the columns this heading."),
            )
    return columns


def _refuse_unknown(kind: type[Record], unknown: Sequence[str], name: str | Path) -> NoReturn:
    names = {text: question.name for question in kind.questions.values() for text in _labels(question)}
    names |= {question: question for question in kind.questions}
    folded = {_letters(text): text for text in names}
    lines = []
    for heading in unknown[:10]:
        close = difflib.get_close_matches(_letters(heading)[:60], folded, 1, 0.6)
        line = f"“{shown(heading)}”"
        lines.append(f"{line}: {say('did you mean “{name}”?', name=folded[close[0]])}" if close else line)
    if more := len(unknown) - len(lines):
        lines.append(count(more, "and {n} more", "and {n} more"))
    what = count(len(unknown), "{n} heading is not known:", "{n} headings are not known:")
    known = ", ".join(f"{q.name} ({q.label})" if str(q.label) else q.name for q in kind.questions.values())
    raise bad_case(
        name,
        what + "".join(f"\n  {line}" for line in lines),
        say("{kind} has: {names}.", kind=kind.singular, names=known)
        + "\n"
        + say("Rename them in the table, or leave them out with --skip-unknown."),
    )


def _is_needed(kind: type[Record], question: Question) -> bool:
    """Whether a record must have it from the start: what names it, and what only its making can say."""
    return question.fixed or question.name == kind.title_field


@dataclass
class _Reader:
    """Reads row after row and notes what is wrong."""

    workspace: Workspace
    place: Place
    answers: Answers
    columns: Sequence[Column]
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look up once what every row is held against."""
        kind = self.place.kind
        self.blank = kind()
        self.siblings = self.answers.of(kind, self.place.parent_id)
        self.once: dict[str, int] = {}
        self.titles: dict[str, dict[str, list[str]]] = {}

    def row(self, row: Row) -> dict[str, str]:
        """What was typed for one record; what is wrong is noted."""
        typed = dict(self.place.given)
        for column, cell in zip(self.columns, row.cells, strict=True):
            if column is None or not cell.strip():
                continue
            heading, question = column
            try:
                typed[question.name] = self._read(question, cell)
            except BadAnswer as error:
                self.problems.append(in_row(row.number, error.what, heading))
                # Known to be there, whatever it is.
                typed.setdefault(question.name, cell)
        for question in self.place.kind.questions.values():
            if _is_needed(self.place.kind, question) and not typed.get(question.name, "").strip():
                label = str(question.label) or question.name
                self.problems.append(in_row(row.number, say("There is nothing in it."), label))
        self._check_once(row, typed)
        return typed

    def same(self, table: Table, rows: Sequence[Mapping[str, str]]) -> tuple[tuple[int, str], ...]:
        """The rows whose title is there already, in the profile or in a row above."""
        kind, found = self.place.kind, []
        if kind.kind in ONCE:
            return ()
        seen = {fold(record.title) for record in self.siblings}
        for row, typed in zip(table.rows, rows, strict=True):
            title = " ".join(typed[kind.title_field].split())
            if fold(title) in seen:
                found.append((row.number, title))
            seen.add(fold(title))
        return tuple(found)

    def _read(self, question: Question, cell: str) -> str:
        text = safe_text(cell)
        if not text.strip():
            raise BadAnswer(say("There is nothing to read in it, only control signs."))
        check_length(text)
        if isinstance(question.kind, Link | Links):
            return self._linked(question.kind, text)
        self.workspace.parsed(self.place.profile_id, self.blank, question.name, text)
        return text

    def _linked(self, kind: Link | Links, text: str) -> str:
        """The ids of the records that a cell names by their titles or ids, several with ; between them."""
        if kind.to not in self.titles:
            titles = self.titles[kind.to] = {}
            for record in self.answers.records:
                if kind.fits(record.kind) and record.title:
                    titles.setdefault(_spaced(record.title), []).append(record.id)
        several = isinstance(kind, Links) and _spaced(text) not in self.titles[kind.to]
        words = [word for word in re.split(r"[;\n]", text) if word.strip()] if several else [text]
        return " ".join(self._one_linked(kind, word) for word in words)

    def _one_linked(self, kind: Link | Links, word: str) -> str:
        found = self.titles[kind.to].get(_spaced(word), [])
        if not found and len(ending := word.strip().lower()) >= _SHORTEST_ID:
            found = [
                record.id
                for record in self.answers.records
                if kind.fits(record.kind) and record.id.endswith(ending)
            ]
        if len(found) == 1:
            return found[0]
        wanted = kind.to or say("record")
        if found:
            raise BadAnswer(
                say("Several are called “{name}”; write the id of one, see `icp-tui show`.", name=shown(word))
            )
        raise BadAnswer(say("There is no {kind} “{name}” in this profile.", kind=wanted, name=shown(word)))

    def _check_once(self, row: Row, typed: Mapping[str, str]) -> None:
        kind = self.place.kind
        name = ONCE.get(kind.kind)
        if name is None:
            return
        question = kind.questions[name]
        try:
            value = question.kind.parse(typed.get(name, ""))
        except BadAnswer:
            # It is among the problems already.
            return
        if value is None:
            return
        dumped = question.kind.dump(value)
        if standing_in(self.siblings, name, dumped):
            why = say("“{value}” is there already.", value=shown(typed[name]))
            self.problems.append(in_row(row.number, why))
        elif dumped in self.once:
            why = say("“{value}” stands in row {n} already.", value=shown(typed[name]), n=self.once[dumped])
            self.problems.append(in_row(row.number, why))
        self.once.setdefault(dumped, row.number)


def _labels(question: Question) -> tuple[str, ...]:
    """The words before a field, in the language of the screens and in English."""
    return tuple(dict.fromkeys(text for text in (str(question.label), question.label.english) if text))


def _letters(text: str) -> str:
    """What counts of a heading: letters and digits, without case and accents."""
    return "".join(re.findall(r"[^\W_]+", fold(text)))


def _spaced(text: str) -> str:
    return " ".join(fold(text).split())

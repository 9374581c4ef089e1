"""A profile as plain lines: what was answered, by step and by the objective that it serves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from icp_tui import formats
from icp_tui.cli.naming import named, short_ids
from icp_tui.cli.printing import brief, columns
from icp_tui.insight.attributes import fits
from icp_tui.insight.progress import progress
from icp_tui.method.answers import Answers
from icp_tui.method.choices import words_of
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Date, Link, Links, Money, Number, Scale
from icp_tui.method.pages import Page, Step
from icp_tui.method.records import Attribute, Customer, CustomerAnswer, Fit, Objective
from icp_tui.method.steps import STEPS, page_for
from icp_tui.store.intake.once import counting
from icp_tui.texts import count, say


class Outline:
    """The lines of one profile in one language."""

    def __init__(self, answers: Answers, language: str) -> None:
        """Show `answers` with figures as `language` writes them."""
        self._answers = answers
        self._language = language
        self._short = short_ids(record.id for record in answers.records)

    def profile(self) -> Iterator[str]:
        """The whole profile; steps without an answer are left out."""
        found = progress(self._answers)
        profile = self._answers.profile
        yield profile.name or say("(profile without a name)")
        facts = [
            self._answers.client.name,
            *(str(fact.words) for fact in (profile.mode, profile.status) if fact),
        ]
        facts.append(say("{percent} answered", percent=formats.percent(found.percent, self._language)))
        facts.append(count(len(found.open), "{n} gap", "{n} gaps"))
        yield " · ".join(fact for fact in (*facts, self._short[profile.id]) if fact)
        for step in STEPS:
            for page in step.pages:
                lines = list(self._page(page))
                if lines:
                    yield from ("", _heading(step, page), *lines)

    def record(self, record: Record) -> Iterator[str]:
        """One record with the names of its fields, the unanswered ones too."""
        yield f"{named(record)} · {record.id}"
        above = self._answers.get(record.parent_id)
        if above:
            yield say("of {parent}", parent=f"{named(above)} · {self._short[above.id]}")
        rows = []
        for question in record.questions.values():
            first, *more = (self._value(record, question) or formats.UNKNOWN).split("\n")
            rows += [(question.name, str(question.label), first), *(("", "", line) for line in more)]
        yield from ("", *columns(rows))
        cells = [
            (self._short[cell.id], self._answers.name_of(cell, _short_title), str(cell.answer.words))
            for cell in counting(self._answers.records)
            if isinstance(cell, CustomerAnswer)
            and cell.answer
            and record.id in (cell.parent_id, cell.attribute)
        ]
        if cells and record.kind != CustomerAnswer.kind:
            yield from ("", str(CustomerAnswer.plural), *columns(cells))

    def _page(self, page: Page) -> Iterator[str]:
        if page.layout == "grid":
            yield from self._grid()
            return
        if page.single:
            for record in self._answers.of(page.record):
                yield from _indented(self._fields(record, page.questions(record)), 2)
            return
        records = [r for r in self._answers.of(page.record) if page_for(r) is page]
        for objective in self._answers.of(Objective):
            own = [record for record in records if _serves(record, objective)]
            records = [record for record in records if record not in own]
            if own:
                yield f"  {named(objective)}"
                yield from self._list(own, 4)
        yield from self._list(records, 2)

    def _grid(self) -> Iterator[str]:
        """For each attribute the customers that have it, have it partly, and lack it."""
        grid, customers = fits(self._answers), self._answers.of(Customer)
        for attribute in self._answers.of(Attribute):
            rows = []
            for fit in Fit:
                names = [_short_title(c) for c in customers if grid.get((c.id, attribute.id)) is fit]
                if names:
                    rows.append((str(fit.words), ", ".join(filter(None, names))))
            if rows:
                yield f"  {self._short[attribute.id]}  {attribute.title or say('(not named yet)')}"
                yield from _indented(columns(rows), 4 + len(self._short[attribute.id]))

    def _list(self, records: Sequence[Record], indent: int) -> Iterator[str]:
        for record in records:
            title = record.title or say("(not named yet)")
            yield f"{' ' * indent}{self._short[record.id]}  {title}"
            rest = [q for q in record.questions.values() if q.name != record.title_field and not q.fixed]
            yield from _indented(self._fields(record, rest), indent + 2 + len(self._short[record.id]))

    def _fields(self, record: Record, questions: Sequence[Question]) -> list[str]:
        rows: list[tuple[str, str]] = []
        for question in questions:
            if shown := self._value(record, question):
                first, *more = shown.split("\n")
                rows += [(str(question.label), first), *(("", line) for line in more)]
        return columns(rows) if rows else []

    def _value(self, record: Record, question: Question) -> str:
        """An answer with its mark, in words; empty where there is neither."""
        value, mark = getattr(record, question.name), self._answers.mark(record.id, question.name)
        said = [] if value is None else [self._answer(record, question, value)]
        if mark.raw is not None:
            said.append(say("{raw} (cannot be read as an answer yet)", raw=mark.raw))
        if words := str(words_of(mark)):
            said.append(f"({words})")
        return " ".join(filter(None, said))

    def _answer(self, record: Record, question: Question, value: Any) -> str:
        kind, language = question.kind, self._language
        if isinstance(kind, Money):
            return formats.money(value, self._answers.profile.currency or "", language)
        if isinstance(kind, Number):
            figure = formats.number(value, language)
            return f"{figure} {kind.unit}" if kind.unit else figure
        if isinstance(kind, Date):
            return formats.date(value, language)
        if isinstance(kind, Scale):
            return say("{value} of {most}", value=value, most=kind.high)
        if isinstance(kind, Link | Links):
            return "\n".join(
                f"{self._short[found.id]}  {found.title}"
                for found in self._answers.linked(record, question.name)
            )
        return kind.format(value)


def _short_title(record: Record) -> str:
    return brief(record.title)


def _serves(record: Record, objective: Objective) -> bool:
    """Whether a record belongs to an objective, or says that it is about it."""
    return objective.id in (record.parent_id, getattr(record, record.within) if record.within else None)


def _heading(step: Step, page: Page) -> str:
    one, other = str(step.title), str(page.title)
    return one if one == other else f"{one} › {other}"


def _indented(lines: Sequence[str], indent: int) -> Iterator[str]:
    return ((" " * indent + line).rstrip() for line in lines)

"""What is edited at once (a page), and how pages make steps and steps make phases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from icp_tui.method.declaration import NO_WORDS, Question, Record
from icp_tui.texts import Words


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """What is edited at once.

    Attributes:
        id: stable name, used to come back to where one left off.
        title: its name in the list of steps.
        record: the kind of record that it edits.
        single: there is one such record, always there; else a list that one adds to.
        group: which of the record's questions it asks; empty means all.
        fixed: what a record made here is, such as (("side", "current"),).
        layout: "form", "list", "sides" (two lists side by side), or a board of its own: "grid" (customers and
            attributes), "choice" (attributes weighed), "scorecard".
        add: the words of the line in which a new record is typed.
        counts: the core questions that make progress here; None means all.
    """

    id: str
    title: Words
    record: type[Record]
    single: bool = False
    group: str = ""
    fixed: tuple[tuple[str, str], ...] = ()
    layout: str = "list"
    add: Words = NO_WORDS
    counts: tuple[str, ...] | None = None

    @property
    def is_board(self) -> bool:
        """Whether it is filled on a board of its own instead of a list."""
        return self.layout in ("grid", "choice", "scorecard")

    def questions(self, record: Record) -> list[Question]:
        """The questions that the form asks of `record` here, in order."""
        asked = [q for q in self.record.questions.values() if q.asked_of(record)]
        return [q for q in asked if q.page == self.group] if self.group else asked

    @property
    def core(self) -> tuple[Question, ...]:
        """All core questions of the page, also those that are asked of some records only."""
        return _core(self)

    def core_questions(self) -> list[Question]:
        """The core questions that one new record made here would have."""
        values: dict[str, Any] = {
            name: self.record.questions[name].kind.load(value) for name, value in self.fixed
        }
        asked = self.questions(self.record(**values))
        return [question for question in self.core if question in asked]


@cache
def _core(page: Page) -> tuple[Question, ...]:
    questions = page.record.questions.values()
    return tuple(
        q
        for q in questions
        if q.core
        and (not page.group or q.page == page.group)
        and (page.counts is None or q.name in page.counts)
    )


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One stage of the questionnaire: a title, one sentence that invites, and its pages."""

    id: str
    title: Words
    hint: Words
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the questionnaire with its steps.

    `quick` phases alone make a complete playbook; what the others ask counts once they are begun.
    """

    title: Words
    steps: tuple[Step, ...]
    quick: bool = True

"""The questionnaire in order: phases, their steps, and the pages of each step.

A page edits one record (`single`), a list of records, or one of an objective's two processes. Nothing
forces an order: any page can be opened at any time, left half done, and come back to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from icp_tui.method.choices import Period
from icp_tui.method.declaration import NO_WORDS, Question, Record
from icp_tui.method.records import (
    Client,
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    ParkedSituation,
    Problem,
    ProcessStep,
    Profile,
    Side,
)
from icp_tui.texts import Words, _


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
        layout: "form", "list" or "process" (the two processes side by side).
        add: the words of the line in which a new record is typed.
    """

    id: str
    title: Words
    record: type[Record]
    single: bool = False
    group: str = ""
    fixed: tuple[tuple[str, str], ...] = ()
    layout: str = "list"
    add: Words = NO_WORDS

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
        return [question for question in self.questions(self.record(**values)) if question.core]


@cache
def _core(page: Page) -> tuple[Question, ...]:
    questions = page.record.questions.values()
    return tuple(q for q in questions if q.core and (not page.group or q.page == page.group))


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One stage of the questionnaire: a title, one sentence that invites, and its pages."""

    id: str
    title: Words
    hint: Words
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the questionnaire with its steps."""

    title: Words
    steps: tuple[Step, ...]


PHASES: tuple[Phase, ...] = (
    Phase(
        _("Situation"),
        (
            Step(
                "situation",
                _("Situation"),
                _("One situation and one offer only. Park the others: each gets its own profile."),
                (
                    Page("client", _("Client"), Client, single=True, layout="form"),
                    Page(
                        "situation",
                        _("Offer, situation"),
                        Profile,
                        single=True,
                        group="situation",
                        layout="form",
                    ),
                    Page("goal", _("Goal and means"), Profile, single=True, group="goal", layout="form"),
                    Page("value", _("Value both ways"), Profile, single=True, group="value", layout="form"),
                    Page(
                        "parked",
                        _("Parked situations"),
                        ParkedSituation,
                        add=_("another situation, for later…"),
                    ),
                    Page("life", _("Documents, review"), Profile, single=True, group="life", layout="form"),
                ),
            ),
        ),
    ),
    Phase(
        _("Why they buy"),
        (
            Step(
                "objectives",
                _("Objectives"),
                _("What do they want to reach? Their goal, in their words. Choose those you can help with."),
                (Page("objectives", _("Objectives"), Objective, add=_("next objective…")),),
            ),
            Step(
                "current_process",
                _("Current process"),
                _("How do they go about it today? List every step, also the silly ones."),
                (
                    Page(
                        "current_process",
                        _("Current process"),
                        ProcessStep,
                        fixed=(("side", "current"),),
                        layout="process",
                        add=_("next step today…"),
                    ),
                ),
            ),
            Step(
                "problems",
                _("Problems"),
                _("What breaks on the way to the objective, how often, and what does it cost?"),
                (Page("problems", _("Problems"), Problem, add=_("next problem…")),),
            ),
            Step(
                "new_process",
                _("New process"),
                _("How does it go with the offer? Is it shorter? Who must learn what?"),
                (
                    Page(
                        "new_process",
                        _("New process"),
                        ProcessStep,
                        fixed=(("side", "new"),),
                        layout="process",
                        add=_("next step with the offer…"),
                    ),
                ),
            ),
            Step(
                "evidence",
                _("Evidence"),
                _("What would convince a sceptic that you reach the objective or remove the problem?"),
                (Page("evidence", _("Evidence"), Evidence, add=_("next proof…")),),
            ),
            Step(
                "questions",
                _("Questions"),
                _("Which open questions find a promising buyer early? At least one for each problem."),
                (Page("questions", _("Questions"), DiscoveryQuestion, add=_("next question…")),),
            ),
            Step(
                "objections",
                _("Objections"),
                _("Write what they really say, then ask before you answer."),
                (Page("objections", _("Objections"), Objection, add=_("next objection…")),),
            ),
        ),
    ),
)

STEPS: tuple[Step, ...] = tuple(step for phase in PHASES for step in phase.steps)
PAGES: tuple[Page, ...] = tuple(page for step in STEPS for page in step.pages)


def page_named(page_id: str) -> Page:
    """The page with this id; the first one where there is none any more."""
    return next((page for page in PAGES if page.id == page_id), PAGES[0])


def step_of(page: Page) -> Step:
    """The step that a page belongs to."""
    return next(step for step in STEPS if page in step.pages)


def pages_of(kind: type[Record]) -> Iterator[Page]:
    """The pages that edit a kind of record."""
    return (page for page in PAGES if page.record is kind)


def page_for(record: Record, field: str = "") -> Page:
    """The page on which `field` of `record` is asked."""
    for page in pages_of(type(record)):
        if all(str(getattr(record, name)) == value for name, value in page.fixed) and (
            not field or any(question.name == field for question in page.questions(record))
        ):
            return page
    return next(pages_of(type(record)))


DEFAULTS: dict[str, dict[str, str]] = {
    "profile": {
        "mode": "b2b",
        "currency": "EUR",
        "language": "en",
        "status": "hypothesis",
        "version": "1",
    },
    "problem": {"per": Period.MONTH.value},
}
"""What a new record answers from the start, so that the consultant only changes what differs."""

CURRENT = Side.CURRENT
NEW = Side.NEW

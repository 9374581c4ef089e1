"""How far a profile is: core questions answered of core questions asked, and which is open next.

A list that has no record yet asks the core questions of one; in the thread, of one for each objective that
can be helped with. So the percentage only reaches 100 when every link of every thread has an answer. What is
not on the quick path asks nothing until it is begun.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from icp_tui.method.answers import Answers
from icp_tui.method.choices import YesNo
from icp_tui.method.pages import Page
from icp_tui.method.records import Attribute, Objective
from icp_tui.method.steps import PAGES, PHASES

WHEN_BEGUN = frozenset(
    page for phase in PHASES if not phase.quick for step in phase.steps for page in step.pages
)
"""The pages that ask nothing until something stands there: phases 2 and 4."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A core question that is asked: on which page, in which thread, of which record (None: not made yet)."""

    page: Page
    objective_id: str | None
    record_id: str | None
    field: str
    answered: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """All core questions of a profile in the order of the questionnaire."""

    asked: tuple[Asked, ...]

    @property
    def answered(self) -> int:
        """How many are answered."""
        return sum(question.answered for question in self.asked)

    @property
    def percent(self) -> int:
        """Answered in whole percent; 100 only when all are."""
        return 100 * self.answered // len(self.asked) if self.asked else 0

    @property
    def open(self) -> tuple[Asked, ...]:
        """Those without an answer."""
        return tuple(question for question in self.asked if not question.answered)

    def of(self, pages: tuple[Page, ...]) -> Progress:
        """The progress of some pages only."""
        return Progress(tuple(question for question in self.asked if question.page in pages))


@lru_cache(maxsize=2)
def progress(answers: Answers) -> Progress:
    """Which core questions are asked of a profile, and which are answered.

    The last one is kept: whoever saves asks for it, and so does whoever shows what was saved.
    """
    return Progress(tuple(question for page in PAGES for question in _asked_on(page, answers)))


def is_begun(page: Page, answers: Answers) -> bool:
    """Whether anything stands on a page."""
    if not page.single:
        return bool(answers.thread(page.record, None, page.fixed))
    [record] = answers.of(page.record)
    return any(getattr(record, question.name) is not None for question in page.questions(record))


def _asked_on(page: Page, answers: Answers) -> Iterator[Asked]:
    if not page.core or (page in WHEN_BEGUN and not is_begun(page, answers)):
        return
    if page.single:
        for record in answers.of(page.record):
            yield from _asked_of(page, answers, None, record.id)
    elif page.record.parent is Objective or page.record.within:
        helped = [o for o in answers.of(Objective) if o.can_help is not YesNo.NO]
        seen: set[str] = set()
        for objective in helped:
            records = answers.thread(page.record, objective.id, page.fixed)
            for record in records:
                if record.id not in seen:
                    yield from _asked_of(page, answers, objective.id, record.id)
                    seen.add(record.id)
            if not records:
                yield from _asked_of(page, answers, objective.id, None)
        if not helped:
            yield from _asked_of(page, answers, None, None)
    else:
        records = answers.thread(page.record, None, page.fixed)
        for record in records:
            yield from _asked_of(page, answers, None, record.id)
        if not records:
            yield from _asked_of(page, answers, None, None)


def _asked_of(
    page: Page, answers: Answers, objective_id: str | None, record_id: str | None
) -> Iterator[Asked]:
    record = answers.get(record_id)
    if record is None:
        for question in page.core_questions():
            yield Asked(page, objective_id, None, question.name, answered=False)
        return
    described = isinstance(record, Attribute) and _is_protected(record)
    for question in page.core:
        # A protected trait only describes: nothing but its name is asked of it (check L22).
        if question.asked_of(record) and not (described and question.name != record.title_field):
            yield Asked(page, objective_id, record.id, question.name, answers.is_answered(record, question))


def _is_protected(attribute: Attribute) -> bool:
    from icp_tui.insight.attributes import is_protected  # noqa: PLC0415 - the library starts without it

    return is_protected(attribute)

"""What is to be asked of the client at the next meeting, in the order of the questionnaire.

Whatever is marked “ask the client” is on it once; what the form does not ask (any more) is not. So is every
cell of the grid that is answered “not known yet”, of the chosen attributes only: of all of them it would be
more than anybody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from icp_tui.insight.attributes import cells, chosen
from icp_tui.method.answers import Answers
from icp_tui.method.choices import State
from icp_tui.method.declaration import Question, Record
from icp_tui.method.pages import Page, Step
from icp_tui.method.records import CustomerAnswer, Fit
from icp_tui.method.steps import PAGES, STEPS, page_for, page_named


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A question for the client, and the record that wants the answer; how to ask is `question.how`."""

    record: Record
    question: Question


_PLACES = {page.id: place for place, page in enumerate(PAGES)}
_STEP_OF = {page.id: step.id for step in STEPS for page in step.pages}


def agenda(answers: Answers) -> tuple[tuple[Step, tuple[AgendaItem, ...]], ...]:
    """Everything to be asked of the client by step; steps without such a question are left out."""
    order = {record.id: place for place, record in enumerate(answers.records)}
    # By their ids: a hash of a whole record is a thousand times as much work.
    items = {(i.record.id, i.question.name): i for i in (*_marked(answers), *_unknown(answers))}
    found: dict[str, list[tuple[tuple[int, ...], AgendaItem]]] = {}
    for item in items.values():
        record, page = item.record, _page(item)
        asked = list(record.questions).index(item.question.name)
        # What hangs on one objective stays together, whatever place it has below it.
        place = (_PLACES[page.id], order.get(record.parent_id, -1), order[record.id], asked)
        found.setdefault(_STEP_OF[page.id], []).append((place, item))
    return tuple(
        (step, tuple(item for _, item in sorted(found[step.id], key=lambda one: one[0])))
        for step in STEPS
        if step.id in found
    )


def _marked(answers: Answers) -> Iterator[AgendaItem]:
    for (record_id, field), mark in answers.marks.items():
        record = answers.get(record_id)
        if record is None or mark.state is not State.ASK or field not in record.questions:
            continue
        # A cell of the grid without its attribute stands nowhere.
        if isinstance(record, CustomerAnswer) and answers.get(record.attribute) is None:
            continue
        question = record.questions[field]
        if question.asked_of(record):
            yield AgendaItem(record, question)


def _unknown(answers: Answers) -> Iterator[AgendaItem]:
    """The cells of which nobody knows yet whether the customer has one of the chosen attributes."""
    wanted = {attribute.id for attribute in chosen(answers)}
    question = CustomerAnswer.questions["answer"]
    for cell in cells(answers).values():
        is_open = cell.answer is Fit.UNKNOWN and cell.attribute in wanted
        if is_open and answers.mark(cell.id, question.name).state is not State.DOES_NOT_APPLY:
            yield AgendaItem(cell, question)


def _page(item: AgendaItem) -> Page:
    """The page that asks it; a cell of the grid has none of its own."""
    if isinstance(item.record, CustomerAnswer):
        return page_named("grid")
    return page_for(item.record, item.question.name)

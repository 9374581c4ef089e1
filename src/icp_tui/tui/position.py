"""Where the consultant is: page, thread, record, field. Pure; the screens only show and change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from icp_tui.method.answers import Answers
from icp_tui.method.declaration import Record
from icp_tui.method.fields import Link, Links
from icp_tui.method.pages import Page
from icp_tui.method.records import CustomerAnswer, Objective, Problem, Profile
from icp_tui.method.steps import PAGES, page_for, page_named
from icp_tui.store.work.library import Place


@dataclass(frozen=True, slots=True)
class Position:
    """A place in one profile. Ids are None where there is nothing to point at."""

    page: Page
    objective_id: str | None = None
    problem_id: str | None = None
    record_id: str | None = None
    field: str | None = None

    @property
    def place(self) -> Place:
        """The same, as the store remembers it."""
        return Place(self.page.id, self.objective_id, self.problem_id, self.record_id, self.field)


def position_at(place: Place, answers: Answers) -> Position:
    """Where one left off, as far as it still exists."""
    page = page_named(place.page)
    return settled(
        Position(page, place.objective_id, place.problem_id, place.record_id, place.field), answers
    )


def position_of(record: Record, field: str | None, answers: Answers, near: Position) -> Position:
    """The place where a record's field is asked, in the thread that it belongs to."""
    if isinstance(record, CustomerAnswer):
        return settled(
            replace(near, page=page_named("grid"), record_id=record.attribute, field=None), answers
        )
    objective = near.objective_id
    if isinstance(record, Objective):
        objective = record.id
    elif isinstance(answers.get(record.parent_id), Objective):
        objective = record.parent_id
    elif record.within and answers.get(getattr(record, record.within)):
        objective = getattr(record, record.within)
    problem = record.id if isinstance(record, Problem) else near.problem_id
    page = page_for(record, field or "")
    if near.page.is_board and near.page.record is type(record):
        # A board shows it too, and that is where one is.
        page, field = near.page, None
    return settled(Position(page, objective, problem, record.id, field), answers)


def settled(position: Position, answers: Answers) -> Position:
    """The nearest position that exists: whatever is gone is replaced by what stands there now."""
    objectives = [objective.id for objective in answers.of(Objective)]
    objective = position.objective_id if position.objective_id in objectives else None
    objective = objective or (objectives[0] if objectives else None)
    problems = [problem.id for problem in answers.of(Problem, objective or "")]
    problem = position.problem_id if position.problem_id in problems else None
    problem = problem or (problems[0] if problems else None)
    position = replace(position, objective_id=objective, problem_id=problem)
    ids = [record.id for record in records_at(position, answers)]
    record = position.record_id if position.record_id in ids else None
    if record is None and not position.page.is_board:
        record = ids[0] if ids and position.page.single else (ids[-1] if ids else None)
    if position.page.record is Problem and record:
        position = replace(position, problem_id=record)
    elif position.page.record is Objective and record and position.record_id in ids:
        position = replace(position, objective_id=record)
    return replace(position, record_id=record)


def records_at(position: Position, answers: Answers) -> list[Record]:
    """The records that the page lists in this thread."""
    return list(answers.thread(position.page.record, position.objective_id, position.page.fixed))


def printed_near(position: Position, answers: Answers) -> list[str]:
    """What of the page in view a document can print, the nearest first: parts of the sources of its lines."""
    page, record = position.page, answers.get(position.record_id)
    if page.single:
        names = [question.name for question in page.questions(record)] if record else []
        fields = [name for name in (position.field, *names) if name]
        return [f"/{position.record_id}/{name}" for name in fields]
    near = [position.record_id, *(record.id for record in records_at(position, answers))]
    if shows_objective(page):
        near.append(position.objective_id)
    return [part for part in near if part]


def needs_objective(page: Page) -> bool:
    """Whether the page shows one objective's thread."""
    return page.record.parent is Objective or page.record.within is not None


def shows_problem(page: Page) -> bool:
    """Whether a new record of the page is about the problem in view."""
    return "problem" in _threads(page)


def shows_objective(page: Page) -> bool:
    """Whether the page lists one objective's thread, or links what is new to the objective in view."""
    return needs_objective(page) or "objective" in _threads(page)


def _threads(page: Page) -> set[str]:
    """The kinds of record that a new record of the page is linked to."""
    kinds = (question.kind for question in page.record.questions.values() if question.thread)
    return {kind.to for kind in kinds if isinstance(kind, Link | Links)}


def parent_of_new(position: Position, answers: Answers) -> str | None:
    """Below what a new record of the page hangs; None where an objective has to be there first."""
    if position.page.record.parent is Objective:
        return position.objective_id
    return answers.profile_id if position.page.record.parent is Profile else answers.profile.parent_id


def answers_of_new(position: Position) -> Mapping[str, str]:
    """What a new record of the page answers from where it is made: its side, its objective, its problem."""
    values = dict(position.page.fixed)
    in_view = {"objective": position.objective_id, "problem": position.problem_id}
    for question in position.page.record.questions.values():
        if question.thread and isinstance(question.kind, Link | Links):
            target = in_view.get(question.kind.to)
            # A proof answers the problem in view; that says the objective, too.
            if target and not (
                question.kind.to == "objective" and position.problem_id and isinstance(question.kind, Links)
            ):
                values[question.name] = target
    return values


def turned(position: Position, steps: int) -> Position:
    """The page `steps` further; the first and the last stay where they are."""
    place = min(max(PAGES.index(position.page) + steps, 0), len(PAGES) - 1)
    return replace(position, page=PAGES[place], record_id=None, field=None)


def with_objective(position: Position, answers: Answers, steps: int) -> Position:
    """The same page in the thread of the objective `steps` further, round and round."""
    ids = [objective.id for objective in answers.of(Objective)]
    if not ids:
        return position
    place = ids.index(position.objective_id) if position.objective_id in ids else 0
    objective = ids[(place + steps) % len(ids)]
    record = objective if position.page.record is Objective else None
    return settled(
        replace(position, objective_id=objective, problem_id=None, record_id=record, field=None), answers
    )


def with_problem(position: Position, answers: Answers, steps: int) -> Position:
    """The same page with the problem `steps` further in view, round and round."""
    ids = [problem.id for problem in answers.of(Problem, position.objective_id or "")]
    if not ids:
        return position
    place = ids.index(position.problem_id) if position.problem_id in ids else 0
    problem = ids[(place + steps) % len(ids)]
    record = problem if position.page.record is Problem else position.record_id
    return replace(position, problem_id=problem, record_id=record)

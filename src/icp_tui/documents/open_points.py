"""What a profile still leaves open, for the last section of a document.

Assumed answers, guesses of what a customer gains, questions for the client, answers that could not be read,
core questions without an answer, and problems and objectives without a question or proof. What belongs to an
objective that the client does not help with is no open point.
"""

from __future__ import annotations

from collections.abc import Iterator

from icp_tui.documents.record_values import Values
from icp_tui.documents.thread_context import ThreadContext
from icp_tui.insight.customers import best
from icp_tui.insight.progress import progress
from icp_tui.method.choices import Mark, State
from icp_tui.method.declaration import Question, Record
from icp_tui.method.records import Client, Objective, Problem, ProcessStep, Profile, ValueSource


class OpenPoints:
    """The open points of one profile."""

    def __init__(self, thread: ThreadContext) -> None:
        """Look at the records that `thread` shows."""
        self.thread = thread
        self.maker = thread.maker
        self.answers = thread.answers
        self.wording = thread.wording

    def values(self) -> Values:
        """The open points for templates.

        Returns:
            `assumed` (`title`, `label`, `answer`), `ask` (`title`, `ask`), `unread` (`title`, `label`,
            `answer`); `unanswered` (`title`, `labels`), one a record; `empty` (`title`, None outside the
            objectives, and `pages`); `guessed`, `unasked` and `unproved`: titles; `any`: whether there is
            anything.
        """
        fields = list(self._fields())
        points: Values = {
            "assumed": [self._point(*at[:2]) for at in fields if self.maker.is_assumed(at[0], at[1].name)],
            "ask": [self._point(*at[:2]) for at in fields if at[2].state is State.ASK],
            "unread": [
                {**self._point(record, question), "answer": self._answer(record, question, mark.raw)}
                for record, question, mark in fields
                if mark.raw
            ],
            "unanswered": self._unanswered(),
            "empty": self._empty(),
            "guessed": [
                self._answer(customer, customer.questions["value_source"], self.maker.title(customer))
                for customer in best(self.answers)
                if customer.value_source is ValueSource.GUESS
            ],
            "unasked": self._unasked(),
            "unproved": self._unproved(),
        }
        return {**points, "any": any(points.values())}

    def _fields(self) -> Iterator[tuple[Record, Question, Mark]]:
        """The fields of all records that bear any mark, each with its own."""
        marked = {record_id for record_id, _field in self.answers.marks}
        for record in self._records():
            for question in record.questions.values() if record.id in marked else ():
                yield record, question, self.answers.mark(record.id, question.name)

    def _records(self) -> Iterator[Record]:
        """All records in the order of the document: an objective is followed by what hangs on it."""
        for record in self.answers.records:
            if isinstance(record, Objective):
                if record not in self.thread.declined:
                    yield record
                    yield from (r for r in self.answers.records if r.parent_id == record.id)
            elif record.parent is not Objective:
                yield record

    def _point(self, record: Record, question: Question) -> Values:
        value = getattr(record, question.name)
        return {
            "title": self._title(record),
            "label": self.wording.words(question.label),
            "ask": self._answer(record, question, self.wording.words(question.ask)),
            "answer": None if value is None else self._printed(record, question),
        }

    def _printed(self, record: Record, question: Question) -> object:
        """An answer without the mark that it is assumed, since it stands in a list of such."""
        if (
            question.name == "times"
            and isinstance(record, Problem | ProcessStep)
            and record.times is not None
        ):
            often = self.wording.how_often(record.times, record.per)
            return self._answer(record, question, often)
        return self._answer(record, question, self.wording.answer(question, getattr(record, question.name)))

    def _answer(self, record: Record, question: Question, text: str) -> object:
        return self.maker.answer(record, question.name, text)

    def _title(self, record: Record) -> object:
        """What a record is called; the profile and the client by their kind, for there is one of each."""
        if isinstance(record, Profile | Client):
            return self.maker.answer(record, record.title_field, self.wording.words(record.singular))
        return self.maker.title(record)

    def _unanswered(self) -> list[Values]:
        found: dict[str, list[str]] = {}
        for asked in progress(self.answers).open:
            record = self.answers.get(asked.record_id)
            if record and record not in self.thread.declined:
                mark = self.answers.mark(record.id, asked.field)
                # Those stand in lists of their own.
                if mark.state is not State.ASK and not mark.raw:
                    label = self.wording.words(record.questions[asked.field].label)
                    found.setdefault(record.id, []).append(label)
        return [
            {"title": self._title(record), "labels": labels}
            for record_id, labels in found.items()
            if (record := self.answers.get(record_id))
        ]

    def _empty(self) -> list[Values]:
        found: dict[str | None, list[str]] = {}
        for asked in progress(self.answers).open:
            if asked.record_id is None:
                pages = found.setdefault(asked.objective_id, [])
                title = self.wording.words(asked.page.title)
                if title not in pages:
                    pages.append(title)
        return [
            {"title": self.maker.title(objective) if objective else None, "pages": pages}
            for objective_id, pages in found.items()
            for objective in (self.answers.get(objective_id),)
        ]

    def _unasked(self) -> list[object]:
        return [
            self.maker.title(problem)
            for objective in self.thread.objectives
            for problem in self.thread.problems(objective)
            if not self.thread.questions_about(problem)
        ]

    def _unproved(self) -> list[object]:
        bare: list[object] = []
        for objective in self.thread.objectives:
            needing: list[Objective | Problem] = [objective, *self.thread.problems(objective)]
            bare += [self.maker.title(record) for record in needing if not self.thread.proofs_of(record)]
        return bare

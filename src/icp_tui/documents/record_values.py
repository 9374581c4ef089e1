"""Any record as the plain values that templates see, derived from its declaration.

A field that is added to a record stands here by itself. Every record has every field of its kind, so a name
that a template does not find is a mistake in the template:

- `record.cost_each`: the answer in words, ready to be printed (an `Answer` that knows its field); None where
  there is no answer. A link gives the title of what it points to, several links a list of titles.
- `record.values.cost_each`: the bare value, for conditions and sums: text, number (money in hundredths, days
  as 2026-09-30), the stored name of a choice, an id or ids.
- `record.marks.cost_each`: `ground`, `state` and `unread` in words, None where there is nothing to say, and
  `assumed`, yes or no.
- `record.open`: labels of the core questions without an answer.
- `record.id`, `record.kind`, `record.title`; the title is never empty.

In a document that is not released, an assumed answer says so behind its words, so that no template can
forget it. What a customer gains is marked as a guess in every document where nobody asked them (R-055).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from icp_tui.documents.markdown import Answer
from icp_tui.documents.wording import Wording
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, State
from icp_tui.method.declaration import Question, Record
from icp_tui.method.fields import Choice, Link, Links
from icp_tui.method.records import Customer, ValueSource
from icp_tui.method.steps import DEFAULTS

Values = dict[str, object]

RESERVED = frozenset({"id", "kind", "title", "marks", "values", "open"})
"""What every record has beside its fields; no field may be named so."""

UNMARKED: Values = {"ground": None, "assumed": False, "state": None, "ask": False, "unread": None}
"""The marks of an answer about which there is nothing to say."""


class RecordValues:
    """Turns the records of one profile into plain values, each record once."""

    def __init__(self, answers: Answers, wording: Wording, *, mark_guesses: bool) -> None:
        """Speak of `answers` in `wording`; `mark_guesses` writes “(assumed)” behind assumed answers."""
        self.answers = answers
        self.wording = wording
        self.mark_guesses = mark_guesses
        self._made: dict[str, Values] = {}
        # Few records bear any mark, and every answer of every record is asked for its own.
        self._marked = {record_id for record_id, _field in answers.marks}

    def of(self, record: Record) -> Values:
        """The values of a record, without what hangs on it."""
        if record.id not in self._made:
            self._made[record.id] = self._values(record)
        return self._made[record.id]

    def source(self, record: Record, field: str) -> str:
        """The place of an answer in the workspace."""
        return f"{record.kind}/{record.id}/{field}"

    def answer(self, record: Record, field: str, text: str) -> Answer:
        """Words that come from a field of a record."""
        return Answer(text, self.source(record, field))

    def title(self, record: Record) -> Answer:
        """What a record is called; by its kind and number where its first question is open."""
        return self.answer(record, record.title_field, self.answers.name_of(record, self._name))

    def _name(self, record: Record) -> str:
        """The words that name a record by itself, in the document's language."""
        name = getattr(record, record.title_field)
        words = self.wording.words(name.words) if isinstance(name, Choice) else name
        return words or self.wording.say(
            "{kind} {number}", kind=self.wording.words(record.singular), number=self._number(record)
        )

    def _number(self, record: Record) -> int:
        siblings = self.answers.of(type(record), record.parent_id)
        return [sibling.id for sibling in siblings].index(record.id) + 1

    def _values(self, record: Record) -> Values:
        questions = record.questions.values()
        return {
            "id": record.id,
            "kind": record.kind,
            "title": self.title(record),
            **{question.name: self._printed(record, question) for question in questions},
            "values": {question.name: self._bare(record, question) for question in questions},
            "marks": {question.name: self._marks(record, question) for question in questions},
            "open": [self.wording.words(question.label) for question in self.open_questions(record)],
        }

    def open_questions(self, record: Record) -> Iterator[Question]:
        """The core questions of a record that have no answer."""
        for question in record.questions.values():
            if question.core and question.asked_of(record) and not self.answers.is_answered(record, question):
                yield question

    def _printed(self, record: Record, question: Question) -> object:
        if isinstance(question.kind, Links):
            return [
                self.answer(record, question.name, self.title(found))
                for found in self.answers.linked(record, question.name)
            ]
        if isinstance(question.kind, Link):
            found = self.answers.linked(record, question.name)
            return self.answer(record, question.name, self.title(found[0])) if found else None
        value = getattr(record, question.name)
        if value is None:
            return None
        text = self.wording.answer(question, value)
        return self.answer(record, question.name, text + self.guess(record, question.name))

    def guess(self, record: Record, *fields: str) -> str:
        """“ (assumed)” where one of these answers is assumed and the document is to say so; or “ (guess)”."""
        if "value_obtained" in fields and isinstance(record, Customer):
            return self._guessed_value(record)
        if not self.mark_guesses or record.id not in self._marked:
            return ""
        if not any(self.is_assumed(record, field) for field in fields):
            return ""
        many_lines = len(fields) == 1 and record.questions[fields[0]].kind.many_lines
        mark = self.wording.say("({ground})", ground=self.wording.words(Ground.ASSUMED.words))
        return f"\n\n{mark}" if many_lines else f" {mark}"

    def _guessed_value(self, customer: Customer) -> str:
        if customer.value_source is not ValueSource.GUESS:
            return ""
        return " " + self.wording.say("({ground})", ground=self.wording.words(ValueSource.GUESS.words))

    def is_assumed(self, record: Record, field: str) -> bool:
        """Whether a field holds an answer that is only assumed."""
        answered = getattr(record, field) is not None
        return answered and self.answers.mark(record.id, field).ground is Ground.ASSUMED

    def _bare(self, record: Record, question: Question) -> object:
        if isinstance(question.kind, Link | Links):
            ids = [found.id for found in self.answers.linked(record, question.name)]
            return ids if isinstance(question.kind, Links) else next(iter(ids), None)
        match getattr(record, question.name):
            case Choice() as choice:
                return choice.value
            case tuple() as several:
                return [choice.value for choice in several]
            case Decimal() as figure:
                return int(figure) if figure == figure.to_integral_value() else float(figure)
            case dt.date() as day:
                return day.isoformat()
            case value:
                return value

    def _marks(self, record: Record, question: Question) -> Values:
        if record.id not in self._marked:
            return UNMARKED
        mark: Mark = self.answers.mark(record.id, question.name)
        return {
            "ground": self.wording.words(mark.ground.words) if mark.ground else None,
            "assumed": self.is_assumed(record, question.name),
            "state": self.wording.words(mark.state.words) if mark.state else None,
            "ask": mark.state is State.ASK,
            "unread": self.answer(record, question.name, mark.raw) if mark.raw else None,
        }


def says_something(answers: Answers, record: Record) -> bool:
    """Whether a record holds more than what it was made with."""
    if any(answers.mark(record.id, name).raw for name in record.questions):
        return True
    defaults = DEFAULTS.get(record.kind, {})
    return any(
        getattr(record, question.name) is not None
        for question in record.questions.values()
        if not question.fixed and not question.thread and question.name not in defaults
    )

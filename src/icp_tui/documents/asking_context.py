"""What is asked, for templates: the survey for customers, and the agenda for the talk with the client."""

from __future__ import annotations

from icp_tui.documents.record_values import RecordValues, Values
from icp_tui.insight.agenda import AgendaItem, agenda
from icp_tui.method.library.survey import SURVEY, VALUE_QUESTIONS, SurveyQuestion
from icp_tui.method.records import Client, Profile


class AskingContext:
    """The survey and the agenda of one profile as plain values."""

    def __init__(self, maker: RecordValues) -> None:
        """Read what is marked “ask the client” in `maker.answers`."""
        self.maker = maker
        self.answers = maker.answers
        self.wording = maker.wording

    def values(self) -> Values:
        """`survey` with its `questions` and `value_questions`, and `agenda`, a list of steps with `items`."""
        return {
            "survey": {
                "questions": [self._asked(question) for question in SURVEY],
                "value_questions": [self._asked(question) for question in VALUE_QUESTIONS],
            },
            "agenda": [
                {"step": self.wording.words(step.title), "items": [self._item(item) for item in items]}
                for step, items in agenda(self.answers)
            ],
        }

    def _asked(self, question: SurveyQuestion) -> Values:
        """A question to a customer: `ask`; and for the one who asks, `why` and what it `finds`."""
        return {
            "ask": self.wording.words(question.asked(self.answers.profile.mode)),
            "why": self.wording.words(question.why),
            "finds": question.finds,
        }

    def _item(self, item: AgendaItem) -> Values:
        """An open question: the `title` of what it is about, its `label`, `ask`, and `how` to ask it."""
        record, question = item.record, item.question
        # There is one of each, and its name says nothing to the one who is asked.
        only_one = isinstance(record, Profile | Client)
        return {
            "title": None if only_one else self.maker.answer(record, question.name, self.maker.title(record)),
            "label": self.wording.words(question.label),
            "ask": self.maker.answer(record, question.name, self.wording.words(question.ask)),
            "how": self.wording.words(question.how) or None,
        }

"""What to ask customers: the survey, and what they gain (R-055, R-147 to R-152).

Each question stands by itself, worded so that it can be handed to a customer as it is. None of them can be
answered by yes or no, and none leads to a kind answer.
"""

from __future__ import annotations

from dataclasses import dataclass

from icp_tui.texts import Words, _


@dataclass(frozen=True, slots=True)
class SurveyQuestion:
    """One question to a customer.

    Attributes:
        ask: the question as it is handed over.
        why: what the answer is good for, for the one who asks.
        finds: the stable key of what it finds.
        ask_b2c: the question for a person or household, where it has to be worded differently.
    """

    ask: Words
    why: Words
    finds: str
    ask_b2c: Words | None = None

    def asked(self, mode: str | None) -> Words:
        """The question as it is worded for the profile's mode (`b2b` or `b2c`)."""
        return self.ask_b2c if mode == "b2c" and self.ask_b2c else self.ask


SURVEY: tuple[SurveyQuestion, ...] = (
    SurveyQuestion(
        _("Why do you work with us?"),
        _("The reason why they stay is the promise to make to others; it is seldom the one we expect."),
        "why_us",
        ask_b2c=_("Why are you our customer?"),
    ),
    SurveyQuestion(
        _("What pleases you most?"),
        _("What pleases good customers draws in more of their kind. Take it word for word."),
        "pleases",
    ),
    SurveyQuestion(
        _("What bothers you, even if it is small?"),
        _("Small annoyances are told late and leave early. Each one is a problem to write down."),
        "bothers",
    ),
    SurveyQuestion(
        _("What should we do better?"),
        _("One wish from each shows where to mend first, and where others will be better than we are."),
        "better",
    ),
    SurveyQuestion(
        _("What had happened that made you buy from us?"),
        _("The event before the order is a trigger event; others who live through it will buy too."),
        "why_bought",
    ),
    SurveyQuestion(
        _("What did you weigh before you decided?"),
        _("It names the competitors, the doubts and the proof that counted in the end."),
        "weighed",
    ),
    SurveyQuestion(
        _("Whom do you serve yourselves, and what do they expect of you?"),
        _("Their own customers press them; who knows what those want, knows what comes next."),
        "whom_they_serve",
        ask_b2c=_("For whom do you use it, and what do they expect?"),
    ),
    SurveyQuestion(
        _("Which problems press you most at present?"),
        _("Today’s problems may be others than those they bought for. Three who name the same one count."),
        "problems",
        ask_b2c=_("What is the hardest part of your everyday life at present?"),
    ),
    SurveyQuestion(
        _("What have you gained in money since you work with us, in a usual month?"),
        _("Their own figure is the value beside the price; a guess of ours convinces nobody."),
        "gain",
        ask_b2c=_("What have you saved in money since you came to us, in a usual month?"),
    ),
)
"""What to ask customers in writing or in a talk (R-147 to R-152)."""

VALUE_QUESTIONS: tuple[SurveyQuestion, ...] = (
    SurveyQuestion(
        _("What do you do differently since you work with us?"),
        _("Begin with what happens: figures come by themselves once the change is in view."),
        "change",
        ask_b2c=_("What do you do differently since you have it?"),
    ),
    SurveyQuestion(
        _("How much time and money does that save you in a month?"),
        _("Take hours and money apart; hours are turned to money only by what an hour costs them."),
        "saved",
    ),
    SurveyQuestion(
        _("What comes in each month that would not come in without it?"),
        _("Orders won and customers kept are often worth more than what is saved."),
        "earned",
        ask_b2c=_("What can you do now that was not possible before?"),
    ),
    SurveyQuestion(
        _("What is all of that worth to you in a month, and how do you reckon it?"),
        _("One figure, and the way to it. Who has reckoned it once is aware of the value from then on."),
        "worth",
    ),
)
"""What to ask a customer about the value they obtain, by phone, e-mail or on paper (R-055, R-057)."""

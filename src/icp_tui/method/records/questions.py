"""Phase 3, the discovery questions that find promising buyers early (R-205 to R-208)."""

from __future__ import annotations

from icp_tui.method.declaration import Record, choice, link, record, text
from icp_tui.method.fields import Choice
from icp_tui.method.records.objectives import Objective
from icp_tui.texts import _


class QuestionKind(Choice):
    """What a question is for; the first four lead from facts to the value of a solution."""

    SITUATION = "situation", _("situation")
    PROBLEM = "problem", _("problem")
    IMPLICATION = "implication", _("implication")
    PAYOFF = "payoff", _("payoff")
    AUTHORITY = "authority", _("authority")
    DISQUALIFY = "disqualify", _("disqualify")


class QuestionStage(Choice):
    """When in the conversation it is asked (R-207)."""

    QUALIFY = "qualify", _("qualify")
    DEEPEN = "deepen", _("deepen")
    CONFIRM = "confirm", _("confirm")


@record(_("Question"), _("Discovery questions"), parent=Objective)
class DiscoveryQuestion(Record):
    """An open question about an objective or one of its problems, with the answers to listen for (R-205)."""

    question: str | None = text(
        _("Question"),
        _("What do you ask?"),
        hint=_("How, what, which, who; and no word of the product"),
        why=_("Asked to tell, people say what troubles them; asked for a yes or no, they say yes or no."),
        how=_("“What do you ask that gets customers talking?” Then say it aloud: is it how you speak?"),
        b2b=(_("How do you show that a load stayed cold?"), _("What did the last refusal cost?")),
        b2c=(_("Walk me through a Tuesday morning."), _("What happens when it rains?")),
        core=True,
    )
    question_kind: QuestionKind | None = choice(
        QuestionKind,
        _("Kind"),
        _("What is the question for?"),
        hint=_("Facts, trouble, what follows from it, what relief is worth"),
        why=_(
            "A good talk leads from facts to trouble, to what follows from it, to what relief is worth. "
            "Implication questions, about what follows, make the cost felt."
        ),
        how=_(
            "After a problem: “What does that lead to?” And then: “What would it be worth to be rid of it?”"
        ),
        b2b=(_("situation"), _("implication")),
        b2c=(_("problem"), _("payoff")),
        core=True,
        column=True,
    )
    stage: QuestionStage | None = choice(
        QuestionStage,
        _("Stage"),
        _("When in the conversation do you ask it?"),
        hint=_("Qualify early, deepen in the middle, confirm at the end"),
        why=_("The first minutes show whether to go on at all; what is harder to answer needs some trust."),
        how=_("Ask the client’s best seller: “What do you want to know in the first five minutes?”"),
        b2b=(_("qualify"), _("deepen")),
        b2c=(_("qualify"),),
        column=True,
    )
    problem: str | None = link(
        "problem",
        _("About problem"),
        _("Which problem does it bring up?"),
        hint=_("One problem; empty if it asks about the objective"),
        why=_("Customers act on problems they name themselves, so each needs a question that leads there."),
        how=_("“Which trouble do you hope to hear about when you ask this?”"),
        b2b=(_("Load refused at the dock"),),
        b2c=(_("Taxi whenever it rains"),),
        thread=True,
    )
    good_sign: str | None = text(
        _("Good sign"),
        _("What answer shows a promising customer?"),
        hint=_("What you would hear or see"),
        why=_("It lets a new colleague hear in an answer what the most experienced seller hears."),
        how=_("“Your best customer, when you asked this: what did they say?”"),
        b2b=(_("Tells of the last refusal and knows what it cost"),),
        b2c=(_("Counts the late mornings without being asked"),),
        core=True,
    )
    bad_sign: str | None = text(
        _("Bad sign"),
        _("What answer tells you to stop?"),
        hint=_("After which you would rather part as friends"),
        why=_("An early goodbye spares both sides weeks. “I do not know” is no bad sign: ask who would."),
        how=_("“After which answer did you later wish you had stopped?”"),
        b2b=(_("“The inspector never came”, and nobody minds"),),
        b2c=(_("Only wants a bike for one weekend"),),
    )
    follow_up: str | None = text(
        _("Follow up with"),
        _("What do you ask next?"),
        hint=_("One short question that goes a step deeper"),
        why=_("The first answer is often the polite one; the second tells what it means to them."),
        how=_("Take up their own last words, then be silent: “And what happened then?”"),
        b2b=(_("What did that customer say at the next order?"), _("Who had to sort it out?")),
        b2c=(_("Who takes them on those days?"),),
    )

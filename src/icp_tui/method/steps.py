"""The questionnaire in order: phases, their steps, and the pages of each step.

A page edits one record (`single`), a list of records, or two lists side by side, or it is a board of its own.
Nothing forces an order: any page can be opened at any time, left half done, and come back to. Phases 1 and 3
alone make a complete playbook; phases 2 and 4 make it one that stands on evidence.
"""

from __future__ import annotations

from collections.abc import Iterator

from icp_tui.method.choices import Period
from icp_tui.method.declaration import Record
from icp_tui.method.pages import Page, Phase, Step
from icp_tui.method.records import (
    Attribute,
    BuyingStep,
    Channel,
    Client,
    Competitor,
    Customer,
    DiscoveryQuestion,
    Evidence,
    ExpansionItem,
    Finding,
    Objection,
    Objective,
    ParkedSituation,
    Persona,
    Problem,
    ProcessStep,
    Profile,
    Rating,
    RedFlag,
    Review,
    Touchpoint,
    TriggerEvent,
)
from icp_tui.texts import _

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
        _("Who: the ideal customer"),
        (
            Step(
                "best_customers",
                _("Best customers"),
                _("Ten names. Ask them what they gain; a guess is marked as one."),
                (
                    Page(
                        "best_customers",
                        _("Best customers"),
                        Customer,
                        fixed=(("customer_group", "best"),),
                        add=_("next customer…"),
                    ),
                    Page(
                        "candidates",
                        _("Could become best"),
                        Customer,
                        fixed=(("customer_group", "candidate"),),
                        add=_("a customer who lacks one thing…"),
                        counts=(),
                    ),
                    Page(
                        "ranking",
                        _("Ranking"),
                        Profile,
                        single=True,
                        group="best",
                        layout="form",
                    ),
                ),
            ),
            Step(
                "comparison_group",
                _("Comparison group"),
                _("Those you lost or regret. Without them, common is not the same as distinctive."),
                (
                    Page(
                        "comparison_group",
                        _("Comparison group"),
                        Customer,
                        fixed=(("customer_group", "comparison"),),
                        add=_("a lost deal, or a poor fit…"),
                        counts=("name", "comparison_kind", "reason"),
                    ),
                ),
            ),
            Step(
                "attributes",
                _("Attributes"),
                _("What sets the best apart? Collect, then compare, then keep five to seven."),
                (
                    Page("attributes", _("Collect"), Attribute, add=_("another thing they share…")),
                    Page("grid", _("Compare"), Attribute, layout="grid", counts=()),
                    Page("choice", _("Choose and weigh"), Attribute, layout="choice", counts=()),
                ),
            ),
            Step(
                "fit_framework",
                _("Fit framework"),
                _("Are such customers ready, how do they buy, and what does winning one cost?"),
                (
                    Page("ratings", _("Scorecard"), Rating, layout="scorecard"),
                    Page("triggers", _("Trigger events"), TriggerEvent, add=_("what sets them moving…")),
                    Page(
                        "buying_theirs",
                        _("How they buy"),
                        BuyingStep,
                        fixed=(("side", "theirs"),),
                        layout="sides",
                        add=_("next step of theirs…"),
                    ),
                    Page(
                        "buying_ours",
                        _("How we sell"),
                        BuyingStep,
                        fixed=(("side", "ours"),),
                        layout="sides",
                        add=_("next step of ours…"),
                        counts=(),
                    ),
                    Page("expansion", _("Expansion"), ExpansionItem, add=_("what they may buy next…")),
                    Page("costs", _("Cost of winning"), Profile, single=True, group="costs", layout="form"),
                    Page(
                        "outcome", _("Outcome, notes"), Profile, single=True, group="outcome", layout="form"
                    ),
                ),
            ),
            Step(
                "red_flags",
                _("Red flags"),
                _("Whom do you turn down, and how do you see it early?"),
                (Page("red_flags", _("Red flags"), RedFlag, add=_("next warning sign…")),),
            ),
            Step(
                "statement",
                _("Statement, story"),
                _("Read it aloud to someone new: would they know such a customer at once?"),
                (
                    Page("statement", _("Statement"), Profile, single=True, group="statement", layout="form"),
                    Page("story", _("Story"), Profile, single=True, group="story", layout="form"),
                ),
            ),
            Step(
                "personas",
                _("Personas"),
                _("Who takes part in the purchase: inside the ideal customer, never outside it."),
                (Page("personas", _("Personas"), Persona, add=_("a nickname, such as Fleet Fiona…")),),
            ),
        ),
        quick=False,
    ),
    Phase(
        _("Why they buy"),
        (
            Step(
                "objectives",
                _("Objectives"),
                _("What do they want to reach, in their words? Choose those you can help with."),
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
                        layout="sides",
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
                        layout="sides",
                        add=_("next step with the offer…"),
                    ),
                ),
            ),
            Step(
                "evidence",
                _("Evidence"),
                _("What convinces a sceptic that the objective is reached, the problem gone?"),
                (Page("evidence", _("Evidence"), Evidence, add=_("next proof…")),),
            ),
            Step(
                "questions",
                _("Questions"),
                _("Which open questions find a promising buyer early? One or more per problem."),
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
    Phase(
        _("Reach and use"),
        (
            Step(
                "research",
                _("Research"),
                _("What did customers, figures and rivals tell, and what does it change?"),
                (
                    Page("findings", _("Findings"), Finding, add=_("what you found out…")),
                    Page("competitors", _("Competitors"), Competitor, add=_("a rival they also look at…")),
                ),
            ),
            Step(
                "channels",
                _("Channels"),
                _("Where are they when they feel the problem? What should meeting you feel like?"),
                (
                    Page("channels", _("Channels"), Channel, add=_("a place where they are…")),
                    Page("touchpoints", _("Touchpoints"), Touchpoint, add=_("a moment of the journey…")),
                    Page("message", _("Message, look"), Profile, single=True, group="message", layout="form"),
                ),
            ),
            Step(
                "review",
                _("Review"),
                _("What did the last ten deals teach, and what changes because of it?"),
                (Page("review", _("Review"), Review, add=_("what you have learnt…")),),
            ),
        ),
        quick=False,
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
    "customer": {"per": Period.MONTH.value, "customer_group": "best"},
    "expansion_item": {"per": Period.MONTH.value},
}
"""What a new record answers from the start, so that the consultant only changes what differs."""

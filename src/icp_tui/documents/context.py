"""From a profile's answers to the one tree of plain values that templates see.

Text, numbers, yes or no, lists, records of these, and None where there is no answer; nothing else, so that a
template can do no more than print. What every record looks like stands in record_values.py; what belongs
together is put together in a module each, which says more of its names.

- `document`: `title`, `reader`, `language` (its code), `standing` (what the status means for a reader),
  `is_draft`, `period`, `program`
- `client`; `profile`, with `goal`, `delivery`, and `problems_cost` of all objectives in a year
- people_context.py: `ideal` (statement and story), `personas` and `buying_group`, `red_flags` and the
  `knock_outs` of them
- customer_context.py: `customers` (`best`, `candidates`, `comparison`, `figures`, `lost`, `first_heard`)
- attribute_context.py: `attributes` (`chosen`, `others`, `described`, the figures behind them, `tiers`)
- framework_context.py: `framework` (the scorecard), `triggers`, `buying`, `costs`, `expansion`
- thread_context.py: `objectives`, those that the client helps with, or may help with; `declined`, the
  others; `objections`, those heard whatever the objective; `proofs`, all proof, the strongest first
- reach_context.py: `channels`, `touchpoints`, `competitors`, `findings`, `reviews`
- asking_context.py: `survey` (for customers), `agenda` (for the next talk with the client)
- `parked`: the situations that wait for their own profile
- `everything`: all records by their kind, without what hangs on them
- `open`: what is still open (open_points.py)
"""

from __future__ import annotations

from icp_tui import __version__
from icp_tui.documents.asking_context import AskingContext
from icp_tui.documents.attribute_context import AttributeContext
from icp_tui.documents.customer_context import CustomerContext
from icp_tui.documents.framework_context import FrameworkContext
from icp_tui.documents.markdown import Answer
from icp_tui.documents.open_points import OpenPoints
from icp_tui.documents.people_context import PeopleContext
from icp_tui.documents.reach_context import ReachContext
from icp_tui.documents.record_values import RecordValues, Values, says_something
from icp_tui.documents.thread_context import ThreadContext
from icp_tui.documents.wording import STANDING, Wording
from icp_tui.insight.chain import objective_of
from icp_tui.method.answers import Answers
from icp_tui.method.declaration import RECORDS
from icp_tui.method.records import ParkedSituation, Profile, Status
from icp_tui.texts import Words


def language_of(answers: Answers) -> str:
    """The language of a profile's documents; English where none is chosen."""
    return str(answers.profile.language or "en")


def context(answers: Answers, *, title: Words, reader: Words, language: str | None = None) -> Values:
    """Everything that a template may print of a profile.

    Args:
        answers: The profile with everything that hangs on it.
        title: What the document is called.
        reader: Whom it is for.
        language: The document's language; the profile's where none is named.
    """
    profile = answers.profile
    wording = Wording(language or language_of(answers), profile.currency or "")
    is_draft = profile.status is not Status.RELEASED
    maker = RecordValues(answers, wording, mark_guesses=is_draft)
    thread = ThreadContext(maker)
    threads = [thread.thread(objective, place) for place, objective in enumerate(thread.objectives, 1)]
    answered_for = {objective.id for objective in thread.objectives}
    return {
        "document": {
            "title": wording.words(title),
            "reader": wording.words(reader),
            "language": wording.language,
            "standing": wording.words(STANDING[profile.status or Status.DRAFT]),
            "is_draft": is_draft,
            "period": _period(profile, maker),
            "program": f"icp-tui {__version__}",
        },
        "client": maker.of(answers.client),
        "profile": {
            **maker.of(profile),
            "goal": _goal(profile, maker),
            "delivery": _delivery(profile, maker),
            "problems_cost": thread.cost_of(thread.objectives),
        },
        "customers": CustomerContext(maker).values(),
        "attributes": AttributeContext(maker).values(),
        **PeopleContext(maker).values(),
        **FrameworkContext(maker).values(),
        "objectives": threads,
        "declined": [maker.of(objective) for objective in thread.declined],
        "objections": [
            thread.objection(objection)
            for objection in thread.objections
            if objective_of(answers, objection) not in answered_for
        ],
        "proofs": [thread.proof(proof) for proof in thread.proofs],
        **ReachContext(maker).values(),
        **AskingContext(maker).values(),
        "parked": [
            maker.of(parked) for parked in answers.of(ParkedSituation) if says_something(answers, parked)
        ],
        "everything": {
            kind: [maker.of(record) for record in answers.of(declared)] for kind, declared in RECORDS.items()
        },
        "open": OpenPoints(thread).values(),
    }


def _period(profile: Profile, maker: RecordValues) -> Answer | None:
    text = maker.wording.period(profile.period_start, profile.period_end)
    return maker.answer(profile, "period_start", text) if text else None


def _goal(profile: Profile, maker: RecordValues) -> Answer | None:
    """How much of what, by when: “12 wholesalers by 30 Sep 2027”; only the kind where there is no number."""
    wording = maker.wording
    kind = wording.words(profile.goal_kind.words) if profile.goal_kind else ""
    if profile.goal_amount is not None:
        unit = profile.goal_unit or kind
        text = f"{wording.number(profile.goal_amount)} {unit}".strip()
    else:
        text = profile.goal_unit or kind
    if text and profile.goal_deadline:
        text = wording.say("{goal} by {day}", goal=text, day=wording.date(profile.goal_deadline))
    return maker.answer(profile, "goal_amount", text) if text else None


def _delivery(profile: Profile, maker: RecordValues) -> Answer | None:
    """How many new customers can be served, and in which time."""
    if profile.capacity is None:
        return None
    wording = maker.wording
    number = wording.number(profile.capacity)
    # A fraction takes the form of the many; gettext knows no other.
    whole = int(profile.capacity) if profile.capacity == profile.capacity.to_integral_value() else 5
    text = wording.count(whole, "{n} new customer", "{n} new customers", n=number)
    if profile.capacity_per:
        text = f"{text} {wording.words(profile.capacity_per.words)}"
    return maker.answer(profile, "capacity", text)

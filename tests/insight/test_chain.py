"""How complete a thread is: which links of the chain are there, and which are missing for what."""

from __future__ import annotations

import pytest

from icp_tui.insight.chain import ChainLink, chain, helped_with, objective_of
from icp_tui.method.answers import Answers
from icp_tui.method.choices import Mark, State, YesNo
from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    Client,
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
    Profile,
    Side,
)

AUDIT = Objective(id="audit", parent_id="p", result="Pass every audit")
PAPER = ProcessStep(id="paper", parent_id="audit", what="Notes on paper", side=Side.CURRENT)
ALERT = ProcessStep(id="alert", parent_id="audit", what="Alert to the phone", side=Side.NEW)
LOST = Problem(id="lost", parent_id="audit", what="Sheets get lost")
REFUSED = Problem(id="refused", parent_id="audit", what="Load refused")
LETTER = Evidence(id="letter", parent_id="p", what="Audit letter", proves_problems=("lost",))
HOW = DiscoveryQuestion(id="how", parent_id="audit", question="How do you show it?", problem="lost")
LOGGERS = Objection(
    id="loggers", parent_id="p", words="We have loggers.", objective="audit", response="They tell you late."
)
WHOLE: tuple[Record, ...] = (AUDIT, PAPER, ALERT, LOST, LETTER, HOW, LOGGERS)


def _answers(*records: Record) -> Answers:
    return Answers("p", [Client(id="c"), Profile(id="p", parent_id="c"), *records])


def _missing(*records: Record) -> list[tuple[ChainLink, str]]:
    return [(o.link, o.about.id) for o in chain(_answers(*records), AUDIT).required if not o.satisfied]


def test_a_whole_thread_has_all_seven_links() -> None:
    found = chain(_answers(*WHOLE), AUDIT)
    assert [link.link for link in found.required] == list(ChainLink)
    assert (found.satisfied, found.percent) == (7, 100)


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        (PAPER, (ChainLink.STEP, "audit")),
        (ALERT, (ChainLink.NEW_STEP, "audit")),
        (LETTER, (ChainLink.PROOF, "lost")),
        (HOW, (ChainLink.QUESTION, "lost")),
        (LOGGERS, (ChainLink.OBJECTION, "audit")),
    ],
    ids=lambda value: value.id if isinstance(value, Record) else "",
)
def test_without_one_record_its_link_is_missing(without: Record, missing: tuple[ChainLink, str]) -> None:
    assert _missing(*(record for record in WHOLE if record is not without)) == [missing]


def test_an_objective_alone_is_one_link_of_seven() -> None:
    found = chain(_answers(AUDIT), AUDIT)
    assert (found.satisfied, len(found.required), found.percent) == (1, 7, 14)
    assert found.has(ChainLink.OBJECTIVE) and not found.has(ChainLink.PROBLEM)


def test_every_problem_needs_its_own_question_and_proof() -> None:
    assert _missing(*WHOLE, REFUSED) == [(ChainLink.PROOF, "refused"), (ChainLink.QUESTION, "refused")]
    found = chain(_answers(*WHOLE, REFUSED), AUDIT)
    assert (found.satisfied, len(found.required), found.percent) == (7, 9, 77)
    assert not found.has(ChainLink.PROOF) and found.has(ChainLink.PROBLEM)


def test_a_proof_of_the_objective_does_not_prove_a_problem() -> None:
    proof = Evidence(id="letter", parent_id="p", what="Audit letter", proves_objectives=("audit",))
    assert _missing(AUDIT, PAPER, ALERT, LOST, proof, HOW, LOGGERS) == [(ChainLink.PROOF, "lost")]


def test_without_a_problem_the_objective_itself_is_asked_about_and_proved() -> None:
    proof = Evidence(id="letter", parent_id="p", what="Audit letter", proves_objectives=("audit",))
    asked = DiscoveryQuestion(id="how", parent_id="audit", question="How do you show it?")
    assert _missing(AUDIT, PAPER, ALERT, proof, asked, LOGGERS) == [(ChainLink.PROBLEM, "audit")]


def test_every_objection_that_touches_the_objective_needs_an_answer() -> None:
    silent = Objection(id="late", parent_id="p", words="After the season.", objective="audit")
    by_problem = Objection(id="dear", parent_id="p", words="Too dear.", problem="lost")
    about_none = Objection(id="drivers", parent_id="p", words="Drivers won’t.")
    assert [about for _, about in _missing(*WHOLE, silent, by_problem, about_none)] == [
        "dear",
        "drivers",
        "late",
    ]


def test_an_objection_to_another_objective_is_no_link_here() -> None:
    other = Objective(id="other", parent_id="p", result="Save hours")
    theirs = Problem(id="theirs", parent_id="other", what="Typing")
    against = Objection(id="a", parent_id="p", words="No need.", objective="other")
    against_problem = Objection(id="b", parent_id="p", words="We like typing.", problem="theirs")
    assert _missing(*WHOLE, other, theirs, against, against_problem) == []


def test_an_objection_touches_what_it_names_before_what_its_problem_belongs_to() -> None:
    other = Objective(id="other", parent_id="p", result="Save hours")
    both = Objection(id="a", parent_id="p", words="No.", objective="other", problem="lost")
    gone = Objection(id="b", parent_id="p", words="No.", objective="gone", problem="lost")
    none = Objection(id="c", parent_id="p", words="No.", objective="gone", problem="gone")
    found = _answers(AUDIT, LOST, other, both, gone, none)
    assert [objective_of(found, said) for said in (both, gone, none)] == ["other", "audit", None]


def test_an_answer_that_does_not_apply_is_not_missing() -> None:
    silent = Objection(id="late", parent_id="p", words="After the season.", objective="audit")
    marked = _answers(*WHOLE, silent).marked("late", "response", Mark(State.DOES_NOT_APPLY))
    assert chain(marked, AUDIT).percent == 100


def test_a_record_without_words_is_no_link() -> None:
    empty = (
        ProcessStep(id="s", parent_id="audit", side=Side.CURRENT),
        ProcessStep(id="n", parent_id="audit", side=Side.NEW),
        Problem(id="x", parent_id="audit"),
        Objection(id="o", parent_id="p", objective="audit", response="Something."),
    )
    assert chain(_answers(AUDIT, *empty), AUDIT).satisfied == 1
    nameless = Objective(id="audit", parent_id="p")
    assert chain(_answers(nameless), nameless).satisfied == 0


def test_only_objectives_that_can_be_helped_with_have_a_chain() -> None:
    refused = Objective(id="no", parent_id="p", result="Cheaper fuel", can_help=YesNo.NO)
    unknown = Objective(id="maybe", parent_id="p", result="Fewer calls", can_help=YesNo.UNKNOWN)
    assert {found.id for found in helped_with(_answers(AUDIT, refused, unknown))} == {"audit", "maybe"}


def test_one_thing_missing_of_many_is_never_100_percent() -> None:
    many = [Problem(id=f"p{n}", parent_id="audit", what="One of many") for n in range(150)]
    names = tuple(problem.id for problem in many)
    proof = Evidence(id="all", parent_id="p", what="Proof of all", proves_problems=names)
    asked = [
        DiscoveryQuestion(id=f"q{n}", parent_id="audit", question="How?", problem=problem.id)
        for n, problem in enumerate(many[1:])
    ]
    assert chain(_answers(*WHOLE, *many, proof, *asked), AUDIT).percent == 99

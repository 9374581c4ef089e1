"""What an outline says at the right of each record."""

from __future__ import annotations

import pytest
from inks import INKS

from icp_tui.method.declaration import Record
from icp_tui.method.records import (
    DiscoveryQuestion,
    Evidence,
    Objection,
    Objective,
    ParkedSituation,
    Problem,
    ProcessStep,
)
from icp_tui.store.work.actions import add, delete
from icp_tui.tui.widgets.rows import row_of
from small import Small


def told(small: Small, record: Record) -> list[str]:
    """The columns of a record as it is now."""
    return [column.plain for column in row_of(small.now(record), small.answers, INKS).columns]


def test_a_row_is_named_by_the_title_of_its_record(small: Small) -> None:
    for kind in (Problem, Objective, ProcessStep, Evidence, DiscoveryQuestion, Objection, ParkedSituation):
        record = small.first(kind)
        row = row_of(record, small.answers, INKS)
        assert (row.record_id, row.title) == (record.id, record.title)


def test_a_problem_says_how_often_and_what_it_costs_in_a_year(small: Small) -> None:
    often, cost, _ = told(small, small.first(Problem))
    assert (often, cost) == ("2 a month", "€45,600 / yr")


def test_a_cost_that_is_not_known_is_no_zero(small: Small) -> None:
    assert told(small, small.answers.of(Problem)[1])[1] == "–"


def test_a_problem_says_which_link_of_its_thread_is_missing(small: Small) -> None:
    first, second, third = small.answers.of(Problem)
    assert told(small, first)[-1] == "1 question"
    assert told(small, second)[-1] == "! no question"
    add(
        small.workspace,
        small.profile_id,
        DiscoveryQuestion,
        small.first(Objective).id,
        [{"question": "Who hears it?", "problem": third.id}],
    )
    assert told(small, third)[-1] == "! no proof"


def test_a_step_says_its_minutes(small: Small) -> None:
    step = small.first(ProcessStep)
    assert told(small, step) == ["3 a day", "", "6 min"]
    assert told(small, small.set(step, {"minutes": "", "cost": "0.20"})) == ["3 a day", "€0.20", "–"]


def test_an_objective_counts_its_problems(small: Small) -> None:
    objective = small.first(Objective)
    assert told(small, objective)[-1] == "3 problems"
    for problem in small.answers.of(Problem):
        delete(small.workspace, small.profile_id, problem)
    assert told(small, objective)[-1] == "! no problem yet"


def test_a_proof_says_whether_it_is_used(small: Small) -> None:
    proof = small.first(Evidence)
    assert told(small, proof)[-1] == "proves 2"
    assert told(small, small.set(proof, {"proves_problems": ""}))[-1] == "! unused"


def test_a_question_names_its_problem(small: Small) -> None:
    question = small.first(DiscoveryQuestion)
    assert told(small, question)[-1] == "Load refused at the dock"
    small.set(small.first(Problem), {"what": "A very long name of a problem"})
    assert told(small, question)[-1].endswith("…")


@pytest.mark.parametrize(
    ("response", "proof", "words"),
    [("", False, "! no answer"), ("They record.", False, "no proof"), ("They record.", True, "answered")],
)
def test_an_objection_says_how_well_it_is_met(small: Small, response: str, proof: bool, words: str) -> None:
    objection = small.first(Objection)
    used = small.first(Evidence).id if proof else ""
    assert told(small, small.set(objection, {"response": response, "evidence_used": used}))[-1] == words

"""One profile in memory: in order, without what hangs on something gone, and never changed in place."""

from __future__ import annotations

from icp_tui.method.answers import Answers
from icp_tui.method.choices import Ground, Mark, State
from icp_tui.method.records import (
    Client,
    Evidence,
    Objection,
    Objective,
    Problem,
    ProcessStep,
    Profile,
    Side,
)

CLIENT = Client(id="c", parent_id="workspace", name="ColdLine")
PROFILE = Profile(id="p", parent_id="c", name="Wholesalers")
FIRST = Objective(id="o1", parent_id="p", position=1, result="Pass every audit")
SECOND = Objective(id="o2", parent_id="p", position=2, result="Less paper")
LATE = Problem(id="late", parent_id="o1", position=2, what="Late")
LOST = Problem(id="lost", parent_id="o1", position=1, what="Lost")
OTHER = Problem(id="other", parent_id="o2", position=0, what="Other")
PROOF = Evidence(id="e", parent_id="p", what="A case", proves_problems=("lost", "gone", "late"))
ABOUT = Objection(id="j1", parent_id="p", position=1, words="Too dear", objective="o1", problem="gone")
EVERY = Objection(id="j2", parent_id="p", position=2, words="Not now")
RECORDS = [EVERY, PROOF, OTHER, LATE, LOST, ABOUT, SECOND, FIRST, PROFILE, CLIENT]
ANSWERS = Answers("p", RECORDS)


def test_records_stand_parents_first_and_each_kind_in_its_order() -> None:
    kinds = [record.kind for record in ANSWERS.records]
    assert kinds[:2] == ["client", "profile"]
    assert kinds.index("objective") < kinds.index("problem")
    assert ANSWERS.of(Problem) == [OTHER, LOST, LATE]
    assert ANSWERS.of(Problem, "o1") == [LOST, LATE]
    assert (ANSWERS.client, ANSWERS.profile) == (CLIENT, PROFILE)


def test_equal_positions_are_ordered_by_name_so_that_the_order_never_changes() -> None:
    twins = [Objective(id=name, parent_id="p") for name in ("b", "a", "c")]
    assert [o.id for o in Answers("p", [CLIENT, PROFILE, *twins]).of(Objective)] == ["a", "b", "c"]


def test_what_hangs_on_something_that_is_gone_is_gone() -> None:
    without = ANSWERS.without("o1")
    assert without.of(Problem) == [OTHER]
    assert without.get("late") is None and without.get(None) is None
    assert ANSWERS.get("late") == LATE


def test_a_list_that_is_given_out_can_be_changed_without_harm() -> None:
    ANSWERS.of(Problem).clear()
    ANSWERS.records.clear()
    assert len(ANSWERS.of(Problem)) == 3 and len(ANSWERS.records) == 10


def test_links_lead_to_the_living_in_the_order_chosen() -> None:
    assert ANSWERS.linked(PROOF, "proves_problems") == [LOST, LATE]
    assert ANSWERS.linked(ABOUT, "objective") == [FIRST]
    assert ANSWERS.linked(ABOUT, "problem") == []
    assert ANSWERS.linked(EVERY, "objective") == []


def test_links_are_followed_back() -> None:
    assert ANSWERS.linking(Evidence, "proves_problems", "late") == [PROOF]
    assert ANSWERS.linking(Evidence, "proves_objectives", "o1") == []
    assert ANSWERS.linking(Objection, "objective", "o1") == [ABOUT]


def test_a_thread_lists_what_belongs_to_its_objective() -> None:
    assert ANSWERS.thread(Problem, "o1") == [LOST, LATE]
    assert ANSWERS.thread(Problem, None) == []
    assert ANSWERS.thread(Evidence, "o2") == [PROOF]


def test_what_names_no_living_objective_stands_in_every_thread() -> None:
    assert ANSWERS.thread(Objection, "o1") == [ABOUT, EVERY]
    assert ANSWERS.thread(Objection, "o2") == [EVERY]
    assert ANSWERS.without("o1").thread(Objection, "o2") == [ABOUT, EVERY]


def test_a_process_lists_its_own_side() -> None:
    now = ProcessStep(id="s1", parent_id="o1", what="Paper", side=Side.CURRENT)
    then = ProcessStep(id="s2", parent_id="o1", what="Alert", side=Side.NEW)
    answers = ANSWERS.replaced(now, then)
    assert answers.thread(ProcessStep, "o1", [("side", "current")]) == [now]
    assert answers.thread(ProcessStep, "o1", [("side", "new")]) == [then]


def test_a_replaced_record_stands_in_new_answers_only() -> None:
    first = Problem(id="late", parent_id="o1", position=0, what="Too late")
    changed = ANSWERS.replaced(first)
    assert changed.of(Problem, "o1") == [first, LOST]
    assert ANSWERS.of(Problem, "o1") == [LOST, LATE]


def test_an_answer_or_does_not_apply_is_answered_but_ask_the_client_is_not() -> None:
    times = Problem.questions["times"]
    assert not ANSWERS.is_answered(LATE, times)
    assert ANSWERS.is_answered(LATE, Problem.questions["what"])
    for state, answered in ((State.ASK, False), (State.DOES_NOT_APPLY, True)):
        marked = ANSWERS.marked("late", "times", Mark(state=state))
        assert marked.is_answered(LATE, times) is answered
    assert ANSWERS.mark("late", "times") == Mark()
    assert (
        ANSWERS.marked("late", "times", Mark(ground=Ground.TOLD)).mark("late", "times").ground is Ground.TOLD
    )


def test_zero_is_an_answer() -> None:
    free = Problem(id="free", parent_id="o1", cost_each=0)
    assert ANSWERS.replaced(free).is_answered(free, Problem.questions["cost_each"])
